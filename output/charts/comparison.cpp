#include "output/charts/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <set>

namespace muster::output {

namespace {

std::string strategy_name(const ComparisonRecord& record, std::size_t variant) {
  return record.strategies[variant].title.shown_or(record.strategies[variant].id);
}

std::string place_of(const ComparisonRecord& record) { return record.run.title.shown_or(record.run.place); }

std::string replications_of(const PairedComparison& comparison) {
  return text("{} futures of each under the same luck", grouped(comparison.replications(), thin_space));
}

// What is known of a series' difference at each date.
struct Band {
  std::string strategy;
  std::vector<Difference> differences = {};
  std::size_t peak = 0;  // the date on which it is largest

  [[nodiscard]] double size() const { return std::abs(differences[peak].mean); }
};

bool is_nothing(const Difference& one) {
  return one.replications == 0 || (one.mean == 0 && !(one.interval.high > one.interval.low));
}

}  // namespace

std::vector<bool> efficient(const std::vector<double>& costs, const std::vector<double>& gains) {
  std::vector<bool> stays(costs.size(), true);
  for (std::size_t i = 0; i < costs.size(); ++i)
    for (std::size_t j = 0; j < costs.size(); ++j)
      if (costs[j] <= costs[i] && gains[j] >= gains[i] && (costs[j] < costs[i] || gains[j] > gains[i]))
        stays[i] = false;
  return stays;
}

Json difference_chart(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t series,
                      const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<Band> bands;
  std::vector<std::string> unmoved;
  double smallest = 0, largest = 0;
  for (std::size_t v = 1; v < comparison.variants(); ++v) {
    if (!comparison.shares(v, series)) continue;
    Band band{strategy_name(record, v)};
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& one = band.differences.emplace_back(comparison.headline_difference(v, date, series));
      if (std::abs(one.mean) > band.size()) band.peak = date;
      if (one.replications == 0) continue;
      smallest = std::min(smallest, std::isfinite(one.interval.low) ? one.interval.low : one.mean);
      largest = std::max(largest, std::isfinite(one.interval.high) ? one.interval.high : one.mean);
    }
    if (std::all_of(band.differences.begin(), band.differences.end(), is_nothing))
      unmoved.push_back(band.strategy);
    else
      bands.push_back(std::move(band));
  }
  if (bands.empty()) return nullptr;
  std::stable_sort(bands.begin(), bands.end(), [](const Band& a, const Band& b) { return a.size() > b.size(); });

  const double height = 104, size = std::max(largest, -smallest);
  ValueAxis values = value_axis(canvas, info.name, smallest, largest, height, true, size);
  const std::string unit = values.scale.percent ? text("points") : values.unit;
  // Differences of shares are points, which a % sign would hide.
  const Scale scale = values.scale.percent ? Scale{0.01, "", false} : values.scale;
  values.extent += 8;
  values.axis.erase("values");
  values.axis.update({{"labelExpr", signed_number_expression("datum.value", scale)},
                      {"tickCount", 4},
                      {"minExtent", values.extent},
                      {"maxExtent", values.extent}});

  // The dates of targets about the series, on the last of which each difference is told; else of the last target at
  // all.
  std::set<Date> asked, all_asked;
  for (const TargetDefinition& target : shape.targets) {
    if (target.by > shape.dates.back()) continue;
    if (target.series == info.name.name) asked.insert(target.by);
    if (target.by > shape.dates.front()) all_asked.insert(target.by);
  }
  const Date due = !asked.empty() ? *asked.rbegin() : all_asked.empty() ? shape.dates.back() : *all_asked.rbegin();
  const std::size_t due_at = last_report_by(shape, due);
  const auto words = [&](const Difference& one, Date date) {
    if (is_nothing(one)) return text("none on {}", iso(date)).shown();
    const auto bare = [&](double value) { return show_difference_bare(value, info.name, size, thin_space); };
    return text("{0} on {1}",
                with_range(show_difference(one.mean, info.name, size, thin_space),
                           from_to(bare(one.interval.low), bare(one.interval.high))),
                iso(date))
        .shown();
  };

