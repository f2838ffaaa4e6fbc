// Confidence intervals for a probability and for a mean, from independent replications.
//
// Contract: two-sided, with the stated coverage probability. Leaves out: intervals from one correlated series of
// observations; run independent replications instead.
#pragma once

#include "engine/statistics/moments.hpp"

#include <cstdint>
#include <span>

namespace muster {

struct Interval {
  double low = 0;
  double high = 1;
};

struct MeanInterval {
  double mean = 0;
  double half_width = 0;
};

/// Wilson score interval for a probability, from successes in n independent cases; within [0, 1], and equal to it
/// for n = 0.
/// @param level  coverage probability, in (0, 1); the actual coverage varies around it with p and n
/// @throws       std::invalid_argument if successes exceed n or level is not in (0, 1)
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927); L.
/// Brown, T. Cai, A. DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001).
[[nodiscard]] Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double level = 0.95);

/// Student's t interval for the mean of independent observations, in their unit; the half-width is NaN for a
/// single observation.
/// @param level  coverage probability, in (0, 1)
/// @throws       std::invalid_argument if there are no observations (their mean is undefined, not 0) or level is
///         not in (0, 1)
/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 9.4.1.
[[nodiscard]] MeanInterval mean_interval(const Moments& observations, double level = 0.95);
[[nodiscard]] MeanInterval mean_interval(std::span<const double> values, double level = 0.95);

}  // namespace muster
