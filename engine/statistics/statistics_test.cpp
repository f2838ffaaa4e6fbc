// Moments, quantiles, intervals and time averages, compared with published and exact values.
#include "engine/random/distribution.hpp"
#include "engine/random/stream.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"
#include "engine/statistics/quantile.hpp"
#include "engine/statistics/time_average.hpp"

#include "tests/support/catch.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace muster;
using Catch::Approx;

TEST_CASE("moments agree with their definition", "[unit][statistics]") {
  // A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 4.5, example 4.27: ten observations.
  const std::vector<double> values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  Moments moments;
  for (const double value : values) moments.add(value);
  double squares = 0;
  for (const double value : values) squares += (value - 1.343) * (value - 1.343);
  CHECK(moments.count() == 10);
  CHECK(moments.mean() == Approx(1.343).epsilon(1e-14));
  CHECK(moments.variance() == Approx(squares / 9).epsilon(1e-14));
  CHECK(moments.sd() == Approx(std::sqrt(squares / 9)).epsilon(1e-14));
}

TEST_CASE("moments that need more observations are NaN", "[unit][statistics]") {
  Moments moments;
  CHECK(std::isnan(moments.mean()));
  moments.add(4);
  CHECK(moments.mean() == 4);
  CHECK(std::isnan(moments.variance()));
}

