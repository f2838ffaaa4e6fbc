#include "output/summary/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/document/names.hpp"
#include "output/findings/constraints.hpp"
#include "output/findings/targets.hpp"
#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <vector>

namespace muster::output {

namespace {

// A gain of probability in points: `+39 (+30 to +48)`; `0` where nothing changes.
std::string gain_of(const ProbabilityGain& gain) {
  const auto points = [](double share) {
    const long whole = std::lround(share * 100);
    return whole == 0 ? std::string("0") : fmt::format("{:+d}", whole);
  };
  return text("{} ({} to {})", points(gain.difference), points(gain.interval.low), points(gain.interval.high));
}

bool changes_nothing(const TargetEffect& effect) {
  return effect.gain.difference == 0 && effect.closed.mean == 0 && !(effect.closed.half_width > 0);
}

std::string name_of(const ConstraintEffect& one) { return one.title.shown(); }

// What binds besides, and when: sentences.
std::vector<std::string> binding_details(const TargetConstraints& target) {
  const ConstraintEffect* first = strongest(target);
  if (!first || !helps_beyond_doubt(target, *first->effect)) return {};
  std::vector<std::string> said;
  const auto bounds = [&](const TargetEffect& effect) {
    return target.by_probability
               ? effect.gain.interval
               : Interval{effect.closed.mean - effect.closed.half_width, effect.closed.mean + effect.closed.half_width};
  };
  std::vector<std::string> alike;  // as large, as far as these replications tell
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && &one != first && helps_beyond_doubt(target, *one.effect) &&
        bounds(*one.effect).high >= bounds(*first->effect).low)
      alike.push_back(name_of(one));
  if (!alike.empty()) said.push_back(text("Not told apart from it by these replications: {}.", listed(alike)));
  // When: the year in which relaxing it alone does most.
  const ConstraintEffect* year = nullptr;
  for (const ConstraintEffect& one : target.by_period)
    if (one.constraint == first->constraint && (!year || target.size_of(*one.effect) > target.size_of(*year->effect)))
      year = &one;
  if (target.by_period.empty()) return said;  // periods were not asked for
  if (!year) {
    said.push_back(text("When: over the whole horizon only; none of its parameters is a value by date."));
  } else if (helps_beyond_doubt(target, *year->effect)) {
    const std::string effect = effect_words(target, *year->effect);
    said.push_back(
        year->relaxed < year->parameters
            ? text("When: most in {}. Relaxed in that year alone, {} ({} of its {} parameters can change for a year).",
                   year->period, effect, year->relaxed, year->parameters)
            : text("When: most in {}. Relaxed in that year alone, {}.", year->period, effect));
  } else {
    said.push_back(text("When: no single year of relaxing it moves the target beyond doubt; it takes several."));
  }
  return said;
}

std::string share_words(const SpreadShare& share) {
  const auto percent = [](double part) { return 100 * std::clamp(part, 0.0, 1.0); };
  return text("{:.0f} % ({:.0f} to {:.0f})", percent(share.index), percent(share.low), percent(share.high));
}

}  // namespace

std::string with_margin(const MeanInterval& mean, const Scale& scale) {
  if (std::isnan(mean.mean)) return "–";
  if (mean.mean == 0 && !(mean.half_width > 0)) return text("no difference");
  const std::string unit = unit_of_change(scale).empty() ? "" : before_unit() + unit_of_change(scale);
  if (!(mean.half_width > 0)) return show_change(mean.mean, scale) + unit;
  // So many digits that the margin has one that is not 0, and the mean as many.
  const double margin = mean.half_width / scale.divisor, most = 9;
  const double wanted = std::floor(std::log10(margin));
  const int digits = static_cast<int>(std::clamp(margin < 1                         ? -wanted
                                                 : margin < 10 && scale.divisor > 1 ? 1.0
                                                                                    : 0.0,
                                                 0.0, most));
  const auto shown = [&](double value) {
    const std::string plain = fmt::format("{:.{}f}", std::abs(value) / scale.divisor, digits);
    return digits == 0 ? show(std::abs(std::round(value / scale.divisor)), Scale{}) : plain;
  };
  const std::string said = shown(mean.mean);
  const bool none = said.find_first_of("123456789") == std::string::npos;
  return fmt::format("{}{} ± {}{}", none ? "" : mean.mean > 0 ? "+" : "-", said, shown(mean.half_width), unit);
}

std::string no_shares_sentence(const Spread& spread) {
  switch (spread.known) {
    case SpreadKnown::no_value:
      return text("No future has a value on that day: there is nothing to judge.");
    case SpreadKnown::all_the_same:
      return text("Every future ends with the same value: nothing is uncertain here.");
    case SpreadKnown::too_few:
      return text("{} futures are too few to say what makes them differ; run at least {}.",
                  grouped(spread.replications), grouped(std::max(least_to_split, 2 * spread.replications)));
    default:
      return text(
          "Only {} of {} futures end with another value than the rest: too few differ to say what makes the "
          "difference; run more of them.",
          grouped(spread.differ), grouped(spread.replications));
  }
}

