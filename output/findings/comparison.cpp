#include "output/findings/comparison.hpp"

#include "engine/text/dates.hpp"
#include "output/document/names.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/sentences.hpp"
#include "output/findings/targets.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace muster::output {

namespace {

// The single variant that does best for a target; none if several do, or if it is the place as planned.
std::optional<std::size_t> best_of(const PairedComparison& comparison, std::size_t target) {
  const std::vector<Standing> standings = comparison.standings(target);
  std::optional<std::size_t> best;
  for (std::size_t v = 0; v < standings.size(); ++v) {
    if (standings[v].rank != 1) continue;
    if (best) return std::nullopt;
    best = v;
  }
  return best == 0 ? std::nullopt : best;
}

bool is_beyond_doubt(const Difference& difference) {
  return difference.mean != 0 && (difference.interval.low > 0 || difference.interval.high < 0);
}

// The change of a headline level by a strategy on a date, relative to the level as planned, if certain; else 0.
double change_of(const PairedComparison& comparison, std::size_t variant, std::size_t date, std::size_t series) {
  const SeriesInfo& info = comparison.shape().series[series];
  const Results& planned = comparison.results(0);
  const auto own = planned.shape().find(info.name.name);
  if (info.kind != SeriesKind::stock || !own || !comparison.shares(variant, series)) return 0;
  const Difference difference = comparison.headline_difference(variant, date, series);
  if (!is_beyond_doubt(difference)) return 0;
  const double before = planned.moments(planned.shape().cell(date, planned.shape().areas.whole(), *own)).mean();
  return std::abs(difference.mean) / std::max(std::abs(before), 1e-9);
}

constexpr double least_change = 0.01;  // of the level as planned; smaller changes are not mentioned

}  // namespace

std::vector<std::size_t> levels_that_differ(const PairedComparison& comparison, std::size_t date) {
  std::vector<std::size_t> levels;
  for (const std::size_t s : comparison.shape().headline)
    for (std::size_t v = 1; v < comparison.variants(); ++v)
      if (change_of(comparison, v, date, s) > least_change) {
        levels.push_back(s);
        break;
      }
  return levels;
}

namespace {

// The size of a difference, and its direction in words: "lower by 6.6 people", "higher by 1.4 million yuan".
std::string more_or_less(double difference, const SeriesName& series) {
  std::string size = show_difference(std::abs(difference), series, std::abs(difference));
  if (size.starts_with('+')) size.erase(0, 1);
  return difference < 0 ? tr("lower by {}", size) : tr("higher by {}", size);
}

// The other targets for which a strategy is certainly worse than the place as planned: first those that fewer
// futures meet, the largest loss first, then those whose value on the date is worse.
std::vector<std::string> worse_targets(const PairedComparison& comparison, std::size_t variant, std::size_t but) {
  std::vector<std::pair<double, std::string>> worse;  // sort key and text
  for (const std::size_t t : worst_first(judgements_of(comparison.results(0)))) {
    const Standing standing = comparison.standings(t)[variant];
    if (t == but || standing.by == RankingMeasure::nothing || standing.gain.is_nothing()) continue;
    const TargetDefinition& target = comparison.shape().targets[t];
    const bool by_probability = standing.by == RankingMeasure::probability;
    const bool more_is_better = target.bound == Bound::at_least || by_probability;
    if (!(more_is_better ? standing.gain.interval.high < 0 : standing.gain.interval.low > 0)) continue;
    worse.emplace_back(by_probability ? standing.gain.mean : 0,
                       by_probability ? tr("{} ({} of {} futures, {} as planned)", target.to_string(),
                                           grouped(comparison.met(variant, t).met), grouped(comparison.replications()),
                                           grouped(comparison.met(0, t).met))
                                      : tr("{} ({} on its date)", target.to_string(),
                                           more_or_less(standing.gain.mean, series_of(target, comparison.shape()))));
  }
  std::ranges::stable_sort(worse, {}, &std::pair<double, std::string>::first);
  std::vector<std::string> names;
  for (auto& [loss, name] : worse) names.push_back(std::move(name));
  return names;
}

}  // namespace

