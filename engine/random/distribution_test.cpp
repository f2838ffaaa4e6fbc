#include "engine/random/distribution.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

using namespace muster;
using muster::test::CellsAre;
using muster::test::Counts;
using muster::test::equal_cells;
using muster::test::MeanIs;
using muster::test::Sample;
using muster::test::squared_deviations;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t sample_size = 200'000;

const std::vector<double> seen_days{30, 45, 45, 90, 10}, times_seen{4, 2, 1, 3, 0};

std::vector<double> draws(const Distribution& distribution) {
  Stream stream(Seed{20240611}, Replication{0}, EntityKey{1}, purpose(distribution.kind_name()));
  std::vector<double> values(sample_size);
  for (double& value : values) value = distribution.sample(stream);
  return values;
}

struct Continuous {
  Distribution distribution;
  std::function<double(double)> cdf;  // from the textbook, not from the code under test
  double mean, variance;
};

std::vector<Continuous> continuous_kinds() {
  // Moments and distribution functions: N. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions,
  // 2nd ed., chapters 13, 14, 17, 19, 21, 25, 26; triangular: Law, Simulation Modeling and Analysis, 5th ed., sec.
  // 6.2.2.
  const double pi = std::acos(-1.0);
  return {
      {Distribution::uniform(-2, 10), [](double x) { return (x + 2) / 12; }, 4, 12},
      {Distribution::exponential(40), [](double x) { return -std::expm1(-x / 40); }, 40, 1600},
      {Distribution::weibull(2, 10), [](double x) { return -std::expm1(-x * x / 100); }, 5 * std::sqrt(pi),
       100 - 25 * pi},
      {Distribution::weibull(0.8, 10), [](double x) { return -std::expm1(-std::pow(x / 10, 0.8)); }, 11.330030963,
       203.965495413},  // 10 Γ(2.25), 100 (Γ(3.5) − Γ(2.25)²)
      {Distribution::lognormal(90, 45),
       [](double x) {  // coefficient of variation 1/2: s² = ln 1.25, m = ln 90 − s²/2
         const double variance = std::log(1.25);
         return boost::math::cdf(boost::math::lognormal(std::log(90) - variance / 2, std::sqrt(variance)), x);
       },
       90, 2025},
      {Distribution::normal(-3, 2), [](double x) { return 0.5 * std::erfc(-(x + 3) / std::sqrt(8.0)); }, -3, 4},
      {Distribution::gamma(2.5, 4),
       [](double x) { return boost::math::cdf(boost::math::gamma_distribution<>(2.5, 4), x); }, 10, 40},
      {Distribution::gamma(0.5, 4), [](double x) { return std::erf(std::sqrt(x / 4)); }, 2, 8},
      {Distribution::pert(10, 20, 50),  // shapes 1 + 4 · 10/40 and 1 + 4 · 30/40
       [](double x) { return boost::math::cdf(boost::math::beta_distribution<>(2, 4), (x - 10) / 40); }, 140.0 / 6,
       1600.0 * 2 * 4 / (36 * 7)},
      {Distribution::triangular(0, 1, 4), [](double x) { return x < 1 ? x * x / 4 : 1 - (4 - x) * (4 - x) / 12; },
       5.0 / 3, (1.0 + 16.0 - 4.0) / 18},
      {Distribution::triangular(2, 2, 5), [](double x) { return (x - 2) * (8 - x) / 9; }, 3, 0.5},
  };
}

struct Discrete {
  Distribution distribution;
  std::function<double(double)> probability;
  double mean, variance;
};

