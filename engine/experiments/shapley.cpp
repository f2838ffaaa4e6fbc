#include "engine/experiments/shapley.hpp"

#include "engine/text/text.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace muster {

namespace {

// The mean over all orders of what a change adds: in a share of |S|! (n − |S| − 1)! / n! of them, exactly the
// changes in S come before it.
double shapley_value(std::span<const double> values, std::size_t changes, Coalition own) {
  std::vector<double> weights{1 / static_cast<double>(changes)};  // by the size of S
  for (std::size_t size = 1; size < changes; ++size)
    weights.push_back(weights.back() * static_cast<double>(size) / static_cast<double>(changes - size));
  double share = 0;
  for (Coalition before = 0; before < values.size(); ++before)
    if (!(before & own))
      share += weights[static_cast<std::size_t>(std::popcount(before))] * (values[before | own] - values[before]);
  return share;
}

}  // namespace

std::vector<Coalition> coalitions_of(std::size_t changes) {
  if (changes == 0 || changes > most_changes)
    throw std::invalid_argument(
        tr("a difference cannot be attributed to {} changes; there may be 1 to {}", changes, most_changes));
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

AttributionTally::AttributionTally(std::vector<std::size_t> stages, double bound)
    : stages_(std::move(stages)), bound_(bound) {
  const std::size_t changes = std::accumulate(stages_.begin(), stages_.end(), std::size_t{0});
  alone_.resize(changes);
  last_.resize(changes);
  shapley_.resize(changes);
}

void AttributionTally::add(std::span<const double> values) {
  if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) return;
  double total = 0, sum_alone = 0;
  std::size_t before = 0;  // number of changes in the previous stages
  for (const std::size_t changes : stages_) {
    const std::size_t count = coalitions_of(changes).size();
    const std::span<const double> own = values.first(count);
    moved_ = moved_ || std::any_of(own.begin(), own.end(), [&](double value) { return value != own.front(); });
    values = values.subspan(count);
    const bool exact = changes <= most_exact_changes;
    const Coalition all = (Coalition{1} << changes) - 1;
    for (std::size_t k = 0; k < changes; ++k) {
      const Coalition bit = Coalition{1} << k;
      const double alone = own[exact ? bit : 1 + k] - own.front();
      alone_[before + k].add(alone);
      last_[before + k].add(own.back() - own[exact ? all & ~bit : 1 + changes + k]);
      sum_alone += alone;
      if (exact) shapley_[before + k].add(shapley_value(own, changes, bit));
    }
    total += own.back() - own.front();
    before += changes;
  }
  total_.add(total);
  interactions_.add(total - sum_alone);
}

MeanInterval AttributionTally::interval_of(const Moments& moments) const {
  if (moments.count() == 0) return {nan, nan};
  MeanInterval made = mean_interval(moments);
  if (made.half_width == 0 && bound_ > 0) made.half_width = 3 * bound_ / static_cast<double>(moments.count());
  return made;
}

Attribution AttributionTally::result() const {
  Attribution made;
  for (std::size_t k = 0; k < alone_.size(); ++k)
    made.changes.push_back({interval_of(alone_[k]), interval_of(last_[k]), interval_of(shapley_[k])});
  made.total = interval_of(total_);
  made.interactions = interval_of(interactions_);
  made.replications = total_.count();
  made.moved = moved_;
  made.exact = std::all_of(shapley_.begin(), shapley_.end(), [](const Moments& of) { return of.count() > 0; });
  return made;
}

}  // namespace muster
