#include "output/charts/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

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
  std::size_t variant;
  std::vector<Difference> differences;
  std::size_t peak = 0;  // the date on which it is largest
};

bool is_nothing(const Difference& one) {
  return one.replications == 0 || (one.mean == 0 && !(one.interval.high > one.interval.low));
}

std::string difference_words(const Difference& one, const SeriesName& series, double size, Date date) {
  if (is_nothing(one)) return text("none on {}", iso(date));
  const std::string range = from_to(show_difference_bare(one.interval.low, series, size, thin_space),
                                    show_difference_bare(one.interval.high, series, size, thin_space));
  return text("{0} on {1}", with_range(show_difference(one.mean, series, size, thin_space), range), iso(date));
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
    Band band{v, {}};
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      band.differences.push_back(comparison.headline_difference(v, date, series));
      if (std::abs(band.differences[date].mean) > std::abs(band.differences[band.peak].mean)) band.peak = date;
    }
    if (std::all_of(band.differences.begin(), band.differences.end(), is_nothing)) {
      unmoved.push_back(strategy_name(record, v));
      continue;
    }
    for (const Difference& one : band.differences) {
      if (one.replications == 0) continue;
      smallest = std::min(smallest, std::isfinite(one.interval.low) ? one.interval.low : one.mean);
      largest = std::max(largest, std::isfinite(one.interval.high) ? one.interval.high : one.mean);
    }
    bands.push_back(std::move(band));
  }
  if (bands.empty()) return nullptr;
  std::stable_sort(bands.begin(), bands.end(), [](const Band& a, const Band& b) {
    return std::abs(a.differences[a.peak].mean) > std::abs(b.differences[b.peak].mean);
  });

  const double height = 104, size = std::max(largest, -smallest);
  ValueAxis values = value_axis(canvas, info.name, smallest, largest, height, true, size);
  const Scale points{0.01, "", false};  // differences of shares are points, which a % sign would hide
  const Scale& scale = values.scale.percent ? points : values.scale;
  values.axis["labelExpr"] = "(datum.value > 0 ? '+' : '') + " + number_expression("datum.value", scale, false, 10);
  values.axis["values"] = nullptr;
  values.axis.erase("values");
  values.axis["tickCount"] = 4;
  const std::string unit = values.scale.percent ? text("points") : values.unit;
  const double extent = values.extent + 8;
  values.axis["minExtent"] = values.axis["maxExtent"] = extent;

  // The dates of targets about the series, and the last of them, on which each difference is told.
  std::vector<Date> asked;
  for (const TargetDefinition& target : shape.targets)
    if (target.series == info.name.name && target.by <= shape.dates.back()) asked.push_back(target.by);
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  Date due = shape.dates.back();  // the last date of any target on which the strategies may be judged
  if (!asked.empty()) {
    due = asked.back();
  } else {
    due = shape.dates.front();
    for (const TargetDefinition& target : shape.targets)
      if (target.by <= shape.dates.back()) due = std::max(due, target.by);
    if (due == shape.dates.front()) due = shape.dates.back();
  }
  const auto due_at =
      static_cast<std::size_t>(std::upper_bound(shape.dates.begin(), shape.dates.end(), due) - shape.dates.begin() - 1);

  const double width = std::floor(canvas.inner() - extent - 14);
  const DateAxis dates(shape.dates.front(), shape.dates.back(), width);
  Json panels = Json::array();
  std::vector<std::vector<std::string>> table;
  for (const Band& band : bands) {
    const std::string name = strategy_name(record, band.variant);
    const std::string peak = difference_words(band.differences[band.peak], info.name, size, shape.dates[band.peak]);
    const std::string then = difference_words(band.differences[due_at], info.name, size, due);
    Json rows = Json::array();
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& difference = band.differences[date];
      if (difference.replications == 0) continue;
      rows.push_back({{"date", iso(shape.dates[date])},
                      {"mean", value_or_null(difference.mean)},
                      {"low", value_or_null(difference.interval.low)},
                      {"high", value_or_null(difference.interval.high)}});
    }
    Shapes shapes;
    const double zero = values.pixel(0, height);
    shapes.lines.push_back({0, zero, width, zero, grey, 1.2});
    for (const Date by : asked)
      if (dates.holds(by)) shapes.lines.push_back({dates.pixel(by), 0, dates.pixel(by), height, vermilion, 1.4, true});
    Json layers = Json::array();
    layers.push_back(
        {{"mark", {{"type", "area"}, {"color", wide_band}}},
         {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", "low"}}}, {"y2", {{"field", "high"}}}}}});
    layers.push_back({{"mark", {{"type", "line"}, {"color", deep_blue}, {"strokeWidth", 2.2}}},
                      {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", "mean"}}}}}});
    append(layers, shapes.layers());
    const std::string told = band.peak == due_at ? text("largest: {}", peak) : text("largest: {}; {}", peak, then);
    panels.push_back({{"title", panel_title(canvas, width, name, told)},
                      {"width", width},
                      {"height", height},
                      {"data", {{"values", std::move(rows)}}},
                      {"encoding", {{"x", dates.x()}, {"y", values.y()}}},
                      {"layer", std::move(layers)}});
    table.push_back({name, peak, then});
  }
  const std::string meaning =
      info.kind == SeriesKind::flow ? text("{}, since the start", called(info.name)) : called(info.name);
  const Band& first = bands.front();
  Said said{place_of(record),
            text("{}: {} with {}", meaning,
                 difference_words(first.differences[first.peak], info.name, size, shape.dates[first.peak]),
                 strategy_name(record, first.variant)),
            {},
            {}};
  said.below = {text("mean difference from the place as planned{}, with its paired 95 % interval; {}",
                     unit.empty() ? std::string{} : text(" in {}", unit), replications_of(comparison)),
                asked.empty() ? std::string{} : text("dashed: the date of a target"),
                unmoved.empty() ? std::string{} : text("no difference in any future on any date: {}", listed(unmoved))};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}: {}; {}", row[0], row[1], row[2]));
  Json chart = base(canvas, said);
  chart["spacing"] = 18;
  chart["vconcat"] = std::move(panels);
  add_table(chart, {text("strategy"), text("largest difference"), text("on {}", iso(due))}, table);
  return chart;
}

Json probabilities_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  if (shape.targets.empty()) return nullptr;
  struct Fared {
    std::size_t target;
    double spread, planned;
    std::size_t best;
  };
  std::vector<Fared> differ;
  std::vector<std::string> same, nothing_to_judge;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    Fared fared{t, 0, comparison.results(0).target(t).probability, 0};
    double low = 2, high = -1;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const double p = comparison.results(v).target(t).probability;
      if (std::isnan(p)) continue;
      low = std::min(low, p);
      if (p > high) high = p, fared.best = v;
    }
    fared.spread = high - low;
    if (high < 0)
      nothing_to_judge.push_back(shape.targets[t].shown());
    else if (high <= low)
      same.push_back(text("{} ({})", shape.targets[t].shown(), in_futures(high, comparison.replications())));
    else
      differ.push_back(fared);
  }
  if (differ.empty())
    return no_chart(
        [&] { return text("every target is met in as many futures under each strategy, so there is no chart"); });
  std::stable_sort(differ.begin(), differ.end(), [](const Fared& a, const Fared& b) { return a.spread > b.spread; });

  Json panels = Json::array();
  std::vector<std::vector<std::string>> table;
  for (const Fared& fared : differ) {
    const TargetDefinition& target = shape.targets[fared.target];
    const std::vector<Standing> standings = comparison.standings(fared.target);
    const SeriesName series = series_of(target, shape);
    std::vector<RowText> texts;
    std::vector<TargetResult> results;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      results.push_back(comparison.results(v).target(fared.target));
      const TargetResult& one = results.back();
      const std::string futures =
          std::isnan(one.probability) ? text("nothing to judge") : in_futures(one.probability, one.replications);
      const std::string gain = gain_words(standings[v], series, thin_space);
      texts.push_back(
          {strategy_name(record, v), gain.empty() ? futures : text("{}; {}", futures, gain), 1, {}, v == fared.best});
      table.push_back({target.shown(), texts.back().name, futures, gain.empty() ? "–" : gain});
    }
    const Rows rows(canvas, texts, 18);
    const LevelAxis levels{0, 1, rows.width(), {0.01, "%", true}};
    Shapes shapes;
    rows.add_upright(shapes, levels.pixel(fared.planned), grey, 1.2, true);
    for (std::size_t v = 0; v < results.size(); ++v) {
      if (std::isnan(results[v].probability)) continue;
      shapes.lines.push_back({levels.pixel(results[v].interval.low), rows.at(v), levels.pixel(results[v].interval.high),
                              rows.at(v), narrow_band, 2.6});
      shapes.points.push_back({levels.pixel(results[v].probability), rows.at(v), "circle", deep_blue, 95, v == 0});
    }
    Json panel = {
        {"title", panel_title(canvas, canvas.inner() - 8, target.shown(), text("to be met by {}", iso(target.by)))}};
    rows.draw(panel, levels.layer(), shapes);
    panels.push_back(std::move(panel));
  }
  const Fared& most = differ.front();
  const TargetDefinition& target = shape.targets[most.target];
  Said said{place_of(record),
            text("{}: {} with {}, {} as planned", target.shown(),
                 in_futures(comparison.results(most.best).target(most.target).probability, comparison.replications()),
                 strategy_name(record, most.best), in_futures(most.planned, comparison.replications())),
            {},
            {}};
  said.below = {
      text("dot and line: share of the futures that meet it, with its 95 % interval; hollow, and dashed line: as "
           "planned; {}",
           replications_of(comparison)),
      same.empty() ? std::string{} : text("the same under every strategy: {}", listed(same)),
      nothing_to_judge.empty() ? std::string{} : text("nothing to judge on its date: {}", listed(nothing_to_judge))};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}, {}: {}", row[0], row[1], row[2]));
  Json chart = base(canvas, said);
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  add_table(chart, {text("target"), text("strategy"), text("met in"), text("against the place as planned")}, table);
  return chart;
}

