#include "output/summary/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace muster::output {

namespace {

std::string signed_number(double value, int digits) {
  std::string text = fmt::format("{:+.{}f}", value, digits);
  if (text.find_first_not_of("+-0.") == std::string::npos) text[0] = ' ';  // no sign on nothing
  return text;
}

std::string gain_of(const ProbabilityGain& gain) {
  return fmt::format("{} ({} to {})", signed_number(gain.difference, 2), signed_number(gain.interval.low, 2),
                     signed_number(gain.interval.high, 2));
}

// Without a sign: `0.4`, `39`.
std::string size_of_change(double change, const Scale& scale) {
  const std::string text = show_change(std::abs(change), scale);
  return text.starts_with('+') ? text.substr(1) : text;
}

std::string with_margin(const MeanInterval& mean, const Scale& scale) {
  const std::string unit = unit_of_change(scale).empty() ? "" : " " + unit_of_change(scale);
  if (std::isnan(mean.half_width)) return show_change(mean.mean, scale) + unit;
  return fmt::format("{} ± {}{}", show_change(mean.mean, scale), size_of_change(mean.half_width, scale), unit);
}

bool beyond_doubt(const TargetConstraints& target, const TargetEffect& effect) {
  return target.by_probability ? effect.gain.interval.low > 0 : effect.closed.mean - effect.closed.half_width > 0;
}

// "its probability rises by 0.12 (0.08 to 0.17)" or how much of the shortfall closes.
std::string effect_words(const TargetConstraints& target, const TargetEffect& effect, const Scale& scale) {
  if (target.by_probability)
    return fmt::format("the probability becomes {:.2f}, a gain of {:.2f} ({:.2f} to {:.2f})", effect.probability,
                       effect.gain.difference, effect.gain.interval.low, effect.gain.interval.high);
  const double half = effect.closed.half_width;
  return fmt::format("the mean shortfall becomes {}, {} ± {} {} {}", show_with_unit(effect.shortfall, scale),
                     size_of_change(effect.closed.mean, scale), size_of_change(half, scale), unit_of_change(scale),
                     effect.closed.mean < 0 ? "more" : "less");
}

std::string name_of(const ConstraintEffect& one) { return one.title.shown(); }

std::string binding_words(const TargetConstraints& target, const Scale& scale) {
  const ConstraintEffect* first = nullptr;
  for (const ConstraintEffect& one : target.whole)
    if (!first && one.effect) first = &one;
  if (!first) return "  nothing of the file of constraints is in this place\n";
  std::string text;
  if (!target.by_probability) text += "  no single relaxation moves the probability beyond doubt; by the shortfall:\n";
  if (!beyond_doubt(target, *first->effect))
    return text + fmt::format("  no constraint binds beyond doubt; the largest effect is that of {}: {}\n",
                              name_of(*first), effect_words(target, *first->effect, scale));
  text += fmt::format("  what binds: {}. If {}, {}\n", name_of(*first), first->why,
                      effect_words(target, *first->effect, scale));
  const auto bounds = [&](const TargetEffect& effect) {
    return target.by_probability
               ? effect.gain.interval
               : Interval{effect.closed.mean - effect.closed.half_width, effect.closed.mean + effect.closed.half_width};
  };
  std::string alike;  // as large, as far as these replications tell
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && &one != first && beyond_doubt(target, *one.effect) &&
        bounds(*one.effect).high >= bounds(*first->effect).low)
      alike += (alike.empty() ? "" : ", ") + name_of(one);
  if (!alike.empty()) text += fmt::format("  not told apart from it by these replications: {}\n", alike);
  // When: the year in which relaxing it alone does most.
  const ConstraintEffect* year = nullptr;
  for (const ConstraintEffect& one : target.by_period)
    if (one.constraint == first->constraint && (!year || target.size_of(*one.effect) > target.size_of(*year->effect)))
      year = &one;
  if (target.by_period.empty()) return text;  // periods were not asked for
  if (!year) {
    text += "  when: over the whole horizon only; none of its parameters is a value by date\n";
  } else if (beyond_doubt(target, *year->effect)) {
    text += fmt::format(
        "  when: most in {}; relaxed in that year alone, {}{}\n", year->period,
        effect_words(target, *year->effect, scale),
        year->relaxed < year->parameters
            ? fmt::format(" ({} of its {} parameters can change for a year)", year->relaxed, year->parameters)
            : "");
  } else {
    text += "  when: no single year of relaxing it moves the target beyond doubt; it takes several\n";
  }
  return text;
}

}  // namespace

std::string constraints_text(const std::vector<TargetConstraints>& targets) {
  std::string text;
  for (const TargetConstraints& target : targets) {
    const TargetDefinition& definition = target.target;
    double largest = std::max(target.shortfall, std::abs(definition.goal));
    const Scale scale = scale_for(target.series, largest);
    TargetResult planned;
    planned.probability = target.probability;
    planned.interval = target.interval;
    text += fmt::format("target  {}{}: {} {} {} in {} by {}\n",
                        definition.title.empty() ? "" : definition.title.shown() + " ", definition.id,
                        definition.series, definition.comparison == Comparison::at_least ? "≥" : "≤",
                        show_with_unit(definition.goal, scale), definition.area, iso(definition.by));
    text += fmt::format(
        "  as planned: probability {}, mean shortfall {} ({} replications, each relaxation under the same "
        "luck)\n",
        show_probability(planned), show_with_unit(target.shortfall, scale), target.replications);
    text += binding_words(target, scale);
    if (target.everything.effect)
      text += fmt::format("  with all relaxed at once: probability {:.2f}, mean shortfall {}\n",
                          target.everything.effect->probability,
                          show_with_unit(target.everything.effect->shortfall, scale));
    text += fmt::format("    {}{}{}relaxed\n", pad_right("constraint", 32), pad_right("gain of probability", 26),
                        pad_right("shortfall closed", 28));
    std::string absent;
    for (const ConstraintEffect& one : target.whole) {
      if (!one.effect) {
        absent += (absent.empty() ? "" : ", ") + name_of(one);
        continue;
      }
      text += fmt::format(
          "    {}{}{}{} parameter{}\n", pad_right(name_of(one), 32), pad_right(gain_of(one.effect->gain), 26),
          pad_right(with_margin(one.effect->closed, scale), 28), one.relaxed, one.relaxed == 1 ? "" : "s");
    }
    if (!absent.empty()) text += fmt::format("    not in this place: {}\n", absent);
  }
  return text;
}