TEST_CASE("moments stay exact when observations have a large common offset", "[unit][statistics]") {
  Moments moments;
  for (const double value : {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) moments.add(value);
  CHECK(moments.mean() == 1e9 + 10);
  CHECK(moments.variance() == 30);
}

TEST_CASE("merged moments are the moments of all observations", "[property][statistics]") {
  Stream stream(Seed{3}, Replication{0}, EntityKey{0}, purpose("merge"));
  for (int round = 0; round < 100; ++round) {
    Moments all, merged;
    for (int part = 0; part < 5; ++part) {
      Moments some;
      const auto count = static_cast<int>(stream.uniform() * 8);  // often none
      for (int i = 0; i < count; ++i) {
        const double value = 100 + stream.uniform();
        all.add(value);
        some.add(value);
      }
      merged.merge(some);
    }
    REQUIRE(merged.count() == all.count());
    if (all.count() < 2) continue;
    CHECK(merged.mean() == Approx(all.mean()).epsilon(1e-14));
    CHECK(merged.variance() == Approx(all.variance()).epsilon(1e-9));
  }
}

TEST_CASE("quantiles interpolate as type 7 does", "[unit][statistics]") {
  // R 4: quantile(c(1, 2, 4, 8), c(0, 0.1, 0.25, 0.5, 0.9, 1)) gives 1, 1.3, 1.75, 3, 6.8, 8.
  const std::vector<double> values{1, 2, 4, 8};
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 0.1) == Approx(1.3));
  CHECK(quantile(values, 0.25) == 1.75);
  CHECK(quantile(values, 0.5) == 3);
  CHECK(quantile(values, 0.9) == Approx(6.8));
  CHECK(quantile(values, 1) == 8);
  CHECK(quantile(std::vector<double>{5}, 0.3) == 5);
  CHECK_THROWS_AS(quantile({}, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(quantile(values, 1.1), std::invalid_argument);
}

TEST_CASE("Wilson intervals agree with published values", "[unit][statistics]") {
  // R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table
  // I, method 3, to the four digits printed.
  struct Published {
    std::uint64_t successes, n;
    double low, high;
  };
  for (const auto& [successes, n, low, high] :
       {Published{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson_interval(successes, n);
    CHECK(std::round(interval.low * 1e4) == std::round(low * 1e4));
    CHECK(std::round(interval.high * 1e4) == std::round(high * 1e4));
  }
}

TEST_CASE("Wilson intervals at the ends stay in [0, 1] and mirror each other", "[unit][statistics]") {
  const Interval none = wilson_interval(0, 7), all = wilson_interval(7, 7);
  CHECK(none.low == 0);
  CHECK(all.high == 1);
  CHECK(none.high == Approx(1 - all.low).epsilon(1e-14));
  CHECK(wilson_interval(0, 0).low == 0);
  CHECK(wilson_interval(0, 0).high == 1);
  CHECK_THROWS_AS(wilson_interval(8, 7), std::invalid_argument);
  CHECK_THROWS_AS(wilson_interval(1, 7, 1.0), std::invalid_argument);
}

TEST_CASE("Wilson intervals cover far closer to their level than textbook intervals do", "[property][statistics]") {
  // Exact coverage at p is the sum of the binomial probabilities of the counts whose interval contains p. Averaged
  // over p, it is near the level even for small n, while that of the Wald interval p ± z √(p(1−p)/n) is far below:
  // L. Brown, T. Cai, A. DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001),
  // sec. 2 and 3.
  struct Coverage {
    double average = 0, lowest = 1;  // average over all p; lowest over 0.1 <= p <= 0.9
  };
  const auto coverage_of = [](const std::vector<Interval>& intervals) {
    const auto n = static_cast<int>(intervals.size()) - 1;
    Coverage coverage;
    constexpr int points = 999;
    for (int i = 1; i <= points; ++i) {
      const double p = static_cast<double>(i) / (points + 1);
      const boost::math::binomial exact(n, p);
      double covered = 0;
      for (int k = 0; k <= n; ++k) {
        const Interval& interval = intervals[static_cast<std::size_t>(k)];
        if (interval.low <= p && p <= interval.high) covered += boost::math::pdf(exact, k);
      }
      coverage.average += covered / points;
      if (p >= 0.1 && p <= 0.9) coverage.lowest = std::min(coverage.lowest, covered);
    }
    return coverage;
  };
  const auto level = GENERATE(0.9, 0.95, 0.99);
  const auto n = GENERATE(10U, 40U, 200U);
  const double z = normal_quantile(0.5 + level / 2);
  std::vector<Interval> wilson, wald;
  for (unsigned k = 0; k <= n; ++k) {
    wilson.push_back(wilson_interval(k, n, level));
    const double share = static_cast<double>(k) / n, half_width = z * std::sqrt(share * (1 - share) / n);
    wald.push_back({share - half_width, share + half_width});
  }
  const Coverage ours = coverage_of(wilson), textbook = coverage_of(wald);
  CAPTURE(level, n, ours.average, ours.lowest, textbook.average, textbook.lowest);
  CHECK(std::abs(ours.average - level) < std::abs(textbook.average - level) / 5);
  CHECK(ours.lowest > textbook.lowest);
}

TEST_CASE("the t interval of ten observations agrees with the textbook", "[unit][statistics]") {
  // A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 4.5, example 4.27: 1.34 ± 0.24 at 90 %.
  const std::vector<double> values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const MeanInterval interval = mean_interval(values, 0.9);
  CHECK(interval.mean == Approx(1.34).margin(0.005));
  CHECK(interval.half_width == Approx(0.24).margin(0.005));
  // t with 9 degrees of freedom at 0.975 is 2.262157 (Abramowitz and Stegun, table 26.10).
  Moments moments;
  for (const double value : values) moments.add(value);
  CHECK(mean_interval(moments).half_width == Approx(2.262157 * moments.sd() / std::sqrt(10)).epsilon(1e-6));
  CHECK(std::isnan(mean_interval(std::vector<double>{3}).half_width));
  CHECK_THROWS_AS(mean_interval(Moments{}), std::invalid_argument);
  CHECK_THROWS_AS(mean_interval(values, 0), std::invalid_argument);
}

TEST_CASE("a time average weights each level by its duration", "[unit][statistics]") {
  TimeAverage level(Instant{-100}, 2);
  CHECK(level.mean(Instant{-100}) == 2);
  level.set(Instant{-50}, 6);
  level.step(Instant{0}, -5);
  CHECK(level.level() == 1);
  CHECK(level.mean(Instant{100}) == (2.0 * 50 + 6 * 50 + 1 * 100) / 200);
  level.restart(Instant{100});
  level.set(Instant{110}, 3);
  CHECK(level.mean(Instant{120}) == 2);
  CHECK_THROWS_AS(level.set(Instant{109}, 0), std::logic_error);
  CHECK_THROWS_AS(level.mean(Instant{109}), std::logic_error);
}
