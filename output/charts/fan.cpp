#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/disclosure.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::output {

namespace {

// A few of the first futures, pale on the bands: that none of them runs along the median. A flow's are since the
// start.
Json path_layers(const Results& results, std::size_t series, Date until) {
  constexpr std::size_t few = 3;
  const ResultsShape& shape = results.shape();
  const std::vector<std::vector<double>> paths = results.paths(series);
  if (paths.size() < Results::most_paths) return Json::array();
  const bool flow = shape.series[series].kind == SeriesKind::flow;
  Json layers = Json::array();
  for (std::size_t p = 0; p < few; ++p) {
    Json rows = Json::array();
    double sum = 0;
    for (std::size_t d = 0; d < shape.dates.size() && shape.dates[d] <= until; ++d) {
      if (d > 0) sum += paths[p][d];  // what the first row holds was before the start
      if (std::isfinite(paths[p][d]))
        rows.push_back({{"date", iso(shape.dates[d])}, {"one", rounded(flow ? sum : paths[p][d])}});
    }
    layers.push_back(layer({{"type", "line"}, {"color", "#DCEAF4"}, {"strokeWidth", 0.9}},
                           {{"x", {{"field", "date"}}}, {"y", {{"field", "one"}}}}, std::move(rows)));
  }
  return layers;
}

// A line through what was counted and on to the start, a dot at each count.
Json history_layers(const std::vector<PastFigure>& history, const Fan& fan) {
  if (history.empty()) return Json::array();
  Json rows = Json::array(), line = Json::array();
  for (const PastFigure& figure : history)
    rows.push_back({{"date", iso(figure.on)}, {"counted", rounded(figure.value)}, {"source", figure.source}});
  line = rows;
  if (!fan.dates.empty() && !fan.summaries.front().withheld)
    line.push_back({{"date", iso(fan.dates.front())}, {"counted", rounded(fan.summaries.front().quantiles[middle])}});
  const Json encoding = {{"x", {{"field", "date"}}}, {"y", {{"field", "counted"}}}};
  Json point = {{"type", "point"}, {"filled", true}, {"size", 46}, {"color", ink}, {"opacity", 1}};
  return Json::array({layer({{"type", "line"}, {"color", ink}, {"strokeWidth", 1.4}}, encoding, std::move(line)),
                      layer(std::move(point), encoding, std::move(rows))});
}

// An upright line that follows the pointer on a page, with the figures of the date.
Json pointer_of(const Json& x, const Scale& scale, double largest) {
  const double shown = scale.percent ? 100 * largest : largest / scale.divisor;
  const int decimals = scale.percent || shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  const auto number = [&](const char* field, bool unit) {
    return number_expression(std::string("datum.") + field, scale, unit, decimals);
  };
  const auto range = [&](const char* low, const char* high) {
    return number(low, false) + " + ' – ' + " + number(high, true);
  };
  Json pointer = Json::parse(R"json({
    "params": [{"name": "pointer", "select": {"type": "point", "encodings": ["x"], "nearest": true,
                                              "on": "pointermove", "clear": "pointerout"}}],
    "transform": [{"filter": "isValid(datum.p50)"}],
    "mark": {"type": "rule", "strokeWidth": 1},
    "encoding": {"x": {"field": "date"}, "y": {"value": 0}, "y2": {"value": "height"},
                 "opacity": {"condition": {"param": "pointer", "empty": false, "value": 0.6}, "value": 0},
                 "tooltip": [{"field": "date", "type": "temporal", "format": "%Y-%m-%d"}]}})json");
  pointer["mark"]["color"] = ink;
  pointer["encoding"]["tooltip"][0]["title"] = text("date").shown();
  const auto tell = [&](const char* field, const std::string& words, const std::string& title) {
    pointer["transform"].push_back({{"calculate", words}, {"as", field}});
    pointer["encoding"]["tooltip"].push_back({{"field", field}, {"type", "nominal"}, {"title", title}});
  };
  tell("t50", number("p50", true), text("median"));
  tell("t25", range("p25", "p75"), text("50 of 100 futures"));
  tell("t05", range("p05", "p95"), text("90 of 100 futures"));
  pointer["encoding"]["x"].update(x);
  pointer["encoding"]["x"].erase("axis");
  return pointer;
}

