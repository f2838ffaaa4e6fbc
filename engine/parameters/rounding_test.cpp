#include "engine/parameters/rounding.hpp"

#include "tests/support/catch.hpp"

namespace muster {
namespace {

TEST_CASE("a product of decimals that is a whole number is rounded to it", "[unit]") {
  REQUIRE(50 * 0.58 < 29);
  CHECK(rounded_down(50 * 0.58) == 29);
  REQUIRE(100 * 0.07 > 7);
  CHECK(rounded_up(100 * 0.07) == 7);
  REQUIRE(100 * 1.005 < 100.5);
  CHECK(to_nearest(100 * 1.005) == 101);
  CHECK(to_nearest(-100 * 1.005) == -101);

  const double millions = 3'000'000'000 * 0.58, less = std::nextafter(millions, 0);
  CHECK(rounded_down(less) == 1'740'000'000);
  CHECK(rounded_down(28.9999) == 28);
  CHECK(rounded_up(28.0001) == 29);
  CHECK(to_nearest(28.4999) == 28);
  CHECK(rounded_down(0) == 0);
}

}  // namespace
}  // namespace muster
