#include "output/experiments/sweep.hpp"

#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
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

TargetResult result_of(const Outcome& outcome, std::size_t target) {
  TargetResult result;
  result.replications = outcome.replications;
  result.probability = outcome.probability(target);
  result.interval = outcome.probability_interval(target);
  return result;
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

// Columns of text, each as wide as its widest entry; the first row is the header.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  std::string said;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += (c == 0 ? "" : "  ") + pad_left(row[c], widths[c]);
    said += line + "\n";
  }
  return said;
}

// Whether some point's probability of a target is known to be another than some other's.
bool probabilities_differ(const Sweep& sweep, std::size_t target) {
  double highest_low = -1, lowest_high = 2;
  for (const Outcome& outcome : sweep.outcomes) {
    const Interval interval = outcome.probability_interval(target);
    if (std::isnan(interval.low)) continue;
    highest_low = std::max(highest_low, interval.low);
    lowest_high = std::min(lowest_high, interval.high);
  }
  return highest_low > lowest_high;
}

bool anything_to_judge(const Sweep& sweep, std::size_t target) {
  return std::any_of(sweep.outcomes.begin(), sweep.outcomes.end(),
                     [&](const Outcome& outcome) { return !outcome.targets[target].seen.nothing_to_judge(); });
}

// Which point has the best value of a target, and which are not told from it.
std::string best_value_sentence(const Sweep& sweep, std::size_t target) {
  const TargetDefinition& definition = sweep.shape.targets[target];
  const bool least = definition.comparison == Comparison::at_least;
  std::optional<std::size_t> best;
  const auto value = [&](std::size_t p) -> const Moments& { return sweep.outcomes[p].targets[target].value; };
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p)
    if (value(p).count() > 0 &&
        (!best || (least ? value(p).mean() > value(*best).mean() : value(p).mean() < value(*best).mean())))
      best = p;
  if (!best) return {};
  const MeanInterval at_best = mean_interval(value(*best));
  std::size_t alike = 0;
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
    if (p == *best || value(p).count() == 0) continue;
    const MeanInterval other = mean_interval(value(p));
    if (!(std::abs(at_best.mean - other.mean) > at_best.half_width + other.half_width)) ++alike;
  }
  if (alike + 1 ==
      static_cast<std::size_t>(std::count_if(sweep.outcomes.begin(), sweep.outcomes.end(), [&](const Outcome& outcome) {
        return outcome.targets[target].value.count() > 0;
      })))
    return text("{}: neither the probability nor the mean value on the date tells any point from the best\n",
                definition.shown());
  const SeriesName* series = name_of(sweep.shape, definition.series);
  const Scale scale = series ? scale_for(*series, std::abs(at_best.mean)) : Scale{};
  return text(
      "{}: no probability can be told from another; by the mean value on the date point {} is best, with {}, short by "
      "{}; points not told from it: {}\n",
      definition.shown(), *best + 1, show_with_unit(at_best.mean, scale),
      show_shortfall(sweep.outcomes[*best].targets[target].shortfall.mean(), scale), alike);
}

std::string table_of(const Sweep& sweep, std::size_t most, bool with_targets) {
  std::vector<std::vector<std::string>> rows(1, {text("point")});
  for (const SweptAxis& axis : sweep.axes) rows[0].push_back(axis.name);
  const std::size_t targets = with_targets ? sweep.shape.targets.size() : 0;
  std::vector<bool> by_value(targets);
  for (std::size_t t = 0; t < targets; ++t) {
    by_value[t] = sweep.outcomes.size() > 1 && anything_to_judge(sweep, t) && !probabilities_differ(sweep, t);
    rows[0].push_back(sweep.shape.targets[t].id);
    if (by_value[t]) rows[0].insert(rows[0].end(), {text("on the date"), text("short by")});
  }
  const std::size_t count = sweep.axes.empty() ? 0 : sweep.axes.front().values.size();
  for (std::size_t p = 0; p < std::min(count, most); ++p) {
    auto& row = rows.emplace_back(1, std::to_string(p + 1));
    for (const SweptAxis& axis : sweep.axes) row.push_back(axis.written[p]);
    for (std::size_t t = 0; t < targets; ++t) {
      row.push_back(show_probability(result_of(sweep.outcomes[p], t)));
      if (!by_value[t]) continue;
      const TargetOutcome& outcome = sweep.outcomes[p].targets[t];
      const SeriesName* series = name_of(sweep.shape, sweep.shape.targets[t].series);
      const Scale scale = series ? scale_for(*series, std::abs(outcome.value.mean())) : Scale{};
      row.push_back(show_with_unit(outcome.value.mean(), scale));
      row.push_back(show_shortfall(outcome.shortfall.mean(), scale));
    }
  }
  std::string said = aligned(rows);
  if (count > most) said += text("… and {} points more\n", count - most);
  for (std::size_t t = 0; t < targets; ++t)
    if (by_value[t]) said += best_value_sentence(sweep, t);
  return said;
}

// ---- the chart -------------------------------------------------------------------------------------------------------------

std::string name_of(const SweptAxis& axis) { return axis.title.empty() ? axis.name : axis.title; }

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

std::string points_table(const Sweep& sweep, std::size_t most) { return table_of(sweep, most, false); }

std::string sweep_table(const Sweep& sweep, std::size_t most) { return table_of(sweep, most, true); }

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
