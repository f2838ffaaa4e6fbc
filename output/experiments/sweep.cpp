#include "output/experiments/sweep.hpp"

#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"
#include "output/findings/sweep.hpp"
#include "output/formats/csv.hpp"

#include <iterator>
#include <map>
#include <numeric>

namespace muster::output {

namespace {

struct Row {
  std::string output, area, unit;
  double mean, low, high;
  std::uint64_t replications;
};

Row row_of(std::string output, std::string area, std::string unit, const Moments& moments) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const auto [mean, half] = moments.count() > 0 ? mean_interval(moments) : MeanInterval{none, none};
  return {std::move(output), std::move(area), std::move(unit), mean, mean - half, mean + half, moments.count()};
}

std::vector<Row> rows_of(const ResultsShape& shape, const PointResult& outcome) {
  std::vector<Row> rows;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const std::string unit = series_of(target, shape).unit;
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

// ---- the charts -----------------------------------------------------------------------------------------------

// The points of an axis in the order of its values; if they are many, only the ends, the answer and some of the
// others.
std::vector<std::size_t> points_along(const Sweep& sweep) {
  constexpr std::size_t most = 16;
  const SweptAxis& axis = sweep.axes[0];
  std::vector<std::size_t> order(sweep.outcomes.size()), some;
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t p) { return axis.values[p]; });
  const std::size_t step = (order.size() + most - 1) / most;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i % step == 0 || i + 1 == order.size() || sweep.answer == order[i]) some.push_back(order[i]);
  return some;
}

// The first point that reaches a probability, seen from the end of the axis where it is lower. None if the point
// at that end reaches it already, or if no point does.
template <class Share>
std::optional<std::size_t> least_to_reach(std::vector<std::size_t> points, double wanted, const Share& share) {
  if (!(share(points.back()) >= share(points.front()))) std::ranges::reverse(points);
  const auto found = std::ranges::find_if(points, [&](std::size_t p) { return share(p) >= wanted; });
  return found == points.begin() || found == points.end() ? std::nullopt : std::optional(*found);
}

