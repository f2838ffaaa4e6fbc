#include "output/experiments/sweep.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace muster::output {
namespace {

// The four replications of the small place at two points, the second with the first two of them alone.
Sweep small_sweep() {
  Sweep sweep;
  sweep.title = "小地方";
  sweep.shape = testing::small_shape();
  sweep.axes = {{"posts.wait", "days", false, false, {30, 60}, {"30", "60"}, {"30 days", "60 days"}}};
  sweep.outcomes.resize(2);
  for (std::uint64_t r = 0; r < 4; ++r) {
    const History history = testing::small_history(sweep.shape, r);
    sweep.outcomes[0].add(sweep.shape, history);
    if (r < 2) sweep.outcomes[1].add(sweep.shape, history);
  }
  return sweep;
}

TEST_CASE("the table of a sweep has its inputs in front and a row for each output", "[unit][experiments]") {
  std::ostringstream out;
  write_sweep(out, small_sweep());
  const std::string table = out.str();
  // Ten stations: the values are 4, 6, 8, 10, so one of four is met and the shortfalls are 6, 4, 2, 0.
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

TEST_CASE("the chart of one axis has a row for each value and marks the least that brings what is wanted",
          "[unit][experiments]") {
  Sweep sweep = small_sweep();
  sweep.wanted = 0.2;
  const auto chart = sweep_chart(sweep);
  CHECK(chart.at("usermeta").at("table").at("rows")[0] ==
        nlohmann::ordered_json{"十个社工站", "30 days", "1 of 4 futures"});
  REQUIRE(chart.at("vconcat").size() == 2);
  CHECK(chart.at("vconcat")[0].dump().find("diamond") != std::string::npos);  // 60 days do not bring it, 30 do
  CHECK(chart.at("usermeta").at("headline") == "十个社工站: 1 of 4 futures with 30 days");
  sweep.wanted = 0.9;  // which neither brings
  CHECK(sweep_chart(sweep).at("vconcat")[0].dump().find("diamond") == std::string::npos);
  sweep.answer = 1;  // whoever asked knows better
  CHECK(sweep_chart(sweep).at("vconcat")[0].dump().find("diamond") != std::string::npos);
}

TEST_CASE("two axes make a map, three none unless they move together", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  sweep.axes.push_back({"posts.level", "", false, true, {0, 1}, {"low", "high"}, {"low", "high"}});
  const auto chart = sweep_chart(sweep);
  CHECK(chart.at("vconcat")[0].dump().find("\"25 %\"") != std::string::npos);
  sweep.axes.push_back(sweep.axes[1]);
  CHECK(sweep_chart(sweep).is_null());
  sweep.together = true;
  CHECK_FALSE(sweep_chart(sweep).is_null());
}

TEST_CASE("the terminal's tables are aligned and say what they leave out", "[unit][experiments]") {
  CHECK(points_table(small_sweep(), 1) == "point  posts.wait\n    1     30 days\n… and 1 points more\n");
  CHECK(sweep_table(small_sweep(), 9).rfind("point  posts.wait  ", 0) == 0);
}

TEST_CASE("where no probability can be told from another a sweep tells the values on the date", "[unit][experiments]") {
  Sweep sweep = small_sweep();
  for (Outcome& outcome : sweep.outcomes) outcome = Outcome{};
  const auto add = [&](std::size_t point, double first, double second) {
    History history = testing::small_history(sweep.shape, 0);
    history.target_values = {first, second};
    sweep.outcomes[point].add(sweep.shape, history);
  };
  const double nothing = std::nan("");
  for (int r = 0; r < 20; ++r) {  // ten stations are wanted: 4 or 5, and 8 or 9
    add(0, 4 + r % 2, nothing);
    add(1, 8 + r % 2, nothing);
  }
  const std::string table = sweep_table(sweep, 9);
  CHECK(table.find("4.5 stations  5.5 stations") != std::string::npos);
  CHECK(table.find("8.5 stations  1.5 stations") != std::string::npos);
  CHECK(
      table.find("十个社工站: no probability can be told from another; by the mean value on the date point 2 is best, "
                 "with 8.5 stations, short by 1.5 stations; points not told from it: 0\n") != std::string::npos);
  CHECK(table.find("nothing to judge") != std::string::npos);
  CHECK(sweep_chart(sweep).is_null());  // the one is met nowhere, the other cannot be judged
  const auto values = sweep_values_chart(sweep);
  REQUIRE(values.at("vconcat").size() == 1);
  CHECK(values.at("usermeta").at("table").at("rows")[1][2] == "8.5 stations");
  std::ostringstream out;
  write_sweep(out, sweep);
  CHECK(out.str().find("targets.east_half.probability,east,share,,,,20\n") != std::string::npos);
}

}  // namespace
}  // namespace muster::output
