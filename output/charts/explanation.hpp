// The charts of `muster explain`: constraints, constraints by period, waterfall, spread.
//
// Contract: Vega-Lite 5 specifications as charts/specs.hpp describes them, with the values inside and with 95 %
// intervals; null if nothing has an effect. Leaves out: drawing them (render.hpp).
#pragma once

#include "output/charts/specs.hpp"
#include "output/explanation.hpp"

#include <vector>

namespace muster::output {

/// The shares of a forecast's variance that differ significantly from 0; null if there are none.
[[nodiscard]] Json spread_chart(const SpreadOf& of, const Spreads& spreads, const LocalizedText& place,
                                const Canvas& canvas = desk);

/// All charts of a study, in reading order. The data of the charts must outlive them.
/// @param place  the place's title, which is put in front of each chart's title
[[nodiscard]] std::vector<Chart> constraints_charts(const std::vector<TargetConstraints>& targets,
                                                    const LocalizedText& place);
[[nodiscard]] std::vector<Chart> spread_charts(const Spreads& spreads, const LocalizedText& place);
[[nodiscard]] std::vector<Chart> attribution_charts(const AttributedChanges& changes, const LocalizedText& place);

}  // namespace muster::output
