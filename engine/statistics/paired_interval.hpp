// A confidence interval for the difference of a probability between two arms simulated with the same random
// numbers.
//
// Contract: two-sided, with about the stated coverage, for any number of pairs. Leaves out: means of differences,
// which are observations like any others (mean_interval in intervals.hpp).
#pragma once

#include "engine/statistics/intervals.hpp"

#include <cstdint>

namespace muster {

/// The adjusted Wald interval for the probability of the first arm minus that of the second, within [-1, 1]. Each
/// case is a pair, simulated with the same random numbers in both arms; cases in which both arms succeed or both
/// fail count only towards n.
/// @param only_first, only_second  cases in which only this arm succeeds
/// @throws std::invalid_argument if the two exceed n or level is not in (0, 1)
/// Source: D. G. Bonett, R. M. Price, Adjusted Wald confidence interval for a difference of binomial proportions
/// based on paired data, Journal of Educational and Behavioral Statistics 37 (2012); among those recommended by M.
/// W. Fagerland, S. Lydersen, P. Laake, Recommended tests and confidence intervals for paired binomial
/// proportions, Statistics in Medicine 33 (2014).
[[nodiscard]] Interval paired_probability_interval(std::uint64_t only_first, std::uint64_t only_second, std::uint64_t n,
                                                   double level = 0.95);

}  // namespace muster
