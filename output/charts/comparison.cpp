#include "output/charts/comparison.hpp"

#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"

#include <numeric>
#include <set>

namespace muster::output {

bool is_dominated(const Choice& one, const std::vector<Choice>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Choice& other) {
    return other.cost <= one.cost && other.chance >= one.chance &&
           (other.cost < one.cost || other.chance > one.chance);
  });
}

namespace {

std::string place_name(const ComparisonRecord& record) { return record.run.title.to_string_or(record.run.place); }

std::string replications_of(const PairedComparison& comparison) {
  return tr("{} futures of each under the same luck", grouped(comparison.replications(), thin_space));
}

// The differences of a series between a strategy and the place as planned, by date.
struct StrategyChange {
  std::string strategy;
  std::vector<Difference> differences = {};
  std::size_t peak = 0;  // index of the date with the largest difference

  [[nodiscard]] double size() const { return std::abs(differences[peak].mean); }
};

bool is_nothing(const Difference& one) {
  return one.replications == 0 || (one.mean == 0 && !(one.interval.high > one.interval.low));
}

// A series' difference from the place as planned over time, a panel for each strategy that changes it. Null if none
// does. @param series  a headline series, as an index into comparison.shape().series; of a flow, its total since the
// start
Json difference_chart(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t series,
                      const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<StrategyChange> changes;
  std::vector<std::string> unmoved;
  Extent extent{0, 0};
  for (std::size_t v = 1; v < comparison.variants(); ++v) {
    if (!comparison.shares(v, series)) continue;
    StrategyChange change{called(record.strategies[v])};
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& one = change.differences.emplace_back(comparison.headline_difference(v, date, series));
      if (std::abs(one.mean) > change.size()) change.peak = date;
      if (one.replications == 0) continue;
      for (const double end : {one.interval.low, one.interval.high}) extent.add(std::isfinite(end) ? end : one.mean);
    }
    if (std::all_of(change.differences.begin(), change.differences.end(), is_nothing))
      unmoved.push_back(change.strategy);
    else
      changes.push_back(std::move(change));
  }
  if (changes.empty()) return nullptr;
  std::ranges::stable_sort(changes, std::greater{}, &StrategyChange::size);

  const double height = 104, size = std::max(extent.high, -extent.low);
  ValueAxis values = value_axis(canvas, info.name, extent.low, extent.high, height, true, size);
  // Differences of shares are in percentage points, so they must not have a % sign.
  const bool share = values.scale.percent;
  const std::string unit = share ? tr("points") : values.unit;
  values.extent += 8;
  values.axis.erase("values");
  values.axis.update({{"labelExpr", signed_number_expression("datum.value", share ? Scale{0.01, ""} : values.scale)},
                      {"tickCount", 4},
                      {"minExtent", values.extent},
                      {"maxExtent", values.extent}});

  // The dates of targets on the series. Each difference is stated for the last of them; without one, for the date
  // of the last target of all.
  std::set<Date> asked;
  Date due = shape.dates.front();
  for (const TargetDefinition& target : shape.targets) {
    if (target.by > shape.dates.back()) continue;
    if (target.series == info.name.name) asked.insert(target.by);
    due = std::max(due, target.by);
  }
  due = !asked.empty() ? *asked.rbegin() : due > shape.dates.front() ? due : shape.dates.back();
  const std::size_t due_at = shape.period_before(due).value_or(0);
  const auto words = [&](const Difference& one, Date date) -> std::string {
    if (is_nothing(one)) return tr("none on {}", date_words(date));
    const auto bare = [&](double value) { return show_difference_bare(value, info.name, size, thin_space); };
    const std::string mean = show_difference(one.mean, info.name, size, thin_space);
    return tr("{0} on {1}", with_range(mean, from_to(bare(one.interval.low), bare(one.interval.high))),
              date_words(date));
  };