std::vector<Discrete> discrete_kinds() {
  return {
      {Distribution::bernoulli(0.3), [](double k) { return k == 1   ? 0.3
                                                           : k == 0 ? 0.7
                                                                    : 0; }, 0.3, 0.21},
      {Distribution::binomial(12, 0.3),
       [](double k) { return k <= 12 ? boost::math::pdf(boost::math::binomial(12, 0.3), k) : 0; }, 3.6, 2.52},
      {Distribution::binomial(2000, 0.97),
       [](double k) { return boost::math::pdf(boost::math::binomial(2000, 0.97), k); }, 1940, 58.2},
      {Distribution::poisson(0.4), [](double k) { return boost::math::pdf(boost::math::poisson(0.4), k); }, 0.4, 0.4},
      {Distribution::poisson(60), [](double k) { return boost::math::pdf(boost::math::poisson(60), k); }, 60, 60},
      {Distribution::empirical(seen_days, times_seen),
       [](double x) { return x == 30   ? 0.4
                             : x == 45 ? 0.3
                             : x == 90 ? 0.3
                                       : 0; }, 52.5, 641.25},
  };
}

/// Whether the distribution function reaches u; in the upper half this is decided from the upper tail, which has
/// more digits there.
template <class Law>
bool reaches(const Law& law, double count, double u) {
  return u <= 0.5 ? cdf(law, count) >= u : cdf(complement(law, count)) <= 1 - u;
}

std::vector<Distribution> all_kinds() {
  std::vector<Distribution> all{Distribution::constant(3.5)};
  for (const auto& kind : continuous_kinds()) all.push_back(kind.distribution);
  for (const auto& kind : discrete_kinds()) all.push_back(kind.distribution);
  return all;
}

void check_moments(const Distribution& distribution, double mean, double variance) {
  CHECK(distribution.mean() == Catch::Approx(mean).epsilon(1e-9));
  CHECK(distribution.variance() == Catch::Approx(variance).epsilon(1e-9));
  const auto values = draws(distribution);
  CHECK_THAT(Sample(values), MeanIs(mean, {.false_alarm = 1e-6, .must_detect = 0.02 * std::sqrt(variance)}));
  CHECK_THAT(squared_deviations(values, mean), MeanIs(variance, {.false_alarm = 1e-6, .must_detect = 0.1 * variance}));
}

}  // namespace

TEST_CASE("continuous draws have the moments and the shape of their distribution", "[statistical][random]") {
  for (const auto& kind : continuous_kinds()) {
    INFO(kind.distribution.kind_name());
    check_moments(kind.distribution, kind.mean, kind.variance);
    std::vector<std::uint64_t> cells(100);  // equally probable
    for (const double x : draws(kind.distribution))
      ++cells[std::min<std::size_t>(99, static_cast<std::size_t>(kind.cdf(x) * 100))];
    CHECK_THAT(Counts(cells), equal_cells(100, {.false_alarm = 1e-6, .must_detect = 0.03}));
  }
}

TEST_CASE("discrete draws have the moments and the exact probabilities of their distribution",
          "[statistical][random]") {
  for (const auto& kind : discrete_kinds()) {
    INFO(kind.distribution.kind_name());
    check_moments(kind.distribution, kind.mean, kind.variance);

    // One cell for every value with an expected 50 draws or more, and one for the rest.
    std::vector<double> values, probabilities;
    double rest = 1;
    for (double x = 0; x <= 2000; ++x) {
      const double probability = kind.probability(x);
      if (probability * sample_size < 50) continue;
      values.push_back(x);
      probabilities.push_back(probability);
      rest -= probability;
    }
    std::vector<std::uint64_t> cells(values.size() + 1);
    for (const double x : draws(kind.distribution))
      ++cells[static_cast<std::size_t>(std::find(values.begin(), values.end(), x) - values.begin())];
    if (rest * sample_size >= 5) {
      probabilities.push_back(rest);
    } else {
      CHECK(cells.back() < 60);
      cells.pop_back();
    }
    CHECK_THAT(Counts(cells), CellsAre(probabilities, {.false_alarm = 1e-6, .must_detect = 0.03}));
  }
}

TEST_CASE("a number between two whole ones is rounded to either, and its mean is kept", "[statistical][random]") {
  for (const double value : {0.3, 2.5, -1.25}) {
    std::vector<double> drawn;
    for (std::uint64_t n = 0; n < 4000; ++n) {
      Stream stream(Seed{20240611}, Replication{0}, EntityKey{}, purpose("test"), n);
      const auto number = static_cast<double>(whole(value, stream));
      CHECK((number == std::floor(value) || number == std::ceil(value)));
      drawn.push_back(number);
    }
    CHECK_THAT(drawn, test::MeanIs(value, {.false_alarm = 1e-6, .must_detect = 0.1}));
  }
  Stream stream(Seed{1}, Replication{0}, EntityKey{}, purpose("test")), untouched = stream;
  CHECK(whole(3, stream) == 3);
  CHECK(stream.bits() == untouched.bits());
  CHECK_THROWS_AS(whole(1e300, stream), std::range_error);
}