Json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = shape.find(record.cost);
  if (!cost || shape.targets.empty() || comparison.variants() < 2) return nullptr;
  struct Choice {
    std::size_t variant;
    double cost, probability;
  };
  std::vector<Choice> best;
  std::size_t of = 0;
  double widest = 0;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    std::vector<Choice> choices;
    double low = 1, high = 0;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto extra = comparison.extra_cost(v, t);
      const double probability = comparison.results(v).target(t).probability;
      if (!extra || !std::isfinite(extra->mean) || !std::isfinite(probability)) continue;
      choices.push_back({v, extra->mean, probability});
      low = std::min(low, probability);
      high = std::max(high, probability);
    }
    if (high - low > widest) widest = high - low, best = choices, of = t;
  }
  if (best.size() < 2) return nullptr;
  std::vector<double> costs, chances;
  for (const Choice& one : best) costs.push_back(one.cost), chances.push_back(one.probability);
  const std::vector<bool> stays = efficient(costs, chances);
  const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
  const double size = std::max(std::abs(*least), std::abs(*most));
  if (!(*most > *least)) return nullptr;
  std::vector<std::size_t> order(best.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return chances[a] > chances[b]; });

  const SeriesName& money = shape.series[*cost].name;
  const TargetDefinition& target = shape.targets[of];
  std::vector<RowText> texts;
  std::vector<std::vector<std::string>> table;
  const auto extra = [&](std::size_t i) {
    return best[i].variant == 0 ? text("as planned") : show_difference(costs[i], money, size, thin_space);
  };
  for (const std::size_t i : order) {
    const std::string futures = in_futures(chances[i], comparison.replications());
    texts.push_back({strategy_name(record, best[i].variant), text("{}; {}", futures, extra(i)), 1, {}, stays[i]});
    table.push_back({texts.back().name, futures, extra(i), stays[i] ? text("yes") : text("no")});
  }
  const Rows rows(canvas, texts, 18);
  const double low = std::min(0.0, *least), high = std::max(0.0, *most), room = 0.03 * (high - low);
  const LevelAxis levels{low - room, high + room, rows.width(), scale_for(money, size)};
  Shapes shapes;
  rows.add_upright(shapes, levels.pixel(0), grey, 1.2, false);
  for (std::size_t r = 0; r < order.size(); ++r) {
    const std::size_t i = order[r];
    shapes.bars.push_back({levels.pixel(0), levels.pixel(costs[i]), rows.at(r), 7, stays[i] ? deep_blue : wide_band});
    shapes.points.push_back({levels.pixel(costs[i]), rows.at(r), stays[i] ? "diamond" : "circle",
                             stays[i] ? deep_blue : wide_band, stays[i] ? 150.0 : 80.0, !stays[i]});
  }
  std::size_t dearest = 0;  // of the efficient ones the likeliest, at the least money
  for (std::size_t i = 0; i < best.size(); ++i)
    if (stays[i] && (!stays[dearest] || chances[i] > chances[dearest])) dearest = i;
  Said said{place_of(record),
            best[dearest].variant == 0 ? text("{}: no strategy is likelier than the plan for its money", target.shown())
                                       : text("{}: {} with {}, for {}", target.shown(),
                                              in_futures(chances[dearest], comparison.replications()),
                                              strategy_name(record, best[dearest].variant), extra(dearest)),
            {},
            {}};
  said.below = {text("extra money spent until {}, and in how many futures the target is met; diamond and bold: no "
                     "other is as likely for "
                     "as little money",
                     iso(target.by)),
                shape.targets.size() > 1 ? text("of the target on which the strategies differ most") : std::string{}};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}: {}; {}", row[0], row[1], row[2]));
  Json chart = base(canvas, said);
  rows.draw(chart, levels.layer(scale_for(money, size).unit, true), shapes);
  add_table(chart, {text("strategy"), text("met in"), text("extra spent"), text("no other as likely for as little")},
            table);
  return chart;
}

