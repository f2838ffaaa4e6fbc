#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <set>

namespace muster::output {

Json strips_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most_areas = 24;
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(context.roles.coverage);
  if (!series) return nullptr;
  std::set<std::size_t> dates;  // of targets about it: the last report by each
  for (const TargetDefinition& target : shape.targets)
    if (target.series == context.roles.coverage && target.by > shape.dates.front() && target.by <= shape.dates.back())
      dates.insert(last_report_by(shape, target.by));
  if (dates.empty()) return nullptr;
  const std::vector<AreaNode> areas = leaves_with(
      shape, [&](AreaNode area) { return results.moments(shape.cell(*dates.rbegin(), area, *series)).count() > 0; });
  if (areas.size() < 2) return nullptr;
  const std::vector<std::string> names = names_of(shape, areas);
  struct Strip {
    std::string name;
    std::vector<double> shares = {};
    double sum = 0;
  };
  std::vector<Strip> strips;
  TargetDefinition fully;
  fully.goal = 1;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Strip& strip = strips.emplace_back(Strip{names[i]});
    for (const std::size_t date : dates) {
      const std::size_t cell = shape.cell(date, areas[i], *series);
      const bool known = !results.withheld(cell) && results.moments(cell).count() > 0;
      strip.shares.push_back(known ? results.share_that_meets(cell, fully) : std::nan(""));
      strip.sum += known ? strip.shares.back() : 1;
    }
  }
  const std::string on = iso(shape.dates[*dates.rbegin()]);
  const auto futures = [&](double share) { return in_futures(share, results.replications()); };
  if (std::all_of(strips.begin(), strips.end(), [&](const Strip& one) { return one.shares == strips[0].shares; }))
    return no_chart([&] {
      return text("{} by {}: every area is fully covered in {}, so there is no chart",
                  called(shape.series[*series].name), on, futures(strips[0].shares.back()));
    });
  std::stable_sort(strips.begin(), strips.end(), [](const Strip& a, const Strip& b) { return a.sum < b.sum; });
  const std::size_t left_out = strips.size() - std::min(strips.size(), most_areas);
  strips.resize(strips.size() - left_out);
  std::vector<std::string> rows;
  std::vector<std::vector<ShadedCell>> cells;
  Said said{context.title.shown(),
            text("full coverage by {} is least sure in {}: {}", on, strips[0].name, futures(strips[0].shares.back())),
            {text("share of the futures in which an area is fully covered on each date of a target; each area by "
                  "itself, so that all together are rarer"),
             when(left_out > 0, text("not shown: {} at least as sure", words_of_areas(left_out)))},
            {},
            {text("area")}};
  for (const std::size_t date : dates) said.head.push_back(iso(shape.dates[date]));
  for (const Strip& strip : strips) {
    rows.push_back(strip.name);
    said.table.push_back({strip.name});
    std::vector<ShadedCell>& line = cells.emplace_back();
    for (const double share : strip.shares) {
      line.push_back(std::isnan(share) ? ShadedCell{text("withheld")} : shaded(share));
      said.table.back().push_back(futures(share));
    }
  }
  return draw_cells(base(canvas, said), canvas, {said.head.begin() + 1, said.head.end()}, rows, cells);
}

}  // namespace muster::output
