#include "output/tables/run.hpp"

#include "output/findings/areas.hpp"
#include "output/formats/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <sstream>

namespace muster::output {
namespace {

std::string csv_of(const Table& table) {
  std::ostringstream out;
  write_csv(out, table);
  return out.str();
}

TEST_CASE("an area is judged only by targets about a share of an area that contains it", "[unit][output]") {
  const Results results = testing::small_results();
  // In replication r, the east is covered by (1 + r) / 4 at the end of the year, so at least half of it in 3 of 4
  // replications.
  CHECK(csv_of(area_targets_table(results)) ==
        "area,target,series,goal,unit,by,probability,p05,p50,p95,shortfall_p50,half_by\n"
        "east,east_half,stations.coverage,0.5,share,2021-12-31,0.75,0.2875,0.625,0.9625,0,2021-12-31\n");
  const ResultsShape& shape = results.shape();
  CHECK_FALSE(fare_of(results, shape.targets[0], 0).has_value());  // the target is about a number of stations
  CHECK_FALSE(fare_of(results, shape.targets[1], 1).has_value());  // the target is about another area
  CHECK_FALSE(fare_of(results, shape.targets[1], 2).has_value());  // the east does not contain the whole place
}

TEST_CASE("money by area has the yearly totals of flows and the levels at the ends of years", "[unit][output]") {
  const Results results = testing::small_results();
  const MoneySeries money{"qualification.issued", "qualification.issued", "qualification.issued", "stations.open",
                          "stations.open"};
  // In replication r, the east has 5 certificates from before the start and r after it, 1.5 on average; 1 + r
  // stations are open.
  CHECK(csv_of(area_money_table(results, money)) ==
        "area,year,until,unit,asked,granted,spent,unspent,waiting\n"
        "east,2021,2021-12-31,people,6.5,6.5,6.5,2.5,2.5\n"
        "east,2022,2022-12-31,people,10,10,10,4,4\n"
        "west,2021,2021-12-31,people,0,0,0,0,0\n"
        "west,2022,2022-12-31,people,15,15,15,3,3\n"
        "all,2021,2021-12-31,people,6.5,6.5,6.5,2.5,2.5\n"
        "all,2022,2022-12-31,people,25,25,25,7,7\n");
  CHECK(csv_of(area_money_table(results, {})) == "area,year,until,unit,asked,granted,spent,unspent,waiting\n");
}

TEST_CASE("the headline table has levels by date and flows by year, with the 50 % and 90 % bands", "[unit][output]") {
  const std::string table = csv_of(headline_table(testing::small_results()));
  CHECK(
      table.starts_with("series,date,basis,unit,replications,p50,p25,p75,p05,p95,mean,sd\n"
                        "stations.open,2021-12-05,end of date,stations,4,1,1,1,1,1,1,0\n"
                        "stations.open,2021-12-31,end of date,stations,4,2.5,1.75,3.25,1.15,3.85,2.5,1.290994\n"));
  CHECK(
      table.ends_with("qualification.issued,2021-12-31,year,people,4,6.5,5.75,7.25,5.15,7.85,6.5,1.290994\n"
                      "qualification.issued,2022-12-31,year,people,4,25,17.5,32.5,11.5,38.5,25,12.90994\n"));
}

TEST_CASE("a table of withheld figures has empty fields for programs", "[unit][output][disclosure]") {
  Results results = testing::small_results();
  results.withhold({100, {true, true, true, true}});
  const std::string table = csv_of(area_targets_table(results));
  CHECK(table.ends_with("\neast,east_half,stations.coverage,0.5,share,2021-12-31,,,,,,\n"));
}

TEST_CASE("a table knows the number of rows of a selection", "[unit][output]") {
  const Results results = testing::small_results();
  const Table table = trajectories_table(results);
  for (const Selection& selection :
       {Selection{}, Selection{true, false, false}, Selection{true, true, false}, Selection{false, true, true}}) {
    std::size_t rows = 0;
    table.rows([&](std::span<const Cell>) { ++rows; }, selection);
    CHECK(rows == table.count(selection));
  }
  CHECK(table.count({}) == 3 * 3 * 4);
  CHECK(table.count({false, true, true}) == 3 * 4);
}

}  // namespace
}  // namespace muster::output
