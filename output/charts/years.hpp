// What happens over the whole place by calendar year: a bar for each, with what was counted in years before the start.
#pragma once

#include "output/charts/specs.hpp"

namespace muster::output {

/// @param series  index of a flow, one of the headline series
[[nodiscard]] Json year_chart(const Results& results, const ChartContext& context, std::size_t series,
                              const Canvas& canvas);

}  // namespace muster::output
