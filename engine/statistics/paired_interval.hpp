// A confidence interval for how much a probability differs between two arms that met the same luck.
//
// Contract: two-sided, with about the stated coverage, for any number of pairs. Leaves out: means of differences, which are
// observations like others (mean_interval of intervals.hpp).
#pragma once

#include "engine/statistics/intervals.hpp"

#include <cstdint>

namespace muster {

/// How a probability differs between two arms that met the same luck case by case: adjusted Wald interval for the first arm's less
/// the second's, within [-1, 1]. Cases in which both or neither succeed only count towards n.
/// @param only_first, only_second  cases in which this arm alone succeeds
/// @throws std::invalid_argument if the two exceed n or level is not in (0, 1)
/// Source: D. G. Bonett, R. M. Price, Adjusted Wald confidence interval for a difference of binomial proportions based on paired
/// data, Journal of Educational and Behavioral Statistics 37 (2012); among those recommended by M. W. Fagerland, S. Lydersen, P.
/// Laake, Recommended tests and confidence intervals for paired binomial proportions, Statistics in Medicine 33 (2014).
[[nodiscard]] Interval paired_probability_interval(std::uint64_t only_first, std::uint64_t only_second, std::uint64_t n,
                                                   double level = 0.95);

}  // namespace muster
