#include "engine/experiments/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

namespace muster {

std::vector<Coalition> coalitions_of(std::size_t changes) {
  if (changes == 0 || changes > most_changes)
    throw std::invalid_argument(
        fmt::format("{} changes to attribute a difference to; there may be 1 to {}", changes, most_changes));
  const Coalition all = (Coalition{1} << changes) - 1;
  std::vector<Coalition> made;
  if (changes <= most_exact_changes) {
    for (Coalition coalition = 0; coalition <= all; ++coalition) made.push_back(coalition);
    return made;
  }
  made.push_back(0);
  for (std::size_t k = 0; k < changes; ++k) made.push_back(Coalition{1} << k);
  for (std::size_t k = 0; k < changes; ++k) made.push_back(all & ~(Coalition{1} << k));
  made.push_back(all);
  return made;
}

AttributionTally::AttributionTally(std::size_t changes, double bound)
    : changes_(changes),
      bound_(bound),
      exact_(changes <= most_exact_changes),
      alone_(changes),
      last_(changes),
      shapley_(changes) {
  // |S|! (n − |S| − 1)! / n!: the share of all orders in which just these come before the change.
  double weight = 1 / static_cast<double>(changes);
  for (std::size_t size = 0; size < changes; ++size) {
    weights_.push_back(weight);
    weight *= static_cast<double>(size + 1) / static_cast<double>(std::max<std::size_t>(changes - size - 1, 1));
  }
}

void AttributionTally::add(std::span<const double> values) {
  if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) return;
  const double nothing = values.front(), everything = values.back();
  double sum_alone = 0;
  for (std::size_t k = 0; k < changes_; ++k) {
    const Coalition own = Coalition{1} << k, all = (Coalition{1} << changes_) - 1;
    const double alone = values[exact_ ? own : 1 + k] - nothing;
    alone_[k].add(alone);
    last_[k].add(everything - values[exact_ ? all & ~own : 1 + changes_ + k]);
    sum_alone += alone;
    if (!exact_) continue;
    double share = 0;
    for (Coalition before = 0; before <= all; ++before)
      if (!(before & own))
        share += weights_[static_cast<std::size_t>(std::popcount(before))] * (values[before | own] - values[before]);
    shapley_[k].add(share);
  }
  total_.add(everything - nothing);
  interactions_.add(everything - nothing - sum_alone);
}

MeanInterval AttributionTally::interval_of(const Moments& moments) const {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (moments.count() == 0) return {nan, nan};
  MeanInterval made = mean_interval(moments);
  if (made.half_width == 0 && bound_ > 0) made.half_width = 3 * bound_ / static_cast<double>(moments.count());
  return made;
}

Attribution AttributionTally::result() const {
  Attribution made;
  for (std::size_t k = 0; k < changes_; ++k)
    made.changes.push_back({interval_of(alone_[k]), interval_of(last_[k]), interval_of(shapley_[k])});
  made.total = interval_of(total_);
  made.interactions = interval_of(interactions_);
  made.replications = total_.count();
  made.exact = exact_;
  return made;
}

}  // namespace muster
