#include "output/charts/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace muster::output {

namespace {

constexpr double bar_height = 15;

std::string cause_of(const SpreadInput& input) { return input.title.shown_or(input.name); }
std::string constraint_name(const ConstraintEffect& one) { return one.title.shown_or(one.constraint); }

// Smallest and largest of what is drawn from a zero line.
struct FromZero {
  double low = 0, high = 0;
  void take(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] LevelAxis axis(double width, const Scale& scale) const {
    const double room = high > low ? 0.03 * (high - low) : 1;
    return {low - (low < 0 ? room : 0), high + room, width, scale};
  }
};

std::string asked(const TargetConstraints& target) {
  const Scale scale = scale_for(target.series, target.target.goal);
  const std::string goal = (target.target.comparison == Comparison::at_least ? "≥ " : "≤ ") +
                           show_with_unit(target.target.goal, scale, thin_space);
  const std::string planned =
      std::isnan(target.probability) ? text("nothing to judge") : in_futures(target.probability, target.replications);
  return text("{} by {}; as planned met in {}", goal, iso(target.target.by), planned);
}

Scale shortfall_scale(const TargetConstraints& target) {
  return scale_for(target.series, std::max(target.shortfall, std::abs(target.target.goal)));
}

// A bar from nothing to a value, with its interval.
void add_bar(Shapes& shapes, const LevelAxis& axis, double y, double value, double low, double high,
             const char* colour) {
  shapes.bars.push_back({axis.pixel(0), axis.pixel(value), y, bar_height, colour});
  if (std::isfinite(low) && high > low) shapes.lines.push_back({axis.pixel(low), y, axis.pixel(high), y, ink, 1.8});
}

// What is measured of an effect: the probability where any of it moves, else the shortfall that is closed.
struct Measure {
  bool probability = false;
  Scale scale;

  Measure(const TargetConstraints& target, const std::vector<ConstraintEffect>& effects)
      : scale(shortfall_scale(target)) {
    const auto moves = [](const ConstraintEffect& one) {
      return one.effect && std::isfinite(one.effect->gain.difference) && one.effect->gain.difference != 0;
    };
    probability = std::any_of(effects.begin(), effects.end(), moves) || moves(target.everything);
    if (!target.by_probability && std::none_of(effects.begin(), effects.end(), moves)) probability = false;
    if (probability) scale = {0.01, "", false};
  }
  [[nodiscard]] double of(const TargetEffect& effect) const {
    return probability ? effect.gain.difference : effect.closed.mean;
  }
  [[nodiscard]] Interval interval(const TargetEffect& effect) const {
    if (probability) return effect.gain.interval;
    return {effect.closed.mean - effect.closed.half_width, effect.closed.mean + effect.closed.half_width};
  }
  [[nodiscard]] bool is_sure(const TargetEffect& effect) const {
    return interval(effect).low > 0 || interval(effect).high < 0;
  }
  [[nodiscard]] std::string unit() const { return probability ? text("points") : unit_of_change(scale); }
  [[nodiscard]] std::string bare(double value) const {
    if (!probability) return show_change(value, scale, thin_space);
    const std::string shown = fmt::format("{:+.0f}", 100 * value);
    return shown == "+0" || shown == "-0" ? "0" : shown;
  }
  [[nodiscard]] std::string shown(double value) const { return with_unit_of_change(bare(value), unit()); }
  [[nodiscard]] std::string name() const {
    return probability ? text("gain of probability, in points")
                       : text("mean shortfall closed, {}", unit_of_change(scale));
  }
};

}  // namespace

