#include "output/experiments/sweep.hpp"

#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/tables/csv.hpp"

#include <algorithm>
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

std::string table_of(const Sweep& sweep, std::size_t most, bool with_targets) {
  std::vector<std::vector<std::string>> rows(1, {text("point")});
  for (const SweptAxis& axis : sweep.axes) rows[0].push_back(axis.name);
  if (with_targets)
    for (const TargetDefinition& target : sweep.shape.targets) rows[0].push_back(target.id);
  const std::size_t count = sweep.axes.empty() ? 0 : sweep.axes.front().values.size();
  for (std::size_t p = 0; p < std::min(count, most); ++p) {
    auto& row = rows.emplace_back(1, std::to_string(p + 1));
    for (const SweptAxis& axis : sweep.axes) row.push_back(axis.written[p]);
    if (with_targets)
      for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t)
        row.push_back(show_probability(result_of(sweep.outcomes[p], t)));
  }
  std::string said = aligned(rows);
  if (count > most) said += text("… and {} points more\n", count - most);
  return said;
}

// ---- the chart -------------------------------------------------------------------------------------------------------------

std::string name_with_unit(const SweptAxis& axis) {
  return axis.unit.empty() || axis.unit == "share" ? axis.name : text("{} ({})", axis.name, translated(axis.unit));
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

Json bands(const SweptAxis& axis, std::optional<double> wanted) {
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
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    const TargetDefinition& target = sweep.shape.targets[t];
    std::string name = target.title.shown_or(target.id);
    if (std::find(names.begin(), names.end(), name) != names.end()) name += " (" + target.id + ")";
    for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
      const Interval interval = sweep.outcomes[p].probability_interval(t);
      Json row = {{"target", name},
                  {"x", place_on(sweep.axes[0], p)},
                  {"x_written", label_of(sweep.axes[0], p)},
                  {"probability", value_or_null(sweep.outcomes[p].probability(t))},
                  {"low", interval.low},
                  {"high", interval.high}};
      if (!one_axis) {
        row["y"] = place_on(sweep.axes[1], p);
        row["y_written"] = label_of(sweep.axes[1], p);
      }
      rows.push_back(std::move(row));
    }
    names.push_back(std::move(name));
  }
  std::size_t fewest = std::numeric_limits<std::size_t>::max(), most = 0;
  for (const Outcome& outcome : sweep.outcomes) {
    fewest = std::min(fewest, outcome.replications);
    most = std::max(most, outcome.replications);
  }
  const std::string count = fewest < most ? text("{} to {}", grouped(fewest), grouped(most)) : grouped(most);
  std::string below = text("share of {} replications that meet it on its date", count);
  if (one_axis) below += sweep.axes[0].words ? text("; bar: 95 % interval") : text("; band: 95 % interval");
  if (one_axis && sweep.wanted) below += text("; dashed: {:.3g} is wanted", *sweep.wanted);
  if (sweep.together && sweep.axes.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t a = 1; a < sweep.axes.size(); ++a) others.push_back(sweep.axes[a].name);
    below += text("; in lock-step: {}", listed(others));
  }
  const bool alone = names.size() == 1;
  const std::string by = one_axis ? sweep.axes[0].name : text("{} and {}", sweep.axes[0].name, sweep.axes[1].name);
  const std::string what =
      alone ? text("probability of the target by {}", by) : text("probability of each target by {}", by);
  Json chart = base(what);
  chart["title"] = title_of(sweep.title.shown(), what, {below});
  chart["data"] = {{"values", std::move(rows)}};
  chart["facet"] = {
      {"field", "target"}, {"type", "nominal"}, {"sort", names}, {"header", facet_header(alone ? 600 : 310)}};
  chart["columns"] = alone ? 1 : 2;
  chart["spacing"] = {{"row", 22}, {"column", 26}};
  chart["spec"] = {{"width", alone ? plot_width : 290},
                   {"height", alone      ? plot_height
                              : one_axis ? 130
                                         : 190},
                   {"layer", one_axis ? bands(sweep.axes[0], sweep.wanted) : map_of(sweep)}};
  return chart;
}

}  // namespace muster::output
