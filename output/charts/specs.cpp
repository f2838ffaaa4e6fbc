#include "output/charts/specs.hpp"

#include "engine/clock/calendar.hpp"
#include "output/charts/parts.hpp"
#include "output/file.hpp"
#include "output/words.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <span>

namespace muster::output {

namespace {

constexpr std::array band = {0.05, 0.25, 0.50, 0.75, 0.95};
constexpr std::array band_names = {"p05", "p25", "p50", "p75", "p95"};

std::vector<MarkedDate> marks_for(const ResultsShape& shape, const ChartContext& context, const std::string& series) {
  std::vector<MarkedDate> marks{{shape.dates.front(), text("start"), {}}};
  for (const MarkedDate& mark : context.marked)
    if (mark.series.empty() || std::find(mark.series.begin(), mark.series.end(), series) != mark.series.end())
      marks.push_back(mark);
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

// The fan: two bands and a line.
Json fan_layers(const DateAxis& dates, const ValueAxis& values) {
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  const auto area = [&](const char* low, const char* high, double opacity) {
    return Json{{"mark", {{"type", "area"}, {"color", blue}, {"opacity", opacity}}},
                {"encoding", {{"x", dates.x("date")}, {"y", y(low)}, {"y2", {{"field", high}}}}}};
  };
  Json layers = Json::array({area("p05", "p95", 0.2), area("p25", "p75", 0.35)});
  layers.push_back({{"mark", {{"type", "line"}, {"color", "#00507D"}, {"strokeWidth", 2.6}}},
                    {"encoding", {{"x", dates.x("date")}, {"y", y("p50")}}}});
  return layers;
}

struct Fan {
  std::vector<Date> dates;
  std::vector<Summary> summaries;
};

Fan fan_of(const Results& results, AreaNode area, std::size_t series) {
  const ResultsShape& shape = results.shape();
  Fan fan;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    Summary summary = results.summarise(shape.cell(d, area, series), 1, band)[0];
    if (summary.replications == 0) continue;
    fan.dates.push_back(shape.dates[d]);
    fan.summaries.push_back(std::move(summary));
  }
  return fan;
}

Json rows_of(const Fan& fan) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < fan.dates.size(); ++i) {
    Json row{{"date", iso(fan.dates[i])}};
    for (std::size_t q = 0; q < band.size(); ++q) row[band_names[q]] = value_or_null(fan.summaries[i].quantiles[q]);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string sign_of(Comparison comparison) { return comparison == Comparison::at_least ? "≥" : "≤"; }

std::string probability_words(const TargetResult& result) {
  return std::isnan(result.probability) ? std::string("nothing to judge")
                                        : fmt::format("probability {}", show_probability(result));
}

struct ShownTarget {
  const TargetDefinition* definition;
  TargetResult result;
};

std::vector<ShownTarget> targets_on(const Results& results, const std::string& series, const std::string& area) {
  std::vector<ShownTarget> found;
  for (std::size_t t = 0; t < results.shape().targets.size(); ++t) {
    const TargetDefinition& target = results.shape().targets[t];
    if (target.series == series && target.area == area) found.push_back({&target, results.target(t)});
  }
  return found;
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
    fan_pixels.push_back({dates.pixel(fan.dates[i]), values.pixel(q[0], plot_height), values.pixel(q[2], plot_height),
                          values.pixel(q[4], plot_height)});
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
    const std::string first =
        fmt::format("{} {} by {}", sign_of(definition.comparison),
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

std::string replications_words(const Results& results) {
  return fmt::format("{} replication{}", grouped(results.replications(), thin_space),
                     results.replications() == 1 ? "" : "s");
}

std::string at_the_end(const Summary& summary, const Scale& scale, Date date) {
  if (summary.sd == 0)
    return fmt::format("{}: {} in every replication", iso(date), show_with_unit(summary.mean, scale, thin_space));
  return fmt::format("{}: median {}, 90 % of replications from {} to {}", iso(date),
                     show_with_unit(summary.quantiles[2], scale, thin_space),
                     show(summary.quantiles[0], scale, thin_space),
                     show_with_unit(summary.quantiles[4], scale, thin_space));
}

Json fan_chart(const Results& results, const ChartContext& context, const SeriesInfo& info, const Fan& fan,
               const std::string& what) {
  const ResultsShape& shape = results.shape();
  const DateAxis dates(shape, plot_width);
  const std::vector<MarkedDate> marks = marks_for(shape, context, info.name.name);
  const MarkLabels mark_labels = place_marks(marks, dates);
  const std::vector<ShownTarget> targets = targets_on(results, info.name.name, shape.areas[shape.areas.whole()].id);

  double smallest = std::numeric_limits<double>::infinity();
  double largest = -smallest;
  for (const Summary& summary : fan.summaries) {
    smallest = std::min(smallest, summary.quantiles.front());
    largest = std::max(largest, summary.quantiles.back());
  }
  for (const ShownTarget& target : targets) {
    smallest = std::min(smallest, target.definition->goal);
    largest = std::max(largest, target.definition->goal);
  }
  if (fan.summaries.empty() && targets.empty()) smallest = 0, largest = 1;
  const double room_for_targets = targets.empty() ? 6 : 46;
  const ValueAxis values =
      value_axis(info.name, smallest, largest, plot_height, mark_labels.height + room_for_targets, false);

  std::vector<std::string> subtitle{
      fmt::format("median, 50 % and 90 % of {} (line, dark band, light band)", replications_words(results))};
  if (!fan.summaries.empty()) subtitle.push_back(at_the_end(fan.summaries.back(), values.scale, fan.dates.back()));

  Json chart = base(fmt::format("{}, {}", info.name.name, info.name.unit));
  chart["title"] = title_of(context.title.shown(), what, subtitle);
  chart["width"] = plot_width;
  chart["height"] = plot_height;
  chart["data"] = {{"values", rows_of(fan)}};
  chart["layer"] = fan_layers(dates, values);
  append(chart["layer"], mark_layers(marks, dates));
  append(chart["layer"], target_layers(targets, fan, dates, values, mark_labels.boxes, marks));
  append(chart["layer"], label_layer(mark_labels.labels, grey, text_size));
  return chart;
}

// A bar for each year with the median's height, and the two intervals on it.
Json year_chart(const Results& results, const ChartContext& context, const SeriesInfo& info, std::size_t series) {
  const ResultsShape& shape = results.shape();
  std::vector<YearTotal> years = year_totals(results, series, band);
  const int first_year = years.front().year;
  const bool nothing_before = years.size() > 1 && years.front().summary.quantiles.back() == 0;
  if (nothing_before) years.erase(years.begin());

  double largest = 0;
  for (const YearTotal& year : years) largest = std::max(largest, year.summary.quantiles.back());
  const ValueAxis values = value_axis(info.name, 0, largest, plot_height, 8, true);

  Json rows = Json::array();
  for (const YearTotal& year : years) {
    using namespace std::chrono;
    const bool whole_year = year_month_day{year.until + days{1}}.year() != year_month_day{year.until}.year();
    Json row{{"year", whole_year ? fmt::format("{}", year.year) : fmt::format("to {}", iso(year.until))}};
    for (std::size_t q = 0; q < band.size(); ++q) row[band_names[q]] = value_or_null(year.summary.quantiles[q]);
    row["label"] = show(year.summary.quantiles[2], values.scale, thin_space);
    row["certain"] = year.summary.sd == 0;
    const double bar = values.pixel(0, plot_height) - values.pixel(year.summary.quantiles[2], plot_height);
    row["foot"] = bar < 30 ? year.summary.quantiles[4] : 0;  // of the number: a low bar has no room for it
    rows.push_back(std::move(row));
  }
  std::vector<std::string> subtitle{
      fmt::format("by calendar year; median, 50 % and 90 % of {} (bar and number, thick line, thin line)",
                  replications_words(results))};
  if (!nothing_before)
    subtitle.push_back(
        fmt::format("{} includes what had happened before the start 起点 on {}", first_year, iso(shape.dates.front())));

  const Json x = {{"field", "year"},
                  {"type", "ordinal"},
                  {"sort", nullptr},
                  {"scale", {{"paddingInner", 0.45}, {"paddingOuter", 0.3}}},
                  {"axis", {{"title", nullptr}, {"labelAngle", 0}, {"ticks", false}, {"labelPadding", 8}}}};
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  const auto interval = [&](const char* low, const char* high, double width) {
    return Json{{"transform", {{{"filter", "!datum.certain"}}}},
                {"mark", {{"type", "rule"}, {"color", "#00507D"}, {"strokeWidth", width}}},
                {"encoding", {{"x", x}, {"y", y(low)}, {"y2", {{"field", high}}}}}};
  };
  Json chart = base(fmt::format("{}, {} by calendar year", info.name.name, info.name.unit));
  chart["title"] = title_of(context.title.shown(), info.name.meaning, subtitle);
  chart["width"] = plot_width;
  chart["height"] = plot_height;
  chart["data"] = {{"values", rows}};
  Json bars = {{"mark", {{"type", "bar"}, {"color", "#8FBEDC"}}}, {"encoding", {{"x", x}, {"y", y("p50")}}}};
  bars["encoding"]["y2"] = {{"datum", 0}};
  const auto number = [&](bool halo) {  // in the bar, with a rim that keeps it readable on a line
    Json mark = {{"type", "text"},        {"baseline", "bottom"}, {"dy", -7},
                 {"fontSize", text_size}, {"fontWeight", "bold"}, {"color", ink}};
    if (halo) mark.update({{"color", "#D2E5F1"}, {"stroke", "#D2E5F1"}, {"strokeWidth", 5}, {"strokeJoin", "round"}});
    return Json{{"mark", mark}, {"encoding", {{"x", x}, {"y", y("foot")}, {"text", {{"field", "label"}}}}}};
  };
  chart["layer"] = {std::move(bars), interval("p05", "p95", 2), interval("p25", "p75", 7), number(true), number(false)};
  return chart;
}

std::string file_name_of(std::string series) {
  std::replace(series.begin(), series.end(), '.', '-');
  return series;
}

}  // namespace

Json series_chart(const Results& results, const ChartContext& context, std::size_t series) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const AreaNode whole = shape.areas.whole();
  if (info.kind != SeriesKind::flow)
    return fan_chart(results, context, info, fan_of(results, whole, series), info.name.meaning);
  if (targets_on(results, info.name.name, shape.areas[whole].id).empty())
    return year_chart(results, context, info, series);
  // A target on a flow is about all that happened since the start.
  return fan_chart(results, context, info, {shape.dates, results.running_totals(series, band)},
                   info.name.meaning + ", since the start");
}

Json area_chart(const Results& results, const ChartContext& context, std::size_t series) {
  constexpr double width = 210, height = 96;
  constexpr std::size_t most = 48;  // more would be a wallpaper
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<AreaNode> order;  // what adds up first, then its parts
  for (AreaNode area = shape.areas.leaf_count(); area < shape.areas.whole(); ++area) order.push_back(area);
  for (AreaNode area = 0; area < shape.areas.leaf_count(); ++area) order.push_back(area);

  Json rows = Json::array();
  Json names = Json::array();
  double smallest = std::numeric_limits<double>::infinity();
  double largest = -smallest;
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
    for (const Summary& summary : fan.summaries) {
      smallest = std::min(smallest, summary.quantiles.front());
      largest = std::max(largest, summary.quantiles.back());
    }
    for (const ShownTarget& target : targets_on(results, info.name.name, definition.id)) {
      rows.push_back({{"area", name}, {"by", iso(target.definition->by)}, {"goal", target.definition->goal}});
      largest = std::max(largest, target.definition->goal);
    }
    names.push_back(name);
  }
  if (names.size() < 2 || names.size() > most) return nullptr;
  const DateAxis dates(shape, width);
  ValueAxis values = value_axis(info.name, smallest, largest, height, 6, true);
  values.axis["minExtent"] = values.axis["maxExtent"] = 46;
  values.axis["labelFontSize"] = 12;

  Json x = dates.x("date");
  x["axis"]["labelFontSize"] = 12;
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  const auto area_mark = [&](const char* low, const char* high, double opacity) {
    return Json{{"transform", {{{"filter", "isValid(datum.date)"}}}},
                {"mark", {{"type", "area"}, {"color", blue}, {"opacity", opacity}}},
                {"encoding", {{"x", x}, {"y", y(low)}, {"y2", {{"field", high}}}}}};
  };
  Json line = {{"transform", {{{"filter", "isValid(datum.date)"}}}},
               {"mark", {{"type", "line"}, {"color", "#00507D"}, {"strokeWidth", 2.2}}},
               {"encoding", {{"x", x}, {"y", y("p50")}}}};
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
  Json chart = base(fmt::format("{} by area", info.name.name));
  chart["title"] = title_of(context.title.shown(), info.name.meaning + ", by area",
                            {fmt::format("median, 50 % and 90 % of {} (line, dark and light band); diamond: a target",
                                         replications_words(results))});
  chart["data"] = {{"values", rows}};
  chart["facet"] = {{"field", "area"},
                    {"type", "nominal"},
                    {"sort", names},
                    {"header",
                     {{"title", nullptr},
                      {"labelFontSize", text_size},
                      {"labelFontWeight", "bold"},
                      {"labelColor", ink},
                      {"labelAnchor", "start"},
                      {"labelPadding", 4}}}};
  chart["columns"] = 3;
  chart["spacing"] = {{"row", 14}, {"column", 14}};
  chart["spec"] = {
      {"width", width},
      {"height", height},
      {"layer", {area_mark("p05", "p95", 0.2), area_mark("p25", "p75", 0.35), std::move(line), std::move(goals)}}};
  return chart;
}

Json targets_chart(const Results& results, const ChartContext& context) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return nullptr;
  constexpr double height = 74;
  const DateAxis dates(shape, plot_width);
  const Json y_axis = {{"values", {0, 0.5, 1}}, {"format", ".0%"}, {"title", nullptr}, {"minExtent", 60},
                       {"maxExtent", 60},       {"domain", false}, {"ticks", false},   {"labelPadding", 8}};
  const Json y_scale = {{"domain", {0, 1}}, {"nice", false}};

