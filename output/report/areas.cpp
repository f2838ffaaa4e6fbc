#include "output/report/areas.hpp"

#include "engine/clock/calendar.hpp"
#include "output/document/names.hpp"
#include "output/report/page_table.hpp"
#include "output/report/parts.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <memory>

namespace muster::output {

namespace {

constexpr std::size_t most_named = 4;      // areas in a sentence
constexpr std::size_t most_of_money = 60;  // leaf areas whose money stands on the page year by year

std::string list_of_areas(const Areas& areas, const std::vector<AreaNode>& listed_areas) {
  std::vector<std::string> names;
  for (const AreaNode area : listed_areas)
    if (names.size() < most_named) names.push_back(areas.title(area));
  const std::string said = listed(names);
  return listed_areas.size() > most_named ? text("{} and others", said).shown() : said;
}

}  // namespace

Table areas_table(const Results& results) {
  const ResultsShape& shape = results.shape();
  Table table{"areas",
              text("areas"),
              text("each area: its own probability of each target, and where it stands at the end"),
              {{"area", text("area"), Holds::named}},
              {}};
  std::vector<std::size_t> targets;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const auto around = shape.areas.find(shape.targets[t].area);
    if (!around || !fare_of(results, shape.targets[t], *around)) continue;
    targets.push_back(t);
    const Text title = called(shape.targets[t]);
    table.columns.push_back({"probability_" + shape.targets[t].id, text("{}: probability", title), Holds::share});
    table.columns.push_back({"half_by_" + shape.targets[t].id, text("half of the futures have it by"), Holds::date});
  }
  std::vector<std::size_t> levels;
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series[s];
    if (info.kind != SeriesKind::stock && info.kind != SeriesKind::share) continue;
    levels.push_back(s);
    table.columns.push_back(
        {info.name.name, text("{} at the end, median", called(info.name)), Holds::value, 0, info.name.unit});
  }
  table.rows = [&results, &shape, targets, levels](const RowSink& sink, const Selection& selection) {
    constexpr std::array median = {0.5};
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
      if (!selection.keeps(shape.areas, area)) continue;
      const Text name = called(shape.areas, area);
      std::vector<Cell> row{Cell(shape.areas[area].id, name)};
      for (const std::size_t t : targets) {
        const auto fare = fare_of(results, shape.targets[t], area);
        row.push_back(!fare ? Cell() : fare->withheld ? Cell(Cell::Kind::withheld) : Cell(fare->probability));
        row.push_back(fare && fare->half_by ? Cell(*fare->half_by) : Cell());
      }
      for (const std::size_t s : levels) {
        const Summary at_end = results.summarise(shape.cell(shape.dates.size() - 1, area, s), 1, median)[0];
        row.push_back(at_end.withheld ? Cell(Cell::Kind::withheld) : Cell(at_end.quantiles[0]));
      }
      sink(row);
    }
  };
  return table;
}

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

std::vector<Html> area_tables(const Results& results, const RunRecord& record) {
  const ResultsShape& shape = results.shape();
  std::vector<Html> parts;
  if (shape.areas.leaf_count() < 2 || shape.dates.empty()) return parts;
  if (const std::string idle = idle_money_sentence(results, record.money); !idle.empty())
    parts.push_back(paragraph(idle, "message"));
  const Table areas = areas_table(results);
  if (areas.columns.size() > 1)
    parts.push_back(page_table(areas, text("Every area, by targets and levels; click on a heading to sort")));
  if (shape.find(record.money.asked) && shape.areas.leaf_count() <= most_of_money)
    parts.push_back(
        details(text("Money of every area, year by year"),
                page_table(area_money_table(results, record.money),
                           text("Money of every area by calendar year, means; click on a heading to sort"))));
  return parts;
}

}  // namespace muster::output
