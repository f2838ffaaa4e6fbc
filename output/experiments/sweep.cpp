#include "output/experiments/sweep.hpp"

#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/findings/sweep.hpp"
#include "output/formats/csv.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>

namespace muster::output {

namespace {

const SeriesName* name_of(const ResultsShape& shape, const std::string& series) {
  for (const SeriesInfo& info : shape.series)
    if (info.name.name == series) return &info.name;
  return nullptr;
}

struct Row {
  std::string output, area, unit;
  double mean, low, high;
  std::uint64_t replications;
};

Row row_of(std::string output, std::string area, std::string unit, const Moments& moments) {
  if (moments.count() == 0) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {std::move(output), std::move(area), std::move(unit), none, none, none, 0};
  }
  const MeanInterval interval = mean_interval(moments);
  return {std::move(output),
          std::move(area),
          std::move(unit),
          interval.mean,
          interval.mean - interval.half_width,
          interval.mean + interval.half_width,
          moments.count()};
}

std::vector<Row> rows_of(const ResultsShape& shape, const Outcome& outcome) {
  std::vector<Row> rows;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const SeriesName* series = name_of(shape, target.series);
    const std::string unit = series ? series->unit : std::string{};
    const std::string prefix = "targets." + target.id;
    const Interval interval = outcome.probability_interval(t);
    rows.push_back({prefix + ".probability", target.area, "share", outcome.probability(t), interval.low, interval.high,
                    outcome.replications});
    rows.push_back(row_of(prefix + ".value", target.area, unit, outcome.targets[t].value));
    rows.push_back(row_of(prefix + ".shortfall", target.area, unit, outcome.targets[t].shortfall));
  }
  for (std::size_t h = 0; h < shape.headline.size(); ++h) {
    const SeriesName& series = shape.series[shape.headline[h]].name;
    rows.push_back(row_of(series.name, shape.areas[shape.areas.whole()].id, series.unit, outcome.headline[h]));
  }
  return rows;
}

std::string table_of(const Sweep& sweep, std::size_t most, bool with_targets, const Screen& screen) {
  std::vector<Column> columns{{text("point"), true}};
  for (const SweptAxis& axis : sweep.axes) columns.push_back({name_of(axis), true});
  std::vector<std::size_t> targets;  // what is the same at every point is said once
  for (std::size_t t = 0; with_targets && t < sweep.shape.targets.size(); ++t)
    if (!is_unmoved(sweep, t)) targets.push_back(t);
  std::vector<bool> by_value(sweep.shape.targets.size());
  std::vector<Scale> scales(by_value.size());
  for (const std::size_t t : targets) {
    const TargetDefinition& target = sweep.shape.targets[t];
    by_value[t] = sweep.outcomes.size() > 1 && anything_to_judge(sweep, t) && !probabilities_differ(sweep, t);
    columns.push_back({target.shown(), true});
    if (!by_value[t]) continue;
    double largest = std::abs(target.goal);
    for (const Outcome& outcome : sweep.outcomes)
      if (outcome.targets[t].value.count() > 0) largest = std::max(largest, std::abs(outcome.targets[t].value.mean()));
    const SeriesName* series = name_of(sweep.shape, target.series);
    scales[t] = series ? scale_for(*series, largest) : Scale{};
    columns.push_back({text("{} ({})", text("on the date"), scales[t].unit), true});
    columns.push_back({text("{} ({})", text("short by"), unit_of_change(scales[t])), true, false, false});
  }
  TerminalTable table(columns);
  const std::size_t count = sweep.axes.empty() ? 0 : sweep.axes.front().values.size();
  for (std::size_t p = 0; p < std::min(count, most); ++p) {
    std::vector<std::string> row{std::to_string(p + 1)};
    for (const SweptAxis& axis : sweep.axes) row.push_back(axis.written[p]);
    for (const std::size_t t : targets) {
      const TargetOutcome& outcome = sweep.outcomes[p].targets[t];
      const Interval interval = sweep.outcomes[p].probability_interval(t);
      const Scale percent{0.01, "%", true};
      row.push_back(outcome.seen.nothing_to_judge()
                        ? text("nothing to judge")
                        : text("{} ({} %)", grouped(outcome.seen.met),
                               range_words(show(interval.low, percent), show(interval.high, percent))));
      if (!by_value[t]) continue;
      row.push_back(show(outcome.value.count() > 0 ? outcome.value.mean() : std::nan(""), scales[t]));
      row.push_back(show(outcome.shortfall.count() > 0 ? outcome.shortfall.mean() : std::nan(""), scales[t]));
    }
    table.add(std::move(row));
  }
  std::string said = table.text(screen);
  if (count > most) said += text("… and {} points more\n", count - most);
  return said;
}

