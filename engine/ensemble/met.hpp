// How many of a number of replications met a target.
//
// Contract: the single definition of which targets have a probability. A replication with nothing to judge on the
// date, such as a share whose denominator is 0, counts as not met; if no replication has anything to judge, there is
// no probability. Leaves out: the values.
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

  /// @param value  the replication's value on the target's date; NaN: nothing to judge
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

  /// NaN if there is nothing to judge.
  [[nodiscard]] double share() const {
    return nothing_to_judge() ? nan : static_cast<double>(met) / static_cast<double>(replications);
  }
  /// Wilson interval of the probability; NaN if there is nothing to judge.
  [[nodiscard]] Interval interval(double level = 0.95) const {
    return nothing_to_judge() ? Interval{nan, nan} : wilson_interval(met, replications, level);
  }
};

}  // namespace muster
