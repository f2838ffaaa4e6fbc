#include "engine/experiments/shapley.hpp"

#include "engine/random/stream.hpp"
#include "tests/support/catch.hpp"

#include <bit>
#include <cmath>
#include <functional>

namespace muster {
namespace {

// Sums up a game of which each replication is told by its number.
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

TEST_CASE("in a sum of effects each change gets its own, first, last and on average", "[unit][experiments]") {
  const Attribution found = attribute(3, [](Coalition made, double noise) {
    return noise + (has(made, 0) ? 5 : 0) + (has(made, 1) ? -2 : 0) + (has(made, 2) ? 0.5 : 0);
  });
  const double expected[] = {5, -2, 0.5};
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(std::abs(found.changes[k].shapley.mean - expected[k]) < 1e-12);
    CHECK(std::abs(found.changes[k].alone.mean - expected[k]) < 1e-12);
    CHECK(std::abs(found.changes[k].last.mean - expected[k]) < 1e-12);
    CHECK(found.changes[k].shapley.half_width < 1e-12);  // the noise is in both halves of every pair
  }
  CHECK(std::abs(found.interactions.mean) < 1e-12);
  CHECK(std::abs(found.total.mean - 3.5) < 1e-12);
}

TEST_CASE("what only two changes do together is halved between them and is an interaction", "[unit][experiments]") {
  const Attribution found =
      attribute(3, [](Coalition made, double) { return has(made, 0) && has(made, 2) ? 6.0 : 0.0; });
  CHECK(std::abs(found.changes[0].shapley.mean - 3) < 1e-12);
  CHECK(found.changes[1].shapley.mean == 0);
  CHECK(std::abs(found.changes[2].shapley.mean - 3) < 1e-12);
  CHECK(found.changes[0].alone.mean == 0);
  CHECK(found.changes[0].last.mean == 6);
  CHECK(found.interactions.mean == 6);
}

TEST_CASE("changes that play the same part get the same share", "[unit][experiments]") {
  // Four changes of which any two are enough: each is decisive in a quarter of the orders.
  const Attribution found = attribute(4, [](Coalition made, double) { return std::popcount(made) >= 2 ? 1.0 : 0.0; });
  for (const ChangeShare& share : found.changes) CHECK(std::abs(share.shapley.mean - 0.25) < 1e-12);
}

TEST_CASE("Shapley values add up to the whole difference, and so do effects alone and interactions",
          "[property][experiments]") {
  for (std::size_t changes = 1; changes <= most_exact_changes; ++changes) {
    const Attribution found = attribute(changes, [](Coalition made, double noise) {  // any game at all
      return Stream::first(Seed{made}, Replication{static_cast<std::uint64_t>(noise * 1e9)}, EntityKey{},
                           purpose("test.game"));
    });
    double alone = 0;
    for (const ChangeShare& share : found.changes) alone += share.alone.mean;
    INFO(changes << " changes");
    CHECK(std::abs(sum_of_shapley(found) - found.total.mean) < 1e-12);
    CHECK(std::abs(alone + found.interactions.mean - found.total.mean) < 1e-12);
    CHECK(found.total.half_width > 0);  // the game has luck in it
  }
}

TEST_CASE("beyond six changes the ends of all orders are known and the mean is not", "[unit][experiments]") {
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

TEST_CASE("two stages add up to the way from the first scenario to the last", "[unit][experiments]") {
  AttributionTally tally({1, 2});
  tally.add(std::vector<double>{10, 4, /* then */ 4, 7, 6, 12});
  tally.add(std::vector<double>{10, 6, /* then */ 6, 7, 8, 12});
  const Attribution found = tally.result();
  CHECK(found.total.mean == 2);
  CHECK(found.changes[0].shapley.mean == -5);
  CHECK(std::abs(sum_of_shapley(found) - 2) < 1e-12);
}

TEST_CASE("a replication in which something could not be judged is left out whole", "[unit][experiments]") {
  AttributionTally tally({1});
  tally.add(std::vector<double>{1, 2});
  tally.add(std::vector<double>{1, std::nan("")});
  CHECK(tally.result().replications == 1);
}

TEST_CASE("a difference that no replication shows is still not known to be nothing", "[unit][experiments]") {
  AttributionTally tally({1}, 1);
  for (int r = 0; r < 100; ++r) tally.add(std::vector<double>{0, 0});
  CHECK(tally.result().total.half_width == 0.03);  // the rule of three
}

TEST_CASE("no change and too many changes are refused", "[unit][experiments]") {
  CHECK_THROWS_AS(coalitions_of(0), std::invalid_argument);
  CHECK_THROWS_AS(coalitions_of(32), std::invalid_argument);
}

}  // namespace muster