  const DateAxis dates(shape.dates.front(), shape.dates.back(), std::floor(canvas.inner() - values.extent - 14));
  Shapes marks;
  marks.line(0, dates.width, grey, 1.2, values.pixel(0, height));
  for (const Date by : asked)
    if (dates.holds(by)) marks.upright(dates.pixel(by), 0, height, vermilion, 1.4, true);
  ChartTexts said{.place = place_name(record),
                  .head = {tr("strategy"), tr("largest difference"), tr("on {}", date_words(due))}};
  Json panels = Json::array();
  for (const StrategyChange& change : changes) {
    const std::string peak = words(change.differences[change.peak], shape.dates[change.peak]),
                      then = words(change.differences[due_at], due);
    said.table.push_back({change.strategy, peak, then});
    Json rows = Json::array();
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& one = change.differences[date];
      if (one.replications > 0)
        rows.push_back({{"date", iso(shape.dates[date])},
                        {"mean", one.mean},
                        {"low", one.interval.low},
                        {"high", one.interval.high}});
    }
    Json layers = Json::array({band_layer("low", "high", wide_band), line_layer("mean", 2.2)});
    append(layers, marks.layers(canvas));
    const std::string below = change.peak == due_at ? tr("largest: {}", peak) : tr("largest: {}; {}", peak, then);
    panels.push_back(draw_over_time(panel(canvas, change.strategy, below, dates.width), dates, values, height,
                                    std::move(rows), std::move(layers)));
  }
  const Text meaning =
      info.kind == SeriesKind::flow ? tr("{}, since the start", called(info.name)) : called(info.name);
  said.headline = tr("{}: {} with {}", meaning, said.table[0][1], said.table[0][0]);
  said.below = {tr("mean difference from the place as planned{}, with its paired 95 % interval; {}",
                   when(!unit.empty(), tr(" in {}", unit)), replications_of(comparison)),
                when(!asked.empty(), tr("dashed: the date of a target")),
                when(!unmoved.empty(), tr("no difference in any future on any date: {}", listed(unmoved)))};
  return stacked(canvas, said, std::move(panels));
}

// In how many futures each target is met, by strategy, for the targets whose number differs between strategies. Null
// without targets.
Json probabilities_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  if (shape.targets.empty()) return nullptr;
  struct Fared {
    std::size_t target, best = 0, worst = 0;
    double low = 2, high = -1;
  };
  std::vector<Fared> differ;
  std::vector<std::string> same, nothing_to_judge;
  const auto met = [&](std::size_t variant, std::size_t target) { return comparison.results(variant).target(target); };
  const auto futures = [&](double share) { return in_futures(share, comparison.replications()); };
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    Fared fared{t};
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const double p = met(v, t).probability;
      if (std::isnan(p)) continue;
      if (p < fared.low) fared.low = p, fared.worst = v;
      if (p > fared.high) fared.high = p, fared.best = v;
    }
    if (fared.high < 0)
      nothing_to_judge.push_back(shape.targets[t].to_string());
    else if (fared.high <= fared.low)
      same.push_back(tr("{} ({})", shape.targets[t].to_string(), futures(fared.high)));
    else
      differ.push_back(fared);
  }
  if (differ.empty())
    return no_chart([&] {
      return tr("each target is met in the same number of futures under every strategy, so there is no chart");
    });
  std::ranges::stable_sort(differ, std::greater{}, [](const Fared& one) { return one.high - one.low; });
  const Fared& most = differ.front();
  ChartTexts said{
      .place = place_name(record),
      .headline = most.best == 0
                      ? tr("{}: {} as planned, {} with {}", shape.targets[most.target].to_string(), futures(most.high),
                           futures(most.low), called(record.strategies[most.worst]))
                      : tr("{}: {} with {}, {} as planned", shape.targets[most.target].to_string(), futures(most.high),
                           called(record.strategies[most.best]), futures(met(0, most.target).probability)),
      .below = {tr("dot and line: share of the futures that meet it, with its 95 % interval; hollow, and dashed line: "
                   "as planned; {}",
                   replications_of(comparison)),
                when(!same.empty(), tr("the same under every strategy: {}", listed(same))),
                when(!nothing_to_judge.empty(), tr("nothing to judge on its date: {}", listed(nothing_to_judge)))},
      .head = {tr("target"), tr("strategy"), tr("met in"), tr("against the place as planned")},
      .naming = 2};
  Json panels = Json::array();
  for (const Fared& fared : differ) {
    const TargetDefinition& target = shape.targets[fared.target];
    const std::vector<Standing> standings = comparison.standings(fared.target);
    RowChart rows{.lane_height = 18, .uprights = {{met(0, fared.target).probability, grey, true}}};
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const TargetResult one = met(v, fared.target);
      const std::string in = std::isnan(one.probability) ? tr("nothing to judge") : futures(one.probability);
      const std::string gain = gain_words(standings[v], series_of(target, shape), thin_space);
      ChartRow& row = rows.add(called(record.strategies[v]), gain.empty() ? in : tr("{}; {}", in, gain));
      row.bold = v == fared.best;
      row.dot(one.probability, one.interval, {95, v == 0});
      said.table.push_back({target.to_string(), row.name, in, gain.empty() ? "–" : gain});
    }
    panels.push_back(rows.draw(panel(canvas, target.to_string(), tr("to be met by {}", date_words(target.by))), canvas,
                               level_axis(0, 1, per_cent())));
  }
  return stacked(canvas, said, std::move(panels));
}

