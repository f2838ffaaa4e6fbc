// muster explain, run as a user runs it.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>

namespace muster::testing {

TEST_CASE("explain refuses what it cannot explain before it simulates", "[cli]") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& words) {
    const CommandOutput said = muster::testing::muster(arguments, folder.path());
    INFO(said.out << said.error);
    CHECK(said.code == 2);
    CHECK(said.error.find(words) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
  };
  refused({"explain", "shenyang", "--target", "all_qualifed"}, "nearest is `all_qualified`");
  refused({"explain", "shenyang", "--from", "as_planned", "--to", "as_planned"},
          "it is the same as --from, so there is no difference to explain");
  refused({"explain", "shenyang", "--from", "as_planned"}, "--from requires --to");
  refused({"explain", "shenyang", "--constraints", "none.yaml"}, "there is no such file of constraints");
  refused({"explain", "shenyang", "--replications", "1"}, "--replications");
}

TEST_CASE("explain writes tables, charts and a manifest, the same on any number of threads", "[cli]") {
  const TemporaryFolder folder;
  for (const std::string threads : {"1", "2"}) {
    const CommandOutput said = muster::testing::muster({"explain", "shenyang", "--target", "urban_coverage", "--whole",
                                                        "--replications", "3", "--threads", threads, "--out", threads},
                                                       folder.path());
    INFO(said.out << said.error);
    REQUIRE(said.code == 0);
    CHECK(said.out.find("written to") != std::string::npos);
    CHECK(std::filesystem::exists(folder.path() / threads / "manifest.json"));
    CHECK(std::filesystem::exists(folder.path() / threads / "charts/tornado-urban_coverage.vl.json"));
  }
  for (const char* table : {"constraints.csv", "spread.csv"}) {
    CHECK_FALSE(contents_of(folder.path() / "1" / table).empty());
    CHECK(contents_of(folder.path() / "1" / table) == contents_of(folder.path() / "2" / table));
  }
}

}  // namespace muster::testing
