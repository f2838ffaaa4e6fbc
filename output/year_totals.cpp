#include "output/year_totals.hpp"

#include <chrono>

namespace muster::output {

namespace {

int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); }

}  // namespace

std::vector<YearTotal> year_totals(const Results& results, std::size_t series, std::span<const double> probabilities) {
  const ResultsShape& shape = results.shape();
  std::vector<Summary> summaries = results.totals_of_year(series, probabilities);
  std::vector<YearTotal> totals;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const int year = year_of(shape.dates[d]);
    if (d + 1 < shape.dates.size() && year_of(shape.dates[d + 1]) == year) continue;
    totals.push_back({year, shape.dates[d], std::move(summaries[d])});
  }
  return totals;
}

}  // namespace muster::output
