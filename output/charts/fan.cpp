#include "output/charts/run_parts.hpp"

#include "engine/clock/calendar.hpp"
#include "output/charts/years.hpp"
#include "output/disclosure.hpp"

#include <fmt/format.h>
#include <limits>

namespace muster::output {

namespace {

std::string probability_words(const TargetResult& result) {
  return result.outcome_withheld          ? text("withheld")
         : std::isnan(result.probability) ? text("nothing to judge")
                                          : text("probability {}", show_probability(result));
}

std::vector<MarkedDate> marks_for(const ResultsShape& shape, const ChartContext& context, const std::string& series) {
  std::vector<MarkedDate> marks{{shape.dates.front(), for_catalogue("start"), {}}};
  for (const MarkedDate& mark : context.marked)
    if (mark.series.empty() || std::find(mark.series.begin(), mark.series.end(), series) != mark.series.end())
      marks.push_back(mark);
  for (MarkedDate& mark : marks) mark.label = translated(mark.label);
  std::stable_sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.date < b.date; });
  return marks;
}

// Labels of upright lines stand beside them in rows from the top.
struct MarkLabels {
  std::vector<Label> labels;
  std::vector<Box> boxes;
  double height = 0;
};

MarkLabels place_marks(const std::vector<MarkedDate>& marks, const DateAxis& dates) {
  constexpr double row = text_size * 1.35;
  MarkLabels placed;
  for (const MarkedDate& mark : marks) {
    if (!dates.holds(mark.date)) continue;
    const double x = dates.pixel(mark.date);
    const double width = text_width(mark.label, text_size) + 8;
    const bool to_the_left = x + width > dates.width && x - width > 0;
    for (double top = 0;; top += row) {
      const Box box{to_the_left ? x - width : x, top, to_the_left ? x : x + width, top + row};
      if (std::any_of(placed.boxes.begin(), placed.boxes.end(), [&](const Box& other) { return box.meets(other); }))
        continue;
      placed.boxes.push_back(box);
      placed.labels.push_back({mark.label, to_the_left ? x - 5 : x + 5, top + row / 2, to_the_left});
      placed.height = std::max(placed.height, top + row);
      break;
    }
  }
  return placed;
}

Json mark_layers(const std::vector<MarkedDate>& marks, const DateAxis& dates) {
  Json values = Json::array();
  for (const MarkedDate& mark : marks)
    if (dates.holds(mark.date)) values.push_back({{"date", iso(mark.date)}, {"label", mark.label}});
  return {{{"data", {{"values", values}}},
           {"mark", {{"type", "rule"}, {"color", grey}, {"strokeWidth", 1.2}, {"strokeDash", {2, 3}}}},
           {"encoding", {{"x", dates.x("date")}}}}};
}

