// The exam model against normal orthant probabilities: shares that the one-factor probit implies but that are not
// inputs.
#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/owens_t.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;
using test::MeanIs;
using test::Sample;
using test::SmallPlace;
using test::SmallWorkforce;

double density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0)); }

double integral(const std::function<double(double)>& f, double from, double to) {
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, from, to, 12, 1e-10);
}

/// P(X < h, Y < k) of standard normals with a correlation.
/// Source: D. B. Owen, Tables for computing bivariate normal probabilities, Ann. Math. Statist. 27 (1956), eq. 2.1.
double bivariate(double h, double k, double correlation) {
  const double root = std::sqrt(1 - correlation * correlation);
  const auto t = [&](double x, double other) {
    if (x == 0) return std::copysign(0.25, other);
    return boost::math::owens_t(x, (other / x - correlation) / root);
  };
  if (h == 0 && k == 0) return 0.25 + std::asin(correlation) / (2 * std::acos(-1.0));
  const double opposite = h * k < 0 || (h * k == 0 && h + k < 0) ? 0.5 : 0;
  return normal_cdf(h) / 2 + normal_cdf(k) / 2 - t(h, k) - t(k, h) - opposite;
}

/// The same for three variables with one common correlation, by conditioning on the first.
/// Source: A. Genz, Numerical computation of rectangular bivariate and trivariate normal and t probabilities,
/// Statistics and Computing 14 (2004), sec. 3.
double trivariate(double h, double k, double l, double correlation) {
  const double root = std::sqrt(1 - correlation * correlation);
  const double rest = (correlation - correlation * correlation) / (1 - correlation * correlation);
  return integral(
      [&](double x) {
        return density(x) * bivariate((k - correlation * x) / root, (l - correlation * x) / root, rest);
      },
      -9, h);
}

TEST_CASE("the orthant probabilities used here agree with known values", "[unit]") {
  // Equal correlations of one half: 1/3 and 1/4. Source: Y. L. Tong, The Multivariate Normal Distribution, sec. 8.1.
  CHECK(bivariate(0, 0, 0.5) == Catch::Approx(1.0 / 3).margin(1e-12));
  CHECK(trivariate(0, 0, 0, 0.5) == Catch::Approx(0.25).margin(1e-9));
  CHECK(bivariate(0.3, -1.1, 0) == Catch::Approx(normal_cdf(0.3) * normal_cdf(-1.1)).margin(1e-12));
  CHECK(trivariate(0.3, -1.1, 0.7, 0) ==
        Catch::Approx(normal_cdf(0.3) * normal_cdf(-1.1) * normal_cdf(0.7)).margin(1e-9));
}

// People registered for the exam of June 2022, and nobody after them.
SmallPlace registered(double count, const std::vector<double>& subjects, double correlation) {
  SmallPlace place;
  place.start = 2022y / 4 / 30;
  place.qualification.under_way = qualification::UnderWay{"2022", Number{count}, Number{0}, Share{0}};
  place.qualification.shared_ability = Share{correlation};
  place.qualification.levels[0].subjects.clear();
  for (const double share : subjects)
    place.qualification.levels[0].subjects.push_back({std::to_string(share), "", Share{share}});
  return place;
}

// The share of those first registered who pass in each of some years, one value for each replication.
std::vector<Sample> passed_by_year(const SmallPlace& place, int years, std::uint64_t replications) {
  std::vector<Sample> shares(static_cast<std::size_t>(years), Sample({}));
  const double count = place.qualification.under_way->registered.value;
  for (std::uint64_t r = 0; r < replications; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    for (std::size_t year = 0; year < shares.size(); ++year) {
      workforce.run_to(std::chrono::year{2022 + static_cast<int>(year)} / 12 / 31);
      shares[year].values.push_back(workforce("qualification.passed") / count);
    }
  }
  return shares;
}

