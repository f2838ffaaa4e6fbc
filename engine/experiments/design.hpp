// The points of an experiment: which values of which parameters are tried together.
//
// Contract: pure; the same axes, number and seed give the same points in the same order everywhere. Values are plain numbers in the
// axis's own unit: dates are days, words their position in a list. An axis draws its luck by its id, so that one more axis
// leaves the others as they were. Leaves out: what the values mean, and running anything.
#pragma once

#include "engine/random/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster {

/// What an axis may take when it is sampled: any value from low to high, both included for whole numbers.
struct AxisRange {
  double low = 0;
  double high = 0;
  bool whole = false;
};

struct Axis {
  std::string id;  // such as a parameter's path
  std::vector<double>
      values;  // of a grid or in lock-step, in the order to try; a sample without a spread picks among them
  std::optional<AxisRange> spread;  // where it was given by its ends
};

using Point = std::vector<double>;  // one value for each axis

/// The value of an axis at a place in [0, 1): over a spread evenly, over listed values each as often.
[[nodiscard]] double value_at(const Axis& axis, double place);

/// How many points a grid has; the largest number there is if it cannot be counted.
[[nodiscard]] std::size_t grid_size(const std::vector<Axis>& axes);

/// Every value with every other; the last axis moves fastest.
[[nodiscard]] std::vector<Point> grid(const std::vector<Axis>& axes);

/// The first values together, then the second, and so on. @throws std::invalid_argument if axes differ in length
[[nodiscard]] std::vector<Point> lock_step(const std::vector<Axis>& axes);

/// Points of which each axis has one in each of `count` strata of equal probability.
/// Source: M. McKay, R. Beckman, W. Conover, A comparison of three methods for selecting values of input variables,
/// Technometrics 21 (1979).
[[nodiscard]] std::vector<Point> latin_hypercube(const std::vector<Axis>& axes, std::size_t count, Seed seed);

/// The first points of the Sobol sequence, which fill the space evenly and leave nothing to luck; powers of two are best.
/// @throws std::invalid_argument for more axes than the tables of directions have (3667)
/// Source: P. Bratley, B. Fox, Algorithm 659, ACM TOMS 14 (1988); directions: S. Joe, F. Kuo, SIAM J. Sci. Comput. 30
/// (2008), as in Boost.Random.
[[nodiscard]] std::vector<Point> sobol(const std::vector<Axis>& axes, std::size_t count);

enum class Relation : std::uint8_t { less, at_most, equal, at_least, more };

/// What a point must keep: an axis against another one, or against a number.
struct Constraint {
  std::size_t left = 0;  // an axis
  Relation relation = Relation::at_most;
  std::variant<std::size_t, double> right;

  [[nodiscard]] bool allows(const Point& point) const;
};

/// The points that all constraints allow, in their order.
[[nodiscard]] std::vector<Point> allowed(std::vector<Point> points, const std::vector<Constraint>& constraints);

}  // namespace muster