// The goal as a dashed line up to its date, a diamond on the date, and a label where it hides least of the fan.
Json target_layers(const std::vector<ShownTarget>& targets, const Fan& fan, const DateAxis& dates,
                   const ValueAxis& values, std::vector<Box> taken, const std::vector<MarkedDate>& marks) {
  Json lines = Json::array(), points = Json::array();
  std::vector<Label> labels;
  struct Point {
    double x, low, middle, high;
  };
  std::vector<Point> fan_pixels;
  for (std::size_t i = 0; i < fan.dates.size(); ++i) {
    const auto& q = fan.summaries[i].quantiles;
    fan_pixels.push_back({dates.pixel(fan.dates[i]), values.pixel(q[0], plot_height),
                          values.pixel(q[middle], plot_height), values.pixel(q[6], plot_height)});
  }
  for (const ShownTarget& target : targets) {
    const double x = dates.pixel(std::min(target.definition->by, dates.last));
    const double y = values.pixel(target.definition->goal, plot_height);
    taken.push_back({x - 9, y - 9, x + 9, y + 9});
  }
  for (const ShownTarget& target : targets) {
    const TargetDefinition& definition = *target.definition;
    const Date by = std::min(definition.by, dates.last);
    for (const Date end : {fan.dates.empty() ? dates.first : fan.dates.front(), by})
      lines.push_back({{"target", definition.id}, {"date", iso(end)}, {"goal", definition.goal}});
    if (dates.holds(definition.by))
      points.push_back({{"target", definition.id},
                        {"by", iso(by)},
                        {"goal", definition.goal},
                        {"probability", value_or_null(target.result.probability)}});
    const std::string first = text("{} {} by {}", sign_of(definition.comparison),
                                   show_with_unit(definition.goal, values.scale, thin_space), iso(definition.by));
    const std::string second = probability_words(target.result);
    const double width = std::max(text_width(first, text_size), text_width(second, text_size)) + 6;
    const double row = text_size * 1.3;
    const double x = dates.pixel(by);
    const double y = values.pixel(definition.goal, plot_height);

    std::optional<Label> best;
    Box best_box{};
    double least = std::numeric_limits<double>::infinity();
    for (int step = 0; step < 24; ++step) {
      for (const bool above : {true, false}) {
        for (const bool to_the_left : {true, false}) {
          const double away = 9 + step * row / 2;
          const double top = above ? y - away - 2 * row : y + away;
          const double side = to_the_left ? x - 6 : x + 6;
          const Box box{to_the_left ? side - width : side, top, to_the_left ? side : side + width, top + 2 * row};
          if (box.left < 0 || box.right > plot_width + 6 || box.top < 0 || box.bottom > plot_height) continue;
          double cost = step * 1.5;
          for (const Box& other : taken) cost += box.meets(other) ? 1000 : 0;
          for (const ShownTarget& other : targets) {  // not on another goal's line
            const double line = values.pixel(other.definition->goal, plot_height);
            if (line > box.top && line < box.bottom && box.left < dates.pixel(other.definition->by)) cost += 12;
          }
          for (const MarkedDate& mark : marks)
            if (dates.pixel(mark.date) > box.left && dates.pixel(mark.date) < box.right) cost += 8;
          for (const Point& point : fan_pixels) {
            if (point.x < box.left || point.x > box.right) continue;
            if (point.high < box.bottom && point.low > box.top) cost += 0.4;
            if (point.middle < box.bottom && point.middle > box.top) cost += 3;
          }
          if (cost >= least) continue;
          least = cost;
          best = Label{first + "\n" + second, side, top + row / 2, to_the_left};
          best_box = box;
        }
      }
    }
    if (best) {
      taken.push_back(best_box);
      labels.push_back(*best);
    }
  }
  if (lines.empty()) return Json::array();
  const Json goal = {{"field", "goal"}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", lines}}},
                    {"mark", {{"type", "line"}, {"color", vermilion}, {"strokeWidth", 2}, {"strokeDash", {7, 4}}}},
                    {"encoding", {{"x", dates.x("date")}, {"y", goal}, {"detail", {{"field", "target"}}}}}});
  layers.push_back({{"data", {{"values", points}}},
                    {"mark",
                     {{"type", "point"},
                      {"shape", "diamond"},
                      {"size", 150},
                      {"filled", true},
                      {"color", vermilion},
                      {"opacity", 1},
                      {"stroke", "white"},
                      {"strokeWidth", 1.5}}},
                    {"encoding", {{"x", dates.x("by")}, {"y", goal}}}});
  append(layers, label_layer(labels, vermilion, text_size));
  return layers;
}

// One thin line for each of the first futures, and what they are called: a flow's since the start.
Json path_layers(const Results& results, std::size_t series, const DateAxis& dates, const ValueAxis& values) {
  const ResultsShape& shape = results.shape();
  const std::vector<std::vector<double>> paths = results.paths(series);
  const bool flow = shape.series[series].kind == SeriesKind::flow;
  std::vector<double> sums(paths.size(), 0.0);
  Json rows = Json::array(), names = Json::array();
  for (std::size_t p = 0; p < paths.size(); ++p) names.push_back(fmt::format("f{}", p + 1));
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    Json row{{"date", iso(shape.dates[d])}};
    for (std::size_t p = 0; p < paths.size(); ++p) {
      if (flow && d > 0) sums[p] += paths[p][d];  // what the first row holds was before the start
      row[names[p].get<std::string>()] = rounded(flow ? sums[p] : paths[p][d]);
    }
    rows.push_back(std::move(row));
  }
  return Json::array(
      {{{"data", {{"values", rows}}},
        {"transform", {{{"fold", names}, {"as", {"future", "value"}}}, {{"filter", "isValid(datum.value)"}}}},
        {"mark", {{"type", "line"}, {"color", pale_grey}, {"strokeWidth", 0.9}}},
        {"encoding",
         {{"x", dates.x("date")},
          {"y", {{"field", "value"}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}}},
          {"detail", {{"field", "future"}}}}}}});
}

