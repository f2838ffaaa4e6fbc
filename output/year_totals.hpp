// A headline flow summed over calendar years.
//
// Contract: what was reported at a date belongs to the year of that date; the first report carries what had happened before
// the start, so the first year is as complete as the scenario states it. Quantiles are of the sums. Leaves out: fiscal years.
#pragma once

#include "engine/ensemble/results.hpp"

#include <span>
#include <vector>

namespace muster::output {

struct YearTotal {
  int year = 0;
  Date until;  // the last report in it
  Summary summary;
};

/// Over the whole. @param series  index of a flow, one of the headline series
[[nodiscard]] std::vector<YearTotal> year_totals(const Results& results, std::size_t series,
                                                 std::span<const double> probabilities);

}  // namespace muster::output
