// muster compare, run as a user runs it.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

std::string strategy_file(const TemporaryFolder& folder, const std::string& id) {
  const fs::path file = folder.path() / (id + ".yaml");
  std::ofstream(file) << fmt::format(
      "strategy: {}\nplace: shenyang\ntitle: 不变\nwhy: to see what nothing does\nchanges: []\n", id);
  return file.string();
}

}  // namespace

TEST_CASE("a strategy that changes nothing differs by exactly zero in every row, on any number of threads",
          "[cli][comparison]") {
  const TemporaryFolder folder;
  const std::string idle = strategy_file(folder, "idle");
  std::vector<std::string> tables;
  for (const char* threads : {"1", "3"}) {
    const CommandOutput said = muster::testing::muster({"compare", "shenyang", idle, "--replications", "4",
                                                        "--threads", threads, "--out", fmt::format("out-{}", threads)},
                                                       folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    CHECK(said.out.find(", the same") != std::string::npos);
    const fs::path out = folder.path() / fmt::format("out-{}", threads);
    tables.push_back(contents_of(out / "differences.csv") + contents_of(out / "ranking.csv"));
    // it would show nothing, and the output says so
    CHECK_FALSE(fs::exists(out / "charts/target-probabilities.vl.json"));
    CHECK(
        said.out.find("each target is met in the same number of futures under every strategy, so there is no chart") !=
        std::string::npos);
    const auto manifest = nlohmann::json::parse(contents_of(out / "manifest.json"));
    CHECK(manifest.at("strategies").at(0).at("id") == "idle");
    CHECK(manifest.at("strategies").at(0).at("parameters").empty());
    CHECK(manifest.at("replications") == 4);
  }
  CHECK(tables[0] == tables[1]);

  std::istringstream lines(tables[0]);
  std::string line;
  std::getline(lines, line);
  CHECK(line == "strategy,date,area,series,unit,mean_difference,low,high,replications,variance_ratio");
  std::size_t rows = 0;
  while (std::getline(lines, line) && !line.starts_with("strategy,")) {
    ++rows;
    if (line.find(",0,0,0,") == std::string::npos && !line.ends_with(",,,,0,") && !line.ends_with(",0,,,1,"))
      FAIL(line);
  }
  CHECK(rows > 10000);
  CHECK(line ==
        "strategy,target,area,probability,probability_low,probability_high,unit,median,shortfall_mean,judged_by,gain,"
        "gain_low,gain_high,value_gain,value_gain_low,value_gain_high,extra_spent,rank");
  while (std::getline(lines, line))
    CHECK(
        (line.ends_with(",value,,,,0,0,0,0,1") || (line.starts_with("as_planned,") && line.ends_with(",,,,,,,,0,1"))));
}

TEST_CASE("compare refuses unknown or repeated strategies before anything is simulated", "[cli][comparison]") {
  const TemporaryFolder folder;
  const std::string idle = strategy_file(folder, "idle");
  const auto refused = [&](std::vector<std::string> arguments, const std::string& words) {
    arguments.insert(arguments.begin(), "compare");
    const CommandOutput said = muster::testing::muster(arguments, folder.path());
    INFO(said.out << said.error);
    CHECK(said.code == 2);
    CHECK(said.error.find(words) != std::string::npos);
    CHECK_FALSE(fs::exists(folder.path() / "out"));
  };
  refused({"shenyang"}, "STRATEGY");
  refused({"shenyang", idle, idle}, "error: the strategy is named twice; name each once");
  refused({"shenyang", idle, "./idle.yaml"}, "error: the strategy is named twice; name each once");
  refused({"shenyang", "no_such_thing"},
          "no_such_thing: error: there is no such strategy, neither a file nor one that came");
  refused({"shenyang", idle, "--replications", "auto"}, "a comparison needs a number; write --replications 400");
  refused({"shenyang", idle, "--replications", "0"}, "write a number from 1 to");
  refused({"nowhere", idle}, "nowhere");
  refused({"shenyang", idle, "--set", "posts.mandat.by=2027-01-01"}, "nearest is `mandate`");
  fs::create_directories(folder.path() / "photos");
  std::ofstream(folder.path() / "photos/holiday.jpg") << "dear";
  refused({"shenyang", idle, "--replications", "1", "--out", "photos"}, "photos");
}
