#include "output/comparison_record.hpp"

#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

namespace muster::output {
namespace {

TEST_CASE("the manifest of a comparison is that of a run with its strategies", "[unit][comparison]") {
  const testing::TemporaryFolder folder;
  write_file(folder.path() / "ranking.csv", "abc");
  write_manifest(folder.path(), testing::small_comparison(), testing::small_comparison_record());
  const auto json = nlohmann::json::parse(read_file(folder.path() / "manifest.json"));
  CHECK(json["program"] == "muster");
  CHECK(json["replications"] == 4);
  CHECK(json["events"] == 12000);
  CHECK(json["files"].contains("ranking.csv"));
  REQUIRE(json["strategies"].size() == 2);
  CHECK(json["strategies"][0]["id"] == "more");
  CHECK(json["strategies"][0]["why"] == "one more");
  CHECK(json["strategies"][0]["changes"][0]["title"] == "一站");
}

}  // namespace
}  // namespace muster::output
