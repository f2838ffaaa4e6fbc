// The models: which there are, who needs whom, who tells whom.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/parameters/parameter_sets.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster {

/// The parts of a scenario file that models read, in the order of who needs whom.
[[nodiscard]] const std::vector<Section>& model_sections();

/// A replication's models, created and at their start. The parameters are drawn from the simulation's own luck.
[[nodiscard]] std::unique_ptr<World> assemble(const SectionSettings& written, Simulation& sim, SeriesBook& book);

}  // namespace muster