// The extra spending and the probability of the target on which the strategies differ most, with a row for each
// strategy. Null without money or such a target.
Json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = shape.find(record.cost);
  if (!cost) return nullptr;
  std::vector<Choice> choices;
  std::size_t of = 0;
  double widest = 0;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    std::vector<Choice> known;
    Extent chances;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto extra = comparison.extra_cost(v, t);
      const double chance = comparison.results(v).target(t).probability;
      if (!extra || !std::isfinite(extra->mean) || !std::isfinite(chance)) continue;
      known.push_back({v, extra->mean, chance});
      chances.add(chance);
    }
    if (known.size() < 2 || chances.high - chances.low <= widest) continue;
    widest = chances.high - chances.low;
    of = t;
    choices = std::move(known);
  }
  Extent costs;
  for (const Choice& one : choices) costs.add(one.cost);
  if (!(costs.high > costs.low)) return nullptr;
  std::ranges::stable_sort(choices, std::greater{}, &Choice::chance);

  const SeriesName& money = shape.series[*cost].name;
  const TargetDefinition& target = shape.targets[of];
  const double size = std::max(std::abs(costs.low), std::abs(costs.high));
  const auto extra = [&](const Choice& one) {
    return one.variant == 0 ? tr("as planned").to_string() : show_difference(one.cost, money, size, thin_space);
  };
  const auto futures = [&](const Choice& one) { return in_futures(one.chance, comparison.replications()); };
  ChartTexts said{
      .place = place_name(record),
      .below = {tr("extra spending until {}, and in how many futures the target is met; diamond and bold: no other "
                   "strategy meets it in as many futures for less money, or in more for the same",
                   date_words(target.by)),
                when(shape.targets.size() > 1, tr("shown for the target on which the strategies differ most"))},
      .head = {tr("strategy"), tr("met in"), tr("extra spending"), tr("no strategy is better for the same money")}};
  RowChart rows{.lane_height = 18, .uprights = {{0}}};
  for (const Choice& one : choices) {
    const bool stays = !is_dominated(one, choices);
    ChartRow& row = rows.add(called(record.strategies[one.variant]), tr("{}; {}", futures(one), extra(one)));
    row.bold = stays;
    row.marks.bar(0, one.cost, stays ? deep_blue : wide_band, 7);
    row.marks.point(one.cost, 0, stays ? Dot{150, false, "diamond"} : Dot{80, true, "circle", wide_band});
    said.table.push_back({row.name, futures(one), extra(one), stays ? tr("yes") : tr("no")});
    if (stays && said.headline.empty())  // the likeliest of the choices that no other dominates
      said.headline = one.variant == 0
                          ? tr("{}: no strategy raises its probability above that as planned", target.to_string())
                          : tr("{}: {} with {}, for {}", target.to_string(), futures(one), row.name, extra(one));
  }
  return rows.draw(base(canvas, said), canvas, level_axis(rows, scale_for(money, size), true));
}

