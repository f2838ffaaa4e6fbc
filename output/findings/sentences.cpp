#include "output/findings/sentences.hpp"

#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "output/findings/areas.hpp"
#include "output/findings/constraints.hpp"
#include "output/findings/judgement.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace muster::output {

Outlook outlook_of(const TargetResult& result) {
  if (result.attainment_withheld) return Outlook::withheld;
  if (std::isnan(result.probability)) return Outlook::nothing_to_judge;
  if (result.replications == 1) return result.probability > 0 ? Outlook::met : Outlook::missed;
  if (result.probability >= 0.90) return Outlook::very_likely;
  if (result.probability >= 0.66) return Outlook::likely;
  if (result.probability > 0.33) return Outlook::open;
  if (result.probability > 0.10) return Outlook::unlikely;
  return Outlook::very_unlikely;
}

std::string outlook_words(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
      return tr("very likely");
    case Outlook::likely:
      return tr("likely");
    case Outlook::open:
      return tr("as likely as not");
    case Outlook::unlikely:
      return tr("unlikely");
    case Outlook::very_unlikely:
      return tr("very unlikely");
    case Outlook::met:
      return tr("met");
    case Outlook::missed:
      return tr("not met");
    case Outlook::withheld:
      return tr("withheld");
    case Outlook::nothing_to_judge:
      break;
  }
  return tr("nothing to judge");
}

const char* outlook_mark(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
    case Outlook::met:
      return "✓";
    case Outlook::likely:
      return "◕";
    case Outlook::open:
      return "◑";
    case Outlook::unlikely:
      return "◔";
    case Outlook::very_unlikely:
    case Outlook::missed:
      return "✕";
    case Outlook::withheld:
    case Outlook::nothing_to_judge:
      break;
  }
  return "–";
}

const char* outlook_class(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
    case Outlook::met:
      return "good";
    case Outlook::likely:
      return "fair";
    case Outlook::open:
      return "open";
    case Outlook::unlikely:
    case Outlook::very_unlikely:
    case Outlook::missed:
      return "poor";
    case Outlook::withheld:
    case Outlook::nothing_to_judge:
      break;
  }
  return "none";
}

std::size_t met_in(const TargetResult& result) {
  return static_cast<std::size_t>(std::llround(result.probability * static_cast<double>(result.replications)));
}

Scale scale_of(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  if (!series) return {};
  double largest = std::abs(target.goal);
  if (std::isfinite(result.p95)) largest = std::max(largest, std::abs(result.p95));
  return scale_for(shape.series[*series].name, largest);
}

