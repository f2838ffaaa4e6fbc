#include "output/disclosure.hpp"

#include "engine/text/text.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>

namespace muster::output {

Withholding small_counts_of_people(const ResultsShape& shape, unsigned least) {
  // A case is a person's or a family's; posts filled are people in them.
  constexpr std::array units = {"people", "person-times", "cases", "posts"};
  Withholding rule;
  rule.least = least;
  for (const SeriesInfo& info : shape.series)
    rule.series.push_back(std::find(units.begin(), units.end(), info.name.unit) != units.end());
  return rule;
}

std::string withheld_figure(const Results& results) {
  return text("withheld (fewer than {} people)", grouped(static_cast<std::uint64_t>(results.least_told())));
}

std::string withheld_words(const Results& results) {
  if (results.least_told() <= 0) return {};
  const Results::WithheldCells cells = results.withheld_cells();
  return text(
      "counts of people between 0 and {} are withheld, and what would give them away: {} of {} figures by date, area "
      "and series",
      grouped(static_cast<std::uint64_t>(results.least_told())), grouped(cells.withheld), grouped(cells.of));
}

}  // namespace muster::output
