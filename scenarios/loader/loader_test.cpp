#include "scenarios/loader/loader.hpp"

#include "scenarios/loader/reader.hpp"
#include "scenarios/loader/test_files.hpp"
#include "scenarios/loader/toys.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace muster::scenarios {

namespace {

using toys::good;
using toys::TestFiles;

const std::vector<Section>& sections() {
  static const std::vector<Section> all = toys::sections();
  return all;
}

Scenario load(const std::filesystem::path& file, const std::vector<Section>& declared,
              const std::vector<Override>& overrides, Diagnostics& diagnostics) {
  InputFiles files;
  return scenarios::load(file, declared, overrides, diagnostics, {}, files);
}

// All faults of a file as they are printed, without the path of the test's folder.
std::string errors_of(const TestFiles& files, const std::string& name, const std::vector<Override>& overrides = {}) {
  Diagnostics diagnostics;
  (void)load(files.path(name), sections(), overrides, diagnostics);
  return diagnostics.empty() ? std::string{} : files.without_folder(diagnostics.to_string());
}

std::string errors_in(const std::string& text, const std::vector<Override>& overrides = {}) {
  const TestFiles files{{"place.yaml", text}};
  return errors_of(files, "place.yaml", overrides);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(from, at + 1) == std::string::npos);
  return text.replace(at, from.size(), to);
}

// The faultless scenario with lines added before its sources.
std::string with_history(const std::string& lines) {
  const std::size_t at = good.find("sources:");
  REQUIRE(at != std::string::npos);
  return good.substr(0, at) + lines + good.substr(at);
}

// A scenario that has no faults.
struct Loaded {
  Scenario scenario;

  explicit Loaded(const TestFiles& files, const std::string& name = "place.yaml",
                  const std::vector<Override>& overrides = {}) {
    Diagnostics diagnostics;
    scenario = load(files.path(name), sections(), overrides, diagnostics);
    INFO(diagnostics.to_string());
    REQUIRE(diagnostics.empty());
  }

  // A setting by its path below a section, through groups and items.
  [[nodiscard]] const Setting& at(const std::string& path) const {
    for (const auto& [section, group] : scenario.sections)
      if (const Setting* found = find(group, path)) return *found;
    FAIL("no setting " << path);
    throw std::logic_error("unreachable");
  }
  [[nodiscard]] bool has(const std::string& path) const {
    return std::any_of(scenario.sections.begin(), scenario.sections.end(),
                       [&](const auto& entry) { return find(entry.second, path) != nullptr; });
  }
  [[nodiscard]] ParameterSets likely() const { return {scenario.sections, std::nullopt}; }

 private:
  static const Setting* find(const GroupSetting& group, const std::string& path) {
    for (const Setting& setting : group.fields) {
      if (setting.path == path) return &setting;
      if (const auto* inner = std::get_if<GroupSetting>(&setting.content))
        if (const Setting* found = find(*inner, path)) return found;
      if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
        for (const GroupSetting& item : *items)
          if (const Setting* found = find(item, path)) return found;
    }
    return nullptr;
  }
};

