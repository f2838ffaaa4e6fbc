// Sample quantiles by linear interpolation between order statistics.
//
// Contract: the caller sorts the values; p = 0 gives the smallest value and p = 1 the largest. Leaves out: weights
// and streaming estimates.
#pragma once

#include <span>

namespace muster {

/// The p quantile of values in ascending order, in their unit: type 7, the default of R and NumPy.
/// @throws std::invalid_argument if there are no values or p is not in [0, 1]
/// Source: R. Hyndman, Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996),
/// definition 7.
[[nodiscard]] double quantile(std::span<const double> sorted, double p);

}  // namespace muster
