#include "output/documents/run.hpp"

#include "cli/languages/languages.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/sentences.hpp"
#include "output/findings/targets.hpp"
#include "output/terminal/document.hpp"
#include "output/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <regex>
#include <set>
#include <sstream>

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

// The terminal output for a run.
std::string terminal_summary(const Results& results, const RunRecord& record, const Screen& screen = {}) {
  const ReportContext context;
  return shown(run_document({}, results, record, context, in_terminal), screen);
}

TEST_CASE("the terminal summary has the verdict, each target by its title, the forecasts, and last what was run",
          "[unit]") {
  RunRecord record = record_of_summary();
  record.finish = Finish::precision;
  record.precision = "each target within ± 0.03";
  const std::string said = terminal_summary(testing::small_results(), record);
  CHECK(said.substr(0, said.find('\n')) == verdict(testing::small_results()));
  CHECK(said.substr(said.find('\n')) == R"(

◔ 十个社工站 (≥ 10 stations by 2022-12-31)
  In 1 of 4 futures (4 to 70 in 100). Due 2022-12-31: the middle future then stands at 7 stations,
  3 stations short. 1 of 4 futures meet it at least once by 2022-12-31, when the forecast ends. On
  the date 90 of 100 futures lie between 4.3 and 9.7 stations.

◕ east_half (≥ 50 % by 2021-12-31)
  In 3 of 4 futures (30 to 96 in 100). Due 2021-12-31: the middle future then stands at 62 %. Half
  of the futures meet it by 2021-12-31. On the date 90 of 100 futures lie between 29 % and 96 %.
4 futures are few: a probability may be off by up to 45 in 100. Simulate more before anyone relies
on it.

forecast                               unit      2021-12-05     2021-12-31   2022-12-31
open stations                          stations           1  2.5 (1.1–3.8)  7 (4.3–9.7)
townships with a station               %                 10     25 (12–39)   70 (43–97)
newly certified, in the calendar year  people             5  6.5 (5.2–7.8)   25 (12–38)
Medians, and in brackets where 90 of 100 futures lie. Figures “in the calendar year” are totals; the
first column shows what came before the start.

小城 Small, 2021-12-05 to 2022-12-31
4 replications of small.yaml, seed 7; precision reached: each target within ± 0.03
4 000 events in 1.2 s on 2 threads, 12 MB
)");
}

// The numbers in a text.
std::set<std::string> numbers_in(const std::string& said) {
  const std::regex number("[0-9]+([.][0-9]+)?");
  return {std::sregex_token_iterator(said.begin(), said.end(), number), std::sregex_token_iterator()};
}

TEST_CASE("a summary has no line wider than the screen, and every figure at every width", "[unit]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  for (const Language language : {Language::english, Language::chinese}) {
    const LanguageScope speaking(cli::catalogues(), language);
    const auto at = [&](std::size_t width) {
      return terminal_summary(testing::small_results(), record_of_summary(), {width, false});
    };
    const std::set<std::string> all = numbers_in(at(200));
    for (const std::size_t width : {40, 80, 120, 200}) {
      const std::string said = at(width);
      INFO(said);
      std::istringstream lines(said);
      for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= width);
      CHECK(numbers_in(said) == all);
    }
  }
}

TEST_CASE("a summary has bold and colour where the screen has them, and the same words without", "[unit]") {
  const std::string plain = terminal_summary(testing::small_results(), record_of_summary());
  const std::string coloured = terminal_summary(testing::small_results(), record_of_summary(), {100, true});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK_THAT(coloured, Catch::Matchers::ContainsSubstring("\x1b[31m◔\x1b[0m \x1b[1m十个社工站"));
  CHECK(without_style(coloured) == plain);
}

