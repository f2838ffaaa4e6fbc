// The charts of `muster explain`: tornado, constraint by period, waterfall, spread.
//
// Contract: Vega-Lite 5 specifications as charts/specs.hpp makes them, with the values inside and 95 % intervals drawn. Leaves out:
// drawing them (render.hpp).
#pragma once

#include "output/charts/parts.hpp"
#include "output/explanation.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::output {

/// Gain of probability and shortfall closed by each constraint relaxed over the whole horizon, the largest first.
[[nodiscard]] Json tornado_chart(const TargetConstraints& target, const std::string& place);

/// The effect of each constraint relaxed in each period alone; null without periods.
[[nodiscard]] Json period_chart(const TargetConstraints& target, const std::string& place);

/// From one strategy to the other: each change alone, then the interactions; beside it the Shapley values.
[[nodiscard]] Json waterfall_chart(const AttributedDifference& difference, const AttributedChanges& changes,
                                   const std::string& place);

/// The largest shares of a forecast's variance; null if it has none.
[[nodiscard]] Json spread_chart(const SpreadOf& of, const Spreads& spreads, const std::string& place);

/// Writes one specification to folder/name.vl.json; nothing for null. @throws OutputError
void write_chart(const std::filesystem::path& folder, const std::string& name, const Json& chart);

}  // namespace muster::output
