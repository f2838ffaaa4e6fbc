// The effect of a change on a target, replication by replication under the same random numbers.
//
// Contract: the gain in probability with an interval for matched pairs, and the reduction in shortfall with a t
// interval (both of about 95 %, or another level); a replication with nothing to judge counts as in met.hpp, and
// has no shortfall. Leaves out: simulation.
#pragma once

#include "engine/ensemble/met.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"
#include "engine/statistics/paired_interval.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace muster {

struct ProbabilityGain {
  double difference = 0;  // observed
  Interval interval{-1, 1};
  bool moves = false;  // whether the change alters in any replication whether the target is met
};

struct TargetEffect {
  std::uint64_t replications = 0;
  double probability = 0;  // with the change; NaN if it leaves nothing to judge
  ProbabilityGain gain;
  Interval interval;     // of the probability, 95 %
  double shortfall = 0;  // mean with the change, in the series' unit; NaN if nothing was judged
  MeanInterval closed;   // mean shortfall without the change minus that with it

  /// Whether the change has any effect in any replication.
  [[nodiscard]] bool moves() const { return gain.moves || gain.difference != 0 || std::abs(closed.mean) > 0; }
};

class TargetEffectTally {
 public:
  void add(const TargetDefinition& target, double before, double after) {
    const bool was = target.met_by(before), is = target.met_by(after);
    seen_.add(target, after);
    gained_ += is && !was ? 1U : 0U;
    lost_ += was && !is ? 1U : 0U;
    if (std::isnan(before) || std::isnan(after)) return;
    shortfall_.add(target.shortfall_of(after));
    closed_.add(target.shortfall_of(before) - target.shortfall_of(after));
  }

  /// @param level  of the intervals; where several effects are judged together: 1 - 0.05 / their number
  ///               (Bonferroni)
  [[nodiscard]] TargetEffect result(double level = 0.95) const {
    const std::uint64_t all = seen_.replications;
    ProbabilityGain gain;
    if (all > 0)
      gain = {(static_cast<double>(gained_) - static_cast<double>(lost_)) / static_cast<double>(all),
              paired_probability_interval(gained_, lost_, all, level), gained_ + lost_ > 0};
    return {all,
            seen_.share(),
            gain,
            seen_.interval(),
            shortfall_.mean(),
            closed_.count() > 0 ? mean_interval(closed_, level) : MeanInterval{nan, nan}};
  }

 private:
  Met seen_;
  std::uint64_t gained_ = 0, lost_ = 0;
  Moments shortfall_, closed_;
};

}  // namespace muster
