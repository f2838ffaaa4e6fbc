#include "cli/bench/hold.hpp"
#include "cli/bench/mm1.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <stdexcept>

using namespace muster::cli;

TEST_CASE("the hold bench fires the same events through both queues and says what it measured", "[unit][bench]") {
  for (const std::uint64_t pending : {1U, 10U, 1000U, 50'000U}) {
    const auto result = bench_hold(pending, 20'000, true);  // throws if the two sequences differ
    CHECK(result.at("pending") == pending);
    CHECK(result.at("events") >= 20'000);
    CHECK(result.at("mean_delay_days") > 0);
    CHECK(result.at("mean_delay_days") <= 365);
    CHECK(result.at("ratio").get<double>() ==
          result.at("events_per_second").get<double>() / result.at("reference_events_per_second").get<double>());
  }
  CHECK_FALSE(bench_hold(10, 10, false).contains("ratio"));
  CHECK(bench_hold(1'000'000, 1, false).at("bytes_per_pending_event") < 20);
}

TEST_CASE("the M/M/1 bench agrees with theory", "[unit][bench]") {
  const auto result = bench_mm1(1'000'000);
  CHECK(result.at("customers") == 1'000'000);
  CHECK(result.at("theory").get<double>() == Catch::Approx(5 * result.at("mean_service_minutes").get<double>()));
  // Waiting times are so correlated that the mean of n has a standard error of sqrt(rho (2 + 5 rho - 4 rho^2 + rho^3)
  // / n) / (1 - rho)^2 mean services, 44 / sqrt(n) at 0.8: D. Daley, The serial correlation coefficients of waiting
  // times in a stationary single server queue, J. Austral. Math. Soc. 8 (1968). The service itself adds 1 at most;
  // false alarm 1e-6.
  CHECK(std::abs(result.at("relative_difference").get<double>()) < 4.9 * 45.5 / std::sqrt(1e6) / 5);
}

TEST_CASE("the benches refuse counts they cannot run", "[unit][bench]") {
  CHECK_THROWS_WITH(bench_hold(0, 10, false), "pending is 0; it may be 1 to 100000000");
  CHECK_THROWS_WITH(bench_hold(10, 0, false), "events is 0; it may be 1 to 100000000000");
  CHECK_THROWS_WITH(bench_mm1(0), "customers is 0; it may be 1 to 100000000");
}
