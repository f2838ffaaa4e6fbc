#include "output/experiments/sweep.hpp"
#include "output/documents/sweep.hpp"
#include "output/terminal/document.hpp"

#include "output/findings/sweep.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace muster::output {
namespace {

// The replications of the small place at two points: all four at the first, only the first two at the second.
Sweep small_sweep() {
  Sweep sweep;
  sweep.title = "小地方";
  sweep.shape = testing::small_shape();
  sweep.axes = {{"posts.wait", "days", false, false, {30, 60}, {"30", "60"}, {"30 days", "60 days"}}};
  sweep.outcomes.resize(2);
  for (std::uint64_t r = 0; r < 4; ++r) {
    const ReplicationResult result = testing::small_result(sweep.shape, r);
    sweep.outcomes[0].add(sweep.shape, result);
    if (r < 2) sweep.outcomes[1].add(sweep.shape, result);
  }
  return sweep;
}

TEST_CASE("the table of a sweep begins with its inputs and has a row for each output", "[unit][experiments]") {
  std::ostringstream out;
  write_sweep(out, small_sweep());
  const std::string table = out.str();
  // The goal is ten stations and the values are 4, 6, 8, 10: one of four meets it, and the shortfalls are 6, 4, 2,
  // 0.
  const Interval quarter = wilson_interval(1, 4);
  CHECK(table.rfind(fmt::format("point,posts.wait,output,area,unit,mean,low,high,replications\n"
                                "1,30,targets.ten.probability,all,share,0.25,{:.7g},{:.7g},4\n"
                                "1,30,targets.ten.value,all,stations,7,",
                                quarter.low, quarter.high),
                    0) == 0);
  CHECK(table.find("\n1,30,targets.ten.shortfall,all,stations,3,") != std::string::npos);
  CHECK(table.find("\n2,60,targets.ten.probability,all,share,0,0,") != std::string::npos);
  CHECK(table.find("\n2,60,stations.open,all,stations,5,") != std::string::npos);
}

TEST_CASE("the chart of one axis has a row for each value and marks the first that reaches the wanted probability",
          "[unit][experiments]") {
  Sweep sweep = small_sweep();
  sweep.wanted = 0.2;
  const auto chart = sweep_chart(sweep);
  CHECK(chart.at("usermeta").at("table").at("rows")[0] ==
        nlohmann::ordered_json{"十个社工站", "30 days", "1 of 4 futures"});
  REQUIRE(chart.at("vconcat").size() == 2);
  CHECK(chart.at("vconcat")[0].dump().find("diamond") != std::string::npos);  // reached with 30 days, not with 60
  CHECK(chart.at("usermeta").at("headline") == "十个社工站: 1 of 4 futures with 30 days");
  sweep.wanted = 0.9;  // which neither point reaches
  CHECK(sweep_chart(sweep).at("vconcat")[0].dump().find("diamond") == std::string::npos);
  sweep.answer = 1;  // an answer given by the caller is marked anyway
  CHECK(sweep_chart(sweep).at("vconcat")[0].dump().find("diamond") != std::string::npos);
}

TEST_CASE("two axes make a map; three have no chart unless they move together", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  sweep.axes.push_back({"posts.level", "", false, true, {0, 1}, {"low", "high"}, {"low", "high"}});
  const auto chart = sweep_chart(sweep);
  CHECK(chart.at("vconcat")[0].dump().find("\"25 %\"") != std::string::npos);
  sweep.axes.push_back(sweep.axes[1]);
  CHECK(sweep_chart(sweep).is_null());
  sweep.together = true;
  CHECK_FALSE(sweep_chart(sweep).is_null());
}

TEST_CASE("the terminal's tables are aligned and state what they leave out", "[unit][experiments]") {
  const auto sweep_table = [](const Sweep& sweep) {
    const ReportContext context;
    const RunRecord record;
    return shown(sweep_document({}, sweep, 4, {}, record, context));
  };
  // The first target is met by one of four replications at the first point, and by none of two at the second.
  const std::string table = sweep_table(small_sweep());
  CHECK_THAT(table, Catch::Matchers::ContainsSubstring("\npoint  posts.wait ") &&
                        Catch::Matchers::ContainsSubstring("1 of 4 (4–70 %)") &&
                        Catch::Matchers::ContainsSubstring("0 of 2 (0–66 %)"));
}

TEST_CASE("the findings of a sweep name the value from which a target is met often enough", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  sweep.shape.targets.resize(1);
  sweep.axes = {{"posts.wait",
                 "days",
                 false,
                 false,
                 {90, 30, 60},
                 {"90", "30", "60"},
                 {"90 days", "30 days", "60 days"},
                 "days to fill a post"}};
  sweep.outcomes.assign(3, PointResult{});
  const auto add = [&](std::size_t point, int met) {
    for (int r = 0; r < 50; ++r) {
      ReplicationResult result = testing::small_result(sweep.shape, 0);
      result.target_values = {r < met ? 10.0 : 4.0};
      sweep.outcomes[point].add(sweep.shape, result);
    }
  };
  SECTION("up to a value") {
    add(0, 10), add(1, 50), add(2, 46);
    CHECK(sweep_findings(sweep) ==
          std::vector<std::string>{
              "十个社工站: days to fill a post up to 60 days is enough for 90 of 100 futures: in 46 of 50 "
              "futures; with 90 days: in 10 of 50 futures."});
  }
  SECTION("from a value on") {
    add(0, 49), add(1, 3), add(2, 20);
    CHECK(sweep_findings(sweep) ==
          std::vector<std::string>{
              "十个社工站: days to fill a post from 90 days on is enough for 90 of 100 futures: in 49 of 50 "
              "futures; with 60 days: in 20 of 50 futures."});
  }
  SECTION("nowhere") {
    add(0, 0), add(1, 3), add(2, 20);
    CHECK(sweep_findings(sweep) ==
          std::vector<std::string>{"十个社工站: no value is enough for 90 of 100 futures; the best is "
                                   "60 days, in 20 of 50 futures."});
  }
  SECTION("the same everywhere") {
    add(0, 20), add(1, 20), add(2, 20);
    CHECK(sweep_findings(sweep) ==
          std::vector<std::string>{"The same at every point: 十个社工站 (in 20 of 50 futures)."});
  }
}

TEST_CASE("if no probabilities differ significantly, a sweep shows the values on the date", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  for (PointResult& outcome : sweep.outcomes) outcome = PointResult{};
  const auto add = [&](std::size_t point, double first, double second) {
    ReplicationResult result = testing::small_result(sweep.shape, 0);
    result.target_values = {first, second};
    sweep.outcomes[point].add(sweep.shape, result);
  };
  const double nothing = std::nan("");
  for (int r = 0; r < 20; ++r) {  // the goal is ten stations; values are 4 or 5, and 8 or 9
    add(0, 4 + r % 2, nothing);
    add(1, 8 + r % 2, nothing);
  }
  const std::string table = shown(points_of(sweep));
  CHECK_THAT(table, Catch::Matchers::ContainsSubstring("short by (stations)") &&
                        Catch::Matchers::ContainsSubstring(" 4.5  ") && Catch::Matchers::ContainsSubstring(" 5.5\n"));
  const std::vector<std::string> findings = sweep_findings(sweep);
  REQUIRE(findings.size() == 2);
  CHECK(findings[1] == "east_half: nothing to judge on 2021-12-31.");
  CHECK(
      findings[0] ==
      "十个社工站: the probabilities cannot be distinguished; by the mean value on the date, 60 days does best, with "
      "8.5 stations, short by 1.5 stations; other points that cannot be distinguished from it: 0.");
  CHECK(sweep_chart(sweep).is_null());  // the one is met nowhere, the other cannot be judged
  const auto values = sweep_charts(sweep)[1].draw(desk);
  REQUIRE(values.at("vconcat").size() == 1);
  CHECK(values.at("usermeta").at("table").at("rows")[1][2] == "8.5 stations");
  std::ostringstream out;
  write_sweep(out, sweep);
  CHECK(out.str().find("targets.east_half.probability,east,share,,,,20\n") != std::string::npos);
}

TEST_CASE("a sweep states the cost of its points if it differs", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  const auto written = [&] { return shown(points_of(sweep)); };
  const auto says_cost = [&] {
    for (const std::string& finding : sweep_findings(sweep))
      if (finding.find("Money spent until") != std::string::npos) return finding;
    return std::string();
  };
  CHECK(written().find("money spent") == std::string::npos);  // no money is simulated
  CHECK(says_cost().empty());
  sweep.money = SeriesName{"funding.spent", "yuan", "money spent", "money spent"};
  sweep.spent.resize(2);
  sweep.extra_spent.resize(2);
  for (const double each : {4e6, 6e6}) {  // two million more in each future, although futures spend from 2 to 6
    sweep.add_spent(0, each);
    sweep.add_spent(1, each - 2e6);
  }
  CHECK(says_cost() ==
        "Money spent until 2022-12-31, on average: least with 60 days (3 million yuan), most with 30 days (5 million "
        "yuan).");
  CHECK_THAT(written(), Catch::Matchers::Contains("yuan)\n") && Catch::Matchers::Contains("          5\n"));
  for (auto* all : {&sweep.spent, &sweep.extra_spent}) *all = std::vector<Moments>(2);
  for (const double each : {4e6, 6e6, 8e6}) {  // sometimes more, sometimes less: a column but no finding
    sweep.add_spent(0, each);
    sweep.add_spent(1, each == 4e6 ? 9e6 : each - 2e6);
  }
  CHECK(says_cost().empty());
  CHECK(written().find("yuan") != std::string::npos);
  sweep.spent[1] = sweep.spent[0];
  CHECK(says_cost().empty());
  CHECK(written().find("money spent") == std::string::npos);
}

}  // namespace
}  // namespace muster::output