// What the title says: what becomes of the first target, else how the level changes.
std::string message_of(const std::vector<ShownTarget>& targets, const Fan& fan, const Scale& scale, bool flow) {
  if (!targets.empty()) return target_words(targets.back(), scale);
  const auto told = std::find_if(fan.summaries.rbegin(), fan.summaries.rend(),
                                 [](const Summary& summary) { return !summary.withheld; });
  if (told == fan.summaries.rend()) return {};
  const Summary& last = *told;
  const std::string end = amount(about(last.quantiles[middle]), scale);
  const Date last_told = fan.dates[static_cast<std::size_t>(fan.summaries.rend() - told) - 1];
  const std::string on =
      iso(last.sd == 0 ? std::min(last_told, last_change(fan)) : last_told);  // what is certain, from when it is
  if (flow || fan.dates.size() < 2 || fan.summaries.front().withheld)
    return last.sd == 0 ? text("{} by {} in every future", end, on) : text("about {} by {}", end, on);
  const Summary& start = fan.summaries.front();
  const double first = start.sd == 0 ? start.mean : about(start.quantiles[middle]);
  const std::string begin = scale.percent ? amount(first, scale) : plain(first, scale);
  return last.sd == 0 ? text("from {} to {} by {} in every future", begin, end, on)
                      : text("from {} to about {} by {}", begin, end, on);
}

// The bands' names at the right end of the fan, the median's between them; above the plot where that is narrow.
Json band_names(const Canvas& canvas, const Fan& fan, Date end, const ValueAxis& values, double width, double height,
                double bottom) {
  const KeyItem median = key_line(text("median"), deep_blue, 2.4),
                outer = key_bar(text("90 of 100 futures"), wide_band);
  if (canvas.is_narrow())
    return key_layers(canvas, {median, key_bar(text("50 of 100"), narrow_band), outer}, -values.extent, bottom);
  std::size_t last = fan.dates.size();
  while (last > 1 && (fan.dates[last - 1] > end || fan.summaries[last - 1].withheld)) --last;
  const double at = values.pixel(fan.summaries[last - 1].quantiles[middle], height), row = canvas.line();
  double y = std::clamp(at - row, 8.0, height - 2 * row - 8);
  Json made = Json::array();
  for (const KeyItem& item : {outer, key_bar(text("50 of 100 futures"), narrow_band), median}) {
    append(made, key_layers(canvas, {item}, width + 6, -y - row / 2));
    y += row;
  }
  return made;
}

