// `muster sweep` and `muster solve`, as a user types them.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

using namespace muster::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using Words = std::vector<std::string>;

std::size_t rows_of(const std::string& table, const std::string& word) {
  std::istringstream lines(table);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) count += line.find(word) != std::string::npos ? 1 : 0;
  return count;
}

// A line with its columns separated by single spaces, because columns are as wide as their contents.
std::string with_single_blanks(const std::string& text) { return std::regex_replace(text, std::regex(" +"), " "); }

}  // namespace

TEST_CASE("a sweep lists its points, runs them with the same random numbers and writes a tidy table",
          "[cli][experiments]") {
  const TemporaryFolder folder;
  const Words sweep{"sweep", "tongren", "--sweep", "agencies.founded=2,9,2", "--replications", "4"};
  Words list = sweep;
  list.insert(list.end(), {"--list", "--out", "out", "--checkpoint", "kept"});  // --list ignores these
  const CommandOutput listed = muster::testing::muster(list, folder.path());
  CHECK(listed.code == 0);
  CHECK_THAT(
      with_single_blanks(listed.out),
      Catch::Matchers::EndsWith("\n 1 2 agencies\n 2 9 agencies\n 3 2 agencies\n3 points, 4 replications of each\n"));
  CHECK(listed.out.find("agencies.founded") == std::string::npos);  // a path is not shown to readers
  for (const char* nothing : {"out", "kept"}) CHECK_FALSE(std::filesystem::exists(folder.path() / nothing));

  std::set<std::string> tables;
  for (const char* threads : {"1", "3"}) {
    Words words = sweep;
    words.insert(words.end(), {"--threads", threads, "--quiet"});
    const CommandOutput said = muster::testing::muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    tables.insert(contents_of(folder.path() / "out/tongren-sweep/sweep.csv"));
  }
  CHECK(tables.size() == 1);
  const std::string& table = *tables.begin();
  CHECK(table.rfind("point,agencies.founded,output,area,unit,mean,low,high,replications\n", 0) == 0);
  CHECK(rows_of(table, ",targets.agencies.probability,all,share,") == 3);
  CHECK(rows_of(table, ",funding.spent,all,yuan,") == 3);
  // Every point has the same random numbers: the third equals the first, the second does not.
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

TEST_CASE("a file may name what is swept, and the command line overrides it", "[cli][experiments]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "mine.yaml")
      << "extends: " << muster::testing::source_folder() << "/scenarios/places/tongren.yaml\n"
      << "sweep:\n  axes:\n"
         "    - {id: founded, parameter: agencies.founded, values: 2..4}\n"
         "    - {id: seats, parameter: training.seats, values: '20,40,60'}\n"
         "  where: [\"agencies.founded>2\"]\n";
  const CommandOutput own = muster::testing::muster({"sweep", "mine.yaml", "--list"}, folder.path());
  CHECK_THAT(with_single_blanks(own.out),
             Catch::Matchers::EndsWith("\n 1 3 agencies 20 people\n 2 3 agencies 40 people\n 3 3 agencies 60 people\n"
                                       " 4 4 agencies 20 people\n 5 4 agencies 40 people\n 6 4 agencies 60 people\n"
                                       "6 points, 100 replications of each\n"));
  const CommandOutput typed =
      muster::testing::muster({"sweep", "mine.yaml", "--sweep", "agencies.founded=7", "--list"}, folder.path());
  CHECK_THAT(typed.out, Catch::Matchers::ContainsSubstring("7 agencies"));
  const CommandOutput nothing = muster::testing::muster({"sweep", "tongren", "--list"}, folder.path());
  CHECK(nothing.code == 2);
  CHECK(nothing.error ==
        "--sweep: error: nothing is varied; write --sweep agencies.founded=2..6, or a section `sweep` in the file\n");
}

TEST_CASE("a lever that decides a target is solved, and one that cannot is reported as such", "[cli][experiments]") {
  const TemporaryFolder folder;
  const CommandOutput cannot =
      muster::testing::muster({"solve", "tongren", "--target", "agencies", "--lever", "agencies.founded=0..1",
                               "--replications", "100", "--most", "200"},
                              folder.path());
  INFO(cannot.out << cannot.error);
  CHECK(cannot.code == 0);
  CHECK_THAT(cannot.out, Catch::Matchers::ContainsSubstring(": no value from 0 agencies to 1 agency is enough ("));
  const CommandOutput found =
      muster::testing::muster({"solve", "tongren", "--target", "agencies", "--lever", "agencies.founded=1..60",
                               "--replications", "100", "--most", "500", "--out", "found"},
                              folder.path());
  INFO(found.out << found.error);
  CHECK(found.code == 0);
  CHECK_THAT(found.out, Catch::Matchers::ContainsSubstring("enough, in all 100 futures"));
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "found/manifest.json"));
  CHECK(manifest.at("solve").at("answer") == "between");
  CHECK(contents_of(folder.path() / "found/solve.csv").rfind("agencies.founded,met,replications,", 0) == 0);
  // Agencies are whole numbers, in the values tried and in the answer; the chart marks the answer.
  std::istringstream rows(contents_of(folder.path() / "found/solve.csv"));
  std::string row;
  std::getline(rows, row);
  while (std::getline(rows, row)) CHECK(row.substr(0, row.find(',')).find('.') == std::string::npos);
  CHECK(manifest.at("solve").at("meets").get<std::string>().find('.') == std::string::npos);
  const auto chart = nlohmann::json::parse(contents_of(folder.path() / "found/charts/solve.vl.json"));
  std::size_t marked = 0;
  for (const auto& layer : chart.at("vconcat").at(0).at("layer"))
    if (layer.at("mark").value("shape", "") == "diamond") marked += layer.at("data").at("values").size();
  CHECK(marked == 1);
  const std::string page = contents_of(folder.path() / "found/report.html");
  // The digest of solve.csv.
  CHECK(page.find(manifest.at("digests").at("results").get<std::string>()) != std::string::npos);
}