std::string constraints_text(const std::vector<TargetConstraints>& targets, const Screen& screen) {
  std::string said = paragraph(inked(constraints_finding(targets), Ink::bold, screen), screen);
  for (const TargetConstraints& target : targets) {
    const TargetDefinition& definition = target.target;
    const Scale scale = scale_for(target.series, std::abs(definition.goal));  // as a run tells of the target
    const auto tell = [&](const std::string& words) { said += paragraph(words, screen, 2, 2); };
    const auto met = [](double share, std::uint64_t replications) {
      return static_cast<std::uint64_t>(std::llround(share * static_cast<double>(replications)));
    };
    ResultsShape shape;
    shape.series = {{target.series, SeriesKind::stock}};
    said += "\n" + paragraph(inked(text("{} ({})", target_heading(definition), goal_words(definition, shape)),
                                   Ink::bold, screen),
                             screen, 0, 2);
    if (target.nothing_to_judge()) {
      tell(text("nothing to judge on {}, whichever constraint is relaxed", iso(definition.by)));
      continue;
    }
    if (std::isnan(target.probability))
      tell(text(
          "as planned: nothing to judge; with a constraint relaxed there may be ({}, each relaxation under the same "
          "luck)",
          replications_words(target.replications)));
    else
      tell(text("As planned: {}; {} missing on average.",
                met_with_bounds(met(target.probability, target.replications), target.replications, target.interval),
                show_shortfall(target.shortfall, scale)));
    if (targets.size() > 1) tell(binding_sentence(target));  // of one the finding has said it
    for (const std::string& sentence : binding_details(target)) tell(sentence);
    if (target.everything.effect)
      tell(text("With all relaxed at once {}.", effect_words(target, *target.everything.effect)));
    TerminalTable table({{text("constraint"), false, true},
                         {text("gain, in 100"), true},
                         {text("shortfall closed"), true},
                         {text("parameters relaxed"), true, false, false}},
                        2);
    std::vector<std::string> absent, idle;
    bool any = false;
    for (const ConstraintEffect& one : target.whole) {
      if (!one.effect || changes_nothing(*one.effect)) {
        (one.effect ? idle : absent).push_back(name_of(one));
        continue;
      }
      table.add({name_of(one), gain_of(one.effect->gain), with_margin(one.effect->closed, scale),
                 std::to_string(one.relaxed)});
      any = true;
    }
    if (any) said += table.text(screen);
    if (!idle.empty()) tell(text("without any effect: {}", listed(idle)));
    if (!absent.empty()) tell(text("not in this place: {}", listed(absent)));
  }
  return said;
}

