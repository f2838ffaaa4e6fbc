#include "output/experiments/sweep.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/findings/sweep.hpp"
#include "output/formats/csv.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <numeric>

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

// ---- the charts ------------------------------------------------------------------------------------------------------------

std::string axis_name(const SweptAxis& axis) { return name_of(axis); }

// The points of an axis in the order of its values, of many the ends and some between.
std::vector<std::size_t> points_along(const Sweep& sweep) {
  constexpr std::size_t most = 16;
  const SweptAxis& axis = sweep.axes[0];
  std::vector<std::size_t> order(sweep.outcomes.size()), some;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t p, std::size_t q) { return axis.values[p] < axis.values[q]; });
  const std::size_t step = (order.size() + most - 1) / most;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i % step == 0 || i + 1 == order.size() || sweep.answer == order[i]) some.push_back(order[i]);
  return some;
}

// One target at the points of an axis: dots with their intervals, a row for each value.
struct Dots {
  std::vector<double> values, low, high;
  std::vector<std::string> words;
  std::optional<double> wanted;       // a line to reach
  std::optional<std::size_t> answer;  // a row
  std::vector<bool> unsure;           // whether a row may be on either side of it
};

Json dots_panel(const Canvas& canvas, const Sweep& sweep, const std::vector<std::size_t>& points, const Dots& dots,
                const std::string& title, const std::string& below, double low, double high, const Scale& scale) {
  std::vector<RowText> texts;
  for (std::size_t i = 0; i < points.size(); ++i)
    texts.push_back({sweep.axes[0].written[points[i]], dots.words[i], 1, {}, dots.answer == i});
  const Rows rows(canvas, texts, 18);
  const LevelAxis axis{low, high, rows.width(), scale};
  Shapes shapes;
  if (dots.wanted) rows.add_upright(shapes, axis.pixel(*dots.wanted), vermilion, 1.5, true);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(dots.values[i])) continue;
    const double y = rows.at(i);
    if (std::isfinite(dots.low[i]))
      shapes.lines.push_back({axis.pixel(dots.low[i]), y, axis.pixel(dots.high[i]), y, narrow_band, 2.6});
    const bool here = dots.answer == i;
    shapes.points.push_back({axis.pixel(dots.values[i]), y, here ? "diamond" : "circle", here ? vermilion : deep_blue,
                             here ? 190.0 : 80.0, !here && dots.unsure[i]});
  }
  Json panel = {{"title", panel_title(canvas, canvas.inner() - 8, title, below)}};
  rows.draw(panel, axis.layer(scale.percent ? std::string{} : scale.unit), shapes);
  return panel;
}

// The least that brings a probability: the first point from the side on which it is not reached. None where all reach it or none does.
std::optional<std::size_t> first_to_reach(const std::vector<double>& probabilities, double wanted) {
  if (probabilities.empty()) return std::nullopt;
  const bool rises = probabilities.back() >= probabilities.front();
  const std::size_t count = probabilities.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = rises ? i : count - 1 - i;
    if (probabilities[at] >= wanted) return i == 0 ? std::nullopt : std::optional(at);
  }
  return std::nullopt;
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