Json waves_chart(const PairedComparison& comparison, const ComparisonRecord& record, const Canvas& canvas) {
  constexpr std::size_t most = 6;
  constexpr std::array median = {0.5};
  constexpr double rounding = 1e-6;  // medians are of 32-bit floats
  const ResultsShape& shape = comparison.shape();
  if (!shape.find(record.coverage)) return nullptr;
  const std::size_t k = comparison.variants(), never = shape.dates.size();
  // The first report at which the median future has come so far; `never` if it does not.
  struct Reached {
    std::size_t half, all;
    bool operator==(const Reached&) const = default;
  };
  struct Area {
    std::string name;
    std::vector<Reached> of;
  };
  std::vector<Area> areas;
  std::size_t alike = 0;
  const std::vector<AreaNode> leaves = leaves_with(shape, [&](AreaNode area) {
    const Results& results = comparison.results(0);
    const auto own = results.shape().find(record.coverage);
    return own && results.moments(results.shape().cell(never - 1, area, *own)).count() > 0;
  });
  const std::vector<std::string> names = names_of(shape, leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    Area area{names[i], std::vector<Reached>(k, {never, never})};
    for (std::size_t v = 0; v < k; ++v) {
      const Results& results = comparison.results(v);
      const auto series = results.shape().find(record.coverage);
      for (std::size_t date = never; series && date-- > 0;) {
        const Summary summary = results.summarise(results.shape().cell(date, leaves[i], *series), 1, median)[0];
        if (summary.replications == 0) continue;
        if (summary.quantiles[0] >= 0.5 - rounding) area.of[v].half = date;
        if (summary.quantiles[0] >= 1 - rounding) area.of[v].all = date;
      }
    }
    if (std::all_of(area.of.begin(), area.of.end(), [&](const Reached& one) { return one == area.of[0]; }))
      ++alike;
    else
      areas.push_back(std::move(area));
  }
  if (areas.empty())
    return leaves.size() < 2 ? Json(nullptr) : no_chart([&] {
      return text("when each area is covered is the same under every strategy, so there is no chart");
    });
  const auto gap = [&](const Area& area) {
    const auto [a, b] = std::minmax_element(area.of.begin(), area.of.end(),
                                            [](const Reached& x, const Reached& y) { return x.all < y.all; });
    return b->all - a->all;
  };
  std::stable_sort(areas.begin(), areas.end(), [&](const Area& a, const Area& b) { return gap(a) > gap(b); });
  const std::size_t differ = areas.size();
  if (areas.size() > most) areas.resize(most);

  std::vector<RowText> texts;
  std::vector<Reached> reached;
  std::vector<std::vector<std::string>> table;
  std::size_t last = 0;
  const auto when = [&](std::size_t date) {
    return date < never ? iso(shape.dates[date]).substr(0, 7) : text("not by the end");
  };
  for (const Area& area : areas)
    for (std::size_t v = 0; v < k; ++v) {
      if (v > 0 && area.of[v] == area.of[0]) continue;
      texts.push_back({strategy_name(record, v), when(area.of[v].all), 1, v == 0 ? area.name : std::string{}});
      table.push_back({area.name, texts.back().name, when(area.of[v].half), when(area.of[v].all)});
      reached.push_back(area.of[v]);
      for (const std::size_t date : {area.of[v].half, area.of[v].all}) last = std::max(last, std::min(date, never - 1));
    }
  const Rows rows(canvas, texts, 14);
  const Date end = end_of_axis(shape, shape.dates[last]);
  const DateAxis dates(shape.dates.front(), end, rows.width());
  Shapes shapes;
  for (std::size_t r = 0; r < reached.size(); ++r) {
    const double y = rows.at(r);
    if (reached[r].half == never) continue;
    const double from = dates.pixel(shape.dates[reached[r].half]);
    const double to = reached[r].all < never ? dates.pixel(shape.dates[reached[r].all]) : rows.width();
    shapes.lines.push_back({from, y, to, y, narrow_band, 2.6});
    shapes.points.push_back({from, y, "circle", deep_blue, 70, true});
    if (reached[r].all < never) shapes.points.push_back({to, y, "circle", deep_blue, 80});
  }
  Said said{place_of(record), text("when the areas are covered differs most in {}", areas.front().name), {}, {}};
  said.below = {
      text("hollow: 50 % covered in the median future, solid, and the month: 100 %; a line to the edge: not by the "
           "end; {}",
           replications_of(comparison)),
      text("strategies that change nothing in an area are left out there{}{}",
           alike > 0 ? text("; the same under all: {} areas", alike) : std::string{},
           differ > areas.size() ? text("; {} more areas differ less", differ - areas.size()) : std::string{}),
      cut_words(shape, end)};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}, {}: {}", row[0], row[1], row[3]));
  Json chart = base(canvas, said);
  rows.draw(chart, dates.layer(), shapes);
  add_table(chart, {text("area"), text("strategy"), text("half covered"), text("all covered")}, table);
  return chart;
}

std::vector<Chart> comparison_charts(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  std::vector<Chart> figures;
  if (shape.dates.empty() || comparison.replications() == 0) return figures;  // nothing to draw
  const auto of_all = [&](Json (*chart)(const PairedComparison&, const ComparisonRecord&, const Canvas&)) {
    return [&comparison, &record, chart](const Canvas& canvas) { return chart(comparison, record, canvas); };
  };
  figures.push_back({"target-probabilities", of_all(probabilities_chart)});
  figures.push_back({"cost-and-probability", of_all(cost_chart)});
  for (const std::size_t series : shape.headline)
    figures.push_back(
        {"difference-" + file_name_of(shape.series.at(series).name.name),
         [&, series](const Canvas& canvas) { return difference_chart(comparison, record, series, canvas); }});
  figures.push_back({"rollout-waves", of_all(waves_chart)});
  return figures;
}

}  // namespace muster::output
