// What the program says of texts and conditions that it cannot use, and that a command's own words cannot steer a terminal.
#include "cli/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <string>
#include <vector>

namespace muster {

using Catch::Matchers::ContainsSubstring;
using testing::Said;
using testing::TemporaryFolder;

namespace {

// What is wrong with a change of Shenyang on a condition.
std::string refusal_of(const std::string& condition) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "change.yaml";
  std::ofstream(file)
      << "strategy: s\nplace: shenyang\ntitle: s\nwhy: s\nchanges:\n  - {id: c, parameter: training.seats, "
         "set: 0 people, when: {area: all, "
      << condition << "}}\n";
  try {
    (void)cli::open_session(cli::find_scenario("shenyang"), {}, {file, {}});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a condition is written in the unit of its series, as a target is", "[unit]") {
  for (const char* fine : {"series: stations.coverage, at_least: 90 %", "series: stations.coverage, at_most: 0.9",
                           "series: stations.open, at_least: 4 stations", "series: stations.open, at_least: 4",
                           "series: stations.staff, at_least: 40人", "series: funding.spent, at_most: 15 万元",
                           "series: stations.coverage, at_least: {low: 80 %, likely: 85 %, high: 90 %}"}) {
    INFO(fine);
    CHECK(refusal_of(fine) == "");
  }
  const std::string share = "policy.changes.c.when.at_least is 90; stations.coverage is a share from 0 % to 100 %";
  CHECK_THAT(refusal_of("series: stations.coverage, at_least: 90"), ContainsSubstring(share));
  CHECK_THAT(refusal_of("series: stations.coverage, at_least: 90"), ContainsSubstring("change.yaml:6:"));
  CHECK_THAT(refusal_of("series: stations.coverage, at_least: {low: 0.8, likely: 85, high: 90}"),
             ContainsSubstring(share));
  CHECK_THAT(refusal_of("series: stations.coverage, at_least: 4 stations"),
             ContainsSubstring("policy.changes.c.when.at_least is written in stations; stations.coverage is in share"));
  CHECK_THAT(refusal_of("series: stations.open, at_most: 90 %"),
             ContainsSubstring("policy.changes.c.when.at_most is written in share; stations.open is in stations"));
  CHECK_THAT(refusal_of("series: stations.open, at_least: many"),
             ContainsSubstring("is many; write a number with its unit"));
}

TEST_CASE("a series written by what it counts is told by its id", "[unit]") {
  CHECK_THAT(
      refusal_of("series: resident workers, at_least: 4"),
      ContainsSubstring("which is not a series of this scenario; write `stations.staff`, the id of resident workers"));
}

TEST_CASE("a word of the command that could steer a terminal is refused, and shown harmlessly", "[cli]") {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check", "a\x1B[31m.yaml"},
                                                {"run", "shenyang", "--out", "o\x1B[31m"},
                                                {"check", "shenyang", "--set", "title=\x1B[31m"},
                                                {"che\x1B[31mck"},
                                                {"check", "\u202Eshenyang"},
                                                {"check", "shen\x9Byang"}}) {
    const Said said = testing::muster(words, folder.path());
    INFO(said.error);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    for (const char* raw : {"\x1B", "\u202E", "\x9B"}) CHECK(said.error.find(raw) == std::string::npos);
    CHECK_THAT(said.error, ContainsSubstring("a word of the command has "));
  }
  CHECK_THAT(testing::muster({"check", "a\x1B[31m.yaml"}, folder.path()).error,
             ContainsSubstring("U+001B, a control character in it; remove it: a<U+001B>[31m.yaml"));
}

}  // namespace muster
