#include "tests/support/statistical.hpp"

#include "tests/support/catch.hpp"

#include <cstdint>
#include <vector>

using muster::test::CellsAre;
using muster::test::equal_cells;
using muster::test::MeanIs;

namespace {

/// The given number of values with mean 10 and a standard deviation of about 1.
std::vector<double> spread_around_ten(std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(i % 2 == 0 ? 9 : 11);
  return values;
}

}  // namespace

TEST_CASE("a mean check accepts the mean and detects a shift as small as it promises", "[unit][support]") {
  const auto values = spread_around_ten(10'000);  // standard error 0.01
  CHECK(MeanIs(10, {.false_alarm = 1e-6, .must_detect = 0.1}).match(values));
  CHECK(MeanIs(10.04, {.false_alarm = 1e-6, .must_detect = 0.1}).match(values));        // 4 standard errors
  CHECK_FALSE(MeanIs(10.05, {.false_alarm = 1e-6, .must_detect = 0.1}).match(values));  // 5, beyond 4.89
}

TEST_CASE("a mean check refuses a sample too small for its promise", "[unit][support]") {
  CHECK_FALSE(MeanIs(10, {.false_alarm = 1e-6, .must_detect = 0.07}).match(spread_around_ten(10'000)));
  CHECK_FALSE(MeanIs(10, {.false_alarm = 1e-6, .must_detect = 0.1}).match(spread_around_ten(5'000)));
  CHECK_FALSE(MeanIs(10, {.false_alarm = 1e-6, .must_detect = 0.1}).match(std::vector<double>{10}));
}

TEST_CASE("a cell check accepts what fits, detects what does not and refuses what it cannot judge", "[unit][support]") {
  const std::vector<std::uint64_t> even{1000, 1010, 990, 1000}, skewed{1200, 800, 1000, 1000}, few{10, 10, 10, 10};
  CHECK(equal_cells(4, {.false_alarm = 1e-6, .must_detect = 0.2}).match(even));
  CHECK_FALSE(equal_cells(4, {.false_alarm = 1e-6, .must_detect = 0.2}).match(skewed));
  CHECK_FALSE(equal_cells(4, {.false_alarm = 1e-6, .must_detect = 0.2}).match(few));
  CHECK_FALSE(equal_cells(3, {.false_alarm = 1e-6, .must_detect = 0.2}).match(even));
  CHECK_FALSE(
      CellsAre({0.9999, 0.0001}, {.false_alarm = 1e-6, .must_detect = 0.2}).match(std::vector<std::uint64_t>{4000, 0}));
}
