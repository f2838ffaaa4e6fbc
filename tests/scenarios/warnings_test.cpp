// Settings of a scenario that have no effect are reported, with a number and a remedy; settings with an effect are
// not.
#include "experiments/session/warnings.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

using Catch::Matchers::ContainsSubstring;
using testing::TemporaryFolder;
using Overrides = std::vector<scenarios::Override>;
using Warnings = std::vector<std::string>;

// Two areas from 2021-12-05 to 2024-12-31, with a budget of two million yuan every 1 January.
class Pair {
 public:
  [[nodiscard]] Warnings warnings(const Overrides& overrides = {}, const std::string& changes = "") const {
    std::ofstream(folder_.path() / "pair.yaml") << test::two_areas();
    scenarios::StrategyUse use;
    if (!changes.empty()) {
      use.file = folder_.path() / "strategy.yaml";
      std::ofstream(use.file) << "strategy: s\nplace: pair\ntitle: t\nwhy: w\nchanges:\n" << changes;
    }
    return experiments::warnings_of(experiments::open_session(folder_.path() / "pair.yaml", overrides, use));
  }

  [[nodiscard]] Warnings of_change(const std::string& change, const Overrides& overrides = {}) const {
    return warnings(overrides, "  - {id: c, " + change + "}\n");
  }

 private:
  TemporaryFolder folder_;
};

const std::string grant = "parameter: funding.sources.budget.per_year";

TEST_CASE("a scenario in which every setting has an effect has no warning", "[unit][warnings]") {
  const Pair pair;
  CHECK(pair.warnings().empty());
  for (const char* change :
       {"parameter: training.seats, scale: 3, on: 2022-03-01", "parameter: training.seats, set: 30 people",
        "parameter: funding.sources.budget.per_year, scale: 0.8, on: 2023-01-01",
        "parameter: training.seats, set: {by_date: {2022-02-01: 10 people, 2024-01-01: 100 people}}, on: 2022-02-01",
        "parameter: stations.running_cost, scale: 1.1, on: 2024-07-01, until: 2024-09-01",
        "parameter: posts.registers, set: 90 %, on: 2022-01-01, over: 2 years, shape: s_curve",
        "parameter: posts.mandate.sanction, set: keep"})
    CHECK(pair.of_change(change).empty());
}

TEST_CASE("a change without effect is reported, with the reason", "[unit][warnings]") {
  const Pair pair;
  const auto only = [](const Warnings& warnings) {
    REQUIRE(warnings.size() == 1);
    return warnings[0];
  };
  CHECK_THAT(only(pair.of_change("parameter: training.seats, scale: 3, on: 2022-03-01, areas: [east]",
                                 {{"training.seats", "{by_area: {east: 0 people, west: 10 people}}"}})),
             ContainsSubstring("strategy.yaml:6:") &&
                 ContainsSubstring("training.seats is 0 there and stays 0 when it is multiplied by 3"));
  CHECK_THAT(only(pair.of_change("parameter: training.seats, set: 20 people, on: 2022-03-01")),
             ContainsSubstring("training.seats is 20 people already"));
  CHECK_THAT(only(pair.of_change("parameter: training.seats, set: 20 people")),
             ContainsSubstring("has this value already"));
  CHECK_THAT(only(pair.of_change("parameter: training.seats, scale: 1.02, on: 2022-03-01")),
             ContainsSubstring("training.seats is 20 people and stays so when it is multiplied by 1.02"));
  CHECK_THAT(only(pair.of_change("parameter: stations.waves.rest.hold, set: no, on: 2022-03-01",
                                 {{"stations.waves.rest.hold", "no"}})),
             ContainsSubstring("stations.waves.rest.hold is no already"));
  // The budget is read on 1 January: 2024-07-01 is after the last one.
  CHECK_THAT(only(pair.of_change(grant + ", scale: 2, on: 2024-07-01")),
             ContainsSubstring("is in effect from 2024-07-01 to 2024-12-31, and funding.sources.budget.per_year is "
                               "used only on 1 January") &&
                 ContainsSubstring("for the last time before the change on 2024-01-01"));
  // Registration of 2024 closes on 16 April.
  CHECK_THAT(only(pair.of_change("parameter: posts.registers, set: 90 %, on: 2024-05-01")),
             ContainsSubstring("for the last time before the change on 2024-04-16"));
  CHECK_THAT(only(pair.of_change("parameter: training.seats, scale: 3, on: 2021-11-01, until: 2021-12-01")),
             ContainsSubstring("is taken back on 2021-12-01"));
}

