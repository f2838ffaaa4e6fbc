#include "output/documents/explanation.hpp"

#include "engine/text/dates.hpp"
#include "output/charts/explanation.hpp"
#include "output/document/names.hpp"
#include "output/documents/parts.hpp"
#include "output/findings/constraints.hpp"
#include "output/findings/targets.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>

namespace muster::output {

namespace {

// A gain of probability in points: `+39 (+30 to +48)`.
std::string gain_of(const ProbabilityGain& gain) {
  if (!gain.moves && gain.difference == 0) return tr("no difference");
  const auto points = [](double share) {
    const long whole = std::lround(share * 100);
    return whole == 0 ? std::string("0") : fmt::format("{:+d}", whole);
  };
  return tr("{} ({} to {})", points(gain.difference), points(gain.interval.low), points(gain.interval.high));
}

// Whether a relaxation changes neither the target nor the money in any replication.
bool changes_nothing(const ConstraintEffect& one) {
  const auto is_nothing = [](const MeanInterval& by) { return by.mean == 0 && !(by.half_width > 0); };
  return one.effect->gain.difference == 0 && is_nothing(one.effect->closed) &&
         (!one.extra_spent || is_nothing(*one.extra_spent));
}

// Sentences on which other constraints bind, and when the strongest one does.
std::vector<std::string> binding_details(const TargetConstraints& target) {
  const ConstraintEffect* first = strongest(target);
  if (!first || !target.helps(*first->effect)) return {};
  std::vector<std::string> said;
  const auto bounds = [&](const TargetEffect& effect) {
    return target.by_probability ? effect.gain.interval
                                 : Interval{effect.closed.mean - effect.closed.half_width,
                                            effect.closed.mean + effect.closed.half_width};
  };
  std::vector<std::string> alike;  // constraints whose effect these replications cannot distinguish from the strongest
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && &one != first && target.helps(*one.effect) &&
        bounds(*one.effect).high >= bounds(*first->effect).low)
      alike.push_back(one.title.to_string());
  if (!alike.empty()) said.push_back(tr("These replications cannot distinguish it from: {}.", listed(alike)));
  // When: the year in which relaxing the constraint alone has the largest effect.
  const ConstraintEffect* year = nullptr;
  for (const ConstraintEffect& one : target.by_period)
    if (one.constraint == first->constraint && (!year || target.size_of(*one.effect) > target.size_of(*year->effect)))
      year = &one;
  if (target.by_period.empty()) return said;  // the run did not include single periods
  if (!year) {
    said.push_back(tr("When: over the whole time simulated only; none of its parameters can be written by date."));
  } else if (target.helps(*year->effect)) {
    const std::string effect = effect_words(target, *year->effect);
    said.push_back(
        year->relaxed < year->parameters
            ? tr("When: most in {}. Relaxed in that year alone, {} ({} of its {} parameters can change for a year).",
                 year->period, effect, year->relaxed, year->parameters)
            : tr("When: most in {}. Relaxed in that year alone, {}.", year->period, effect));
  } else {
    said.push_back(
        tr("When: it is not certain that relaxing it in a single year changes the target; that takes several years."));
  }
  return said;
}

std::string share_words(const SpreadShare& share) {
  const auto percent = [](double part) { return 100 * std::clamp(part, 0.0, 1.0); };
  return tr("{:.0f} % ({:.0f} to {:.0f})", percent(share.index), percent(share.low), percent(share.high));
}

// The effects of relaxing each constraint on one target. Constraints that change nothing are left out.
Grid relaxations(const TargetConstraints& target) {
  Grid grid{{{tr("constraint"), false, true},
             {tr("gain, percentage points"), true},
             {tr("shortfall closed"), true},
             {tr("parameters relaxed"), true, false, false}},
            {}};
  const bool priced = !target.money.name.empty();
  if (priced) grid.columns.push_back({tr("extra spending"), true, false, false});
  for (const ConstraintEffect& one : target.whole) {
    if (!one.effect || changes_nothing(one)) continue;
    grid.rows.push_back({Text(one.title), GridCell(localized_text([&] { return gain_of(one.effect->gain); })),
                         GridCell(localized_text([&] {
                           return with_margin(one.effect->closed,
                                              scale_for(target.series, std::abs(target.target.goal)));
                         })),
                         Text::verbatim(std::to_string(one.relaxed))});
    if (priced)
      grid.rows.back().emplace_back(localized_text([&] {
        if (!one.extra_spent) return std::string("–");
        const auto [mean, half] =
            *one.extra_spent;  // each has its own unit, since costs may differ by a factor of a thousand
        return with_margin(*one.extra_spent, scale_for(target.money, std::abs(mean) + half));
      }));
  }
  return grid;
}

Group group_of(const TargetConstraints& target) {
  const TargetDefinition& definition = target.target;
  Group made{localized_text([&] { return target_heading(definition); }), {}};
  const auto add = [&](Text words, Tone tone = Tone::plain) {
    made.blocks.push_back({Paragraph{std::move(words), tone}});
  };
  if (target.nothing_to_judge()) {
    add(localized_text(
        [&] { return tr("Nothing to judge on {}, whichever constraint is relaxed.", date_words(definition.by)); }));
    return made;
  }
  add(localized_text([&] { return binding_sentence(target); }), Tone::finding);
  add(std::isnan(target.probability)
          ? tr("As planned there is nothing to judge; with a constraint relaxed there may be.")
          : localized_text([&] {
              const auto met = static_cast<std::uint64_t>(
                  std::llround(target.probability * static_cast<double>(target.replications)));
              return tr("As planned: {}; {} missing on average.",
                        met_with_bounds(met, target.replications, target.interval),
                        show_shortfall(target.shortfall, scale_for(target.series, std::abs(definition.goal))));
            }));
  for (Text& detail : localized_list([&] { return binding_details(target); })) add(std::move(detail));
  if (target.everything.effect)
    add(localized_text(
        [&] { return tr("With all relaxed at once, {}.", effect_words(target, *target.everything.effect)); }));
  if (Grid grid = relaxations(target); !grid.empty())
    made.blocks.push_back({TableBlock{tr("What relaxing each constraint over the whole time does"), std::move(grid)}});
  const auto names = [&](bool idle) {
    return localized_text([&] {
      std::vector<std::string> list;
      for (const ConstraintEffect& one : target.whole)
        if (idle ? one.effect && changes_nothing(one) : !one.effect) list.push_back(one.title.to_string());
      return list.empty() ? std::string()
                          : std::string(idle ? tr("Without any effect: {}.", listed(list))
                                             : tr("Not in this place: {}.", listed(list)));
    });
  };
  for (const bool idle : {true, false})
    if (const Text words = names(idle); !words.empty()) add(words, Tone::fine);
  return made;
}

Section constraints(const std::vector<TargetConstraints>& targets) {
  Section made{"answer", tr("What holds the targets back"), {}, everywhere};
  made.add(Paragraph{localized_text([&] { return constraints_finding(targets); }), Tone::verdict});
  for (const TargetConstraints& target : targets) made.add(group_of(target));
  made.add(
      Paragraph{
          tr("Each constraint is relaxed by itself, under the same luck. Gain: how many more of 100 futures meet "
             "the target; shortfall closed: how much less is missing on the date; extra spending: money spent until "
             "that date, less that as planned. The 95 % intervals of the gains hold jointly for all relaxations "
             "of a target, and so do those of the shortfalls closed and those of the extra spending."),
          Tone::note},
      on_page);
  return made;
}

Grid shares_of(const SpreadOf& of, const Spreads& spreads) {
  constexpr std::size_t most_shown = 5;
  Grid grid{{{tr("share of the spread (95 % interval)"), true}, {tr("cause"), false, true}}, {}};
  std::size_t others = 0;  // inputs that are not listed: there are too many, or the share is not certain
  double together = 0;
  for (const std::size_t k : by_share(of.spread)) {
    const SpreadShare& share = of.spread.inputs[k];
    if (grid.rows.size() >= most_shown || share.low <= 0) {
      ++others;
      together += std::isfinite(share.index) ? share.index : 0;
      continue;
    }
    const SpreadInput& input = spreads.inputs[k];
    const Text name = input.title.empty() ? Text::verbatim(input.name) : Text(input.title);
    grid.rows.push_back({GridCell(localized_text([&] { return share_words(share); })),
                         input.sourced ? name : tr("{} {}", name, tr("[no source]"))});
  }
  const bool none_certain = grid.empty();
  if (others > 0)
    grid.rows.push_back(
        {GridCell(tr("{:.0f} %", 100 * std::clamp(together, 0.0, 1.0))),
         none_certain ? tr("all {} parameters together", others) : tr("the other {} parameters together", others)});
  grid.rows.push_back({GridCell(localized_text([&] { return share_words(of.spread.rest); })),
                       none_certain ? tr("chance, interactions; no single parameter's share is certain to be above 0")
                                    : tr("chance, interactions")});
  return grid;
}

Section spread(const Spreads& spreads) {
  Section made{"drivers", tr("What the spread is made of"), {}, everywhere};
  for (const SpreadOf& of : spreads.outputs) {
    const auto title = [&] { return capitalised(of.title.to_string_or(of.id)); };
    Group group{localized_text(title), {}};
    const auto add = [&](Text words) { group.blocks.push_back({Paragraph{std::move(words)}}); };
    const bool some = of.spread.known == SpreadKnown::shares || of.spread.known == SpreadKnown::too_few ||
                      of.spread.known == SpreadKnown::too_few_differ;
    if (some)
      add(localized_text([&] {
        const Scale scale = scale_for(of.series, std::abs(of.mean));
        return tr("On {}: mean {}, standard deviation {}.", date_words(of.date), show_with_unit(of.mean, scale),
                  show_shortfall(of.spread.sd, scale));
      }));
    if (of.spread.known == SpreadKnown::shares)
      group.blocks.push_back(
          {TableBlock{tr("What the spread is made of: {}", localized_text(title)), shares_of(of, spreads)}});
    else
      add(localized_text([&] { return no_shares_sentence(of.spread); }));
    made.add(std::move(group));
  }
  return made;
}

// Warns where one input makes up most of a spread, since decision makers must know this.
void add_dominant_inputs(Section& to, const Spreads& spreads, const ReportContext& context) {
  for (std::size_t k = 0; k < spreads.inputs.size(); ++k)
    for (const SpreadOf& of : spreads.outputs) {
      if (of.spread.known != SpreadKnown::shares || of.spread.inputs[k].index <= 0.5) continue;
      const SpreadInput& input = spreads.inputs[k];
      to.add(Paragraph{
          localized_text([&] {
            const std::string kind = translated(input.evidence);
            const std::string what = input.evidence == "fact"
                                         ? input.sourced ? tr("a {}", kind) : tr("a {} without a source", kind)
                                     : input.sourced ? tr("an {}", kind)
                                                     : tr("an {} without a source", kind);
            return tr("{:.0f} % of the spread of {} is due to {}, {} ({}).", of.spread.inputs[k].index * 100,
                      of.title.to_string_or(of.id), input.title.to_string_or(input.name), what,
                      shown_path(input.where, context.shipped));
          }),
          Tone::warning});
      break;
    }
}

void add_charts(Document& to, std::vector<Chart> charts) {
  Section made{"charts", tr("Charts"), {}};
  for (Chart& chart : charts) made.add(Picture{std::move(chart)});
  if (!made.blocks.empty()) to.sections.push_back(std::move(made));
}

Text name_of(const AttributedChanges::Change& change) {
  return change.title.empty() ? Text::verbatim(change.id) : Text(change.title);
}

Text measured(const AttributedDifference& difference) {
  return difference.measure == "probability" ? tr("Probability of {}", difference.title)
         : difference.measure == "value"     ? tr("{} ({})", called(difference.series), difference.title)
                                             : called(difference.series);
}

// The value of a quantity in both scenarios.
Text ends_of(const AttributedDifference& difference, const AttributedChanges& changes) {
  const auto end = [&](double value) {
    return std::isnan(value) ? tr("nothing to judge") : localized_text([&] {
      return show_with_unit(
          value, scale_for(difference.series, std::fmax(std::abs(difference.from), std::abs(difference.to))));
    });
  };
  return localized_text([&] {
    return capitalised(
        tr("{} with {}, {} with {}", end(difference.from), changes.from, end(difference.to), changes.to));
  });
}

// A difference in words; all differences of one quantity have the same unit.
Text change_words(const AttributedDifference& difference, const MeanInterval& change) {
  double largest = 0;
  const auto take = [&](const MeanInterval& one) {
    for (const double part : {one.mean, one.half_width})
      if (std::isfinite(part)) largest = std::max(largest, std::abs(part));
  };
  for (const ChangeShare& share : difference.attribution.changes)
    for (const MeanInterval& one : {share.alone, share.last, share.shapley}) take(one);
  take(difference.attribution.total);
  return localized_text([&] { return with_margin(change, scale_for(difference.series, largest)); });
}

// By how much two scenarios differ, and which change causes most of it.
// @param difference  one that is not nothing and can be judged
Text finding_of(const AttributedDifference& difference, const AttributedChanges& changes) {
  const Attribution& found = difference.attribution;
  const Text total =
      tr("{}: a difference of {}.", ends_of(difference, changes), change_words(difference, found.total));
  const auto size = [&](const ChangeShare& share) {
    return std::abs(found.exact ? share.shapley.mean : (share.alone.mean + share.last.mean) / 2);
  };
  std::size_t largest = 0;
  for (std::size_t k = 0; k < found.changes.size(); ++k)
    if (size(found.changes[k]) > size(found.changes[largest])) largest = k;
  const MeanInterval& most = found.changes[largest].shapley;
  if (!found.exact || !(std::abs(most.mean) > most.half_width)) return total;
  const AttributedChanges::Change& first = changes.changes[largest];
  const Text by = change_words(difference, most);
  return tr("{} {}", total,
            first.removed ? tr("Most is due to leaving out {}: {} on average over all orders.", name_of(first), by)
                          : tr("Most is due to {}: {} on average over all orders.", name_of(first), by));
}

// @param in_verdict  the verdict already states the finding, so it is not repeated
Group group_of(const AttributedDifference& difference, const AttributedChanges& changes, bool in_verdict) {
  const Attribution& found = difference.attribution;
  Group made{measured(difference), {}};
  const auto add = [&](Text words, Tone tone = Tone::plain) {
    made.blocks.push_back({Paragraph{std::move(words), tone}});
  };
  const Text ends = ends_of(difference, changes);
  if (difference.nothing_to_judge()) {
    add(std::isnan(difference.from) || std::isnan(difference.to)
            ? tr("{}.", ends)
            : tr("{}: with only some of the changes there is nothing to judge, so the difference is not divided among "
                 "the changes.",
                 ends));
    return made;
  }
  if (difference.changes_nothing()) {
    add(tr("{}: none of the changes affects it in any future.", ends));
    return made;
  }
  if (!in_verdict) add(finding_of(difference, changes), Tone::finding);
  if (!found.exact)
    add(
        tr("With more than {} changes, the table shows each change alone and as the last, but not its mean over all "
           "orders.",
           most_exact_changes));
  const auto change = [&](const MeanInterval& one) { return change_words(difference, one); };
  Grid grid{{{tr("change"), false, true}, {tr("alone"), true}, {tr("last"), true}}, {}};
  if (found.exact) grid.columns.push_back({tr("mean over all orders"), true});
  for (std::size_t k = 0; k < found.changes.size(); ++k) {
    const ChangeShare& share = found.changes[k];
    const AttributedChanges::Change& one = changes.changes[k];
    grid.rows.push_back(
        {one.removed ? tr("without {}", name_of(one)) : name_of(one), change(share.alone), change(share.last)});
    if (found.exact) grid.rows.back().emplace_back(change(share.shapley));
  }
  grid.rows.push_back({tr("interactions"), change(found.interactions)});
  made.blocks.push_back({TableBlock{measured(difference), std::move(grid)}});
  return made;
}

// Whether a quantity certainly differs between the two scenarios.
bool is_moved(const AttributedDifference& difference) {
  const MeanInterval& total = difference.attribution.total;
  return !difference.nothing_to_judge() && !difference.changes_nothing() && std::abs(total.mean) > total.half_width;
}

// The differences in the order of the page: first those that are certain, probabilities before other quantities, each
// by the size of the (relative) change; then the rest in its original order.
std::vector<const AttributedDifference*> most_moved_first(const AttributedChanges& changes) {
  std::vector<const AttributedDifference*> order;
  for (const AttributedDifference& one : changes.differences) order.push_back(&one);
  const auto weight = [](const AttributedDifference* one) {
    if (!is_moved(*one)) return -1.0;
    const double change = std::abs(one->attribution.total.mean);
    return one->measure == "probability" ? 1 + change
           : one->series.unit == "share" ? change
                                         : change / std::max({std::abs(one->from), std::abs(one->to), change});
  };
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return weight(a) > weight(b); });
  return order;
}

