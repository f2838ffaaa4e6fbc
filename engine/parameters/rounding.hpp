// Whole numbers out of products of decimals: 50 times 0.58 is 29 and 7 % of 100 are 7, whatever binary fractions make of
// them.
//
// Contract: what lies within rounding error of a whole number, or of the half between two, counts as that. Leaves out:
// rounding by chance, which keeps a mean (whole() in distribution.hpp).
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {

/// What a product of a few factors may be off by.
[[nodiscard]] inline double rounding_error(double product) {
  return std::max(1e-9, 8 * std::numeric_limits<double>::epsilon() * std::abs(product));
}

[[nodiscard]] inline double rounded_down(double product) { return std::floor(product + rounding_error(product)); }
[[nodiscard]] inline double rounded_up(double product) { return std::ceil(product - rounding_error(product)); }

/// Halves away from 0.
[[nodiscard]] inline double to_nearest(double product) {
  return std::copysign(std::floor(std::abs(product) + 0.5 + rounding_error(product)), product);
}

}  // namespace muster
