// Experimental design: the points of an experiment, that is, which parameter values are tried together.
//
// Contract: pure functions; the same axes, number and seed give the same points in the same order on every
// machine. Values are plain numbers in the axis's own unit: dates are days, words are indices in a list. The
// random numbers of an axis are selected by its id, so that adding an axis does not change the others. Leaves out:
// what the values mean, and running anything.
#pragma once

#include "engine/random/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster {

/// The range from which an axis is sampled: any value from low to high, both included for whole numbers.
struct AxisRange {
  double low = 0;
  double high = 0;
  bool whole = false;
};

struct Axis {
  std::string id;  // for example a parameter's path
  // for a grid or lock-step: the values in the order to try; a sample without a range picks among them
  std::vector<double> values;
  std::optional<AxisRange> range;  // set if the axis was given by its ends
};

using Point = std::vector<double>;  // one value for each axis

/// The value of an axis at a position in [0, 1): uniform over a range; listed values are equally likely.
[[nodiscard]] double value_at(const Axis& axis, double position);

/// The number of points of a grid; the largest representable number if it overflows.
[[nodiscard]] std::size_t grid_size(const std::vector<Axis>& axes);

/// All combinations of values; the last axis varies fastest.
[[nodiscard]] std::vector<Point> grid(const std::vector<Axis>& axes);

/// Combines the first values of all axes, then the second, and so on. @throws std::invalid_argument if axes differ
/// in length
[[nodiscard]] std::vector<Point> lock_step(const std::vector<Axis>& axes);

/// Latin hypercube sample: each axis has exactly one point in each of `count` strata of equal probability.
/// Source: M. McKay, R. Beckman, W. Conover, A comparison of three methods for selecting values of input variables,
/// Technometrics 21 (1979).
[[nodiscard]] std::vector<Point> latin_hypercube(const std::vector<Axis>& axes, std::size_t count, Seed seed);

/// The first points of the Sobol sequence, which cover the space evenly without randomness; powers of two are
/// best.
/// @throws std::invalid_argument for more axes than the direction tables have (3667)
/// Source: P. Bratley, B. Fox, Algorithm 659, ACM TOMS 14 (1988); directions: S. Joe, F. Kuo, SIAM J. Sci. Comput. 30
/// (2008), as in Boost.Random.
[[nodiscard]] std::vector<Point> sobol(const std::vector<Axis>& axes, std::size_t count);

enum class Relation : std::uint8_t { less, at_most, equal, at_least, more };

/// A condition on points: compares an axis with another axis, or with a number.
struct PointCondition {
  std::size_t left = 0;  // index of an axis
  Relation relation = Relation::at_most;
  std::variant<std::size_t, double> right;

  [[nodiscard]] bool allows(const Point& point) const;
};

/// The points that meet all conditions, in their order.
[[nodiscard]] std::vector<Point> allowed(std::vector<Point> points, const std::vector<PointCondition>& conditions);

}  // namespace muster
