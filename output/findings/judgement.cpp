#include "output/findings/judgement.hpp"

#include "output/findings/areas.hpp"
#include "output/findings/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::output {

namespace {

constexpr double unlikely_up_to = 0.33;  // the bound of Outlook

// The shortfall of the median relative to the goal, so that targets in different units can be compared; 0 where it
// is not known.
double gap_of(const TargetDefinition& target, const TargetResult& result) {
  if (std::isnan(result.p50)) return 0;
  const double gap = target.shortfall_of(result.p50);
  return target.goal != 0 ? gap / std::abs(target.goal) : gap;
}

}  // namespace

Judgement judgement_of(const TargetDefinition& target, const TargetResult& result) {
  Judgement made;
  switch (outlook_of(result)) {
    case Outlook::withheld:
      made.fate = Fate::withheld;
      return made;
    case Outlook::nothing_to_judge:
      return made;
    case Outlook::met:
    case Outlook::very_likely:
    case Outlook::likely:
      made.fate = Fate::met;
      made.miss = 1 - result.probability;
      return made;
    case Outlook::open:
      made.fate = Fate::open;
      made.miss = 1 - result.probability;
      return made;
    case Outlook::unlikely:
      made.fate = Fate::missed;
      break;
    case Outlook::very_unlikely:
    case Outlook::missed:
      // A few replications cannot rule a target out: the whole interval must lie within "unlikely".
      made.fate =
          result.replications == 1 || result.interval.high <= unlikely_up_to ? Fate::out_of_reach : Fate::missed;
      break;
  }
  if (result.reached_p50 && *result.reached_p50 > target.by) {
    made.fate = Fate::late;
    made.late = *result.reached_p50 - target.by;
    made.miss = static_cast<double>(made.late.count());
  } else if (!met_and_lost(target, result).empty()) {
    made.fate = Fate::lost_again;
    made.miss = static_cast<double>(result.lost) / static_cast<double>(result.replications);
  } else {
    made.miss = gap_of(target, result);
  }
  return made;
}

std::vector<Judgement> judgements_of(const Results& results) {
  std::vector<Judgement> made;
  const std::vector<TargetDefinition>& targets = results.shape().targets;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const TargetResult result = results.target(t);
    Judgement& one = made.emplace_back(judgement_of(targets[t], result));
    if (one.fate != Fate::late) continue;
    const Together together = half_together(results, targets[t], *result.reached_p50);
    if (!together.is_later) continue;
    // A target that half have met once, but some lost again, counts as met only when half meet it at the same time.
    one.late = together.on ? *together.on - targets[t].by : std::chrono::days{};
    one.fate = together.on ? Fate::late : Fate::missed;
    one.miss = together.on ? static_cast<double>(one.late.count()) : gap_of(targets[t], result);
  }
  return made;
}

std::vector<std::size_t> worst_first(const std::vector<Judgement>& judgements) {
  std::vector<std::size_t> order(judgements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Judgement &one = judgements[a], &other = judgements[b];
    return one.fate != other.fate ? one.fate < other.fate : one.miss > other.miss;
  });
  return order;
}

}  // namespace muster::output
