// Strategies: each shipped strategy opens over each of its places, and a strategy changes exactly what it states.
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace muster {

namespace {

using Catch::Matchers::ContainsSubstring;

class Files {
 public:
  Files() { write("pair.yaml", test::two_areas()); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
  }
  [[nodiscard]] experiments::Session open(const std::string& strategy,
                                          std::optional<std::vector<std::string>> only = {}) const {
    const scenarios::StrategyUse use{strategy.empty() ? std::filesystem::path{} : folder_.path() / strategy,
                                     std::move(only)};
    return experiments::open_session(folder_.path() / "pair.yaml", {}, use);
  }
  // The errors in a wrong strategy, without the folder.
  [[nodiscard]] std::string refusal(const std::string& text) const {
    write("s.yaml", text);
    try {
      (void)open("s.yaml");
    } catch (const InputError& error) {
      std::string said = error.what();
      const std::string prefix = folder_.path().generic_string() + "/";
      for (std::size_t at = 0; (at = said.find(prefix, at)) != std::string::npos;) said.erase(at, prefix.size());
      return said;
    }
    return "";
  }

 private:
  testing::TemporaryFolder folder_;
};

std::string head(const std::string& id) {
  return "strategy: " + id + "\nplace: pair\ntitle: 试\nwhy: to see what happens\n";
}

const Setting* find(const experiments::Session& session, const std::string& path) {
  const Setting* found = nullptr;
  const auto visit = [&](const auto& self, const GroupSetting& group) -> void {
    for (const Setting& setting : group.fields) {
      if (setting.path == path) found = &setting;
      if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) self(self, *nested);
      if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
        for (const GroupSetting& item : *items) self(self, item);
    }
  };
  for (const auto& [section, group] : session.scenario.sections) visit(visit, group);
  return found;
}

TEST_CASE("every shipped strategy opens over each of its places", "[unit][places]") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> strategies = {
      {"fees", {"shenyang", "wenzhou"}},
      {"free_training", {"shenyang", "wenzhou", "tongren"}},
      {"bonus", {"tongren"}},
      {"double_pairs", {"tongren"}},
      {"qualified_only", {"shenyang"}},
      {"replace_on_the_day", {"shenyang"}},
      {"door_and_sanction", {"shenyang"}},
      {"old_rules_for_old_staff", {"shenyang"}},
      {"full_package", {"shenyang"}},
      {"big_first", {"shenyang"}},
      {"small_first", {"shenyang"}},
      {"pilot_then_scale", {"shenyang"}},
      {"budget_cut", {"shenyang", "tongren", "wenzhou"}},
      {"flood_in_the_rollout", {"shenyang"}},
      {"teams_stay_on", {"henan"}},
      {"larger_teams", {"henan"}},
      {"nothing", {"shenyang", "tongren", "wenzhou", "henan"}},
  };
  std::size_t shipped = 0;
  for (const auto& file : std::filesystem::directory_iterator(experiments::shipped_scenarios() / "strategies"))
    shipped += file.path().extension() == ".yaml" ? 1 : 0;
  CHECK(shipped == strategies.size());
  for (const auto& [strategy, places] : strategies)
    for (const std::string& place : places) {
      INFO(strategy << " over " << place);
      const experiments::Session session =
          experiments::open_session(experiments::find_scenario(place), {}, experiments::open_strategy(strategy));
      REQUIRE(session.scenario.strategy);
      CHECK(session.scenario.strategy->id == strategy);
      CHECK(session.scenario.strategy->changes.empty() == (strategy == "nothing"));
      const ReplicationResult result = simulate(session.setup(Seed{1}), session.shape, Replication{0}, session.build);
      CHECK(result.events > 0);
    }
}

TEST_CASE("an undated change goes into the place, a dated one becomes policy, and each has its line",
          "[unit][loader]") {
  const Files files;
  files.write("s.yaml", head("s") + R"(sources: {study: "a study"}
changes:
  - {id: mandate, title: 替换, english: replacement, parameter: posts.mandate.sanction, set: keep, kind: assumption, note: why not}
  - {id: seats, parameter: training.seats, scale: 2, on: 2022-05-01, areas: [west]}
  - {id: drive, parameter: qualification.demand.drive, scale: 1.5, kind: estimate, source: study}
  - id: wave
    english: the second wave
    merge: {stations: {waves: [{id: rest, deadline: 2023-12-31}]}}
)");
  const experiments::Session session = files.open("s.yaml");
  const Setting* sanction = find(session, "posts.mandate.sanction");
  REQUIRE(sanction);
  CHECK(sanction->where.line == 7);
  CHECK(sanction->provenance.note == "why not");
  CHECK(sanction->written == "{value: keep, kind: assumption, note: why not}");
  CHECK(std::get<Date>(std::get<ValueSetting>(find(session, "stations.waves.rest.deadline")->content)) ==
        Date{std::chrono::year{2023} / 12 / 31});
  REQUIRE(find(session, "policy.changes.seats.areas"));
  CHECK(find(session, "policy.changes.seats.scale")->where.line == 8);
  CHECK(find(session, "policy.changes.drive.scale")->provenance.source == "study");
  // A change without a date applies from the start.
  CHECK(std::get<Date>(std::get<ValueSetting>(find(session, "policy.changes.drive.on")->content)) ==
        session.scenario.start);
  std::vector<std::string> ids;
  for (const auto& change : session.scenario.strategy->changes) ids.push_back(change.id + "=" + change.title.written);
  CHECK(ids == std::vector<std::string>{"mandate=替换", "seats=", "drive=", "wave="});
  CHECK(session.scenario.strategy->changes[0].title.english == "replacement");
  CHECK(session.scenario.strategy->changes[3].title.to_string() == "the second wave");
  CHECK(session.scenario.inputs.back().path.ends_with("s.yaml"));
}