  Json panels = Json::array();
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const auto series = std::find_if(shape.series.begin(), shape.series.end(),
                                     [&](const SeriesInfo& info) { return info.name.name == target.series; });
    const Scale scale = series == shape.series.end() ? Scale{} : scale_for(series->name, target.goal);
    const auto area = shape.areas.find(target.area);
    const std::string place = !area || *area == shape.areas.whole() ? std::string{} : " in " + shape.areas.title(*area);
    const std::string likely =
        result.reached_p50 ? fmt::format("half of the replications meet it by {}", iso(*result.reached_p50))
        : result.reached_share > 0
            ? fmt::format("{} meet it by {}", show_with_unit(result.reached_share, {0.01, "%", true}),
                          iso(shape.dates.back()))
            : fmt::format("none meets it by {}", iso(shape.dates.back()));
    const std::string asked = fmt::format("{} {} {}{} by {}", target.series, sign_of(target.comparison),
                                          show_with_unit(target.goal, scale, thin_space), place, iso(target.by));
    Json rows = Json::array();
    for (const auto& [date, share] : result.reached_by)
      rows.push_back({{"date", iso(date)}, {"share", value_or_null(share)}});
    const auto share_y = [&](const char* field) {
      return Json{{"field", field}, {"type", "quantitative"}, {"scale", y_scale}, {"axis", y_axis}};
    };
    const Json x = dates.x("date", t + 1 == shape.targets.size());
    Json layers = Json::array();
    layers.push_back({{"mark", {{"type", "area"}, {"color", blue}, {"opacity", 0.25}, {"interpolate", "step-after"}}},
                      {"encoding", {{"x", x}, {"y", share_y("share")}}}});
    layers.push_back(
        {{"mark", {{"type", "line"}, {"color", "#00507D"}, {"strokeWidth", 2.2}, {"interpolate", "step-after"}}},
         {"encoding", {{"x", x}, {"y", share_y("share")}}}});
    if (dates.holds(target.by) && std::isfinite(result.probability)) {
      const Json own = {{{"date", iso(target.by)}, {"probability", result.probability}}};
      layers.push_back({{"data", {{"values", own}}},
                        {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeWidth", 2}, {"strokeDash", {6, 4}}}},
                        {"encoding", {{"x", x}}}});
      layers.push_back({{"data", {{"values", own}}},
                        {"mark",
                         {{"type", "point"},
                          {"shape", "diamond"},
                          {"size", 130},
                          {"filled", true},
                          {"color", vermilion},
                          {"opacity", 1},
                          {"stroke", "white"},
                          {"strokeWidth", 1.5}}},
                        {"encoding", {{"x", x}, {"y", share_y("probability")}}}});
      const double at = dates.pixel(target.by);
      const std::string text = show_probability(result);
      // The curve rises: before the date it lies below the diamond, after it above.
      const bool to_the_left = at - 12 - text_width(text, text_size) > 0;
      const double at_y = height * (1 - result.probability) + (to_the_left ? -2 : 14);
      append(layers,
             label_layer({{text, to_the_left ? at - 12 : at + 12, std::clamp(at_y, 12.0, height - 10.0), to_the_left}},
                         vermilion, text_size));
    }
    Json lines = Json::array();
    for (const std::string& line : wrapped(asked + "; " + likely, 108)) lines.push_back(line);
    panels.push_back({{"title",
                       {{"text", wrapped(target.title.shown_or(target.id), 88)},
                        {"fontSize", 15},
                        {"lineHeight", 20},
                        {"subtitle", lines},
                        {"subtitleFontSize", 13},
                        {"subtitleLineHeight", 18},
                        {"subtitlePadding", 3},
                        {"offset", 8}}},
                      {"width", plot_width},
                      {"height", height},
                      {"data", {{"values", std::move(rows)}}},
                      {"layer", std::move(layers)}});
  }
  Json chart = base("probability that each target has been met by each date");
  chart["title"] = title_of(context.title.shown(), "will the targets be met?",
                            {fmt::format("step line: share of {} that have met the target at least once by each date",
                                         replications_words(results)),
                             "diamond: probability, with its 95 % interval, that it is met on its own date"});
  chart["title"]["offset"] = 18;
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  return chart;
}