  const DateAxis dates(shape.dates.front(), shape.dates.back(), std::floor(canvas.inner() - values.extent - 14));
  Shapes marks;
  const double zero = values.pixel(0, height);
  marks.line(0, dates.width, grey, 1.2, zero);
  for (const Date by : asked)
    if (dates.holds(by)) marks.upright(dates.pixel(by), 0, height, vermilion, 1.4, true);
  Said said{place_of(record), {}, {}, {}, {text("strategy"), text("largest difference"), text("on {}", iso(due))}};
  Json panels = Json::array();
  for (const Band& band : bands) {
    const std::string peak = words(band.differences[band.peak], shape.dates[band.peak]),
                      then = words(band.differences[due_at], due);
    said.table.push_back({band.strategy, peak, then});
    Json rows = Json::array();
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& one = band.differences[date];
      if (one.replications > 0)
        rows.push_back({{"date", iso(shape.dates[date])},
                        {"mean", value_or_null(one.mean)},
                        {"low", value_or_null(one.interval.low)},
                        {"high", value_or_null(one.interval.high)}});
    }
    Json layers = Json::array({band_layer("low", "high", wide_band), line_layer("mean", 2.2)});
    append(layers, marks.layers(canvas));
    const std::string told = band.peak == due_at ? text("largest: {}", peak) : text("largest: {}; {}", peak, then);
    panels.push_back(draw_over_time(panel(canvas, band.strategy, told, dates.width), dates, values, height,
                                    std::move(rows), std::move(layers)));
  }
  const std::string meaning =
      info.kind == SeriesKind::flow ? text("{}, since the start", called(info.name)) : called(info.name);
  said.headline = text("{}: {} with {}", meaning, said.table[0][1], said.table[0][0]);
  said.below = {text("mean difference from the place as planned{}, with its paired 95 % interval; {}",
                     when(!unit.empty(), text(" in {}", unit)), replications_of(comparison)),
                when(!asked.empty(), text("dashed: the date of a target")),
                when(!unmoved.empty(), text("no difference in any future on any date: {}", listed(unmoved)))};
  return stacked(canvas, said, std::move(panels));
}

Json probabilities_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  if (shape.targets.empty()) return nullptr;
  struct Fared {
    std::size_t target, best = 0;
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
      fared.low = std::min(fared.low, p);
      if (p > fared.high) fared.high = p, fared.best = v;
    }
    if (fared.high < 0)
      nothing_to_judge.push_back(shape.targets[t].shown());
    else if (fared.high <= fared.low)
      same.push_back(text("{} ({})", shape.targets[t].shown(), futures(fared.high)));
    else
      differ.push_back(fared);
  }
  if (differ.empty())
    return no_chart(
        [&] { return text("every target is met in as many futures under each strategy, so there is no chart"); });
  std::stable_sort(differ.begin(), differ.end(),
                   [](const Fared& a, const Fared& b) { return a.high - a.low > b.high - b.low; });
  const Fared& most = differ.front();
  Said said{place_of(record),
            text("{}: {} with {}, {} as planned", shape.targets[most.target].shown(), futures(most.high),
                 strategy_name(record, most.best), futures(met(0, most.target).probability)),
            {text("dot and line: share of the futures that meet it, with its 95 % interval; hollow, and dashed line: "
                  "as planned; {}",
                  replications_of(comparison)),
             when(!same.empty(), text("the same under every strategy: {}", listed(same))),
             when(!nothing_to_judge.empty(), text("nothing to judge on its date: {}", listed(nothing_to_judge)))},
            {},
            {text("target"), text("strategy"), text("met in"), text("against the place as planned")},
            {},
            2};
  Json panels = Json::array();
  for (const Fared& fared : differ) {
    const TargetDefinition& target = shape.targets[fared.target];
    const std::vector<Standing> standings = comparison.standings(fared.target);
    RowChart rows{.rows = {}, .lane_height = 18, .uprights = {{met(0, fared.target).probability, grey, true}}};
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const TargetResult one = met(v, fared.target);
      const std::string in = std::isnan(one.probability) ? text("nothing to judge") : futures(one.probability);
      const std::string gain = gain_words(standings[v], series_of(target, shape), thin_space);
      ChartRow row{strategy_name(record, v), gain.empty() ? in : text("{}; {}", in, gain), {}, v == fared.best};
      add_dot(row, one.probability, one.interval.low, one.interval.high, {95, v == 0});
      said.table.push_back({target.shown(), row.name, in, gain.empty() ? "–" : gain});
      rows.rows.push_back(std::move(row));
    }
    panels.push_back(rows.draw(panel(canvas, target.shown(), text("to be met by {}", iso(target.by))), canvas,
                               level_axis(0, 1, {0.01, "%", true})));
  }
  return stacked(canvas, said, std::move(panels));
}

