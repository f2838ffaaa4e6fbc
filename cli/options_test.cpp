#include "cli/options.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "tests/support/catch.hpp"

namespace muster::cli {

namespace {

using Catch::Matchers::ContainsSubstring;

}  // namespace

TEST_CASE("the parts that are written are read and told in one order, and everything is told by nothing", "[unit]") {
  CHECK(parts_of("") == Parts{});
  CHECK(names_of(Parts{}).empty());
  const Parts parts = parts_of("report,tables");
  CHECK(parts.report);
  CHECK(parts.tables);
  CHECK_FALSE((parts.database || parts.workbook || parts.charts));
  CHECK(names_of(parts) == "tables,report");
  CHECK(parts_of(names_of(parts)) == parts);
  for (const char* one : {"tables", "database", "workbook", "charts", "report"}) {
    CHECK(names_of(parts_of(one)) == one);
    CHECK(names_of(parts_of(std::string(one) + "," + one)) == one);
  }
  CHECK(names_of(parts_of("charts,report,workbook,tables,database")).empty());
}

TEST_CASE("a part that there is not is refused with the nearest that there is", "[unit]") {
  CHECK_THROWS_WITH(parts_of("tables,databse"),
                    "--only tables,databse: error: `databse` is nothing that is written; name any of tables, database, "
                    "workbook, charts, report, with commas between; nearest is `database`\n");
  for (const char* written : {"tables,", ",tables", ",", "everything", "tables, report", "Tables"}) {
    INFO(written);
    CHECK_THROWS_AS(parts_of(written), InputError);
  }
}

}  // namespace muster::cli