TEST_CASE("unusable options of a sweep or a search are refused before anything is simulated", "[cli][experiments]") {
  const TemporaryFolder folder;
  const auto refused = [&](const Words& words, const std::string& why) {
    const CommandOutput said = muster::testing::muster(words, folder.path());
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
          "it must be above 0 and below 1; write a number such as 0.9");
  solve({"--target", "agencies", "--lever", "agencies.foundd=2..6"}, "nearest is `founded`");
  solve({"--target", "agencies", "--lever", "agencies.founded=6..2"}, "is empty; write the lower end first");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--replications", "10"},
        "too few to distinguish a probability of 0.9 from others; write at least ");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--minimise", "funding.spent"},
        "with one lever, only the value that is just sufficient is searched for");
  solve({"--target", "agencies", "--lever", "agencies.founded=2..6", "--lever", "agencies.capacity=5..20",
         "--minimise", "funding.spend"},
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

TEST_CASE("a target without a value cannot be judged in any command", "[cli][experiments]") {
  // The area b has no townships, so its coverage is undefined.
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "empty.yaml") << fmt::format(R"(place: empty
title: empty
extends: {}/scenarios/common/workforce.yaml
start: 2021-12-31
horizon: 2022-12-31
headline: [stations.open]
areas:
  - {{id: a, name: A}}
  - {{id: b, name: B}}
targets:
  - {{id: t, title: T, series: stations.coverage, area: b, at_least: 100 %, by: 2022-06-30}}
people: {{weight: {{by_area: {{a: 1, b: 0}}}}, departures: 0 per year}}
qualification:
  holders: {{total: 100 people, active: 100 %}}
  demand: {{first_time: 200 people, growth: 0 per year, ceiling: 2, swing: 0 %}}
stations:
  townships: {{by_area: {{a: 2, b: 0}}}}
  open_at_start: 0 stations
  qualified_at_start: 50 %
  waves: [{{id: w, title: W, areas: [all], start: 2022-01-01, deadline: 2022-12-31}}]
services:
  fields: [{{id: f, title: F, share: 100 %}}]
training: {{seats: 10 people}}
funding:
  weight: {{by_area: {{a: 1, b: 0}}}}
  sources:
    - {{id: budget, title: budget, per_year: 5 million yuan, at_start: 0 yuan, carried_over: 0 %, pays_for: [running, set_up, training]}}
)",
                                                             source_folder());
  std::ofstream(folder.path() / "seats.yaml")
      << "strategy: seats\nplace: empty\ntitle: 名额\nwhy: more seats\n"
         "changes: [{id: s, title: 名额, parameter: training.seats, set: 40 people, on: 2022-03-01}]\n";
  const auto says = [&](Words words) {
    words.insert(words.end(), {"--lang", "en"});
    const CommandOutput said = muster::testing::muster(words, folder.path());
    INFO(said.out << said.error);
    REQUIRE(said.code == 0);
    CHECK(said.out.find("nothing to judge") != std::string::npos);
    CHECK(said.out.find("0.00") == std::string::npos);
    CHECK(said.out.find("nan") == std::string::npos);
  };
  says({"run", "empty.yaml", "--replications", "4"});
  says({"compare", "empty.yaml", "seats.yaml", "--replications", "4"});
  says({"sweep", "empty.yaml", "--sweep", "training.seats=0,10", "--replications", "4"});
  says({"explain", "empty.yaml", "--whole", "--replications", "3"});
  says({"explain", "empty.yaml", "--from", "as_planned", "--to", "seats.yaml", "--replications", "3"});
  says({"solve", "empty.yaml", "--target", "t", "--lever", "training.seats=0..10", "--most", "400"});
  CHECK(contents_of(folder.path() / "out/empty-compare/ranking.csv").find("\nseats,t,b,,,,share,,,,,,,,,") !=
        std::string::npos);
  CHECK(contents_of(folder.path() / "out/empty-sweep/sweep.csv").find("targets.t.probability,b,share,,,,4\n") !=
        std::string::npos);

  // Where one scenario has a value to judge and the other has none, no command states a difference between them.
  std::ofstream(folder.path() / "town.yaml")
      << "strategy: town\nplace: empty\ntitle: 设镇\nenglish: towns\nwhy: two townships\nchanges:\n"
         "  - {id: b, title: 设镇, english: towns, merge: {stations: {townships: {by_area: {a: 2, b: 2}}}}}\n";
  ::setenv("COLUMNS", "200", 1);  // keeps sentences on one line
  const auto said = [&](Words words) {
    words.insert(words.end(), {"--lang", "en"});
    const CommandOutput ended = muster::testing::muster(words, folder.path());
    INFO(ended.error);
    REQUIRE(ended.code == 0);
    CHECK(ended.out.find("– points") == std::string::npos);
    return ended.out;
  };
  const std::string explained =
      said({"explain", "empty.yaml", "--from", "as_planned", "--to", "town.yaml", "--replications", "4"});
  CHECK_THAT(explained,
             ContainsSubstring("Probability of T\n  Nothing to judge with the place as planned, 0 % with towns.\n") &&
                 ContainsSubstring("(T)\n  Nothing to judge with the place as planned, 0 % with towns.\n") &&
                 !ContainsSubstring("a difference of"));
  const std::string compared = said({"compare", "empty.yaml", "town.yaml", "--replications", "4"});
  CHECK_THAT(compared, ContainsSubstring("With the place as planned there is nothing to judge on 2022-06-30. towns is "
                                         "the only scenario that can be judged: 0 of 4 futures meet the target.\n") &&
                           ContainsSubstring("\nT                                nothing to judge      ✕ 0 of 4\n") &&
                           !ContainsSubstring("does best"));
  CHECK_THAT(said({"sweep", "empty.yaml", "--sweep", "stations.townships.b=0,1,2", "--replications", "4"}),
             ContainsSubstring("nothing to judge"));
}