TEST_CASE("a constant is its value", "[unit][random]") {
  const auto constant = Distribution::constant(3.5);
  CHECK(constant.quantile(0.2) == 3.5);
  CHECK(constant.mean() == 3.5);
  CHECK(constant.variance() == 0);
}

TEST_CASE("a quantile is the inverse of its distribution function far into both tails", "[property][random]") {
  for (const auto& kind : continuous_kinds()) {
    INFO(kind.distribution.kind_name());
    for (const double u : {1e-14, 1e-9, 1e-4, 0.01, 0.2, 0.5, 0.7, 0.99, 0.9999}) {
      CAPTURE(u);
      const double x = kind.distribution.quantile(u);
      // No other double is closer: the neighbours of x have values on both sides of u.
      CHECK(kind.cdf(std::nextafter(x, -infinity)) <= u * (1 + 1e-12));
      CHECK(kind.cdf(std::nextafter(x, infinity)) >= u * (1 - 1e-12));
    }
  }
}

TEST_CASE("a discrete quantile is the smallest value whose distribution function reaches u", "[property][random]") {
  const auto n = GENERATE(1, 2, 7, 100, 5000, 1'000'000);
  const auto p = GENERATE(1e-6, 0.01, 0.3, 0.5, 0.9, 0.999);
  const auto binomial = Distribution::binomial(n, p);
  const auto poisson = Distribution::poisson(n * p);
  const boost::math::binomial exact_binomial(n, p);
  const boost::math::poisson exact_poisson(n * p);
  for (const double u : {1e-12, 1e-6, 0.001, 0.1, 0.25, 0.5, 0.51, 0.75, 0.9, 0.999, 0.999999, 1 - 0x1p-52}) {
    CAPTURE(n, p, u);
    const double successes = binomial.quantile(u);
    CHECK(reaches(exact_binomial, successes, u));
    if (successes > 0) CHECK_FALSE(reaches(exact_binomial, successes - 1, u));
    const double count = poisson.quantile(u);
    CHECK(reaches(exact_poisson, count, u));
    if (count > 0) CHECK_FALSE(reaches(exact_poisson, count - 1, u));
  }
}

TEST_CASE("quantiles never decrease, stay within the support and reach its ends at 0 and 1", "[property][random]") {
  for (const auto& distribution : all_kinds()) {
    INFO(distribution.kind_name());
    CHECK(distribution.quantile(0) == distribution.lower());
    CHECK(distribution.quantile(1) == distribution.upper());
    std::vector<double> grid{
        std::numeric_limits<double>::min(), 0x1p-53, 0x1p-52, 1e-9, 1 - 1e-9, 1 - 0x1p-52, 1 - 0x1p-53};
    for (int i = 1; i < 5000; ++i) grid.push_back(i / 5000.0);
    std::sort(grid.begin(), grid.end());
    // Boost's inverses of the incomplete gamma and beta functions are exact to a few units in the last place, but
    // not monotone.
    const bool to_last_bits =
        distribution.kind() == Distribution::Kind::gamma || distribution.kind() == Distribution::Kind::pert;
    double before = distribution.lower();
    for (const double u : grid) {
      const double x = distribution.quantile(u);
      const double lowest = to_last_bits ? before * (1 - 0x1p-50) : before;
      if (!(x >= lowest && x <= distribution.upper()) || std::isinf(x)) {
        CAPTURE(u, x, before);
        FAIL_CHECK("out of order, out of the support or infinite");
      }
      before = x;
    }
  }
}

