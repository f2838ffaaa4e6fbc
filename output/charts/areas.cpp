#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/disclosure.hpp"

#include <algorithm>
#include <numeric>

namespace muster::output {

namespace {

// One area's fan, and how late it is: the mean over time of its median.
struct AreaFan {
  AreaNode area;
  std::string name;
  Fan fan;
  double level = 0;
};

// Whether two medians run together all the time.
bool coincide(const Fan& a, const Fan& b, double least) {
  if (a.dates != b.dates) return false;
  for (std::size_t d = 0; d < a.dates.size(); ++d)
    for (const std::size_t q : {std::size_t{0}, middle, told_quantiles.size() - 1})
      if (!(std::abs(a.summaries[d].quantiles[q] - b.summaries[d].quantiles[q]) <= least) &&
          a.summaries[d].withheld == b.summaries[d].withheld && !a.summaries[d].withheld)
        return false;
  return true;
}

}  // namespace

Json area_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  constexpr std::size_t most = 6;
  const double height = 96;
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const std::string meaning = called(info.name);
  Date on = shape.dates.front();  // the last date that targets about the series name, else the last
  for (const TargetDefinition& target : shape.targets)
    if (target.series == info.name.name && target.by > on && target.by <= shape.dates.back())
      on = shape.dates[last_report_by(shape, target.by)];
  if (on == shape.dates.front()) on = shape.dates.back();

  const std::vector<AreaNode> leaves = leaves_with(shape, [&](AreaNode area) {
    for (std::size_t date = 0; date < shape.dates.size(); ++date)
      if (results.moments(shape.cell(date, area, series)).count() > 0) return true;
    return false;
  });
  if (leaves.size() < 2) return nullptr;
  const std::vector<std::string> names = names_of(shape, leaves);
  std::vector<AreaFan> fans;
  Extent extent;
  bool withheld = false;
  std::vector<std::pair<double, std::string>> ends;  // medians on that date
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    AreaFan one{leaves[i], names[i], fan_of(results, leaves[i], series), 0};
    extent.add(one.fan);
    std::size_t told = 0;
    for (std::size_t d = 0; d < one.fan.dates.size(); ++d) {
      const Summary& summary = one.fan.summaries[d];
      withheld = withheld || summary.withheld;
      if (summary.withheld) continue;
      one.level += summary.quantiles[middle];
      ++told;
      if (one.fan.dates[d] == on) ends.emplace_back(summary.quantiles[middle], one.name);
    }
    if (told == 0) continue;  // nothing to draw, and the note below says so
    one.level /= static_cast<double>(told);
    fans.push_back(std::move(one));
  }
  if (fans.empty()) return nullptr;
  std::stable_sort(fans.begin(), fans.end(), [](const AreaFan& a, const AreaFan& b) { return a.level < b.level; });

  // The latest that differ; those that run as one of them does are named with it.
  std::vector<AreaFan> chosen;
  std::vector<std::string> alike;
  const double least = 0.02 * (extent.high - extent.low);
  for (AreaFan& fan : fans) {
    if (std::any_of(chosen.begin(), chosen.end(),
                    [&](const AreaFan& other) { return coincide(fan.fan, other.fan, least); }))
      alike.push_back(fan.name);
    else if (chosen.size() < most)
      chosen.push_back(std::move(fan));
  }
  if (chosen.size() < 2)
    return no_chart([&] {
      return text("{}: all {} areas run alike, so there is no chart of each", called(info.name), leaves.size());
    });
  Date changed = on;
  for (const AreaFan& one : chosen) changed = std::max(changed, last_change(one.fan));
  const Date end = end_of_axis(shape, changed);

  const std::size_t columns = canvas.is_narrow() ? 1 : 3;
  constexpr double between = 16;
  ValueAxis values = value_axis(canvas, info.name, extent.low, extent.high, height, true);
  values.axis["labelFontSize"] = 12;
  const double each =
      std::floor((canvas.inner() - between * static_cast<double>(columns - 1)) / static_cast<double>(columns));
  const double width = each - values.extent;
  const DateAxis dates(shape.dates.front(), end, width);
  Json panels = Json::array();
  for (const AreaFan& one : chosen) {
    Shapes marks;
    for (const ShownTarget& target : targets_on(results, info.name.name)) {
      const auto area = shape.areas.find(target.definition->area);
      if (!area || !dates.holds(target.definition->by)) continue;
      const std::vector<AreaNode> within = shape.areas.leaves_of(*area);
      if (std::find(within.begin(), within.end(), one.area) == within.end()) continue;
      const double at = dates.pixel(target.definition->by);
      marks.upright(at, 0, height, vermilion, 1.4, true);
      marks.point(at, values.pixel(target.definition->goal, height), {80, false, "diamond", vermilion});
    }
    Json layers = withheld_parts(one.fan, dates, height).layers(canvas);
    append(layers, fan_layers());
    append(layers, marks.layers(canvas));
    panels.push_back(draw_over_time(panel(canvas, one.name, {}, width), dates, values, height, rows_of(one.fan, end),
                                    std::move(layers)));
  }
  std::string message;
  Said said{context.title.shown(), {}, {}, {text("{}, by area", meaning)}};
  if (!ends.empty()) {
    const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
    const auto shown = [&](double value) { return amount(value, values.scale); };
    message = shown(low->first) == shown(high->first)
                  ? text("the median is {} in every area on {}", shown(low->first), iso(on))
                  : text("medians on {} from {} ({}) to {} ({})", iso(on), shown(low->first), low->second,
                         shown(high->first), high->second);
    said.aloud.push_back(message);
    for (const auto& [value, name] : ends)
      if (ends.size() <= 40) said.aloud.push_back(text("{}: {}", name, shown(value)));
  }
  said.headline = message.empty() ? text("{}, by area", meaning) : text("{}: {}", meaning, message);
  const std::size_t rest = leaves.size() - chosen.size() - alike.size();
  said.below = {
      text("the lowest first; line: median; dark: 50 of 100 futures, light: 90; dashed line and diamond: a target; {}",
           words_of_futures(results.replications())),
      when(!alike.empty(), text("like one of these: {}", some_of(alike))),
      when(rest > 0,
           text("not shown: {} that lie higher or are withheld; the table has them all", words_of_areas(rest))),
      when(withheld, text("grey: {}", withheld_figure(results))), cut_words(shape, end)};
  if (withheld) said.aloud.push_back(text("grey: {}", withheld_figure(results)));
  Json chart = base(canvas, said);
  chart["concat"] = std::move(panels);
  chart["columns"] = columns;
  chart["spacing"] = {{"row", 14}, {"column", between}};
  chart["align"] = "none";
  return chart;
}

}  // namespace muster::output
