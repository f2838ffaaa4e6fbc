#include "engine/ensemble/results.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using namespace std::chrono_literals;

constexpr Date first = 2021y / 12 / 31, second = 2022y / 1 / 31, third = 2022y / 2 / 28;

ResultsShape shape_of(std::size_t series, std::vector<TargetDefinition> targets = {}) {
  ResultsShape shape;
  shape.dates = {first, second, third};
  shape.areas = Areas{{{"north", "North", ""}}};
  for (std::size_t s = 0; s < series; ++s)
    shape.series.push_back({{"test.s" + std::to_string(s), "people", "people who count"}, SeriesKind::stock});
  shape.targets = std::move(targets);
  return shape;
}

TargetDefinition target_of(Comparison comparison, double goal) {
  TargetDefinition target;
  target.id = "goal";
  target.series = "test.s0";
  target.area = "all";
  target.comparison = comparison;
  target.goal = goal;
  target.by = second;
  return target;
}

History history_of(std::uint64_t number, const ResultsShape& shape, double value) {
  History history;
  history.replication = Replication{number};
  history.values.assign(shape.cell_count(), value);
  history.target_values.assign(shape.targets.size(), value);
  history.reached.resize(shape.targets.size());
  history.events = 10;
  return history;
}

TEST_CASE("a cell is summarised over the replications that have a value there", "[unit]") {
  const ResultsShape shape = shape_of(2);
  Results results(shape);
  const std::size_t cell = shape.cell(1, 0, 1);
  std::uint64_t number = 0;
  for (const double value : {4.0, nan, 1.0, 2.0, 8.0}) {
    History history = history_of(number++, shape, 0);
    history.values[cell] = value;
    results.add(history);
  }
  const std::vector<double> probabilities{0, 0.25, 0.5, 1};
  const Summary summary = results.summarise(cell, 1, probabilities).at(0);
  CHECK(summary.replications == 4);
  CHECK(summary.mean == 3.75);
  CHECK(summary.sd == Catch::Approx(std::sqrt(28.75 / 3)).epsilon(1e-14));  // squares about the mean: 28.75
  // 1 2 4 8: the quarter lies 0.75 of the way from the first to the second, the median half-way from the second to the third.
  CHECK(summary.quantiles == std::vector<double>{1, 1.75, 3, 8});
  CHECK(results.values(cell) == std::vector<double>{4, 1, 2, 8});
  CHECK(results.events() == 50);

  const Summary same = summarise({4, nan, 1, 2, 8}, probabilities);
  CHECK(same.replications == 4);
  CHECK(same.mean == summary.mean);
  CHECK(same.sd == summary.sd);
  CHECK(same.quantiles == summary.quantiles);
}

TEST_CASE("a cell without values has no mean, and one value has no spread", "[unit]") {
  const ResultsShape shape = shape_of(1);
  Results results(shape);
  results.add(history_of(0, shape, nan));
  const std::vector<double> median{0.5};
  CHECK(results.summarise(0, 1, median)[0].replications == 0);
  CHECK(std::isnan(results.summarise(0, 1, median)[0].mean));
  CHECK(std::isnan(results.summarise(0, 1, median)[0].sd));
  CHECK(std::isnan(results.summarise(0, 1, median)[0].quantiles.at(0)));
  results.add(history_of(1, shape, 123456789.25));
  CHECK(results.summarise(0, 1, median)[0].sd == 0);
  CHECK(results.summarise(0, 1, median)[0].quantiles.at(0) == 123456789.25);  // more digits than a float holds
}

