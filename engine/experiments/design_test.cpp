#include "engine/experiments/design.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace muster {
namespace {

Axis listed(std::string id, std::vector<double> values) { return {std::move(id), std::move(values), std::nullopt}; }
Axis range(std::string id, double low, double high, bool whole = false) {
  return {std::move(id), {}, AxisRange{low, high, whole}};
}

TEST_CASE("a grid combines every value with every other, and the last axis varies fastest", "[unit][experiments]") {
  const std::vector<Axis> axes{listed("a", {1, 2}), listed("b", {10, 20, 30})};
  CHECK(grid(axes) == std::vector<Point>{{1, 10}, {1, 20}, {1, 30}, {2, 10}, {2, 20}, {2, 30}});
  CHECK(grid_size(axes) == 6);
  CHECK(grid_size({listed("a", {})}) == 0);
  const Axis long_axis = listed("a", std::vector<double>(100'000));
  CHECK(grid_size({long_axis, long_axis, long_axis, long_axis}) == std::numeric_limits<std::size_t>::max());
}

TEST_CASE("axes in lock-step vary together and must have the same length", "[unit][experiments]") {
  CHECK(lock_step({listed("a", {1, 2}), listed("b", {10, 20})}) == std::vector<Point>{{1, 10}, {2, 20}});
  CHECK_THROWS_AS(lock_step({listed("a", {1, 2}), listed("b", {10})}), std::invalid_argument);
}

TEST_CASE("points that do not meet all conditions are dropped, and the rest keep their order", "[unit][experiments]") {
  const std::vector<Point> points = grid({listed("a", {1, 2, 3}), listed("b", {1, 2, 3})});
  const auto left = [&](PointCondition condition) { return allowed(points, {condition}).size(); };
  CHECK(left({0, Relation::at_most, std::size_t{1}}) == 6);
  CHECK(left({0, Relation::less, std::size_t{1}}) == 3);
  CHECK(left({0, Relation::equal, std::size_t{1}}) == 3);
  CHECK(left({0, Relation::at_least, 2.0}) == 6);
  CHECK(left({0, Relation::more, 2.0}) == 3);
  CHECK(allowed(points, {{0, Relation::more, 1.0}, {1, Relation::less, 2.0}}) == std::vector<Point>{{2, 1}, {3, 1}});
}

TEST_CASE("a Latin hypercube has one point in each stratum of each axis", "[property][experiments]") {
  constexpr std::size_t count = 37;
  const std::vector<Axis> axes{range("a", 0, 1), range("b", -5, 5), listed("c", {7, 8, 9})};
  const std::vector<Point> points = latin_hypercube(axes, count, Seed{5});
  REQUIRE(points.size() == count);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    std::set<int> strata;
    for (const Point& point : points) {
      const AxisRange& whole = *axes[axis].range;
      strata.insert(static_cast<int>((point[axis] - whole.low) / (whole.high - whole.low) * count));
    }
    CHECK(strata.size() == count);
  }
  for (const double value : {7.0, 8.0, 9.0}) {
    const auto times = std::count_if(points.begin(), points.end(), [&](const Point& p) { return p[2] == value; });
    CHECK(times >= 12);  // 37 strata over three values: 12 or 13 each
    CHECK(times <= 13);
  }
  CHECK(latin_hypercube(axes, count, Seed{5}) == points);
  CHECK(latin_hypercube(axes, count, Seed{6}) != points);
}

TEST_CASE("adding an axis does not change the points of the others", "[property][experiments]") {
  const std::vector<Point> one = latin_hypercube({range("a", 0, 1)}, 20, Seed{1});
  const std::vector<Point> two = latin_hypercube({range("b", 0, 1), range("a", 0, 1)}, 20, Seed{1});
  for (std::size_t i = 0; i < one.size(); ++i) CHECK(two[i][1] == one[i][0]);
}

TEST_CASE("the first Sobol points are the published ones", "[unit][experiments]") {
  // P. Bratley, B. Fox (1988): in two dimensions 1/2 1/2, 3/4 1/4, 1/4 3/4, 3/8 3/8, 7/8 7/8, without the origin.
  CHECK(sobol({range("a", 0, 1), range("b", 0, 8)}, 5) ==
        std::vector<Point>{{0.5, 4}, {0.75, 2}, {0.25, 6}, {0.375, 3}, {0.875, 7}});
}

TEST_CASE("in a range of whole numbers each is equally likely, both ends included", "[unit][experiments]") {
  const Axis axis = range("a", 2, 5, true);
  CHECK(value_at(axis, 0) == 2);
  CHECK(value_at(axis, 0.2499) == 2);
  CHECK(value_at(axis, 0.25) == 3);
  CHECK(value_at(axis, 0.9999999) == 5);
}

}  // namespace
}  // namespace muster