TEST_CASE("parameters that are read only on some days are known with these days", "[unit][warnings]") {
  const TemporaryFolder folder;
  const auto of_tongren = [&](const std::string& change, const Overrides& overrides = {}) {
    scenarios::StrategyUse use;
    if (!change.empty()) {
      use.file = folder.path() / "strategy.yaml";
      std::ofstream(use.file) << "strategy: s\nplace: tongren\ntitle: t\nwhy: w\nchanges:\n  - {id: c, " << change
                              << "}\n";
    }
    return experiments::warnings_of(
        experiments::open_session(testing::source_folder() + "/scenarios/places/tongren.yaml", overrides, use));
  };
  const std::string rounds = "posts.establishments.civil_affairs.";
  for (const auto& [change, days] : std::vector<std::pair<std::string, std::string>>{
           {rounds + "advertised, set: 100 %, on: 2023-10-01, until: 2024-09-01",
            "for the last time before the change on 2023-09-15"},
           {rounds + "applies, set: 100 %, on: 2023-10-01, until: 2024-09-01",
            "is used only on the days of its yearly rounds"},
           {"training.sessions.year_2023.cost, set: 900 yuan, on: 2024-01-01",
            "for the last time before the change on 2023-05-20"},
           {"training.supervision.cost, set: 90 thousand yuan, on: 2023-03-01, until: 2023-12-01",
            "is used only on 1 January of each year and when a pairing begins"}}) {
    INFO(change);
    const Warnings warnings = of_tongren("parameter: " + change);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring(days) && ContainsSubstring("it has no effect"));
  }
  CHECK(of_tongren("parameter: " + rounds + "advertised, set: 100 %, on: 2023-09-01, until: 2023-10-01").empty());
  CHECK(of_tongren("parameter: training.sessions.year_2023.cost, set: 900 yuan, on: 2023-05-20").empty());
  // Before the first round on 2022-09-15 the share is not read, so a change from 2022-09-01 on is in time.
  CHECK(of_tongren("", {{rounds + "advertised", "{by_date: {2022-09-01: 20 %}}"}}).empty());
}

TEST_CASE("money that arrives later than written, or never, is reported with the date", "[unit][warnings]") {
  const Pair pair;
  const auto of = [&](const std::string& per_year, const Overrides& more = {}) {
    Overrides overrides{{"funding.sources.budget.per_year", per_year}};
    overrides.insert(overrides.end(), more.begin(), more.end());
    const Warnings warnings = pair.warnings(overrides);
    REQUIRE(warnings.size() == 1);
    return warnings[0];
  };
  CHECK_THAT(of("{by_date: {2021-01-01: 0 yuan, 2022-04-01: 2 million yuan, 2023-04-01: 3 million yuan}}"),
             ContainsSubstring("that of 2022-04-01 on 2023-01-01, that of 2023-04-01 on 2024-01-01"));
  CHECK_THAT(of("{by_date: {2021-01-01: 1 million yuan, 2022-01-01: 2 million yuan}}"),
             ContainsSubstring("is written for 2021-01-01") && ContainsSubstring("the money is never granted"));
  CHECK_THAT(of("{by_date: {2022-01-01: 1 million yuan, 2024-07-01: 2 million yuan}}"),
             ContainsSubstring("is written for 2024-07-01, and no 1 January falls between"));
  CHECK_THAT(pair.of_change(grant + ", scale: 2, on: 2023-07-01").at(0),
             ContainsSubstring("the change takes effect on 2024-01-01"));
}