TEST_CASE("a run of cells over several blocks is each cell on its own", "[property]") {
  const ResultsShape shape = shape_of(97);  // 3 dates × 2 areas × 97: several blocks and a rest
  Results results(shape);
  std::uint32_t state = 1;
  for (std::uint64_t number = 0; number < 101; ++number) {
    History history = history_of(number, shape, 0);
    for (double& value : history.values) {
      state = state * 1664525U + 1013904223U;
      value = state % 7 == 0 ? nan : (static_cast<double>(state >> 8) - 8e6) / (state % 5 == 0 ? 1.0 : 4096.0);
    }
    results.add(history);
  }
  const std::vector<double> probabilities{0.05, 0.5, 0.95};
  const auto whole = results.summarise(0, shape.cell_count(), probabilities);
  REQUIRE(whole.size() == shape.cell_count());
  for (std::size_t cell = 0; cell < shape.cell_count(); ++cell) {
    const std::vector<double> values = results.values(cell);
    const Summary expected = summarise(values, probabilities);  // by comparison sort
    REQUIRE(whole[cell].replications == values.size());
    REQUIRE(whole[cell].quantiles == expected.quantiles);
    REQUIRE(whole[cell].mean == Catch::Approx(expected.mean).epsilon(1e-5));  // means are of doubles, values of floats
    REQUIRE(results.summarise(cell, 1, probabilities)[0].quantiles == expected.quantiles);
  }
  CHECK_THROWS_AS(results.summarise(1, shape.cell_count(), probabilities), std::out_of_range);
}

TEST_CASE("a target's result is the share that met it, its date and its shortfall", "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Comparison::at_least, 100)});
  Results results(shape);
  const std::vector<std::optional<Date>> reached{first, third, std::nullopt, second};
  std::uint64_t number = 0;
  for (const double value : {100.0, 90.0, 60.0, 110.0}) {
    History history = history_of(number, shape, value);
    history.reached[0] = reached[number++];
    results.add(history);
  }
  const TargetResult target = results.target(0);
  CHECK(target.replications == 4);
  CHECK(target.probability == 0.5);
  // Wilson, 2 of 4, z = 1.959964: (0.5 + z²/8 ± z √(1/16 + z²/64)) / (1 + z²/4)
  CHECK(target.interval.low == Catch::Approx(0.1500391).epsilon(1e-6));
  CHECK(target.interval.high == Catch::Approx(0.8499609).epsilon(1e-6));
  CHECK(target.p05 == Catch::Approx(64.5));  // 60 90 100 110
  CHECK(target.p50 == 95);
  CHECK(target.p95 == Catch::Approx(108.5));
  CHECK(target.shortfall_mean == 12.5);  // (0 + 10 + 40 + 0) / 4
  CHECK(target.reached_share == 0.75);
  CHECK(target.reached_p50 == second);  // 2 of 4 by then
  CHECK(target.reached_by == std::vector<std::pair<Date, double>>{{first, 0.25}, {second, 0.5}, {third, 0.75}});
}

TEST_CASE("a target that fewer than half ever reach has no likely date", "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Comparison::at_most, 5)});
  Results results(shape);
  for (std::uint64_t number = 0; number < 3; ++number) {
    History history = history_of(number, shape, number == 0 ? 5 : 7);
    if (number == 0) history.reached[0] = first;
    results.add(history);
  }
  const TargetResult target = results.target(0);
  CHECK(target.probability == Catch::Approx(1.0 / 3));
  CHECK(target.shortfall_mean == Catch::Approx(4.0 / 3));
  CHECK_FALSE(target.reached_p50.has_value());
}

TEST_CASE("nothing to judge is not met, and a target nobody can judge has no probability", "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Comparison::at_least, 1)});
  Results results(shape);
  results.add(history_of(0, shape, nan));
  CHECK(std::isnan(results.target(0).probability));
  CHECK(std::isnan(results.target(0).interval.low));
  CHECK(std::isnan(results.target(0).shortfall_mean));
  results.add(history_of(1, shape, 2));
  CHECK(results.target(0).probability == 0.5);
  CHECK(results.target(0).shortfall_mean == 0);
}

TEST_CASE("replications enter in the order of their numbers and with the right shape", "[unit]") {
  const ResultsShape shape = shape_of(1);
  Results results(shape);
  results.add(history_of(3, shape, 1));
  CHECK_THROWS_WITH(results.add(history_of(3, shape, 1)), "replication 3 enters the results after replication 3");
  CHECK_THROWS_WITH(results.add(history_of(2, shape, 1)), "replication 2 enters the results after replication 3");
  CHECK_THROWS_WITH(results.add(history_of(4, shape_of(2), 1)),
                    "a history of 12 values and 0 targets enters results of 6 values and 0 targets");
  results.add(Stopped{Replication{5}, "a fault"});
  CHECK(results.replications() == 1);
  CHECK(results.numbers() == std::vector<Replication>{Replication{3}});
  CHECK(results.stopped().at(0).why == "a fault");
}

}  // namespace
}  // namespace muster
