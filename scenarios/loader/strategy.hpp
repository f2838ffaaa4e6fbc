// A strategy: a named, explained set of changes, laid over a place.
//
// Contract: a change without a date is written into the place as `--set` would do; a change with a date or a
// condition becomes an item of policy.changes; `merge` is merged like a file that extends the place. Every value
// keeps its position in the strategy's file, so that messages point there. Leaves out: whether the values are valid,
// which the reader checks.
#pragma once

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::scenarios {

/// Reads a strategy and those it extends, and makes its changes in a place's tree. Adds the strategy and its files
/// to the scenario.
/// @return  whether the strategy could be read
bool apply_strategy(Node& place, const StrategyUse& use, const TableSpec& table, const std::vector<Section>& sections,
                    Diagnostics& diagnostics, InputFiles& input_files, Scenario& scenario);

}  // namespace muster::scenarios
