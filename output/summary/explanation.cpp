#include "output/summary/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace muster::output {

namespace {

std::string gain_of(const ProbabilityGain& gain) {
  return text("{} ({} to {})", signed_share(gain.difference), signed_share(gain.interval.low),
              signed_share(gain.interval.high));
}

bool beyond_doubt(const TargetConstraints& target, const TargetEffect& effect) {
  return target.by_probability ? effect.gain.interval.low > 0 : effect.closed.mean - effect.closed.half_width > 0;
}

std::string share_or_nothing(double share) {
  return std::isnan(share) ? text("nothing to judge") : fmt::format("{:.2f}", share);
}

// What the probability or the shortfall becomes, as the end of a sentence.
std::string effect_words(const TargetConstraints& target, const TargetEffect& effect, const Scale& scale) {
  if (target.by_probability || std::isnan(effect.closed.mean))
    return text("the probability becomes {}, a gain of {} ({} to {})", share_or_nothing(effect.probability),
                signed_share(effect.gain.difference), signed_share(effect.gain.interval.low),
                signed_share(effect.gain.interval.high));
  const std::string shortfall = show_with_unit(effect.shortfall, scale);
  if (effect.closed.mean == 0 && !(effect.closed.half_width > 0))
    return text("the mean shortfall stays at {} in every replication", shortfall);
  const std::string margin = with_margin({std::abs(effect.closed.mean), effect.closed.half_width}, scale);
  const std::string change = margin.starts_with('+') ? margin.substr(1) : margin;
  return effect.closed.mean < 0 ? text("the mean shortfall becomes {}, {} more", shortfall, change)
                                : text("the mean shortfall becomes {}, {} less", shortfall, change);
}

std::string name_of(const ConstraintEffect& one) { return one.title.shown(); }

std::string binding_words(const TargetConstraints& target, const Scale& scale) {
  // What helps most beyond doubt; else what moves the target most, also for the worse.
  const ConstraintEffect* first = nullptr;
  const auto weight = [&](const ConstraintEffect& one) {
    const double size = target.size_of(*one.effect);
    const bool sure = beyond_doubt(target, *one.effect);
    return std::tuple(sure, std::isnan(size) ? 0 : sure ? size : std::abs(size), std::abs(one.effect->gain.difference));
  };
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && (!first || weight(one) > weight(*first))) first = &one;
  if (!first) return text("  nothing of the file of constraints is in this place\n");
  const auto moves = [](const ConstraintEffect& one) {
    return one.effect && (one.effect->gain.difference != 0 || std::abs(one.effect->closed.mean) > 0);
  };
  if (std::none_of(target.whole.begin(), target.whole.end(), moves))
    return text("  no single relaxation moves the target in any replication\n");
  std::string said;
  if (!target.by_probability)
    said += text("  no single relaxation moves the probability beyond doubt; by the shortfall:\n");
  if (!beyond_doubt(target, *first->effect))
    return said + text("  no constraint binds beyond doubt; the largest effect is that of {}: {}\n", name_of(*first),
                       effect_words(target, *first->effect, scale));
  said += text("  what binds: {}. If {}, {}\n", name_of(*first), translated(first->why),
               effect_words(target, *first->effect, scale));
  const auto bounds = [&](const TargetEffect& effect) {
    return target.by_probability
               ? effect.gain.interval
               : Interval{effect.closed.mean - effect.closed.half_width, effect.closed.mean + effect.closed.half_width};
  };
  std::vector<std::string> alike;  // as large, as far as these replications tell
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && &one != first && beyond_doubt(target, *one.effect) &&
        bounds(*one.effect).high >= bounds(*first->effect).low)
      alike.push_back(name_of(one));
  if (!alike.empty()) said += text("  not told apart from it by these replications: {}\n", listed(alike));
  // When: the year in which relaxing it alone does most.
  const ConstraintEffect* year = nullptr;
  for (const ConstraintEffect& one : target.by_period)
    if (one.constraint == first->constraint && (!year || target.size_of(*one.effect) > target.size_of(*year->effect)))
      year = &one;
  if (target.by_period.empty()) return said;  // periods were not asked for
  if (!year) {
    said += text("  when: over the whole horizon only; none of its parameters is a value by date\n");
  } else if (beyond_doubt(target, *year->effect)) {
    const std::string effect = effect_words(target, *year->effect, scale);
    said += year->relaxed < year->parameters
                ? text(
                      "  when: most in {}; relaxed in that year alone, {} ({} of its {} parameters can change for a "
                      "year)\n",
                      year->period, effect, year->relaxed, year->parameters)
                : text("  when: most in {}; relaxed in that year alone, {}\n", year->period, effect);
  } else {
    said += text("  when: no single year of relaxing it moves the target beyond doubt; it takes several\n");
  }
  return said;
}

