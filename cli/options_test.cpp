#include "cli/options.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "tests/support/catch.hpp"

namespace muster::cli {

namespace {

using Catch::Matchers::ContainsSubstring;

}  // namespace

TEST_CASE("the parts to write are read in any order and named in one; an empty text stands for all of them", "[unit]") {
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

TEST_CASE("an unknown part is refused and the nearest known one is suggested", "[unit]") {
  CHECK_THROWS_WITH(parts_of("tables,databse"),
                    "--only tables,databse: error: `databse` is not something that can be written; choose from tables, "
                    "database, workbook, charts, report, separated by commas; nearest is `database`\n");
  for (const char* written : {"tables,", ",tables", ",", "everything", "tables, report", "Tables"}) {
    INFO(written);
    CHECK_THROWS_AS(parts_of(written), InputError);
  }
}

}  // namespace muster::cli
