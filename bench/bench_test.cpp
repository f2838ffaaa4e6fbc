// The benches: their results are right, both queues fire the same events, and their loops allocate nothing.
#include "bench/chain.hpp"
#include "bench/hold.hpp"
#include "bench/mm1.hpp"

#include "tests/support/allocations.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

using namespace muster::bench;
using muster::Seed;

namespace {

/// The number of allocations that a function makes.
template <class Function>
std::uint64_t allocations_of(Function&& function) {
  const std::uint64_t before = muster::test::allocations();
  function();
  return muster::test::allocations() - before;
}

}  // namespace

TEST_CASE("the hold bench fires the same events through both queues and returns its measurements", "[unit][bench]") {
  for (const std::uint64_t pending : {1U, 10U, 1000U, 50'000U}) {
    const auto result = hold(pending, 20'000, true);  // throws if the two sequences differ
    CHECK(result.at("pending") == pending);
    CHECK(result.at("events") >= 20'000);
    CHECK(result.at("mean_delay_days") > 0);
    CHECK(result.at("mean_delay_days") <= 365);
    CHECK(result.at("ratio").get<double>() ==
          result.at("events_per_second").get<double>() / result.at("reference_events_per_second").get<double>());
  }
  CHECK_FALSE(hold(10, 10, false).contains("ratio"));
  CHECK(hold(1'000'000, 1, false).at("bytes_per_pending_event") < 20);
}

TEST_CASE("the M/M/1 bench runs the same events through both queues and returns its measurements", "[unit][bench]") {
  for (const std::uint64_t customers : {1U, 2U, 1000U, 200'000U}) {
    const auto result = mm1(customers, true);  // throws if the two sequences differ
    CHECK(result.at("customers") == customers);
    CHECK(result.at("theory").get<double>() == Catch::Approx(5 * result.at("mean_service_minutes").get<double>()));
    CHECK(result.at("ratio").get<double>() ==
          result.at("customers_per_second").get<double>() / result.at("reference_customers_per_second").get<double>());
  }
  CHECK_FALSE(mm1(10, false).contains("ratio"));
}

TEST_CASE("the standard error of the M/M/1 bench agrees with the spread of its means", "[statistical][bench]") {
  // The difference from theory in standard errors has mean 0 and variance 1; the bound on the part of the service
  // time lowers the variance by at most 4 %: sqrt(0.8 (2 + 4 - 2.56 + 0.512)) / 0.04 is 44.5 of 45.5. Starting
  // empty shifts the mean by less than a tenth of a standard error.
  std::vector<double> gaps;
  for (std::uint64_t seed = 1; seed <= 400; ++seed)
    gaps.push_back(mm1(20'000, false, Seed{seed}).at("standard_errors").get<double>());
  CHECK_THAT(muster::test::Sample(gaps), muster::test::MeanIs(0, {.false_alarm = 1e-6, .must_detect = 0.5}));
  CHECK_THAT(muster::test::squared_deviations(gaps, 0),
             muster::test::MeanIs(1, {.false_alarm = 1e-6, .must_detect = 1}));
}

TEST_CASE("the chain bench runs the same events through both queues and returns its measurements", "[unit][bench]") {
  for (const std::uint64_t posts : {1000U, 1024U, 3333U}) {  // multiples of 64 people and others
    const auto result = chain(posts, 7, true);               // throws if the two differ
    CHECK(result.at("posts") == posts);
    CHECK(result.at("person_years") == 7 * posts);
    CHECK(result.at("resignations_theory").get<double>() == Catch::Approx(static_cast<double>(posts) * 7 / 5));
    CHECK(result.contains("ratio"));
  }
  CHECK_FALSE(chain(1000, 1, false).contains("ratio"));
  // After one exam a fifth has passed, and after many exams p / (1 - (1 - p) e^-0.2).
  CHECK(chain(1000, 1, false).at("qualified_share_theory").get<double>() == Catch::Approx(0.2));
  CHECK(chain(1000, 100, false).at("qualified_share_theory").get<double>() ==
        Catch::Approx(0.2 / (1 - 0.8 * std::exp(-0.2))));
  CHECK(chain(1000, 20, false).at("qualified_share_theory").get<double>() == Catch::Approx(0.5796).margin(5e-5));
  CHECK(chain(100'000, 20, false).at("bytes_per_person") < 64);
}

TEST_CASE("the chain bench agrees with its closed forms", "[statistical][bench]") {
  // Differences in standard errors have mean 0 and variance 1, in the first years and later.
  for (const std::uint64_t years : {1U, 3U, 20U}) {
    CAPTURE(years);
    std::vector<double> resignations, shares;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      const auto result = chain(1100, years, false, Seed{seed});
      resignations.push_back(result.at("resignations_standard_errors").get<double>());
      shares.push_back(result.at("qualified_share_standard_errors").get<double>());
    }
    for (const std::vector<double>& gaps : {resignations, shares}) {
      CHECK_THAT(muster::test::Sample(gaps), muster::test::MeanIs(0, {.false_alarm = 1e-6, .must_detect = 0.5}));
      CHECK_THAT(muster::test::squared_deviations(gaps, 0),
                 muster::test::MeanIs(1, {.false_alarm = 1e-6, .must_detect = 0.8}));
    }
  }
}

TEST_CASE("the benches allocate nothing in their loops", "[property][bench]") {
  // A run allocates only while its queue grows to its size, so a run four times as long allocates as often.
  CHECK(allocations_of([] { CHECK(mm1(400'000, false).at("customers") == 400'000); }) ==
        allocations_of([] { CHECK(mm1(100'000, false).at("customers") == 100'000); }));
  CHECK(allocations_of([] { CHECK(chain(10'000, 80, false).at("years") == 80); }) ==
        allocations_of([] { CHECK(chain(10'000, 20, false).at("years") == 20); }));
}

TEST_CASE("the benches refuse counts they cannot run", "[unit][bench]") {
  CHECK_THROWS_WITH(hold(0, 10, false), "pending is 0; it may be 1 to 100000000");
  CHECK_THROWS_WITH(hold(10, 0, false), "events is 0; it may be 1 to 100000000000");
  CHECK_THROWS_WITH(mm1(0, false), "customers is 0; it may be 1 to 100000000");
  CHECK_THROWS_WITH(chain(999, 20, false), "posts is 999; it may be 1000 to 10000000");
  CHECK_THROWS_WITH(chain(1000, 0, false), "years is 0; it may be 1 to 100");
  CHECK_THROWS_WITH(chain(1000, 101, false), "years is 101; it may be 1 to 100");
}
