#include "engine/statistics/paired_interval.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace muster {

Interval paired_probability_interval(std::uint64_t only_first, std::uint64_t only_second, std::uint64_t n,
                                     double level) {
  if (!(level > 0 && level < 1))
    throw std::invalid_argument("the level of an interval is " + std::to_string(level) + "; it must be in (0, 1)");
  if (only_first > n || only_second > n - only_first)
    throw std::invalid_argument(std::to_string(only_first) + " and " + std::to_string(only_second) + " of " +
                                std::to_string(n) + " pairs; there cannot be more cases than pairs");
  const double z = boost::math::quantile(boost::math::complement(boost::math::normal{}, (1 - level) / 2));
  const double pairs = static_cast<double>(n) + 2;
  const double first = (static_cast<double>(only_first) + 1) / pairs;
  const double second = (static_cast<double>(only_second) + 1) / pairs;
  const double centre = first - second;
  const double half_width = z * std::sqrt((first + second - centre * centre) / pairs);
  return {std::max(centre - half_width, -1.0), std::min(centre + half_width, 1.0)};
}

}  // namespace muster