TEST_CASE("a draw takes one number from its stream, whatever the kind", "[property][random]") {
  for (const auto& distribution : all_kinds()) {
    INFO(distribution.kind_name());
    Stream drawn(Seed{5}, Replication{6}, EntityKey{7}, purpose("draw")),
        plain(Seed{5}, Replication{6}, EntityKey{7}, purpose("draw"));
    CHECK(distribution.sample(drawn) == distribution.quantile(plain.uniform()));
    CHECK(drawn.bits() == plain.bits());
  }
}

TEST_CASE("the ends of a distribution's parameters are allowed", "[unit][random]") {
  CHECK(Distribution::bernoulli(0).quantile(0.999) == 0);
  CHECK(Distribution::bernoulli(1).quantile(0.001) == 1);
  CHECK(Distribution::bernoulli(0.25).quantile(0.75) == 0);
  CHECK(Distribution::bernoulli(0.25).quantile(0.7500001) == 1);
  CHECK(Distribution::binomial(0, 0.5).quantile(0.9) == 0);
  CHECK(Distribution::binomial(9, 0).quantile(0.9) == 0);
  CHECK(Distribution::binomial(9, 1).quantile(0.1) == 9);
  CHECK(Distribution::poisson(0).quantile(0.9) == 0);
  CHECK(Distribution::triangular(1, 1, 2).upper() == 2);
  CHECK(Distribution::triangular(1, 2, 2).quantile(0.25) == Catch::Approx(1.5));
  CHECK(Distribution::pert(1, 1, 2).lower() == 1);
}

TEST_CASE("an empirical distribution sorts, merges and drops what cannot occur", "[unit][random]") {
  const auto seen = Distribution::empirical(seen_days, times_seen);
  CHECK(seen.lower() == 30);
  CHECK(seen.upper() == 90);
  CHECK(seen.quantile(0.4) == 30);
  CHECK(seen.quantile(0.4000001) == 45);
  CHECK(seen.quantile(0.7000001) == 90);
  const Distribution copy = seen;  // NOLINT(performance-unnecessary-copy-initialization): copies share the table
  CHECK(copy.quantile(0.5) == 45);
}

TEST_CASE("the inverse of the normal distribution function is right to the last bits, far into the tails",
          "[unit][random]") {
  double worst = 0;
  for (int i = 1; i < 20000; ++i) {
    const double u = i / 20000.0, exact = -std::numbers::sqrt2 * boost::math::erfc_inv(2 * u);
    worst = std::max(worst, std::abs(normal_quantile(u) - exact) / std::max(std::abs(exact), 1e-3));
  }
  for (double u = 1e-300; u < 0.3; u *= 7) {
    const double exact = -std::numbers::sqrt2 * boost::math::erfc_inv(2 * u);
    worst = std::max(worst, std::abs(normal_quantile(u) - exact) / std::abs(exact));
  }
  CHECK(worst < 2e-15);
}

TEST_CASE("below_normal_cdf gives exactly the answer of evaluating the normal distribution function",
          "[unit][random]") {
  Stream stream(Seed{20240611}, Replication{0}, EntityKey{7}, purpose("below"));
  int wrong = 0, close = 0;
  for (int n = 0; n < 400'000; ++n) {
    const double x = (stream.uniform() - 0.5) * 16;  // beyond the table at both ends
    const double u = n % 2 == 0 ? stream.uniform() : normal_cdf(x) + (stream.uniform() - 0.5) * 1e-3;
    if (!(u >= 0 && u < 1)) continue;
    wrong += below_normal_cdf(u, x) == (u < normal_cdf(x)) ? 0 : 1;
    close += std::abs(u - normal_cdf(x)) < 1e-3 ? 1 : 0;
  }
  CHECK(wrong == 0);
  CHECK(close > 100'000);
  CHECK(below_normal_cdf(0.999, infinity));
  CHECK_FALSE(below_normal_cdf(0.001, -infinity));
  CHECK_FALSE(below_normal_cdf(0, -infinity));
  CHECK(below_normal_cdf(0, -7));
}

TEST_CASE("the float inverse differs from the exact one by no more than the precision of a float", "[unit][random]") {
  double worst = 0;
  for (int n = 1; n < 1'000'000; ++n) {
    const double u = n / 1e6, exact = normal_quantile(u);
    worst = std::max(worst,
                     std::abs(static_cast<double>(normal_quantile_float(u)) - exact) / std::max(1.0, std::abs(exact)));
  }
  CHECK(worst < 2e-7);
  for (const double u : {1e-9, 1e-12, 0x1p-53})
    CHECK(static_cast<double>(normal_quantile_float(u)) == Catch::Approx(normal_quantile(u)).epsilon(1e-6));
}

TEST_CASE("the normal distribution function and its inverse give tabulated values", "[unit][random]") {
  // M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, table 26.5 and table 26.1.
  CHECK(normal_quantile(0.975) == Catch::Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_quantile(0.995) == Catch::Approx(2.575829303548901).epsilon(1e-14));
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_cdf(1) == Catch::Approx(0.841344746068543).epsilon(1e-14));
  CHECK(normal_cdf(-2) == Catch::Approx(0.022750131948179).epsilon(1e-12));
  CHECK(normal_quantile(0) == -infinity);
  CHECK(normal_quantile(1) == infinity);
  CHECK_THROWS_WITH(normal_quantile(1.5), "normal: u is 1.5; it must be in [0, 1]");
}

