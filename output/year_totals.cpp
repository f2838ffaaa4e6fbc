#include "output/year_totals.hpp"

#include <chrono>

namespace muster::output {

namespace {

int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); }

}  // namespace

std::vector<YearTotal> year_totals(const Results& results, AreaNode area, std::size_t series,
                                   std::span<const double> probabilities) {
  const ResultsShape& shape = results.shape();
  std::vector<YearTotal> totals;
  std::vector<double> sums(results.replications(), 0.0);
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const std::vector<double> values = results.values(shape.cell(d, area, series));
    for (std::size_t r = 0; r < values.size() && values.size() == sums.size(); ++r) sums[r] += values[r];
    const int year = year_of(shape.dates[d]);
    if (d + 1 < shape.dates.size() && year_of(shape.dates[d + 1]) == year) continue;
    totals.push_back({year, shape.dates[d], summarise(sums, probabilities)});
    sums.assign(sums.size(), 0.0);
  }
  return totals;
}

std::vector<Summary> running_totals(const Results& results, AreaNode area, std::size_t series,
                                    std::span<const double> probabilities) {
  const ResultsShape& shape = results.shape();
  std::vector<Summary> totals;
  std::vector<double> sums(results.replications(), 0.0);
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const std::vector<double> values = results.values(shape.cell(d, area, series));
    for (std::size_t r = 0; d > 0 && r < values.size() && values.size() == sums.size(); ++r) sums[r] += values[r];
    totals.push_back(summarise(sums, probabilities));
  }
  return totals;
}

}  // namespace muster::output