namespace {

// Small numbers in words in English, in figures in Chinese.
std::string counted(std::size_t number) {
  constexpr std::array words = {"none",  "one",   "two",  "three", "four",   "five",  "six",
                                "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return current_language() == Language::english && number < words.size() ? words[number] : grouped(number);
}

// A range of time spans in one unit, from the shortest to the longest: "two to seven weeks", "three weeks", "up to
// two weeks".
std::string span_words(std::chrono::days shortest, std::chrono::days longest) {
  constexpr double days_of_week = 7, days_of_month = 30.436875, days_of_year = 365.2425;  // mean Gregorian
  const auto days = static_cast<double>(longest.count());
  const double unit = days <= 10                 ? 1
                      : days < 14 * days_of_week ? days_of_week
                      : days < 2 * days_of_year  ? days_of_month
                                                 : days_of_year;
  const auto in_units = [&](std::chrono::days span) {
    return static_cast<std::size_t>(std::llround(static_cast<double>(span.count()) / unit));
  };
  const std::size_t low = in_units(shortest), high = in_units(longest);
  const std::string number = counted(high);
  std::string most;
  if (unit == 1)
    most = high == 1 ? tr("{} day", number) : tr("{} days", number);
  else if (unit == days_of_week)
    most = high == 1 ? tr("{} week", number) : tr("{} weeks", number);
  else if (unit == days_of_month)
    most = high == 1 ? tr("{} month", number) : tr("{} months", number);
  else
    most = high == 1 ? tr("{} year", number) : tr("{} years", number);
  return low == high ? most : low == 0 ? tr("up to {}", most) : tr("{} to {}", counted(low), most);
}

// The verb phrase for a group of targets, to follow "one" or "three".
std::string predicate(TargetOutlook outlook, bool one, bool surely, const std::string& span) {
  switch (outlook) {
    case TargetOutlook::met:
      return surely ? tr("will be met") : tr("will probably be met");
    case TargetOutlook::open:
      return one ? tr("is as likely to be met as not") : tr("are as likely to be met as not");
    case TargetOutlook::late:
      return one ? tr("comes {} late", span) : tr("come {} late", span);
    case TargetOutlook::lost_again:
      return one ? tr("is met and lost again before its date") : tr("are met and lost again before their dates");
    case TargetOutlook::missed:
      return tr("will probably be missed");
    case TargetOutlook::out_of_reach:
      return one ? tr("is out of reach") : tr("are out of reach");
    case TargetOutlook::withheld:
      return one ? tr("is withheld") : tr("are withheld");
    case TargetOutlook::nothing_to_judge:
      break;
  }
  return tr("cannot be judged");
}

// A number with the names of targets: "one – the worst –", "two – the worst and the next –", "three – the worst
// and two more –".
std::string with_names(const std::string& number, const std::vector<std::string>& names) {
  if (names.size() == 1) return tr("{} – {} –", number, names[0]);
  if (names.size() == 2) return tr("{} – {} and {} –", number, names[0], names[1]);
  return tr("{} – {} and {} more –", number, names[0], counted(names.size() - 1));
}

// A sentence if half of the futures meet a target at the same time only later, as the table of areas shows it;
// else empty.
std::string together_sentence(const Results& results, const TargetDefinition& target, Date first) {
  const Together together = half_together(results, target, first);
  if (!together.is_later) return {};
  if (!together.on) return tr("On no recorded date do half of the futures meet it at the same time.");
  const std::chrono::days late = *together.on - target.by;
  return late.count() > 0 ? tr("Half of the futures meet it at the same time only on {}, {} late.",
                               date_words(*together.on), span_words(late, late))
                          : tr("Half of the futures meet it at the same time only on {}.", date_words(*together.on));
}

}  // namespace

std::string target_sentence(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape) {
  const std::string by = date_words(target.by);
  if (result.attainment_withheld) return tr("Withheld, since it would reveal a small count of people on {}.", by);
  if (std::isnan(result.probability))
    return tr("There is nothing to judge on {}, since no future has a value on that day.", by);

  const Scale scale = scale_of(target, result, shape);
  const std::string median = show_with_unit(result.p50, scale);
  const double gap = target.shortfall_of(result.p50);
  const std::string amount = show_shortfall(gap, scale);
  const bool least = target.bound == Bound::at_least;
  if (result.replications == 1 && !result.withheld) {
    if (gap <= 0) return tr("Met in the one future that was simulated, which stands at {} on {}.", median, by);
    return least ? tr("Not met in the one future that was simulated, which stands at {} on {}, {} short.", median, by,
                      amount)
                 : tr("Not met in the one future that was simulated, which stands at {} on {}, {} too much.", median,
                      by, amount);
  }
  const std::string chance =
      capitalised(met_with_bounds(met_in(result), result.replications, result.interval)) + full_stop();
  const std::string stand = result.withheld ? tr("Due {}; what the futures stand at then is withheld.", by)
                            : gap <= 0      ? tr("Due {}: the middle future then stands at {}.", by, median)
                            : least
                                ? tr("Due {}: the middle future then stands at {}, {} short.", by, median, amount)
                                : tr("Due {}: the middle future then stands at {}, {} too much.", by, median, amount);
  return tr("{} {}", chance, stand);
}

std::string when_sentence(const Results& results, std::size_t index) {
  const ResultsShape& shape = results.shape();
  const TargetDefinition& target = shape.targets[index];
  const TargetResult result = results.target(index);
  if (result.attainment_withheld || std::isnan(result.probability) || result.replications == 1 || shape.dates.empty())
    return {};
  const std::string end = date_words(shape.dates.back());
  if (result.reached_p50) {
    const std::string when = date_words(*result.reached_p50), lost = met_and_lost(target, result);
    const std::chrono::days late = *result.reached_p50 - target.by;
    const std::string first = !lost.empty()      ? capitalised(lost) + tr(".")
                              : late.count() > 0 ? tr("Half of the futures meet it for the first time by {}, {} late.",
                                                      when, span_words(late, late))
                                                 : tr("Half of the futures meet it by {}.", when).to_string();
    const std::string together = together_sentence(results, target, *result.reached_p50);
    return together.empty() ? first : tr("{} {}", first, together).to_string();
  }
  const double share = result.reached_share;
  if (std::isnan(share)) return {};
  return share > 0
             ? tr("{} of {} futures meet it at least once by {}, when the forecast ends.",
                  grouped(static_cast<std::size_t>(std::llround(share * static_cast<double>(result.replications)))),
                  grouped(result.replications), end)
             : tr("None meets it by {}, when the forecast ends.", end);
}

std::string verdict(const Results& results) {
  const std::vector<TargetDefinition>& targets = results.shape().targets;
  if (targets.empty()) return tr("This scenario states no targets.");
  const std::vector<Judgement> judgements = judgements_of(results);
  std::map<TargetOutlook, std::vector<std::size_t>> groups;  // the worst first, also within each group
  for (const std::size_t t : worst_first(judgements)) groups[judgements[t].outlook].push_back(t);
  if (results.replications() == 1) {
    const std::size_t met = groups[TargetOutlook::met].size(),
                      unknown =
                          groups[TargetOutlook::nothing_to_judge].size() + groups[TargetOutlook::withheld].size();
    return tr("Of {} targets, {} met and {} not met in the one future that was simulated.", targets.size(), met,
              targets.size() - met - unknown);
  }

  // From a probability of 0.8 on, the verdict says that a target will be met: "very likely" in Intelligence Community
  // Directive 203 (2015), sec. D.6.
  constexpr double surely = 0.80, likely = 0.66;
  const auto all = counted(targets.size());
  const TargetOutlook worst = groups.begin()->first;
  const bool none = !groups.contains(TargetOutlook::met) && !groups.contains(TargetOutlook::nothing_to_judge) &&
                    !groups.contains(TargetOutlook::withheld) && groups.size() > 1;
  std::vector<std::string> clauses;
  for (const TargetOutlook outlook :
       {TargetOutlook::met, TargetOutlook::open, TargetOutlook::late, TargetOutlook::lost_again, TargetOutlook::missed,
        TargetOutlook::out_of_reach, TargetOutlook::nothing_to_judge, TargetOutlook::withheld}) {
    const auto found = groups.find(outlook);
    if (found == groups.end()) continue;
    const std::vector<std::size_t>& group = found->second;
    const auto least_likely = std::min_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
      return results.target(a).probability < results.target(b).probability;
    });
    const TargetResult least = results.target(*least_likely);
    const std::string what =
        predicate(outlook, group.size() == 1, least.probability >= surely && least.interval.low >= likely,
                  span_words(judgements[group.back()].late, judgements[group.front()].late));
    std::string who;
    if (groups.size() == 1) {
      who = group.size() == 1 ? tr("the target") : group.size() == 2 ? tr("both targets") : tr("all {} targets", all);
    } else {
      const std::string number = counted(group.size());
      who = clauses.empty() && !none ? tr("{0} of {1}", number, all) : tr("{0}", number);
      if (outlook == worst && outlook < TargetOutlook::open) {
        std::vector<std::string> names;
        for (const std::size_t t : group) names.push_back(targets[t].to_string());
        who = with_names(who, names);
      }
    }
    clauses.push_back(tr("{} {}", who, what));
  }
  std::string said;
  for (const std::string& clause : clauses) said += (said.empty() ? "" : tr("; ")) + clause;
  if (none) said = tr("none of {} is likely to be met: {}", all, said);
  return capitalised(said) + tr(".");
}

