// The charts of `muster explain`: constraints, constraint by period, waterfall, spread.
//
// Contract: Vega-Lite 5 specifications as charts/specs.hpp describes them, with the values inside and 95 % intervals
// drawn; null where nothing moves. Leaves out: drawing them (render.hpp).
#pragma once

#include "output/charts/specs.hpp"
#include "output/explanation.hpp"

#include <vector>

namespace muster::output {

/// The shares of a forecast's variance that can be told from nothing; null if it has none.
[[nodiscard]] Json spread_chart(const SpreadOf& of, const Spreads& spreads, const LocalizedText& place,
                                const Canvas& canvas = desk);

/// All charts of a study, in reading order. What they are drawn from must outlive them.
/// @param place  what it is called: stands in front of each title
[[nodiscard]] std::vector<Chart> constraints_charts(const std::vector<TargetConstraints>& targets,
                                                    const LocalizedText& place);
[[nodiscard]] std::vector<Chart> spread_charts(const Spreads& spreads, const LocalizedText& place);
[[nodiscard]] std::vector<Chart> attribution_charts(const AttributedChanges& changes, const LocalizedText& place);

}  // namespace muster::output
