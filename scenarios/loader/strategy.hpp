// A strategy: a named, explained set of changes, laid over a place.
//
// Contract: a change without a date is written into the place as `--set` would; a change with a date or a condition becomes one of
// policy.changes; `merge` is laid over as a file that extends the place would be. Every value keeps the place where the strategy
// wrote it, so the reader's messages point there. Leaves out: whether the values are right, which reading the whole tells.
#pragma once

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::scenarios {

/// Reads a strategy and those it extends, and makes its changes in a place's tree. Enters the strategy and its files in the scenario.
/// @return  whether the strategy could be read at all
bool lay_over(Node& place, const StrategyUse& use, const TableSpec& table, const std::vector<Section>& sections,
              Diagnostics& diagnostics, InputFiles& input_files, Scenario& scenario);

}  // namespace muster::scenarios
