#include "engine/experiments/design.hpp"

#include "engine/text/text.hpp"

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace muster {

namespace {

// A permutation of 0 … count − 1. Source: R. Durstenfeld, Algorithm 235, Comm. ACM 7 (1964).
std::vector<std::size_t> shuffled(std::size_t count, Stream& stream) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left)
    std::swap(order[left - 1], order[static_cast<std::size_t>(stream.uniform() * static_cast<double>(left))]);
  return order;
}

}  // namespace

double value_at(const Axis& axis, double position) {
  if (!axis.spread) {
    if (axis.values.empty()) throw std::invalid_argument(tr("the axis {} has no values", axis.id));
    return axis.values[static_cast<std::size_t>(position * static_cast<double>(axis.values.size()))];
  }
  const AxisRange& spread = *axis.spread;
  if (!spread.whole) return spread.low + position * (spread.high - spread.low);
  return std::min(spread.high, std::floor(spread.low + position * (spread.high - spread.low + 1)));
}

std::size_t grid_size(const std::vector<Axis>& axes) {
  std::size_t size = 1;
  for (const Axis& axis : axes) {
    if (axis.values.empty()) return 0;
    if (size > std::numeric_limits<std::size_t>::max() / axis.values.size())
      return std::numeric_limits<std::size_t>::max();
    size *= axis.values.size();
  }
  return size;
}

std::vector<Point> grid(const std::vector<Axis>& axes) {
  std::vector<Point> points{{}};
  for (const Axis& axis : axes) {
    std::vector<Point> longer;
    for (const Point& point : points) {
      for (const double value : axis.values) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

std::vector<Point> lock_step(const std::vector<Axis>& axes) {
  std::vector<Point> points;
  if (axes.empty()) return points;
  for (const Axis& axis : axes)
    if (axis.values.size() != axes.front().values.size())
      throw std::invalid_argument(tr("axes in lock-step differ in length"));
  for (std::size_t i = 0; i < axes.front().values.size(); ++i) {
    Point& point = points.emplace_back();
    for (const Axis& axis : axes) point.push_back(axis.values[i]);
  }
  return points;
}

std::vector<Point> latin_hypercube(const std::vector<Axis>& axes, std::size_t count, Seed seed) {
  std::vector<Point> points(count);
  for (const Axis& axis : axes) {
    Stream stream(seed, Replication{}, EntityKey{static_cast<std::uint64_t>(purpose(axis.id))},
                  purpose("experiments.latin_hypercube"));
    const std::vector<std::size_t> strata = shuffled(count, stream);
    for (std::size_t i = 0; i < count; ++i) {
      const double position = (static_cast<double>(strata[i]) + stream.uniform()) / static_cast<double>(count);
      points[i].push_back(value_at(axis, position));
    }
  }
  return points;
}

std::vector<Point> sobol(const std::vector<Axis>& axes, std::size_t count) {
  if (axes.empty()) return std::vector<Point>(count);
  if (axes.size() > boost::random::default_sobol_table::max_dimension)
    throw std::invalid_argument(tr("more axes than the Sobol sequence supports"));
  boost::random::sobol sequence(axes.size());
  std::vector<Point> points(count);
  for (Point& point : points)
    for (const Axis& axis : axes)
      point.push_back(value_at(axis, static_cast<double>(sequence() >> 12) * 0x1p-52));  // 64 bits in all
  return points;
}

bool PointCondition::allows(const Point& point) const {
  const double a = point.at(left);
  const double b =
      std::holds_alternative<double>(right) ? std::get<double>(right) : point.at(std::get<std::size_t>(right));
  switch (relation) {
    case Relation::less:
      return a < b;
    case Relation::at_most:
      return a <= b;
    case Relation::equal:
      return a == b;
    case Relation::at_least:
      return a >= b;
    case Relation::more:
      return a > b;
  }
  return false;
}

std::vector<Point> allowed(std::vector<Point> points, const std::vector<PointCondition>& conditions) {
  std::erase_if(points, [&](const Point& point) {
    return std::any_of(conditions.begin(), conditions.end(),
                       [&](const PointCondition& condition) { return !condition.allows(point); });
  });
  return points;
}

}  // namespace muster
