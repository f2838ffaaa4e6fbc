#include "output/charts/comparison.hpp"

#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/temporary_folder.hpp"

#include <set>

namespace muster::output {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::vector<std::string>> compared_rows(const Json& chart) {
  return chart["usermeta"]["table"]["rows"].get<std::vector<std::vector<std::string>>>();
}

Json chart_named(const std::string& name, const ComparisonRecord& record = testing::small_comparison_record()) {
  const PairedComparison comparison = testing::small_comparison();
  for (const Chart& chart : comparison_charts(comparison, record))
    if (chart.name == name) return chart.draw(desk);
  throw std::out_of_range(name);
}

TEST_CASE("a difference has a panel for each strategy, on one scale and with its interval", "[unit][comparison]") {
  const Json chart = chart_named("difference-qualification-issued");
  REQUIRE(chart["vconcat"].size() == 1);  // the strategy `nothing` has no panel; its name is listed below the title
  const Json& more = chart["vconcat"][0];
  CHECK(more["title"]["text"] == Json{"多建一站"});
  CHECK(more["data"]["values"][2] == Json{{"date", "2022-12-31"}, {"mean", 10.0}, {"low", 10.0}, {"high", 10.0}});
  CHECK(chart["usermeta"]["headline"] ==
        "newly certified, since the start: +10 people (+10 to +10) on 2022-12-31 with 多建一站");
  CHECK(chart["usermeta"]["below"].back() == "no difference in any future on any date: nothing");
}

TEST_CASE("the targets' chart has a row for each strategy, where the strategies differ", "[unit][comparison]") {
  const Json chart = chart_named("target-probabilities");
  REQUIRE(chart["vconcat"].size() == 1);
  const auto rows = compared_rows(chart);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"east_half", "the place as planned", "3 of 4 futures", "–"});
  CHECK(rows[1] == std::vector<std::string>{"east_half", "多建一站", "all 4 futures", "value +25.0 points"});
  CHECK(rows[2] == std::vector<std::string>{"east_half", "nothing", "3 of 4 futures", "no difference"});
  CHECK(chart["usermeta"]["headline"] == "east_half: all 4 futures with 多建一站, 3 of 4 futures as planned");
  CHECK(chart["usermeta"]["below"][1].get<std::string>().starts_with("the same under every strategy: "));
}

TEST_CASE("a choice that no other dominates is marked", "[unit][comparison]") {
  const auto stay = [](const std::vector<double>& costs, const std::vector<double>& chances) {
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < costs.size(); ++i) choices.push_back({i, costs[i], chances[i]});
    std::vector<bool> made;
    for (const Choice& one : choices) made.push_back(!is_dominated(one, choices));
    return made;
  };
  CHECK(stay({0, 1, 2, 3}, {0.1, 0.5, 0.4, 0.9}) == std::vector<bool>{true, true, false, true});
  CHECK(stay({5, 5}, {0.2, 0.2}) == std::vector<bool>{true, true});  // equal: neither dominates the other
  CHECK(stay({5, 4}, {0.2, 0.2}) == std::vector<bool>{false, true});
  CHECK(stay({5, 5}, {0.3, 0.2}) == std::vector<bool>{true, false});
}

TEST_CASE("money and probability are shown for the target that differs most", "[unit][comparison]") {
  const Json chart = chart_named("cost-and-probability");
  const auto rows = compared_rows(chart);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"多建一站", "all 4 futures", "+5 people", "yes"});
  CHECK(rows[1] == std::vector<std::string>{"the place as planned", "3 of 4 futures", "as planned", "yes"});
  CHECK(chart["usermeta"]["headline"] == "east_half: all 4 futures with 多建一站, for +5 people");
  ComparisonRecord free = testing::small_comparison_record();
  free.cost = "funding.spent";
  CHECK(chart_named("cost-and-probability", free).is_null());
}

TEST_CASE("if no strategy changes when areas are covered, a sentence takes the place of the chart",
          "[unit][comparison]") {
  // Medians of coverage as planned: 0.25, 0.625, 1 in the east; 0, 0, 0.5 in the west. `more` adds 0.25 in the
  // east, which changes no date.
  const Json chart = chart_named("rollout-waves");
  CHECK(reason_for_no_chart(chart).english ==
        "when each area is covered is the same under every strategy, so there is no chart");
}

TEST_CASE("titles of strategies may hold any character", "[unit][comparison]") {
  const PairedComparison comparison = testing::small_comparison();
  ComparisonRecord record = testing::small_comparison_record();
  record.strategies[1].title = "晚\u2028'\"x\\";
  record.strategies[2].title = "晚\xA0x";  // invalid UTF-8
  const testing::TemporaryFolder folder;
  write_charts(folder.path(), comparison_charts(comparison, record));
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++count;
    const std::string chart = read_file(entry.path());
    CHECK(chart.find("\u2028") == std::string::npos);
    CHECK_NOTHROW(Json::parse(chart));
  }
  CHECK(count == 5);
}

TEST_CASE("charts whose series the place lacks are left out, and the others are Vega-Lite", "[unit][comparison]") {
  const PairedComparison comparison = testing::small_comparison();
  const testing::TemporaryFolder folder;
  const auto names_with = [&](const std::string& name, const ComparisonRecord& record) {
    write_charts(folder.path() / name, comparison_charts(comparison, record));
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() / name)) {
      names.insert(entry.path().filename().string());
      CHECK(Json::parse(read_file(entry.path())).at("$schema") == "https://vega.github.io/schema/vega-lite/v5.json");
    }
    return names;
  };
  const std::set<std::string> always{"difference-stations-open.vl.json", "difference-stations-coverage.vl.json",
                                     "difference-qualification-issued.vl.json", "target-probabilities.vl.json"};
  std::set<std::string> all = always;
  all.insert("cost-and-probability.vl.json");
  CHECK(names_with("all", testing::small_comparison_record()) == all);
  ComparisonRecord bare = testing::small_comparison_record();
  bare.cost = bare.rollout = bare.coverage = "";
  CHECK(names_with("bare", bare) == always);
}

}  // namespace
}  // namespace muster::output