std::string share_words(const SpreadShare& share) {
  const auto percent = [](double part) { return 100 * std::clamp(part, 0.0, 1.0); };
  return "    " + text("{:>3.0f} % ({:.0f} to {:.0f})", percent(share.index), percent(share.low), percent(share.high)) +
         "  ";
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

std::string constraints_text(const std::vector<TargetConstraints>& targets) {
  std::string said;
  for (const TargetConstraints& target : targets) {
    const TargetDefinition& definition = target.target;
    const Scale scale = scale_for(target.series, std::abs(definition.goal));  // as a run tells of the target
    TargetResult planned;
    planned.probability = target.probability;
    planned.interval = target.interval;
    const char* sign = definition.comparison == Comparison::at_least ? "≥" : "≤";
    const std::string asked = text("{} {} {} in {} by {}", definition.series, sign,
                                   show_with_unit(definition.goal, scale), definition.area, iso(definition.by));
    said += definition.title.empty() ? text("target  {}: {}\n", definition.id, asked)
                                     : text("target  {} {}: {}\n", definition.title.shown(), definition.id, asked);
    if (target.nothing_to_judge()) {
      said += text("  nothing to judge on {}, whichever constraint is relaxed\n", iso(definition.by));
      continue;
    }
    if (std::isnan(target.probability)) {
      said += text(
          "  as planned: nothing to judge; with a constraint relaxed there may be ({}, each relaxation under the same "
          "luck)\n",
          replications_words(target.replications));
    } else
      said += text("  as planned: probability {}, mean shortfall {} ({}, each relaxation under the same luck)\n",
                   show_probability(planned), show_with_unit(target.shortfall, scale),
                   replications_words(target.replications));
    said += binding_words(target, scale);
    if (target.everything.effect)
      said += text("  with all relaxed at once: probability {}, mean shortfall {}\n",
                   share_or_nothing(target.everything.effect->probability),
                   show_with_unit(target.everything.effect->shortfall, scale));
    std::size_t width = 30;
    for (const ConstraintEffect& one : target.whole) width = std::max(width, display_width(name_of(one)));
    said += "    " + pad_right(text("constraint"), width + 2) + pad_right(text("gain of probability"), 26) +
            pad_right(text("shortfall closed"), 28) + text("relaxed") + "\n";
    std::vector<std::string> absent;
    for (const ConstraintEffect& one : target.whole) {
      if (!one.effect) {
        absent.push_back(name_of(one));
        continue;
      }
      said += "    " + pad_right(name_of(one), width + 2) + pad_right(gain_of(one.effect->gain), 26) +
              pad_right(with_margin(one.effect->closed, scale), 28) +
              (one.relaxed == 1 ? text("1 parameter") : text("{} parameters", one.relaxed)) + "\n";
    }
    if (!absent.empty()) said += "    " + text("not in this place: {}\n", listed(absent));
  }
  return said;
}

std::string attribution_text(const AttributedChanges& changes) {
  std::string said;
  for (const AttributedDifference& difference : changes.differences) {
    const Attribution& found = difference.attribution;
    const Scale scale = scale_for(difference.series, std::fmax(std::abs(difference.from), std::abs(difference.to)));
    const std::string what = difference.measure == "probability" ? text("probability of {}", difference.title.shown())
                             : difference.measure == "value"
                                 ? text("{} ({})", difference.series.name, difference.title.shown())
                                 : difference.series.name;
    if (difference.nothing_to_judge()) {
      const bool from = !std::isnan(difference.from), to = !std::isnan(difference.to);
      const std::string before = show_with_unit(difference.from, scale), after = show_with_unit(difference.to, scale);
      said += from && to
                  ? text(
                        "{}: {} with {}, {} with {}; with some of the changes alone there is nothing to judge, so the "
                        "difference is not shared out\n",
                        what, before, changes.from.shown(), after, changes.to.shown())
              : from ? text("{}: {} with {}; with {} there is nothing to judge\n", what, before, changes.from.shown(),
                            changes.to.shown())
              : to   ? text("{}: with {} there is nothing to judge; {} with {}\n", what, changes.from.shown(), after,
                            changes.to.shown())
                     : text("{}: nothing to judge\n", what);
      continue;
    }
    if (difference.changes_nothing()) {
      said += text("{}: {} with {} and with {} ({})\n", what, show_with_unit(difference.from, scale),
                   changes.from.shown(), changes.to.shown(), replications_words(found.replications)) +
              text("  none of the changes moves it in any replication\n");
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
    said += text("{}: from {} with {} to {} with {}, a difference of {} ({})\n", what,
                 show_with_unit(difference.from, scale), changes.from.shown(), show_with_unit(difference.to, scale),
                 changes.to.shown(), with_margin(found.total, change_scale), replications_words(found.replications));
    std::size_t largest = 0;
    const auto size = [&](std::size_t k) {
      const ChangeShare& share = found.changes[k];
      return std::abs(found.exact ? share.shapley.mean : (share.alone.mean + share.last.mean) / 2);
    };
    for (std::size_t k = 0; k < found.changes.size(); ++k)
      if (size(k) > size(largest)) largest = k;
    const ChangeShare& most = found.changes[largest];
    if (found.exact && std::abs(most.shapley.mean) > most.shapley.half_width)
      said += changes.changes[largest].removed
                  ? text("  most is due to leaving out {}: {} whatever the order\n", changes.changes[largest].id,
                         with_margin(most.shapley, change_scale))
                  : text("  most is due to {}: {} whatever the order\n", changes.changes[largest].id,
                         with_margin(most.shapley, change_scale));
    if (!found.exact)
      said += text("  more than {} changes: each as the first alone and as the last, not its mean over all orders\n",
                   most_exact_changes);
    std::size_t width = 14;  // of the first column: the longest name, and two blanks
    const auto name = [](const AttributedChanges::Change& change) {
      return change.removed ? text("without {}", change.id) : change.id;
    };
    for (const AttributedChanges::Change& change : changes.changes)
      width = std::max(width, display_width(name(change)) + 2);
    said += "    " + pad_right(text("change"), width) + pad_right(text("alone"), 26) + pad_right(text("last"), 26) +
            (found.exact ? text("Shapley value") : "") + "\n";
    for (std::size_t k = 0; k < found.changes.size(); ++k) {
      const ChangeShare& share = found.changes[k];
      said += "    " + pad_right(name(changes.changes[k]), width) +
              pad_right(with_margin(share.alone, change_scale), 26) +
              pad_right(with_margin(share.last, change_scale), 26) +
              (found.exact ? with_margin(share.shapley, change_scale) : "") + "\n";
    }
    said += "    " + pad_right(text("interactions"), width) + with_margin(found.interactions, change_scale) + "\n";
  }
  return said;
}

std::string spread_text(const Spreads& spreads) {
  constexpr std::size_t most_shown = 5;
  std::string said;
  std::map<std::size_t, std::string> warnings;
  for (const SpreadOf& of : spreads.outputs) {
    const Scale scale = scale_for(of.series, std::abs(of.mean));
    if (of.spread.known == SpreadKnown::no_value) {
      said += text("spread of {} ({}): {}\n", of.id, of.title.shown(), text("nothing to judge"));
      continue;
    }
    if (of.spread.known == SpreadKnown::all_the_same) {
      said += text("spread of {} ({}): none, it is {} in every replication\n", of.id, of.title.shown(),
                   show_with_unit(of.mean, scale));
      continue;
    }
    said += text("spread of {} ({}) on {}: mean {}, standard deviation {}\n", of.id, of.title.shown(), iso(of.date),
                 show_with_unit(of.mean, scale), show_with_unit(of.spread.sd, scale));
    if (of.spread.known != SpreadKnown::shares) {
      said += "    " + no_shares_sentence(of.spread) + "\n";
      continue;
    }
    std::size_t shown = 0;
    for (const std::size_t k : by_share(of.spread)) {
      const SpreadInput& input = spreads.inputs[k];
      const SpreadShare& share = of.spread.inputs[k];
      if (share.index > 0.5) {
        const bool fact = input.evidence == "fact";
        const std::string kind = translated(input.evidence);
        const std::string what = fact ? input.sourced ? text("a {}", kind) : text("a {} without a source", kind)
                                 : input.sourced ? text("an {}", kind)
                                                 : text("an {} without a source", kind);
        warnings.emplace(k, text("warning: {:.0f} % of the spread of {} is {}, {} ({})\n", share.index * 100, of.id,
                                 input.name, what, input.where));
      }
      if (shown >= most_shown || share.low <= 0) continue;
      ++shown;
      said += share_words(share) + input.name + (input.sourced ? "" : "  " + text("[no source]")) + "\n";
    }
    said +=
        share_words(of.spread.rest) +
        (shown == 0 ? text("chance, interactions; no single parameter beyond doubt") : text("chance, interactions")) +
        "\n";
  }
  for (const auto& [input, warning] : warnings) said += warning;
  return said;
}

}  // namespace muster::output