// The months in which areas are half and fully covered in the median future, by strategy, for the areas in which
// these differ. If there are none, a sentence takes its place; null if fewer than two areas have coverage at all.
Json covered_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  constexpr std::size_t most = 6;
  const ResultsShape& shape = comparison.shape();
  if (!shape.find(record.coverage)) return nullptr;
  // The first dates, as indices, at which the median future has half and full coverage; `never` if it does not
  // reach them.
  const std::size_t never = shape.dates.size();
  struct Covered {
    std::size_t half, all;
    bool operator==(const Covered&) const = default;
  };
  struct Area {
    std::string name;
    std::vector<Covered> under = {};  // one for each strategy
    // The time between the first and the last strategy to cover the whole area, in periods.
    [[nodiscard]] std::size_t gap() const {
      const auto [first, last] = std::ranges::minmax(under, {}, &Covered::all);
      return last.all - first.all;
    }
  };
  const auto coverage_in = [&](const Results& results) { return results.shape().find(record.coverage); };
  const std::vector<NamedArea> all = areas_with(shape, [&](AreaNode area) {
    const auto series = coverage_in(comparison.results(0));
    return series && has_values(comparison.results(0), never - 1, area, *series);
  });
  std::vector<Area> areas;
  for (const auto& [node, name] : all) {
    Area area{name};
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto report_of = [&, node = node, series = coverage_in(comparison.results(v))](double level) {
        return series ? reached(comparison.results(v), node, *series, level).half.value_or(never) : never;
      };
      area.under.push_back({report_of(0.5), report_of(1)});
    }
    if (std::count(area.under.begin(), area.under.end(), area.under[0]) < std::ssize(area.under))
      areas.push_back(std::move(area));
  }
  if (areas.empty())
    return all.size() < 2 ? Json(nullptr) : no_chart([] {
      return tr("when each area is covered is the same under every strategy, so there is no chart");
    });
  std::ranges::stable_sort(areas, std::greater{}, &Area::gap);
  const std::size_t alike = all.size() - areas.size(), less = areas.size() - std::min(areas.size(), most);
  areas.resize(areas.size() - less);

  std::size_t last = 0;
  const auto month_of = [&](std::size_t date) {
    return date < never ? month_words(shape.dates[date]).to_string() : tr("not by the end").to_string();
  };
  const auto at = [&](std::size_t date) { return date < never ? days_of(shape.dates[date]) : at_edge; };
  ChartTexts said{.place = place_name(record),
                  .headline = tr("when the areas are covered differs most in {}", areas.front().name),
                  .head = {tr("area"), tr("strategy"), tr("half covered"), tr("all covered")},
                  .naming = 2};
  RowChart rows{.lane_height = 14};
  for (const Area& area : areas)
    for (std::size_t v = 0; v < area.under.size(); ++v) {
      const auto [half, full] = area.under[v];
      if (v > 0 && area.under[v] == area.under[0]) continue;
      ChartRow& row = rows.add(called(record.strategies[v]), month_of(full));
      if (v == 0) row.heading = area.name;
      said.table.push_back({area.name, row.name, month_of(half), month_of(full)});
      last = std::max(last, std::min(full, never - 1));  // half coverage never comes later than full coverage
      if (half < never) {
        row.marks.line(at(half), at(full), narrow_band, 2.6);
        row.marks.point(at(half), 0, {70, true});
      }
      if (full < never) row.marks.point(at(full), 0, {80});
    }
  const Date end = end_of_axis(shape, shape.dates[last]);
  said.below = {tr("hollow dot: median coverage reaches 50 %; solid dot and month: it reaches 100 %; line to the "
                   "edge: not by the end; {}",
                   replications_of(comparison)),
                tr("strategies that change nothing in an area are left out there{}{}",
                   when(alike > 0, tr("; the same under all: {}", words_of_areas(alike))),
                   when(less > 0, tr("; not shown: {} that differ less", words_of_areas(less)))),
                cut_words(shape, end)};
  return rows.draw(base(canvas, said), canvas, dates_axis(shape.dates.front(), end));
}

}  // namespace

std::vector<Chart> comparison_charts(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  std::vector<Chart> figures;
  if (shape.dates.empty() || comparison.replications() == 0) return figures;  // nothing to draw
  const auto add = [&](std::string name, auto chart, auto... of) {
    figures.push_back({std::move(name), std::bind_front(chart, std::cref(comparison), std::cref(record), of...)});
  };
  add("target-probabilities", probabilities_chart);
  add("cost-and-probability", cost_chart);
  for (const std::size_t series : shape.headline)
    add("difference-" + file_name_of(shape.series.at(series).name.name), difference_chart, series);
  add("rollout-waves", covered_chart);
  return figures;
}

}  // namespace muster::output