// ---- the chart -------------------------------------------------------------------------------------------------------------

std::string name_with_unit(const SweptAxis& axis) {
  return axis.unit.empty() || axis.unit == "share" ? name_of(axis)
                                                   : text("{} ({})", name_of(axis), translated(axis.unit));
}

// On an axis whose title has the unit the number is enough.
const std::string& label_of(const SweptAxis& axis, std::size_t point) {
  return axis.unit.empty() || axis.unit == "share" ? axis.written[point] : axis.plain[point];
}

Json position(const SweptAxis& axis, const char* field, bool steps) {
  Json made = {{"field", field}, {"title", name_with_unit(axis)}};
  if (axis.words || steps) {
    Json order = Json::array();
    std::vector<std::pair<double, std::string>> values;
    for (std::size_t p = 0; p < axis.values.size(); ++p) values.emplace_back(axis.values[p], label_of(axis, p));
    std::sort(values.begin(), values.end());
    for (const auto& [value, written] : values)
      if (order.empty() || order.back() != written) order.push_back(written);
    made["field"] = std::string(field) + "_written";
    made["type"] = "ordinal";
    made["sort"] = order;
    made["axis"] = {{"labelAngle", 0}, {"labelOverlap", true}, {"ticks", false}, {"domain", false}};
  } else if (axis.dates) {
    made["type"] = "temporal";
    made["scale"] = {{"type", "utc"}, {"nice", false}};
    made["axis"] = {{"grid", false}, {"labelOverlap", true}};
  } else {
    made["type"] = "quantitative";
    made["scale"] = {{"nice", false}, {"zero", false}};
    made["axis"] = {{"grid", false}, {"labelOverlap", true}, {"tickCount", 6}};
    if (axis.unit == "share") made["axis"]["format"] = "~%";
  }
  return made;
}

Json place_on(const SweptAxis& axis, std::size_t point) {
  return axis.dates ? Json(axis.plain[point]) : Json(axis.values[point]);
}

Json bands(const SweptAxis& axis, std::optional<double> wanted, bool answered) {
  const Json x = position(axis, "x", false);
  const Json y_axis = {{"values", {0, 0.25, 0.5, 0.75, 1}}, {"format", ".0%"}, {"domain", false}, {"ticks", false}};
  const auto y = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"title", nullptr},
                {"scale", {{"domain", {0, 1}}, {"nice", false}}},
                {"axis", y_axis}};
  };
  Json band = {{"mark", {{"type", "area"}, {"color", blue}, {"opacity", 0.22}}},
               {"encoding", {{"x", x}, {"y", y("low")}, {"y2", {{"field", "high"}}}}}};
  if (axis.words) band["mark"] = {{"type", "rule"}, {"color", blue}, {"opacity", 0.6}, {"strokeWidth", 2}};
  Json line = {{"mark", {{"type", "line"}, {"color", blue}, {"strokeWidth", 2}}},
               {"encoding", {{"x", x}, {"y", y("probability")}}}};
  Json points = {{"mark", {{"type", "point"}, {"filled", true}, {"color", blue}, {"size", 45}, {"opacity", 1}}},
                 {"encoding", {{"x", x}, {"y", y("probability")}}}};
  Json layers = Json::array({std::move(band)});
  if (!axis.words) layers.push_back(std::move(line));
  layers.push_back(std::move(points));
  if (wanted) {
    Json goal = y("wanted");
    layers.push_back({{"data", {{"values", {{{"wanted", *wanted}}}}}},
                      {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeDash", {5, 4}}, {"strokeWidth", 1.5}}},
                      {"encoding", {{"y", std::move(goal)}}}});
  }
  if (answered) {
    const Json here = {{{"filter", "datum.answer"}}};
    layers.push_back({{"transform", here},
                      {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeWidth", 1.5}}},
                      {"encoding", {{"x", x}}}});
    layers.push_back({{"transform", here},
                      {"mark",
                       {{"type", "point"},
                        {"shape", "diamond"},
                        {"filled", true},
                        {"color", vermilion},
                        {"size", 150},
                        {"opacity", 1}}},
                      {"encoding", {{"x", x}, {"y", y("probability")}}}});
  }
  return layers;
}

Json map_of(const Sweep& sweep) {
  const Json colour = {{"field", "probability"},
                       {"type", "quantitative"},
                       {"scale", {{"domain", {0, 1}}, {"scheme", "blues"}}},
                       {"legend", {{"title", nullptr}, {"format", ".0%"}}}};
  const Json x = position(sweep.axes[0], "x", sweep.grid), y = position(sweep.axes[1], "y", sweep.grid);
  if (!sweep.grid) {
    return Json::array({{{"mark", {{"type", "circle"}, {"size", 160}, {"opacity", 1}, {"stroke", grey}}},
                         {"encoding", {{"x", x}, {"y", y}, {"color", colour}}}}});
  }
  Json upright = y;
  std::reverse(upright["sort"].begin(), upright["sort"].end());  // larger values higher up
  Json tiles = {{"mark", {{"type", "rect"}, {"stroke", "white"}}},
                {"encoding", {{"x", x}, {"y", upright}, {"color", colour}}}};
  Json numbers = {
      {"mark", {{"type", "text"}, {"fontSize", 12}}},
      {"encoding",
       {{"x", x},
        {"y", upright},
        {"text", {{"field", "probability"}, {"type", "quantitative"}, {"format", ".2f"}}},
        {"color", {{"condition", {{"test", "datum.probability > 0.6"}, {"value", "white"}}}, {"value", ink}}}}}};
  return Json::array({std::move(tiles), std::move(numbers)});
}

}  // namespace

