#include "bench/same.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <sstream>
#include <string>

using namespace muster::bench;

namespace {

const std::string header = "date,area,series,unit,replications,mean,sd,p05,p50\n";

Trajectories table(const std::string& rows) {
  std::istringstream text(header + rows);
  return read_trajectories(text, "t.csv");
}

}  // namespace

TEST_CASE("a table compared with itself differs nowhere", "[unit][bench]") {
  const Trajectories one = table("2022-01-31,all,posts.filled,posts,100,50,4,43,50\n2022-01-31,all,x.y,share,0,,,,\n");
  const auto result = same(one, one);
  CHECK(result.at("cells") == 2);
  CHECK(result.at("constant_equal") == 1);
  CHECK(result.at("constant_unequal") == 0);
  CHECK(result.at("means").at("tests") == 1);
  CHECK(result.at("means").at("largest_z") == 0);
  CHECK(result.at("quantiles").at("tests") == 2);
  CHECK(result.at("largest_relative_difference") == 0);
}

TEST_CASE("differences are measured in standard errors, and the cell with the largest is named", "[unit][bench]") {
  const auto result = same(table("2022-01-31,all,posts.filled,posts,100,50,4,43,50\n"
                                 "2022-01-31,a,posts.filled,posts,100,10,3,5,10\n"),
                           table("2022-01-31,all,posts.filled,posts,100,51,4,44,51\n"
                                 "2022-01-31,a,posts.filled,posts,400,13,6,3,13\n"));
  const auto& means = result.at("means");
  // 3 / sqrt(9 / 100 + 36 / 400)
  CHECK(means.at("largest_z").get<double>() == Catch::Approx(3 / std::sqrt(0.18)));
  CHECK(means.at("largest_z_cell").at("area") == "a");
  CHECK(means.at("share_above_1.96") == 0.5);
  CHECK(means.at("share_above_4") == 0.5);
  CHECK(means.at("expected_above_1.96").get<double>() == Catch::Approx(0.05).margin(1e-4));
  const auto& sds = result.at("sds");
  CHECK(sds.at("largest_z").get<double>() == Catch::Approx(std::log(2) / std::sqrt(0.5 / 99 + 0.5 / 399)));
  // The median of n normal values has a standard error of sqrt(pi / 2 / n) standard deviations.
  CHECK(result.at("quantiles").at("tests") == 4);
  CHECK(result.at("quantiles").at("largest_z").get<double>() ==
        Catch::Approx(3 / std::sqrt(0.18) / std::sqrt(3.14159265 / 2)));
  // Among the cells of the area `all` only.
  CHECK(result.at("largest_relative_difference").get<double>() == Catch::Approx(0.02));
}

TEST_CASE("cells that do not vary must be equal", "[unit][bench]") {
  const auto result = same(table("2022-01-31,all,a.b,posts,100,50,0,50,50\n2022-01-31,all,a.c,posts,100,7,0,7,7\n"
                                 "2022-01-31,all,a.d,posts,100,7,0,7,7\n2022-01-31,all,a.e,posts,0,,,,\n"),
                           table("2022-01-31,all,a.b,posts,100,50,0,50,50\n2022-01-31,all,a.c,posts,100,8,0,8,8\n"
                                 "2022-01-31,all,a.d,posts,100,7.1,1,6,7\n2022-01-31,all,a.e,posts,100,5,1,4,5\n"));
  CHECK(result.at("constant_equal") == 1);
  CHECK(result.at("constant_unequal") == 2);  // one with another value, one with values in one table only
  CHECK(result.at("first_unequal").at("series") == "a.c");
  CHECK(result.at("means").at("tests") == 1);
  CHECK(result.at("means").at("largest_z").get<double>() == Catch::Approx(1));
}

TEST_CASE("cells with values in few replications are not tested", "[unit][bench]") {
  const auto result = same(table("2022-01-31,all,a.b,days,0,,,,\n2022-01-31,all,a.c,days,1,7,0,7,7\n"
                                 "2022-01-31,all,a.d,days,29,7,1,5,7\n"),
                           table("2022-01-31,all,a.b,days,1,5,0,5,5\n2022-01-31,all,a.c,days,1,8,0,8,8\n"
                                 "2022-01-31,all,a.d,days,100,9,1,7,9\n"));
  CHECK(result.at("too_few") == 3);
  CHECK(result.at("constant_unequal") == 0);
  CHECK(result.at("means").at("tests") == 0);
}

TEST_CASE("standard deviations and quantiles are tested only for nearly normal cells", "[unit][bench]") {
  // The 5 % quantile of a normal distribution is 1.64 standard deviations below its mean; here it is half a
  // standard deviation below.
  const auto result =
      same(table("2022-01-31,all,a.b,posts,100,50,4,48,50\n"), table("2022-01-31,all,a.b,posts,100,52,9,48,50\n"));
  CHECK(result.at("means").at("tests") == 1);
  CHECK(result.at("sds").at("tests") == 0);
  CHECK(result.at("quantiles").at("tests") == 0);
}

TEST_CASE("cells in only one of the tables are counted", "[unit][bench]") {
  const auto result = same(table("2022-01-31,all,a.b,posts,100,50,1,50,50\n2022-01-31,all,a.c,posts,100,7,1,7,7\n"),
                           table("2022-01-31,all,a.c,posts,100,7,1,7,7\n2022-02-28,all,a.c,posts,100,7,1,7,7\n"
                                 "2022-03-31,all,a.c,posts,100,7,1,7,7\n"));
  CHECK(result.at("cells") == 1);
  CHECK(result.at("only_in_old") == 1);
  CHECK(result.at("only_in_new") == 2);
}

TEST_CASE("tables that cannot be read are refused with the line", "[unit][bench]") {
  CHECK_THROWS_WITH(table("2022-01-31,all,a.b,posts,100,50,1,50\n"),
                    "t.csv:2: error: it has 8 fields, but the header has 9");
  CHECK_THROWS_WITH(table("2022-01-31,all,a.b,posts,100,5o,1,50,50\n"), "t.csv:2: error: `5o` is not a number");
  CHECK_THROWS_WITH(table("d,all,a.b,posts,1,5,1,5,5\nd,all,a.b,posts,1,5,1,5,5\n"),
                    "t.csv:3: error: it is the same cell as in line 2");
  std::istringstream result("date,area,series,unit,value\n");
  CHECK_THROWS_WITH(read_trajectories(result, "h.csv"), "h.csv:1: error: there is no column `replications`");
  std::istringstream other("date,area,series,unit,replications,mean,sd,p10,p50\n");
  CHECK_THROWS_AS(same(table(""), read_trajectories(other, "o.csv")), std::invalid_argument);
}
