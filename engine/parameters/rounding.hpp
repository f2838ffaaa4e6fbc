// Rounds products of decimals to whole numbers: 50 times 0.58 is 29 and 7 % of 100 is 7, regardless of binary
// rounding errors.
//
// Contract: a product within rounding error of a whole number, or of the midpoint between two, counts as equal to
// it. Leaves out: random rounding, which preserves the mean (whole() in distribution.hpp).
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {

/// Bound on the rounding error of a product of a few factors.
[[nodiscard]] inline double rounding_error(double product) {
  return std::max(1e-9, 8 * std::numeric_limits<double>::epsilon() * std::abs(product));
}

[[nodiscard]] inline double rounded_down(double product) { return std::floor(product + rounding_error(product)); }
[[nodiscard]] inline double rounded_up(double product) { return std::ceil(product - rounding_error(product)); }

/// Rounds halves away from 0.
[[nodiscard]] inline double to_nearest(double product) {
  return std::copysign(std::floor(std::abs(product) + 0.5 + rounding_error(product)), product);
}

}  // namespace muster