TEST_CASE("a good file becomes settings in canonical units", "[unit]") {
  const Loaded loaded{TestFiles{{"place.yaml", good}}};
  const Scenario& scenario = loaded.scenario;
  using namespace std::chrono_literals;
  CHECK(scenario.place == "toytown");
  CHECK(scenario.title == "玩具城");
  CHECK(scenario.start == Date{2021y / 12 / 5});
  CHECK(scenario.horizon == Date{2027y / 12 / 31});
  CHECK(scenario.headline == std::vector<std::string>{"stations.open", "posts.filled"});
  CHECK(scenario.sources.at("yearbook") == "https://example.org/yearbook");
  CHECK(scenario.areas.ids() == std::vector<std::string>{"centre", "north", "south", "rim", "all"});
  CHECK(scenario.inputs.size() == 1);
  CHECK(scenario.inputs[0].bytes == good);

  REQUIRE(scenario.targets.size() == 2);
  CHECK(scenario.targets[0].goal == 1.0);
  CHECK(scenario.targets[0].area == "all");
  CHECK(scenario.targets[0].bound == Bound::at_least);
  CHECK(scenario.targets[0].facts == std::vector<std::string>{"S3"});
  CHECK(scenario.target_texts[0].unit == "share");
  CHECK(scenario.targets[1].goal == 150'000.0);
  CHECK(scenario.targets[1].bound == Bound::at_most);
  CHECK(scenario.target_texts[1].unit == "yuan");
  CHECK(scenario.targets[1].facts.empty());

  const ParameterSets likely = loaded.likely();
  const auto& posts = likely.get<toys::Posts>();
  CHECK(posts.time_to_fill.mean().value == Catch::Approx(60));
  CHECK(posts.attrition.timeline() == Timeline{{{Date{2021y / 12 / 5}, 0.2}, {Date{2023y / 1 / 1}, 0.1}}, true});
  CHECK(posts.salary.value == 150'000);
  CHECK(posts.pass.value == 0.2);
  CHECK(posts.mandate.sanction == toys::Sanction::replace);
  CHECK_FALSE(posts.mandate.hire_qualified);
  const auto& stations = likely.get<toys::Stations>();
  CHECK(stations.townships[AreaId{0}].value == 10);
  CHECK(stations.townships[AreaId{1}].value == 20);  // the value of the area around it
  CHECK(stations.townships[AreaId{2}].value == 5);   // its own value, although the area around it is written too
  CHECK(stations.procurement.mean().value == 45);
  CHECK(stations.crew == 4);
  REQUIRE(stations.waves.size() == 2);
  CHECK(stations.waves[1].id == "second");
  CHECK(stations.waves[1].part.value == 0.6);
  CHECK(std::holds_alternative<Timeline>(likely.get<toys::Policy>().changes[0].to));
  CHECK(std::get<double>(likely.get<toys::Policy>().changes[1].to) == 0.5);
}

TEST_CASE("historical figures are read in the order of their dates, with their evidence", "[unit]") {
  const Loaded loaded{TestFiles{{"place.yaml", with_history(R"(history:
  - {id: later, series: posts.filled, on: 2021-12-05, value: 17 posts, fact: S1}
  - {id: earlier, series: stations.coverage, area: rim, on: 2019-12-31, value: 12 %, kind: fact, source: yearbook, note: about}
)")}}};
  const std::vector<HistoryText>& history = loaded.scenario.history;
  REQUIRE(history.size() == 2);
  using namespace std::chrono_literals;
  CHECK(history[0].id == "earlier");
  CHECK(history[0].series == "stations.coverage");
  CHECK(history[0].area == "rim");
  CHECK(history[0].on == Date{2019y / 12 / 31});
  CHECK(history[0].value == Catch::Approx(0.12));
  CHECK(history[0].unit == "share");
  CHECK(history[0].provenance.source == "yearbook");
  CHECK(history[0].provenance.note == "about");
  CHECK(history[1].area == "all");
  CHECK(history[1].value == 17);
  CHECK(history[1].unit == "posts");
  CHECK(loaded.scenario.series_uses.size() == 7);
}

TEST_CASE("an invalid historical figure is refused at its position", "[unit]") {
  const std::string entry = "history:\n  - {id: one, series: posts.filled, on: 2020-12-31, value: 17 posts}\n";
  CHECK(errors_in(with_history(entry)).empty());
  const auto said = [&](const std::string& from, const std::string& to) {
    return first_line(errors_in(with_history(replaced(entry, from, to))));
  };
  CHECK(
      said("value: 17 posts", "value: many") ==
      "place.yaml:7:60: error: history.one.value is many; write a number with its unit, such as `5356 people` or `12 "
      "%`");
  CHECK(said("on: 2020-12-31", "on: 2021-12-06") ==
        "place.yaml:7:41: error: history.one.on is 2021-12-06, after the start 2021-12-05; the history may only have "
        "dates up to it");
  CHECK(said("series: posts.filled", "series: posts.filled, area: rin") ==
        "place.yaml:7:43: error: history.one.area names `rin`, which is not an area; nearest is `rim`");
  CHECK(said(", value: 17 posts", "") == "place.yaml:7:5: error: history.one lacks `value`");
  CHECK(said("17 posts}\n", "17 posts}\n  - {id: two, series: posts.filled, on: 2020-12-31, value: 18 posts}\n") ==
        "place.yaml:8:5: error: history.two is of the same series, area and date as history.one; keep one");
}

TEST_CASE("every use of a series' name has its position", "[unit]") {
  const TestFiles files{{"place.yaml", good}};
  const Loaded loaded{files};
  std::vector<std::string> uses;
  for (const SeriesUse& use : loaded.scenario.series_uses)
    uses.push_back(use.path + " " + use.series + " " + files.without_folder(to_string(use.where)));
  CHECK(uses == std::vector<std::string>{"headline stations.open place.yaml:5:12",
                                         "headline posts.filled place.yaml:5:27",
                                         "targets.covered.series stations.coverage place.yaml:16:13",
                                         "targets.cheap.series funding.spent place.yaml:20:36",
                                         "posts.judged_by posts.filled place.yaml:27:14"});
}

TEST_CASE("a value has the evidence that it states, else that of the enclosing group", "[unit]") {
  const Loaded loaded{TestFiles{{"place.yaml", good}}};
  CHECK(loaded.at("posts.time_to_fill").provenance.evidence == Evidence::estimate);
  CHECK(loaded.at("posts.time_to_fill").provenance.source == "yearbook");
  CHECK(loaded.at("posts.attrition").provenance.evidence == Evidence::fact);
  CHECK(loaded.at("posts.attrition").provenance.facts == std::vector<std::string>{"S1", "S2"});
  CHECK(loaded.at("posts.attrition")
            .provenance.source.empty());  // a value with its own `fact` or `kind` inherits no evidence
  CHECK(loaded.at("posts.salary").provenance.source == "yearbook");
  CHECK_FALSE(loaded.at("posts.salary").provenance.stated);
  CHECK(loaded.at("posts.mandate.by").provenance.source == "yearbook");
  CHECK(loaded.at("posts.pass").provenance.note == "a guess");
  CHECK(loaded.at("stations.crew").provenance.source.empty());
  const Loaded both{TestFiles{{"place.yaml", replaced(good, "fact: S4", "fact: S4, kind: estimate")}}};
  CHECK(both.at("stations.townships").provenance.evidence ==
        Evidence::estimate);  // an estimated amount of something that is a fact
  CHECK(both.at("stations.townships").provenance.facts == std::vector<std::string>{"S4"});
}

TEST_CASE("all faults are reported at once, in file order, each with its line", "[unit]") {
  std::string text = replaced(good, "salary: 15 万元", "salary: 15");
  text = replaced(text, "sanction: replace", "sanction: replcae");
  text = replaced(text, "title: 玩具城", "titel: 玩具城");
  text = replaced(text, "  procurement: 45 days", "  procurement: 1200 d\n  salary: 3 yuan");
  CHECK(errors_in(text) == R"(place.yaml:2:1: error: there is no section or key `titel`; nearest is `title`
    2 | titel: 玩具城
      | ^~~~~
place.yaml:25:11: error: posts.salary is 15, without a unit; write money with its unit, such as `150 thousand yuan` or `15 万元`
   25 |   salary: 15
      |           ^~
  note: paid for a post in a year
place.yaml:28:39: error: posts.mandate.sanction is replcae; it may be one of `keep` and `replace`; nearest is `replace`
   28 |   mandate: {by: 2026-12-31, sanction: replcae, hire_qualified: off}
      |                                       ^~~~~~~
  note: what happens to the unqualified
place.yaml:31:16: error: stations.procurement is 1200 d; its mean may be 1 day to 730 days
   31 |   procurement: 1200 d
      |                ^~~~~~
  note: from the tender to the contract
place.yaml:32:3: error: stations has no parameter `salary`; it belongs in `posts`
   32 |   salary: 3 yuan
      |   ^~~~~~
5 errors; nothing was simulated
)");
}

TEST_CASE("missing parameters are listed with their meaning", "[unit]") {
  CHECK(errors_in("place: toytown\nposts: {salary: 3 yuan}\n") ==
        R"(place.yaml:1:1: error: the scenario lacks `title`, `start`, `horizon`, `headline`, `areas` and `stations`
    1 | place: toytown
      | ^
  note: title: what the scenario is called in reports
  note: start: the date at whose end the state is stated; the first date recorded
  note: horizon: the date at whose end the simulation ends; the last date recorded
  note: headline: the series to show first
  note: areas: every area except the whole, which is `all`; an area that contains others is only their sum
  note: stations: the rollout of stations
place.yaml:2:1: error: posts lacks `time_to_fill`, `attrition` and `pass`
    2 | posts: {salary: 3 yuan}
      | ^~~~~
  note: time_to_fill: from the day a post falls vacant to the day a person starts in it
  note: attrition: separations per filled post and year, retirement excluded
  note: pass: share of those who sit that pass
2 errors; nothing was simulated
)");
}

TEST_CASE("a number that a comma divides is reported once, whatever the list contains", "[unit]") {
  const std::string said = errors_in(replaced(
      good, "procurement: 45 days", "procurement: {empirical: {values: [1,200 days, 40 days], weights: [1, 1]}}"));
  CHECK(first_line(said) ==
        "place.yaml:31:39: error: the comma divides 1,200 days into several values; write 1200 days "
        "if it is one, else each with its unit");
  CHECK_THAT(said, Catch::Matchers::EndsWith("\n1 error; nothing was simulated\n"));
}

TEST_CASE("a value that a shared file leaves open is reported in the file that extends it", "[unit]") {
  const auto said = [](const std::string& own, const std::string& shared) {
    const TestFiles files({{"own.yaml", "extends: common/shared.yaml\n" + own}, {"common/shared.yaml", shared}});
    Diagnostics diagnostics;
    (void)load(files.path("own.yaml"), sections(), {}, diagnostics);
    return files.without_folder(diagnostics.to_string());
  };
  const std::string shared = replaced(good, "  crew: 4 people\n", "");
  // It has a map at the path: the fault is reported there …
  CHECK(said("title: t\nstations:\n  procurement: 30 days\n", shared) ==
        R"(own.yaml:3:1: error: stations lacks `crew`
    3 | stations:
      | ^~~~~~~~
  note: crew: people a station needs
1 error; nothing was simulated
)");
  // … or it has none: then at its head, with a note of the position in the shared file.
  CHECK(said("title: t\n", shared) ==
        R"(own.yaml:1:1: error: stations lacks `crew`
    1 | extends: common/shared.yaml
      | ^
  note: stations is at common/shared.yaml:29:1, in a file that this one extends; write here what it lacks
  note: crew: people a station needs
1 error; nothing was simulated
)");
  // The same for an item, and for a group within an item.
  const std::string no_part = replaced(good, "by: 2023-12-31, part: 40 %, ", "by: 2023-12-31, ");
  CHECK(first_line(said("stations:\n  waves:\n    - {id: first, by: 2023-11-30}\n", no_part)) ==
        "own.yaml:4:7: error: stations.waves.first lacks `part`");
  CHECK(first_line(said("stations:\n  waves:\n    - {id: second, part: 60 %}\n", no_part)) ==
        "own.yaml:3:3: error: stations.waves.first lacks `part`");
  CHECK(first_line(said("posts:\n  salary: 16 万元\n", replaced(good, "mandate: {by: 2026-12-31, ", "mandate: {"))) ==
        "own.yaml:2:1: error: posts.mandate lacks `by`");
  // A missing value that was removed is reported where it was removed.
  CHECK(said("stations:\n  procurement: 30 days\n  crew: {remove: true}\n", good) ==
        R"(own.yaml:4:3: error: stations.crew is required but removed here; write another value
    4 |   crew: {remove: true}
      |   ^~~~
  note: people a station needs
1 error; nothing was simulated
)");
}

TEST_CASE("a fault that merging causes is reported where the text was merged", "[unit]") {
  const auto said = [](const std::string& own, const std::vector<Override>& overrides = {}) {
    const TestFiles files({{"own.yaml", "extends: shared.yaml\n" + own}, {"shared.yaml", good}});
    Diagnostics diagnostics;
    (void)load(files.path("own.yaml"), sections(), overrides, diagnostics);
    return files.without_folder(diagnostics.to_string());
  };
  CHECK(first_line(said("stations:\n  crew: 5 people\n  waves:\n    - {id: third, by: 2025-12-31, part: 10 %}\n")) ==
        "own.yaml:4:3: error: stations.waves: the parts sum to 110 %, not 100 %");
  CHECK(first_line(said("", {{"stations.waves.first.part", "50 %"}})) ==
        "--set: error: stations.waves: the parts sum to 110 %, not 100 %");
  CHECK(first_line(said("start: 2028-01-01\n")) ==
        "own.yaml:2:8: error: horizon is 2027-12-31; it must lie after the start 2028-01-01");
  CHECK(first_line(said("start: 2026-01-01\n")) ==
        "own.yaml:2:8: error: targets.covered.by is 2025-12-31; it must lie after the start 2026-01-01");
  CHECK(first_line(said("horizon: 2026-06-30\n")) ==
        "own.yaml:2:10: error: targets.cheap.by is 2026-12-31, after the horizon 2026-06-30");
}

TEST_CASE("each fault of a value states what was written and what is allowed", "[unit]") {
  // Replacing the first text by the second in the good scenario gives the third as the first line of output.
  const std::vector<std::tuple<std::string, std::string, std::string>> faults = {
      {"place: toytown", "place: ../up",
       "place.yaml:1:8: error: place is `../up`; an id is made of letters, digits, `_` and `-`"},
      {"place: toytown", "plaec: toytown",
       "place.yaml:1:1: error: there is no section or key `plaec`; nearest is `place`"},
      {"start: 2021-12-05", "start: 2022-02-30",
       "place.yaml:3:8: error: start is 2022-02-30, a date that does not exist; that month has 28 days"},
      {"start: 2021-12-05", "start: 2021-13-05",
       "place.yaml:3:8: error: start is 2021-13-05, a date with month 13; a year has 12"},
      {"start: 2021-12-05", "start: 5 December 2021",
       "place.yaml:3:8: error: start is 5 December 2021, not a date such as 2026-12-31"},
      {"start: 2021-12-05", "start: 9999-12-05",
       "place.yaml:3:8: error: start is 9999-12-05, a date outside 1900-01-01 to 2199-12-31"},
      {"horizon: 2027-12-31", "horizon: 2021-12-05",
       "place.yaml:4:10: error: horizon is 2021-12-05; it must lie after the start 2021-12-05"},
      {"horizon: 2027-12-31", "time_to_fill: 3 days\nhorizon: 2027-12-31",
       "place.yaml:4:1: error: there is no section or key `time_to_fill`; it belongs in `posts`"},
      {"headline: [stations.open, posts.filled]", "headline: [stations.open, stations.open]",
       "place.yaml:5:27: error: headline lists `stations.open` twice"},
      {"  yearbook: https", "  yearbook:\n  other: https",
       "place.yaml:7:3: error: sources.yearbook has no address; write it as text"},
      {"{id: south, name: 南, within: rim}", "{id: south, name: 南, within: rin}",
       "place.yaml:11:34: error: areas.south.within is `rin`, which is not an area; nearest is `rim`"},
      {"{id: rim, name: 外圈}", "{id: rim, name: 外圈, within: south}",
       "place.yaml:11:34: error: areas lie within each other in a circle: south → rim → south"},
      {"{id: rim, name: 外圈}", "{id: rim, name: 外圈}\n  - {id: all, name: 全}",
       "place.yaml:13:5: error: areas has the id `all`, which means the whole; choose another"},
      {"{id: south, name: 南, within: rim}", "{id: north, name: 南, within: rim}",
       "place.yaml:11:10: error: areas has two items `north`"},
      {"{id: south, name: 南, within: rim}", "{id: so uth, name: 南, within: rim}",
       "place.yaml:11:10: error: areas has the id `so uth`; an id is made of letters, digits, `_` and `-`"},
      {"{id: south, name: 南, within: rim}", "{name: 南, within: rim}",
       "place.yaml:11:5: error: areas has an item without an id; write {id: …}"},
      {"{id: south, name: 南, within: rim}", "south",
       "place.yaml:11:5: error: areas has an item without an id; write {id: …}"},
      {"at_least: 100 %", "at_least: many",
       "place.yaml:17:15: error: targets.covered.at_least is many; write a number with its unit, such as `100 %` or "
       "`500 people`"},
      {"at_least: 100 %", "at_least: 1_000",
       "place.yaml:17:15: error: targets.covered.at_least is 1_000; write a number with its unit, such as `100 %` or "
       "`500 people`"},
      {"at_least: 100 %", "note: none",
       "place.yaml:14:5: error: targets.covered has neither `at_least` nor `at_most`; write one of them"},
      {"at_most: 15 万元", "at_most: 15 万元, at_least: 3 yuan",
       "place.yaml:20:5: error: targets.cheap has both `at_least` and `at_most`; write one of them"},
      {"by: 2026-12-31}\nposts", "by: 2020-12-31}\nposts",
       "place.yaml:20:82: error: targets.cheap.by is 2020-12-31; it must lie after the start 2021-12-05"},
      {"area: rim, at_most", "area: rin, at_most",
       "place.yaml:20:57: error: targets.cheap.area names `rin`, which is not an area; nearest is `rim`"},
      {"salary: 15 万元", "salary: 15",
       "place.yaml:25:11: error: posts.salary is 15, without a unit; write money with its unit, such as `150 thousand "
       "yuan` or `15 万元`"},
      {"salary: 15 万元", "salary: 15 yuna",
       "place.yaml:25:11: error: posts.salary is 15 yuna, in a unit that does not fit; nearest is `yuan`; write money "
       "with its unit, such as `150 thousand yuan` or `15 万元`"},
      {"salary: 15 万元", "salary: 15 people",
       "place.yaml:25:11: error: posts.salary is 15 people, in a unit that does not fit; write money with its unit, "
       "such as `150 thousand yuan` or `15 万元`"},
      {"salary: 15 万元", "salary: 2 million yuan",
       "place.yaml:25:11: error: posts.salary is 2 million yuan; it may be 0 yuan to 1 million yuan"},
      {"salary: 15 万元", "salary: -1 yuan",
       "place.yaml:25:11: error: posts.salary is -1 yuan; it may be 0 yuan to 1 million yuan"},
      {"salary: 15 万元", "salary: 007 yuan",
       "place.yaml:25:11: error: posts.salary is 007 yuan, a number with a leading zero, which some readers take as "
       "octal; write 7"},
      {"salary: 15 万元", "salary: 1_000 yuan",
       "place.yaml:25:11: error: posts.salary is 1_000 yuan, a number with separated digits; write the digits "
       "together"},
      {"salary: 15 万元", "salary: 1,000 yuan",
       "place.yaml:25:11: error: posts.salary is 1,000 yuan, a number with separated digits; write the digits "
       "together"},
      {"salary: 15 万元", "salary: +5 yuan",
       "place.yaml:25:11: error: posts.salary is +5 yuan, not money with its unit, such as `150 thousand yuan` or `15 "
       "万元`"},
      {"salary: 15 万元", "salary: 0x10 yuan",
       "place.yaml:25:11: error: posts.salary is 0x10 yuan, in a unit that does not fit; write money with its unit, "
       "such as `150 thousand yuan` or `15 万元`"},
      {"salary: 15 万元", "salary: 1e400 yuan",
       "place.yaml:25:11: error: posts.salary is 1e400 yuan, a number too large or too small to hold"},
      {"salary: 15 万元", "salary: .inf",
       "place.yaml:25:11: error: posts.salary is .inf, not money with its unit, such as `150 thousand yuan` or `15 "
       "万元`"},
      {"salary: 15 万元", "salary: nan",
       "place.yaml:25:11: error: posts.salary is nan, not money with its unit, such as `150 thousand yuan` or `15 "
       "万元`"},
      {"salary: 15 万元", "salary: ~",
       "place.yaml:25:3: error: posts.salary has no value; write money with its unit, such as `150 thousand yuan` or "
       "`15 万元`"},
      {"salary: 15 万元", "salary:",
       "place.yaml:25:3: error: posts.salary has no value; write money with its unit, such as `150 thousand yuan` or "
       "`15 万元`"},
      {"salary: 15 万元", "salary: ''",
       "place.yaml:25:11: error: posts.salary has no value; write money with its unit, such as `150 thousand yuan` or "
       "`15 万元`"},
      {"salary: 15 万元", "salary: [1 yuan, 2 yuan]",
       "place.yaml:25:11: error: posts.salary is [1 yuan, 2 yuan]; write money with its unit, such as `150 thousand "
       "yuan` or `15 万元`"},
      {"salary: 15 万元", "salary: {vlaue: 15 万元}",
       "place.yaml:25:12: error: posts.salary has no key `vlaue`; nearest is `value`"},
      {"salary: 15 万元", "salary: {source: yearbook}",
       "place.yaml:25:11: error: posts.salary has no value; write money with its unit, such as `150 thousand yuan` or "
       "`15 万元`"},
      {"salary: 15 万元", "salary: {by_date: {2022-01-01: 1 yuan}}",
       "place.yaml:25:12: error: posts.salary may not change by date; write one value"},
      {"salary: 15 万元", "salary: {by_area: {rim: 1 yuan}}",
       "place.yaml:25:12: error: posts.salary may not differ by area"},
      {"salary: 15 万元", "salary: {lognormal: {mean: 1 yuan, sd: 1 yuan}}",
       "place.yaml:25:12: error: posts.salary may not be a distribution; write one value or a range"},
      {"salary: 15 万元", "salary: {value: 15 万元, low: 3 yuan}",
       "place.yaml:25:12: error: posts.salary has no key `value`; it may have `low`, `likely`, `high`, `moves_with` "
       "and `correlation`"},
      {"salary: 15 万元", "salry: 15 万元",
       "place.yaml:25:3: error: posts has no parameter `salry`; nearest is `salary`"},
      {"salary: 15 万元", "salary: 15 万元\n  crew: 4",
       "place.yaml:26:3: error: posts has no parameter `crew`; it belongs in `stations`"},
      {"salary: 15 万元", "salary: 15 万元\n  horizon: 2027-12-31",
       "place.yaml:26:3: error: posts has no parameter `horizon`; it belongs at the top of the file"},
      {"crew: 4 people", "crew: 4.5",
       "place.yaml:32:9: error: stations.crew is 4.5; it may be a whole number, 1 to 50 people"},
      {"crew: 4 people", "crew: 51",
       "place.yaml:32:9: error: stations.crew is 51; it may be a whole number, 1 to 50 people"},
      {"crew: 4 people", "crew: four", "place.yaml:32:9: error: stations.crew is four, not a number"},
      {"low: 10 %, likely: 20 %,", "low: 10 %, likely: 40 %,",
       "place.yaml:26:29: error: posts.pass has likely 40 % above high 30 %"},
      {"low: 10 %, likely: 20 %,", "low: 25 %, likely: 20 %,",
       "place.yaml:26:29: error: posts.pass has likely 20 % below low 25 %"},
      {"low: 10 %, likely: 20 %, high: 30 %", "low: 10 %, likely: 10 %, high: 10 %",
       "place.yaml:26:15: error: posts.pass has the same low 10 % and high 10 %, which is not a range; write a single "
       "value"},
      {"low: 10 %, likely: 20 %, high: 30 %", "low: 10 %, high: 30 %",
       "place.yaml:26:9: error: posts.pass lacks `likely`; a range has low, likely and high"},
      {"low: 10 %, likely: 20 %, high: 30 %", "low: 10 %, likely: 20 %, high: 130 %",
       "place.yaml:26:41: error: posts.pass: high is 130 %; it may be 0 % to 100 %"},
      {"low: 10 %, likely: 20 %, high: 30 %", "low: 10 %, likley: 20 %, high: 30 %",
       "place.yaml:26:21: error: posts.pass has no key `likley`; nearest is `likely`"},
      {"correlation: 0.6", "correlation: 1.6",
       "place.yaml:26:80: error: posts.pass: correlation is 1.6; it may be -1 to 1"},
      {", correlation: 0.6", "",
       "place.yaml:26:47: error: posts.pass has `moves_with` without `correlation`; they go together"},
      {"moves_with: papers, ", "",
       "place.yaml:26:47: error: posts.pass has `correlation` without `moves_with`; they go together"},
      {"moves_with: papers", "moves_with: [papers]",
       "place.yaml:26:59: error: posts.pass moves with [papers]; write a name of letters, digits, `_` and `-`"},
      {"procurement: 45 days", "procurement: 1200 d",
       "place.yaml:31:16: error: stations.procurement is 1200 d; its mean may be 1 day to 730 days"},
      {"procurement: 45 days", "procurement: 45",
       "place.yaml:31:16: error: stations.procurement is 45, without a unit; write a duration with its unit, such as "
       "`45 days` or `6 months`"},
      {"procurement: 45 days", "procurement: {lognormal: {mean: 900 days, sd: 3 days}}",
       "place.yaml:31:17: error: stations.procurement has a mean of 900 days; its mean may be 1 day to 730 days"},
      {"procurement: 45 days", "procurement: {lognormal: {mean: 90 days}}",
       "place.yaml:31:17: error: stations.procurement: lognormal lacks `sd`"},
      {"procurement: 45 days", "procurement: {lognormal: {mean: 90 days, std: 3 days}}",
       "place.yaml:31:17: error: stations.procurement: lognormal lacks `sd`"},
      {"procurement: 45 days", "procurement: {lognormal: {mean: 90 days, sd: 0 days}}",
       "place.yaml:31:17: error: stations.procurement is {lognormal: {mean: 90 days, sd: 0 days}}: lognormal: sd is "
       "0; it must be above 0"},
      {"procurement: 45 days", "procurement: {lognormal: 90 days}",
       "place.yaml:31:28: error: stations.procurement is 90 days; write {lognormal: {mean: …, sd: …}}"},
      {"procurement: 45 days", "procurement: {lognormall: {mean: 90 days, sd: 3 days}}",
       "place.yaml:31:17: error: stations.procurement has no key `lognormall`; nearest is `lognormal`"},
      {"procurement: 45 days", "procurement: {uniform: {low: {low: 1 d, likely: 20 d, high: 60 d}, high: 50 days}}",
       "place.yaml:31:17: error: stations.procurement is {uniform: {low: {low: 1 d, likely: 20 d, high: 60 d}, high: "
       "50 days}}: uniform: low is 60; it must be below high, which is 50"},
      {"procurement: 45 days", "procurement: {empirical: {values: [1 day, 2 days], weights: [1]}}",
       "place.yaml:31:17: error: stations.procurement is {empirical: {values: [1 day, 2 days], weights: [1]}}: "
       "empirical: there are 2 values and 1 weights; give one weight for each value"},
      {"procurement: 45 days", "procurement: {binomial: {n: 2.5, chance: 0.5}}",
       "place.yaml:31:31: error: stations.procurement: n has 2.5; write whole numbers"},
      {"procurement: 45 days", "procurement: {empirical: {values: 3 days, weights: [1]}}",
       "place.yaml:31:29: error: stations.procurement: values is 3 days; write a list"},
      {"procurement: 45 days", "procurement: {weibull: {shape: 2 days, scale: 3 days}}",
       "place.yaml:31:34: error: stations.procurement: shape is 2 days, in a unit that does not fit; write a number"},
      {"2021-12-05: 20 % per year, 2023-01-01: 0.1 per year", "2023-01-01: 20 % per year, 2021-12-05: 0.1 per year",
       "place.yaml:24:52: error: posts.attrition has 2021-12-05 after 2023-01-01; the dates must rise"},
      {"2023-01-01: 0.1 per year", "2023-02-29: 0.1 per year",
       "place.yaml:24:52: error: posts.attrition has the date 2023-02-29, a date that does not exist; that month has "
       "28 days"},
      {"2023-01-01: 0.1 per year", "2023-01-01: 3 per year",
       "place.yaml:24:64: error: posts.attrition at 2023-01-01 is 3 per year; it may be 0 per year to 2 per year"},
      {"2023-01-01: 0.1 per year", "2023-01-01: 0.1",
       "place.yaml:24:64: error: posts.attrition at 2023-01-01 is 0.1, without a unit; write a rate with its unit, "
       "such as `0.2 per year` or `20 % per year`"},
      {"2021-12-05: 20 % per year, 2023-01-01: 0.1 per year", "",
       "place.yaml:24:15: error: posts.attrition has `by_date` without dates; write {by_date: {2023-01-01: value}}"},
      {"between: ramps", "between: curves",
       "place.yaml:24:88: error: posts.attrition is curves between its dates; write steps or ramps"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {rim: 20, south: 5}",
       "place.yaml:30:15: error: stations.townships has no value for `centre`; name it or write `others`"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: 10, rimm: 20, others: 5}",
       "place.yaml:30:37: error: stations.townships names `rimm`, which is not an area; nearest is `rim`"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: 10, all: 20}",
       "place.yaml:30:37: error: stations.townships names `all`; write `others` for the areas not named"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: 10.5, others: 20}",
       "place.yaml:30:33: error: stations.townships in centre is 10.5; it may be a whole number, 0 to 10000 "
       "townships"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: {value: 10, source: yearbook}, others: 20}",
       "place.yaml:30:45: error: stations.townships in centre has `source` inside part of a value; write it beside "
       "the whole value"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: {by_area: {south: 3}}, others: 20}",
       "place.yaml:30:34: error: stations.townships in centre has `by_area` within `by_area`"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {}",
       "place.yaml:30:24: error: stations.townships has `by_area` without areas; write {by_area: {area: value, "
       "others: value}}"},
      {"by_area: {centre: 10, rim: 20, south: 5}", "by_area: {centre: , others: 3}",
       "place.yaml:30:25: error: stations.townships in centre has no value; write a whole number"},
      {"sanction: replace", "sanction: replcae",
       "place.yaml:28:39: error: posts.mandate.sanction is replcae; it may be one of `keep` and `replace`; nearest is "
       "`replace`"},
      {"sanction: replace", "sanction: [keep]",
       "place.yaml:28:39: error: posts.mandate.sanction is [keep]; write one of `keep` and `replace`"},
      {"hire_qualified: off", "hire_qualified: nope",
       "place.yaml:28:64: error: posts.mandate.hire_qualified is nope; it may be yes or no"},
      {"judged_by: posts.filled", "judged_by: {a: b}",
       "place.yaml:27:15: error: posts.judged_by has no key `a`; it may have `value`, `fact`, `kind`, `source` and "
       "`note`"},
      {"where: [rim]", "where: [rim, nowhere]",
       "place.yaml:34:60: error: stations.waves.first.where names `nowhere`, which is not an area"},
      {"where: [rim]", "where: [rim, rim]", "place.yaml:34:60: error: stations.waves.first.where lists `rim` twice"},
      {"where: [rim]", "where: [rim, ]\n      note:", "place.yaml:35:7: error: end of map flow not found"},
      {"mandate: {by: 2026-12-31, ", "mandate: {", "place.yaml:28:3: error: posts.mandate lacks `by`"},
      {"mandate: {by: 2026-12-31, sanction: replace, hire_qualified: off}", "mandate: 2026-12-31",
       "place.yaml:28:12: error: posts.mandate is 2026-12-31; write a group of `key: value` lines"},
      {"part: 60 %", "part: 50 %", "place.yaml:33:3: error: stations.waves: the parts sum to 90 %, not 100 %"},
      {"{id: second, by", "{id: first, by", "place.yaml:35:12: error: stations.waves has two items `first`"},
      {"fact: S4", "fact: true",
       "place.yaml:30:63: error: stations.townships.fact is true; write the id of a fact, such as S3, or a list of "
       "them"},
      {"fact: S4", "kind: guess",
       "place.yaml:30:63: error: stations.townships.kind is guess; write one of `fact`, `estimate` and `assumption`"},
      {"fact: S4", "source: yearbok",
       "place.yaml:30:65: error: stations.townships.source is `yearbok`, which `sources` does not list; nearest is "
       "`yearbook`"},
      {"source: yearbook\n  time", "source: 年鉴\n  time",
       "place.yaml:22:11: error: posts.source is `年鉴`, which `sources` does not list"},
      {"note: a guess", "note: [a guess]", "place.yaml:26:109: error: posts.pass.note is [a guess]; write a text"},
      {"parameter: posts.attrition", "parameter: posts.atrition",
       "place.yaml:38:44: error: policy.changes.pay.parameter is posts.atrition, which is not a parameter of this "
       "scenario; nearest is `posts.attrition`"},
      {"parameter: posts.attrition", "parameter: posts.salary",
       "place.yaml:38:44: error: policy.changes.pay.parameter is posts.salary, which cannot change over time"},
      {"parameter: stations.waves.first.part", "parameter: stations.waves.frist.part",
       "place.yaml:39:45: error: policy.changes.crew.parameter is stations.waves.frist.part, which is not a parameter "
       "of this scenario; nearest is `stations.waves.first.part`"},
      {"parameter: posts.attrition, ", "", "place.yaml:38:7: error: policy.changes.pay lacks `parameter`"},
      {"to: 50 %", "to: 150 %", "place.yaml:39:76: error: policy.changes.crew.to is 150 %; it may be 0 % to 100 %"},
      {"to: 50 %", "to: 50 yuan",
       "place.yaml:39:76: error: policy.changes.crew.to is 50 yuan, in a unit that does not fit; write a share such "
       "as `12 %` or 0.12"},
      {"to: 50 %", "to: {remove: false}", "place.yaml:39:85: error: `remove` may only be true"},
      {"policy:\n", "polciy:\n", "place.yaml:36:1: error: there is no section or key `polciy`; nearest is `policy`"},
      {"stations:\n", "stations: 4\nstatoins:\n",
       "place.yaml:29:11: error: stations is 4; write a group of `key: value` lines"},
      {"  source: yearbook\n  time", "  remove: true\n  time",
       "place.yaml:22:3: error: posts has no parameter `remove`"},
      {"  crew: 4 people", "  crew: {remove: true}", "place.yaml:29:1: error: stations lacks `crew`"},
      {"- {id: second,", "- {id: third, remove: true}\n    - {id: second,",
       "place.yaml:35:12: error: stations.waves.third cannot be removed, because it does not exist"},
  };
  for (const auto& [from, to, expected] : faults) {
    INFO(to);
    CHECK(first_line(errors_in(replaced(good, from, to))) == expected);
  }
}