Json tornado_chart(const TargetConstraints& target, const std::string& place, const Canvas& canvas) {
  const Measure measure(target, target.whole);
  std::vector<const ConstraintEffect*> shown;
  std::vector<std::string> idle;
  for (const ConstraintEffect& one : target.whole) {
    if (!one.effect) continue;
    const double size = measure.of(*one.effect);
    if (std::isfinite(size) && size != 0)
      shown.push_back(&one);
    else
      idle.push_back(constraint_name(one));
  }
  const bool together = target.everything.effect && std::isfinite(measure.of(*target.everything.effect)) &&
                        measure.of(*target.everything.effect) != 0;
  if (shown.empty() && !together) return nullptr;
  std::stable_sort(shown.begin(), shown.end(),
                   [&](const auto* a, const auto* b) { return measure.of(*a->effect) > measure.of(*b->effect); });
  const ConstraintEffect* largest = shown.empty() ? &target.everything : shown.front();
  if (together) shown.push_back(&target.everything);
  FromZero extent;
  std::vector<RowText> texts;
  std::vector<std::vector<std::string>> table;
  for (const ConstraintEffect* one : shown) {
    const Interval interval = measure.interval(*one->effect);
    const double size = measure.of(*one->effect);
    for (const double value : {size, interval.low, interval.high}) extent.take(value);
    const std::string name = one == &target.everything ? text("all at once") : constraint_name(*one);
    const std::string words =
        std::isfinite(interval.low)
            ? with_range(measure.shown(size), from_to(measure.bare(interval.low), measure.bare(interval.high)))
            : measure.shown(size);
    texts.push_back({name, words, 1, {}, measure.is_sure(*one->effect)});
    table.push_back({name, words});
  }
  const Rows rows(canvas, texts, 20);
  const LevelAxis axis = extent.axis(rows.width(), measure.scale);
  Shapes shapes;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Interval interval = measure.interval(*shown[i]->effect);
    const double size = measure.of(*shown[i]->effect);
    add_bar(shapes, axis, rows.at(i), size, interval.low, interval.high,
            shown[i] == &target.everything ? pale_grey
            : size >= 0                    ? wide_band
                                           : vermilion);
  }
  rows.add_upright(shapes, axis.pixel(0), grey, 1.2, false);
  const std::string name = largest == &target.everything ? text("all at once") : constraint_name(*largest);
  Said said{
      place,
      text("{}: most would come from {}, {}", target.target.shown(), name, measure.shown(measure.of(*largest->effect))),
      {},
      {}};
  said.below = {asked(target),
                text("each constraint relaxed in turn over the whole horizon, {} under the same luck: {}; lines: "
                     "intervals that hold together "
                     "with 95 %, bold where beyond doubt",
                     words_of_futures(target.replications), measure.name()),
                idle.empty() ? std::string{} : text("changes nothing: {}", listed(idle))};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}: {}", row[0], row[1]));
  Json chart = base(canvas, said);
  rows.draw(chart, axis.layer({}, true), shapes);
  add_table(chart, {text("constraint"), measure.name()}, table);
  return chart;
}

Json period_chart(const TargetConstraints& target, const std::string& place, const Canvas& canvas) {
  const Measure measure(target, target.by_period);
  std::vector<std::string> names, periods;
  double most = 0;
  const ConstraintEffect* largest = nullptr;
  for (const ConstraintEffect& one : target.by_period) {
    if (std::find(periods.begin(), periods.end(), one.period) == periods.end()) periods.push_back(one.period);
    const double size = one.effect ? measure.of(*one.effect) : 0;
    if (!std::isfinite(size) || size == 0) continue;
    const std::string name = constraint_name(one);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    if (!largest || size > measure.of(*largest->effect)) largest = &one;
    most = std::max(most, std::abs(size));
  }
  if (!largest) return nullptr;
  std::sort(periods.begin(), periods.end());
  std::vector<std::vector<ShadedCell>> cells(names.size(), std::vector<ShadedCell>(periods.size(), {"–", "#FFFFFF"}));
  std::vector<std::vector<std::string>> table;
  for (const std::string& name : names) table.push_back({name});
  for (auto& row : table) row.resize(periods.size() + 1, "–");
  constexpr std::array gains = {"#FFFFFF", "#D3E4F0", "#9DC4DE", "#4E8FBD"},
                       losses = {"#FFFFFF", "#F6E0D3", "#E5B598", "#C4743F"};
  for (const ConstraintEffect& one : target.by_period) {
    const auto row =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), constraint_name(one)) - names.begin());
    const auto column =
        static_cast<std::size_t>(std::find(periods.begin(), periods.end(), one.period) - periods.begin());
    if (row == names.size() || !one.effect) continue;
    const double size = measure.of(*one.effect);
    const bool shows = std::isfinite(size) && measure.bare(size) != "0";
    const auto step = shows ? static_cast<std::size_t>(std::ceil(2.999 * std::abs(size) / most)) : 0;
    cells[row][column] = {std::isfinite(size) ? measure.bare(size) : "–", (size < 0 ? losses : gains)[step],
                          measure.is_sure(*one.effect)};
    table[row][column + 1] = cells[row][column].words;
  }
  Said said{place,
            text("{}: most would come from {} in {}, {}", target.target.shown(), constraint_name(*largest),
                 largest->period, measure.shown(measure.of(*largest->effect))),
            {},
            {}};
  said.below = {asked(target), text("each constraint relaxed in one calendar year alone, {}: {}; bold where it is "
                                    "beyond doubt (95 % for all together)",
                                    words_of_futures(target.replications), measure.name())};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}: {}", row[0], listed({row.begin() + 1, row.end()})));
  Json chart = base(canvas, said);
  draw_cells(chart, canvas, periods, names, cells);
  std::vector<std::string> head{text("constraint")};
  head.insert(head.end(), periods.begin(), periods.end());
  add_table(chart, head, table);
  return chart;
}