TEST_CASE("the terminal summary reports failures and an interruption, with counts and commands", "[unit]") {
  Results results = testing::small_results();
  for (std::uint64_t number = 4; number < 9; ++number)
    results.add(ReplicationFailure{Replication{number}, "the books do not balance"});
  RunRecord record = record_of_summary();
  record.finish = Finish::interrupted;
  record.replications_requested = 100;
  record.reproduce[Replication{4}] = "muster run small.yaml --seed 7 --replication 4";
  const std::string text = terminal_summary(results, record);
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring(R"(
Interrupted after 4 of 100 replications: every figure is based on these.
5 of 9 replications stopped and are not included in any figure:
Replication 4: the books do not balance
  muster run small.yaml --seed 7 --replication 4
Replication 5: the books do not balance
Replication 6: the books do not balance
2 more are in manifest.json.
)"));
}

TEST_CASE("the summary of one replication has values and no probabilities", "[unit]") {
  const ResultsShape shape = testing::small_shape();
  Results results(shape);
  results.add(testing::small_result(shape, 2));
  RunRecord record = record_of_summary();
  record.only = Replication{2};
  const std::string said = terminal_summary(results, record);
  CHECK(said.substr(0, said.find('\n')) == verdict(results));
  CHECK(said.substr(said.find('\n')) == R"(

✕ 十个社工站 (≥ 10 stations by 2022-12-31)
  Not met in the one future that was simulated, which stands at 8 stations on 2022-12-31, 2 stations
  short.

✓ east_half (≥ 50 % by 2021-12-31)
  Met in the one future that was simulated, which stands at 75 % on 2021-12-31.

forecast                               unit      2021-12-05  2021-12-31  2022-12-31
open stations                          stations           1           3           8
townships with a station               %                 10          30          80
newly certified, in the calendar year  people             5           7          30
The values of one future. Figures “in the calendar year” are totals; the first column shows what
came before the start.

小城 Small, 2021-12-05 to 2022-12-31
replication 2 of small.yaml, seed 7
1 000 events in 1.2 s on 2 threads, 12 MB
)");
}

TEST_CASE("a total over part of a year is marked", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.dates.back() = std::chrono::year{2022} / 8 / 31;
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    results.add(testing::small_result(testing::small_shape(), number));
  const std::string said = terminal_summary(results, record_of_summary());
  CHECK_THAT(said, Catch::Matchers::ContainsSubstring("25 (12–38)*\n") &&
                       Catch::Matchers::ContainsSubstring("\n* only part of the calendar year\n"));
}

TEST_CASE("a target that was met and lost again is not said to be likely reached", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets.resize(1);
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    ReplicationResult result = testing::small_result(testing::small_shape(), number);
    result.target_values = {number == 3 ? 10.0 : 4.0};
    result.reached = {testing::year_end};  // all meet it, and only the last still meets it on its date
    results.add(result);
  }
  CHECK(results.target(0).lost == 3);
  const std::string said = terminal_summary(results, record_of_summary());
  CHECK_THAT(said, Catch::Matchers::ContainsSubstring("In 1 of 4 futures") &&
                       Catch::Matchers::ContainsSubstring("Half of the futures met it by 2021-12-31, and 3 of 4") &&
                       !Catch::Matchers::ContainsSubstring("Half of the futures meet it"));
  CHECK(met_and_lost(shape.targets[0], results.target(0)) ==
        "half of the futures met it by 2021-12-31, and 3 of 4 have lost it again by 2022-12-31");
  CHECK(met_and_lost(shape.targets[0], testing::small_results().target(0)).empty());
  TargetResult rarely = results.target(0);
  rarely.replications = 60;
  CHECK_FALSE(met_and_lost(shape.targets[0], rarely).empty());
  rarely.replications = 61;  // 3 of 61 are fewer than one in twenty
  CHECK(met_and_lost(shape.targets[0], rarely).empty());
}

TEST_CASE("a run without a finished replication says so and shows no figures", "[unit]") {
  Results results(testing::small_shape());
  RunRecord record = record_of_summary();
  record.finish = Finish::interrupted;
  CHECK_THAT(terminal_summary(results, record), Catch::Matchers::ContainsSubstring(R"(
Interrupted before any replication had finished: there are no figures.

小城 Small, 2021-12-05 to 2022-12-31
0 replications of small.yaml, seed 7
0 events in 1.2 s on 2 threads, 12 MB
)"));
}

}  // namespace
}  // namespace muster::output
