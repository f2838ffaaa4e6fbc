// muster run, run as a user runs it: files, first rows, interruptions, exit codes, scenarios of the user.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

const fs::path places = fs::path(muster::testing::source_folder()) / "scenarios/places";

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char letter : line) {
    if (letter == ',') {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  return fields;
}

// The row of a table that starts with these fields.
std::vector<std::string> row_of(const std::string& table, const std::string& start) {
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);)
    if (line.rfind(start + ",", 0) == 0) return fields_of(line);
  FAIL("no row starts with " << start);
  return {};
}

}  // namespace

TEST_CASE("a run of Wenzhou writes all its files, and its first row reproduces the facts", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput said =
      muster::testing::muster({"run", (places / "wenzhou.yaml").string(), "--replications", "3"}, folder.path());
  INFO(said.error);
  REQUIRE(said.code == 0);
  CHECK(said.out.find("(≥ 100 % by ") != std::string::npos);
  CHECK(said.out.find("full_coverage") == std::string::npos);  // an id is not shown to readers

  const fs::path out = folder.path() / "out/wenzhou";
  const std::string table = contents_of(out / "trajectories.csv");
  CHECK(table.substr(0, table.find('\n')) == "date,area,series,unit,replications,mean,sd,p05,p10,p25,p50,p75,p90,p95");
  const auto fact = [&](const std::string& series, const std::string& value) {
    const std::vector<std::string> row = row_of(table, "2021-12-05,all," + series);
    CHECK(row[5] == value);
    CHECK(row[6] == "0");  // the same in every replication
  };
  fact("qualification.held", "17500");
  fact("qualification.registered", "16500");
  fact("stations.open", "141");
  fact("stations.townships", "185");
  // certificates from the exam results of January 2022
  CHECK(row_of(table, "2022-03-31,all,qualification.issued")[5] != "0");

  const std::string targets = contents_of(out / "targets.csv");
  CHECK(targets.substr(0, targets.find('\n')) ==
        "target,area,series,comparison,goal,unit,by,probability,probability_low,probability_high,p05,p50,p95,"
        "shortfall_mean,reached_share,reached_p50");
  const auto manifest = nlohmann::json::parse(contents_of(out / "manifest.json"));
  CHECK(manifest.at("seed") == 1);
  CHECK(fs::exists(out / "charts/targets.vl.json"));
  CHECK(fs::exists(out / "charts/qualification-held.vl.json"));
}

TEST_CASE("a run of Shenyang starts with ten stations, all of them in Shenbei", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput said =
      muster::testing::muster({"run", "shenyang", "--replications", "3", "--quiet"}, folder.path());
  INFO(said.error);
  REQUIRE(said.code == 0);
  CHECK(said.out.empty());
  const std::string table = contents_of(folder.path() / "out/shenyang/trajectories.csv");
  CHECK(row_of(table, "2021-12-05,all,stations.open")[5] == "10");
  CHECK(row_of(table, "2021-12-05,shenbei,stations.open")[5] == "10");
  CHECK(row_of(table, "2021-12-05,urban9,stations.townships")[5] == "99");
  CHECK(row_of(table, "2021-12-05,outer4,stations.townships")[5] == "82");
  std::set<std::string> targets;
  std::istringstream lines(contents_of(folder.path() / "out/shenyang/targets.csv"));
  for (std::string line; std::getline(lines, line);) targets.insert(line.substr(0, line.find(',')));
  CHECK(targets == std::set<std::string>{"target", "urban_coverage", "outer_pilots", "urban_service", "pilot_service",
                                         "outer_coverage", "outer_service", "all_qualified"});
}

TEST_CASE("the tables are the same bytes for any number of threads", "[cli]") {
  const TemporaryFolder folder;
  std::vector<std::string> tables;
  for (const char* threads : {"1", "2", "4"}) {
    const std::string out = fmt::format("threads-{}", threads);
    const CommandOutput said = muster::testing::muster(
        {"run", "shenyang", "--replications", "6", "--threads", threads, "--out", out, "--quiet"}, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    tables.push_back(contents_of(folder.path() / out / "trajectories.csv") +
                     contents_of(folder.path() / out / "targets.csv"));
  }
  CHECK(tables[0] == tables[1]);
  CHECK(tables[0] == tables[2]);
}

TEST_CASE("one replication simulated alone gives its monthly values", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput said = muster::testing::muster({"run", "shenyang", "--replication", "118"}, folder.path());
  INFO(said.error);
  REQUIRE(said.code == 0);
  const std::string history = contents_of(folder.path() / "out/shenyang-replication-118/replication.csv");
  CHECK(history.rfind("date,area,series,unit,value\n", 0) == 0);
}

TEST_CASE("an interrupted run writes the finished replications and says so", "[cli]") {
  const TemporaryFolder folder;
  const Started run({muster::testing::program(), "run", "shenyang", "--replications", "100000", "--threads", "2"},
                    folder.path());
  std::this_thread::sleep_for(std::chrono::seconds(3));
  run.signal(SIGINT);
  const CommandOutput said = run.wait();
  INFO(said.error);
  CHECK(said.code == 130);
  CHECK(said.out.find("Interrupted after ") != std::string::npos);
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "out/shenyang/manifest.json"));
  CHECK(manifest.dump().find("interrupted") != std::string::npos);
  CHECK(row_of(contents_of(folder.path() / "out/shenyang/trajectories.csv"), "2021-12-05,all,stations.open")[5] ==
        "10");
}

