#include "engine/experiments/solve.hpp"

#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

namespace muster {
namespace {

using namespace std::chrono_literals;

// A value that is the lever plus noise, so that P(value >= wanted) = p exactly where lever = wanted + lever_noise
// · z_p.
constexpr double wanted = 10, lever_noise = 2;

double noise(Seed seed, std::size_t replication) {
  return lever_noise *
         normal_quantile(Stream::first(seed, Replication{replication}, EntityKey{1}, purpose("test.noise")));
}

MetAt toy(Seed seed, double direction = 1) {
  return [seed, direction](double lever, std::size_t first, std::size_t count) {
    Met seen{0, count, 0};
    for (std::size_t r = first; r < first + count; ++r)
      if (direction * lever + noise(seed, r) >= direction * wanted) ++seen.met;
    return seen;
  };
}

double edge(double probability, double direction = 1) {
  return wanted + direction * lever_noise * normal_quantile(probability);
}

TEST_CASE("the interval of the lever contains the exact answer", "[statistical][experiments]") {
  // Stated confidence 95 %: of 200 searches at most 5 % may miss. A correct program has more than 24 misses of 200
  // with a probability below 1e-4 (binomial). With 8 000 replications near the edge, a probability of 0.9 is known
  // to ± 0.012, and the lever to ± 0.012 / (density 0.1755 / lever_noise) = 0.14. Observed: widest 0.95, farthest
  // 0.71.
  std::size_t misses = 0;
  double widest = 0, farthest = 0, off = 0;
  const LeverRange range{0, 20, 0.01};
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Solution found = solve(range, {}, toy(Seed{seed}));
    REQUIRE(found.answer == Answer::between);
    REQUIRE(found.fails);
    CHECK(found.rising);
    if (!(*found.fails < edge(0.9) && edge(0.9) <= *found.meets)) ++misses;
    widest = std::max(widest, *found.meets - *found.fails);
    farthest = std::max(farthest, *found.meets - edge(0.9));
    REQUIRE(found.edge);
    CHECK(*found.fails < *found.edge);
    CHECK(*found.edge <= *found.meets);
    off += std::abs(*found.edge - edge(0.9)) / 200;
    CHECK(found.replications <= Search{}.most);
  }
  CHECK(misses <= 24);
  CHECK(widest < 0.6 * lever_noise);
  CHECK(farthest < 0.45 * lever_noise);  // and 0.18 lever_noise more than necessary on average
  CHECK(off < 0.05 * lever_noise);
}

TEST_CASE("the edge is found to the exact step if the simulation is not random", "[unit][experiments]") {
  const LeverRange range{0, 100, 1};
  const Solution rising = solve(range, {}, [](double lever, std::size_t, std::size_t count) {
    return Met{lever >= 37 ? count : 0, count, 0};
  });
  CHECK(rising.answer == Answer::between);
  CHECK(rising.fails == 36.0);
  CHECK(rising.meets == 37.0);
  const Solution falling = solve(range, {}, [](double lever, std::size_t, std::size_t count) {
    return Met{lever <= 37 ? count : 0, count, 0};
  });
  CHECK_FALSE(falling.rising);
  CHECK(falling.fails == 38.0);
  CHECK(falling.meets == 37.0);
}

TEST_CASE("the smallest sufficient whole step is found where the replications can distinguish it",
          "[statistical][experiments]") {
  // At 12 the probability is 0.841, at 13 it is 0.933: some 2 500 replications distinguish both from 0.9.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Solution found = solve({1, 60, 1}, {}, toy(Seed{seed}));
    CHECK(found.fails == 12.0);
    CHECK(found.meets == 13.0);
    for (const Tried& tried : found.tried) CHECK(tried.value == std::round(tried.value));
    CHECK(found.replications <= Search{}.most);
  }
}

TEST_CASE("with nothing to judge there is no answer, and values with nothing to judge count as failing",
          "[unit][experiments]") {
  const LeverRange range{0, 10, 1};
  const Solution nothing = solve(range, {}, [](double, std::size_t, std::size_t count) {
    return Met{0, count, count};
  });
  CHECK(nothing.answer == Answer::nothing_to_judge);
  CHECK_FALSE(nothing.meets);
  CHECK_FALSE(nothing.fails);
  const Solution some = solve(range, {}, [](double lever, std::size_t, std::size_t count) {
    return lever < 4 ? Met{0, count, count} : Met{count, count, 0};
  });
  CHECK(some.answer == Answer::between);
  CHECK(some.fails == 3.0);
  CHECK(some.meets == 4.0);
}

TEST_CASE("a lever that lowers the value is searched in the other direction", "[statistical][experiments]") {
  const Solution found = solve({0, 20, 0.01}, {}, toy(Seed{1}, -1));
  CHECK(found.answer == Answer::between);
  CHECK_FALSE(found.rising);
  CHECK(*found.meets <= edge(0.9, -1));
  CHECK(*found.fails > edge(0.9, -1));
}

TEST_CASE("a target that is met nowhere in the range, or everywhere, is reported as such", "[unit][experiments]") {
  const Solution nowhere = solve({0, 9, 0.01}, {}, toy(Seed{1}));
  CHECK(nowhere.answer == Answer::met_nowhere);
  CHECK(nowhere.best == 9);
  CHECK_FALSE(nowhere.meets);
  CHECK(at(nowhere, 9).interval.high < 0.9);
  const Solution everywhere = solve({15, 20, 0.01}, {}, toy(Seed{1}));
  CHECK(everywhere.answer == Answer::met_everywhere);
  CHECK(everywhere.meets == 15.0);
  CHECK(everywhere.replications < 2000);
  const Solution at_the_edge = solve({0, edge(0.9), 0.01}, {}, toy(Seed{1}));
  CHECK(at_the_edge.answer == Answer::open);
}