TEST_CASE("YAML's traps have the meaning they seem to have", "[unit]") {
  const auto value_of = [](const std::string& from, const std::string& to) {
    return Loaded{TestFiles{{"place.yaml", replaced(good, from, to)}}};
  };
  for (const char* no : {"no", "No", "OFF", "false", "'no'", "\"off\""})
    CHECK_FALSE(value_of("hire_qualified: off", std::string("hire_qualified: ") + no)
                    .likely()
                    .get<toys::Posts>()
                    .mandate.hire_qualified);
  for (const char* yes : {"yes", "YES", "on", "True", "'true'"})
    CHECK(value_of("hire_qualified: off", std::string("hire_qualified: ") + yes)
              .likely()
              .get<toys::Posts>()
              .mandate.hire_qualified);
  CHECK(value_of("{id: second,", "{id: no,").likely().get<toys::Stations>().waves[1].id == "no");
  CHECK(value_of("{id: second,", "{id: 007,").likely().get<toys::Stations>().waves[1].id == "007");
  CHECK(value_of("title: 玩具城", "title: off").scenario.title == "off");
  CHECK(value_of("title: 玩具城", "title: 12:30").scenario.title == "12:30");
  CHECK(value_of("crew: 4 people", "crew: '4'").likely().get<toys::Stations>().crew == 4);
  CHECK(value_of("crew: 4 people", "crew: 1e1").likely().get<toys::Stations>().crew == 10);
  CHECK(value_of("salary: 15 万元", "salary: .5 yuan").likely().get<toys::Posts>().salary.value == 0.5);
  CHECK(value_of("where: [rim]", "where: rim").likely().get<toys::Stations>().waves[0].where ==
        std::vector<std::string>{"rim"});
  CHECK(value_of("start: 2021-12-05", "start: '2021-12-05'").scenario.start == Date{std::chrono::year{2021} / 12 / 5});
  CHECK(value_of("place: toytown", "\xEF\xBB\xBFplace: toytown").scenario.place == "toytown");
}

