// A headline flow summed over calendar years.
//
// Contract: a value recorded at a date belongs to the year of that date; the first recorded value covers what
// happened before the start, so the first year is as complete as the scenario states it. Quantiles are of the
// sums. Leaves out: fiscal years.
#pragma once

#include "engine/ensemble/results.hpp"

#include <span>
#include <string>
#include <vector>

namespace muster::output {

struct YearTotal {
  int year = 0;
  Date until;  // the last recorded date in the year
  Summary summary;

  /// Whether the results reach the end of the year; else the total covers only part of it.
  [[nodiscard]] bool is_whole() const;

  /// `2022`; for part of a year `2030-01-01 to 2030-08-31`.
  [[nodiscard]] std::string words() const;
};

/// Totals over the whole place. @param series  index of a flow among the headline series
[[nodiscard]] std::vector<YearTotal> year_totals(const Results& results, std::size_t series,
                                                 std::span<const double> probabilities);

}  // namespace muster::output