Json sweep_chart(const Sweep& sweep, const Canvas& canvas) {
  const bool one_axis = sweep.axes.size() == 1 || sweep.together;
  if (sweep.shape.targets.empty() || sweep.axes.empty() || (!one_axis && (sweep.axes.size() > 2 || !sweep.grid)))
    return nullptr;
  std::vector<std::string> nothing_to_judge, flat;
  Json panels = Json::array();
  std::vector<std::vector<std::string>> table;
  std::string finding = sweep.finding;
  const double wanted = sweep.wanted.value_or(0.9);
  const std::vector<std::size_t> points = points_along(sweep);
  bool marked = false, unsure = false;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    const TargetDefinition& target = sweep.shape.targets[t];
    if (!anything_to_judge(sweep, t)) {
      nothing_to_judge.push_back(target.shown());
      continue;
    }
    const auto futures = [&](std::size_t p) {
      return in_futures(sweep.outcomes[p].probability(t), sweep.outcomes[p].replications);
    };
    const auto interval = [&](std::size_t p) {
      return sweep.intervals.empty() ? sweep.outcomes[p].probability_interval(t) : sweep.intervals[p];
    };
    if (sweep.outcomes.size() > 1 && std::all_of(sweep.outcomes.begin(), sweep.outcomes.end(), [&](const Outcome& one) {
          return one.probability(t) == sweep.outcomes[0].probability(t);
        })) {
      flat.push_back(text("{} ({})", target.shown(), futures(0)));
      continue;
    }
    const std::string by = text("to be met by {}", iso(target.by));
    if (one_axis) {
      Dots dots;
      for (const std::size_t p : points) {
        dots.values.push_back(sweep.outcomes[p].probability(t));
        dots.low.push_back(interval(p).low);
        dots.high.push_back(interval(p).high);
        dots.words.push_back(futures(p));
        dots.unsure.push_back(interval(p).low < wanted && interval(p).high >= wanted);
        unsure = unsure || dots.unsure.back();
        table.push_back({target.shown(), sweep.axes[0].written[p], dots.words.back()});
      }
      dots.wanted = wanted;
      if (sweep.answer) {
        const auto at = std::find(points.begin(), points.end(), *sweep.answer);
        if (at != points.end()) dots.answer = static_cast<std::size_t>(at - points.begin());
      } else {
        dots.answer = first_to_reach(dots.values, wanted);
      }
      marked = marked || dots.answer.has_value();
      if (dots.answer && finding.empty())
        finding = text("{}: {} with {}", target.shown(), dots.words[*dots.answer],
                       sweep.axes[0].written[points[*dots.answer]]);
      panels.push_back(dots_panel(canvas, sweep, points, dots, target.shown(), by, 0, 1, {0.01, "%", true}));
      continue;
    }
    // A map: columns are the values of the first axis, rows those of the second, larger ones higher up.
    const auto values_of = [&](const SweptAxis& axis) {
      std::vector<std::pair<double, std::string>> values;
      for (std::size_t p = 0; p < axis.values.size(); ++p) values.emplace_back(axis.values[p], axis.written[p]);
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
      return values;
    };
    const auto across = values_of(sweep.axes[0]);
    auto up = values_of(sweep.axes[1]);
    std::reverse(up.begin(), up.end());
    std::vector<std::string> columns, rows;
    for (const auto& [value, written] : across) columns.push_back(written);
    for (const auto& [value, written] : up) rows.push_back(written);
    std::vector<std::vector<ShadedCell>> cells(rows.size(), std::vector<ShadedCell>(columns.size(), {"–"}));
    for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
      const double probability = sweep.outcomes[p].probability(t);
      const auto place = [&](const auto& values, double value) {
        return static_cast<std::size_t>(
            std::find_if(values.begin(), values.end(), [&](const auto& one) { return one.first == value; }) -
            values.begin());
      };
      const auto step = probability <= 0 || std::isnan(probability) ? 0
                        : probability >= 1                          ? 5
                                                                    : 1 + static_cast<std::size_t>(probability * 3.999);
      cells[place(up, sweep.axes[1].values[p])][place(across, sweep.axes[0].values[p])] = {
          std::isnan(probability) ? "–" : of_hundred(probability) + before_unit() + "%", coverage_steps[step],
          probability >= wanted};
      table.push_back({target.shown(), text("{}, {}", sweep.axes[0].written[p], sweep.axes[1].written[p]), futures(p)});
    }
    Json panel = {{"title", panel_title(canvas, canvas.inner() - 8, target.shown(), by)}};
    draw_cells(panel, canvas, columns, rows, cells);
    panels.push_back(std::move(panel));
  }
  if (panels.empty()) return nullptr;
  const std::string by =
      one_axis ? axis_name(sweep.axes[0]) : text("{} and {}", axis_name(sweep.axes[0]), axis_name(sweep.axes[1]));
  const std::string share = show_with_unit(wanted, {0.01, "%", true}, thin_space);
  Said said{sweep.title.shown(),
            finding.empty() ? text("in how many futures each target is met, by {}", by) : finding,
            {},
            {}};
  std::size_t fewest = std::numeric_limits<std::size_t>::max(), most = 0;
  for (const Outcome& outcome : sweep.outcomes) {
    fewest = std::min(fewest, outcome.replications);
    most = std::max(most, outcome.replications);
  }
  const std::string count =
      fewest < most ? text("{} to {} futures", grouped(fewest), grouped(most)) : words_of_futures(most);
  said.below = {
      one_axis
          ? text("by {}: dot and line, share of {} that meet the target on its date, with {}", by, count,
                 sweep.intervals.empty() ? text("its 95 % interval") : text("intervals that hold together with 95 %"))
          : text("columns: {}; rows: {}; share of {} that meet the target on its date, bold from {}",
                 axis_name(sweep.axes[0]), axis_name(sweep.axes[1]), count, share),
      !one_axis ? std::string{}
                : text("dashed: {}{}{}", share, marked ? text("; diamond: the least that brings it") : std::string{},
                       unsure ? text("; hollow: not certain on which side") : std::string{})};
  if (sweep.together && sweep.axes.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t a = 1; a < sweep.axes.size(); ++a) others.push_back(axis_name(sweep.axes[a]));
    said.below.push_back(text("in lock-step: {}", listed(others)));
  }
  if (!flat.empty()) said.below.push_back(text("the same at every point: {}", listed(flat)));
  if (!nothing_to_judge.empty())
    said.below.push_back(text("nothing to judge on its date: {}", listed(nothing_to_judge)));
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}, {}: {}", row[0], row[1], row[2]));
  Json chart = base(canvas, said);
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  add_table(chart, {text("target"), by, text("met in")}, table);
  return chart;
}

