#include "output/experiments/sweep.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/findings/sweep.hpp"
#include "output/formats/csv.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
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

// The least that brings a probability: the first point from the side on which it is not reached. None where all reach
// it or none does.
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

// A map of one target: columns are the values of the first axis, rows those of the second, larger ones higher up.
Json map_panel(Json panel, const Canvas& canvas, const Sweep& sweep, std::size_t target, double wanted) {
  const auto written_of = [](const SweptAxis& axis) {
    std::map<double, std::string> written;
    for (std::size_t p = 0; p < axis.values.size(); ++p) written[axis.values[p]] = axis.written[p];
    return written;
  };
  const auto across = written_of(sweep.axes[0]), up = written_of(sweep.axes[1]);
  std::vector<std::string> columns, rows;
  for (const auto& [value, written] : across) columns.push_back(written);
  for (auto row = up.rbegin(); row != up.rend(); ++row) rows.push_back(row->second);
  std::vector<std::vector<ShadedCell>> cells(rows.size(), std::vector<ShadedCell>(columns.size()));
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
    const auto row = std::distance(up.find(sweep.axes[1].values[p]), up.end()) - 1;
    const auto column = std::distance(across.begin(), across.find(sweep.axes[0].values[p]));
    cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
        shaded(sweep.outcomes[p].probability(target), wanted);
  }
  return draw_cells(std::move(panel), canvas, columns, rows, cells);
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
  const SweptAxis& first = sweep.axes[0];
  const double wanted = sweep.wanted.value_or(0.9);
  const std::vector<std::size_t> points = points_along(sweep);
  const std::string by = one_axis ? axis_name(first) : text("{} and {}", axis_name(first), axis_name(sweep.axes[1]));
  Said said{sweep.title.shown(), sweep.finding, {}, {}, {text("target"), by, text("met in")}, {}, 2};
  std::vector<std::string> nothing_to_judge, flat;
  Json panels = Json::array();
  bool marked = false, unsure = false;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    const TargetDefinition& target = sweep.shape.targets[t];
    const auto share = [&](std::size_t p) { return sweep.outcomes[p].probability(t); };
    const auto futures = [&](std::size_t p) { return in_futures(share(p), sweep.outcomes[p].replications); };
    if (!anything_to_judge(sweep, t)) {
      nothing_to_judge.push_back(target.shown());
      continue;
    }
    if (sweep.outcomes.size() > 1 && std::all_of(sweep.outcomes.begin(), sweep.outcomes.end(),
                                                 [&](const Outcome& one) { return one.probability(t) == share(0); })) {
      flat.push_back(text("{} ({})", target.shown(), futures(0)));
      continue;
    }
    Json empty = panel(canvas, target.shown(), text("to be met by {}", iso(target.by)));
    if (!one_axis) {
      panels.push_back(map_panel(std::move(empty), canvas, sweep, t, wanted));
      for (std::size_t p = 0; p < sweep.outcomes.size(); ++p)
        said.table.push_back({target.shown(), text("{}, {}", first.written[p], sweep.axes[1].written[p]), futures(p)});
      continue;
    }
    std::vector<double> shares;
    for (const std::size_t p : points) shares.push_back(share(p));
    std::optional<std::size_t> answer = sweep.answer;  // a point
    if (!answer)
      if (const auto at = first_to_reach(shares, wanted)) answer = points[*at];
    RowChart rows{.rows = {}, .lane_height = 18, .uprights = {{wanted, vermilion, true, 1.5}}};
    for (const std::size_t p : points) {
      const Interval interval =
          sweep.intervals.empty() ? sweep.outcomes[p].probability_interval(t) : sweep.intervals[p];
      const bool here = answer == p, hollow = interval.low < wanted && interval.high >= wanted;
      unsure = unsure || hollow;
      marked = marked || here;
      ChartRow row{first.written[p], futures(p), {}, here};
      add_dot(row, share(p), interval.low, interval.high,
              here ? Dot{190, false, "diamond", vermilion} : Dot{80, hollow});
      said.table.push_back({target.shown(), row.name, row.words});
      if (here && said.headline.empty()) said.headline = text("{}: {} with {}", target.shown(), row.words, row.name);
      rows.rows.push_back(std::move(row));
    }
    panels.push_back(rows.draw(std::move(empty), canvas, level_axis(0, 1, {0.01, "%", true})));
  }
  if (panels.empty()) return nullptr;
  if (said.headline.empty()) said.headline = text("in how many futures each target is met, by {}", by);
  const auto [fewest, most] =
      std::minmax_element(sweep.outcomes.begin(), sweep.outcomes.end(),
                          [](const Outcome& a, const Outcome& b) { return a.replications < b.replications; });
  const std::string count = fewest->replications < most->replications
                                ? text("{} to {} futures", grouped(fewest->replications), grouped(most->replications))
                                : words_of_futures(most->replications);
  const std::string share = amount(wanted, {0.01, "%", true});
  said.below = {one_axis ? text("by {}: dot and line, share of {} that meet the target on its date, with {}", by, count,
                                sweep.intervals.empty() ? text("its 95 % interval")
                                                        : text("intervals that hold together with 95 %"))
                         : text("columns: {}; rows: {}; share of {} that meet the target on its date, bold from {}",
                                axis_name(first), axis_name(sweep.axes[1]), count, share),
                when(one_axis, text("dashed: {}{}{}", share, when(marked, text("; diamond: the least that brings it")),
                                    when(unsure, text("; hollow: not certain on which side"))))};
  if (sweep.together && sweep.axes.size() > 1) {
    std::vector<std::string> others;
    for (std::size_t a = 1; a < sweep.axes.size(); ++a) others.push_back(axis_name(sweep.axes[a]));
    said.below.push_back(text("in lock-step: {}", listed(others)));
  }
  if (!flat.empty()) said.below.push_back(text("the same at every point: {}", listed(flat)));
  if (!nothing_to_judge.empty())
    said.below.push_back(text("nothing to judge on its date: {}", listed(nothing_to_judge)));
  return stacked(canvas, said, std::move(panels));
}

