#include "output/year_totals.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <array>

namespace muster::output {
namespace {

TEST_CASE("a flow is summed by calendar year within each replication, including what came before the start", "[unit]") {
  const Results results = testing::small_results();
  const std::array median{0.5, 1.0};
  const auto years = year_totals(results, 2, median);
  REQUIRE(years.size() == 2);
  CHECK(years[0].year == 2021);
  CHECK(years[0].until == testing::year_end);
  CHECK(years[0].summary.quantiles == std::vector<double>{6.5, 8});  // 5 + r
  CHECK(years[1].year == 2022);
  CHECK(years[1].summary.quantiles == std::vector<double>{25, 40});  // 10 + 10 r
}

TEST_CASE("the total over part of a year is labelled with its dates", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.dates.back() = std::chrono::year{2022} / 8 / 31;
  Results results(shape);
  for (std::uint64_t number = 0; number < 2; ++number)
    results.add(testing::small_result(testing::small_shape(), number));
  const std::array median{0.5};
  const auto years = year_totals(results, 2, median);
  REQUIRE(years.size() == 2);
  CHECK(years[0].is_whole());
  CHECK(years[0].words() == "2021");
  CHECK_FALSE(years[1].is_whole());
  CHECK(years[1].words() == "2022-01-01 to 2022-08-31");
}

}  // namespace
}  // namespace muster::output