Json sweep_values_chart(const Sweep& sweep, const Canvas& canvas) {
  if (sweep.axes.empty() || sweep.outcomes.size() < 2 || (sweep.axes.size() > 1 && !sweep.together)) return nullptr;
  const std::vector<std::size_t> points = points_along(sweep);
  Json panels = Json::array();
  std::vector<std::vector<std::string>> table;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (!anything_to_judge(sweep, t) || probabilities_differ(sweep, t)) continue;
    const TargetDefinition& target = sweep.shape.targets[t];
    const SeriesName* series = name_of(sweep.shape, target.series);
    Dots dots;
    double lowest = target.goal, highest = target.goal;
    double highest_low = -std::numeric_limits<double>::infinity(), lowest_high = -highest_low;
    for (const std::size_t p : points) {
      const Moments& value = sweep.outcomes[p].targets[t].value;
      const bool known = value.count() > 0;
      const MeanInterval mean = known ? mean_interval(value) : MeanInterval{};
      const double half = std::isfinite(mean.half_width) ? mean.half_width : 0;
      dots.values.push_back(known ? mean.mean : std::numeric_limits<double>::quiet_NaN());
      dots.low.push_back(mean.mean - half);
      dots.high.push_back(mean.mean + half);
      dots.unsure.push_back(false);
      if (!known) continue;
      lowest = std::min(lowest, mean.mean - half);
      highest = std::max(highest, mean.mean + half);
      highest_low = std::max(highest_low, mean.mean - half);
      lowest_high = std::min(lowest_high, mean.mean + half);
    }
    if (!(highest_low > lowest_high)) continue;  // no value can be told from another
    const Scale scale = series ? scale_for(*series, std::max(std::abs(lowest), std::abs(highest))) : Scale{};
    for (std::size_t i = 0; i < points.size(); ++i) {
      dots.words.push_back(show_with_unit(dots.values[i], scale, thin_space));
      table.push_back({target.shown(), sweep.axes[0].written[points[i]], dots.words.back()});
    }
    dots.wanted = target.goal;
    const double room = 0.04 * (highest - lowest);
    panels.push_back(dots_panel(canvas, sweep, points, dots, target.shown(),
                                text("dashed: {}, the goal", show_with_unit(target.goal, scale, thin_space)),
                                lowest - room, highest + room, scale));
  }
  if (panels.empty()) return nullptr;
  Said said{sweep.title.shown(),
            text("value on the date of the targets whose probabilities cannot be told apart, by {}",
                 axis_name(sweep.axes[0])),
            {text("dot: mean over the futures; line: 95 % interval")},
            {}};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}, {}: {}", row[0], row[1], row[2]));
  Json chart = base(canvas, said);
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  add_table(chart, {text("target"), axis_name(sweep.axes[0]), text("on the date")}, table);
  return chart;
}

std::vector<Chart> sweep_charts(const Sweep& sweep) {
  return {{"sweep", [&sweep](const Canvas& canvas) { return sweep_chart(sweep, canvas); }},
          {"sweep-values", [&sweep](const Canvas& canvas) { return sweep_values_chart(sweep, canvas); }}};
}

}  // namespace muster::output