TEST_CASE("the share passing both subjects of a level is a bivariate normal probability",
          "[statistical][qualification]") {
  // The results are two standard normal variables correlated by the shared ability; each is passed below its
  // quantile. Tried with errors: a shared ability of 0.55 gives z = -12; independent subjects give z = -151.
  const double p = 0.42, q = 0.35, correlation = 0.6;
  const std::vector<Sample> passed = passed_by_year(registered(2000, {p, q}, correlation), 1, 150);
  CHECK_THAT(passed[0], MeanIs(bivariate(normal_quantile(p), normal_quantile(q), correlation),
                               {.false_alarm = 1e-6, .must_detect = 0.008}));
}

TEST_CASE("the share passing all three subjects is a trivariate normal probability", "[statistical][qualification]") {
  const double correlation = 0.6;
  const std::vector<Sample> passed = passed_by_year(registered(2000, {0.45, 0.48, 0.33}, correlation), 1, 150);
  const double expected = trivariate(normal_quantile(0.45), normal_quantile(0.48), normal_quantile(0.33), correlation);
  CHECK_THAT(passed[0], MeanIs(expected, {.false_alarm = 1e-6, .must_detect = 0.007}));
}

TEST_CASE("credits of two consecutive sittings give the share that a window of two implies",
          "[statistical][qualification]") {
  // Given ability a, a subject is passed with probability p(a), failed with q(a), anew in each sitting; credited
  // subjects are not sat. Complete after two sittings: every subject passed in one of them, ∏ (1 − q²). Complete at
  // the third and not before: every subject in the second or third, where one passed in the first must be passed in
  // the third, less those complete after two: ∏ (p² + q (1 − q²)) − ∏ (p² + q p). Integrated over the ability.
  const double correlation = 0.6;
  const std::array<double, 3> subjects{0.45, 0.48, 0.33};
  SmallPlace place = registered(2000, {subjects.begin(), subjects.end()}, correlation);
  place.qualification.levels[0].credit_sittings = 2;
  place.qualification.persistence = place.qualification.persistence_with_credit = Share{1};
  const std::vector<Sample> passed = passed_by_year(place, 3, 150);

  const auto expected = [&](const std::function<double(double, double)>& subject) {
    return integral(
        [&](double ability) {
          double all = density(ability);
          for (const double share : subjects) {
            const double z = (normal_quantile(share) + std::sqrt(correlation) * ability) / std::sqrt(1 - correlation);
            all *= subject(normal_cdf(z), normal_cdf(-z));
          }
          return all;
        },
        -9, 9);
  };
  const double first = expected([](double p, double) { return p; });
  const double second = expected([](double, double q) { return 1 - q * q; }) - first;
  const double third = expected([](double p, double q) { return p * p + q * (1 - q * q); }) -
                       expected([](double p, double q) { return p * p + q * p; });
  // Tried with errors: credits of one sitting only, z = -142; credits that never expire, z = 93 in the third year.
  CHECK_THAT(passed[0], MeanIs(first, {.false_alarm = 1e-6, .must_detect = 0.007}));
  CHECK_THAT(passed[1], MeanIs(second, {.false_alarm = 1e-6, .must_detect = 0.007}));
  CHECK_THAT(passed[2], MeanIs(third, {.false_alarm = 1e-6, .must_detect = 0.007}));
}

// The shares passing in two levels, with half of the people and one subject each.
struct TwoShares {
  std::vector<double> lower, upper;  // one value for each replication
};
constexpr double each_level = 1000;  // an expected number, since the level is random

