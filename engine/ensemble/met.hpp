// How many of so many replications met a target.
//
// Contract: the one place that says which targets have a probability. A replication with nothing to judge on the date, such as a share
// of nothing, counts as not met; where no replication has anything to judge there is no probability. Leaves out: the values.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace muster {

struct Met {
  std::uint64_t met = 0;
  std::uint64_t replications = 0;
  std::uint64_t unjudged = 0;  // of the replications: those with nothing to judge

  /// What a replication had on the target's date; NaN: nothing to judge.
  void add(const TargetDefinition& target, double value) {
    ++replications;
    if (std::isnan(value)) ++unjudged;
    if (target.met_by(value)) ++met;
  }
  void add(const Met& others) {
    met += others.met;
    replications += others.replications;
    unjudged += others.unjudged;
  }

  [[nodiscard]] bool nothing_to_judge() const { return unjudged == replications; }

  /// NaN where there is nothing to judge.
  [[nodiscard]] double share() const {
    return nothing_to_judge() ? nan : static_cast<double>(met) / static_cast<double>(replications);
  }
  /// Of the probability, Wilson; NaN where there is nothing to judge.
  [[nodiscard]] Interval interval(double level = 0.95) const {
    return nothing_to_judge() ? Interval{nan, nan} : wilson_interval(met, replications, level);
  }
};

}  // namespace muster