Json fan_chart(const Results& results, const ChartContext& context, const Canvas& canvas, std::size_t series,
               const Fan& fan, const std::string& what) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series[series];
  const bool flow = info.kind == SeriesKind::flow;
  const double height = canvas.is_narrow() ? 230 : 320;
  if (fan.dates.empty()) return nullptr;
  // A flow's fan is of its total since the start, before which there is none.
  const std::vector<PastFigure> history = flow ? std::vector<PastFigure>{} : history_of(results, context, series);
  const std::vector<ShownTarget> targets = targets_on(results, info.name.name, shape.areas[shape.areas.whole()].id);
  const std::vector<ShownTarget> elsewhere = targets_on(results, info.name.name);

  Extent extent;
  extent.add(fan);
  if (!extent.varies() && elsewhere.empty() && history.empty() && !extent.is_empty())
    return no_chart([&] {
      return text("{}: {} from {} to {} in every future, so there is no chart", called(info.name),
                  amount(extent.low, scale_for(info.name, extent.high)), iso(fan.dates.front()), iso(fan.dates.back()));
    });
  for (const ShownTarget& target : targets) extent.add(target.definition->goal);
  for (const PastFigure& figure : history) extent.add(figure.value);
  if (extent.is_empty()) extent.low = 0, extent.high = 1;
  const ValueAxis values = value_axis(canvas, info.name, extent.low, extent.high, height, false);

  Date changed = last_change(fan);
  for (const ShownTarget& target : elsewhere) changed = std::max(changed, target.definition->by);
  const Date end = end_of_axis(shape, changed);
  const double names = canvas.is_narrow() ? 0 : 32 + text_width(text("90 of 100 futures"), canvas.text_size());
  const double width = std::floor(canvas.inner() - values.extent - names) - 6;
  const DateAxis dates(history.empty() ? shape.dates.front() : std::min(history.front().on, shape.dates.front()), end,
                       width);
  std::vector<DateMark> marks;
  if (!history.empty()) marks.push_back({shape.dates.front(), text("start")});
  for (const MarkedDate& mark : context.marked)
    if (mark.series.empty() || std::find(mark.series.begin(), mark.series.end(), info.name.name) != mark.series.end())
      marks.push_back({mark.date, translated(mark.label)});
  for (const ShownTarget& target : elsewhere) {
    const std::string goal = goal_of(*target.definition, values.scale);
    const auto area = shape.areas.find(target.definition->area);
    const std::string futures = target.result.outcome_withheld
                                    ? text("withheld")
                                    : in_futures(target.result.probability, target.result.replications);
    marks.push_back(
        {target.definition->by,
         area && *area != shape.areas.whole()
             ? text("{} in {} by {}: {}", goal, shape.areas.title(*area), iso(target.definition->by), futures)
             : text("{} by {}: {}", goal, iso(target.definition->by), futures),
         true});
  }
  const double unit_row = values.unit.empty() ? 6 : canvas.line() + 10;
  const Above above = marks_above(canvas, marks, dates, height, unit_row);
  Shapes goals;
  for (const ShownTarget& target : targets)
    if (dates.holds(target.definition->by))
      goals.point(dates.pixel(target.definition->by), values.pixel(target.definition->goal, height),
                  {150, false, "diamond", vermilion});

  const std::string message = message_of(targets, fan, values.scale, flow);
  Said said{context.title.shown(), message.empty() ? what : text("{}: {}", what, message), {}, {what, message}};
  const std::string last = text("{}: {}", iso(fan.dates.back()), summary_words(fan.summaries.back(), values.scale));
  said.below = {last + text("; ") + words_of_futures(results.replications()), history_words(history),
                cut_words(shape, end)};
  said.aloud.push_back(last);
  for (const ShownTarget& target : targets)
    if (&target != &targets.back()) said.aloud.push_back(target_words(target, values.scale));
  if (!history.empty()) {
    std::vector<std::string> counted;
    for (const PastFigure& figure : history)
      counted.push_back(text("{}: {}", iso(figure.on), amount(figure.value, values.scale)));
    said.aloud.push_back(text("counted before the start: {}", listed(counted)));
  }
  const Shapes withheld = withheld_parts(fan, dates, height);
  if (!withheld.empty()) {
    said.below.push_back(text("grey: {}", withheld_figure(results)));
    said.aloud.push_back(said.below.back());
  }
  const Json paths = path_layers(results, series, end);
  if (!paths.empty()) said.below[0] += text("; thin lines: single futures");

  if (!values.unit.empty()) goals.words(-values.extent, -canvas.line() / 2 - 8, values.unit);
  Json layers = withheld.layers(canvas);
  for (const Json& more : {fan_layers(), paths, history_layers(history, fan), above.layers, goals.layers(canvas),
                           band_names(canvas, fan, end, values, width, height, std::max(above.height, unit_row))})
    append(layers, more);
  Json chart = draw_over_time(base(canvas, said), dates, values, height, rows_of(fan, end), std::move(layers));
  chart["usermeta"]["pointer"] = pointer_of(dates.x(), values.scale, extent.high);
  return chart;
}

}  // namespace

Json series_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const AreaNode whole = shape.areas.whole();
  const std::string name = called(info.name);
  if (info.kind != SeriesKind::flow)
    return fan_chart(results, context, canvas, series, fan_of(results, whole, series), name);
  if (targets_on(results, info.name.name, shape.areas[whole].id).empty())
    return year_chart(results, context, series, canvas);
  // A target on a flow is about all that happened since the start.
  return fan_chart(results, context, canvas, series, {shape.dates, results.running_totals(series, told_quantiles)},
                   text("{}, since the start", name));
}

}  // namespace muster::output
