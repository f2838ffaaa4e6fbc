#include "engine/ensemble/results.hpp"

#include "engine/random/stream.hpp"
#include "engine/statistics/quantile.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ranks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace muster {
namespace {

using namespace std::chrono_literals;

constexpr Date first = 2021y / 12 / 31, second = 2022y / 1 / 31, third = 2022y / 2 / 28;

ResultsShape shape_of(std::size_t series, std::vector<TargetDefinition> targets = {}) {
  ResultsShape shape;
  shape.dates = {first, second, third};
  shape.areas = Areas{{{"north", "North", ""}}};
  for (std::size_t s = 0; s < series; ++s)
    shape.series.push_back({{"test.s" + std::to_string(s), "people", "people", "people who count"}, SeriesKind::stock});
  shape.targets = std::move(targets);
  return shape;
}

TargetDefinition target_of(Bound bound, double goal) {
  TargetDefinition target;
  target.id = "goal";
  target.series = "test.s0";
  target.area = "all";
  target.bound = bound;
  target.goal = goal;
  target.by = second;
  return target;
}

ReplicationResult constant_result(std::uint64_t number, const ResultsShape& shape, double value) {
  ReplicationResult result;
  result.replication = Replication{number};
  result.values.assign(shape.cell_count(), value);
  result.target_values.assign(shape.targets.size(), value);
  result.reached.resize(shape.targets.size());
  result.events = 10;
  return result;
}

TEST_CASE("the share that meets a goal includes values equal to it, but no replication without a value", "[unit]") {
  // 0.1 and 0.9 have no exact float: a goal compared with a rounded value could miss it by the rounding error.
  for (const auto comparison : {Bound::at_least, Bound::at_most})
    for (const double goal : {0.1, 0.9}) {
      const ResultsShape shape = shape_of(1);
      const std::size_t cell = shape.cell(1, 0, 0);
      Results same(shape), mixed(shape);
      for (std::uint64_t number = 0; number < 8; ++number) {
        same.add(constant_result(number, shape, goal));
        mixed.add(constant_result(number, shape, number < 2 ? nan : number < 5 ? goal : goal + 0.01));
      }
      CHECK(same.share_that_meets(cell, target_of(comparison, goal)) == 1);
      CHECK(mixed.share_that_meets(cell, target_of(comparison, goal)) ==
            (comparison == Bound::at_least ? 6.0 / 8 : 3.0 / 8));
    }
}

TEST_CASE("a cell is summarised over the replications that have a value there", "[unit]") {
  const ResultsShape shape = shape_of(2);
  Results results(shape);
  const std::size_t cell = shape.cell(1, 0, 1);
  std::uint64_t number = 0;
  for (const double value : {4.0, nan, 1.0, 2.0, 8.0}) {
    ReplicationResult result = constant_result(number++, shape, 0);
    result.values[cell] = value;
    results.add(result);
  }
  const std::vector<double> probabilities{0, 0.25, 0.5, 1};
  const Summary summary = results.summarise(cell, 1, probabilities).at(0);
  CHECK(summary.replications == 4);
  CHECK(summary.mean == 3.75);
  CHECK(summary.sd == Catch::Approx(std::sqrt(28.75 / 3)).epsilon(1e-14));  // squares about the mean: 28.75
  // 1 2 4 8: the lower quartile lies 0.75 of the way from the first to the second, the median half-way from the
  // second to the third

  CHECK(summary.quantiles == std::vector<double>{1, 1.75, 3, 8});
  CHECK(results.events() == 50);
}

TEST_CASE("a cell without values has no mean, and one value has no spread", "[unit]") {
  const ResultsShape shape = shape_of(1);
  Results results(shape);
  results.add(constant_result(0, shape, nan));
  const std::vector<double> median{0.5};
  CHECK(results.summarise(0, 1, median)[0].replications == 0);
  CHECK(std::isnan(results.summarise(0, 1, median)[0].mean));
  CHECK(std::isnan(results.summarise(0, 1, median)[0].sd));
  CHECK(std::isnan(results.summarise(0, 1, median)[0].quantiles.at(0)));
  results.add(constant_result(1, shape, 123456789.25));
  CHECK(results.summarise(0, 1, median)[0].sd == 0);
  CHECK(results.summarise(0, 1, median)[0].quantiles.at(0) == 123456789.25);  // more digits than a float holds
}

TEST_CASE("summarising several blocks of cells equals summarising each cell alone", "[property]") {
  const ResultsShape shape = shape_of(97);  // 3 dates × 2 areas × 97: several blocks and a remainder
  Results results(shape);
  std::vector<std::vector<double>> columns(shape.cell_count());
  std::uint32_t state = 1;
  for (std::uint64_t number = 0; number < 201; ++number) {
    ReplicationResult result = constant_result(number, shape, 0);
    for (double& value : result.values) {
      state = state * 1664525U + 1013904223U;
      value = state % 7 == 0 ? nan : (static_cast<double>(state >> 8) - 8e6) / (state % 5 == 0 ? 1.0 : 4096.0);
    }
    for (std::size_t cell = 0; cell < result.values.size(); ++cell)
      columns[cell].push_back(static_cast<double>(static_cast<float>(result.values[cell])));
    results.add(result);
  }
  const std::vector<double> probabilities{0.05, 0.5, 0.95};
  const auto whole = results.summarise(0, shape.cell_count(), probabilities);
  REQUIRE(whole.size() == shape.cell_count());
  for (std::size_t cell = 0; cell < shape.cell_count(); ++cell) {
    std::vector<double>& values = columns[cell];
    std::erase_if(values, [](double value) { return std::isnan(value); });
    Moments moments;
    for (const double value : values) moments.add(value);
    std::sort(values.begin(), values.end());  // by comparison, not by radix
    std::vector<double> expected;
    for (const double p : probabilities) expected.push_back(quantile(values, p));
    REQUIRE(whole[cell].replications == values.size());
    REQUIRE(whole[cell].quantiles == expected);
    // means are of doubles, values are floats
    REQUIRE(whole[cell].mean == Catch::Approx(moments.mean()).epsilon(1e-5));
    REQUIRE(results.summarise(cell, 1, probabilities)[0].quantiles == expected);
  }
  CHECK_THROWS_AS(results.summarise(1, shape.cell_count(), probabilities), std::out_of_range);
}

TEST_CASE("a target's result is the share that met it, its date and its shortfall", "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Bound::at_least, 100)});
  Results results(shape);
  const std::vector<std::optional<Date>> reached{first, third, std::nullopt, second};
  std::uint64_t number = 0;
  for (const double value : {100.0, 90.0, 60.0, 110.0}) {
    ReplicationResult result = constant_result(number, shape, value);
    result.reached[0] = reached[number++];
    results.add(result);
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

TEST_CASE("a target that fewer than half ever reach has no median date", "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Bound::at_most, 5)});
  Results results(shape);
  for (std::uint64_t number = 0; number < 3; ++number) {
    ReplicationResult result = constant_result(number, shape, number == 0 ? 5 : 7);
    if (number == 0) result.reached[0] = first;
    results.add(result);
  }
  const TargetResult target = results.target(0);
  CHECK(target.probability == Catch::Approx(1.0 / 3));
  CHECK(target.shortfall_mean == Catch::Approx(4.0 / 3));
  CHECK_FALSE(target.reached_p50.has_value());
}

TEST_CASE("nothing to judge counts as not met, and a target with nothing to judge at all has no probability",
          "[unit]") {
  const ResultsShape shape = shape_of(1, {target_of(Bound::at_least, 1)});
  Results results(shape);
  results.add(constant_result(0, shape, nan));
  CHECK(std::isnan(results.target(0).probability));
  CHECK(std::isnan(results.target(0).interval.low));
  CHECK(std::isnan(results.target(0).shortfall_mean));
  results.add(constant_result(1, shape, 2));
  CHECK(results.target(0).probability == 0.5);
  CHECK(results.target(0).shortfall_mean == 0);
}

TEST_CASE("replications enter in the order of their numbers and with the right shape", "[unit]") {
  const ResultsShape shape = shape_of(1);
  Results results(shape);
  results.add(constant_result(3, shape, 1));
  CHECK_THROWS_WITH(results.add(constant_result(3, shape, 1)), "replication 3 enters the results after replication 3");
  CHECK_THROWS_WITH(results.add(constant_result(2, shape, 1)), "replication 2 enters the results after replication 3");
  CHECK_THROWS_WITH(results.add(constant_result(4, shape_of(2), 1)),
                    "a result of 12 values and 0 targets enters results of 6 values and 0 targets");
  results.add(ReplicationFailure{Replication{5}, "a fault"});
  CHECK(results.replications() == 1);
  CHECK(results.numbers() == std::vector<Replication>{Replication{3}});
  CHECK(results.stopped().at(0).why == "a fault");
}

// Values of the kinds that scenarios produce: counts, shares, skewed amounts, cells with few values, constant
// cells.
ReplicationResult varied_result(std::uint64_t number, const ResultsShape& shape) {
  ReplicationResult result = constant_result(number, shape, 0);
  Stream stream(Seed{11}, Replication{number}, EntityKey{0}, purpose("test.varied"));
  for (std::size_t cell = 0; cell < result.values.size(); ++cell) {
    const double u = stream.uniform();
    result.values[cell] = cell % 5 == 0   ? std::floor(12 * u)
                          : cell % 5 == 1 ? u * u
                          : cell % 5 == 2 ? 1e5 * std::exp(3 * u)
                          : cell % 5 == 3 ? (u < 0.05 ? 20 * u : nan)
                                          : 7;
  }
  return result;
}

TEST_CASE("as long as every value is kept, results do not depend on the limit", "[property]") {
  const ResultsShape shape = shape_of(10);
  Results few(shape, 100), many(shape, 1000);
  for (std::uint64_t number = 0; number < 100; ++number)
    for (Results* results : {&few, &many}) results->add(varied_result(number, shape));
  REQUIRE(few.exact());
  const std::vector<double> probabilities{0, 0.05, 0.5, 0.95, 1};
  const auto one = few.summarise(0, shape.cell_count(), probabilities);
  const auto other = many.summarise(0, shape.cell_count(), probabilities);
  for (std::size_t cell = 0; cell < shape.cell_count(); ++cell) REQUIRE(one[cell].quantiles == other[cell].quantiles);
  few.add(varied_result(100, shape));
  CHECK_FALSE(few.exact());
}

TEST_CASE("beyond the limit, means stay exact and quantiles are within half a percentage point of their rank",
          "[property]") {
  const ResultsShape shape = shape_of(10);
  // With the second number, some replications have not been counted into the sketches yet.
  const std::uint64_t replications = GENERATE(3000U, 3001U);
  Results counted(shape), kept(shape, replications);
  std::vector<std::vector<double>> columns(shape.cell_count());
  for (std::uint64_t number = 0; number < replications; ++number) {
    const ReplicationResult result = varied_result(number, shape);
    for (Results* results : {&counted, &kept}) results->add(result);
    for (std::size_t cell = 0; cell < columns.size(); ++cell)
      if (!std::isnan(result.values[cell])) columns[cell].push_back(static_cast<float>(result.values[cell]));
  }
  REQUIRE(kept.exact());
  REQUIRE_FALSE(counted.exact());
  const std::vector<double> probabilities{0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1};
  const auto approximate = counted.summarise(0, shape.cell_count(), probabilities);
  const auto exact = kept.summarise(0, shape.cell_count(), probabilities);
  for (std::size_t cell = 0; cell < shape.cell_count(); ++cell) {
    INFO("cell " << cell);
    CHECK(approximate[cell].replications == exact[cell].replications);
    CHECK(approximate[cell].mean == exact[cell].mean);
    CHECK(approximate[cell].sd == exact[cell].sd);
    if (cell % 5 == 0 || cell % 5 == 4) CHECK(approximate[cell].quantiles == exact[cell].quantiles);  // few values
    std::vector<double>& sorted = columns[cell];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t q = 0; q < probabilities.size(); ++q) {
      INFO("quantile " << probabilities[q]);
      const double off = test::rank_error(sorted, approximate[cell].quantiles[q], probabilities[q]);
      // the third kind has about 150 values, too few for accurate sketches
      CHECK(off < (cell % 5 == 3 ? 0.03 : 0.005));
    }
    CHECK(approximate[cell].quantiles.front() == sorted.front());
    CHECK(approximate[cell].quantiles.back() == sorted.back());
  }
}

TEST_CASE("beyond the limit, memory grows only by what replications and targets need", "[property]") {
  const ResultsShape shape = shape_of(10, {target_of(Bound::at_least, 100)});
  Results results(shape);
  std::vector<std::size_t> bytes;
  for (std::uint64_t number = 0; number < 12'000; ++number) {
    results.add(varied_result(number, shape));
    if (number + 1 == 1024 || number + 1 == 6'000 || number + 1 == 12'000) bytes.push_back(results.bytes());
  }
  // The replication's number, the value on the target's date, and the date when it was first met.
  constexpr std::size_t for_each = sizeof(Replication) + sizeof(double) + sizeof(std::optional<Date>);
  CHECK(bytes[2] - bytes[1] == 6'000 * for_each);
  CHECK(bytes[1] - 6'000 * for_each < bytes[0] - 1024 * for_each);  // sketches are smaller than kept values
}

TEST_CASE("for a start on 1 January, the first row belongs to the year that has ended", "[unit]") {
  ResultsShape shape = shape_of(1);
  shape.dates = {Date{2020y / 1 / 1}, Date{2020y / 1 / 31}, Date{2020y / 12 / 31}};
  shape.series[0].kind = SeriesKind::flow;
  shape.headline = {0};
  Results results(shape);
  ReplicationResult result = constant_result(0, shape, 0);
  const double flows[] = {100, 2, 3};
  for (std::size_t date = 0; date < 3; ++date) result.values[shape.cell(date, shape.areas.whole(), 0)] = flows[date];
  results.add(result);
  const std::vector<double> median{0.5};
  const std::vector<Summary> totals = results.totals_of_year(0, median);
  CHECK(totals[1].mean == 2);
  CHECK(totals[2].mean == 5);
}

TEST_CASE("the paths of the first replications are kept unchanged, however many follow", "[unit]") {
  ResultsShape shape = shape_of(3, {});
  shape.headline = {1, 0};
  const AreaNode whole = shape.areas.whole();
  Results few(shape, 20), many(shape, 20);
  std::vector<ReplicationResult> results;
  for (std::uint64_t number = 0; number < 200; ++number) {
    results.push_back(varied_result(number, shape));
    many.add(results.back());
    if (number < 5) few.add(results.back());
  }
  REQUIRE_FALSE(many.exact());
  REQUIRE(few.paths(0).size() == 5);
  REQUIRE(many.paths(0).size() == Results::most_paths);
  for (const std::size_t series : {0U, 1U})
    for (std::size_t path = 0; path < Results::most_paths; ++path)
      for (std::size_t date = 0; date < shape.dates.size(); ++date) {
        const auto value = static_cast<float>(results[path].values[shape.cell(date, whole, series)]);
        const double kept = many.paths(series)[path][date];
        CHECK((kept == static_cast<double>(value) || (std::isnan(kept) && std::isnan(value))));
      }
  CHECK_THROWS_WITH(many.paths(2), Catch::Matchers::EndsWith(" has no paths: it is not a headline series"));
  ResultsShape without = shape;
  without.headline.clear();
  Results none(without, 20);
  for (std::uint64_t number = 0; number < 5; ++number) none.add(results[number]);
  CHECK(few.bytes() >= none.bytes() + 5 * 2 * shape.dates.size() * sizeof(float));
}

TEST_CASE("a headline flow has totals since the start and since the year began", "[unit]") {
  ResultsShape shape = shape_of(2);
  shape.dates = {Date{2021y / 11 / 30}, Date{2021y / 12 / 31}, Date{2022y / 1 / 31}, Date{2022y / 2 / 28}};
  shape.series[1].kind = SeriesKind::flow;
  shape.headline = {0, 1};
  const std::vector<double> median{0.5};
  // With one replication kept, the second replication turns the first into sketches.
  for (const std::size_t kept : {std::size_t{1}, Results::most_kept}) {
    Results results(shape, kept);
    for (std::uint64_t number = 0; number < 3; ++number) {
      ReplicationResult result = constant_result(number, shape, 50);
      for (std::size_t date = 0; date < 4; ++date)  // 100, 20, 3, 0.5; one more for each replication before
        result.values[shape.cell(date, shape.areas.whole(), 1)] =
            std::array{100.0, 20.0, 3.0, 0.5}[date] + static_cast<double>(number);
      results.add(result);
    }
    const auto running = results.running_totals(1, median);
    const auto of_year = results.totals_of_year(1, median);
    REQUIRE(running.size() == 4);
    REQUIRE(of_year.size() == 4);
    for (std::size_t date = 0; date < 4; ++date) {
      CHECK(running[date].quantiles[0] == std::array{0.0, 21.0, 25.0, 26.5}[date]);
      CHECK(of_year[date].quantiles[0] == std::array{101.0, 122.0, 4.0, 5.5}[date]);
      CHECK(running[date].mean == running[date].quantiles[0]);
    }
    CHECK(results.ending(1).mean() == 26.5);
    CHECK(results.ending(1).sd() == 3);  // 23.5, 26.5, 29.5
    CHECK(results.ending(0).mean() == 50);
    CHECK_THROWS_WITH(results.running_totals(0, median), "test.s0 has no totals: it is not a headline flow");
  }
}

// Two series of people and the share of the first in the second, in two groups of areas; all replications are
// equal.
struct Small {
  ResultsShape shape;
  ReplicationResult result;

  Small() {
    shape.dates = {first, second};
    shape.areas = Areas{{{"a", "", "north"},
                         {"b", "", "north"},
                         {"c", "", "south"},
                         {"d", "", "south"},
                         {"north", "", ""},
                         {"south", "", ""}}};
    shape.series = {{{"test.passed", "people", "", ""}, SeriesKind::stock},
                    {{"test.sat", "people", "", ""}, SeriesKind::stock},
                    {{"test.share", "share", "", ""}, SeriesKind::share, "test.passed", "test.sat"},
                    {{"test.posts", "posts", "", ""}, SeriesKind::stock}};
    result = constant_result(0, shape, 0);
    for (std::size_t date = 0; date < 2; ++date) {
      put(date, "a", 3, 40), put(date, "b", 20, 50), put(date, "c", 0, 0), put(date, "d", 30, 60);
      put(date, "north", 23, 90), put(date, "south", 30, 60), put(date, "all", 53, 150);
    }
  }

  void put(std::size_t date, const char* area, double passed, double sat) {
    const AreaNode node = *shape.areas.find(area);
    const double values[] = {passed, sat, sat > 0 ? passed / sat : nan, 2};
    std::copy(std::begin(values), std::end(values),
              result.values.begin() + static_cast<std::ptrdiff_t>(shape.cell(date, node, 0)));
  }

  // The areas whose cells are withheld at the first date.
  [[nodiscard]] std::string hidden(const Results& results, std::size_t series) const {
    std::string ids;
    for (AreaNode node = 0; node < shape.areas.node_count(); ++node)
      if (results.withheld(shape.cell(0, node, series))) ids += shape.areas[node].id + " ";
    return ids;
  }

  [[nodiscard]] Results withheld(double least) const {
    Results results(shape);
    for (std::uint64_t r = 0; r < 3; ++r) {
      ReplicationResult one = result;
      one.replication = Replication{r};
      results.add(one);
    }
    results.withhold({least, {true, true, false, false}});
    return results;
  }
};

TEST_CASE("small counts are withheld, and so are values that would disclose them", "[unit][disclosure]") {
  const Small small;
  const Results results = small.withheld(10);
  CHECK(small.hidden(results, 0) == "a b ");  // b: otherwise north minus b would disclose a
  CHECK(small.hidden(results, 1).empty());
  CHECK(small.hidden(results, 2) == "a b ");  // otherwise multiplying by those who sat would disclose it
  CHECK(small.hidden(results, 3).empty());    // 2 posts are not people
  CHECK(results.withheld_cells().withheld == 8);
  CHECK(results.withheld_cells().of == 2 * 2 * 7 + 4);

  constexpr std::array half = {0.5};
  const Summary hidden = results.summarise(small.shape.cell(0, 0, 0), 1, half)[0];
  CHECK(hidden.withheld);
  CHECK(hidden.replications == 3);
  CHECK((std::isnan(hidden.mean) && std::isnan(hidden.sd) && std::isnan(hidden.quantiles.at(0))));
  // 0 people are not a small count
  const Summary nothing = results.summarise(small.shape.cell(0, 2, 0), 1, half)[0];
  CHECK_FALSE(nothing.withheld);
  CHECK(nothing.mean == 0);
}

TEST_CASE("the sum of several withheld areas is not a small count either", "[unit][disclosure]") {
  const auto hidden = [](const std::vector<double>& people) {
    Small small;
    small.shape.areas = Areas{{{"a", "", ""}, {"b", "", ""}, {"c", "", ""}, {"d", "", ""}}};
    small.result = constant_result(0, small.shape, 0);
    double all = 0;
    for (std::size_t date = 0; date < 2; ++date, all = 0)
      for (std::size_t area = 0; area <= people.size(); ++area) {
        const double count = area < people.size() ? people[area] : all;
        small.put(date, area < people.size() ? small.shape.areas[static_cast<AreaNode>(area)].id.c_str() : "all", count,
                  count);
        all += count;
      }
    return small.hidden(small.withheld(10), 0);
  };
  CHECK(hidden({1, 2, 20, 30}) == "a b c ");   // otherwise all minus c and d would be 3
  CHECK(hidden({6, 7, 20, 30}) == "a b ");     // their sum, 13 people, is published
  CHECK(hidden({1, 2, 0, 0}) == "a b all ");   // the whole is small itself
  CHECK(hidden({1, 2, 30, 0}) == "a b c ");    // withholding d would not help: it is 0
  CHECK(hidden({1, 1, 1, 40}) == "a b c d ");  // three people in all
}

TEST_CASE("a sum of series discloses no withheld series", "[unit][disclosure]") {
  const auto hidden = [](double filled, double vacant) {
    ResultsShape shape;
    shape.dates = {first};
    shape.areas = Areas{{{"here", "", ""}}};
    shape.series = {{{"test.posts", "posts", "", ""}, SeriesKind::stock},
                    {{"test.filled", "posts", "", ""}, SeriesKind::stock},
                    {{"test.vacant", "posts", "", ""}, SeriesKind::stock, "", "", {"test.posts", "test.filled"}}};
    ReplicationResult one = constant_result(0, shape, 0);
    for (std::size_t node = 0; node < 2; ++node) {
      const double values[] = {filled + vacant, filled, vacant};
      std::copy(std::begin(values), std::end(values), one.values.begin() + static_cast<std::ptrdiff_t>(3 * node));
    }
    Results results(shape);
    results.add(one);
    results.withhold({10, {true, true, true}});
    std::string names;
    for (std::size_t s = 0; s < 3; ++s)
      if (results.withheld(shape.cell(0, 0, s))) names += shape.series[s].name.name + " ";
    return names;
  };
  CHECK(hidden(20, 30).empty());
  CHECK(hidden(3, 30) == "test.posts test.filled ");
  CHECK(hidden(20, 3) == "test.filled test.vacant ");
  CHECK(hidden(20, 0).empty());
}

TEST_CASE("a small count that occurs in only some replications is withheld too", "[unit][disclosure]") {
  Small small;
  Results results(small.shape);
  for (std::uint64_t r = 0; r < 40; ++r) {
    ReplicationResult one = small.result;
    one.replication = Replication{r};
    one.values[small.shape.cell(0, 0, 0)] = 100;
    one.values[small.shape.cell(0, 1, 0)] = r < 4 ? 9 : 100;  // only the 5 % quantile is below 10
    results.add(one);
  }
  results.withhold({10, {true, true, false, false}});
  CHECK(small.hidden(results, 0) == "a b ");
}

TEST_CASE("a sum that equals a small count is withheld too", "[unit][disclosure]") {
  Small small;
  for (std::size_t date = 0; date < 2; ++date) small.put(date, "b", 0, 50), small.put(date, "north", 3, 90);
  const Results results = small.withheld(10);
  // north is small itself; the other group, south, would disclose it, and would be disclosed by d, its only part
  // that is not 0
  CHECK(small.hidden(results, 0) == "a d north south ");
}

// One area; a flow of 3, 4, 20, 2 and 30 people in five months, and a share that is 3 of 40 and so on.
struct Months {
  ResultsShape shape;
  std::vector<double> people{3, 4, 20, 2, 30};
  double goal = 5;

  Results withheld(double least) {
    shape.dates.clear();
    for (unsigned month = 1; month <= 5; ++month)
      shape.dates.push_back(std::chrono::year{2022} / std::chrono::month{month} / std::chrono::last);
    shape.series = {{{"test.hired", "people", "", ""}, SeriesKind::flow},
                    {{"test.all", "people", "", ""}, SeriesKind::stock},
                    {{"test.share", "share", "", ""}, SeriesKind::share, "test.hired", "test.all"}};
    shape.headline = {0, 2};
    shape.targets.resize(3);
    for (TargetDefinition& target : shape.targets) target.area = "all", target.goal = goal, target.by = shape.dates[1];
    shape.targets[0].series = "test.hired";
    shape.targets[1].series = "test.hired", shape.targets[1].by = shape.dates[4];
    shape.targets[2].series = "test.share", shape.targets[2].goal = 0.5;
    Results results(shape);
    for (std::uint64_t r = 0; r < 3; ++r) {
      ReplicationResult one;
      one.replication = Replication{r};
      for (const double count : people) one.values.insert(one.values.end(), {count, 40, count / 40});
      one.target_values = {4, 56, 0.1};
      one.reached = {shape.dates[2], shape.dates[2], shape.dates[2]};
      results.add(one);
    }
    results.withhold({least, {true, true, false}});
    return results;
  }
};

TEST_CASE("totals over time disclose no withheld month, and no single replication is published", "[unit][disclosure]") {
  Months months;
  const Results results = months.withheld(5);
  constexpr std::array half = {0.5};
  const auto published = [&](const std::vector<Summary>& summaries) {
    std::string words;
    for (const Summary& summary : summaries)
      words += summary.withheld ? "- " : std::to_string(static_cast<int>(summary.mean)) + " ";
    return words;
  };
  CHECK(published(results.summarise(0, 15, half)) == "- 40 - - 40 - 20 40 0 - 40 - 30 40 0 ");
  // 24 by March minus the published 20 of March would disclose February; from April on, February and April are
  // hidden, 6 together.
  CHECK(published(results.running_totals(0, half)) == "0 - - 26 56 ");
  // minus the totals since the start, they would disclose January
  CHECK(published(results.totals_of_year(0, half)) == "- - - - - ");
  CHECK(results.paths(0).empty());
  CHECK(results.paths(2).empty());
  CHECK(months.withheld(0).paths(2).size() == 3);

  months.people = {9, 9, 9, 2, 9};  // only April is small: any total that includes it would disclose it
  CHECK(published(months.withheld(5).running_totals(0, half)) == "0 9 18 - - ");
  CHECK(published(months.withheld(5).totals_of_year(0, half)) == "9 18 27 - - ");
}

// A stock and the flows that change it, over months in one area; all replications are equal.
struct StockAndFlows {
  double at_start;
  std::vector<double> in, out;

  // The months in which the stock and its two flows are withheld, the start being month 0.
  [[nodiscard]] std::string hidden(bool as_totals = false) const {
    ResultsShape shape;
    shape.areas = Areas{{{"here", "", ""}}};
    shape.series = {{{"test.hires", "people", "", ""}, SeriesKind::flow},
                    {{"test.separations", "people", "", ""}, SeriesKind::flow},
                    {{"test.staff", "people", "", ""},
                     SeriesKind::stock,
                     "",
                     "",
                     {},
                     {{"test.hires", 1}, {"test.separations", -1}}}};
    shape.headline = {0, 1};
    ReplicationResult one;
    double staff = at_start;
    for (std::size_t month = 0; month <= in.size(); ++month) {
      shape.dates.push_back(first + std::chrono::days{30 * static_cast<int>(month)});
      const double came = month > 0 ? in[month - 1] : 0, went = month > 0 ? out[month - 1] : 0;
      staff += came - went;
      for (int node = 0; node < 2; ++node) one.values.insert(one.values.end(), {came, went, staff});
    }
    Results results(shape);
    results.add(one);
    results.withhold({10, {true, true, true}});
    std::string said;
    constexpr std::array half = {0.5};
    for (const std::size_t series : {2, 0, 1}) {
      said += series == 2 ? "staff" : series == 0 ? " in" : " out";
      for (std::size_t month = 0; month < shape.dates.size(); ++month)
        if (as_totals && series != 2 ? results.running_totals(series, half)[month].withheld
                                     : results.withheld(shape.cell(month, shape.areas.whole(), series)))
          said += " " + std::to_string(month);
    }
    return said;
  }
};

TEST_CASE("a stock published on two dates does not disclose the small flow between them", "[unit][disclosure]") {
  // Three come in month 1, and nothing else happens until fifteen come in month 3.
  CHECK(StockAndFlows{40, {3, 0, 15, 0}, {0, 0, 0, 0}}.hidden() == "staff 1 2 in 1 3 out");
  // Three come and twelve leave: the smallest of the other flows is withheld together with the three, the stock is
  // published.
  CHECK(StockAndFlows{40, {3, 0}, {12, 0}}.hidden() == "staff in 1 out 1");
  // Two small flows in opposite directions: their difference is not a count of people.
  CHECK(StockAndFlows{40, {3, 4}, {2, 3}}.hidden() == "staff in 1 2 out 1 2");
  // 3 and 4 are 7 together, so the stock is published again only once 3 more have come.
  CHECK(StockAndFlows{40, {3, 4, 3}, {0, 0, 0}}.hidden() == "staff 1 2 in 1 2 3 out");
  // A stock that is small itself and grows until it is published: the inflow is withheld with it.
  CHECK(StockAndFlows{4, {20, 30}, {0, 0}}.hidden() == "staff 0 in 1 out");
  CHECK(StockAndFlows{40, {20, 0, 30}, {0, 0, 12}}.hidden() == "staff in out");
  // The stock is published at the end rather than in month 2; to make this possible, the 15 of month 2 are
  // withheld with the small flows.
  CHECK(StockAndFlows{40, {3, 15, 4, 3}, {0, 0, 0, 0}}.hidden() == "staff 1 2 3 in 1 2 3 4 out");
}

TEST_CASE("totals of flows do not disclose a stock, nor, together with it, each other", "[unit][disclosure]") {
  CHECK(StockAndFlows{40, {3, 0, 15, 0}, {0, 0, 0, 0}}.hidden(true) == "staff 1 2 in 1 2 out 1 2");
  // From month 2 on, 32 have come in two withheld months, so the stock and the total no longer disclose the four
  // who left.
  CHECK(StockAndFlows{40, {16, 16}, {2, 2}}.hidden(true) == "staff in 1 2 out 1 2");
}

// The number of withheld small counts that follow from the published values through sums over areas, sums of
// series, and stocks with their flows; by elimination.
std::size_t determined(const Results& results) {
  const ResultsShape& shape = results.shape();
  std::vector<std::vector<double>> equations;
  const auto add = [&](const std::vector<std::pair<std::size_t, double>>& terms) {
    std::vector<double> equation(shape.cell_count());
    for (const auto& [cell, factor] : terms)
      if (results.withheld(cell)) equation[cell] += factor;
    equations.push_back(std::move(equation));
  };
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    for (std::size_t s = 0; s < shape.series.size(); ++s) {
      std::vector<std::pair<std::size_t, double>> areas{{shape.cell(date, shape.areas.whole(), s), -1}};
      for (AreaNode leaf = 0; leaf < shape.areas.leaf_count(); ++leaf) areas.push_back({shape.cell(date, leaf, s), 1});
      add(areas);
      for (AreaNode node = 0; node < shape.areas.node_count(); ++node) {
        const SeriesInfo& info = shape.series[s];
        std::vector<std::pair<std::size_t, double>> sum{{shape.cell(date, node, s), -1}};
        for (const std::string& term : info.terms) sum.push_back({shape.cell(date, node, *shape.find(term)), 1});
        if (!info.terms.empty()) add(sum);
        if (date == 0 || info.flows.empty()) continue;
        std::vector<std::pair<std::size_t, double>> change{{shape.cell(date, node, s), -1},
                                                           {shape.cell(date - 1, node, s), 1}};
        for (const auto& [flow, factor] : info.flows)
          change.push_back({shape.cell(date, node, *shape.find(flow)), factor});
        add(change);
      }
    }
  std::size_t rank = 0;
  for (std::size_t column = 0; column < shape.cell_count() && rank < equations.size(); ++column) {
    const auto pivot = std::find_if(equations.begin() + static_cast<std::ptrdiff_t>(rank), equations.end(),
                                    [&](const auto& equation) { return std::abs(equation[column]) > 1e-9; });
    if (pivot == equations.end()) continue;
    std::swap(*pivot, equations[rank]);
    for (std::size_t e = 0; e < equations.size(); ++e) {
      const double factor = equations[e][column] / equations[rank][column];
      if (e == rank || factor == 0) continue;
      for (std::size_t c = column; c < shape.cell_count(); ++c) equations[e][c] -= factor * equations[rank][c];
    }
    ++rank;
  }
  return static_cast<std::size_t>(std::count_if(
      equations.begin(), equations.begin() + static_cast<std::ptrdiff_t>(rank), [&](const auto& equation) {
        const auto has = [](double factor) { return std::abs(factor) > 1e-9; };
        const auto cell = std::find_if(equation.begin(), equation.end(), has);
        const double mean = results.moments(static_cast<std::size_t>(cell - equation.begin())).mean();
        return std::find_if(cell + 1, equation.end(), has) == equation.end() && mean > 0 && mean < 10;
      }));
}

TEST_CASE("no withheld value follows from published ones", "[unit][disclosure]") {
  std::size_t withheld = 0, laid_open = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    ResultsShape shape;
    for (int month = 0; month < 7; ++month) shape.dates.push_back(first + std::chrono::days{30 * month});
    shape.areas = Areas{{{"here", "", ""}}};
    shape.series = {{{"in.low", "people", "", ""}, SeriesKind::flow},
                    {{"in.high", "people", "", ""}, SeriesKind::flow},
                    {{"out", "people", "", ""}, SeriesKind::flow},
                    {{"low", "people", "", ""}, SeriesKind::stock, "", "", {}, {{"in.low", 1}, {"out", -1}}},
                    {{"high", "people", "", ""}, SeriesKind::stock, "", "", {}, {{"in.high", 1}}},
                    {{"in", "people", "", ""}, SeriesKind::flow, "", "", {"in.low", "in.high"}},
                    {{"all", "people", "", ""},
                     SeriesKind::stock,
                     "",
                     "",
                     {"low", "high"},
                     {{"in.low", 1}, {"in.high", 1}, {"out", -1}}}};
    Stream stream(Seed{seed}, Replication{}, EntityKey{1}, Purpose{1});
    const auto few = [&] {  // mostly 0, some small counts, some large
      const double u = stream.uniform();
      return u < 0.5 ? 0.0 : std::floor(1 + (u < 0.8 ? 8 : 40) * stream.uniform());
    };
    ReplicationResult one = constant_result(0, shape, 0);
    {
      double low = 300 * std::floor(2 * stream.uniform()), high = std::floor(30 * stream.uniform());
      for (std::size_t month = 0; month < shape.dates.size(); ++month) {
        const double in_low = month > 0 ? few() : 0, in_high = month > 0 ? few() : 0, out = low > 100 ? few() : 0;
        low += month > 0 ? in_low - out : 0;
        high += in_high;
        const double row[] = {in_low, in_high, month > 0 ? out : 0, low, high, in_low + in_high, low + high};
        for (std::size_t s = 0; s < shape.series.size(); ++s) {
          one.values[shape.cell(month, 0, s)] = row[s];
          one.values[shape.cell(month, shape.areas.whole(), s)] = row[s];
        }
      }
    }
    Results results(shape);
    results.add(one);
    results.withhold({10, std::vector<bool>(shape.series.size(), true)});
    withheld += results.withheld_cells().withheld;
    laid_open += determined(results);
  }
  CHECK(withheld > 1000);
  CHECK(laid_open == 0);
}

TEST_CASE("whether a target is met is withheld where it would bound a withheld value", "[unit][disclosure]") {
  Months months;
  months.goal = 3;
  const Results small_goal = months.withheld(5);
  const TargetResult hidden = small_goal.target(0);  // 4 by February: a goal of 3 would disclose that it is 3 or more
  CHECK(hidden.withheld);
  CHECK(hidden.outcome_withheld);
  CHECK((std::isnan(hidden.probability) && std::isnan(hidden.p50) && std::isnan(hidden.shortfall_mean)));
  CHECK((std::isnan(hidden.reached_share) && !hidden.reached_p50 && std::isnan(hidden.reached_by[2].second)));
  const TargetResult later = small_goal.target(1);  // 56 by May
  CHECK_FALSE(later.withheld);
  CHECK(later.p50 == 56);
  CHECK(later.probability == 1);
  CHECK(std::isnan(later.reached_by[2].second));  // March: its total is withheld
  CHECK(later.reached_by[4].second == 1);
  CHECK(later.reached_p50 == months.shape.dates[3]);  // half had reached it by March, which is withheld
  CHECK(small_goal.target(2).outcome_withheld);       // a share of withheld people

  months.goal = 5;
  // a goal of at least 5 does not distinguish values below 5
  const TargetResult large_goal = months.withheld(5).target(0);
  CHECK(large_goal.withheld);
  CHECK_FALSE(large_goal.outcome_withheld);
  CHECK(large_goal.probability == 0);
  CHECK(std::isnan(large_goal.p50));
}

TEST_CASE("the memory that results will need is computed without creating them", "[unit]") {
  Months months;
  (void)months.withheld(0);
  const Results empty(months.shape);
  CHECK(months.shape.kept_count() == 15 + 10);  // five months of three series, two totals of the flow
  CHECK(empty.bytes() == 0);
  CHECK(Results::bytes_at_most(months.shape, 0) == 0);
  const std::uint64_t before = test::allocations();
  (void)Results::bytes_at_most(months.shape, 1000);
  if (test::allocations_are_counted) CHECK(test::allocations() == before);
}

TEST_CASE("without a rule, or if nothing violates it, everything is published", "[unit][disclosure]") {
  const Small small;
  CHECK(small.withheld(0).withheld_cells().withheld == 0);
  CHECK(small.withheld(3).withheld_cells().withheld == 0);  // 3 is not below 3
  CHECK(small.withheld(4).withheld_cells().withheld == 8);
}

}  // namespace
}  // namespace muster
