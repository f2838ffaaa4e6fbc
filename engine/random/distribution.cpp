#include "engine/random/distribution.hpp"

#include "engine/text/text.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

namespace policies = boost::math::policies;
using Policy = policies::policy<policies::promote_double<false>>;
using Binomial = boost::math::binomial_distribution<double, Policy>;
using Poisson = boost::math::poisson_distribution<double, Policy>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double most_counted = 1e9;

std::string plain(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

[[noreturn]] void refuse(std::string_view kind, std::string_view name, double value, const std::string& may_be) {
  throw std::invalid_argument(tr("{}: {} is {}; it must be {}", kind, translated(name), plain(value), may_be));
}

void require_finite(std::string_view kind, std::initializer_list<std::pair<std::string_view, double>> parameters) {
  for (const auto& [name, value] : parameters)
    if (!std::isfinite(value)) refuse(kind, name, value, tr("a finite number"));
}

void require_positive(std::string_view kind, std::initializer_list<std::pair<std::string_view, double>> parameters) {
  require_finite(kind, parameters);
  for (const auto& [name, value] : parameters)
    if (!(value > 0)) refuse(kind, name, value, tr("above 0"));
}

void require_share(std::string_view kind, double p) {
  if (!(p >= 0 && p <= 1)) refuse(kind, "p", p, tr("in [0, 1]"));
}

void require_three_points(std::string_view kind, double min, double mode, double max) {
  require_finite(kind, {{"min", min}, {"mode", mode}, {"max", max}});
  if (!(min < max)) refuse(kind, "min", min, tr("below max, which is {}", plain(max)));
  if (!(min <= mode)) refuse(kind, "mode", mode, tr("at least min, which is {}", plain(min)));
  if (!(mode <= max)) refuse(kind, "mode", mode, tr("at most max, which is {}", plain(max)));
}

double square(double x) { return x * x; }

using Coefficients = std::array<double, 8>;

// A quotient of two polynomials; their coefficients begin with the constant term.
double quotient(double x, const Coefficients& above, const Coefficients& below) {
  double numerator = above.back(), denominator = below.back();
  for (std::size_t i = above.size() - 1; i-- > 0;) {
    numerator = numerator * x + above[i];
    denominator = denominator * x + below[i];
  }
  return numerator / denominator;
}

/// The smallest count whose distribution function reaches u, searched outwards from the normal approximation.
/// Boost's own quantile fails or is off by one far in the tails, where the distribution function is flat. Here the
/// upper half is computed from 1 - u.
template <class Law>
double smallest_count(const Law& law, double u, double most) {
  const auto reaches = [&](double count) {
    return u <= 0.5 ? cdf(law, count) >= u : cdf(complement(law, count)) <= 1 - u;
  };
  double high = std::clamp(
      std::round(boost::math::mean(law) + boost::math::standard_deviation(law) * normal_quantile(u)), 0.0, most);
  double low = high;  // from here on `low` does not reach u, or is -1, and `high` does
  if (reaches(high)) {
    double step = 1;
    for (low = high - 1; low >= 0 && reaches(low); step *= 2) {
      high = low;
      low = std::max(low - step, -1.0);
    }
  } else {
    double step = 1;
    for (high = low + 1; high < most && !reaches(high); step *= 2) {
      low = high;
      high = std::min(high + step, most);
    }
  }
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (reaches(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace

struct Distribution::Table {
  std::vector<double> values;      // ascending, each once
  std::vector<double> cumulative;  // the probability of this value or a lower one; the last is 1
  double mean = 0;
  double variance = 0;
};

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

const std::array<double, 2 * 6 * detail::normal_cells_each + 1> detail::normal_at_edge = [] {
  std::array<double, 2 * 6 * normal_cells_each + 1> made{};
  for (std::size_t edge = 1; edge + 1 < made.size(); ++edge)
    made[edge] = normal_cdf(static_cast<double>(edge) / normal_cells_each - normal_reach);
  made.back() = 1;
  return made;
}();

namespace {

detail::NormalPoints normal_points(std::size_t cells) {
  detail::NormalPoints made{};
  for (std::size_t edge = 1; edge < detail::quantile_cells; ++edge) {
    const double value = normal_quantile(static_cast<double>(edge) / static_cast<double>(cells));
    const double density = std::exp(-value * value / 2) / std::sqrt(2 * std::numbers::pi);
    made[edge] = {value, 1 / (density * static_cast<double>(cells))};  // the slope is one over the density
  }
  return made;
}

}  // namespace

const detail::NormalPoints detail::normal_quantile_at = normal_points(quantile_cells);
const detail::NormalPoints detail::normal_tail_quantile_at = normal_points(quantile_cells * tail_parts);

double normal_quantile(double u) {
  if (!(u > 0 && u < 1)) {
    if (u == 0) return -infinity;
    if (u == 1) return infinity;
    refuse("normal", "u", u, tr("in [0, 1]"));
  }
  // Rational approximations with a relative error below 2e-15. They take a quarter of the time of Boost's function,
  // and several numbers are drawn for every person.
  // Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988), 477-484.
  constexpr double middle = 0.425, far = 5;
  static constexpr Coefficients middle_above = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                                                13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                                                33430.575583588128105, 2509.0809287301226727};
  static constexpr Coefficients middle_below = {1,
                                                42.313330701600911252,
                                                687.18700749205790830,
                                                5394.1960214247511077,
                                                21213.794301586595867,
                                                39307.895800092710610,
                                                28729.085735721942674,
                                                5226.4952788528545610};
  static constexpr Coefficients near_above = {
      1.42343711074968357734, 4.63033784615654529590,  5.76949722146069140550,   3.64784832476320460504,
      1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4};
  static constexpr Coefficients near_below = {1,
                                              2.05319162663775882187,
                                              1.67638483018380384940,
                                              0.689767334985100004550,
                                              0.148103976427480074590,
                                              0.0151986665636164571966,
                                              5.47593808499534494600e-4,
                                              1.05075007164441684324e-9};
  static constexpr Coefficients far_above = {
      6.65790464350110377720,   5.46378491116411436990,    1.78482653991729133580,    0.296560571828504891230,
      0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr Coefficients far_below = {1,
                                             0.599832206555887937690,
                                             0.136929880922735805310,
                                             0.0148753612908506148525,
                                             7.86869131145613259100e-4,
                                             1.84631831751005468180e-5,
                                             1.42151175831644588870e-7,
                                             2.04426310338993978564e-15};
  const double q = u - 0.5;
  if (std::abs(q) <= middle) return q * quotient(middle * middle - q * q, middle_above, middle_below);
  const double tail = std::sqrt(-std::log(q < 0 ? u : 1 - u));
  const double distance =
      tail <= far ? quotient(tail - 1.6, near_above, near_below) : quotient(tail - far, far_above, far_below);
  return q < 0 ? -distance : distance;
}

Distribution Distribution::constant(double value) {
  require_finite("constant", {{"value", value}});
  return {Kind::constant, value};
}

Distribution Distribution::uniform(double low, double high) {
  require_finite("uniform", {{"low", low}, {"high", high}});
  if (!(low < high)) refuse("uniform", "low", low, tr("below high, which is {}", plain(high)));
  return {Kind::uniform, low, high};
}

Distribution Distribution::exponential(double mean) {
  require_positive("exponential", {{"mean", mean}});
  return {Kind::exponential, mean};
}

Distribution Distribution::weibull(double shape, double scale) {
  require_positive("weibull", {{"shape", shape}, {"scale", scale}});
  return {Kind::weibull, shape, scale, 1 / shape};
}

Distribution Distribution::lognormal(double mean, double sd) {
  require_positive("lognormal", {{"mean", mean}, {"sd", sd}});
  // Mean and variance of exp(m + s Z) solved for m and s: N. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate
  // Distributions 1, 2nd ed., sec. 14.3.
  const double log_variance = std::log1p(square(sd / mean));
  return {Kind::lognormal, mean, sd, std::log(mean) - log_variance / 2, std::sqrt(log_variance)};
}

Distribution Distribution::normal(double mean, double sd) {
  require_finite("normal", {{"mean", mean}});
  require_positive("normal", {{"sd", sd}});
  return {Kind::normal, mean, sd};
}

Distribution Distribution::gamma(double shape, double scale) {
  require_positive("gamma", {{"shape", shape}, {"scale", scale}});
  return {Kind::gamma, shape, scale};
}

Distribution Distribution::pert(double min, double mode, double max) {
  require_three_points("pert", min, mode, max);
  const double share = (mode - min) / (max - min);
  return {Kind::pert, min, max, 1 + 4 * share, 5 - 4 * share};
}

Distribution Distribution::triangular(double min, double mode, double max) {
  require_three_points("triangular", min, mode, max);
  return {Kind::triangular, min, mode, max};
}

Distribution Distribution::bernoulli(double p) {
  require_share("bernoulli", p);
  return {Kind::bernoulli, p};
}

Distribution Distribution::binomial(std::int64_t n, double p) {
  const auto count = static_cast<double>(n);
  if (!(count >= 0 && count <= most_counted)) refuse("binomial", "n", count, tr("0 to {}", plain(most_counted)));
  require_share("binomial", p);
  return {Kind::binomial, count, p};
}

Distribution Distribution::poisson(double mean) {
  if (!(mean >= 0 && mean <= most_counted)) refuse("poisson", "mean", mean, tr("0 to {}", plain(most_counted)));
  return {Kind::poisson, mean};
}

Distribution Distribution::empirical(std::span<const double> values, std::span<const double> weights) {
  if (values.size() != weights.size())
    throw std::invalid_argument(tr("empirical: there are {} values and {} weights; give one weight for each value",
                                   values.size(), weights.size()));
  std::vector<std::pair<double, double>> points;
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    require_finite("empirical", {{tr_noop("a value"), values[i]}, {tr_noop("a weight"), weights[i]}});
    if (weights[i] < 0) refuse("empirical", tr_noop("a weight"), weights[i], tr("at least 0"));
    total += weights[i];
    if (weights[i] > 0) points.emplace_back(values[i], weights[i]);
  }
  if (!(total > 0 && total < infinity))
    refuse("empirical", tr_noop("the sum of weights"), total, tr("above 0 and finite"));
  std::sort(points.begin(), points.end());

  auto table = std::make_shared<Table>();
  double below = 0;
  for (const auto& [value, weight] : points) {
    below += weight;
    table->mean += value * (weight / total);
    if (!table->values.empty() && table->values.back() == value) {
      table->cumulative.back() = below / total;
      continue;
    }
    table->values.push_back(value);
    table->cumulative.push_back(below / total);
  }
  table->cumulative.back() = 1;
  for (const auto& [value, weight] : points) table->variance += square(value - table->mean) * (weight / total);

  Distribution made{Kind::empirical, 0};
  made.table_ = std::move(table);
  return made;
}

double Distribution::quantile(double u) const {
  if (!(u > 0 && u < 1)) {
    if (u == 0) return lower();
    if (u == 1) return upper();
    refuse(kind_name(), "u", u, tr("in [0, 1]"));
  }
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::uniform:
      return std::lerp(a_, b_, u);
    case Kind::exponential:
      return -a_ * std::log1p(-u);
    case Kind::weibull:
      return b_ * std::pow(-std::log1p(-u), c_);
    case Kind::lognormal:
      return std::exp(c_ + d_ * normal_quantile(u));
    case Kind::normal:
      return a_ + b_ * normal_quantile(u);
    case Kind::gamma:
      return b_ * boost::math::gamma_p_inv(a_, u, Policy{});
    case Kind::pert:
      // Below the limit, which is far under any uniform number, Boost's root finding may not converge.
      return std::lerp(a_, b_, boost::math::ibeta_inv(c_, d_, std::max(u, 0x1p-200), Policy{}));
    case Kind::triangular: {
      const double width = c_ - a_;
      return u * width <= b_ - a_ ? std::min(a_ + std::sqrt(u * width * (b_ - a_)), b_)
                                  : std::max(c_ - std::sqrt((1 - u) * width * (c_ - b_)), b_);
    }
    case Kind::bernoulli:
      return u > 1 - a_ ? 1 : 0;
    case Kind::binomial:
      if (a_ == 0 || b_ == 0) return 0;
      if (b_ == 1) return a_;
      return smallest_count(Binomial{a_, b_}, u, a_);
    case Kind::poisson:
      return a_ == 0 ? 0 : smallest_count(Poisson{a_}, u, infinity);
    case Kind::empirical: {
      const auto& cumulative = table_->cumulative;
      const auto found = std::lower_bound(cumulative.begin(), cumulative.end(), u);
      return table_->values[static_cast<std::size_t>(found - cumulative.begin())];
    }
  }
  std::abort();  // not reached: every kind has returned
}

double Distribution::mean() const {
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::uniform:
      return std::midpoint(a_, b_);
    case Kind::exponential:
      return a_;
    case Kind::weibull:
      return b_ * std::tgamma(1 + c_);
    case Kind::lognormal:
      return a_;
    case Kind::normal:
      return a_;
    case Kind::gamma:
      return a_ * b_;
    case Kind::pert:
      return std::lerp(a_, b_, c_ / 6);
    case Kind::triangular:
      return (a_ + b_ + c_) / 3;
    case Kind::bernoulli:
      return a_;
    case Kind::binomial:
      return a_ * b_;
    case Kind::poisson:
      return a_;
    case Kind::empirical:
      return table_->mean;
  }
  std::abort();
}

double Distribution::variance() const {
  switch (kind_) {
    case Kind::constant:
      return 0;
    case Kind::uniform:
      return square(b_ - a_) / 12;
    case Kind::exponential:
      return square(a_);
    case Kind::weibull:
      return square(b_) * (std::tgamma(1 + 2 * c_) - square(std::tgamma(1 + c_)));
    case Kind::lognormal:
      return square(b_);
    case Kind::normal:
      return square(b_);
    case Kind::gamma:
      return a_ * square(b_);
    case Kind::pert:
      return square(b_ - a_) * c_ * d_ / (36 * 7);  // variance of a beta distribution whose shapes sum to 6
    case Kind::triangular:
      return (square(b_ - a_) + square(c_ - b_) + (b_ - a_) * (c_ - b_)) / 18;
    case Kind::bernoulli:
      return a_ * (1 - a_);
    case Kind::binomial:
      return a_ * b_ * (1 - b_);
    case Kind::poisson:
      return a_;
    case Kind::empirical:
      return table_->variance;
  }
  std::abort();
}

double Distribution::lower() const {
  switch (kind_) {
    case Kind::constant:
    case Kind::uniform:
    case Kind::pert:
    case Kind::triangular:
      return a_;
    case Kind::exponential:
    case Kind::weibull:
    case Kind::lognormal:
    case Kind::gamma:
    case Kind::poisson:
      return 0;
    case Kind::normal:
      return -infinity;
    case Kind::bernoulli:
      return a_ == 1 ? 1 : 0;
    case Kind::binomial:
      return b_ == 1 ? a_ : 0;
    case Kind::empirical:
      return table_->values.front();
  }
  std::abort();
}

double Distribution::upper() const {
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::uniform:
    case Kind::pert:
      return b_;
    case Kind::triangular:
      return c_;
    case Kind::exponential:
    case Kind::weibull:
    case Kind::lognormal:
    case Kind::normal:
    case Kind::gamma:
      return infinity;
    case Kind::poisson:
      return a_ == 0 ? 0 : infinity;
    case Kind::bernoulli:
      return a_ == 0 ? 0 : 1;
    case Kind::binomial:
      return b_ == 0 ? 0 : a_;
    case Kind::empirical:
      return table_->values.back();
  }
  std::abort();
}

std::string_view Distribution::kind_name() const {
  constexpr std::string_view names[] = {"constant", "uniform", "exponential", "weibull",    "lognormal",
                                        "normal",   "gamma",   "pert",        "triangular", "bernoulli",
                                        "binomial", "poisson", "empirical"};
  return names[static_cast<std::size_t>(kind_)];
}

std::int64_t whole(double value, Stream& stream) {
  if (!(std::abs(value) <= 0x1p53)) throw std::range_error(fmt::format("{} is too large to be counted", value));
  const double below = std::floor(value);
  return static_cast<std::int64_t>(below) + (value > below && stream.uniform() < value - below ? 1 : 0);
}

}  // namespace muster