TwoShares shares_by_year(double sd, double shared, std::uint64_t replications) {
  SmallPlace place = registered(2 * each_level, {0.4}, 0.6);
  std::vector<qualification::Level>& levels = place.qualification.levels;
  levels.push_back(levels[0]);
  levels[1].id = "social_worker";
  levels[0].demand = levels[1].demand = Share{0.5};
  levels[1].holders = Number{0};
  place.qualification.difficulty_sd = Number{sd};
  place.qualification.difficulty_shared = Share{shared};
  TwoShares shares;
  for (std::uint64_t r = 0; r < replications; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    workforce.run_to(2022y / 6 / 30);
    const double lower = workforce("qualification.sat.assistant"), upper = workforce("qualification.sat.social_worker");
    workforce.run_to(2022y / 12 / 31);
    shares.lower.push_back(workforce("qualification.passed.assistant") / lower);
    shares.upper.push_back(workforce("qualification.passed.social_worker") / upper);
  }
  return shares;
}

TEST_CASE("papers of changing difficulty spread the share passing as the probit-normal says",
          "[statistical][qualification]") {
  // With difficulty D normal with deviation s, a year passes Φ(z − D): its mean over years is Φ(z / √(1 + s²)) and
  // its mean square, as the mean product of two levels whose difficulties correlate by r, the bivariate normal
  // probability of z / √(1 + s²) twice with correlation r s² / (1 + s²). Source: O. Vasicek, The distribution of
  // loan portfolio value, Risk 15 (2002), with difficulty in the place of the market.
  const double sd = 0.3, shared = 0.7, z = normal_quantile(0.4);
  const double h = z / std::sqrt(1 + sd * sd), spread = sd * sd / (1 + sd * sd);
  const double mean = normal_cdf(h), square = bivariate(h, h, spread);
  const double binomial = (mean - square) / each_level;  // variance from the candidates of one year
  const TwoShares shares = shares_by_year(sd, shared, 1200);
  CHECK_THAT(Sample(shares.lower), MeanIs(mean, {.false_alarm = 1e-6, .must_detect = 0.03}));
  CHECK_THAT(Sample(shares.upper), MeanIs(mean, {.false_alarm = 1e-6, .must_detect = 0.03}));
  const double variance = square - mean * mean + binomial;
  // Tried with errors: a deviation of 0.2, z = -31; difficulty drawn for each candidate, z = -1 228; separate
  // papers for each level, z = -24 for the product.
  CHECK_THAT(test::squared_deviations(shares.lower, mean),
             MeanIs(variance, {.false_alarm = 1e-6, .must_detect = 0.35 * variance}));
  std::vector<double> product;
  for (std::size_t r = 0; r < shares.lower.size(); ++r)
    product.push_back((shares.lower[r] - mean) * (shares.upper[r] - mean));
  CHECK_THAT(Sample(product),
             MeanIs(bivariate(h, h, shared * spread) - mean * mean, {.false_alarm = 1e-6, .must_detect = 0.004}));
}

TEST_CASE("without a spread of difficulty years differ by their candidates alone", "[statistical][qualification]") {
  const TwoShares shares = shares_by_year(0, 0.7, 500);
  const double variance = 0.4 * 0.6 / each_level;
  CHECK_THAT(test::squared_deviations(shares.lower, 0.4),
             MeanIs(variance, {.false_alarm = 1e-6, .must_detect = 0.7 * variance}));
}

TEST_CASE("people who failed before are a weaker pool by as much as the bivariate normal says",
          "[statistical][qualification]") {
  // Everyone registered at the start is a repeat candidate, and so failed an earlier paper: P(pass | failed
  // then) = (p − P(pass both times)) / (1 − p), where the two results correlate by the shared ability.
  SmallPlace place = registered(2000, {0.42}, 0.6);
  place.qualification.under_way->registered_before = Number{2000};
  place.qualification.under_way->comes_again = Share{1};
  const std::vector<Sample> passed = passed_by_year(place, 1, 150);
  const double z = normal_quantile(0.42);
  // Tried with errors: first-time candidates only, z = 185.
  CHECK_THAT(passed[0], MeanIs((0.42 - bivariate(z, z, 0.6)) / 0.58, {.false_alarm = 1e-6, .must_detect = 0.008}));
}

}  // namespace

}  // namespace muster
