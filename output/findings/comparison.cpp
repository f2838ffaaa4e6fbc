#include "output/findings/comparison.hpp"

#include "output/document/names.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/targets.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>

namespace muster::output {

namespace {

// The one variant that does best for a target; none if several do, or if it is the place as planned.
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

}  // namespace

std::optional<std::size_t> report_before(const ResultsShape& shape, Date day) {
  const auto later = std::upper_bound(shape.dates.begin(), shape.dates.end(), day);
  if (later == shape.dates.begin()) return std::nullopt;
  return static_cast<std::size_t>(later - shape.dates.begin()) - 1;
}

namespace {

// By how much of the level as planned a strategy changes a headline level on a date, if beyond doubt; else 0.
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

constexpr double least_change = 0.01;  // of the level as planned; less is no price

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

std::string side_effects(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t variant,
                         std::size_t target) {
  const ResultsShape& shape = comparison.shape();
  const TargetDefinition& definition = shape.targets[target];
  const auto date = report_before(shape, definition.by);
  if (variant == 0 || !date) return {};
  std::vector<std::string> said;
  std::optional<std::size_t> level;
  double largest = least_change;
  for (const std::size_t s : shape.headline)
    if (const double size = change_of(comparison, variant, *date, s);
        size > largest && shape.series[s].name.name != definition.series)
      largest = size, level = s;
  if (level) {
    const SeriesName& name = shape.series[*level].name;
    const double mean = comparison.headline_difference(variant, *date, *level).mean;
    said.push_back(text("{} {} on that day", called(name), show_difference(mean, name, std::abs(mean))));
  }
  const auto cost = shape.find(record.cost);
  if (const auto extra = comparison.extra_cost(variant, target); cost && extra && is_beyond_doubt(*extra)) {
    const SeriesName& name = shape.series[*cost].name;
    said.push_back(text("{} {} until then", called(name), show_difference(extra->mean, name, std::abs(extra->mean))));
  }
  return said.empty() ? std::string{} : text("With it: {}.", listed(said));
}

std::optional<std::size_t> deciding_target(const PairedComparison& comparison) {
  for (const std::size_t t : worst_first(judgements_of(comparison.results(0))))
    if (best_of(comparison, t)) return t;
  return std::nullopt;
}

std::string comparison_finding(const PairedComparison& comparison, const ComparisonRecord& record) {
  const std::size_t targets = comparison.shape().targets.size();
  const auto target = deciding_target(comparison);
  if (!target)
    return targets == 0 ? text("This scenario states no targets.")
                        : text("No strategy is known to do better than the place as planned for any target.");
  const std::string effects = side_effects(comparison, record, *best_of(comparison, *target), *target);
  const std::string sentence = standing_sentence(comparison, record, *target);
  return text("{}: {}", target_heading(comparison.shape().targets[*target]),
              effects.empty() ? sentence : sentence + (current_language() == Language::chinese ? "" : " ") + effects);
}

}  // namespace muster::output