TEST_CASE("a yearly grant on the day on which the scenario begins is reported as missed", "[unit][warnings]") {
  const TemporaryFolder folder;
  std::string place = test::two_areas();
  const auto put = [&](const std::string& from, const std::string& to) {
    const std::size_t at = place.find(from);
    REQUIRE(at != std::string::npos);
    place.replace(at, from.size(), to);
  };
  put("start: 2021-12-05", "start: 2022-01-01");
  put("  under_way: {sitting: 2021, registered: 2000 people, registered_before: 1600 people, comes_again: 25 %}\n",
      "");
  // at_start contains the money
  CHECK(experiments::warnings_of(test::open_scenario(folder, "place.yaml", place)).empty());
  put("at_start: 400000 yuan", "at_start: 0 yuan");
  const Warnings warnings = experiments::warnings_of(test::open_scenario(folder, "place.yaml", place));
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], ContainsSubstring("no money comes before 2023-01-01") &&
                              ContainsSubstring("the rest of the money of 2022 in at_start, or start on 2021-12-31"));
}

TEST_CASE("a value by date whose first date is late is reported to apply from the start", "[unit][warnings]") {
  const Pair pair;
  for (const Warnings& warnings :
       {pair.warnings({{"training.seats", "{by_date: {2024-01-01: 100 people}}"}}),
        pair.of_change("parameter: training.seats, set: {by_date: {2024-01-01: 100 people}}"),
        pair.of_change("parameter: training.seats, set: {by_date: {2024-01-01: 100 people}}, on: 2022-01-01")}) {
    REQUIRE(warnings.size() == 1);
    // The first courses after the start are 60 days before the sitting of 18 June 2022.
    CHECK_THAT(warnings[0],
               ContainsSubstring("the first value of training.seats, 100 people, is written for 2024-01-01 "
                                 "and holds before that date too, from 2022-"));
  }
}

TEST_CASE("a calendar of sittings that ends before the scenario is reported", "[unit][warnings]") {
  const Pair pair;
  const Warnings warnings = pair.warnings({{"horizon", "2035-12-31"}});
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0],
             ContainsSubstring("exam.yaml:") &&
                 ContainsSubstring("the last sitting, 2030, is on 2030-06-15 and the scenario ends on 2035-12-31"));
  CHECK(pair.warnings({{"horizon", "2030-12-31"}}).empty());
  CHECK(pair.warnings({{"horizon", "2031-12-31"}}).size() == 1);
}

TEST_CASE("settings that begin after the end, and money for hardly any station, are reported", "[unit][warnings]") {
  const Pair pair;
  const Warnings wave =
      pair.warnings({{"stations.waves.rest.start", "2025-02-01"}, {"stations.waves.rest.deadline", "2025-12-31"}});
  REQUIRE(wave.size() == 1);
  CHECK_THAT(wave[0],
             ContainsSubstring("stations.waves.rest.start is 2025-02-01, after the scenario's end on 2024-12-31"));
  const Warnings door = pair.warnings({{"posts.mandate.hire_only_qualified_from", "2025-06-01"}});
  REQUIRE(door.size() == 1);
  CHECK_THAT(door[0],
             ContainsSubstring("posts.mandate.hire_only_qualified_from is 2025-06-01, after the scenario's end"));
  const Warnings poor = pair.warnings(
      {{"funding.sources.budget.per_year", "{by_date: {2022-01-01: 200 yuan, 2023-01-01: 2000000 yuan}}"},
       {"funding.sources.budget.at_start", "0 yuan"}});
  REQUIRE(poor.size() == 1);
  CHECK_THAT(poor[0], ContainsSubstring(
                          "funding.sources.budget.per_year is 200 yuan on 2022-01-01, and running one station for "
                          "a year costs 146500 yuan: the money is not enough for a single station"));
  const Warnings few = pair.warnings({{"funding.sources.budget.per_year", "200000 yuan"},
                                      {"funding.sources.budget.at_start", "0 yuan"},
                                      {"stations.open_at_start", "{by_area: {east: 12, west: 8}}"}});
  REQUIRE(few.size() == 1);
  CHECK_THAT(few[0],
             ContainsSubstring("in 2022, 2023, 2024 the money available for running stations is 200000 yuan a year") &&
                 ContainsSubstring("the money is enough for 1.4 stations, and 20 are open at the start"));
}

