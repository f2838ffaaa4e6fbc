// Texts and conditions that the program cannot use are reported, and words of a command cannot send control codes to
// a terminal.
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <vector>

namespace muster {

using Catch::Matchers::ContainsSubstring;
using testing::CommandOutput;
using testing::TemporaryFolder;

namespace {

// The errors in a change of Shenyang on a condition.
std::string refusal_of(const std::string& condition) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "change.yaml";
  std::ofstream(file)
      << "strategy: s\nplace: shenyang\ntitle: s\nwhy: s\nchanges:\n  - {id: c, parameter: training.seats, "
         "set: 0 people, when: {area: all, "
      << condition << "}}\n";
  try {
    (void)experiments::open_session(experiments::find_scenario("shenyang"), {}, {file, {}});
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
  CHECK_THAT(
      refusal_of("series: stations.coverage, at_least: 4 stations"),
      ContainsSubstring("policy.changes.c.when.at_least is written in stations; stations.coverage is in share"));
  CHECK_THAT(refusal_of("series: stations.open, at_most: 90 %"),
             ContainsSubstring("policy.changes.c.when.at_most is written in share; stations.open is in stations"));
  CHECK_THAT(refusal_of("series: stations.open, at_least: many"),
             ContainsSubstring("is many; write a number with its unit"));
}

TEST_CASE("each part of a range in a condition is in the unit of its series", "[unit]") {
  const std::string wrong = "policy.changes.c.when.at_least is written in {}; stations.{} is in {}";
  const std::string yuan =
      refusal_of("series: stations.open, at_least: {low: 4 stations, likely: 4 yuan, high: 5 yuan}");
  CHECK_THAT(yuan, ContainsSubstring(fmt::format(fmt::runtime(wrong), "yuan", "open", "stations")));
  CHECK_THAT(yuan, ContainsSubstring("change.yaml:6:132") && ContainsSubstring("change.yaml:6:146"));
  CHECK_THAT(yuan, ContainsSubstring("2 errors"));
  CHECK_THAT(refusal_of("series: stations.open, at_least: {low: 80 %, likely: 85 %, high: 90 %}"),
             ContainsSubstring(fmt::format(fmt::runtime(wrong), "share", "open", "stations")));
  CHECK_THAT(refusal_of("series: stations.coverage, at_least: {low: 0.2, likely: 0.4 days, high: 0.5}"),
             ContainsSubstring(fmt::format(fmt::runtime(wrong), "days", "coverage", "share")));
  CHECK(refusal_of("series: stations.open, at_least: {low: 4, likely: 4个, high: 5 stations}").empty());
}

TEST_CASE("amounts of money and times that a series has to reach are written with their unit", "[unit]") {
  const std::string money = " is written without a unit; funding.spent is in yuan: write money with its unit";
  const std::string time = " is written without a unit; posts.time_to_fill is in days: write a duration with its unit";
  CHECK_THAT(refusal_of("series: funding.spent, at_least: 2200"),
             ContainsSubstring("policy.changes.c.when.at_least" + money));
  CHECK_THAT(refusal_of("series: funding.spent, at_least: {low: 20 yuan, likely: 25, high: 30 yuan}"),
             ContainsSubstring("policy.changes.c.when.at_least" + money) && ContainsSubstring("1 error;"));
  CHECK_THAT(refusal_of("series: posts.time_to_fill, at_most: 45"),
             ContainsSubstring("policy.changes.c.when.at_most" + time));
  for (const char* fine : {"series: posts.time_to_fill, at_most: 45天", "series: funding.spent, at_least: 2200 yuan",
                           "series: stations.staff, at_least: 40"}) {
    INFO(fine);
    CHECK(refusal_of(fine).empty());
  }
  const auto of_target = [](const std::string& series, const std::string& goal) {
    try {
      (void)experiments::open_session(
          experiments::find_scenario("shenyang"),
          {{"targets", "[{id: t, title: t, series: " + series + ", at_most: " + goal + ", by: 2022-12-31}]"}});
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string{};
  };
  CHECK_THAT(of_target("funding.spent", "2400"), ContainsSubstring("targets.t" + money));
  CHECK_THAT(of_target("posts.time_to_fill", "45"), ContainsSubstring("targets.t" + time));
  for (const auto& [series, goal] : {std::pair{"funding.spent", "2400 万元"},
                                     {"posts.time_to_fill", "45 days"},
                                     {"stations.staff", "400"},
                                     {"stations.coverage", "0.9"}}) {
    INFO(series);
    CHECK(of_target(series, goal).empty());
  }
}

TEST_CASE("more stations open than there are townships is reported for the area, at its value", "[unit]") {
  const TemporaryFolder folder;
  const auto errors_of = [&](const std::string& open_at_start) {
    const auto file = folder.path() / "place.yaml";
    std::ofstream(file) << "extends: [" << experiments::find_scenario("shenyang").string()
                        << "]\nstations:\n  open_at_start: " << open_at_start << "\n";
    try {
      (void)experiments::open_session(file, {});
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string{};
  };
  const std::string xinmin =
      "stations.open_at_start in Xinmin (`xinmin`): 29 stations are open in an area of 28 townships\n";
  const std::string heping =
      "stations.open_at_start in Heping (`heping`): 29 stations are open in an area of 10 townships\n";
  const std::string named = errors_of("{by_area: {heping: 1, xinmin: 29, others: 0}}");
  CHECK_THAT(named, ContainsSubstring("place.yaml:3:40: error: " + xinmin));
  CHECK_THAT(named, ContainsSubstring("\n1 error;"));
  CHECK_THAT(errors_of("{by_area: {xinmin: 1, others: 29}}"), ContainsSubstring("place.yaml:3:40: error: " + heping));
  CHECK_THAT(errors_of("{by_area: {outer4: 29, others: 0}}"), ContainsSubstring("place.yaml:3:29: error: " + xinmin));
  CHECK_THAT(errors_of("29"), ContainsSubstring("place.yaml:3:18: error: " + heping));
  CHECK(errors_of("{by_area: {xinmin: 28, others: 0}}").empty());
  // The same for villages, whose number is in a group of its own.
  CHECK_THROWS_WITH(
      experiments::open_session(experiments::find_scenario("tongren"), {{"stations.townships.bijiang", "0"}}),
      ContainsSubstring(":23: error: stations.villages.total in Bijiang (`bijiang`): 240 villages are in an "
                        "area without townships"));
}

TEST_CASE("values that do not fit together are reported at the line that is wrong", "[unit]") {
  const TemporaryFolder folder;
  // The error message, without file and position, for the scenario of two areas with a text inserted before a line;
  // checks that the error is reported where the inserted text is.
  const auto errors_of = [&](const std::string& before, const std::string& put, const std::string& marked) {
    std::string text = test::two_areas(), said;
    text.insert(text.find("\n" + before) + 1, put);
    try {
      (void)test::open_scenario(folder, "place.yaml", text);
    } catch (const InputError& error) {
      said = error.what();
    }
    const std::size_t at = text.find(marked), begin = text.rfind('\n', at) + 1;
    const std::string place = fmt::format(
        "{}:{}:{}: error: ", (folder.path() / "place.yaml").generic_string(),
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1, at - begin + 1);
    CHECK_THAT(said, ContainsSubstring("1 error;"));
    REQUIRE_THAT(said, Catch::Matchers::StartsWith(place));
    return said.substr(place.size(), said.find('\n') - place.size());
  };
  // An error among items of a list.
  CHECK(
      errors_of("  demand:", "  sittings: [{id: 2022, registration: 2022-03-01}]\n", "2022-03-01") ==
      "qualification.sittings.2022.registration: registration for 2022 closes before the certificates of 2021; write "
      "sittings in order and without overlap");
  // An error in items added to those of an extended file.
  std::string subjects;
  for (char id = 'a'; id < 'd'; ++id) subjects += fmt::format("{{id: {}, title: {}, passes: 20 %}}, ", id, id);
  CHECK(errors_of("  demand:", "  levels: [{id: assistant, subjects: [" + subjects + "]}]\n", "subjects: [") ==
        "qualification.levels.assistant.subjects: 5 subjects; a level may have at most 4");
  // A value of the extended file that was right until something it refers to was removed.
  CHECK(errors_of("  weight:", "  education: [{id: secondary, share: 45 %}, {id: college_other, remove: true}]\n",
                  "place: pair") ==
        "the rule A4 of qualification.levels names the education `college_other`, which is not in people.education");
  // An error found when the models are made, …
  CHECK(errors_of("  mandate:", "  level: asistant\n", "asistant") ==
        "posts.level is `asistant`, which is not a level of qualification.levels");
  // … and one for a single area, although there are no people in the models yet.
  CHECK(errors_of(
            "  mandate:",
            "  establishments:\n    - id: hall\n      title: t\n      posts: {by_area: {east: 1, west: 40000}}\n"
            "      filled_at_start: {by_area: {east: 0, west: 40000}}\n      first_round: 2022-04-30\n"
            "      advertised: 0 %\n      applies: 0 %\n      appointment: 9 days\n      grades: [{id: g, title: t, "
            "level: assistant, places: 100 %, after: 0 days, salary: 1 yuan, attrition: 1}]\n",
            "west: 40000}}\n      first") ==
        "西 has fewer active holders than people in posts of hall at the start; lower "
        "posts.establishments.hall.filled_at_start or raise qualification.holders.total");
}

TEST_CASE("values that do not fit at the start are refused on opening, before there are any people", "[unit]") {
  using Overrides = std::vector<scenarios::Override>;
  // The error message, with its position if that is one of the overrides; empty if the scenario opens.
  const auto refused = [](const char* place, const Overrides& overrides) {
    try {
      (void)experiments::open_session(experiments::find_scenario(place), overrides);
    } catch (const InputError& error) {
      const std::string said = error.what();
      const std::size_t from = said.starts_with("--set:") ? 0 : said.find("error: ");
      return said.substr(from, said.find('\n') - from);
    }
    return std::string{};
  };
  // 89 holders; 13 stations with 3 workers each, or fewer at random.
  const auto with_talents = [](const char* people) {
    return Overrides{{"people.talents.at_start", people},
                     {"stations.qualified_at_start", "0 %"},
                     {"stations.staffed_at_start", "100 %"},
                     {"stations.staff_posts", "3"}};
  };
  CHECK(refused("tongren", with_talents("127 people")) ==
        "--set: error: people.talents.at_start is 127; holders and staff at the start are 128 already");
  CHECK(refused("tongren", with_talents("128 people")).empty());
  // Staff who have to be qualified are holders, as long as there are enough holders.
  const auto without_holders = [](const char* people) {
    return Overrides{{"people.talents.at_start", people},
                     {"qualification.holders.total", "0 people"},
                     {"posts.establishments.civil_affairs.filled_at_start", "0"},
                     {"stations.qualified_at_start", "100 %"},
                     {"stations.staffed_at_start", "100 %"},
                     {"stations.staff_posts", "3"}};
  };
  CHECK(refused("tongren", without_holders("38 people")) ==
        "--set: error: people.talents.at_start is 38; holders and staff at the start are 39 already");
  CHECK(refused("tongren", without_holders("39 people")).empty());

  const char* const filled = "posts.establishments.civil_affairs.filled_at_start.yuping";
  const std::string few_holders =
      "error: Yuping has fewer active holders than people in posts of civil_affairs at the start; lower "
      "posts.establishments.civil_affairs.filled_at_start or raise qualification.holders.total";
  CHECK(refused("tongren", {{filled, "5"}}) == few_holders);
  CHECK(refused("tongren", {{filled, "4"}}).empty());
  // Of the 4 and the 7 holders in these counties, random numbers leave half in the profession.
  const Overrides half{{"qualification.holders.active", "50 %"},
                       {"posts.establishments.civil_affairs.filled_at_start.bijiang", "1"}};
  CHECK(refused("tongren", {half[0], half[1], {filled, "4"}}) == few_holders);
  CHECK(refused("tongren", {half[0], half[1], {filled, "2"}}).empty());

  const Overrides purchased{{"agencies.works_elsewhere", "no"}, {"stations.direct_hire.share", "0 %"}};
  CHECK(refused("tongren", {purchased[0], purchased[1], {"agencies.capacity", "2"}}) ==
        "error: Bijiang has more stations open at the start than its agencies can carry; raise agencies.at_start or "
        "agencies.capacity, set agencies.works_elsewhere, or lower stations.open_at_start");
  CHECK(refused("tongren", {purchased[0], purchased[1], {"agencies.capacity", "3"}}).empty());
  const Overrides elsewhere{{"agencies.capacity", "1"}, {"agencies.at_start.bijiang", "0"}, purchased[1]};
  CHECK(refused("tongren", {elsewhere[0], elsewhere[1], elsewhere[2], {"agencies.at_start.songtao", "0"}}) ==
        "error: Songtao has more stations open at the start than agencies can carry; raise agencies.at_start or "
        "agencies.capacity, or lower stations.open_at_start");
  CHECK(refused("tongren", {elsewhere[0], elsewhere[1], elsewhere[2], {"agencies.at_start.songtao", "1"}}).empty());

  CHECK(refused("tongren", {{"stations.open_at_start", "0"}}) ==
        "error: services.before states services, and no station is in regular service at the start; "
        "raise stations.open_at_start or leave services.before out");
  const scenarios::Override no_room{"stations.tiers.relocation_room.from_pairing", "no"};
  CHECK(refused("tongren", {no_room}).empty());  // the pairs exist already at the start
  CHECK(refused("tongren", {no_room, {"training.pairing.dongguan.from", "2022-05-01"}}) ==
        "--set: error: training.pairing gives rooms, and no tier of stations.tiers has from_pairing: yes; write "
        "one or set rooms to 0");

  CHECK(refused("tongren", {{"qualification.under_way.sitting", "2020"}}) ==
        "--set: error: the results of the sitting `2020` came out on 2021-01-15, before the start; count its "
        "certificates in qualification.holders.total instead");
  CHECK(refused("tongren", {{"qualification.under_way.sitting", "2022"}}) ==
        "--set: error: the sitting `2022` is not under way at the start: its registration closes on 2022-04-19");
  CHECK(refused("tongren", {{"qualification.sittings.2021.cancelled", "yes"}}) ==
        "error: the sitting `2021` is not under way at the start: it is cancelled");
  CHECK(refused("china", {{"qualification.last_sitting.sitting", "2020"}}) ==
        "--set: error: the results of the sitting `2020` are not out at the start: they come out on 2021-01-15; "
        "write it as qualification.under_way");
  CHECK(refused("china", {{"qualification.sittings.2019.cancelled", "yes"}}) ==
        "error: the results of the sitting `2019` are not out at the start: it is cancelled; write it as "
        "qualification.under_way");
  CHECK(refused("china", {{"qualification.holders.since", "29 years"}, {"people.retirement_age", "45 years"}}) ==
        "--set: error: qualification.holders.since makes every holder at the level of assistant social worker with "
        "the education senior high or vocational secondary school reach people.retirement_age: 4 years of practice "
        "come before the certificate");
  const Overrides none_bachelor{{"people.education.bachelor_social_work.share", "0 %"},
                                {"people.education.bachelor_other.share", "0 %"},
                                {"people.education.master_social_work.share", "0 %"},
                                {"people.education.college_other.share", "75 %"}};
  Overrides senior_holders = none_bachelor;
  senior_holders.push_back({"qualification.levels.senior.holders", "10"});
  CHECK(refused("tongren", none_bachelor).empty());
  CHECK(refused("tongren", senior_holders) ==
        "error: no education of people.education leads to the level of senior social worker, which people hold at the "
        "start");
  CHECK(refused("tongren", {{"qualification.levels.senior.demand", "5 %"},
                            {"qualification.levels.social_worker.demand", "27 %"}}) ==
        "error: no candidate in Bijiang is eligible for the level of senior social worker; with people.education, "
        "people.age and "
        "people.practice as they are, nobody may sit it");
}

TEST_CASE("for a series written by its title the id is suggested", "[unit]") {
  CHECK_THAT(
      refusal_of("series: resident workers, at_least: 4"),
      ContainsSubstring("which is not a series of this scenario; write `stations.staff`, the id of resident workers"));
}

TEST_CASE("a word of a command with control codes is refused, and shown harmlessly", "[cli]") {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check", "a\x1B[31m.yaml"},
                                                {"run", "shenyang", "--out", "o\x1B[31m"},
                                                {"check", "shenyang", "--set", "title=\x1B[31m"},
                                                {"che\x1B[31mck"},
                                                {"check", "\u202Eshenyang"},
                                                {"check", "shen\x9Byang"}}) {
    const CommandOutput said = testing::muster(words, folder.path());
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
