#include "output/formats/csv.hpp"
#include "output/tables/run.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <limits>
#include <sstream>

namespace muster::output {
namespace {

std::string number(double value) {
  fmt::memory_buffer buffer;
  append_number(buffer, value);
  return fmt::to_string(buffer);
}

std::string text_of_field(std::string_view field) {
  fmt::memory_buffer buffer;
  append_text(buffer, field);
  return fmt::to_string(buffer);
}

TEST_CASE("trajectories have a row for each date, area and series, with quantiles interpolated between replications",
          "[unit]") {
  std::ostringstream out;
  write_csv(out, trajectories_table(testing::small_results()));
  // Of 1 2 3 4 the p quantile is 1 + 3 p, and so on (type 7); the variance of 1 2 3 4 is 5/3.
  CHECK(out.str() ==
        "date,area,series,unit,replications,mean,sd,p05,p10,p25,p50,p75,p90,p95\n"
        "2021-12-05,east,stations.open,stations,4,1,0,1,1,1,1,1,1,1\n"
        "2021-12-05,east,stations.coverage,share,4,0.25,0,0.25,0.25,0.25,0.25,0.25,0.25,0.25\n"
        "2021-12-05,east,qualification.issued,people,4,5,0,5,5,5,5,5,5,5\n"
        "2021-12-05,east,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2021-12-05,west,stations.open,stations,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-05,west,stations.coverage,share,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-05,west,qualification.issued,people,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-05,west,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2021-12-05,all,stations.open,stations,4,1,0,1,1,1,1,1,1,1\n"
        "2021-12-05,all,stations.coverage,share,4,0.1,0,0.1,0.1,0.1,0.1,0.1,0.1,0.1\n"
        "2021-12-05,all,qualification.issued,people,4,5,0,5,5,5,5,5,5,5\n"
        "2021-12-05,all,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2021-12-31,east,stations.open,stations,4,2.5,1.290994,1.15,1.3,1.75,2.5,3.25,3.7,3.85\n"
        "2021-12-31,east,stations.coverage,share,4,0.625,0.3227486,0.2875,0.325,0.4375,0.625,0.8125,0.925,0.9625\n"
        "2021-12-31,east,qualification.issued,people,4,1.5,1.290994,0.15,0.3,0.75,1.5,2.25,2.7,2.85\n"
        "2021-12-31,east,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2021-12-31,west,stations.open,stations,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-31,west,stations.coverage,share,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-31,west,qualification.issued,people,4,0,0,0,0,0,0,0,0,0\n"
        "2021-12-31,west,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2021-12-31,all,stations.open,stations,4,2.5,1.290994,1.15,1.3,1.75,2.5,3.25,3.7,3.85\n"
        "2021-12-31,all,stations.coverage,share,4,0.25,0.1290994,0.115,0.13,0.175,0.25,0.325,0.37,0.385\n"
        "2021-12-31,all,qualification.issued,people,4,1.5,1.290994,0.15,0.3,0.75,1.5,2.25,2.7,2.85\n"
        "2021-12-31,all,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2022-12-31,east,stations.open,stations,4,4,0,4,4,4,4,4,4,4\n"
        "2022-12-31,east,stations.coverage,share,4,1,0,1,1,1,1,1,1,1\n"
        "2022-12-31,east,qualification.issued,people,4,10,0,10,10,10,10,10,10,10\n"
        "2022-12-31,east,posts.time_to_fill,days,3,60,30,33,36,45,60,75,84,87\n"
        "2022-12-31,west,stations.open,stations,4,3,2.581989,0.3,0.6,1.5,3,4.5,5.4,5.7\n"
        "2022-12-31,west,stations.coverage,share,4,0.5,0.4303315,0.05,0.1,0.25,0.5,0.75,0.9,0.95\n"
        "2022-12-31,west,qualification.issued,people,4,15,12.90994,1.5,3,7.5,15,22.5,27,28.5\n"
        "2022-12-31,west,posts.time_to_fill,days,0,,,,,,,,,\n"
        "2022-12-31,all,stations.open,stations,4,7,2.581989,4.3,4.6,5.5,7,8.5,9.4,9.7\n"
        "2022-12-31,all,stations.coverage,share,4,0.7,0.2581989,0.43,0.46,0.55,0.7,0.85,0.94,0.97\n"
        "2022-12-31,all,qualification.issued,people,4,25,12.90994,11.5,13,17.5,25,32.5,37,38.5\n"
        "2022-12-31,all,posts.time_to_fill,days,3,60,30,33,36,45,60,75,84,87\n");
}

TEST_CASE("each target has a row, with a Wilson interval, and an empty date if fewer than half ever reach it",
          "[unit]") {
  std::ostringstream out;
  write_csv(out, targets_table(testing::small_results()));
  // Wilson, z = 1.959964, n = 4: (k/4 + z²/8 ± z √(k/4 (1 - k/4) / 4 + z²/64)) / (1 + z²/4) for k = 1 and k = 3.
  CHECK(out.str() ==
        "target,area,series,comparison,goal,unit,by,probability,probability_low,probability_high,p05,p50,p95,"
        "shortfall_mean,reached_share,reached_p50\n"
        "ten,all,stations.open,at_least,10,stations,2022-12-31,0.25,0.04558726,0.6993582,4.3,7,9.7,3,0.25,\n"
        "east_half,east,stations.coverage,at_least,0.5,share,2021-12-31,0.75,0.3006418,0.9544127,0.2875,0.625,0.9625,"
        "0.0625,1,2021-12-31\n");
}

TEST_CASE("a target on a date beyond the horizon has empty fields, not zeros", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets.resize(1);
  shape.targets[0].bound = Bound::at_most;
  shape.targets[0].id = "late, \"too\"";
  Results results(shape);
  ReplicationResult result = testing::small_result(testing::small_shape(), 0);
  result.target_values = {std::numeric_limits<double>::quiet_NaN()};
  result.reached.resize(1);
  results.add(result);
  std::ostringstream out;
  write_csv(out, targets_table(results));
  CHECK(out.str().substr(out.str().find('\n') + 1) ==
        "\"late, \"\"too\"\"\",all,stations.open,at_most,10,stations,2022-12-31,,,,,,,,0,\n");
}

TEST_CASE("the table of one replication has a row for each date, area and series", "[unit]") {
  const ResultsShape shape = testing::small_shape();
  std::ostringstream out;
  write_csv(out, replication_table(shape, testing::small_result(shape, 2)));
  const std::string table = out.str();
  CHECK(table.starts_with("date,area,series,unit,value\n2021-12-05,east,stations.open,stations,1\n"));
  CHECK(
      table.ends_with("2022-12-31,all,stations.open,stations,8\n2022-12-31,all,stations.coverage,share,0.8\n"
                      "2022-12-31,all,qualification.issued,people,30\n2022-12-31,all,posts.time_to_fill,days,60\n"));
  CHECK(table.find("2021-12-31,west,posts.time_to_fill,days,\n") != std::string::npos);
  CHECK(std::count(table.begin(), table.end(), '\n') == 37);
}

TEST_CASE("tables write whole numbers in full and others to seven digits, without an exponent", "[unit]") {
  CHECK(number(0) == "0");
  CHECK(number(-0.0) == "0");
  CHECK(number(17500) == "17500");
  CHECK(number(-3) == "-3");
  CHECK(number(123456789) == "123456789");
  CHECK(number(27150000.4) == "27150000");
  CHECK(number(1.0 / 3) == "0.3333333");
  CHECK(number(17512.34567) == "17512.35");
  CHECK(number(0.00012345) == "0.00012345");
  CHECK(number(0.00001234567891) == "0.00001234568");
  CHECK(number(-0.00005) == "-0.00005");
  CHECK(number(1e300) == "1e+300");
  CHECK(number(std::numeric_limits<double>::quiet_NaN()).empty());
}

TEST_CASE("texts in tables are quoted only if necessary", "[unit]") {
  CHECK(text_of_field("和平区") == "和平区");
  CHECK(text_of_field("a,b") == "\"a,b\"");
  CHECK(text_of_field("say \"so\"") == "\"say \"\"so\"\"\"");
  CHECK(text_of_field("two\nlines") == "\"two\nlines\"");
}

}  // namespace
}  // namespace muster::output