Json sweep_values_chart(const Sweep& sweep, const Canvas& canvas) {
  if (sweep.axes.empty() || sweep.outcomes.size() < 2 || (sweep.axes.size() > 1 && !sweep.together)) return nullptr;
  const std::vector<std::size_t> points = points_along(sweep);
  const std::string by = axis_name(sweep.axes[0]);
  Said said{sweep.title.shown(),
            text("value on the date of the targets whose probabilities cannot be told apart, by {}", by),
            {text("dot: mean over the futures; line: 95 % interval")},
            {},
            {text("target"), by, text("on the date")},
            {},
            2};
  Json panels = Json::array();
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (!anything_to_judge(sweep, t) || probabilities_differ(sweep, t)) continue;
    const TargetDefinition& target = sweep.shape.targets[t];
    const SeriesName* series = name_of(sweep.shape, target.series);
    double largest = std::abs(target.goal), highest_low = -std::numeric_limits<double>::infinity(),
           lowest_high = -highest_low;
    std::vector<MeanInterval> means;
    for (const std::size_t p : points) {
      const Moments& value = sweep.outcomes[p].targets[t].value;
      MeanInterval& mean = means.emplace_back(MeanInterval{std::nan(""), 0});
      if (value.count() == 0) continue;
      mean = mean_interval(value);
      if (!std::isfinite(mean.half_width)) mean.half_width = 0;
      largest = std::max(largest, std::abs(mean.mean) + mean.half_width);
      highest_low = std::max(highest_low, mean.mean - mean.half_width);
      lowest_high = std::min(lowest_high, mean.mean + mean.half_width);
    }
    if (!(highest_low > lowest_high)) continue;  // no value can be told from another
    const Scale scale = series ? scale_for(*series, largest) : Scale{};
    RowChart rows{.rows = {}, .lane_height = 18, .uprights = {{target.goal, vermilion, true, 1.5}}};
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto [mean, half] = means[i];
      ChartRow row{sweep.axes[0].written[points[i]], amount(mean, scale)};
      add_dot(row, mean, mean - half, mean + half);
      said.table.push_back({target.shown(), row.name, row.words});
      rows.rows.push_back(std::move(row));
    }
    panels.push_back(rows.draw(panel(canvas, target.shown(), text("dashed: {}, the goal", amount(target.goal, scale))),
                               canvas, level_axis(rows, scale, false, false)));
  }
  return panels.empty() ? Json(nullptr) : stacked(canvas, said, std::move(panels));
}

std::vector<Chart> sweep_charts(const Sweep& sweep) {
  return {{"sweep", std::bind_front(sweep_chart, std::cref(sweep))},
          {"sweep-values", std::bind_front(sweep_values_chart, std::cref(sweep))}};
}

}  // namespace muster::output
