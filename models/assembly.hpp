// Assembles the models of a scenario: creates them in dependency order and connects their signals.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/parameters/parameter_sets.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster {

/// The sections of a scenario file that models read, in dependency order: each model comes after those it needs.
[[nodiscard]] const std::vector<Section>& model_sections();

/// Creates the models of one replication, still without people, posts or stations: the models have declared their
/// series and have checked those parameters that describe the start. Uncertain parameters are drawn from the
/// simulation's own random numbers.
/// @throws InconsistentParameter  with its position in the scenario's files
[[nodiscard]] std::unique_ptr<Models> assemble(std::shared_ptr<const SectionSettings> written, Simulation& sim,
                                               SeriesBook& book);

/// The date up to which two scenarios with the same start are identical, and the first difference after it.
struct Divergence {
  // Up to the end of this date, replications with the same seed are identical; none: they differ from the start on.
  std::optional<Date> shared_until;
  std::string by;  // the path of the first difference; empty: the scenarios do not differ
};

/// The only difference that leaves the beginning of a replication identical is a further item at the end of
/// policy.changes that has a date. Any other difference counts from the start on.
[[nodiscard]] Divergence divergence(const SectionSettings& a, const SectionSettings& b);

}  // namespace muster