TEST_CASE("implausible amounts of money are reported, wherever they are written", "[unit][warnings]") {
  const Pair pair;
  const auto only = [](const Warnings& warnings) {
    INFO((warnings.size() > 1 ? warnings[1] : std::string()));
    REQUIRE(warnings.size() == 1);
    return warnings[0];
  };
  const std::string budget = "funding.sources.budget.";
  // Ten thousand times too little, or too much.
  for (const auto& [path, value, said] : std::vector<std::array<std::string, 3>>{
           {"stations.running_cost", "14.65 yuan", "stations.running_cost is 14.65 yuan for a year, wages included"},
           {"stations.running_cost", "1465 yuan", "one person's pay for a month is more than 1500 yuan"},
           {"stations.set_up_cost", "4 yuan",
            "stations.set_up_cost is 4 yuan and stations.running_cost is 146500 yuan"},
           {"stations.set_up_cost", "40 million yuan", "stations.set_up_cost is 40 million yuan, 273 times as much"},
           {"training.cost", "0.03 yuan", "training.cost is 0.03 yuan"},
           {"training.cost", "300 thousand yuan", "and training.cost is 300000 yuan; see whether"},
           {budget + "at_start", "40 yuan", budget + "at_start is 40 yuan"},
           {budget + "at_start", "400 billion yuan",
            "the money is enough for 2730375 stations, and there are 21 townships"},
           {budget + "per_year", "200 billion yuan",
            "the money is enough for 1365188 stations, and there are 21 townships"}}) {
    INFO(path << " " << value);
    const Warnings warnings = pair.warnings({{path, value}});
    REQUIRE_FALSE(warnings.empty());
    CHECK_THAT(warnings[0], ContainsSubstring(said) && ContainsSubstring("see whether a unit is"));
  }
  // In a strategy, with a date or with a condition.
  CHECK_THAT(only(pair.of_change(grant + ", set: 200 yuan, on: 2023-01-01")),
             ContainsSubstring("strategy.yaml:6:") &&
                 ContainsSubstring("per_year is 200 yuan on 2023-01-01, and running one station for a year costs"));
  CHECK_THAT(
      only(pair.of_change(grant + ", set: 200 yuan, when: {series: stations.coverage, area: all, at_least: 90 %}")),
      ContainsSubstring("strategy.yaml:6:") && ContainsSubstring("per_year is 200 yuan on 2022-01-01"));
  CHECK_THAT(only(pair.of_change("parameter: stations.set_up_cost, set: 3 yuan, on: 2023-01-01")),
             ContainsSubstring("strategy.yaml:6:") && ContainsSubstring("stations.set_up_cost is 3 yuan"));
  // A hundredth in one year, but much money at the start: enough for one of the stations, so there is no warning.
  CHECK_THAT(
      only(pair.warnings({{budget + "per_year", "{by_date: {2022-01-01: 220000 yuan, 2023-01-01: 22 million yuan}}"},
                          {budget + "at_start", "20 million yuan"},
                          {"stations.open_at_start", "{by_area: {east: 12, west: 8}}"}})),
      ContainsSubstring("per_year is 220000 yuan on 2022-01-01, and 22 million yuan at another time: the first amount "
                        "is enough for 1.5 stations, while 20 are open at the start and there are 21 townships"));
  // Plausible settings: little left at the start, no money for rooms, three times the money.
  for (const Overrides& sound :
       {Overrides{{budget + "at_start", "5000 yuan"}}, Overrides{{"stations.set_up_cost", "0 yuan"}},
        Overrides{{budget + "per_year", "10 million yuan"}}, Overrides{{"stations.running_cost", "60 thousand yuan"}}})
    CHECK(pair.warnings(sound).empty());
}

