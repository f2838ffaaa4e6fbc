#include "output/summary/summary.hpp"

#include "output/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

namespace muster::output {
namespace {

RunRecord record_of_summary() {
  RunRecord record;
  record.place = "small";
  record.title = "小城 Small";
  record.scenario = "small.yaml";
  record.seed = Seed{7};
  record.threads = 2;
  record.wall_seconds = 1.25;
  record.peak_memory = 12'300'000;
  return record;
}

TEST_CASE("the terminal summary tells what was run, the forecasts and each target in one line", "[unit]") {
  RunRecord record = record_of_summary();
  record.finish = Finish::precision;
  record.precision = "each target within ± 0.03";
  CHECK(terminal_summary(testing::small_results(), record) ==
        R"(小城 Small, 2021-12-05 to 2022-12-31
4 replications of small.yaml, seed 7; precision reached: each target within ± 0.03
4 000 events in 1.2 s on 2 threads, 12 MB

forecast                             2021-12-05  2021-12-31  90 %        2022-12-31  90 %
stations.open         stations                1         2.5  1.1 to 3.8           7  4.3 to 9.7
stations.coverage     %                      10          25  12 to 39            70  43 to 97
qualification.issued  people a year           5         6.5  5.2 to 7.8          25  12 to 38
  medians, and where 90 % of the replications lie; of flows, the total of the calendar year (at the start: what had happened before)

target  ten        stations.open ≥ 10 stations by 2022-12-31       probability 0.25 ± 0.33  median 7 stations, 90 % of replications 4.3 to 9.7 stations  not reached by half of the replications within the horizon, on average short by 3 stations
target  east_half  stations.coverage ≥ 50 % in east by 2021-12-31  probability 0.75 ± 0.33  median 62 %, 90 % of replications 29 to 96 %                 likely reached 2021-12-31
)");
}

TEST_CASE("the terminal summary says what stopped and what was interrupted, with counts and commands", "[unit]") {
  Results results = testing::small_results();
  for (std::uint64_t number = 4; number < 9; ++number)
    results.add(Stopped{Replication{number}, "the books do not balance"});
  RunRecord record = record_of_summary();
  record.finish = Finish::interrupted;
  record.replications_requested = 100;
  record.reproduce[Replication{4}] = "muster run small.yaml --seed 7 --replication 4";
  const std::string text = terminal_summary(results, record);
  CHECK(text.substr(text.find("\nwarning")) == R"(
warning: interrupted after 4 of 100 replications; every figure above rests on these

warning: 5 of 9 replications stopped and are left out of every figure above
  replication 4: the books do not balance
    to see it: muster run small.yaml --seed 7 --replication 4
  replication 5: the books do not balance
  replication 6: the books do not balance
  and 2 more, in manifest.json
)");
}

TEST_CASE("the summary of one replication has values and no probabilities", "[unit]") {
  const ResultsShape shape = testing::small_shape();
  Results results(shape);
  results.add(testing::small_history(shape, 2));
  RunRecord record = record_of_summary();
  record.only = Replication{2};
  CHECK(terminal_summary(results, record) == R"(小城 Small, 2021-12-05 to 2022-12-31
replication 2 of small.yaml, seed 7
1 000 events in 1.2 s on 2 threads, 12 MB

forecast                             2021-12-05  2021-12-31  2022-12-31
stations.open         stations                1           3           8
stations.coverage     %                      10          30          80
qualification.issued  people a year           5           7          30
  of one replication; of flows, the total of the calendar year (at the start: what had happened before)

target  ten        stations.open ≥ 10 stations by 2022-12-31       not met  value 8 stations  not reached, short by 2 stations
target  east_half  stations.coverage ≥ 50 % in east by 2021-12-31  met      value 75 %        reached 2021-12-31
)");
}

TEST_CASE("a total of a part of a year is marked, with its days", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.dates.back() = std::chrono::year{2022} / 8 / 31;
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    results.add(testing::small_history(testing::small_shape(), number));
  const std::string said = terminal_summary(results, record_of_summary());
  CHECK_THAT(said, Catch::Matchers::ContainsSubstring(" 5.2 to 7.8         25*  12 to 38\n") &&
                       Catch::Matchers::ContainsSubstring("\n  * the total of 2022-01-01 to 2022-08-31 alone\n"));
}

TEST_CASE("a target that was met and lost again is not said to be likely reached", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets.resize(1);
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    History history = testing::small_history(testing::small_shape(), number);
    history.target_values = {number == 3 ? 10.0 : 4.0};
    history.reached = {testing::year_end};  // all meet it, and the last alone keeps it
    results.add(history);
  }
  CHECK(results.target(0).lost == 3);
  const std::string said = terminal_summary(results, record_of_summary());
  CHECK_THAT(said, Catch::Matchers::ContainsSubstring("probability 0.25 ± 0.33") &&
                       Catch::Matchers::ContainsSubstring(
                           "reached in half of the replications by 2021-12-31, lost again in 3 of 4 "
                           "by 2022-12-31, on average short by 4.5 stations") &&
                       !Catch::Matchers::ContainsSubstring("likely reached"));
  CHECK(met_and_lost(shape.targets[0], results.target(0)) ==
        "half of the futures met it by 2021-12-31, and 3 of 4 have lost it again by 2022-12-31");
  CHECK(met_and_lost(shape.targets[0], testing::small_results().target(0)).empty());
  TargetResult rarely = results.target(0);
  rarely.replications = 60;
  CHECK_FALSE(met_and_lost(shape.targets[0], rarely).empty());
  rarely.replications = 61;  // 3 of them are no more than a chance
  CHECK(met_and_lost(shape.targets[0], rarely).empty());
}

TEST_CASE("a run without a finished replication says so and shows no figures", "[unit]") {
  Results results(testing::small_shape());
  RunRecord record = record_of_summary();
  record.finish = Finish::interrupted;
  CHECK(terminal_summary(results, record) == R"(小城 Small, 2021-12-05 to 2022-12-31
0 replications of small.yaml, seed 7
0 events in 1.2 s on 2 threads, 12 MB

warning: interrupted after 0 replications; there are no figures
)");
}

}  // namespace
}  // namespace muster::output