TEST_CASE("a goal is a number with any unit", "[unit]") {
  const auto goal_of = [](const std::string& text) {
    const Loaded loaded{TestFiles{{"place.yaml", replaced(good, "at_least: 100 %", "at_least: " + text)}}};
    return std::pair{loaded.scenario.targets[0].goal, loaded.scenario.target_texts[0].unit};
  };
  CHECK(goal_of("57 %") == std::pair{0.57, std::string("share")});
  CHECK(goal_of("0.95") == std::pair{0.95, std::string()});
  CHECK(goal_of("500 people") == std::pair{500.0, std::string("people")});
  CHECK(goal_of("185 stations") == std::pair{185.0, std::string("stations")});
  CHECK(goal_of("2 thousand people") == std::pair{2000.0, std::string("people")});
  CHECK(goal_of("90 days") == std::pair{90.0, std::string("days")});
  CHECK(goal_of("2 万") == std::pair{20000.0, std::string()});
  CHECK(goal_of("2 million yuan") == std::pair{2e6, std::string("yuan")});
}

TEST_CASE("a value that holds everywhere fills every leaf, others those not named", "[unit]") {
  const auto townships = [](const std::string& written) {
    const Loaded loaded{
        TestFiles{{"place.yaml", replaced(good, "{by_area: {centre: 10, rim: 20, south: 5}, fact: S4}", written)}}};
    const ParameterSets likely = loaded.likely();
    std::vector<double> values;
    for (const Number& number : likely.get<toys::Stations>().townships) values.push_back(number.value);
    return values;
  };
  CHECK(townships("7 townships") == std::vector<double>{7, 7, 7});
  CHECK(townships("{value: 7, note: everywhere}") == std::vector<double>{7, 7, 7});
  CHECK(townships("{by_area: {others: 3, south: 4}}") == std::vector<double>{3, 3, 4});
  CHECK(townships("{by_area: {rim: 3, centre: {low: 1, likely: 2, high: 4}}}") == std::vector<double>{2, 3, 3});
  CHECK(townships("{by_area: {south: 4, rim: 3, centre: 1}}") ==
        std::vector<double>{1, 3, 4});  // order does not matter
  CHECK(townships("{value: {by_area: {others: 3, rim: 4}}, kind: estimate}") == std::vector<double>{3, 4, 4});
}