Json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = shape.find(record.cost);
  if (!cost || shape.targets.empty() || comparison.variants() < 2) return nullptr;
  // Of the target on which the strategies differ most.
  std::vector<std::size_t> variants;
  std::vector<double> costs, chances;
  std::size_t of = 0;
  double widest = 0;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    std::vector<std::size_t> known;
    std::vector<double> extra, probabilities;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto difference = comparison.extra_cost(v, t);
      const double probability = comparison.results(v).target(t).probability;
      if (!difference || !std::isfinite(difference->mean) || !std::isfinite(probability)) continue;
      known.push_back(v);
      extra.push_back(difference->mean);
      probabilities.push_back(probability);
    }
    if (known.size() < 2) continue;
    const auto [low, high] = std::minmax_element(probabilities.begin(), probabilities.end());
    if (*high - *low <= widest) continue;
    widest = *high - *low;
    of = t;
    variants = std::move(known), costs = std::move(extra), chances = std::move(probabilities);
  }
  if (variants.empty()) return nullptr;
  const std::vector<bool> stays = efficient(costs, chances);
  const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
  const double size = std::max(std::abs(*least), std::abs(*most));
  if (!(*most > *least)) return nullptr;
  std::vector<std::size_t> order(variants.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return chances[a] > chances[b]; });

  const SeriesName& money = shape.series[*cost].name;
  const TargetDefinition& target = shape.targets[of];
  const auto extra = [&](std::size_t i) {
    return variants[i] == 0 ? std::string(text("as planned")) : show_difference(costs[i], money, size, thin_space);
  };
  const auto futures = [&](std::size_t i) { return in_futures(chances[i], comparison.replications()); };
  Said said{place_of(record),
            {},
            {text("extra money spent until {}, and in how many futures the target is met; diamond and bold: no other "
                  "is as likely for as little money",
                  iso(target.by)),
             when(shape.targets.size() > 1, text("of the target on which the strategies differ most"))},
            {},
            {text("strategy"), text("met in"), text("extra spent"), text("no other as likely for as little")}};
  RowChart rows{.rows = {}, .lane_height = 18, .uprights = {{0}}};
  std::size_t dearest = 0;  // of the efficient ones the likeliest, at the least money
  for (const std::size_t i : order) {
    if (stays[i] && (!stays[dearest] || chances[i] > chances[dearest])) dearest = i;
    ChartRow row{strategy_name(record, variants[i]), text("{}; {}", futures(i), extra(i)), {}, stays[i]};
    row.marks.bar(0, costs[i], stays[i] ? deep_blue : wide_band, 7);
    row.marks.point(costs[i], 0, stays[i] ? Dot{150, false, "diamond"} : Dot{80, true, "circle", wide_band});
    said.table.push_back({row.name, futures(i), extra(i), stays[i] ? text("yes") : text("no")});
    rows.rows.push_back(std::move(row));
  }
  said.headline = variants[dearest] == 0
                      ? text("{}: no strategy is likelier than the plan for its money", target.shown())
                      : text("{}: {} with {}, for {}", target.shown(), futures(dearest),
                             strategy_name(record, variants[dearest]), extra(dearest));
  return rows.draw(base(canvas, said), canvas, level_axis(rows, scale_for(money, size), true));
}

