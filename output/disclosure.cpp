#include "output/disclosure.hpp"

#include "engine/text/text.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace muster::output {

Withholding small_counts_of_people(const ResultsShape& shape, unsigned least) {
  // A case belongs to a person or a family.
  constexpr std::array of_people = {"people", "person-times", "cases"};
  const auto counts_people = [&](const std::string& unit) {
    return std::find(of_people.begin(), of_people.end(), unit) != of_people.end();
  };
  const auto moved_by_people = [&](const auto& flow) {
    const auto series = shape.find(flow.first);
    return series && counts_people(shape.series[*series].name.unit);
  };
  Withholding rule;
  rule.least = least;
  for (const SeriesInfo& info : shape.series) {
    // A stock of posts that is changed only by hires and separations counts filled posts, and so people. Vacant posts
    // also change with established posts and would reveal how many are filled. No person changes established posts, so
    // they are not withheld.
    const std::ptrdiff_t by_people = std::count_if(info.flows.begin(), info.flows.end(), moved_by_people);
    rule.series.push_back(counts_people(info.name.unit) || (info.name.unit == "posts" && by_people > 0));
    rule.may_be_small.push_back(info.name.unit == "posts" && by_people < std::ssize(info.flows));
  }
  return rule;
}

std::string withheld_figure(const Results& results) {
  return tr("withheld (fewer than {} people)", grouped(static_cast<std::uint64_t>(results.least_published())));
}

std::string withheld_words(const Results& results) {
  if (results.least_published() <= 0) return {};
  const Results::WithheldCells cells = results.withheld_cells();
  return tr(
      "counts of people between 0 and {} are withheld, and so are figures that would reveal them: {} of {} figures by "
      "date, area and series",
      grouped(static_cast<std::uint64_t>(results.least_published())), grouped(cells.withheld), grouped(cells.of));
}

}  // namespace muster::output