namespace {

// A sentence if a level or a share is further from the goal at the end than on the target's date; else empty.
std::string fading_sentence(const Results& results, std::size_t index) {
  constexpr double negligible = 0.01;  // of the goal
  const ResultsShape& shape = results.shape();
  const TargetDefinition& target = shape.targets[index];
  const auto series = shape.find(target.series);
  const auto area = shape.areas.find(target.area);
  if (!series || !area || target.by >= shape.dates.back()) return {};
  const SeriesInfo& info = shape.series[*series];
  if (info.kind != SeriesKind::stock && info.kind != SeriesKind::share) return {};
  const double on_the_day = results.target(index).p50,
               at_the_end =
                   results.summarise(shape.cell(shape.dates.size() - 1, *area, *series), 1, std::array{0.5})[0]
                       .quantiles[0];
  if (!(target.shortfall_of(at_the_end) - target.shortfall_of(on_the_day) > negligible * std::abs(target.goal)))
    return {};
  const Scale scale = scale_for(info.name, std::max(std::abs(on_the_day), std::abs(at_the_end)));
  return tr("It does not last: the median is {} on {} and {} on {}, when the forecast ends.",
            show_with_unit(on_the_day, scale), date_words(target.by), show_with_unit(at_the_end, scale),
            date_words(shape.dates.back()));
}

}  // namespace

std::optional<std::size_t> deciding_target(const PairedComparison& comparison) {
  for (const std::size_t t : worst_first(judgements_of(comparison.results(0))))
    if (best_of(comparison, t)) return t;
  return std::nullopt;
}

std::string comparison_finding(const PairedComparison& comparison, const ComparisonRecord& record) {
  const std::size_t targets = comparison.shape().targets.size();
  const auto target = deciding_target(comparison);
  if (!target)
    return targets == 0 ? tr("This scenario states no targets.")
                        : tr("For no target is a strategy certain to do better than the place as planned.");
  const std::string finding = tr("{}: {}", target_heading(comparison.shape().targets[*target]),
                                 standing_sentence(comparison, record, *target));
  // Even the best strategy may be unlikely to meet the target.
  const Outlook best = outlook_of(comparison.results(*best_of(comparison, *target)).target(*target));
  const bool enough = best == Outlook::very_likely || best == Outlook::likely || best == Outlook::met;
  return enough || comparison.met(0, *target).nothing_to_judge() || best == Outlook::nothing_to_judge ||
                 best == Outlook::withheld || best == Outlook::missed
             ? finding
             : tr("{} Even so, the target is {} to be met.", finding, outlook_words(best)).to_string();
}

std::vector<std::string> comparison_price(const PairedComparison& comparison, const ComparisonRecord& record) {
  constexpr std::size_t most_listed = 6;
  const ResultsShape& shape = comparison.shape();
  const auto deciding = deciding_target(comparison);
  if (!deciding) return {};
  const std::size_t target = *deciding, variant = *best_of(comparison, target);
  const TargetDefinition& definition = shape.targets[target];
  const auto date = shape.period_before(definition.by);
  std::vector<std::string> said, parts;
  std::optional<std::size_t> level;
  double largest = least_change;
  for (const std::size_t s : shape.headline)
    if (const double size = date ? change_of(comparison, variant, *date, s) : 0;
        size > largest && shape.series[s].name.name != definition.series)
      largest = size, level = s;
  if (level)
    parts.push_back(
        tr("{} {} on that day", called(shape.series[*level].name),
           more_or_less(comparison.headline_difference(variant, *date, *level).mean, shape.series[*level].name)));
  const auto cost = shape.find(record.cost);
  if (const auto extra = comparison.extra_cost(variant, target); cost && extra && is_beyond_doubt(*extra))
    parts.push_back(
        tr("{} {} until then", called(shape.series[*cost].name), more_or_less(extra->mean, shape.series[*cost].name)));
  if (!parts.empty()) said.push_back(tr("What comes with it: {}.", listed(parts)));
  if (const std::string fades = fading_sentence(comparison.results(variant), target); !fades.empty())
    said.push_back(fades);
  std::vector<std::string> worse = worse_targets(comparison, variant, target);
  const std::size_t all = worse.size();
  if (all > most_listed) worse.resize(most_listed);
  const std::string names = fmt::format("{}", fmt::join(worse, tr("; ").to_string()));
  if (all > 0)
    said.push_back(all > most_listed ? tr("Certainly worse with it: {}; and {} more.", names, all - most_listed)
                                     : tr("Certainly worse with it: {}.", names));
  else if (shape.targets.size() > 1)
    said.push_back(tr("No other target that can be judged is certain to be worse with it."));
  return said;
}

}  // namespace muster::output
