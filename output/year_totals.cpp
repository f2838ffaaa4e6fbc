#include "output/year_totals.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

namespace muster::output {

bool YearTotal::is_whole() const { return until == last_day_of_year(year); }

std::string YearTotal::words() const {
  return is_whole() ? std::to_string(year) : tr("{} to {}", date_words(first_day_of_year(year)), date_words(until));
}

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
