// The difference of two probabilities seen on the same replications.
//
// Contract: an interval of about 95 % for P(second) − P(first) from how often only one of the two happened; it is never empty,
// since a sample without a single difference still leaves some possible. Leaves out: unpaired samples.
#pragma once

#include "engine/statistics/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace muster {

struct MatchedDifference {
  double difference = 0;  // as seen
  Interval interval{-1, 1};
};

/// @param gained  replications in which only the second happened
/// @param lost    … only the first
/// @param n       all of them
/// Source: A. Agresti, Y. Min, Simple improved confidence intervals for comparing matched proportions, Statistics in
/// Medicine 24 (2005): Wald's after adding a half to each of the four counts.
[[nodiscard]] inline MatchedDifference matched_difference(std::uint64_t gained, std::uint64_t lost, std::uint64_t n) {
  if (n == 0) return {};
  constexpr double z = 1.959963984540054;  // 97.5 % point of the normal
  const double up = static_cast<double>(gained) + 0.5, down = static_cast<double>(lost) + 0.5;
  const double all = static_cast<double>(n) + 2;
  const double centre = (up - down) / all;
  const double half = z * std::sqrt(std::max(0.0, up + down - (up - down) * (up - down) / all)) / all;
  const double seen = (static_cast<double>(gained) - static_cast<double>(lost)) / static_cast<double>(n);
  // At the ends the interval is drawn towards the middle; what was seen belongs to it.
  return {seen, {std::max(-1.0, std::min(seen, centre - half)), std::min(1.0, std::max(seen, centre + half))}};
}

}  // namespace muster