std::string attribution_text(const AttributedChanges& changes) {
  std::string text;
  for (const AttributedDifference& difference : changes.differences) {
    const Attribution& found = difference.attribution;
    const Scale scale = scale_for(difference.series, std::max(std::abs(difference.from), std::abs(difference.to)));
    const std::string what = difference.measure == "probability" ? "probability of " + difference.title.shown()
                             : difference.measure == "value"
                                 ? difference.series.name + " (" + difference.title.shown() + ")"
                                 : difference.series.name;
    text +=
        fmt::format("{}: from {} with {} to {} with {}, a difference of {} ({} replications)\n", what,
                    show_with_unit(difference.from, scale), changes.from.shown(), show_with_unit(difference.to, scale),
                    changes.to.shown(), with_margin(found.total, scale), found.replications);
    std::size_t largest = 0;
    const auto size = [&](std::size_t k) {
      const ChangeShare& share = found.changes[k];
      return std::abs(found.exact ? share.shapley.mean : (share.alone.mean + share.last.mean) / 2);
    };
    for (std::size_t k = 0; k < found.changes.size(); ++k)
      if (size(k) > size(largest)) largest = k;
    const ChangeShare& most = found.changes[largest];
    if (found.exact && std::abs(most.shapley.mean) > most.shapley.half_width)
      text += fmt::format("  most is due to {}{}: {} whatever the order\n",
                          changes.changes[largest].removed ? "leaving out " : "", changes.changes[largest].id,
                          with_margin(most.shapley, scale));
    if (!found.exact)
      text +=
          fmt::format("  more than {} changes: each as the first alone and as the last, not its mean over all orders\n",
                      most_exact_changes);
    std::size_t width = 14;  // of the first column: the longest id, and two blanks
    for (const AttributedChanges::Change& change : changes.changes)
      width = std::max(width, change.id.size() + (change.removed ? 10 : 2));
    text += fmt::format("    {}{}{}{}\n", pad_right("change", width), pad_right("alone", 26), pad_right("last", 26),
                        found.exact ? "Shapley value" : "");
    for (std::size_t k = 0; k < found.changes.size(); ++k) {
      const ChangeShare& share = found.changes[k];
      text += fmt::format("    {}{}{}{}\n",
                          pad_right((changes.changes[k].removed ? "without " : "") + changes.changes[k].id, width),
                          pad_right(with_margin(share.alone, scale), 26), pad_right(with_margin(share.last, scale), 26),
                          found.exact ? with_margin(share.shapley, scale) : "");
    }
    text += fmt::format("    {}{}\n", pad_right("interactions", width), with_margin(found.interactions, scale));
  }
  return text;
}

std::string spread_text(const Spreads& spreads) {
  constexpr std::size_t most_shown = 5;
  std::string text;
  std::map<std::size_t, std::string> warnings;
  for (const SpreadOf& of : spreads.outputs) {
    const Scale scale = scale_for(of.series, std::abs(of.mean));
    if (!(of.spread.sd > 0)) {
      text += fmt::format("spread of {} ({}): none, it is {} in every replication\n", of.id, of.title.shown(),
                          show_with_unit(of.mean, scale));
      continue;
    }
    text += fmt::format("spread of {} ({}) on {}: mean {}, standard deviation {}\n", of.id, of.title.shown(),
                        iso(of.date), show_with_unit(of.mean, scale), show_with_unit(of.spread.sd, scale));
    std::size_t shown = 0;
    for (const std::size_t k : by_share(of.spread)) {
      const SpreadInput& input = spreads.inputs[k];
      const SpreadShare& share = of.spread.inputs[k];
      if (share.index > 0.5) {
        const std::string what =
            (input.evidence == "fact" ? "a " : "an ") + input.evidence + (input.sourced ? "" : " without a source");
        warnings.emplace(k, fmt::format("warning: {:.0f} % of the spread of {} is {}, {} ({})\n", share.index * 100,
                                        of.id, input.name, what, input.where));
      }
      if (shown >= most_shown || share.low <= 0) continue;
      ++shown;
      text += fmt::format("    {:>3.0f} % ({:.0f} to {:.0f})  {}{}\n", share.index * 100, share.low * 100,
                          share.high * 100, input.name, input.sourced ? "" : "  [no source]");
    }
    text += fmt::format("    {:>3.0f} % ({:.0f} to {:.0f})  chance, interactions{}\n", of.spread.rest.index * 100,
                        of.spread.rest.low * 100, of.spread.rest.high * 100,
                        shown == 0 ? "; no single parameter beyond doubt" : "");
  }
  for (const auto& [input, warning] : warnings) text += warning;
  return text;
}

}  // namespace muster::output
