#include "output/tables/comparison.hpp"

#include "output/formats/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"

#include <algorithm>
#include <sstream>

namespace muster::output {
namespace {

std::vector<std::string> lines_in(const std::ostringstream& out) {
  std::vector<std::string> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

ComparisonRecord record_of(const std::vector<std::string>& strategies) {
  ComparisonRecord record;
  for (const std::string& id : strategies) record.strategies.push_back({id, {}, "", {}, nullptr});
  return record;
}

TEST_CASE("differences have a row for each strategy, date, area and series; they are 0 for a strategy without effect",
          "[unit][comparison]") {
  std::ostringstream out;
  write_csv(out, differences_table(testing::small_comparison(), testing::small_comparison_record()));
  const std::vector<std::string> lines = lines_in(out);
  REQUIRE(lines.size() == 1 + 2 * 3 * 3 * 4);
  CHECK(lines[0] == "strategy,date,area,series,unit,mean_difference,low,high,replications,variance_ratio");
  CHECK(lines[1] == "more,2021-12-05,east,stations.open,stations,0,0,0,4,");
  CHECK(lines[4] == "more,2021-12-05,east,posts.time_to_fill,days,,,,0,");
  // One station more in every replication: a difference without variance.
  CHECK(std::count(lines.begin(), lines.end(), "more,2022-12-31,all,stations.open,stations,1,1,1,4,") == 1);
  CHECK(std::count(lines.begin(), lines.end(), "more,2022-12-31,west,stations.open,stations,0,0,0,4,") == 1);
  CHECK(std::count(lines.begin(), lines.end(), "more,2022-12-31,all,posts.time_to_fill,days,0,0,0,3,") == 1);
  for (const std::string& line : lines)
    if (line.starts_with("nothing,"))
      CHECK((line.ends_with(",0,0,0,4,") || line.ends_with(",0,0,0,3,") || line.ends_with(",,,,0,")));
}

TEST_CASE("differences have Student's t intervals, and the variance ratio agrees with its definition",
          "[unit][comparison]") {
  const ResultsShape shape = testing::small_shape();
  const std::vector<Variant> variants{{"as_planned", shape, {}}, {"wild", shape, {}}};
  PairedComparison comparison(variants, {});
  for (std::uint64_t number = 0; number < 4; ++number) {  // differences 0 0 0 4: mean 1, variance 4
    ReplicationResult wild = testing::small_result(shape, number);
    if (number == 3) wild.values[shape.cell(2, 2, 0)] += 4;
    comparison.add(std::vector{testing::small_result(shape, number), wild});
  }
  std::ostringstream out;
  write_csv(out, differences_table(comparison, record_of({"as_planned", "wild"})));
  // As planned the values are 4 6 8 10 with variance 20/3; for `wild` they are 4 6 8 14 with variance 56/3; the
  // ratio is (76/3)/4. The t quantile with 3 degrees of freedom at 0.975 is 3.182446.
  const std::vector<std::string> lines = lines_in(out);
  CHECK(std::count(lines.begin(), lines.end(),
                   "wild,2022-12-31,all,stations.open,stations,1,-2.182446,4.182446,4,6.333333") == 1);
}

TEST_CASE("the ranking has a row for each target and strategy, the place as planned included", "[unit][comparison]") {
  std::ostringstream out;
  write_csv(out, ranking_table(testing::small_comparison(), testing::small_comparison_record()));
  // The target `ten` is met in replication 3 only, both as planned (4 6 8 10) and with `more` (5 7 9 11);
  // `east_half` is met in 3 of 4 replications as planned, and in all with `more`. No probability is known to
  // differ, and the same difference of 1 in only 4 replications gives no interval. The series of certificates
  // issued takes the place of money.
  CHECK(out.str() ==
        "strategy,target,area,probability,probability_low,probability_high,unit,median,shortfall_mean,judged_by,gain,"
        "gain_low,gain_high,value_gain,value_gain_low,value_gain_high,extra_spent,rank\n"
        "as_planned,ten,all,0.25,0.04558726,0.6993582,stations,7,3,,,,,,,,0,1\n"
        "more,ten,all,0.25,0.04558726,0.6993582,stations,8,2.25,value,,,,1,,,10,1\n"
        "nothing,ten,all,0.25,0.04558726,0.6993582,stations,7,3,value,,,,0,0,0,0,1\n"
        "as_planned,east_half,east,0.75,0.3006418,0.9544127,share,0.625,0.0625,,,,,,,,0,1\n"
        "more,east_half,east,1,0.5101092,1,share,0.875,0,value,,,,0.25,,,5,1\n"
        "nothing,east_half,east,0.75,0.3006418,0.9544127,share,0.625,0.0625,value,,,,0,0,0,0,1\n");
}

TEST_CASE("without a series of money spent the column is empty", "[unit][comparison]") {
  const ResultsShape shape = testing::small_shape();
  const std::vector<Variant> variants{{"as_planned", shape, {}}, {"b", shape, {}}};
  PairedComparison comparison(variants, {"funding.spent", {}});
  comparison.add(std::vector{testing::small_result(shape, 0), testing::small_result(shape, 0)});
  std::ostringstream out;
  write_csv(out, ranking_table(comparison, record_of({"as_planned", "b"})));
  const std::vector<std::string> lines = lines_in(out);
  REQUIRE(lines.size() == 5);
  CHECK(lines[2].ends_with(",,1"));
}

}  // namespace
}  // namespace muster::output
