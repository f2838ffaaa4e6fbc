#include "output/findings/targets.hpp"

#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::output {

std::vector<std::size_t> targets_by_miss(const Results& results) {
  const std::vector<TargetDefinition>& targets = results.shape().targets;
  struct Miss {
    bool unknown;
    double share, probability;
  };
  std::vector<Miss> misses;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const TargetResult result = results.target(t);
    const bool unknown = result.outcome_withheld || std::isnan(result.probability);
    const double shortfall = std::isnan(result.shortfall_mean) ? 0 : result.shortfall_mean;
    const double goal = std::abs(targets[t].goal);
    misses.push_back({unknown, goal > 0 ? shortfall / goal : shortfall, unknown ? 0 : result.probability});
  }
  std::vector<std::size_t> order(targets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Miss &x = misses[a], &y = misses[b];
    if (x.unknown != y.unknown) return y.unknown;
    return x.share != y.share ? x.share > y.share : x.probability < y.probability;
  });
  return order;
}

std::string target_heading(const TargetDefinition& target) {
  return target.title.empty() ? target.id : begun(target.title.shown());
}

std::string goal_words(const TargetDefinition& target, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  const Scale scale = series ? scale_for(shape.series[*series].name, std::abs(target.goal)) : Scale{};
  const std::string goal = show_with_unit(target.goal, scale);
  return target.comparison == Comparison::at_least ? text("≥ {} by {}", goal, date_words(target.by))
                                                   : text("≤ {} by {}", goal, date_words(target.by));
}

}  // namespace muster::output
