// Saved states: continuing from them gives the same as simulating from the start, and a state that does not fit is
// refused.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

std::string strategy_file(const TemporaryFolder& folder, const std::string& id, const std::string& change) {
  const fs::path file = folder.path() / (id + ".yaml");
  std::ofstream(file) << fmt::format(
      "strategy: {}\nplace: shenyang\ntitle: 试验\nwhy: to see\nchanges:\n  - {{id: door, parameter: "
      "posts.qualified_hires, {}}}\n",
      id, change);
  return file.string();
}

CommandOutput muster_in(const TemporaryFolder& folder, std::vector<std::string> words) {
  CommandOutput said = muster::testing::muster(words, folder.path());
  INFO(fmt::format("{}", fmt::join(words, " ")) << "\n" << said.out << said.error);
  CHECK(said.code == 0);
  return said;
}

void overwrite(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("strategies continued from saved states give the same tables, even if the place's file has changed",
          "[cli][state]") {
  const TemporaryFolder folder;
  const std::string late = strategy_file(folder, "late", "set: 90 %, on: 2025-03-01");
  const std::string later = strategy_file(folder, "later", "scale: 0.5, on: 2026-01-15, over: 200 days");
  const fs::path place = folder.path() / "mine.yaml";
  std::ofstream(place) << "place: shenyang\ntitle: 沈阳\nextends: " << muster::testing::source_folder()
                       << "/scenarios/places/shenyang.yaml\n";
  (void)muster_in(folder, {"run", "mine.yaml", "--strategy", late, "--replications", "3", "--seed", "5", "--set",
                           "posts.registers=30 %", "--quiet", "--out", "whole"});
  (void)muster_in(folder, {"compare", "mine.yaml", late, later, "--replications", "3", "--seed", "5", "--set",
                           "posts.registers=30 %", "--quiet", "--out", "whole-compare"});

  const CommandOutput said = muster_in(folder, {"save", "mine.yaml", "--on", "2025-02-28", "--replications", "3",
                                                "--seed", "5", "--set", "posts.registers=30 %", "--out", "saved"});
  CHECK(said.out.find("3 replications are saved as they are at the end of ") != std::string::npos);
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "saved/manifest.json"));
  CHECK(manifest.at("saved").at("on") == "2025-02-28");
  CHECK(manifest.at("files").contains("states/2.state"));
  fs::remove(place);

  (void)muster_in(folder, {"run", "saved", "--strategy", late, "--quiet", "--threads", "2", "--out", "gone-on"});
  (void)muster_in(folder, {"compare", "saved", late, later, "--quiet", "--out", "gone-on-compare"});
  for (const char* table : {"trajectories.csv", "targets.csv"}) {
    const bool same = contents_of(folder.path() / "whole" / table) == contents_of(folder.path() / "gone-on" / table);
    CHECK(same);
  }
  for (const char* table : {"differences.csv", "ranking.csv"}) {
    const bool same =
        contents_of(folder.path() / "whole-compare" / table) == contents_of(folder.path() / "gone-on-compare" / table);
    CHECK(same);
  }
  (void)muster_in(folder, {"run", "saved", "--strategy", late, "--replication", "2", "--quiet", "--out", "third"});
  CHECK(fs::exists(folder.path() / "third/replication.csv"));

  // The command for a run continued from states simulates from the start, so that the states are not needed to
  // check it.
  fs::remove_all(folder.path() / "saved");
  const CommandOutput verified = muster_in(folder, {"verify", "gone-on"});
  CHECK(verified.out.find("to the last byte") != std::string::npos);
}