TEST_CASE("a strategy that extends another has its changes too, and some may be left out", "[unit][loader]") {
  const Files files;
  files.write("parent.yaml", head("parent") +
                                 "changes:\n  - {id: a, parameter: training.seats, set: 50 people}\n"
                                 "  - {id: b, parameter: posts.mandate.registers, set: 70 %}\n");
  files.write("child.yaml",
              "strategy: child\ntitle: 子\nextends: parent.yaml\nchanges:\n  - {id: a, remove: true}\n"
              "  - {id: b, set: 90 %}\n  - {id: c, parameter: posts.mandate.sanction, set: keep}\n");
  const auto registers = [](const experiments::Session& session) {
    return find(session, "posts.mandate.registers")->written;
  };
  const experiments::Session whole = files.open("child.yaml");
  CHECK(whole.scenario.strategy->id == "child");
  CHECK(whole.scenario.strategy->why == "to see what happens");
  CHECK(registers(whole) == "90 %");
  CHECK(find(whole, "training.seats")->written == "20 people");
  CHECK(find(whole, "posts.mandate.sanction")->written == "keep");
  const experiments::Session part = files.open("child.yaml", std::vector<std::string>{"c"});
  CHECK(registers(part) == "80 %");
  CHECK(find(part, "posts.mandate.sanction")->written == "keep");
  CHECK(part.scenario.strategy->changes.size() == 2);
}

TEST_CASE("a strategy without changes leaves every number unchanged", "[property]") {
  const Files files;
  files.write("s.yaml", head("s") + "changes: []\n");
  const experiments::Session with = files.open("s.yaml"), without = files.open("");
  const auto result = [](const experiments::Session& session) {
    return simulate(session.setup(Seed{3}), session.shape, Replication{1}, session.build);
  };
  const ReplicationResult a = result(with), b = result(without);
  CHECK(a.events == b.events);
  CHECK(std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                   [](double x, double y) { return x == y || (x != x && y != y); }));
}

TEST_CASE("errors in a strategy are reported with their position and the remedy", "[unit][loader]") {
  const Files files;
  CHECK(files.refusal("strategy: s\nplace: wenzhou\ntitle: t\nwhy: w\nchanges: []\n") ==
        "s.yaml:2:8: error: this strategy is for `wenzhou`; the place is `pair`\n"
        "    2 | place: wenzhou\n      |        ^~~~~~~\n"
        "  note: to use it there, write a file of two lines, `extends: ` with the path to this file and `place: "
        "pair`, and give that to --strategy; if it names areas or items which that place does not have, copy it and "
        "change them\n"
        "1 error; nothing was simulated\n");
  files.write("other.yaml",
              "strategy: s\nplaces: [wenzhou]\ntitle: t\nwhy: w\n"
              "changes:\n  - {id: a, parameter: training.seats, set: 7 people}\n");
  files.write("here.yaml", "extends: other.yaml\nplace: pair\n");  // written as the error message asked
  CHECK(find(files.open("here.yaml"), "training.seats")->written == "7 people");
  CHECK_THAT(files.refusal("strategy: s\ntitle: t\nwhy: w\nchanges: []\n"),
             ContainsSubstring("a strategy has neither `place` nor `places`; write one of them"));
  CHECK_THAT(files.refusal("strategy: as_planned\nplace: pair\ntitle: t\nwhy: w\nchanges: []\n"),
             ContainsSubstring("which means the place without a strategy"));
  CHECK_THAT(files.refusal("strategy: s\nplace: pair\ntitle: t\nchanges: []\n"), ContainsSubstring("`why`"));
  CHECK_THAT(files.refusal(head("s") + "chagnes: []\n"), ContainsSubstring("nearest is `changes`"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, paramter: training.seats, set: 5}\n"),
             ContainsSubstring("s.yaml:6:13: error: changes.a has no key `paramter`; nearest is `parameter`"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, parameter: training.seets, set: 5}\n"),
             ContainsSubstring("s.yaml:6:33: error: training has no parameter `seets`; nearest is `seats`"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, set: 5}\n"),
             ContainsSubstring("changes.a does not say what it changes"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, parameter: training.seats, set: 5 tables}\n"),
             ContainsSubstring("s.yaml:6:45"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, parameter: people.departures, scale: 2}\n"),
             ContainsSubstring("which cannot change over time"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, title: t, on: 2022-01-01, merge: {}}\n"),
             ContainsSubstring("changes.a has `merge` and `on`"));
  CHECK_THAT(files.refusal(head("s") + "changes:\n  - {id: a, merge: {start: 2020-01-01}}\n"),
             ContainsSubstring("changes.a.merge changes `start`"));
  CHECK_THAT(
      files.refusal(head("s") +
                    "changes:\n  - {id: a, parameter: training.seats, scale: 2, on: 2022-01-01, areas: [wset]}\n"),
      ContainsSubstring("nearest is `west`"));
  CHECK_THAT(files.refusal("- 1\n"),
             ContainsSubstring("this is a list; a strategy consists of `key: value` lines such as `strategy: fees`"));
  CHECK_THAT(files.refusal(test::two_areas()), ContainsSubstring("strategy"));
}

}  // namespace

}  // namespace muster
