// The models: which there are, who needs whom, who tells whom.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/parameters/parameter_sets.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster {

/// The parts of a scenario file that models read, in the order of who needs whom.
[[nodiscard]] const std::vector<Section>& model_sections();

/// A replication's models, created, with nobody in them yet: they have declared their series and looked at what the parameters
/// say of the start. The parameters are drawn from the simulation's own luck.
/// @throws Misfit  with its place
[[nodiscard]] std::unique_ptr<Models> assemble(std::shared_ptr<const SectionSettings> written, Simulation& sim,
                                               SeriesBook& book);

/// Where two scenarios of one start part.
struct Divergence {
  std::optional<Date>
      shared_until;  // up to its end both take the same course, whatever the luck; none: not even at the start
  std::string by;    // the path of what parts them first; empty: nothing does, for ever
};

/// What is not certain parts them at once: all but further policy.changes at the end of the list that have a date.
[[nodiscard]] Divergence divergence(const SectionSettings& a, const SectionSettings& b);

}  // namespace muster
