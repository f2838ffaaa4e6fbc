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
  return listed_areas.size() > most_named ? tr("{} and others", said).to_string() : said;
}

}  // namespace

std::optional<IdleMoney> idle_money(const Results& results, const MoneySeries& money) {
  const ResultsShape& shape = results.shape();
  const auto unspent = shape.find(money.unspent), waiting = shape.find(money.waiting);
  if (!unspent || !waiting) return std::nullopt;
  IdleMoney worst;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    if (shape.dates[date] != last_day_of_year(year_of(shape.dates[date]))) continue;
    IdleMoney year{shape.dates[date], 0, 0, {}, {}};
    std::vector<double> left(shape.areas.leaf_count()), asked(left.size());
    for (AreaNode area = 0; area < left.size(); ++area) {
      const std::size_t has = shape.cell(date, area, *unspent), wants = shape.cell(date, area, *waiting);
      if (results.withheld(has) || results.withheld(wants)) return std::nullopt;
      left[area] = results.moments(has).mean(), asked[area] = results.moments(wants).mean();
      if (asked[area] <= 0 && left[area] > 0) {
        year.idle += left[area];
        year.have.push_back(area);
      } else if (asked[area] > left[area]) {
        asked[area] -= std::max(left[area], 0.0);
        year.wanted += asked[area];
        year.wait.push_back(area);
      }
    }
    std::stable_sort(year.have.begin(), year.have.end(), [&](AreaNode a, AreaNode b) { return left[a] > left[b]; });
    std::stable_sort(year.wait.begin(), year.wait.end(), [&](AreaNode a, AreaNode b) { return asked[a] > asked[b]; });
    if (std::min(year.idle, year.wanted) > std::min(worst.idle, worst.wanted)) worst = std::move(year);
  }
  return worst.have.empty() ? std::nullopt : std::optional(std::move(worst));
}

std::string idle_money_sentence(const Results& results, const MoneySeries& money) {
  const auto worst = idle_money(results, money);
  if (!worst) return {};
  const ResultsShape& shape = results.shape();
  const SeriesName& name = shape.series[*shape.find(money.unspent)].name;
  const Scale scale = scale_for(name, std::max(worst->idle, worst->wanted));
  return tr(
      "At the end of {}, an average of {} lies unspent in areas that are not waiting for money ({}), while other "
      "areas are waiting for {} more than they have left ({}). Moving money from one area to another is not "
      "simulated.",
      year_of(worst->end), show_with_unit(worst->idle, scale), list_of_areas(shape.areas, worst->have),
      show_with_unit(worst->wanted, scale), list_of_areas(shape.areas, worst->wait));
}

}  // namespace muster::output