TEST_CASE("a search that runs out of replications keeps what it knows and reports it", "[unit][experiments]") {
  Search search;
  search.most = 1500;
  const Solution found = solve({0, 20, 0.01}, search, toy(Seed{1}));
  CHECK(found.replications <= 1500);
  CHECK(*found.fails < edge(0.9));
  CHECK(*found.meets > edge(0.9));
  search.most = 500;
  const Solution out = solve({0, 20, 0.01}, search, toy(Seed{1}));
  CHECK(out.used_up);
  CHECK(out.replications > 400);
  const Solution whole = solve({0, 100, 1}, {}, [](double lever, std::size_t, std::size_t count) {
    return Met{lever >= 37 ? count : 0, count, 0};
  });
  CHECK_FALSE(whole.used_up);
}

TEST_CASE("an end close to the required probability gets all remaining replications", "[unit][experiments]") {
  const LeverRange range{0, wanted + 0.05, 0.01};  // the probability is 0.51 at its end
  Search search;
  search.probability = 0.5;
  search.most = 2000;
  const Solution out = solve(range, search, toy(Seed{1}));
  CHECK(out.answer == Answer::open);
  CHECK(out.used_up);
  CHECK(out.replications == 2000);
  CHECK(at(out, range.high).seen.replications > 1500);
  search.most = 500'000;
  CHECK(solve(range, search, toy(Seed{1})).answer == Answer::between);
  search.per_value = 400;
  const Solution open = solve(range, search, toy(Seed{1}));
  CHECK(open.answer == Answer::open);
  CHECK_FALSE(open.used_up);  // the limit is the number of replications per value
  CHECK(at(open, range.high).seen.replications == 400);
}

TEST_CASE("the steps of a lever are round and include both ends", "[unit][experiments]") {
  CHECK(round_step(0.03) == 0.02);
  CHECK(round_step(7) == 5);
  CHECK(round_step(1) == 1);
  const LeverRange range{1, 2.05, 0.1};
  CHECK(range.steps() == 11);
  CHECK(range.value(0) == 1);
  CHECK(range.value(11) == 2.05);
  CHECK(range.nearest(1.52) == 1.5);
  CHECK(range.nearest(2.04) == 2.05);
  CHECK_THROWS_AS(solve({3, 3, 1}, {}, toy(Seed{1})), std::invalid_argument);
}

TEST_CASE("the number of replications that can decide on a probability is known in advance", "[unit][experiments]") {
  const std::size_t n = fewest_to_decide(0.99, 0.95);
  CHECK(wilson_interval(n, n, 0.95).low >= 0.99);
  CHECK(wilson_interval(n - 1, n - 1, 0.95).low < 0.99);
  CHECK(fewest_to_decide(0.01, 0.95) == n);  // the same for low probabilities
}

// The same toy as a simulation: a stock that is set to the lever plus noise when the models are made.
class Level final : public Models {
 public:
  Level(Simulation& sim, SeriesBook& book, double lever) {
    book.add(level_);
    level_.step(AreaId{0},
                lever + lever_noise * normal_quantile(sim.stream(EntityKey{1}, purpose("test.noise")).uniform()));
  }

 private:
  Stock level_{{"toy.level", "things", "level", "the lever and noise"}};
};

TEST_CASE("a search over simulations gives the same on any number of threads", "[property][experiments]") {
  std::vector<Solution> found;
  std::vector<PairFailure> stopped;
  for (const unsigned threads : {1U, 3U}) {
    RunSetup setup;
    setup.seed = Seed{1};
    setup.threads = threads;
    setup.start = Date{2021y / 12 / 31};
    setup.horizon = Date{2022y / 1 / 3};
    ResultsShape shape;
    shape.dates = month_ends(setup.start, setup.horizon);
    shape.areas = Areas{{{"here", "", ""}}};
    shape.series = {{{"toy.level", "things", "level", "the lever and noise"}, SeriesKind::stock}};
    TargetDefinition target;
    target.id = "high";
    target.series = "toy.level";
    target.area = "all";
    target.goal = wanted;
    target.by = setup.horizon;
    shape.targets = {target};
    const std::atomic<bool> never{false};
    Search search;
    search.per_value = 400;
    found.push_back(solve({0, 20, 0.1}, search, [&](double lever, std::size_t first, std::size_t count) {
      const Variant variant{"toy", ends_only(shape, setup.horizon), [lever](Simulation& sim, SeriesBook& book) {
                              return std::make_unique<Level>(sim, book, lever);
                            }};
      return count_met(setup, variant, 0, first, count, never, stopped);
    }));
  }
  CHECK(found[0].answer == Answer::between);
  CHECK(*found[0].fails < edge(0.9));
  CHECK(*found[0].meets >= edge(0.9));
  CHECK(found[1].fails == found[0].fails);
  CHECK(found[1].meets == found[0].meets);
  CHECK(found[1].replications == found[0].replications);
  const Solution pure = solve(
      {0, 20, 0.1},
      [] {
        Search s;
        s.per_value = 400;
        return s;
      }(),
      toy(Seed{1}));
  CHECK(stopped.empty());
  CHECK(pure.meets == found[0].meets);  // the simulations draw the same noise
}

}  // namespace
}  // namespace muster
