#include "output/charts/explanation.hpp"

#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"

#include <array>
#include <set>

namespace muster::output {

namespace {

std::string cause_of(const SpreadInput& input) { return input.title.to_string_or(input.name); }
std::string constraint_name(const ConstraintEffect& one) { return one.title.to_string_or(one.constraint); }

std::string goal_words(const TargetConstraints& target) {
  const Scale scale = scale_for(target.series, target.target.goal);
  const std::string planned =
      std::isnan(target.probability) ? tr("nothing to judge") : in_futures(target.probability, target.replications);
  return tr("{} by {}; met as planned: {}", goal_of(target.target, scale), date_words(target.target.by), planned);
}

std::string idle_words(const std::vector<std::string>& idle, bool of_probability = false) {
  return when(!idle.empty(), of_probability
                                 ? tr("does not change the number of futures that meet it: {}", listed(idle))
                                 : tr("changes nothing: {}", listed(idle)));
}

// Adds a bar from 0 to a value, with its interval.
void add_bar(ChartRow& row, double value, double low, double high, const char* colour) {
  row.marks.bar(0, value, colour);
  if (std::isfinite(low) && high > low) row.marks.line(low, high, ink, 1.8);
}

// The measure of effects in a chart: the gain of probability if any effect changes it, else the shortfall closed.
struct Measure {
  bool probability = false;
  Scale scale;