TEST_CASE("options that do not fit the saved states are refused, with the remedy", "[cli][state]") {
  const TemporaryFolder folder;
  const auto refused = [&](std::vector<std::string> arguments, const std::string& words) {
    const CommandOutput said = muster::testing::muster(arguments, folder.path());
    INFO(fmt::format("{}", fmt::join(arguments, " ")) << "\n" << said.out << said.error);
    CHECK(said.code == 2);
    CHECK(said.error.find(words) != std::string::npos);
    CHECK_FALSE(fs::exists(folder.path() / "out"));
  };
  refused({"save", "shenyang", "--on", "2025-13-01"},
          "--on 2025-13-01: error: it is not a date; write it as 2024-12-31");
  refused({"save", "shenyang", "--on", "2031-01-01"}, "the scenario runs from 2021-12-05 to 2027-12-31");
  refused({"save", "shenyang", "--on", "2022-01-31", "--replications", "auto"}, "such as --replications 400");
  refused({"save", "shenyang"}, "--on");

  (void)muster_in(folder,
                  {"save", "shenyang", "--on", "2022-01-31", "--replications", "2", "--quiet", "--out", "saved"});
  refused({"run", "saved", "--strategy", strategy_file(folder, "early", "set: 90 %, on: 2022-01-31")},
          "early.yaml:6:5: error: its change `door` takes effect on 2022-01-31, but the states in saved are those at "
          "the end of 2022-01-31");
  refused({"run", "saved", "--strategy", strategy_file(folder, "at_once", "set: 90 %")},
          "at_once.yaml:6:55: error: it changes posts.qualified_hires from the start");
  refused({"compare", "saved",
           strategy_file(folder, "when", "set: 90 %, when: {series: posts.filled, area: all, at_least: 1}")},
          "its change `door` has a condition and no date");
  refused({"run", "saved", "--strategy", "qualified_only"},
          "or simulate from the start: muster run shenyang --strategy");
  refused({"run", "saved", "--seed", "3"}, "--seed 3: error: the states in saved were saved with seed 1");
  refused({"run", "saved", "--set", "posts.registers=30 %"}, "write the change into a strategy, with a date after");
  refused({"run", "saved", "--scale", "10"}, "--set people.scale=10 people: error");
  refused({"run", "saved", "--replications", "3"}, "--replications 3: error: only 2 are saved in saved");
  refused({"run", "saved", "--replication", "2"}, "--replication 2: error: 2 replications are saved in saved");

  const fs::path first = folder.path() / "saved/states/0.state", place = folder.path() / "saved/place.state";
  const std::string state = contents_of(first), of_place = contents_of(place);
  const std::string as_it_is_not = "saved/states/0.state: error: ";
  const auto refused_with = [&](const fs::path& file, const std::string& bytes, const std::string& words) {
    const std::string before = contents_of(file);
    overwrite(file, bytes);
    refused({"run", "saved"}, words);
    overwrite(file, before);
  };
  refused_with(first, state.substr(0, state.size() - 1), as_it_is_not);
  refused_with(first, state + "x", "bytes were saved and");
  refused_with(first, state.substr(0, 10), "it is not a state that muster saved");
  std::string edited = state;
  edited[edited.size() / 2] = static_cast<char>(edited[edited.size() / 2] ^ 1);
  refused_with(first, edited, "its bytes are not those that were saved; save it again with muster save");
  refused_with(first, contents_of(folder.path() / "saved/states/1.state"), "it is not the state of replication 0");
  const auto seal =
      nlohmann::json::parse(state.substr(state.find('\n') + 1, state.find('\n', 20) - state.find('\n') - 1));
  refused_with(place, with(of_place, seal.at("version"), "9.9.9"), "it was saved by version 9.9.9 of the program");
  refused_with(first, with(state, seal.at("compiler"), "another"), "made by the compiler another");
  refused_with(first, with(state, seal.at("program"), std::string(64, '0')), "by another build of the program");
  fs::remove(first);
  refused({"run", "saved"}, "a saved state cannot be read");
}

TEST_CASE("the same states have the same bytes, whenever they are saved", "[cli][state]") {
  const TemporaryFolder folder;
  overwrite(folder.path() / "pair.yaml", muster::test::two_areas());
  for (const char* out : {"first", "second"})
    (void)muster_in(folder,
                    {"save", "pair.yaml", "--on", "2022-06-30", "--replications", "3", "--quiet", "--out", out});
  for (const char* file : {"states/0.state", "states/1.state", "states/2.state", "place.state"}) {
    INFO(file);
    const std::string first = contents_of(folder.path() / "first" / file);
    CHECK_FALSE(first.empty());
    CHECK((first == contents_of(folder.path() / "second" / file)));
  }
}
