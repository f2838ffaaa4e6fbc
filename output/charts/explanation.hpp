// The charts of `muster explain`: constraints, constraint by period, waterfall, spread.
//
// Contract: Vega-Lite 5 specifications as charts/specs.hpp describes them, with the values inside and 95 % intervals
// drawn; null where nothing moves. Leaves out: drawing them (render.hpp).
#pragma once

#include "output/charts/specs.hpp"
#include "output/explanation.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// What each constraint relaxed over the whole horizon does, the largest first: gain of probability, or shortfall
/// closed where no probability moves.
[[nodiscard]] Json tornado_chart(const TargetConstraints& target, const Wording& place, const Canvas& canvas = desk);

/// The effect of each constraint relaxed in each period alone; null without periods.
[[nodiscard]] Json period_chart(const TargetConstraints& target, const Wording& place, const Canvas& canvas = desk);

/// From one strategy to the other: each change alone, then the interactions; in words what each is due over all
/// orders.
[[nodiscard]] Json waterfall_chart(const AttributedDifference& difference, const AttributedChanges& changes,
                                   const Wording& place, const Canvas& canvas = desk);

/// The shares of a forecast's variance that can be told from nothing; null if it has none.
[[nodiscard]] Json spread_chart(const SpreadOf& of, const Spreads& spreads, const Wording& place,
                                const Canvas& canvas = desk);

/// All charts of a study, in reading order. What they are drawn from must outlive them.
/// @param place  what it is called: stands in front of each title
[[nodiscard]] std::vector<Chart> constraints_charts(const std::vector<TargetConstraints>& targets,
                                                    const Wording& place);
[[nodiscard]] std::vector<Chart> spread_charts(const Spreads& spreads, const Wording& place);
[[nodiscard]] std::vector<Chart> attribution_charts(const AttributedChanges& changes, const Wording& place);

}  // namespace muster::output
