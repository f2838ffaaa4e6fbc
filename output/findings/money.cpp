#include "output/findings/money.hpp"

#include "engine/clock/calendar.hpp"
#include "output/words.hpp"

#include <algorithm>

namespace muster::output {

namespace {

constexpr std::size_t most_named = 4;  // areas in a sentence

std::string list_of_areas(const Areas& areas, const std::vector<AreaNode>& listed_areas) {
  std::vector<std::string> names;
  for (const AreaNode area : listed_areas)
    if (names.size() < most_named) names.push_back(areas.title(area));
  const std::string said = listed(names);
  return listed_areas.size() > most_named ? text("{} and others", said).shown() : said;
}

}  // namespace

std::string idle_money_sentence(const Results& results, const MoneySeries& money) {
  const ResultsShape& shape = results.shape();
  const auto unspent = shape.find(money.unspent), waiting = shape.find(money.waiting);
  if (!unspent || !waiting) return {};
  struct Year {
    Date end{};
    double idle = 0, wanted = 0;
    std::vector<AreaNode> have, wait;
  };
  Year worst;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    if (shape.dates[date] != last_day_of_year(year_of(shape.dates[date]))) continue;
    Year year{shape.dates[date], 0, 0, {}, {}};
    for (AreaNode area = 0; area < shape.areas.leaf_count(); ++area) {
      const std::size_t has = shape.cell(date, area, *unspent), wants = shape.cell(date, area, *waiting);
      if (results.withheld(has) || results.withheld(wants)) return {};
      const Moments left = results.moments(has), asked = results.moments(wants);
      if (left.count() == 0 || asked.count() == 0) continue;
      if (asked.mean() <= 0 && left.mean() > 0) {
        year.idle += left.mean();
        year.have.push_back(area);
      } else if (asked.mean() > left.mean()) {
        year.wanted += asked.mean() - std::max(left.mean(), 0.0);
        year.wait.push_back(area);
      }
    }
    if (year.wait.empty()) continue;
    if (std::min(year.idle, year.wanted) > std::min(worst.idle, worst.wanted)) worst = std::move(year);
  }
  if (worst.have.empty()) return {};
  const SeriesName& name = shape.series[*unspent].name;
  const Scale scale = scale_for(name, std::max(worst.idle, worst.wanted));
  return text(
      "At the end of {} {} lie unspent on average in areas that wait for nothing ({}) while others wait for {} ({}).",
      year_of(worst.end), show_with_unit(worst.idle, scale), list_of_areas(shape.areas, worst.have),
      show_with_unit(worst.wanted, scale), list_of_areas(shape.areas, worst.wait));
}

}  // namespace muster::output