std::string attribution_text(const AttributedChanges& changes, const Screen& screen) {
  std::string said;
  const auto tell = [&](const std::string& words) { said += paragraph(words, screen); };
  const auto detail = [&](const std::string& words) { said += paragraph(words, screen, 2, 2); };
  const auto called = [](const AttributedChanges::Change& change) { return change.title.shown_or(change.id); };
  for (const AttributedDifference& difference : changes.differences) {
    const Attribution& found = difference.attribution;
    const Scale scale = scale_for(difference.series, std::fmax(std::abs(difference.from), std::abs(difference.to)));
    const std::string what = difference.measure == "probability" ? text("probability of {}", difference.title.shown())
                             : difference.measure == "value"
                                 ? text("{} ({})", output::called(difference.series), difference.title.shown())
                                 : output::called(difference.series);
    if (difference.nothing_to_judge()) {
      const bool from = !std::isnan(difference.from), to = !std::isnan(difference.to);
      const std::string before = show_with_unit(difference.from, scale), after = show_with_unit(difference.to, scale);
      tell(from && to
               ? text("{}: {} with {}, {} with {}; with some of the changes alone there is nothing to judge, so the "
                      "difference is not shared out",
                      what, before, changes.from.shown(), after, changes.to.shown())
           : from ? text("{}: {} with {}; with {} there is nothing to judge", what, before, changes.from.shown(),
                         changes.to.shown())
           : to   ? text("{}: with {} there is nothing to judge; {} with {}", what, changes.from.shown(), after,
                         changes.to.shown())
                  : text("{}: nothing to judge", what));
      continue;
    }
    if (difference.changes_nothing()) {
      tell(text("{}: {} with {} and with {} ({})", what, show_with_unit(difference.from, scale), changes.from.shown(),
                changes.to.shown(), replications_words(found.replications)));
      detail(text("none of the changes moves it in any replication"));
      continue;
    }
    double largest_change = 0;
    const auto take = [&](const MeanInterval& one) {
      for (const double part : {one.mean, one.half_width})
        if (std::isfinite(part)) largest_change = std::max(largest_change, std::abs(part));
    };
    for (const ChangeShare& share : found.changes)
      for (const MeanInterval& one : {share.alone, share.last, share.shapley}) take(one);
    take(found.total);
    const Scale change_scale = scale_for(difference.series, largest_change);
    tell(inked(text("{}: from {} with {} to {} with {}, a difference of {} ({})", what,
                    show_with_unit(difference.from, scale), changes.from.shown(), show_with_unit(difference.to, scale),
                    changes.to.shown(), with_margin(found.total, change_scale), replications_words(found.replications)),
               Ink::bold, screen));
    std::size_t largest = 0;
    const auto size = [&](std::size_t k) {
      const ChangeShare& share = found.changes[k];
      return std::abs(found.exact ? share.shapley.mean : (share.alone.mean + share.last.mean) / 2);
    };
    for (std::size_t k = 0; k < found.changes.size(); ++k)
      if (size(k) > size(largest)) largest = k;
    const ChangeShare& most = found.changes[largest];
    if (found.exact && std::abs(most.shapley.mean) > most.shapley.half_width)
      detail(changes.changes[largest].removed
                 ? text("most is due to leaving out {}: {} whatever the order", called(changes.changes[largest]),
                        with_margin(most.shapley, change_scale))
                 : text("most is due to {}: {} whatever the order", called(changes.changes[largest]),
                        with_margin(most.shapley, change_scale)));
    if (!found.exact)
      detail(text("more than {} changes: each as the first alone and as the last, not its mean over all orders",
                  most_exact_changes));
    TerminalTable table({{text("change"), false, true},
                         {text("alone"), true},
                         {text("last"), true},
                         {found.exact ? text("mean over all orders") : "", true}},
                        2);
    for (std::size_t k = 0; k < found.changes.size(); ++k) {
      const ChangeShare& share = found.changes[k];
      const AttributedChanges::Change& change = changes.changes[k];
      table.add({change.removed ? text("without {}", called(change)) : called(change),
                 with_margin(share.alone, change_scale), with_margin(share.last, change_scale),
                 found.exact ? with_margin(share.shapley, change_scale) : ""});
    }
    table.add({text("interactions"), with_margin(found.interactions, change_scale)});
    said += table.text(screen);
  }
  return said;
}

std::string spread_text(const Spreads& spreads, const Screen& screen) {
  constexpr std::size_t most_shown = 5;
  std::string said;
  std::map<std::size_t, std::string> warnings;
  for (const SpreadOf& of : spreads.outputs) {
    const Scale scale = scale_for(of.series, std::abs(of.mean));
    const std::string title = begun(of.title.shown_or(of.id));
    const auto tell = [&](const std::string& words) { said += "\n" + paragraph(words, screen, 0, 2); };
    if (of.spread.known == SpreadKnown::no_value) {
      tell(text("spread of {}: {}", title, text("nothing to judge")));
      continue;
    }
    if (of.spread.known == SpreadKnown::all_the_same) {
      tell(text("spread of {}: none, it is {} in every replication", title, show_with_unit(of.mean, scale)));
      continue;
    }
    tell(text("spread of {} on {}: mean {}, standard deviation {}", title, iso(of.date), show_with_unit(of.mean, scale),
              show_shortfall(of.spread.sd, scale)));
    if (of.spread.known != SpreadKnown::shares) {
      said += paragraph(no_shares_sentence(of.spread), screen, 2, 2);
      continue;
    }
    TerminalTable table({{"", true}, {"", false, true}}, 2);
    std::size_t shown = 0;
    for (const std::size_t k : by_share(of.spread)) {
      const SpreadInput& input = spreads.inputs[k];
      const std::string name = input.title.shown_or(input.name);
      const SpreadShare& share = of.spread.inputs[k];
      if (share.index > 0.5) {
        const bool fact = input.evidence == "fact";
        const std::string kind = translated(input.evidence);
        const std::string what = fact ? input.sourced ? text("a {}", kind) : text("a {} without a source", kind)
                                 : input.sourced ? text("an {}", kind)
                                                 : text("an {} without a source", kind);
        warnings.emplace(k, text("warning: {:.0f} % of the spread of {} is {}, {} ({})", share.index * 100, title, name,
                                 what, input.where));
      }
      if (shown >= most_shown || share.low <= 0) continue;
      ++shown;
      table.add({share_words(share), input.sourced ? name : name + " " + text("[no source]")});
    }
    table.add({share_words(of.spread.rest), shown == 0 ? text("chance, interactions; no single parameter beyond doubt")
                                                       : text("chance, interactions")});
    said += table.text(screen);
  }
  for (const auto& [input, warning] : warnings) said += "\n" + paragraph(warning, screen, 0, 2);
  return said;
}

}  // namespace muster::output
