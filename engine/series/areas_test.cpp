#include "engine/series/areas.hpp"

#include "tests/support/catch.hpp"

#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace muster {

namespace {

TEST_CASE("leaves come first, then inner areas, then the whole", "[unit]") {
  const Areas areas({{"rim", "外圈", ""},
                     {"north", "北", "rim"},
                     {"centre", "中心", ""},
                     {"south", "南", "rim"},
                     {"bay", "湾", "south"}});
  CHECK(areas.ids() == std::vector<std::string>{"north", "centre", "bay", "rim", "south", "all"});
  CHECK(areas.leaf_count() == 3);
  CHECK(areas.node_count() == 6);
  CHECK(areas.whole() == 5);
  CHECK(areas.leaves_of(*areas.find("rim")) == std::vector<std::size_t>{0, 2});
  CHECK(areas.leaves_of(*areas.find("south")) == std::vector<std::size_t>{2});
  CHECK(areas.leaves_of(*areas.find("centre")) == std::vector<std::size_t>{1});
  CHECK(areas.leaves_of(areas.whole()) == std::vector<std::size_t>{0, 1, 2});
  CHECK(areas[*areas.find("bay")].name == "湾");
  CHECK_FALSE(areas.find("west"));
}

TEST_CASE("areas that do not form a tree are refused", "[unit]") {
  CHECK_THROWS_WITH(Areas({{"all", "", ""}}), "an area may not be called `all`, which is the whole");
  CHECK_THROWS_WITH(Areas({{"a", "", ""}, {"a", "", ""}}), "two areas are called `a`");
  CHECK_THROWS_WITH(Areas({{"a", "", "b"}}), "an area is said to be within `b`, but there is no such area");
  CHECK_THROWS_WITH(Areas({{"a", "", "a"}}), "area `a` is within itself");
  CHECK_THROWS_WITH(Areas({{"a", "", "b"}, {"b", "", "c"}, {"c", "", "b"}}), "area `a` is within itself");
}

TEST_CASE("the parts of a whole number add up to it, each within one of its exact share", "[property]") {
  std::mt19937_64 random(20240611);
  for (int i = 0; i < 500; ++i) {
    const auto total = static_cast<std::int64_t>(random() % 100'000);
    std::vector<double> weights(1 + random() % 30);
    for (double& weight : weights) weight = static_cast<double>(random() % 1000);
    weights[0] += 1;
    const std::vector<std::int64_t> parts = apportion(total, weights);
    REQUIRE(parts.size() == weights.size());
    CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == total);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t part = 0; part < parts.size(); ++part)
      CHECK(std::abs(static_cast<double>(parts[part]) - static_cast<double>(total) * weights[part] / sum) < 1);
  }
}

TEST_CASE("units that cannot be split evenly go to the largest remainders, then to the earlier parts", "[unit]") {
  CHECK(apportion(10, {1, 1, 1}) == std::vector<std::int64_t>{4, 3, 3});
  CHECK(apportion(7, {0.6, 0.3, 0.1}) == std::vector<std::int64_t>{4, 2, 1});  // 4.2, 2.1, 0.7
  CHECK(apportion(5, {0, 2, 0}) == std::vector<std::int64_t>{0, 5, 0});
  CHECK(apportion(0, {0, 0}) == std::vector<std::int64_t>{0, 0});
  CHECK(apportion(0, {}).empty());
  CHECK_THROWS_WITH(apportion(3, {0, 0}), "3 cannot be split over weights that sum to 0");
  CHECK_THROWS_WITH(apportion(3, {}), "3 cannot be split over weights that sum to 0");
  CHECK_THROWS_WITH(apportion(3, {2, -1}), "3 cannot be split over weights that sum to 1");
  CHECK_THROWS_WITH(apportion(-3, {1}), "-3 cannot be split over weights that sum to 1");
}

}  // namespace

}  // namespace muster