// A line through what was counted, a dot at each count with its number.
Json history_layers(const std::vector<PastFigure>& history, const DateAxis& dates, const ValueAxis& values) {
  if (history.empty()) return Json::array();
  Json rows = Json::array();
  std::vector<Label> labels;
  double free_from = -std::numeric_limits<double>::infinity();
  for (const PastFigure& figure : history) {
    rows.push_back({{"date", iso(figure.on)}, {"counted", rounded(figure.value)}, {"source", figure.source}});
    const std::string number = show(figure.value, values.scale, thin_space);
    const double x = dates.pixel(figure.on), width = text_width(number, 12);
    const double left = std::max(0.0, x - width - 7);
    if (left < free_from) continue;
    labels.push_back({number, left + width, values.pixel(figure.value, plot_height) - 11, true});
    free_from = left + width + 4;
  }
  const Json y = {{"field", "counted"}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  Json layers = Json::array();
  for (const bool line : {true, false}) {
    Json mark = line ? Json{{"type", "line"}, {"color", ink}, {"strokeWidth", 1.4}}
                     : Json{{"type", "point"}, {"shape", "circle"}, {"filled", true},    {"size", 46},
                            {"color", ink},    {"opacity", 1},      {"stroke", "white"}, {"strokeWidth", 1}};
    layers.push_back({{"data", {{"values", rows}}}, {"mark", mark}, {"encoding", {{"x", dates.x("date")}, {"y", y}}}});
  }
  append(layers, label_layer(labels, ink, 12));
  return layers;
}

// What the title says: what becomes of the first target, else how the level changes.
std::string message_of(const std::vector<ShownTarget>& targets, const Fan& fan, const Scale& scale, bool flow) {
  if (!targets.empty()) return target_words(targets.front(), scale);
  const auto told = std::find_if(fan.summaries.rbegin(), fan.summaries.rend(),
                                 [](const Summary& summary) { return !summary.withheld; });
  if (told == fan.summaries.rend()) return {};
  const Summary& last = *told;
  const std::string end = show_with_unit(about(last.quantiles[middle]), scale, thin_space);
  const std::string on = iso(fan.dates[static_cast<std::size_t>(fan.summaries.rend() - told) - 1]);
  if (flow || fan.dates.size() < 2 || fan.summaries.front().withheld)
    return last.sd == 0 ? text("{} by {} in every future", end, on) : text("about {} by {}", end, on);
  const Summary& start = fan.summaries.front();
  const double first = start.sd == 0 ? start.mean : about(start.quantiles[middle]);
  const std::string begin = scale.percent ? show_with_unit(first, scale, thin_space) : show(first, scale, thin_space);
  return last.sd == 0 ? text("from {} to {} by {} in every future", begin, end, on)
                      : text("from {} to about {} by {}", begin, end, on);
}

Json fan_chart(const Results& results, const ChartContext& context, std::size_t series, const Fan& fan,
               const std::string& what) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series[series];
  const bool flow = info.kind == SeriesKind::flow;
  // A flow's fan is of its total since the start, before which there is none.
  const std::vector<PastFigure> history = flow ? std::vector<PastFigure>{} : history_of(results, context, series);
  const DateAxis dates(shape, plot_width, history.empty() ? std::optional<Date>{} : history.front().on);
  const std::vector<MarkedDate> marks = marks_for(shape, context, info.name.name);
  const MarkLabels mark_labels = place_marks(marks, dates);
  const std::vector<ShownTarget> targets = targets_on(results, info.name.name, shape.areas[shape.areas.whole()].id);

  Extent extent;
  extent.add(fan);
  for (const ShownTarget& target : targets) extent.add(target.definition->goal);
  for (const PastFigure& figure : history) extent.add(figure.value);
  const auto paths = results.paths(series);
  if (!flow)
    for (const auto& path : paths)
      for (const double value : path) extent.add(value);
  if (extent.low > extent.high) extent.low = 0, extent.high = 1;
  const double room_for_targets = targets.empty() ? 6 : 46;
  const ValueAxis values =
      value_axis(info.name, extent.low, extent.high, plot_height, mark_labels.height + room_for_targets, false);

  const std::string message = message_of(targets, fan, values.scale, flow);
  const std::string replications = words_of_replications(results.replications());
  std::vector<std::string> said{what, message}, subtitle;
  if (fan.summaries.empty()) {
    subtitle.push_back(replications);
  } else {
    const std::string end = text("{}: {}", iso(fan.dates.back()), median_words(fan.summaries.back(), values.scale));
    const std::string spread = spread_words(fan.summaries.back(), values.scale);
    subtitle.push_back(text("{}; {}", end, replications));
    if (!spread.empty()) subtitle.push_back(spread);
    said.push_back(end);
    said.push_back(spread);
  }
  for (std::size_t t = 1; t < targets.size(); ++t) said.push_back(target_words(targets[t], values.scale));
  if (!history.empty()) {
    subtitle.push_back(history_words(history));
    std::string counted;
    for (const PastFigure& figure : history)
      counted += (counted.empty() ? "" : text("; ")) +
                 text("{}: {}", iso(figure.on), show_with_unit(figure.value, values.scale, thin_space));
    said.push_back(text("counted before the start: {}", counted));
  }

  std::vector<KeyItem> items{{.words = text("median"), .colour = deep_blue, .size = 2.6}};
  for (auto band = fan_bands.rbegin(); band != fan_bands.rend(); ++band)
    items.push_back({.kind = KeyItem::Kind::band,
                     .words = band->of_hundred == 50 ? text("{} of 100 futures lie in here", band->of_hundred)
                                                     : text("{} of 100", band->of_hundred),
                     .colour = deep_blue,
                     .opacity = band->opacity + (band->of_hundred == 50   ? 0.3
                                                 : band->of_hundred == 80 ? 0.13
                                                                          : 0.0),
                     .dash = {band->dash[0], band->dash[1]},
                     .fill = blue});
  if (paths.size() > 1)
    items.push_back({.words = text("the first {} futures", paths.size()), .colour = pale_grey, .size = 1.4});
  if (!targets.empty())
    items.push_back(
        {.kind = KeyItem::Kind::point, .words = text("target"), .colour = vermilion, .size = 110, .shape = "diamond"});
  if (!history.empty())
    items.push_back({.kind = KeyItem::Kind::point, .words = text("counted"), .colour = ink, .size = 46});
  const Json withheld = withheld_rows(fan, dates);
  if (!withheld.empty()) {
    const std::string words = withheld_figure(results);
    items.push_back({.kind = KeyItem::Kind::bar, .words = words, .colour = grey, .fill = withheld_colour});
    said.push_back(text("grey: {}", words));
  }
  const Key key = key_of(items, plot_width);

  Json chart = base(sentences(said));
  chart["title"] = title_of(context.title.shown(), message.empty() ? what : text("{}: {}", what, message), subtitle);
  chart["width"] = plot_width;
  chart["height"] = plot_height;
  chart["data"] = {{"values", rows_of(fan)}};
  chart["layer"] = paths.size() > 1 ? path_layers(results, series, dates, values) : Json::array();
  if (!withheld.empty()) chart["layer"].push_back(withheld_layer(withheld, plot_height));
  append(chart["layer"], fan_layers(dates.x("date"), values, true));
  append(chart["layer"], mark_layers(marks, dates));
  append(chart["layer"], history_layers(history, dates, values));
  append(chart["layer"], target_layers(targets, fan, dates, values, mark_labels.boxes, marks));
  append(chart["layer"], label_layer(mark_labels.labels, grey, text_size));
  append(chart["layer"], key.layers);
  return chart;
}

}  // namespace

Json series_chart(const Results& results, const ChartContext& context, std::size_t series) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const AreaNode whole = shape.areas.whole();
  const std::string meaning = translated(info.name.meaning);
  if (info.kind != SeriesKind::flow)
    return fan_chart(results, context, series, fan_of(results, whole, series), meaning);
  if (targets_on(results, info.name.name, shape.areas[whole].id).empty()) return year_chart(results, context, series);
  // A target on a flow is about all that happened since the start.
  return fan_chart(results, context, series, {shape.dates, results.running_totals(series, fan_probabilities)},
                   text("{}, since the start", meaning));
}

}  // namespace muster::output