Json waves_chart(const Results&, const ChartContext&) { return nullptr; }
Json tiles_chart(const Results&, const ChartContext&) { return nullptr; }
Json pipeline_chart(const Results&, const ChartContext&) { return nullptr; }

std::vector<NamedChart> run_charts(const Results& results, const ChartContext& context) {
  std::vector<NamedChart> charts;
  const ResultsShape& shape = results.shape();
  if (shape.dates.empty() || results.replications() == 0) return charts;
  const auto add = [&](std::string name, Json spec, ChartGrammar grammar = ChartGrammar::vega_lite) {
    if (!spec.is_null()) charts.push_back({std::move(name), std::move(spec), grammar});
  };
  add("targets", targets_chart(results, context));
  for (const std::size_t series : shape.headline)
    add(file_name_of(shape.series.at(series).name.name), series_chart(results, context, series));
  for (const std::size_t series : shape.headline)
    if (shape.series.at(series).kind == SeriesKind::share)
      add(file_name_of(shape.series.at(series).name.name) + "-by-area", area_chart(results, context, series));
  add("rollout-waves", waves_chart(results, context));
  add("coverage-tiles", tiles_chart(results, context));
  add("pipeline", pipeline_chart(results, context), ChartGrammar::vega);
  return charts;
}

void write_chart_specs(const std::filesystem::path& folder, const Results& results, const ChartContext& context) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(fmt::format("{} cannot be made: {}", folder.string(), error.message()));
  for (const NamedChart& chart : run_charts(results, context))
    write_file(folder / (chart.name + chart.ending()),
               chart.spec.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace muster::output
