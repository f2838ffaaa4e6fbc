// Distributions as small values, drawn by inversion.
//
// One uniform number gives one draw, and a larger one never a smaller draw: two scenarios that share a stream but not
// a mean stay paired. Contract: parameters are checked when a distribution is made; a draw then cannot fail. Draws
// carry no unit: whoever holds the distribution knows it. Leaves out: rejection methods (a varying number of uniforms
// breaks pairing) and fitting.
#pragma once

#include "engine/random/stream.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace muster {

/// The standard normal distribution function.
[[nodiscard]] double normal_cdf(double x);

/// Its inverse: -infinity at 0, +infinity at 1. @throws std::invalid_argument if u is not in [0, 1]
[[nodiscard]] double normal_quantile(double u);

class Distribution {
 public:
  enum class Kind : std::uint8_t {
    constant,
    uniform,
    exponential,
    weibull,
    lognormal,
    normal,
    gamma,
    pert,
    triangular,
    bernoulli,
    binomial,
    poisson,
    empirical,
  };

  // Every factory throws std::invalid_argument when a parameter is not finite or breaks what its line says.
  [[nodiscard]] static Distribution constant(double value);
  [[nodiscard]] static Distribution uniform(double low, double high);     // low < high
  [[nodiscard]] static Distribution exponential(double mean);             // mean > 0
  [[nodiscard]] static Distribution weibull(double shape, double scale);  // both > 0
  [[nodiscard]] static Distribution lognormal(double mean, double sd);    // of the variable itself; both > 0
  [[nodiscard]] static Distribution normal(double mean, double sd);       // sd > 0
  [[nodiscard]] static Distribution gamma(double shape, double scale);    // both > 0
  [[nodiscard]] static Distribution triangular(double min, double mode, double max);  // min <= mode <= max, min < max

  /// A beta distribution on [min, max] with mean (min + 4 mode + max) / 6; min <= mode <= max, min < max.
  /// Source: D. Vose, Risk Analysis, 3rd ed., appendix III (PERT).
  [[nodiscard]] static Distribution pert(double min, double mode, double max);

  [[nodiscard]] static Distribution bernoulli(double p);                 // 0 <= p <= 1; 1 for u > 1 - p
  [[nodiscard]] static Distribution binomial(std::int64_t n, double p);  // 0 <= n <= 10^9, 0 <= p <= 1
  [[nodiscard]] static Distribution poisson(double mean);                // 0 <= mean <= 10^9

  /// One of some values, with probabilities in proportion to weights. Both spans of one length, not empty; weights
  /// finite, not negative, with a sum above 0; in any order, a value may repeat.
  [[nodiscard]] static Distribution empirical(std::span<const double> values, std::span<const double> weights);

  /// The smallest x whose distribution function is at least u; lower() at 0, upper() at 1. Never decreases in u (gamma
  /// and pert: up to the last bits).
  /// @throws std::invalid_argument if u is not in [0, 1]
  [[nodiscard]] double quantile(double u) const;

  /// One draw; takes one uniform number from the stream, whatever the kind.
  [[nodiscard]] double sample(Stream& stream) const { return quantile(stream.uniform()); }

  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;
  [[nodiscard]] double lower() const;  // ends of the support; may be infinite
  [[nodiscard]] double upper() const;

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::string_view kind_name() const;

 private:
  struct Table;

  Distribution(Kind kind, double a, double b = 0, double c = 0, double d = 0)
      : a_(a), b_(b), c_(c), d_(d), kind_(kind) {}

  // What the four mean depends on the kind; see the factories.
  double a_, b_, c_, d_;
  std::shared_ptr<const Table> table_;  // of the empirical kind alone; shared by copies
  Kind kind_;
};

}  // namespace muster