namespace {

std::string help_words(const TargetConstraints& target, const TargetEffect& effect) {
  if (target.by_probability) {
    const auto of_hundred = [](double share) {
      return share < 0.01 ? fmt::format("{:.1f}", 100 * share) : fmt::format("{:.0f}", std::round(100 * share));
    };
    const ProbabilityGain& gain = effect.gain;
    return tr("of every 100 futures {} more meet it on the date ({} to {}), so that {} do",
              of_hundred(gain.difference), of_hundred(gain.interval.low), of_hundred(gain.interval.high),
              of_hundred(effect.probability));
  }
  const MeanInterval& closed = effect.closed;
  const double high = closed.mean + closed.half_width;
  const Scale scale = scale_for(target.series, high);
  const auto plain = [&](double value) {
    const std::string said = show_change(value, scale);
    return said.starts_with('+') ? said.substr(1) : said;
  };
  const std::string unit = unit_of_change(scale), less = with_unit(plain(closed.mean), unit);
  const std::string low = plain(closed.mean - closed.half_width), most = plain(high),
                    left =
                        show_shortfall(effect.shortfall, scale_for(target.series, std::max(high, effect.shortfall)));
  return target.target.bound == Bound::at_least
             ? tr("{} less missing on the date ({} to {}), {} still missing", less, low, most, left)
             : tr("excess smaller by {} on the date ({} to {}), {} still too much", less, low, most, left);
}

}  // namespace