TEST_CASE("a killed run leaves nothing that looks finished", "[cli]") {
  const TemporaryFolder folder;
  const Started run({muster::testing::program(), "run", "shenyang", "--replications", "100000"}, folder.path());
  std::this_thread::sleep_for(std::chrono::seconds(1));
  run.signal(SIGKILL);
  CHECK(run.wait().code == 128 + SIGKILL);
  CHECK_FALSE(fs::exists(folder.path() / "out/shenyang"));
}

TEST_CASE("exit codes and errors distinguish input errors from others", "[cli]") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& words) {
    const CommandOutput said = muster::testing::muster(arguments, folder.path());
    INFO(said.out << said.error);
    CHECK(said.code == 2);
    CHECK(said.error.find(words) != std::string::npos);
  };
  refused({"run", "nowhere.yaml"}, "nowhere.yaml");
  refused({"run", "shenyang", "--replications", "0"}, "write a number from 1 to");
  refused({"run", "shenyang", "--replications", "many"}, "write a number from 1 to");
  refused({"run", "shenyang", "--set", "posts.mandat.by=2027-01-01"}, "nearest is `mandate`");
  refused({"run", "shenyang", "--set", "posts.mandate.by"}, "no `=` in it");
  refused({"run", "shenyang", "--set", "training.seats=lots"}, "training.seats");
  refused({"check", "shenyang", "--set", "posts.level=expert"}, "posts.level");
  refused({"check", "shenyang", "--set", "headline=[stations.coverag]"}, "nearest is `stations.coverage`");
  refused({"run", "shenyang", "--threads", "0"}, "threads");
  refused({"dance"}, "--help");

  std::ofstream(folder.path() / "taken") << "a file";
  refused({"run", "shenyang", "--replications", "1", "--out", "taken"}, "taken");
  fs::create_directories(folder.path() / "photos");
  std::ofstream(folder.path() / "photos/holiday.jpg") << "dear";
  refused({"run", "shenyang", "--replications", "1", "--out", "photos"}, "photos");
  CHECK(contents_of(folder.path() / "photos/holiday.jpg") == "dear");
}

TEST_CASE("a user's scenario may extend a place and change one parameter", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "mine.yaml") << fmt::format(
      "place: mine\ntitle: only the qualified\nextends: {}\nposts:\n  mandate:\n    hire_only_qualified_from: "
      "2022-01-01\n",
      (places / "shenyang.yaml").string());
  const CommandOutput base =
      muster::testing::muster({"run", "shenyang", "--replications", "4", "--quiet"}, folder.path());
  const CommandOutput mine =
      muster::testing::muster({"run", "mine.yaml", "--replications", "4", "--quiet"}, folder.path());
  INFO(mine.error);
  REQUIRE(base.code == 0);
  REQUIRE(mine.code == 0);
  const auto qualified = [&](const char* place) {
    return std::stod(row_of(contents_of(folder.path() / "out" / place / "trajectories.csv"),
                            "2026-12-31,all,stations.qualified_share")[5]);
  };
  CHECK(qualified("mine") > qualified("shenyang") + 0.2);
}

TEST_CASE("a policy change of a parameter takes effect from its date on", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "drive.yaml") << fmt::format(
      "place: drive\nextends: {}\npolicy:\n  changes:\n"
      "    - {{id: call, on: 2023-01-01, parameter: qualification.demand.drive, set: 2}}\n"
      "    - {{id: tired, when: {{series: stations.coverage, area: all, at_least: 1}}, parameter: "
      "posts.mandate.registers, scale: 0}}\n",
      (places / "shenyang.yaml").string());
  const CommandOutput drive =
      muster::testing::muster({"run", "drive.yaml", "--replications", "4", "--quiet"}, folder.path());
  const CommandOutput base =
      muster::testing::muster({"run", "shenyang", "--replications", "4", "--quiet"}, folder.path());
  INFO(drive.error);
  REQUIRE(drive.code == 0);
  REQUIRE(base.code == 0);
  const auto registered = [&](const char* place, const char* date) {
    return std::stod(row_of(contents_of(folder.path() / "out" / place / "trajectories.csv"),
                            std::string(date) + ",all,qualification.registered")[5]);
  };
  CHECK(registered("drive", "2022-04-30") == registered("shenyang", "2022-04-30"));
  CHECK(registered("drive", "2023-04-30") > 1.5 * registered("shenyang", "2023-04-30"));
}
