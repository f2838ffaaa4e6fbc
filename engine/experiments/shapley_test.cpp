#include "engine/experiments/shapley.hpp"

#include "engine/random/stream.hpp"
#include "tests/support/catch.hpp"

#include <bit>
#include <cmath>
#include <functional>

namespace muster {
namespace {

// Attributes a game whose value in each replication depends on the replication's noise.
Attribution attribute(std::size_t changes, const std::function<double(Coalition, double noise)>& game,
                      std::size_t replications = 50) {
  AttributionTally tally({changes});
  for (std::size_t r = 0; r < replications; ++r) {
    const double noise = Stream::first(Seed{1}, Replication{r}, EntityKey{}, purpose("test.noise"));
    std::vector<double> values;
    for (const Coalition coalition : coalitions_of(changes)) values.push_back(game(coalition, noise));
    tally.add(values);
  }
  return tally.result();
}

bool has(Coalition coalition, std::size_t change) { return (coalition >> change & 1U) != 0; }

double sum_of_shapley(const Attribution& found) {
  double sum = 0;
  for (const ChangeShare& share : found.changes) sum += share.shapley.mean;
  return sum;
}

}  // namespace

TEST_CASE("if effects add up, each change is attributed its own effect, first, last and on average",
          "[unit][experiments]") {
  const Attribution found = attribute(3, [](Coalition made, double noise) {
    return noise + (has(made, 0) ? 5 : 0) + (has(made, 1) ? -2 : 0) + (has(made, 2) ? 0.5 : 0);
  });
  const double expected[] = {5, -2, 0.5};
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(std::abs(found.changes[k].shapley.mean - expected[k]) < 1e-12);
    CHECK(std::abs(found.changes[k].alone.mean - expected[k]) < 1e-12);
    CHECK(std::abs(found.changes[k].last.mean - expected[k]) < 1e-12);
    CHECK(found.changes[k].shapley.half_width < 1e-12);  // the noise cancels in every pair
  }
  CHECK(std::abs(found.interactions.mean) < 1e-12);
  CHECK(std::abs(found.total.mean - 3.5) < 1e-12);
}

TEST_CASE("the effect of two changes that work only together is divided equally and is an interaction",
          "[unit][experiments]") {
  const Attribution found =
      attribute(3, [](Coalition made, double) { return has(made, 0) && has(made, 2) ? 6.0 : 0.0; });
  CHECK(std::abs(found.changes[0].shapley.mean - 3) < 1e-12);
  CHECK(found.changes[1].shapley.mean == 0);
  CHECK(std::abs(found.changes[2].shapley.mean - 3) < 1e-12);
  CHECK(found.changes[0].alone.mean == 0);
  CHECK(found.changes[0].last.mean == 6);
  CHECK(found.interactions.mean == 6);
}

TEST_CASE("changes with the same effect get the same share", "[unit][experiments]") {
  // Four changes of which any two are sufficient: each is decisive in a quarter of the orders.
  const Attribution found = attribute(4, [](Coalition made, double) { return std::popcount(made) >= 2 ? 1.0 : 0.0; });
  for (const ChangeShare& share : found.changes) CHECK(std::abs(share.shapley.mean - 0.25) < 1e-12);
}

TEST_CASE("Shapley values add up to the total difference, as do individual effects plus interactions",
          "[property][experiments]") {
  for (std::size_t changes = 1; changes <= most_exact_changes; ++changes) {
    const Attribution found = attribute(changes, [](Coalition made, double noise) {  // an arbitrary game
      return Stream::first(Seed{made}, Replication{static_cast<std::uint64_t>(noise * 1e9)}, EntityKey{},
                           purpose("test.game"));
    });
    double alone = 0;
    for (const ChangeShare& share : found.changes) alone += share.alone.mean;
    INFO(changes << " changes");
    CHECK(std::abs(sum_of_shapley(found) - found.total.mean) < 1e-12);
    CHECK(std::abs(alone + found.interactions.mean - found.total.mean) < 1e-12);
    CHECK(found.total.half_width > 0);  // the game is random
  }
}

TEST_CASE("with more than six changes the extremes of all orders are known, but not the mean", "[unit][experiments]") {
  REQUIRE(coalitions_of(8).size() == 18);
  const Attribution found = attribute(8, [](Coalition made, double) {
    const auto size = static_cast<double>(std::popcount(made));
    return size * size;
  });
  CHECK_FALSE(found.exact);
  for (const ChangeShare& share : found.changes) {
    CHECK(share.alone.mean == 1);
    CHECK(share.last.mean == 15);  // 8² − 7²
    CHECK(std::isnan(share.shapley.mean));
  }
  CHECK(found.total.mean == 64);
  CHECK(found.interactions.mean == 56);
}

TEST_CASE("two stages add up to the difference between the first scenario and the last", "[unit][experiments]") {
  AttributionTally tally({1, 2});
  tally.add(std::vector<double>{10, 4, /* then */ 4, 7, 6, 12});
  tally.add(std::vector<double>{10, 6, /* then */ 6, 7, 8, 12});
  const Attribution found = tally.result();
  CHECK(found.total.mean == 2);
  CHECK(found.changes[0].shapley.mean == -5);
  CHECK(std::abs(sum_of_shapley(found) - 2) < 1e-12);
}

TEST_CASE("a replication in which one value is missing is left out completely", "[unit][experiments]") {
  AttributionTally tally({1});
  tally.add(std::vector<double>{1, 2});
  tally.add(std::vector<double>{1, std::nan("")});
  CHECK(tally.result().replications == 1);
}

TEST_CASE("a difference that no replication shows is still not known to be 0", "[unit][experiments]") {
  AttributionTally tally({1}, 1);
  for (int r = 0; r < 100; ++r) tally.add(std::vector<double>{0, 0});
  CHECK(tally.result().total.half_width == 0.03);  // the rule of three
}

TEST_CASE("no changes and too many changes are rejected", "[unit][experiments]") {
  CHECK_THROWS_AS(coalitions_of(0), std::invalid_argument);
  CHECK_THROWS_AS(coalitions_of(32), std::invalid_argument);
}

}  // namespace muster