// A map of one target: columns are the values of the first axis, rows those of the second, larger ones higher up.
Json map_panel(Json panel, const Canvas& canvas, const Sweep& sweep, std::size_t target, double wanted) {
  const auto written_of = [](const SweptAxis& axis) {
    std::map<double, std::string> written;
    for (std::size_t p = 0; p < axis.values.size(); ++p) written[axis.values[p]] = axis.written[p];
    return written;
  };
  const auto across = written_of(sweep.axes[0]), up = written_of(sweep.axes[1]);
  std::vector<std::string> columns;
  std::vector<CellRow> rows;
  for (const auto& [value, written] : across) columns.push_back(written);
  for (auto row = up.rbegin(); row != up.rend(); ++row)
    rows.push_back({row->second, std::vector<ShadedCell>(columns.size())});
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
    const auto row = std::distance(up.find(sweep.axes[1].values[p]), up.end()) - 1;
    const auto column = std::distance(across.begin(), across.find(sweep.axes[0].values[p]));
    rows[static_cast<std::size_t>(row)].cells[static_cast<std::size_t>(column)] =
        shaded(sweep.outcomes[p].probability(target), wanted);
  }
  return draw_cells(std::move(panel), canvas, columns, rows);
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
  const Text by = one_axis ? name_of(first) : tr("{} and {}", name_of(first), name_of(sweep.axes[1]));
  ChartTexts said{.place = sweep.title.to_string(),
                  .headline = sweep.finding,
                  .head = {tr("target"), by, tr("met in")},
                  .naming = 2};
  std::vector<std::string> nothing_to_judge, flat;
  Json panels = Json::array();
  bool marked = false, unsure = false;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    const TargetDefinition& target = sweep.shape.targets[t];
    const auto share = [&](std::size_t p) { return sweep.outcomes[p].probability(t); };
    const auto futures = [&](std::size_t p) { return in_futures(share(p), sweep.outcomes[p].replications); };
    if (!anything_to_judge(sweep, t)) {
      nothing_to_judge.push_back(target.to_string());
      continue;
    }
    const auto as_first = [&](const PointResult& one) { return one.probability(t) == share(0); };
    if (sweep.outcomes.size() > 1 && std::ranges::all_of(sweep.outcomes, as_first)) {
      flat.push_back(tr("{} ({})", target.to_string(), futures(0)));
      continue;
    }
    Json empty = panel(canvas, target.to_string(), tr("to be met by {}", date_words(target.by)));
    if (!one_axis) {
      panels.push_back(map_panel(std::move(empty), canvas, sweep, t, wanted));
      for (std::size_t p = 0; p < sweep.outcomes.size(); ++p)
        said.table.push_back(
            {target.to_string(), tr("{}, {}", first.written[p], sweep.axes[1].written[p]), futures(p)});
      continue;
    }
    const auto answer = sweep.answer ? sweep.answer : least_to_reach(points, wanted, share);
    RowChart rows{.lane_height = 18, .uprights = {{wanted, vermilion, true, 1.5}}};
    for (const std::size_t p : points) {
      const Interval interval =
          sweep.intervals.empty() ? sweep.outcomes[p].probability_interval(t) : sweep.intervals[p];
      const bool here = answer == p, hollow = interval.low < wanted && interval.high >= wanted;
      unsure = unsure || hollow;
      marked = marked || here;
      ChartRow& row = rows.add(first.written[p], futures(p));
      row.bold = here;
      row.dot(share(p), interval, here ? Dot{190, false, "diamond", vermilion} : Dot{80, hollow});
      said.table.push_back({target.to_string(), row.name, row.words});
      if (here && said.headline.empty()) said.headline = tr("{}: {} with {}", target.to_string(), row.words, row.name);
    }
    panels.push_back(rows.draw(std::move(empty), canvas, level_axis(0, 1, per_cent())));
  }
  if (panels.empty()) return nullptr;
  if (said.headline.empty()) said.headline = tr("number of futures in which each target is met, by {}", by);
  const auto [fewest, most] = std::ranges::minmax_element(sweep.outcomes, {}, &PointResult::replications);
  const std::string count = fewest->replications < most->replications
                                ? tr("{} to {} futures", grouped(fewest->replications), grouped(most->replications))
                                : futures_words(most->replications, thin_space);
  const std::string share = amount(wanted, per_cent());
  std::vector<std::string> others;
  for (std::size_t a = 1; a < sweep.axes.size(); ++a) others.push_back(name_of(sweep.axes[a]));
  said.below = {
      one_axis ? tr("by {}: dot and line, share of {} that meet the target on its date, with {}", by, count,
                    sweep.intervals.empty() ? tr("its 95 % interval") : tr("intervals that hold together with 95 %"))
               : tr("columns: {}; rows: {}; share of {} that meet the target on its date, bold from {}",
                    name_of(first), name_of(sweep.axes[1]), count, share),
      when(one_axis, tr("dashed: {}{}{}", share, when(marked, tr("; diamond: the first value that reaches it")),
                        when(unsure, tr("; hollow: not certain whether it is reached")))),
      when(one_axis && !others.empty(), tr("in lock-step: {}", listed(others))),
      when(!flat.empty(), tr("the same at every point: {}", listed(flat))),
      when(!nothing_to_judge.empty(), tr("nothing to judge on its date: {}", listed(nothing_to_judge)))};
  return stacked(canvas, said, std::move(panels));
}

namespace {

Json sweep_values_chart(const Sweep& sweep, const Canvas& canvas) {
  if (sweep.axes.empty() || sweep.outcomes.size() < 2 || (sweep.axes.size() > 1 && !sweep.together)) return nullptr;
  const std::vector<std::size_t> points = points_along(sweep);
  const Text by = name_of(sweep.axes[0]);
  ChartTexts said{
      .place = sweep.title.to_string(),
      .headline = tr("value on the date of the targets whose probabilities cannot be distinguished, by {}", by),
      .below = {tr("dot: mean over the futures; line: 95 % interval")},
      .head = {tr("target"), by, tr("on the date")},
      .naming = 2};
  Json panels = Json::array();
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (!anything_to_judge(sweep, t) || probabilities_differ(sweep, t)) continue;
    const TargetDefinition& target = sweep.shape.targets[t];
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
    if (!(highest_low > lowest_high)) continue;  // the intervals of all values overlap
    const Scale scale = scale_for(series_of(target, sweep.shape), largest);
    RowChart rows{.lane_height = 18, .uprights = {{target.goal, vermilion, true, 1.5}}};
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto [mean, half] = means[i];
      ChartRow& row = rows.add(sweep.axes[0].written[points[i]], amount(mean, scale));
      row.dot(mean, {mean - half, mean + half});
      said.table.push_back({target.to_string(), row.name, row.words});
    }
    panels.push_back(
        rows.draw(panel(canvas, target.to_string(), tr("dashed: {}, the goal", amount(target.goal, scale))), canvas,
                  level_axis(rows, scale, false, false)));
  }
  return panels.empty() ? Json(nullptr) : stacked(canvas, said, std::move(panels));
}

}  // namespace

std::vector<Chart> sweep_charts(const Sweep& sweep) {
  return {{"sweep", std::bind_front(sweep_chart, std::cref(sweep))},
          {"sweep-values", std::bind_front(sweep_values_chart, std::cref(sweep))}};
}

}  // namespace muster::output
