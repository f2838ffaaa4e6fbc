#include "engine/statistics/intervals.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace muster {

namespace {

/// The probability in one tail of a two-sided interval.
double tail_of(double level) {
  if (!(level > 0 && level < 1))
    throw std::invalid_argument("the level of an interval is " + std::to_string(level) + "; it must be in (0, 1)");
  return (1 - level) / 2;
}

}  // namespace

Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double level) {
  const double tail = tail_of(level);
  if (successes > n)
    throw std::invalid_argument(std::to_string(successes) + " successes in " + std::to_string(n) +
                                " cases; there cannot be more successes than cases");
  if (n == 0) return {0, 1};
  const double z = boost::math::quantile(boost::math::complement(boost::math::normal{}, tail));
  const auto cases = static_cast<double>(n);
  const double share = static_cast<double>(successes) / cases;
  const double shrink = 1 / (1 + z * z / cases);
  const double centre = (share + z * z / (2 * cases)) * shrink;
  const double half_width = z * shrink * std::sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases));
  // At the two ends the formula gives exactly 0 and 1, which rounding must not change.
  return {successes == 0 ? 0 : centre - half_width, successes == n ? 1 : centre + half_width};
}

MeanInterval mean_interval(const Moments& observations, double level) {
  const double tail = tail_of(level);
  if (observations.count() == 0) throw std::invalid_argument("a mean needs at least one observation");
  if (observations.count() == 1) return {observations.mean(), std::numeric_limits<double>::quiet_NaN()};
  const auto n = static_cast<double>(observations.count());
  const double t = boost::math::quantile(boost::math::complement(boost::math::students_t{n - 1}, tail));
  return {observations.mean(), t * std::sqrt(observations.variance() / n)};
}

MeanInterval mean_interval(std::span<const double> values, double level) {
  Moments observations;
  for (const double value : values) observations.add(value);
  return mean_interval(observations, level);
}

}  // namespace muster
