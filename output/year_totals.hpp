// A headline flow summed over calendar years.
//
// Contract: what was reported at a date belongs to the year of that date; the first report carries what had happened before
// the start, so the first year is as complete as the scenario states it. Quantiles are of the sums. Leaves out: fiscal years.
#pragma once

#include "engine/ensemble/results.hpp"

#include <span>
#include <string>
#include <vector>

namespace muster::output {

struct YearTotal {
  int year = 0;
  Date until;  // the last report in it
  Summary summary;

  /// Whether the results reach the year's end; else it is the total of a part of the year.
  [[nodiscard]] bool is_whole() const;

  /// `2022`; of a part of a year, `2030-01-01 to 2030-08-31`.
  [[nodiscard]] std::string words() const;
};

/// Over the whole. @param series  index of a flow, one of the headline series
[[nodiscard]] std::vector<YearTotal> year_totals(const Results& results, std::size_t series,
                                                 std::span<const double> probabilities);

}  // namespace muster::output