void write_sweep(std::ostream& out, const Sweep& sweep) {
  fmt::memory_buffer buffer;
  const auto cell = [&](std::string_view field) {
    buffer.push_back(',');
    append_text(buffer, field);
  };
  buffer.append(std::string_view("point"));
  for (const SweptAxis& axis : sweep.axes) cell(axis.name);
  buffer.append(std::string_view(",output,area,unit,mean,low,high,replications\n"));
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
    for (const Row& row : rows_of(sweep.shape, sweep.outcomes[p])) {
      fmt::format_to(std::back_inserter(buffer), "{}", p + 1);
      for (const SweptAxis& axis : sweep.axes) cell(axis.plain[p]);
      for (const std::string& field : {row.output, row.area, row.unit}) cell(field);
      for (const double value : {row.mean, row.low, row.high, static_cast<double>(row.replications)}) {
        buffer.push_back(',');
        append_number(buffer, value);
      }
      buffer.push_back('\n');
    }
  }
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
}

std::string points_table(const Sweep& sweep, std::size_t most, const Screen& screen) {
  return table_of(sweep, most, false, screen);
}

std::string sweep_table(const Sweep& sweep, std::size_t most, const Screen& screen) {
  std::string said;
  for (const std::string& finding : sweep_findings(sweep))
    said += paragraph(said.empty() ? inked(finding, Ink::bold, screen) : finding, screen);
  std::size_t replications = 0;
  for (const Outcome& outcome : sweep.outcomes) replications = std::max(replications, outcome.replications);
  return said + "\n" +
         paragraph(text("how many of {} simulations meet each target on its date, and the 95 % interval",
                        grouped(replications)),
                   screen) +
         table_of(sweep, most, true, screen);
}

Json sweep_chart(const Sweep& sweep) {
  const bool one_axis = sweep.axes.size() == 1 || sweep.together;
  if (sweep.shape.targets.empty() || sweep.axes.empty() || (!one_axis && sweep.axes.size() > 2)) return nullptr;
  Json rows = Json::array();
  Json names = Json::array();
  std::vector<std::string> nothing_to_judge;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    const TargetDefinition& target = sweep.shape.targets[t];
    if (!anything_to_judge(sweep, t)) {
      nothing_to_judge.push_back(target.shown());
      continue;
    }
    std::string name = target.title.shown_or(target.id);
    if (std::find(names.begin(), names.end(), name) != names.end()) name += " (" + target.id + ")";
    for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
      const Interval interval =
          sweep.intervals.empty() ? sweep.outcomes[p].probability_interval(t) : sweep.intervals[p];
      Json row = {{"target", name},
                  {"x", place_on(sweep.axes[0], p)},
                  {"x_written", label_of(sweep.axes[0], p)},
                  {"probability", value_or_null(sweep.outcomes[p].probability(t))},
                  {"low", value_or_null(interval.low)},
                  {"high", value_or_null(interval.high)}};
      if (sweep.answer) row["answer"] = *sweep.answer == p;
      if (!one_axis) {
        row["y"] = place_on(sweep.axes[1], p);
        row["y_written"] = label_of(sweep.axes[1], p);
      }
      rows.push_back(std::move(row));
    }
    names.push_back(std::move(name));
  }
  if (names.empty()) return nullptr;
  std::size_t fewest = std::numeric_limits<std::size_t>::max(), most = 0;
  for (const Outcome& outcome : sweep.outcomes) {
    fewest = std::min(fewest, outcome.replications);
    most = std::max(most, outcome.replications);
  }
  const std::string count = fewest < most ? text("{} to {}", grouped(fewest), grouped(most)) : grouped(most);
  std::string below = text("share of {} replications that meet it on its date", count);
  if (one_axis)
    below += sweep.axes[0].words        ? text("; bar: 95 % interval")
             : !sweep.intervals.empty() ? text("; band: intervals that hold together with 95 %")
                                        : text("; band: 95 % interval");
  if (one_axis && sweep.wanted) below += text("; dashed: {:.3g} is wanted", *sweep.wanted);
  if (sweep.together && sweep.axes.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t a = 1; a < sweep.axes.size(); ++a) others.push_back(name_of(sweep.axes[a]));
    below += text("; in lock-step: {}", listed(others));
  }
  if (sweep.answer) below += text("; diamond: the answer");
  if (!nothing_to_judge.empty()) below += text("; nothing to judge on its date: {}", listed(nothing_to_judge));
  const bool alone = names.size() == 1;
  const std::string by =
      one_axis ? name_of(sweep.axes[0]) : text("{} and {}", name_of(sweep.axes[0]), name_of(sweep.axes[1]));
  const std::string what =
      alone ? text("probability of the target by {}", by) : text("probability of each target by {}", by);
  Json chart = base(what);
  chart["title"] = title_of(sweep.title.shown(), sweep.finding.empty() ? what : sweep.finding, {below});
  chart["data"] = {{"values", std::move(rows)}};
  chart["facet"] = {
      {"field", "target"}, {"type", "nominal"}, {"sort", names}, {"header", facet_header(alone ? 600 : 310)}};
  chart["columns"] = alone ? 1 : 2;
  chart["spacing"] = {{"row", 22}, {"column", 26}};
  chart["spec"] = {{"width", alone ? plot_width : 290},
                   {"height", alone      ? plot_height
                              : one_axis ? 130
                                         : 190},
                   {"layer", one_axis ? bands(sweep.axes[0], sweep.wanted, sweep.answer.has_value()) : map_of(sweep)}};
  return chart;
}

