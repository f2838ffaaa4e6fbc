#include "engine/statistics/paired_interval.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <stdexcept>

namespace muster {
namespace {

using Catch::Approx;

TEST_CASE("paired intervals of probabilities agree with published values", "[unit][statistics]") {
  // M. W. Fagerland, S. Lydersen, P. Laake, Recommended tests and confidence intervals for paired binomial
  // proportions, Statistics in Medicine 33 (2014), airway hyper-responsiveness: 1 and 7 discordant pairs of 21. By
  // hand: p12 = 2/23, p21 = 8/23, -6/23 ± 1.959964 √((10/23 - 36/529) / 23) = -0.260870 ± 0.247490.
  const Interval airway = paired_probability_interval(1, 7, 21);
  CHECK(airway.low == Approx(-0.508359).margin(1e-6));
  CHECK(airway.high == Approx(-0.013380).margin(1e-6));
  const Interval other_way = paired_probability_interval(7, 1, 21);
  CHECK(other_way.low == Approx(-airway.high));
  CHECK(other_way.high == Approx(-airway.low));
  const Interval wider = paired_probability_interval(1, 7, 21, 0.99);
  CHECK(wider.low < airway.low);
  CHECK(wider.high > 0);
}

TEST_CASE("paired intervals stay in [-1, 1], contain the observed difference, and refuse impossible counts",
          "[unit][statistics]") {
  for (const std::uint64_t n : {1U, 2U, 5U, 40U, 1000U})
    for (std::uint64_t won = 0; won <= n; won += 1 + n / 7)
      for (std::uint64_t lost = 0; lost + won <= n; lost += 1 + n / 7) {
        const Interval interval = paired_probability_interval(won, lost, n);
        const double seen = (static_cast<double>(won) - static_cast<double>(lost)) / static_cast<double>(n);
        CAPTURE(n, won, lost, interval.low, interval.high);
        CHECK(interval.low >= -1);
        CHECK(interval.high <= 1);
        CHECK(interval.low <= seen);
        CHECK(interval.high >= seen);
      }
  CHECK_THROWS_AS(paired_probability_interval(3, 3, 5), std::invalid_argument);
  CHECK_THROWS_AS(paired_probability_interval(6, 0, 5), std::invalid_argument);
  CHECK_THROWS_AS(paired_probability_interval(1, 1, 5, 1.0), std::invalid_argument);
}

TEST_CASE("a paired interval of 95 % has about this coverage, computed from the exact multinomial",
          "[unit][statistics]") {
  // Exact coverage for 60 pairs, of which 15 % are gained and 5 % lost on average.
  double covered = 0;
  const double p = 0.15, q = 0.05;
  const std::uint64_t n = 60;
  for (std::uint64_t up = 0; up <= n; ++up)
    for (std::uint64_t down = 0; up + down <= n; ++down) {
      const Interval interval = paired_probability_interval(up, down, n);
      if (interval.low > p - q || interval.high < p - q) continue;
      const auto u = static_cast<double>(up), d = static_cast<double>(down), all = static_cast<double>(n);
      covered +=
          std::exp(std::lgamma(all + 1) - std::lgamma(u + 1) - std::lgamma(d + 1) - std::lgamma(all - u - d + 1) +
                   u * std::log(p) + d * std::log(q) + (all - u - d) * std::log(1 - p - q));
    }
  CHECK(covered > 0.94);
  CHECK(covered < 0.98);
}

}  // namespace
}  // namespace muster
