// `muster sweep` and `muster solve`, as a user types them.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace muster::testing;

namespace {

using Words = std::vector<std::string>;

std::size_t rows_of(const std::string& table, const std::string& word) {
  std::istringstream lines(table);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) count += line.find(word) != std::string::npos ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a sweep lists its points, runs them under the same luck and writes a tidy table", "[cli][experiments]") {
  const TemporaryFolder folder;
  const Words sweep{"sweep", "tongren", "--sweep", "agencies.founded=2,9,2", "--replications", "4"};
  Words list = sweep;
  list.push_back("--list");
  const Said listed = muster::testing::muster(list, folder.path());
  CHECK(listed.code == 0);
  CHECK(listed.out ==
        "point  agencies.founded\n    1        2 agencies\n    2        9 agencies\n    3        2 agencies\n"
        "3 points, 4 replications of each\n");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));

  std::set<std::string> tables;
  for (const char* threads : {"1", "3"}) {
    Words words = sweep;
    words.insert(words.end(), {"--threads", threads, "--quiet"});
    const Said said = muster::testing::muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    tables.insert(contents_of(folder.path() / "out/tongren-sweep/sweep.csv"));
  }
  CHECK(tables.size() == 1);
  const std::string& table = *tables.begin();
  CHECK(table.rfind("point,agencies.founded,output,area,unit,mean,low,high,replications\n", 0) == 0);
  CHECK(rows_of(table, ",targets.agencies.probability,all,share,") == 3);
  CHECK(rows_of(table, ",funding.spent,all,yuan,") == 3);
  // The same luck at every point: the third is the first again, the second is not.
  std::map<char, std::string> rows_at;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);)
    rows_at[line[0]] += line.substr(line.find(',', line.find(',') + 1));
  CHECK(rows_at['3'] == rows_at['1']);
  CHECK(rows_at['2'] != rows_at['1']);
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "out/tongren-sweep/manifest.json"));
  CHECK(manifest.at("sweep").at("points") == 3);
  CHECK(manifest.at("replications") == 4);
}

TEST_CASE("a file may say what is swept, and the command line something else", "[cli][experiments]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "mine.yaml")
      << "extends: " << muster::testing::source_folder() << "/scenarios/places/tongren.yaml\n"
      << "sweep:\n  axes:\n"
         "    - {id: founded, parameter: agencies.founded, values: 2..4}\n"
         "    - {id: seats, parameter: training.seats, values: '20,40,60'}\n"
         "  where: [\"agencies.founded>2\"]\n";
  const Said own = muster::testing::muster({"sweep", "mine.yaml", "--list"}, folder.path());
  CHECK(own.out ==
        "point  agencies.founded  training.seats\n"
        "    1        3 agencies       20 people\n    2        3 agencies       40 people\n"
        "    3        3 agencies       60 people\n    4        4 agencies       20 people\n"
        "    5        4 agencies       40 people\n    6        4 agencies       60 people\n"
        "6 points, 100 replications of each\n");
  const Said typed =
      muster::testing::muster({"sweep", "mine.yaml", "--sweep", "agencies.founded=7", "--list"}, folder.path());
  CHECK_THAT(typed.out, Catch::Matchers::ContainsSubstring("7 agencies"));
  const Said nothing = muster::testing::muster({"sweep", "tongren", "--list"}, folder.path());
  CHECK(nothing.code == 2);
  CHECK(nothing.error ==
        "--sweep: error: nothing is varied; write --sweep agencies.founded=2..6, or a section `sweep` in the file\n");
}

TEST_CASE("a lever that decides a target is solved, and one that cannot is said to be so", "[cli][experiments]") {
  const TemporaryFolder folder;
  const Said cannot = muster::testing::muster({"solve", "tongren", "--target", "agencies", "--lever",
                                               "agencies.founded=0..1", "--replications", "100", "--most", "200"},
                                              folder.path());
  INFO(cannot.out << cannot.error);
  CHECK(cannot.code == 0);
  CHECK(cannot.out.find("it cannot be met in the range; the best is ") != std::string::npos);
  const Said found =
      muster::testing::muster({"solve", "tongren", "--target", "agencies", "--lever", "agencies.founded=1..60",
                               "--replications", "100", "--most", "500", "--out", "found"},
                              folder.path());
  INFO(found.out << found.error);
  CHECK(found.code == 0);
  CHECK(found.out.find(" meets it; the edge lies between ") != std::string::npos);
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "found/manifest.json"));
  CHECK(manifest.at("solve").at("answer") == "between");
  CHECK(contents_of(folder.path() / "found/solve.csv").rfind("agencies.founded,met,replications,", 0) == 0);
}

TEST_CASE("what a sweep or a search cannot use is refused before anything is simulated", "[cli][experiments]") {
  const TemporaryFolder folder;
  const auto refused = [&](const Words& words, const std::string& why) {
    const Said said = muster::testing::muster(words, folder.path());
    INFO(said.out << said.error);
    CHECK(said.code == 2);
    CHECK(said.error.find(why) != std::string::npos);
  };
  const auto solve = [&](const Words& more, const std::string& why) {
    Words words{"solve", "tongren"};
    words.insert(words.end(), more.begin(), more.end());
    refused(words, why);
  };
  const auto sweep = [&](const Words& more, const std::string& why) {
    Words words{"sweep", "tongren"};
    words.insert(words.end(), more.begin(), more.end());
    refused(words, why);
  };
  solve({"--target", "agencys", "--lever", "agencies.founded=2..6"},
        "--target agencys: error: tongren has no such target; nearest is `agencies`\n");
  for (const char* probability : {"0", "1.2"})
    solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--probability", probability},
          "it lies between 0 and 1, both excluded; write 0.9");
  solve({"--target", "agencies", "--lever", "agencies.foundd=2..6"}, "nearest is `founded`");
  solve({"--target", "agencies", "--lever", "agencies.founded=6..2"}, "is empty; write the lower end first");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--replications", "10"},
        "too few to tell a probability of 0.9 from others; write at least ");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--minimise", "funding.spent"},
        "one lever has one edge");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--lever", "agencies.capacity=5..20", "--minimise",
         "funding.spend"},
        "funding.spend is not a series of this scenario; nearest is `funding.spent`");
  sweep({"--sweep", "agencies.foundd=2..6"}, "nearest is `founded`");
  sweep({"--sweep", "agencies.founded"}, "it has no values");
  sweep({"--sweep", "agencies.founded=1..5000"}, "5000 points; a sweep may have 1000");
  sweep({"--sweep", "agencies.evaluation.fails=10%..50%"},
        "its range has no step; write one, such as `10%..50% by 10%`");
  sweep({"--sweep", "agencies.founded=1..5", "--where", "agencies.founded>9"}, "none of the 5 points is left");
  sweep({"--sweep", "agencies.founded=1..5", "--where", "agencies.fonded>9"}, "nearest is `agencies.founded`");
  sweep({"--sweep", "agencies.works_elsewhere=yes,perhaps"}, "point 2 of 2, agencies.works_elsewhere=perhaps:");
  sweep({"--sweep", "horizon=2026-12-31,2027-12-31"}, "all points share start, horizon, targets and headline");
}