Json waterfall_chart(const AttributedDifference& difference, const AttributedChanges& changes, const std::string& place,
                     const Canvas& canvas) {
  const Attribution& found = difference.attribution;
  if (difference.nothing_to_judge() || difference.changes_nothing()) return nullptr;
  const bool probability = difference.measure == "probability";
  const Scale scale = probability
                          ? Scale{0.01, "%", true}
                          : scale_for(difference.series, std::max(std::abs(difference.from), std::abs(difference.to)));
  const auto change = [&](double value) {
    return with_unit_of_change(show_change(value, scale, thin_space), unit_of_change(scale));
  };
  struct Step {
    double from, to;
    const char* colour;
  };
  std::vector<Step> steps;
  std::vector<RowText> texts;
  FromZero levels{std::min(difference.from, difference.to), std::max(difference.from, difference.to)};
  const auto add = [&](const std::string& name, double from, double to, const char* colour, std::string words) {
    steps.push_back({from, to, colour});
    levels.take(from);
    levels.take(to);
    texts.push_back({name, std::move(words)});
  };
  double level = difference.from;
  std::size_t largest = 0;
  add(changes.from.shown(), level, level, ink, show_with_unit(difference.from, scale, thin_space));
  std::vector<std::string> idle;
  for (std::size_t k = 0; k < found.changes.size(); ++k) {
    const ChangeShare& share = found.changes[k];
    const std::string title = changes.changes[k].title.shown_or(changes.changes[k].id);
    const std::string name = changes.changes[k].removed ? text("without {}", title) : title;
    if (std::abs(share.shapley.mean) > std::abs(found.changes[largest].shapley.mean)) largest = k;
    if (share.alone.mean == 0 && share.last.mean == 0 && !(found.exact && share.shapley.mean != 0)) {
      idle.push_back(name);
      continue;
    }
    add(name, level, level + share.alone.mean, share.alone.mean >= 0 ? wide_band : vermilion,
        found.exact ? text("{} alone; {} over all orders", change(share.alone.mean), change(share.shapley.mean))
                    : text("{} alone; {} as the last", change(share.alone.mean), change(share.last.mean)));
    level += share.alone.mean;
  }
  if (found.interactions.mean != 0)
    add(text("interactions"), level, level + found.interactions.mean, pale_grey, change(found.interactions.mean));
  add(changes.to.shown(), difference.to, difference.to, ink, show_with_unit(difference.to, scale, thin_space));

  const Rows rows(canvas, texts, 20);
  const LevelAxis axis = levels.axis(rows.width(), scale);
  Shapes shapes;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double from = axis.pixel(steps[i].from), to = axis.pixel(steps[i].to), y = rows.at(i);
    if (steps[i].from == steps[i].to)
      shapes.lines.push_back({to, y - 9, to, y + 9, ink, 4});
    else
      shapes.bars.push_back({from, to, y, bar_height, steps[i].colour});
    if (i + 1 < steps.size()) shapes.lines.push_back({to, y, to, rows.at(i + 1), grey, 1});
  }
  const std::string what =
      difference.measure == "value" || probability ? difference.title.shown() : called(difference.series);
  const AttributedChanges::Change& top = changes.changes[largest];
  const ChangeShare& top_share = found.changes[largest];
  Said said{place,
            text("{}: of {} most is due to {}, {}", what, change(difference.to - difference.from),
                 top.removed ? text("without {}", top.title.shown_or(top.id)) : top.title.shown_or(top.id),
                 change(found.exact ? top_share.shapley.mean : top_share.alone.mean)),
            {},
            {}};
  said.below = {probability                     ? text("probability that the target is met")
                : difference.measure == "value" ? text("{}, mean on the target's date", called(difference.series))
                                                : called(difference.series),
                text("from “{}” to “{}”: each change alone, one after the other; {} under the same luck",
                     changes.from.shown(), changes.to.shown(), words_of_futures(found.replications)),
                idle.empty() ? std::string{} : text("changes nothing: {}", listed(idle))};
  said.aloud = {said.headline};
  for (const RowText& row : texts) said.aloud.push_back(text("{}: {}", row.name, row.words));
  std::vector<std::vector<std::string>> table;
  for (const RowText& row : texts) table.push_back({row.name, row.words});
  Json chart = base(canvas, said);
  rows.draw(chart, axis.layer(scale.percent ? std::string{} : scale.unit), shapes);
  add_table(chart, {text("change"), text("what it does")}, table);
  return chart;
}

