// What the spread of each target's value is made of, from the replications of the run itself.
//
// Contract: the shares are those of `muster explain` (engine/experiments/sensitivity.hpp); the values that each
// replication drew are recomputed from the seed, without simulating. Leaves out: headline series, whose values are
// not kept for each replication.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/explanation.hpp"

namespace muster::output {

/// Every input with its title, its evidence, and the file and line where it is written. @param written  the
/// sections of the inputs
[[nodiscard]] std::vector<SpreadInput> inputs_of(const std::vector<UncertainInput>& inputs,
                                                 const SectionSettings& written);

/// One spread for each target, in order. @param resamples  number of bootstrap resamples for the intervals
[[nodiscard]] Spreads spreads_of_targets(const Results& results, const SectionSettings& parameters, Seed seed,
                                         std::size_t resamples = 60);

/// "The largest single cause is …", with the share of the largest input, whether it has a source, and the share of
/// chance.
[[nodiscard]] std::string driver_sentence(const SpreadOf& of, const Spreads& spreads);

}  // namespace muster::output