Json covered_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  constexpr std::size_t most = 6;
  const ResultsShape& shape = comparison.shape();
  if (!shape.find(record.coverage)) return nullptr;
  // When the median future has come so far in an area under a strategy; beyond the last report if it does not.
  const std::size_t never = shape.dates.size();
  struct Covered {
    std::size_t half, all;
    bool operator==(const Covered&) const = default;
  };
  struct Area {
    std::string name;
    std::vector<Covered> under;  // each strategy
    // Between the first and the last strategy to cover all of it.
    [[nodiscard]] std::size_t gap() const {
      const auto earlier = [](const Covered& a, const Covered& b) { return a.all < b.all; };
      const auto [first, last] = std::minmax_element(under.begin(), under.end(), earlier);
      return last->all - first->all;
    }
  };
  std::vector<Area> areas;
  const std::vector<AreaNode> leaves = leaves_with(shape, [&](AreaNode area) {
    const Results& results = comparison.results(0);
    const auto own = results.shape().find(record.coverage);
    return own && results.moments(results.shape().cell(never - 1, area, *own)).count() > 0;
  });
  const std::vector<std::string> names = names_of(shape, leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    Area area{names[i], {}};
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const Results& results = comparison.results(v);
      const auto series = results.shape().find(record.coverage);
      const auto report_of = [&](double level) {
        return series ? reached(results, leaves[i], *series, level).half.value_or(never) : never;
      };
      area.under.push_back({report_of(0.5), report_of(1)});
    }
    if (std::count(area.under.begin(), area.under.end(), area.under[0]) < std::ssize(area.under))
      areas.push_back(std::move(area));
  }
  if (areas.empty())
    return leaves.size() < 2 ? Json(nullptr) : no_chart([&] {
      return text("when each area is covered is the same under every strategy, so there is no chart");
    });
  std::stable_sort(areas.begin(), areas.end(), [&](const Area& a, const Area& b) { return a.gap() > b.gap(); });
  const std::size_t alike = leaves.size() - areas.size(), less = areas.size() - std::min(areas.size(), most);
  areas.resize(areas.size() - less);

  std::size_t last = 0;
  const auto month_of = [&](std::size_t date) {
    return date < never ? iso(shape.dates[date]).substr(0, 7) : std::string(text("not by the end"));
  };
  Said said{place_of(record),
            text("when the areas are covered differs most in {}", areas.front().name),
            {},
            {},
            {text("area"), text("strategy"), text("half covered"), text("all covered")},
            {},
            2};
  RowChart rows{.rows = {}, .lane_height = 14};
  for (const Area& area : areas)
    for (std::size_t v = 0; v < area.under.size(); ++v) {
      const Covered& covered = area.under[v];
      if (v > 0 && covered == area.under[0]) continue;
      ChartRow row{strategy_name(record, v), month_of(covered.all), {}, false, v == 0 ? area.name : std::string{}};
      said.table.push_back({area.name, row.name, month_of(covered.half), month_of(covered.all)});
      for (const std::size_t date : {covered.half, covered.all}) last = std::max(last, std::min(date, never - 1));
      const auto at = [&](std::size_t date) {
        return date < never ? days_of(shape.dates[date]) : std::numeric_limits<double>::infinity();
      };
      if (covered.half < never) {
        row.marks.line(at(covered.half), at(covered.all), narrow_band, 2.6);
        row.marks.point(at(covered.half), 0, {70, true});
      }
      if (covered.all < never) row.marks.point(at(covered.all), 0, {80});
      rows.rows.push_back(std::move(row));
    }
  const Date end = end_of_axis(shape, shape.dates[last]);
  said.below = {
      text("hollow: 50 % covered in the median future, solid, and the month: 100 %; a line to the edge: not by the "
           "end; {}",
           replications_of(comparison)),
      text("strategies that change nothing in an area are left out there{}{}",
           when(alike > 0, text("; the same under all: {}", words_of_areas(alike))),
           when(less > 0, text("; not shown: {} that differ less", words_of_areas(less)))),
      cut_words(shape, end)};
  return rows.draw(base(canvas, said), canvas, dates_axis(shape.dates.front(), end));
}

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
