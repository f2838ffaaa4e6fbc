// What the spread of each target's value is made of, from the replications of the run itself.
//
// Contract: the shares are those of `muster explain` (engine/experiments/sensitivity.hpp); what each replication drew is computed
// again from the seed, without simulating. Leaves out: headline series, whose replications are not kept one by one.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/explanation.hpp"

namespace muster::output {

/// Every input with what it is called, its evidence and where it stands. @param written  the sections that the inputs are of
[[nodiscard]] std::vector<SpreadInput> inputs_of(const std::vector<UncertainInput>& inputs,
                                                 const SectionSettings& written);

/// One for each target, in order. @param resamples  of the bootstrap behind the intervals
[[nodiscard]] Spreads spreads_of_targets(const Results& results, const SectionSettings& parameters, Seed seed,
                                         std::size_t resamples = 60);

/// "Chance and what assumptions only do together make up 62 % of the spread …", naming the largest input and its source.
[[nodiscard]] std::string driver_sentence(const SpreadOf& of, const Spreads& spreads);

}  // namespace muster::output
