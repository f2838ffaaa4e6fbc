#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace muster::output {

Json strips_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most_areas = 24;
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(context.roles.coverage);
  if (!series) return nullptr;
  // The dates of targets about it: the last report by each.
  std::set<std::size_t> dates;
  for (const TargetDefinition& target : shape.targets)
    if (target.series == context.roles.coverage && target.by > shape.dates.front() && target.by <= shape.dates.back())
      dates.insert(static_cast<std::size_t>(std::upper_bound(shape.dates.begin(), shape.dates.end(), target.by) -
                                            shape.dates.begin() - 1));
  if (dates.empty()) return nullptr;
  const std::vector<AreaNode> areas = leaves_with(
      shape, [&](AreaNode area) { return results.moments(shape.cell(*dates.rbegin(), area, *series)).count() > 0; });
  if (areas.size() < 2) return nullptr;
  const std::vector<std::string> names = names_of(shape, areas);
  struct Strip {
    std::string name;
    std::vector<double> shares;
    double sum = 0;
  };
  std::vector<Strip> strips;
  bool same = true;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Strip strip{names[i], {}, 0};
    for (const std::size_t date : dates) {
      const double share = share_at_least(results, shape.cell(date, areas[i], *series), 1);
      strip.shares.push_back(share);
      strip.sum += std::isnan(share) ? 1 : share;
    }
    strips.push_back(std::move(strip));
    same = same && strips.back().shares == strips.front().shares;
  }
  const std::size_t last = dates.size() - 1;
  const std::string on = iso(shape.dates[*dates.rbegin()]);
  if (same && !std::isnan(strips.front().shares[last]))
    return no_chart([&] {
      return text("{} by {}: every area is fully covered in {}, so there is no chart",
                  called(shape.series[*series].name), on,
                  in_futures(strips.front().shares[last], results.replications()));
    });
  std::stable_sort(strips.begin(), strips.end(), [](const Strip& a, const Strip& b) { return a.sum < b.sum; });
  std::vector<std::string> left_out;
  while (strips.size() > most_areas) {
    left_out.push_back(strips.back().name);
    strips.pop_back();
  }
  std::vector<std::string> columns, rows;
  std::vector<std::vector<ShadedCell>> cells;
  std::vector<std::vector<std::string>> table;
  for (const std::size_t date : dates) columns.push_back(iso(shape.dates[date]));
  Said said{context.title.shown(), {}, {}, {text("in how many futures each area is fully covered")}};
  for (const Strip& strip : strips) {
    rows.push_back(strip.name);
    std::vector<ShadedCell> line;
    std::vector<std::string> told{strip.name};
    for (const double share : strip.shares) {
      const bool known = !std::isnan(share);
      const std::size_t step = !known || share <= 0 ? 0
                               : share >= 1         ? coverage_steps.size() - 1
                                                    : 1 + static_cast<std::size_t>(share * 4 * 0.9999);
      line.push_back(
          {known ? of_hundred(share) + before_unit() + "%" : text("withheld"), coverage_steps[step], step > 0});
      told.push_back(in_futures(share, results.replications()));
    }
    said.aloud.push_back(text("{}: {}", strip.name, told.back()));
    cells.push_back(std::move(line));
    table.push_back(std::move(told));
  }
  const Strip& worst = strips.front();
  said.headline = text("full coverage by {} is least sure in {}: {}", on, worst.name,
                       in_futures(worst.shares[last], results.replications()));
  said.aloud.insert(said.aloud.begin() + 1, said.headline);
  said.below = {text("share of the futures in which an area is fully covered on each date of a target; each area by "
                     "itself, so that all "
                     "together are rarer"),
                left_out.empty() ? std::string{} : text("{} more areas are at least as sure", left_out.size())};
  Json chart = base(canvas, said);
  draw_cells(chart, canvas, columns, rows, cells);
  columns.insert(columns.begin(), text("area"));
  add_table(chart, columns, table);
  return chart;
}

}  // namespace muster::output