// ---- several files
// -----------------------------------------------------------------------------------------------------------

TEST_CASE("maps and lists merge, values are replaced whole", "[unit]") {
  const TestFiles files{{"place.yaml", good}, {"plan.yaml", R"(extends: place.yaml
title: faster
headline: [posts.vacant]
sources: {plan: https://example.org/plan}
posts:
  time_to_fill: {value: 30 days, source: plan}
  pass: 25 %
  mandate: {by: 2025-12-31}
stations:
  townships: 9
  waves:
    - {id: second, by: 2024-12-31, part: 30 %}
    - {id: third, by: 2026-12-31, part: 30 %}
)"}};
  const Loaded loaded{files, "plan.yaml"};
  CHECK(loaded.scenario.place == "toytown");
  CHECK(loaded.scenario.title == "faster");
  CHECK(loaded.scenario.headline == std::vector<std::string>{"posts.vacant"});
  CHECK(loaded.scenario.sources.size() == 2);
  CHECK(loaded.at("posts.time_to_fill").written == "{value: 30 days, source: plan}");
  CHECK(loaded.at("posts.time_to_fill").provenance.source == "plan");
  CHECK(files.without_folder(to_string(loaded.at("posts.time_to_fill").where)) == "plan.yaml:6:17");
  CHECK(files.without_folder(to_string(loaded.at("posts.salary").where)) == "place.yaml:25:11");
  CHECK(std::get<double>(std::get<ScalarSetting>(std::get<ValueSetting>(loaded.at("posts.pass").content))) == 0.25);
  const ParameterSets likely = loaded.likely();
  CHECK(likely.get<toys::Posts>().mandate.sanction ==
        toys::Sanction::replace);  // kept, because the second file does not state it
  const std::vector<toys::Wave>& waves = likely.get<toys::Stations>().waves;
  REQUIRE(waves.size() == 3);
  CHECK(waves[0].id == "first");
  CHECK(waves[1].part.value == 0.3);
  CHECK(waves[2].id == "third");
  CHECK(likely.get<toys::Stations>().townships[AreaId{0}].value == 9);
  REQUIRE(loaded.scenario.inputs.size() == 2);
  CHECK(files.without_folder(loaded.scenario.inputs[0].path) == "plan.yaml");
  CHECK(files.without_folder(loaded.scenario.inputs[1].path) == "place.yaml");
}

TEST_CASE("an English name is dropped with the name that it was written beside", "[unit]") {
  const TestFiles files{{"place.yaml", replaced(replaced(good, "title: 玩具城", "title: 玩具城\nenglish: Toytown"),
                                                "name: 北,", "name: 北, english: North,")},
                        {"same.yaml", "extends: place.yaml\nposts: {pass: 25 %}\n"},
                        {"other.yaml", "extends: place.yaml\ntitle: 玩具城二\nareas: [{id: north, name: 北部}]\n"},
                        {"both.yaml", "extends: place.yaml\ntitle: 玩具城三\nenglish: Toytown the third\n"},
                        {"english.yaml", "extends: place.yaml\nenglish: The town of toys\n"}};
  CHECK(Loaded(files, "same.yaml").scenario.title == LocalizedText{"玩具城", "Toytown"});
  const Loaded other(files, "other.yaml");
  CHECK(other.scenario.title == LocalizedText{"玩具城二"});
  CHECK(other.scenario.areas[*other.scenario.areas.find("north")].name == LocalizedText{"北部"});
  CHECK(Loaded(files, "both.yaml").scenario.title == LocalizedText{"玩具城三", "Toytown the third"});
  CHECK(Loaded(files, "english.yaml").scenario.title == LocalizedText{"玩具城", "The town of toys"});
}

TEST_CASE("the evidence of a group applies to the values of its own file", "[unit]") {
  const TestFiles files{{"place.yaml", good},
                        {"plan.yaml", "extends: place.yaml\nposts: {kind: estimate, pass: 25 %}\n"}};
  const Loaded loaded{files, "plan.yaml"};
  CHECK(loaded.at("posts.pass").provenance.evidence == Evidence::estimate);
  CHECK(loaded.at("posts.pass").provenance.source.empty());
  CHECK(loaded.at("posts.salary").provenance.evidence == Evidence::assumption);
  CHECK(loaded.at("posts.salary").provenance.source == "yearbook");
}

TEST_CASE("only `remove` removes something", "[unit]") {
  const TestFiles files{{"place.yaml", good}, {"plan.yaml", R"(extends: place.yaml
posts: {judged_by: {remove: true}, mandate: {remove: true}}
stations:
  waves:
    - {id: first, remove: true}
    - {id: second, part: 100 %}
policy: {remove: true}
)"}};
  const Loaded loaded{files, "plan.yaml"};
  CHECK_FALSE(loaded.has("posts.judged_by"));
  CHECK_FALSE(loaded.has("posts.mandate"));
  CHECK(loaded.likely().get<toys::Stations>().waves.size() == 1);
  CHECK_FALSE(loaded.likely().has<toys::Policy>());
}

TEST_CASE("a change of something that does not exist is an error that names the nearest", "[unit]") {
  const auto errors_with = [](const std::string& delta) {
    return errors_of(TestFiles{{"place.yaml", good}, {"plan.yaml", "extends: place.yaml\n" + delta}}, "plan.yaml");
  };
  CHECK(errors_with("stations: {waves: [{id: secnod, by: 2024-12-31}]}\n") ==
        R"(plan.yaml:2:20: error: stations.waves.secnod lacks `part`
    2 | stations: {waves: [{id: secnod, by: 2024-12-31}]}
      |                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
  note: the extended files have no item `secnod`; nearest is `second`
  note: part: share of the townships in the wave
1 error; nothing was simulated
)");
  CHECK(
      errors_with("stations: {waves: [{id: secnod, remove: true}]}\n") ==
      R"(plan.yaml:2:25: error: stations.waves.secnod cannot be removed, because it does not exist; nearest is `second`
    2 | stations: {waves: [{id: secnod, remove: true}]}
      |                         ^~~~~~
1 error; nothing was simulated
)");
  CHECK(first_line(errors_with("posts: {judgd_by: {remove: true}}\n")) ==
        "plan.yaml:2:9: error: posts.judgd_by cannot be removed, because it does not exist; nearest is `judged_by`");
  CHECK(first_line(errors_with("stations: {waves: [{id: first, remove: true, part: 3 %}]}\n")) ==
        "plan.yaml:2:20: error: to remove stations.waves.first, write {id: first, remove: true} and nothing else");
  CHECK(first_line(errors_with("stations: {waves: {first: 3}}\n")) ==
        "plan.yaml:2:19: error: stations.waves is {first: 3}; write a list of items, each with an `id`");
  CHECK(first_line(errors_with("stations:\n")) ==
        "plan.yaml:2:1: error: stations has no value; write a group of `key: value` lines");
}

TEST_CASE("a file reached twice counts once, and faults of all files are reported", "[unit]") {
  const TestFiles files{{"common/base.yaml", good},
                        {"common/a.yaml", "extends: base.yaml\ntitle: a\nposts: {pass: 101 %}\n"},
                        {"common/b.yaml", "extends: [base.yaml]\nposts: {salry: 3 yuan}\n"},
                        {"places/plan.yaml", "extends: [../common/a.yaml, ../common/b.yaml]\nstart: never\n"}};
  CHECK(errors_of(files, "places/plan.yaml") ==
        R"(places/plan.yaml:2:8: error: start is never, not a date such as 2026-12-31
    2 | start: never
      |        ^~~~~
  note: the date at whose end the state is stated; the first date recorded
common/a.yaml:3:15: error: posts.pass is 101 %; it may be 0 % to 100 %
    3 | posts: {pass: 101 %}
      |               ^~~~~
  note: share of those who sit that pass
common/b.yaml:2:9: error: posts has no parameter `salry`; nearest is `salary`
    2 | posts: {salry: 3 yuan}
      |         ^~~~~
3 errors; nothing was simulated
)");
  const Loaded mended{TestFiles{{"base.yaml", good},
                                {"a.yaml", "extends: base.yaml\ntitle: a\n"},
                                {"b.yaml", "extends: base.yaml\n"},
                                {"place.yaml", "extends: [a.yaml, b.yaml]\n"}}};
  CHECK(mended.scenario.title == "a");  // base.yaml is not merged a second time, which would restore its title
  CHECK(mended.scenario.inputs.size() == 4);
}

TEST_CASE("files that extend each other in a circle are refused with the chain", "[unit]") {
  const TestFiles files{
      {"a.yaml", "extends: b.yaml\n"}, {"b.yaml", "extends: c.yaml\n"}, {"c.yaml", "extends: ./b.yaml\n"}};
  CHECK(errors_of(files, "a.yaml") ==
        R"(c.yaml:1:10: error: files extend each other in a circle: b.yaml → c.yaml → b.yaml
    1 | extends: ./b.yaml
      |          ^~~~~~~~
1 error; nothing was simulated
)");
}

TEST_CASE("files that cannot be read are named with what to do", "[unit]") {
  const TestFiles files{{"place.yaml", good},
                        {"empty.yaml", "# nothing yet\n"},
                        {"list.yaml", "- a\n"},
                        {"wide.yaml", "place：toytown\n"},
                        {"folder/inner.yaml", ""},
                        {"lost.yaml", "extends: [plcae.yaml, folder, place.yaml]\n"},
                        {"odd.yaml", "extends: {a: b}\n"}};
  const auto line = [&](const std::string& name) { return first_line(errors_of(files, name)); };
  CHECK(line("plaec.yaml") == "plaec.yaml: error: there is no such file; nearest is `place.yaml`");
  CHECK(line("empty.yaml") ==
        "empty.yaml:1:1: error: this is empty; a scenario starts with lines such as `place: wenzhou`");
  CHECK(line("list.yaml") ==
        "list.yaml:1:1: error: this is a list; a scenario consists of `key: value` lines such as `place: wenzhou`");
  CHECK(errors_of(files, "wide.yaml") ==
        R"(wide.yaml:1:6: error: this is a text; a scenario consists of `key: value` lines such as `place: wenzhou`
    1 | place：toytown
      |      ^
  note: U+FF1A, a full-width colon; write `:`
1 error; nothing was simulated
)");
  CHECK(errors_of(files, "lost.yaml") == R"(lost.yaml:1:11: error: there is no file plcae.yaml; nearest is `place.yaml`
    1 | extends: [plcae.yaml, folder, place.yaml]
      |           ^~~~~~~~~~
lost.yaml:1:23: error: folder is a folder; name a file in it, such as `inner.yaml`
    1 | extends: [plcae.yaml, folder, place.yaml]
      |                       ^~~~~~
2 errors; nothing was simulated
)");
  CHECK(line("odd.yaml") ==
        "odd.yaml:1:10: error: extends is {a: b}; write a path from this file's folder, or a list of them");
  Diagnostics of_device;
  (void)load("/dev/zero", sections(), {}, of_device);
  CHECK(first_line(of_device.to_string()) == "/dev/zero: error: this is not a regular file; save it as one");
}

TEST_CASE("a huge file is refused by its size, unread", "[unit]") {
  const TestFiles files{{"huge.yaml", ""}};
  std::filesystem::resize_file(files.path("huge.yaml"), 100'000'000);
  CHECK(first_line(errors_of(files, "huge.yaml")) ==
        "huge.yaml: error: this has 100000000 bytes; a file may have at most 4194304; divide it and use `extends`");
}

TEST_CASE("a file with very many faults is reported by the first of them and their number", "[unit]") {
  constexpr std::size_t many = 3000;
  const auto count_of = [](const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
  };
  std::string history = "history:\n";
  std::string extends = "extends:\n";
  for (std::size_t i = 0; i < many; ++i) {
    history += "  - {id: h" + std::to_string(i) + ", series: posts.filled, on: 2020-12-31, value: 17 posts}\n";
    extends += "  - none" + std::to_string(i) + ".yaml\n";
  }
  CHECK(count_of(errors_in(with_history(history)), "series, area and date as history.h0; keep one") == 50);
  const std::string unread = errors_in(extends);
  CHECK(count_of(unread, "there is no file") == 50);
  CHECK(unread.ends_with("… and 951 more errors\n1001 errors; nothing was simulated\n"));
}

// ---- the command line
// ----------------------------------------------------------------------------------------------------------

TEST_CASE("an override reaches every kind of path", "[unit]") {
  const TestFiles files{{"place.yaml", good}};
  const Loaded loaded{files,
                      "place.yaml",
                      {{"posts.salary", "20 万元"},
                       {"posts.pass.likely", "25 %"},
                       {"posts.mandate.sanction", "keep"},
                       {"stations.waves.first.by", "2024-06-30"},
                       {"stations.readiness", "{by_area: {others: 50 %}}"},
                       {"targets.covered.at_least", "95 %"},
                       {"horizon", "2030-12-31"},
                       {"sources.plan", "https://example.org/plan"},
                       {"policy.changes.pay", "{remove: true}"},
                       {"stations.townships.by_area.south", "8"},
                       {"stations.waves.second", "{part: 60 %, note: as before}"}}};
  const ParameterSets likely = loaded.likely();
  CHECK(likely.get<toys::Posts>().salary.value == 200'000);
  CHECK(likely.get<toys::Posts>().pass.value == 0.25);
  CHECK(likely.get<toys::Posts>().mandate.sanction == toys::Sanction::keep);
  CHECK(likely.get<toys::Stations>().waves[0].by == Date{std::chrono::year{2024} / 6 / 30});
  CHECK(likely.get<toys::Stations>().townships[AreaId{2}].value == 8);
  CHECK(loaded.scenario.targets[0].goal == 0.95);
  CHECK(loaded.scenario.horizon == Date{std::chrono::year{2030} / 12 / 31});
  CHECK(loaded.scenario.sources.contains("plan"));
  CHECK(likely.get<toys::Policy>().changes.size() == 1);
  CHECK(to_string(loaded.at("posts.salary").where) == "--set");
  CHECK(loaded.at("posts.salary")
            .provenance.source.empty());  // the evidence of the file does not apply to a value from the command line
}

TEST_CASE("an override of something that does not exist is reported like any other fault", "[unit]") {
  CHECK(errors_in(good, {{"posts.atrition", "0.1 per year"}, {"stations.crew", "0"}}) ==
        R"(--set: error: posts has no parameter `atrition`; nearest is `attrition`
    1 | posts.atrition=0.1 per year
      |       ^~~~~~~~
--set: error: stations.crew is 0; it may be a whole number, 1 to 50 people
    2 | stations.crew=0
      |               ^
  note: people a station needs
2 errors; nothing was simulated
)");
  const std::vector<std::tuple<std::string, std::string, std::string>> faults = {
      {"", "1", "--set: error: `` is not a path; write the names from the section down, such as posts.time_to_fill"},
      {"posts..pass", "1",
       "--set: error: `posts..pass` is not a path; write the names from the section down, such as "
       "posts.time_to_fill"},
      {"post.pass", "1 %", "--set: error: there is no section or key `post`; nearest is `posts`"},
      {"stations.waves.frist.by", "2024-01-01",
       "--set: error: stations.waves has no item `frist`; nearest is `first`"},
      {"stations.waves.first.bye", "2024-01-01",
       "--set: error: stations.waves.first has no parameter `bye`; nearest is `by`"},
      {"stations.waves.first", "3",
       "--set: error: stations.waves.first is an item with parameters of its own; write one of them after a dot"},
      {"posts", "3", "--set: error: posts is 3; write a group of `key: value` lines"},
      {"posts.salary.likely", "3 yuan", "--set: error: posts.salary has no `likely` to replace"},
      {"posts.pass.likly", "3 %", "--set: error: posts.pass has no `likly` to replace; nearest is `likely`"},
      {"posts.salary", "",
       "--set: error: posts.salary has no value; write money with its unit, such as `150 thousand yuan` or `15 "
       "万元`"},
      {"posts.salary", "{low: 1 yuan", "--set: error: end of map flow not found"},
      {"posts.salary", "\"15", "--set: error: illegal EOF in scalar"},
      {"posts.salary", "1 yuan\n2", "--set: error: a value of several lines; write it on one"},
      {"posts.salary", "\xFF", "--set: error: byte 0xFF is not UTF-8; save the file as UTF-8"},
      {"extends", "other.yaml", "--set: error: there is no section or key `extends`"},
      {"stations.readiness.by_area.south", "3 %", "--set: error: stations.readiness has no `by_area` to replace"},
  };
  for (const auto& [path, value, expected] : faults) {
    INFO(path << "=" << value);
    CHECK(first_line(errors_in(good, {{path, value}})) == expected);
  }
}

TEST_CASE("an override within a section that is left out says so", "[unit]") {
  const std::string without = good.substr(0, good.find("policy:"));
  CHECK(first_line(errors_in(without, {{"policy.changes.pay.on", "2024-01-01"}})) ==
        "--set: error: policy is not part of this scenario");
}

// ---- what changes nothing
// ----------------------------------------------------------------------------------------------------

TEST_CASE("an empty list, an empty group and an item of an id alone change nothing and are refused", "[unit]") {
  const TestFiles files{
      {"place.yaml", good},
      {"waves.yaml", "extends: place.yaml\nstations: {waves: []}\ntargets: []\n"},
      {"group.yaml", "extends: place.yaml\nposts: {mandate: {}}\nstations: {waves: [{id: first}]}\n"},
      {"areas.yaml", "extends: place.yaml\nstations: {waves: [{id: first, where: []}]}\n"},
      {"none.yaml", replaced(good, R"(
  - {id: cheap, title: 便宜, series: funding.spent, area: rim, at_most: 15 万元, by: 2026-12-31})",
                             "")}};
  CHECK(
      errors_of(files, "waves.yaml") ==
      R"(waves.yaml:2:19: error: stations.waves is an empty list, which removes nothing; write {id: first, remove: true} for each item to remove
    2 | stations: {waves: []}
      |                   ^~
waves.yaml:3:10: error: targets is an empty list, which removes nothing; write {id: covered, remove: true} for each item to remove
    3 | targets: []
      |          ^~
2 errors; nothing was simulated
)");
  CHECK(
      errors_of(files, "group.yaml") ==
      R"(group.yaml:2:18: error: posts.mandate is empty, so nothing of it changes; write what changes, or leave it out
    2 | posts: {mandate: {}}
      |                  ^~
group.yaml:3:20: error: stations.waves.first has nothing but its id, so nothing changes; write what changes, or {id: first, remove: true} to remove it
    3 | stations: {waves: [{id: first}]}
      |                    ^~~~~~~~~~~
2 errors; nothing was simulated
)");
  CHECK(first_line(errors_of(files, "areas.yaml")) ==
        "areas.yaml:2:39: error: stations.waves.first.where names no area; write [all], or leave it out");
  CHECK(first_line(errors_of(files, "place.yaml", {{"areas", "[]"}})) ==
        "--set: error: areas is an empty list, which removes nothing; write {id: centre, "
        "remove: true} for each item to remove");
  CHECK(errors_of(files, "none.yaml").empty());
  CHECK(errors_in(good.substr(0, good.find("policy:")) + "policy: {changes: []}\n").empty());  // there was none
}

TEST_CASE("an area written by its name is reported with its id", "[unit]") {
  CHECK(first_line(errors_in(replaced(good, "area: rim", "area: 外圈"))) ==
        "place.yaml:20:57: error: targets.cheap.area names `外圈`, which is not an area; write `rim`, the id of 外圈");
  CHECK(first_line(errors_in(replaced(good, "{centre: 10, rim", "{中心: 10, rim")))
            .ends_with("names `中心`, which is not an area; write `centre`, the id of 中心"));
}

TEST_CASE("an override reaches the value of one area", "[unit]") {
  const TestFiles files{{"place.yaml", good}};
  Diagnostics diagnostics;
  const Scenario scenario =
      load(files.path("place.yaml"), sections(), {{"stations.townships.south", "7"}}, diagnostics);
  REQUIRE(diagnostics.empty());
  const Setting* townships = scenario.sections[1].second.find("townships");
  REQUIRE(townships);
  const auto& leaves = std::get<AreaSetting>(townships->content).leaves;
  CHECK(leaves.size() == 3);
  CHECK(std::get<double>(std::get<ScalarSetting>(leaves[0])) == 10);
  CHECK(std::get<double>(std::get<ScalarSetting>(leaves[1])) == 20);
  CHECK(std::get<double>(std::get<ScalarSetting>(leaves[2])) == 7);
  CHECK(first_line(errors_of(files, "place.yaml", {{"stations.townships.sough", "7"}})).starts_with("--set: error: "));
}

// ---- dates
// -------------------------------------------------------------------------------------------------------------------

TEST_CASE("a date is a year, a month and a day that exists", "[unit]") {
  for (const char* text : {"2024-02-29", "2024-2-29", "2024/2/29", "2024年2月29日", "2024年02月29日"})
    CHECK(std::get<Date>(read_date(text)) == Date{std::chrono::year{2024} / 2 / 29});
  for (const char* text : {"2023-02-29", "24-2-29", "2024-002-29", "2024-2/29", "2024年2月", "2024-2", "20240229",
                           "2024-00-01", "2024-13-01", "2024-01-00", "2024-04-31", "2024-01-01 ", "", "-024-01-01",
                           "2024-01-0x", "1899-12-31", "2200-01-01", "２０２４-01-01"}) {
    INFO(text);
    CHECK(std::holds_alternative<std::string>(read_date(text)));
  }
}

// ---- anything at all
// ---------------------------------------------------------------------------------------------------------

TEST_CASE("no damage to a file crashes the loader", "[property]") {
  std::mt19937_64 random(20240611);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> tokens = {"{",
                                           "}",
                                           "[",
                                           "]",
                                           ":",
                                           ": ",
                                           ",",
                                           "\"",
                                           "'",
                                           "|\n",
                                           ">\n",
                                           "- ",
                                           "? ",
                                           "&a ",
                                           "*a",
                                           "!!str ",
                                           "%",
                                           "@",
                                           "#",
                                           "\n",
                                           "\n\n",
                                           "\t",
                                           "  ",
                                           "~",
                                           "null",
                                           "---\n",
                                           "...\n",
                                           "<<: ",
                                           "1e999",
                                           "99999999999999999999999 days",
                                           "-0",
                                           "0.0000000001 %",
                                           "2022-02-30",
                                           "by_area: ",
                                           "by_date: ",
                                           "value: ",
                                           "remove: true",
                                           "id: ",
                                           "low: ",
                                           "lognormal: ",
                                           "\xFF",
                                           "\xE4\xB8",
                                           "\xEF\xBB\xBF",
                                           std::string(1, '\0'),
                                           "\x04",
                                           "万元",
                                           "：",
                                           "\r",
                                           "\\",
                                           "extends: "};
  const TestFiles files{{"place.yaml", good}};
  std::size_t refused = 0;
  constexpr int mutations = 4000;
  for (int i = 0; i < mutations; ++i) {
    std::string text = good;
    const std::size_t changes = 1 + below(4);
    for (std::size_t change = 0; change < changes && !text.empty(); ++change) {
      const std::size_t at = below(text.size());
      switch (below(8)) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.resize(at);
          break;
        case 2:
          text.erase(at, 1 + below(20));
          break;
        case 3:
          text.insert(at, tokens[below(tokens.size())]);
          break;
        case 4:
          text.insert(at, text.substr(below(text.size()), 1 + below(200)));
          break;
        case 5: {  // swap two lines
          std::vector<std::string> lines;
          for (std::size_t from = 0; from < text.size();) {
            const std::size_t end = std::min(text.find('\n', from), text.size());
            lines.push_back(text.substr(from, end - from));
            from = end + 1;
          }
          if (lines.size() < 2) break;
          std::swap(lines[below(lines.size())], lines[below(lines.size())]);
          text.clear();
          for (const std::string& line : lines) text += line + "\n";
          break;
        }
        case 6: {
          const std::size_t depth = 1 + below(300);
          text.insert(at, std::string(depth, below(2) == 0 ? '[' : '{'));
          break;
        }
        default:
          text.insert(at, std::string(1 + below(400), static_cast<char>('0' + below(10))));
          break;
      }
    }
    files.write("place.yaml", text);
    Diagnostics diagnostics;
    const Scenario scenario = load(files.path("place.yaml"), sections(), {}, diagnostics);
    if (diagnostics.empty()) {
      // A scenario that is accepted can be drawn from.
      const ParameterSets drawn(scenario.sections, std::pair{Seed{1}, Replication{static_cast<std::uint64_t>(i)}});
      CHECK(drawn.has<toys::Posts>());
    } else {
      ++refused;
      CHECK(!diagnostics.to_string().empty());
    }
  }
  CHECK(refused > mutations / 2);  // otherwise the damage would be too small to test anything
}

TEST_CASE("no damage to an override crashes the loader", "[property]") {
  std::mt19937_64 random(20240612);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> paths = {"posts.pass.likely", "stations.waves.first.part", "targets.covered",
                                          "sources.plan",      "areas.rim.within",          "policy"};
  const std::vector<std::string> values = {
      "{by_area: {others: 3 %}}",           "50 %", "[a, b]", "{remove: true}", "\"quoted\"",
      "{low: 1 %, likely: 2 %, high: 3 %}", ""};
  const TestFiles files{{"place.yaml", good}};
  for (int i = 0; i < 2000; ++i) {
    Override given{paths[below(paths.size())], values[below(values.size())]};
    for (std::string* text : {&given.path, &given.value}) {
      if (below(2) == 0 || text->empty()) continue;
      const std::size_t at = below(text->size());
      if (below(2) == 0)
        text->erase(at, 1 + below(4));
      else
        text->insert(at, 1, static_cast<char>(random()));
    }
    Diagnostics diagnostics;
    (void)load(files.path("place.yaml"), sections(), {given}, diagnostics);
    CHECK(!diagnostics.to_string().empty());
  }
}

}  // namespace

}  // namespace muster::scenarios
