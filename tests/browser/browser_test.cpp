// A report in a real browser: page.test.mjs does what a reader does, here is what starts it.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

void drive(const fs::path& report, const fs::path& folder) {
  const fs::path sources = muster::testing::source_folder();
  const Said said = Started({"/usr/bin/env", "node", (sources / "tests/browser/page.test.mjs").string(),
                             report.string(), (sources / "build/tools/browser").string()},
                            folder)
                        .wait();
  INFO(said.out << said.error);
  if (said.code == 77 || said.code == 127) {  // nothing to drive a browser with
    const char* ci = std::getenv("CI");
    CHECK((ci == nullptr || std::string(ci).empty()));
    WARN("not tried here: " << said.out << said.error);
    return;
  }
  CHECK(said.code == 0);
}

}  // namespace

TEST_CASE("a run's report works in a browser, in both languages, wide and narrow", "[slow][browser]") {
  const TemporaryFolder folder;
  const Said said = muster::testing::muster({"run", "shenyang", "--replications", "120", "--quiet"}, folder.path());
  INFO(said.error);
  REQUIRE(said.code == 0);
  const fs::path report = folder.path() / "out/shenyang/report.html";
  CHECK(fs::file_size(report) < 3'000'000);
  drive(report, folder.path());
}

TEST_CASE("a comparison's report works in a browser", "[slow][browser]") {
  const TemporaryFolder folder;
  const Said said =
      muster::testing::muster({"compare", "shenyang", "fees", "--replications", "20", "--quiet"}, folder.path());
  INFO(said.error);
  REQUIRE(said.code == 0);
  drive(folder.path() / "out/shenyang-compare/report.html", folder.path());
}