TEST_CASE("invalid parameters of distributions are refused with a message that names the limit", "[unit][random]") {
  CHECK_THROWS_WITH(Distribution::uniform(3, 2), "uniform: low is 3; it must be below high, which is 2");
  CHECK_THROWS_WITH(Distribution::uniform(2, 2), "uniform: low is 2; it must be below high, which is 2");
  CHECK_THROWS_WITH(Distribution::exponential(0), "exponential: mean is 0; it must be above 0");
  CHECK_THROWS_WITH(Distribution::exponential(not_a_number), "exponential: mean is nan; it must be a finite number");
  CHECK_THROWS_WITH(Distribution::weibull(0, 2), "weibull: shape is 0; it must be above 0");
  CHECK_THROWS_WITH(Distribution::weibull(1, infinity), "weibull: scale is inf; it must be a finite number");
  CHECK_THROWS_WITH(Distribution::lognormal(1, -0.5), "lognormal: sd is -0.5; it must be above 0");
  CHECK_THROWS_WITH(Distribution::normal(1, 0), "normal: sd is 0; it must be above 0");
  CHECK_THROWS_WITH(Distribution::gamma(-1, 2), "gamma: shape is -1; it must be above 0");
  CHECK_THROWS_WITH(Distribution::pert(1, 0, 2), "pert: mode is 0; it must be at least min, which is 1");
  CHECK_THROWS_WITH(Distribution::triangular(1, 3, 2), "triangular: mode is 3; it must be at most max, which is 2");
  CHECK_THROWS_WITH(Distribution::triangular(2, 2, 2), "triangular: min is 2; it must be below max, which is 2");
  CHECK_THROWS_WITH(Distribution::bernoulli(1.2), "bernoulli: p is 1.2; it must be in [0, 1]");
  CHECK_THROWS_WITH(Distribution::binomial(-1, 0.5), "binomial: n is -1; it must be 0 to 1e+09");
  CHECK_THROWS_WITH(Distribution::poisson(-1), "poisson: mean is -1; it must be 0 to 1e+09");
  CHECK_THROWS_WITH(Distribution::constant(infinity), "constant: value is inf; it must be a finite number");
  CHECK_THROWS_WITH(Distribution::empirical(seen_days, std::vector<double>{1}),
                    "empirical: there are 5 values and 1 weights; give one weight for each value");
  CHECK_THROWS_WITH(Distribution::empirical({}, {}),
                    "empirical: the sum of weights is 0; it must be above 0 and finite");
  CHECK_THROWS_WITH(Distribution::empirical(seen_days, std::vector<double>{1, 1, -1, 1, 1}),
                    "empirical: a weight is -1; it must be at least 0");
  CHECK_THROWS_WITH(static_cast<void>(Distribution::exponential(1).quantile(not_a_number)),
                    "exponential: u is nan; it must be in [0, 1]");
}