Json sweep_values_chart(const Sweep& sweep) {
  if (sweep.axes.empty() || sweep.outcomes.size() < 2 || (sweep.axes.size() > 1 && !sweep.together)) return nullptr;
  const SweptAxis& axis = sweep.axes[0];
  const Json x = position(axis, "x", false);
  Json panels = Json::array();
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (!anything_to_judge(sweep, t) || probabilities_differ(sweep, t)) continue;
    const TargetDefinition& target = sweep.shape.targets[t];
    Json rows = Json::array();
    double lowest = target.goal, highest = target.goal;
    bool differs = false;
    for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
      const Moments& value = sweep.outcomes[p].targets[t].value;
      if (value.count() == 0) continue;
      const MeanInterval mean = mean_interval(value);
      const double half = std::isfinite(mean.half_width) ? mean.half_width : 0;
      lowest = std::min(lowest, mean.mean - half);
      highest = std::max(highest, mean.mean + half);
      differs = differs || mean.mean != sweep.outcomes.front().targets[t].value.mean();
      rows.push_back({{"x", place_on(axis, p)},
                      {"x_written", label_of(axis, p)},
                      {"value", mean.mean},
                      {"low", mean.mean - half},
                      {"high", mean.mean + half}});
    }
    if (!differs || !(highest > lowest)) continue;  // a flat line is no chart
    const SeriesName* series = name_of(sweep.shape, target.series);
    const ValueAxis values = value_axis(series ? *series : SeriesName{target.series, "", {}, {}}, lowest, highest, 130,
                                        6, lowest >= 0, std::max(std::abs(lowest), std::abs(highest)));
    const auto y = [&](const char* field) {
      return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
    };
    const Json goal = {{{"goal", target.goal}}};
    panels.push_back(
        {{"title", {{"text", wrapped(target.shown(), 88)}, {"fontSize", 15}, {"offset", 8}}},
         {"width", plot_width},
         {"height", 130},
         {"data", {{"values", std::move(rows)}}},
         {"layer",
          {{{"mark", {{"type", "rule"}, {"color", blue}, {"opacity", 0.5}, {"strokeWidth", 3}}},
            {"encoding", {{"x", x}, {"y", y("low")}, {"y2", {{"field", "high"}}}}}},
           {{"mark", {{"type", "point"}, {"filled", true}, {"color", blue}, {"size", 60}, {"opacity", 1}}},
            {"encoding", {{"x", x}, {"y", y("value")}}}},
           {{"data", {{"values", goal}}},
            {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeDash", {5, 4}}, {"strokeWidth", 1.5}}},
            {"encoding", {{"y", y("goal")}}}}}}});
  }
  if (panels.empty()) return nullptr;
  const std::string what =
      text("value on the date of the targets whose probabilities cannot be told apart, by {}", name_of(axis));
  Json chart = base(what);
  chart["title"] =
      title_of(sweep.title.shown(), what, {text("dot: mean over the replications; bar: 95 % interval; dashed: goal")});
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  return chart;
}

}  // namespace muster::output
