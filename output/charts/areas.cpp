#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/disclosure.hpp"

#include <algorithm>
#include <utility>

namespace muster::output {

Json area_chart(const Results& results, const ChartContext& context, std::size_t series) {
  constexpr double width = 210, height = 96;
  constexpr std::size_t most = 48;  // more would be a wallpaper
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const std::string meaning = translated(info.name.meaning);
  Date on = shape.dates.front();  // the last date that targets about the series name, else the last
  for (const TargetDefinition& target : shape.targets)
    if (target.series == info.name.name && target.by > on && target.by <= shape.dates.back())
      on = *std::prev(std::upper_bound(shape.dates.begin(), shape.dates.end(), target.by));
  if (on == shape.dates.front()) on = shape.dates.back();
  std::vector<bool> has(shape.areas.node_count());
  for (AreaNode area = 0; area < shape.areas.whole(); ++area)
    for (std::size_t date = 0; date < shape.dates.size() && !has[area]; ++date)
      has[area] = results.moments(shape.cell(date, area, series)).count() > 0;
  const ShownAreas shown_areas =
      areas_to_show(shape, has, most, [&] { return text("{}, by area", translated(info.name.meaning)); });
  if (shown_areas.areas.empty()) return shown_areas.instead();
  std::vector<AreaNode> order = shown_areas.areas;
  if (shown_areas.words.empty()) {  // what adds up first, then its parts
    std::vector<AreaNode> sums;
    for (AreaNode area = shape.areas.leaf_count(); area < shape.areas.whole(); ++area)
      if (has[area]) sums.push_back(area);
    if (sums.size() + order.size() <= most) order.insert(order.begin(), sums.begin(), sums.end());
  }
  const DateAxis dates(shape, width);

  Json rows = Json::array();
  Json names = Json::array();
  Extent extent;
  bool withheld = false;
  std::vector<std::pair<double, std::string>> ends;  // medians of the leaf areas on that date
  for (const AreaNode area : order) {
    const Fan fan = fan_of(results, area, series);
    if (fan.dates.empty()) continue;
    const AreaDefinition& definition = shape.areas[area];
    std::string name = definition.name.shown_or(definition.id);
    if (std::find(names.begin(), names.end(), name) != names.end()) name += " (" + definition.id + ")";
    for (Json& row : rows_of(fan)) {
      row["area"] = name;
      rows.push_back(std::move(row));
    }
    for (Json& row : withheld_rows(fan, dates)) {
      row["area"] = name;
      rows.push_back(std::move(row));
      withheld = true;
    }
    extent.add(fan);
    const bool in_sums = area >= shape.areas.leaf_count() && shown_areas.words.empty();
    const auto at = std::find(fan.dates.begin(), fan.dates.end(), on);
    if (!in_sums && at != fan.dates.end()) {
      const Summary& summary = fan.summaries[static_cast<std::size_t>(at - fan.dates.begin())];
      if (!summary.withheld) ends.emplace_back(summary.quantiles[middle], name);
    }
    for (const ShownTarget& target : targets_on(results, info.name.name, definition.id)) {
      rows.push_back({{"area", name}, {"by", iso(target.definition->by)}, {"goal", target.definition->goal}});
      extent.add(target.definition->goal);
    }
    names.push_back(name);
  }
  if (names.size() < 2) return nullptr;
  if (extent.low > extent.high) extent.low = 0, extent.high = 1;
  ValueAxis values = value_axis(info.name, extent.low, extent.high, height, 6, true);
  values.axis["minExtent"] = values.axis["maxExtent"] = 46;
  values.axis["labelFontSize"] = 12;

  Json x = dates.x("date");
  x["axis"]["labelFontSize"] = 12;
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  Json goal_x = x;
  goal_x["field"] = "by";
  Json goals = {{"transform", {{{"filter", "isValid(datum.goal)"}}}},
                {"mark",
                 {{"type", "point"},
                  {"shape", "diamond"},
                  {"size", 90},
                  {"filled", true},
                  {"color", vermilion},
                  {"opacity", 1},
                  {"stroke", "white"},
                  {"strokeWidth", 1}}},
                {"encoding", {{"x", goal_x}, {"y", y("goal")}}}};
  std::string message;
  std::vector<std::string> said{text("{}, by area", meaning)};
  if (!ends.empty()) {
    const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
    const auto shown = [&](double value) { return show_with_unit(value, values.scale, thin_space); };
    message = shown(low->first) == shown(high->first)
                  ? text("the median is {} in every area on {}", shown(low->first), iso(on))
                  : text("medians on {} from {} ({}) to {} ({})", iso(on), shown(low->first), low->second,
                         shown(high->first), high->second);
    said.push_back(message);
    for (const auto& [value, name] : ends) said.push_back(text("{}: {}", name, shown(value)));
  }
  std::vector<std::string> subtitle{
      text("line: median; dark to light: where 50, 80 and 95 of 100 futures lie; diamond: a target")};
  if (withheld) subtitle.push_back(text("grey: {}", withheld_figure(results)));
  if (!shown_areas.words.empty()) subtitle.push_back(shown_areas.words.shown());
  said.insert(said.begin() + 1, subtitle.begin() + 1, subtitle.end());
  subtitle.push_back(words_of_replications(results.replications()));
  Json chart = base(sentences(said));
  chart["title"] =
      title_of(context.title.shown(), message.empty() ? text("{}, by area", meaning) : text("{}: {}", meaning, message),
               subtitle);
  chart["data"] = {{"values", rows}};
  chart["facet"] = {{"field", "area"}, {"type", "nominal"}, {"sort", names}, {"header", facet_header()}};
  chart["columns"] = 3;
  chart["spacing"] = {{"row", 14}, {"column", 14}};
  Json layers = fan_layers(x, values, false);
  for (Json& layer : layers) layer["transform"] = {{{"filter", "isValid(datum.date)"}}};
  layers.push_back(std::move(goals));
  if (withheld)
    layers.insert(layers.begin(), withheld_layer(rows, height, Json::array({{{"filter", "isValid(datum.x2)"}}})));
  chart["spec"] = {{"width", width}, {"height", height}, {"layer", std::move(layers)}};
  return chart;
}

}  // namespace muster::output