  Measure(const TargetConstraints& target, const std::vector<ConstraintEffect>& effects) {
    const auto moves = [](const ConstraintEffect& one) {
      return one.effect && std::isfinite(one.effect->gain.difference) && one.effect->gain.difference != 0;
    };
    const bool any = std::any_of(effects.begin(), effects.end(), moves);
    probability = any || (target.by_probability && moves(target.everything));
    scale = probability ? Scale{0.01, "", false}
                        : scale_for(target.series, std::max(target.shortfall, std::abs(target.target.goal)));
  }
  // The effect; 0: none.
  [[nodiscard]] double of(const ConstraintEffect& one) const {
    const double size = !one.effect ? 0 : probability ? one.effect->gain.difference : one.effect->closed.mean;
    return std::isfinite(size) ? size : 0;
  }
  [[nodiscard]] Interval interval(const TargetEffect& effect) const {
    if (probability) return effect.gain.interval;
    return {effect.closed.mean - effect.closed.half_width, effect.closed.mean + effect.closed.half_width};
  }
  [[nodiscard]] bool is_sure(const TargetEffect& effect) const {
    return interval(effect).low > 0 || interval(effect).high < 0;
  }
  [[nodiscard]] std::string bare(double value) const {
    if (!probability) return show_change(value, scale, thin_space);
    const std::string shown = fmt::format("{:+.0f}", std::round(100 * value));
    return shown == "+0" || shown == "-0" ? "0" : shown;
  }
  [[nodiscard]] std::string shown(double value) const {
    return with_unit(bare(value), probability ? tr("points").to_string() : unit_of_change(scale));
  }
  [[nodiscard]] std::string name() const {
    return probability ? tr("gain of probability, in points") : tr("mean shortfall closed, {}", unit_of_change(scale));
  }
};

// The effect of each constraint relaxed over the whole time simulated, the largest first: the gain of probability, or
// the shortfall closed if no probability changes. Null if no constraint has an effect.
Json tornado_chart(const TargetConstraints& target, const LocalizedText& place, const Canvas& canvas) {
  const Measure measure(target, target.whole);
  std::vector<const ConstraintEffect*> shown;
  std::vector<std::string> idle;
  for (const ConstraintEffect& one : target.whole) {
    if (measure.of(one) != 0)
      shown.push_back(&one);
    else if (one.effect)
      idle.push_back(constraint_name(one));
  }
  std::ranges::stable_sort(shown, std::greater{}, [&](const ConstraintEffect* one) { return measure.of(*one); });
  if (measure.of(target.everything) != 0) shown.push_back(&target.everything);
  if (shown.empty()) return nullptr;
  ChartTexts said{
      .place = place.to_string(),
      .below = {goal_words(target),
                tr("each constraint relaxed in turn over the whole time simulated, {} under the same luck: {}; "
                   "lines: intervals that hold together with 95 %, bold where certain",
                   futures_words(target.replications, thin_space), measure.name()),
                idle_words(idle, measure.probability)},
      .head = {tr("constraint"), measure.name()}};
  RowChart rows{.uprights = {{0}}};
  for (const ConstraintEffect* one : shown) {
    const bool all = one == &target.everything;
    const auto [low, high] = measure.interval(*one->effect);
    const double size = measure.of(*one);
    ChartRow& row = rows.add(all ? tr("all at once").to_string() : constraint_name(*one), measure.shown(size));
    if (said.headline.empty())
      said.headline =
          tr("{}: the largest gain would come from {}, {}", target.target.to_string(), row.name, row.words);
    if (std::isfinite(low)) row.words = with_range(row.words, from_to(measure.bare(low), measure.bare(high)));
    row.bold = measure.is_sure(*one->effect);
    add_bar(row, size, low, high, all ? pale_grey : size >= 0 ? wide_band : vermilion);
    said.table.push_back({row.name, row.words});
  }
  return rows.draw(base(canvas, said), canvas, level_axis(rows, measure.scale, true));
}

// The effect of each constraint relaxed in each period alone. Null if none has an effect, for example without
// periods.
Json period_chart(const TargetConstraints& target, const LocalizedText& place, const Canvas& canvas) {
  const Measure measure(target, target.by_period);
  std::set<std::string> periods;
  std::vector<CellRow> rows;  // of the constraints that have an effect in some period
  double most = 0;
  const ConstraintEffect* largest = nullptr;
  for (const ConstraintEffect& one : target.by_period) {
    periods.insert(one.period);
    const double size = measure.of(one);
    if (size == 0) continue;
    if (std::ranges::find(rows, constraint_name(one), &CellRow::name) == rows.end())
      rows.push_back({constraint_name(one)});
    if (!largest || size > measure.of(*largest)) largest = &one;
    most = std::max(most, std::abs(size));
  }
  if (!largest) return nullptr;
  for (CellRow& row : rows) row.cells.resize(periods.size());
  constexpr std::array gains = {"#FFFFFF", "#D3E4F0", "#9DC4DE", "#4E8FBD"},
                       losses = {"#FFFFFF", "#F6E0D3", "#E5B598", "#C4743F"};
  for (const ConstraintEffect& one : target.by_period) {
    const auto row = std::ranges::find(rows, constraint_name(one), &CellRow::name);
    if (row == rows.end() || !one.effect) continue;
    const double size = measure.of(one);
    const auto step =
        measure.bare(size) == "0" ? 0 : static_cast<std::size_t>(std::ceil(2.999 * std::abs(size) / most));
    row->cells[static_cast<std::size_t>(std::distance(periods.begin(), periods.find(one.period)))] = {
        measure.bare(size), (size < 0 ? losses : gains)[step], measure.is_sure(*one.effect)};
  }
  ChartTexts said{.place = place.to_string(),
                  .headline = tr("{}: the largest gain would come from {} in {}, {}", target.target.to_string(),
                                 constraint_name(*largest), largest->period, measure.shown(measure.of(*largest))),
                  .below = {goal_words(target), tr("each constraint relaxed in one calendar year alone, {}: {}; bold "
                                                   "where it is certain (95 % for all together)",
                                                   futures_words(target.replications, thin_space), measure.name())},
                  .head = {tr("constraint")}};
  said.head.insert(said.head.end(), periods.begin(), periods.end());
  for (const auto& [name, cells] : rows) {
    said.table.push_back({name});
    for (const ShadedCell& cell : cells) said.table.back().push_back(cell.words);
  }
  return draw_cells(base(canvas, said), canvas, {periods.begin(), periods.end()}, rows);
}

// From one strategy to the other: the effect of each change alone, then the interactions; the words also give the
// mean effect over all orders, or if that is not known, the effect as the last change. Null if there is nothing to
// judge or nothing changes.
Json waterfall_chart(const AttributedDifference& difference, const AttributedChanges& changes,
                     const LocalizedText& place, const Canvas& canvas) {
  const Attribution& found = difference.attribution;
  if (difference.nothing_to_judge() || difference.changes_nothing()) return nullptr;
  const bool probability = difference.measure == "probability", value = difference.measure == "value";
  const Scale scale = probability
                          ? per_cent()
                          : scale_for(difference.series, std::max(std::abs(difference.from), std::abs(difference.to)));
  const auto change = [&](const MeanInterval& by) {
    return with_unit(show_change(by.mean, scale, thin_space), unit_of_change(scale));
  };
  const auto name_of = [&](std::size_t k) {
    const AttributedChanges::Change& one = changes.changes[k];
    const std::string title = one.title.to_string_or(one.id);
    return one.removed ? tr("without {}", title).to_string() : title;
  };
  RowChart rows;
  double level = difference.from;
  const auto add_level = [&](const LocalizedText& strategy, double at) {
    rows.add(strategy.to_string(), amount(at, scale)).marks.upright(at, -9, 9, ink, 4);
  };
  // Draws a thin line from the current level to the next row.
  const auto lead_on = [&] { rows.rows.back().marks.upright(level, 0, at_edge, grey, 1); };
  const auto add_step = [&](const std::string& name, std::string words, double by, const char* colour) {
    rows.add(name, std::move(words)).marks.bar(level, level + by, colour);
    level += by;
    lead_on();
  };
  add_level(changes.from, level);
  lead_on();
  std::vector<std::string> idle;
  std::size_t largest = 0;
  for (std::size_t k = 0; k < found.changes.size(); ++k) {
    const ChangeShare& share = found.changes[k];
    if (std::abs(share.shapley.mean) > std::abs(found.changes[largest].shapley.mean)) largest = k;
    if (share.alone.mean == 0 && share.last.mean == 0 && !(found.exact && share.shapley.mean != 0))
      idle.push_back(name_of(k));
    else
      add_step(name_of(k),
               found.exact ? tr("{} alone; {} over all orders", change(share.alone), change(share.shapley))
                           : tr("{} alone; {} as the last", change(share.alone), change(share.last)),
               share.alone.mean, share.alone.mean >= 0 ? wide_band : vermilion);
  }
  if (found.interactions.mean != 0)
    add_step(tr("interactions"), change(found.interactions), found.interactions.mean, pale_grey);
  add_level(changes.to, difference.to);

  const ChangeShare& top = found.changes[largest];
  ChartTexts said{
      .place = place.to_string(),
      .headline = tr("{}: of the difference of {}, most is due to {} ({})",
                     value || probability ? difference.title.to_string() : called(difference.series),
                     change({difference.to - difference.from, 0}), name_of(largest),
                     change(found.exact ? top.shapley : top.alone)),
      .below = {probability ? tr("probability that the target is met")
                : value     ? tr("{}, mean on the target's date", called(difference.series))
                            : called(difference.series),
                tr("from “{}” to “{}”: each change alone, one after the other; {} under the same luck",
                   changes.from.to_string(), changes.to.to_string(), futures_words(found.replications, thin_space)),
                idle_words(idle)},
      .head = {tr("change"), tr("effect")}};
  for (const ChartRow& row : rows.rows) said.table.push_back({row.name, row.words});
  return rows.draw(base(canvas, said), canvas, level_axis(rows, scale, false, false));
}

}  // namespace

Json spread_chart(const SpreadOf& of, const Spreads& spreads, const LocalizedText& place, const Canvas& canvas) {
  if (of.spread.known != SpreadKnown::shares) return nullptr;
  constexpr std::size_t most = 10;
  const auto within = [](double share) { return std::clamp(share, 0.0, 1.0); };
  const auto shown = [&](double share) { return amount(within(share), per_cent()); };
  RowChart rows;
  double widest = 0.1;
  const auto add = [&](std::string name, double share, double low, double high, const char* colour) {
    share = within(share), low = within(low), high = within(high);
    widest = std::max({widest, share, high});
    ChartRow& row = rows.add(std::move(name), shown(share));
    if (high > low) row.words = with_range(row.words, from_to(low, high, per_cent()));
    add_bar(row, share, low, high, colour);
  };
  std::size_t others = 0;
  double together = 0;
  std::string headline;
  for (const std::size_t k : by_share(of.spread)) {
    const SpreadShare& share = of.spread.inputs[k];
    const SpreadInput& input = spreads.inputs[k];
    if (!(share.low > 0) || rows.rows.size() == most) {
      ++others;
      together += std::isfinite(share.index) ? share.index : 0;
      continue;
    }
    if (headline.empty())
      headline =
          share.index >= 0.45 && share.index < 0.55
              ? tr("{}: about half of the spread comes from {}", of.title.to_string(), cause_of(input))
              : tr("{}: {} of the spread comes from {}", of.title.to_string(), shown(share.index), cause_of(input));
    const char* sign = input.evidence == "fact" ? "●" : input.evidence == "estimate" ? "◐" : "○";
    add(fmt::format("{} {}", sign, cause_of(input)), share.index, share.low, share.high,
        input.sourced ? narrow_band : wide_band);
  }
  if (rows.rows.empty()) return nullptr;  // no share is certain; a sentence states this better than a chart
  if (others > 0) add(tr("the other {} together, none certain", others), together, 0, 0, pale_grey);
  add(tr("chance and joint effects of assumptions"), of.spread.rest.index, of.spread.rest.low, of.spread.rest.high,
      pale_grey);
  const Scale scale = scale_for(of.series, std::abs(of.mean));
  ChartTexts said{
      .place = place.to_string(),
      .headline = headline,
      .below = {tr("on {}: mean {}, standard deviation {}, {}", date_words(of.date), amount(of.mean, scale),
                   show_shortfall(of.spread.sd, scale), futures_words(of.spread.replications, thin_space)),
                tr("share of the variance that would vanish if one cause were known exactly, with its 95 % interval; "
                   "● fact, ◐ estimate, ○ assumption")},
      .head = {tr("cause"), tr("share of the spread")}};
  for (const ChartRow& row : rows.rows) said.table.push_back({row.name, row.words});
  return rows.draw(base(canvas, said), canvas, level_axis(0, std::min(1.0, widest * 1.04), per_cent()));
}

std::vector<Chart> constraints_charts(const std::vector<TargetConstraints>& targets, const LocalizedText& place) {
  std::vector<Chart> figures;
  for (const TargetConstraints& target : targets) {
    figures.push_back({"periods-" + target.target.id, std::bind_front(period_chart, std::cref(target), place)});
    figures.push_back({"tornado-" + target.target.id, std::bind_front(tornado_chart, std::cref(target), place)});
  }
  return figures;
}

std::vector<Chart> spread_charts(const Spreads& spreads, const LocalizedText& place) {
  std::vector<Chart> figures;
  for (const SpreadOf& of : spreads.outputs)
    figures.push_back(
        {"spread-" + file_name_of(of.id), std::bind_front(spread_chart, std::cref(of), std::cref(spreads), place)});
  return figures;
}

std::vector<Chart> attribution_charts(const AttributedChanges& changes, const LocalizedText& place) {
  std::vector<Chart> figures;
  for (const AttributedDifference& difference : changes.differences)
    figures.push_back({"waterfall-" + (difference.target.empty() ? "" : difference.target + "-") + difference.measure,
                       std::bind_front(waterfall_chart, std::cref(difference), std::cref(changes), place)});
  return figures;
}

}  // namespace muster::output