Json spread_chart(const SpreadOf& of, const Spreads& spreads, const std::string& place, const Canvas& canvas) {
  if (of.spread.known != SpreadKnown::shares) return nullptr;
  constexpr std::size_t most = 10;
  const Scale percent{0.01, "%", true};
  const auto sign = [](const std::string& evidence) {
    return evidence == "fact" ? "●" : evidence == "estimate" ? "◐" : "○";
  };
  const auto shown = [&](double share) { return show_with_unit(std::clamp(share, 0.0, 1.0), percent, thin_space); };
  struct Bar {
    std::string name;
    double share, low, high;
    const char* colour;
  };
  std::vector<Bar> bars;
  std::size_t others = 0;
  double together = 0;
  std::string largest;
  for (const std::size_t k : by_share(of.spread)) {
    const SpreadShare& share = of.spread.inputs[k];
    if (share.low > 0 && bars.size() < most) {
      if (bars.empty()) largest = cause_of(spreads.inputs[k]);
      bars.push_back({fmt::format("{} {}", sign(spreads.inputs[k].evidence), cause_of(spreads.inputs[k])), share.index,
                      share.low, share.high, spreads.inputs[k].sourced ? narrow_band : wide_band});
    } else {
      ++others;
      together += std::isfinite(share.index) ? std::max(share.index, 0.0) : 0;
    }
  }
  if (bars.empty()) return nullptr;  // a sentence says it better
  std::string headline =
      bars[0].share >= 0.45 && bars[0].share < 0.55
          ? text("{}: about half of the spread is one thing, {}", of.title.shown(), largest)
          : text("{}: {} of the spread is one thing, {}", of.title.shown(), shown(bars[0].share), largest);
  if (others > 0)
    bars.push_back({text("the other {} together, none certain", others), std::min(together, 1.0), 0, 0, pale_grey});
  bars.push_back({text("chance, and what assumptions only do together"), std::clamp(of.spread.rest.index, 0.0, 1.0),
                  of.spread.rest.low, of.spread.rest.high, pale_grey});
  std::vector<RowText> texts;
  std::vector<std::vector<std::string>> table;
  double widest = 0.1;
  for (Bar& bar : bars) {
    bar.low = std::clamp(bar.low, 0.0, 1.0);
    bar.high = std::clamp(bar.high, 0.0, 1.0);
    widest = std::max({widest, bar.share, bar.high});
    texts.push_back({bar.name, bar.high > bar.low ? with_range(shown(bar.share), from_to(bar.low, bar.high, percent))
                                                  : shown(bar.share)});
    table.push_back({texts.back().name, texts.back().words});
  }
  const Rows rows(canvas, texts, 20);
  const LevelAxis axis{0, std::min(1.0, widest * 1.04), rows.width(), percent};
  Shapes shapes;
  for (std::size_t i = 0; i < bars.size(); ++i)
    add_bar(shapes, axis, rows.at(i), bars[i].share, bars[i].low, bars[i].high, bars[i].colour);
  const Scale scale = scale_for(of.series, std::abs(of.mean));
  Said said{place, std::move(headline), {}, {}};
  said.below = {
      text("on {}: mean {}, standard deviation {}, {}", iso(of.date), show_with_unit(of.mean, scale, thin_space),
           show_shortfall(of.spread.sd, scale), words_of_futures(of.spread.replications)),
      text("share of the variance that would vanish if one thing were known, with its 95 % interval; ● fact, ◐ "
           "estimate, ○ assumption")};
  said.aloud = {said.headline};
  for (const auto& row : table) said.aloud.push_back(text("{}: {}", row[0], row[1]));
  Json chart = base(canvas, said);
  rows.draw(chart, axis.layer(), shapes);
  add_table(chart, {text("cause"), text("share of the spread")}, table);
  return chart;
}

std::vector<Chart> constraints_charts(const std::vector<TargetConstraints>& targets, const Wording& place) {
  std::vector<Chart> figures;
  for (const TargetConstraints& target : targets) {
    figures.push_back({"periods-" + target.target.id,
                       [&target, place](const Canvas& canvas) { return period_chart(target, place.shown(), canvas); }});
    figures.push_back({"tornado-" + target.target.id, [&target, place](const Canvas& canvas) {
                         return tornado_chart(target, place.shown(), canvas);
                       }});
  }
  return figures;
}

std::vector<Chart> spread_charts(const Spreads& spreads, const Wording& place) {
  std::vector<Chart> figures;
  for (const SpreadOf& of : spreads.outputs)
    figures.push_back({"spread-" + file_name_of(of.id), [&of, &spreads, place](const Canvas& canvas) {
                         return spread_chart(of, spreads, place.shown(), canvas);
                       }});
  return figures;
}

std::vector<Chart> attribution_charts(const AttributedChanges& changes, const Wording& place) {
  std::vector<Chart> figures;
  for (const AttributedDifference& difference : changes.differences)
    figures.push_back({"waterfall-" + (difference.target.empty() ? "" : difference.target + "-") + difference.measure,
                       [&difference, &changes, place](const Canvas& canvas) {
                         return waterfall_chart(difference, changes, place.shown(), canvas);
                       }});
  return figures;
}

}  // namespace muster::output
