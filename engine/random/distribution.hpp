// Probability distributions as small values, drawn by inversion.
//
// Idea: one uniform number gives one draw, and a larger uniform number never gives a smaller draw, so two
// scenarios that share a stream but have different means stay paired. Contract: parameters are checked when a
// distribution is made; after that, a draw cannot fail. Draws carry no unit; the code that holds the distribution
// knows it. Leaves out: rejection methods (they take a varying number of uniform numbers, which breaks pairing)
// and fitting.
#pragma once

#include "engine/random/stream.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace muster {

/// The standard normal distribution function.
[[nodiscard]] double normal_cdf(double x);

/// Whether u < normal_cdf(x): exact, but much cheaper. A table brackets the function, which is evaluated only if u
/// falls inside a bracket; all other decisions are made without branches, because random ones would be
/// mispredicted. u in [0, 1); x may be infinite but not NaN.
[[nodiscard]] bool below_normal_cdf(double u, double x);

/// The inverse of normal_cdf: -infinity at 0, +infinity at 1. @throws std::invalid_argument if u is not in [0, 1]
[[nodiscard]] double normal_quantile(double u);

/// The inverse with the precision of a float, in a third of the time. u in (0, 1).
[[nodiscard]] float normal_quantile_float(double u);

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

  // Every factory throws std::invalid_argument if a parameter is not finite or violates the condition on its line.
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

  /// One of the given values, with probabilities in proportion to their weights. Both spans have the same length
  /// and are not empty; weights are finite and not negative, and their sum is above 0. Values may be in any order
  /// and may repeat.
  [[nodiscard]] static Distribution empirical(std::span<const double> values, std::span<const double> weights);

  /// The smallest x whose distribution function is at least u; lower() at 0, upper() at 1. Never decreases in u
  /// (for gamma and pert, except in the last bits).
  /// @throws std::invalid_argument if u is not in [0, 1]
  [[nodiscard]] double quantile(double u) const;

  /// One draw; takes one uniform number from the stream for every kind of distribution.
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

  // The meaning of the four depends on the kind; see the factories.
  double a_, b_, c_, d_;
  std::shared_ptr<const Table> table_;  // of the empirical kind only; shared by copies
  Kind kind_;
};

/// Rounds a value randomly to one of the two whole numbers around it, so that the mean is the value; a whole
/// number stays as it is. Takes a number from the stream only if the value is not whole.
/// @throws std::range_error beyond 2^53, where not every whole number is a double
[[nodiscard]] std::int64_t whole(double value, Stream& stream);

namespace detail {

inline constexpr double normal_reach = 6;
inline constexpr int normal_cells_each = 64;
/// The normal distribution function at the edges of cells of width 1/64 from −6 to 6. The values at the two ends
/// are set to 0 and 1, because the outermost cells extend to infinity.
extern const std::array<double, 2 * 6 * normal_cells_each + 1> normal_at_edge;

/// A value of the inverse and its slope. The tables hold them at the edges of cells of width 1/1024 and, for the
/// first 1/32 of the interval, of width 1/32768.
struct NormalPoint {
  double value, slope;
};
inline constexpr std::size_t quantile_cells = 1024, tail_parts = 32;
using NormalPoints = std::array<NormalPoint, quantile_cells + 1>;
extern const NormalPoints normal_quantile_at, normal_tail_quantile_at;

}  // namespace detail

// Interpolates with a cubic through value and slope at both ends of a cell. The outer cells, in which the function
// bends too much for this, are divided into finer ones; in the outermost of these, the function itself is
// evaluated.
inline float normal_quantile_float(double u) {
  constexpr std::size_t outer = 24;
  const auto between = [](const detail::NormalPoints& points, double position) {
    const auto cell = static_cast<std::size_t>(position);
    const detail::NormalPoint &a = points[cell], &b = points[cell + 1];
    const double t = position - static_cast<double>(cell), rise = b.value - a.value;
    return a.value + t * (a.slope + t * (3 * rise - 2 * a.slope - b.slope + t * (a.slope + b.slope - 2 * rise)));
  };
  const double position = u * detail::quantile_cells;
  const auto cell = static_cast<std::size_t>(position);
  if (cell - outer < detail::quantile_cells - 2 * outer) [[likely]]
    return static_cast<float>(between(detail::normal_quantile_at, position));
  const double tail = std::min(position, detail::quantile_cells - position) * detail::tail_parts;
  if (tail < outer) [[unlikely]]
    return static_cast<float>(normal_quantile(u));
  const double below = between(detail::normal_tail_quantile_at, tail);
  return static_cast<float>(u < 0.5 ? below : -below);
}

inline bool below_normal_cdf(double u, double x) {
  using detail::normal_at_edge;
  constexpr double last_cell = static_cast<double>(normal_at_edge.size() - 2);
  const double position = (x + detail::normal_reach) * detail::normal_cells_each;
  const auto cell = static_cast<std::size_t>(position < 0 ? 0 : position > last_cell ? last_cell : position);
  const bool below = u < normal_at_edge[cell], above = u >= normal_at_edge[cell + 1];
  if (!(static_cast<int>(below) | static_cast<int>(above))) [[unlikely]]
    return u < normal_cdf(x);
  return below;
}

}  // namespace muster
