// Distributions as small values, drawn by inversion.
//
// One uniform number gives one draw, and a larger one never a smaller draw: two scenarios that share a stream but not
// a mean stay paired. Contract: parameters are checked when a distribution is made; a draw then cannot fail. Draws
// carry no unit: whoever holds the distribution knows it. Leaves out: rejection methods (a varying number of uniforms
// breaks pairing) and fitting.
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

/// Whether u < normal_cdf(x), exactly and for far less: a table brackets the function, which is evaluated only where u falls in
/// between; nothing else here is a branch that chance decides. u in [0, 1); x may be infinite, not NaN.
[[nodiscard]] bool below_normal_cdf(double u, double x);

/// Its inverse: -infinity at 0, +infinity at 1. @throws std::invalid_argument if u is not in [0, 1]
[[nodiscard]] double normal_quantile(double u);

/// The inverse to the precision of a float, at a third of the time. u in (0, 1).
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

/// One of the two whole numbers around a value, so often the upper that the mean is the value; a whole value as it is. Takes a
/// number from the stream only between whole numbers. @throws std::range_error beyond 2^53, where doubles are not all there
[[nodiscard]] std::int64_t whole(double value, Stream& stream);

namespace detail {

inline constexpr double normal_reach = 6;
inline constexpr int normal_cells_each = 64;
/// The normal distribution function at the edges of cells of 1/64 from −6 to 6; 0 and 1 at the ends, which stand for infinity.
extern const std::array<double, 2 * 6 * normal_cells_each + 1> normal_at_edge;

/// The inverse and its slope at the edges of cells of 1/1024, and of cells of 1/32768 for its first 1/32.
struct NormalPoint {
  double value, slope;
};
inline constexpr std::size_t quantile_cells = 1024, tail_parts = 32;
using NormalPoints = std::array<NormalPoint, quantile_cells + 1>;
extern const NormalPoints normal_quantile_at, normal_tail_quantile_at;

}  // namespace detail

// A cubic through value and slope at both ends of a cell. The outer cells, where it bends too much, have finer ones, and the outer
// ones of these are evaluated.
inline float normal_quantile_float(double u) {
  constexpr std::size_t outer = 24;
  const auto between = [](const detail::NormalPoints& points, double place) {
    const auto cell = static_cast<std::size_t>(place);
    const detail::NormalPoint &a = points[cell], &b = points[cell + 1];
    const double t = place - static_cast<double>(cell), rise = b.value - a.value;
    return a.value + t * (a.slope + t * (3 * rise - 2 * a.slope - b.slope + t * (a.slope + b.slope - 2 * rise)));
  };
  const double place = u * detail::quantile_cells;
  const auto cell = static_cast<std::size_t>(place);
  if (cell - outer < detail::quantile_cells - 2 * outer) [[likely]]
    return static_cast<float>(between(detail::normal_quantile_at, place));
  const double tail = std::min(place, detail::quantile_cells - place) * detail::tail_parts;
  if (tail < outer) [[unlikely]]
    return static_cast<float>(normal_quantile(u));
  const double below = between(detail::normal_tail_quantile_at, tail);
  return static_cast<float>(u < 0.5 ? below : -below);
}

inline bool below_normal_cdf(double u, double x) {
  using detail::normal_at_edge;
  constexpr double last_cell = static_cast<double>(normal_at_edge.size() - 2);
  const double place = (x + detail::normal_reach) * detail::normal_cells_each;
  const auto cell = static_cast<std::size_t>(place < 0 ? 0 : place > last_cell ? last_cell : place);
  const bool below = u < normal_at_edge[cell], above = u >= normal_at_edge[cell + 1];
  if (!(static_cast<int>(below) | static_cast<int>(above))) [[unlikely]]
    return u < normal_cdf(x);
  return below;
}

}  // namespace muster
