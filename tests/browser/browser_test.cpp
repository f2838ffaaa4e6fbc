// Tests pages in a real browser: page.test.mjs acts as a reader would, and this file starts it.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>

using namespace muster::testing;
namespace fs = std::filesystem;

TEST_CASE("the pages of runs, comparisons and dossiers work in a browser, in both languages, wide and narrow",
          "[slow][browser]") {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"run", "shenyang", "--replications", "120"},
        {"report", "tongren", "--qa", "--brief", "--replications", "20"},
        {"run", "tongren", "--min-cell", "10", "--replications", "20", "--out", "out/withheld"},
        {"compare", "shenyang", "full_package", "--replications", "20"}}) {
    std::vector<std::string> words = command;
    words.push_back("--quiet");
    const CommandOutput said = muster::testing::muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
  }
  const fs::path out = folder.path() / "out";
  CHECK(fs::file_size(out / "shenyang/report.html") < 3'000'000);
  const fs::path sources = muster::testing::source_folder();
  std::vector<std::string> words{"/usr/bin/env", "node", (sources / "tests/browser/page.test.mjs").string(),
                                 (sources / "build/tools/browser").string()};
  for (const char* page : {"shenyang/report.html", "tongren-report/report.html", "tongren-report/brief.html",
                           "tongren-report/qa.html", "withheld/report.html", "shenyang-compare/report.html"})
    words.push_back((out / page).string());
  const CommandOutput said = Started(words, folder.path()).wait();
  INFO(said.out << said.error);
  if (said.code == 77 || said.code == 127) {  // no browser, or no library to drive it
    const char* ci = std::getenv("CI");
    CHECK((ci == nullptr || std::string(ci).empty()));
    WARN("not tried here: " << said.out << said.error);
    return;
  }
  CHECK(said.code == 0);
}