Document titled(const ReportContext& context, Text what, const ResultsShape& shape, const RunRecord& record,
                std::size_t replications) {
  return {std::move(what), context.charts.title, facts_line(shape, replications, record), {}};
}

}  // namespace

Document constraints_document(const std::filesystem::path& folder, const ResultsShape& shape,
                              const std::vector<TargetConstraints>& targets, const Spreads& spreads,
                              const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                              const ReportContext& context) {
  Document made = titled(context, tr("What holds a workforce back"), shape, record,
                         targets.empty() ? 0 : targets.front().replications);
  // The spread may be based on more futures than the relaxations.
  std::size_t spread_over = 0;  // replications
  for (const SpreadOf& of : spreads.outputs) spread_over = std::max(spread_over, of.spread.replications);
  if (!targets.empty() && spread_over > targets.front().replications)
    made.facts = tr("{} · {} for what the spread is made of", made.facts,
                    localized_text([spread_over] { return futures_words(spread_over); }));
  made.sections.push_back(constraints(targets));
  add_warnings(made.sections.back(), targets.empty() ? 0 : targets.front().replications, stopped, record);
  if (!spreads.outputs.empty()) {
    made.sections.push_back(spread(spreads));
    add_dominant_inputs(made.sections.back(), spreads, context);
  }
  std::vector<Chart> charts = constraints_charts(targets, {}), of_spread = spread_charts(spreads, {});
  charts.insert(charts.end(), of_spread.begin(), of_spread.end());
  add_charts(made, std::move(charts));
  add_background(made, folder, record, context);
  return made;
}

Document attribution_document(const std::filesystem::path& folder, const ResultsShape& shape,
                              const AttributedChanges& changes, const std::vector<ReplicationFailure>& stopped,
                              const RunRecord& record, const ReportContext& context) {
  std::size_t replications = 0;
  for (const AttributedDifference& difference : changes.differences)
    replications = std::max<std::size_t>(replications, difference.attribution.replications);
  Document made = titled(context, tr("Which change does what"), shape, record, replications);
  Section answer{"answer", tr("From {} to {}", changes.from, changes.to), {}, everywhere};
  const std::vector<const AttributedDifference*> order = most_moved_first(changes);
  const bool moved = !order.empty() && is_moved(*order.front());
  answer.add(Paragraph{moved ? tr("{}: {}", measured(*order.front()), finding_of(*order.front(), changes))
                             : tr("For none of the figures below is it certain that the two differ."),
                       Tone::verdict});
  for (const AttributedDifference* difference : order)
    answer.add(group_of(*difference, changes, moved && difference == order.front()));
  add_warnings(answer, replications, stopped, record);
  made.sections.push_back(std::move(answer));
  add_charts(made, attribution_charts(changes, {}));
  add_background(made, folder, record, context);
  return made;
}

}  // namespace muster::output