std::string relaxation_sentence(const TargetConstraints& target, const ConstraintEffect& one) {
  const std::string help = help_words(target, *one.effect), price = price_words(target, one);
  return tr("If {}: {}.", translated(one.why), price.empty() ? help : tr("{}; {}", help, price).to_string());
}

std::vector<const ConstraintEffect*> best_relaxations(const TargetConstraints& target, std::size_t most) {
  constexpr double negligible = 0.01;  // of what is missing as planned; a smaller reduction is certain but no help
  std::vector<const ConstraintEffect*> best;
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && best.size() < most && target.helps(*one.effect) &&
        (target.by_probability || one.effect->closed.mean >= negligible * target.shortfall))
      best.push_back(&one);
  return best;
}

std::string everything_words(const TargetConstraints& target) {
  if (!target.everything.effect) return {};
  const TargetEffect& all = *target.everything.effect;
  return target.by_probability
             ? tr("all at once: met {}", met_words(static_cast<std::uint64_t>(std::llround(
                                                       all.probability * static_cast<double>(all.replications))),
                                                   all.replications))
             : tr("all at once: {} still missing on average",
                  show_shortfall(all.shortfall, scale_for(target.series, std::abs(target.target.goal))));
}

std::vector<std::string> harmed_by(const std::vector<TargetConstraints>& targets, const std::string& constraint) {
  constexpr double negligible = 0.01;  // of the goal
  std::vector<std::string> harmed;
  for (const TargetConstraints& target : targets)
    for (const ConstraintEffect& one : target.whole) {
      if (one.constraint != constraint || !one.effect) continue;
      const TargetEffect& effect = *one.effect;
      const bool fewer = effect.gain.interval.high < 0,
                 further = effect.closed.mean + effect.closed.half_width < 0 &&
                           -effect.closed.mean >= negligible * std::abs(target.target.goal);
      if (fewer || further) harmed.push_back(target.target.to_string());
    }
  return harmed;
}

std::string no_relaxation_sentence(const TargetConstraints& target) {
  const auto tried = static_cast<std::size_t>(std::count_if(
      target.whole.begin(), target.whole.end(), [](const ConstraintEffect& one) { return one.effect.has_value(); }));
  if (tried == 0) return tr("This place has none of the constraints that Muster can relax.");
  const bool moves = std::any_of(target.whole.begin(), target.whole.end(),
                                 [](const ConstraintEffect& one) { return one.effect && one.effect->moves(); });
  std::string said = moves ? tr("None of the {} relaxations tried has a noticeable and certain benefit.", tried)
                           : tr("None of the {} relaxations tried changes it in any future.", tried);
  if (const auto& all = target.everything.effect; all && target.helps(*all))
    said = tr("{} {}", said, tr("All of them at once: {}.", help_words(target, *all)));
  return said;
}

}  // namespace muster::output
