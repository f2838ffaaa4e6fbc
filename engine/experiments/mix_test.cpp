#include "engine/experiments/mix.hpp"

#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <stdexcept>

namespace muster {
namespace {

// value = a + b + noise, met at 10 or more; cost a² + 2 b². The target is met with probability p exactly where a +
// b = 10 + sd z_p =: s; the cheapest such mix is a = 2 s / 3, b = s / 3 (Lagrange).
constexpr double goal = 10, sd = 1;

Judged toy(const std::vector<double>& levers, std::size_t first, std::size_t count) {
  Judged judged;
  judged.seen.replications = count;
  for (std::size_t r = first; r < first + count; ++r) {
    const double noise =
        sd * normal_quantile(Stream::first(Seed{1}, Replication{r}, EntityKey{1}, purpose("test.noise")));
    if (levers[0] + levers[1] + noise >= goal) ++judged.seen.met;
  }
  judged.cost = levers[0] * levers[0] + 2 * levers[1] * levers[1];
  return judged;
}

TEST_CASE("the cheapest mix of two levers is near the exact one", "[statistical][experiments]") {
  MixSearch search;
  search.replications = 400;
  search.mixes = 150;
  const MixSolution found = cheapest_mix({{0, 12, 0.01}, {0, 12, 0.01}}, search, toy);
  REQUIRE(found.found);
  // The number of the 400 that must meet requires a probability a little above 0.9; the edge of the sample lies
  // within 4 standard errors (false alarm 6e-5) of the exact one for that share.
  const double share = static_cast<double>(met_enough(0.9, 400)) / 400;
  const double z = normal_quantile(share);
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
  const double error = std::sqrt(share * (1 - share) / 400) / density * sd;
  const double exact = goal + sd * z;
  const double sum = found.chosen.levers[0] + found.chosen.levers[1];
  CHECK(std::abs(sum - exact) < 4 * error + 0.1);
  // The cost of the mix is at most 3 % above that of the cheapest mix with the same sum, 2 s² / 3; the corner (12,
  // 0) costs 19 % more.
  CHECK(found.chosen.judged.cost < 1.03 * 2 * sum * sum / 3);
  CHECK(found.checked.seen.replications == search.check);
  CHECK(found.interval.high > 0.9);
  CHECK(found.tried.size() <= search.mixes);
  CHECK(found.replications == found.tried.size() * search.replications + search.check);
}

TEST_CASE("if no mix meets the target, this is reported together with the best mix", "[unit][experiments]") {
  const MixSolution found = cheapest_mix({{0, 4, 0.01}, {0, 5, 0.01}}, {}, toy);
  CHECK_FALSE(found.found);
  CHECK(found.chosen.levers == std::vector<double>{4, 5});
  CHECK(found.interval.high < 0.9);
}

TEST_CASE("levers with whole steps only take values on these steps", "[unit][experiments]") {
  const MixSolution found = cheapest_mix({{0, 12, 1}, {0, 12, 1}}, {}, toy);
  REQUIRE(found.found);
  for (const TriedMix& mix : found.tried)
    for (const double lever : mix.levers) CHECK(lever == std::round(lever));
}

TEST_CASE("an exception in a simulation ends the search and is rethrown", "[unit][experiments]") {
  std::size_t calls = 0;
  const MixMetAt failing = [&](const std::vector<double>& levers, std::size_t first, std::size_t count) {
    if (++calls == 10) throw std::runtime_error("no");
    return toy(levers, first, count);
  };
  CHECK_THROWS_AS(cheapest_mix({{0, 12, 0.01}, {0, 12, 0.01}}, {}, failing), std::runtime_error);
  CHECK(calls == 10);
  CHECK_THROWS_AS(cheapest_mix({{0, 12, 0.01}}, {}, toy), std::invalid_argument);
}

TEST_CASE("the number of replications that must meet is the smallest that shows the probability",
          "[unit][experiments]") {
  const std::uint64_t enough = met_enough(0.9, 200);
  CHECK(wilson_interval(enough, 200, 0.9).low >= 0.9);
  CHECK(wilson_interval(enough - 1, 200, 0.9).low < 0.9);
  CHECK(met_enough(0.99, 100) == 101);  // no number is enough
}

}  // namespace
}  // namespace muster