TEST_CASE("parameters read on the first of a month, on one day or never are known as such", "[unit][warnings]") {
  const TemporaryFolder folder;
  const auto of = [&](const std::string& change) {
    scenarios::StrategyUse use;
    use.file = folder.path() / "strategy.yaml";
    std::ofstream(use.file) << "strategy: s\nplace: tongren\ntitle: t\nwhy: w\nchanges:\n  - {id: c, parameter: "
                            << change << "}\n";
    return experiments::warnings_of(
        experiments::open_session(testing::source_folder() + "/scenarios/places/tongren.yaml", {}, use));
  };
  const auto only = [&](const std::string& change) {
    const Warnings warnings = of(change);
    INFO(change);
    REQUIRE(warnings.size() == 1);
    return warnings[0];
  };
  for (const std::string what : {"agencies.founded", "people.talents.joins"}) {
    CHECK_THAT(
        only(what + ", scale: 3, on: 2023-03-05, until: 2023-03-20"),
        ContainsSubstring(
            what + " is used only on the first day of each month, for the last time before the change on 2023-03-01"));
    CHECK(of(what + ", scale: 3, on: 2023-03-05, until: 2023-04-02").empty());
  }
  CHECK_THAT(
      only("stations.tiers.county_station.set_up_cost, scale: 3, on: 2023-03-05"),
      ContainsSubstring("is used only on the day its tier starts, for the last time before the change on 2022-"));
  CHECK(of("stations.tiers.county_station.set_up_cost, scale: 3").empty());
  CHECK_THAT(only("stations.tiers.city_centre.set_up_cost, set: 300 thousand yuan, on: 2023-01-01"),
             ContainsSubstring("is used only on the day its tier starts: it has no effect; leave it out"));
  CHECK_THAT(only("qualification.renewal.renews, set: 95 %, on: 2023-01-01"),
             ContainsSubstring("is used only where registrations lapse: it has no effect; leave it out"));
  CHECK(of("agencies.evaluation.fails, set: 50 %, on: 2023-03-05, until: 2023-03-06").empty());  // read on every day
}

TEST_CASE("fractions of countable things, and people past retirement at the start, are refused", "[unit][warnings]") {
  const Pair pair;
  CHECK_THROWS_WITH(pair.warnings({{"stations.staff_posts", "{empirical: {values: [0.5, 1.5], weights: [1, 1]}}"}}),
                    ContainsSubstring("stations.staff_posts: values has 0.5; write whole numbers"));
  CHECK_THROWS_WITH(pair.warnings({{"people.age", "65 years"}}),
                    ContainsSubstring("people.age allows no age from 18 to below 60 years"));
}

TEST_CASE("the shipped places and strategies have no settings without effect", "[scenarios][warnings]") {
  for (const std::string& place : experiments::shipped_names("places")) {
    INFO(place);
    CHECK(experiments::warnings_of(experiments::open_session(experiments::find_scenario(place), {})) == Warnings{});
    for (const std::string& strategy : experiments::shipped_names("strategies")) {
      INFO(strategy);
      std::optional<experiments::Session> session;
      try {
        session =
            experiments::open_session(experiments::find_scenario(place), {}, experiments::open_strategy(strategy));
      } catch (const InputError&) {  // the strategy is for other places
        continue;
      }
      CHECK(experiments::warnings_of(*session) == Warnings{});
    }
  }
}

}  // namespace

}  // namespace muster
