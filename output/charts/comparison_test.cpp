#include "output/charts/comparison.hpp"

#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/temporary_folder.hpp"

#include <set>

namespace muster::output {
namespace {

using Json = nlohmann::ordered_json;

TEST_CASE("a difference has a panel for each strategy, on one scale and with its paired band", "[unit][comparison]") {
  const Json chart = difference_chart(testing::small_comparison(), testing::small_comparison_record(), 2);
  REQUIRE(chart["vconcat"].size() == 1);  // nothing has no panel, and is named
  const Json& more = chart["vconcat"][0];
  CHECK(more["title"]["text"] == Json{"多建一站 (more)"});
  CHECK(more["data"]["values"][2] == Json{{"date", "2022-12-31"}, {"mean", 10.0}, {"low", 10.0}, {"high", 10.0}});
  CHECK(chart["title"]["subtitle"].back() == "no difference in any replication on any date: nothing");
}

TEST_CASE("the targets' chart has a row for each strategy", "[unit][comparison]") {
  const Json chart = probabilities_chart(testing::small_comparison(), testing::small_comparison_record());
  REQUIRE(chart["vconcat"].size() == 2);
  const Json& rows = chart["vconcat"][1]["data"]["values"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]["strategy"] == "the place as planned");
  CHECK(rows[0]["words"] == "0.75, median 62 %");
  CHECK(rows[1]["words"] == "1.00, median 88 %;  value +25.0 points");
  CHECK(rows[2]["words"] == "0.75, median 62 %;  no difference");
  CHECK(rows[1]["rank"] == "–");
}

TEST_CASE("what no other choice beats is efficient", "[unit][comparison]") {
  CHECK(efficient({0, 1, 2, 3}, {0.1, 0.5, 0.4, 0.9}) == std::vector<bool>{true, true, false, true});
  CHECK(efficient({5, 5}, {0.2, 0.2}) == std::vector<bool>{true, true});  // alike: neither beats the other
  CHECK(efficient({5, 4}, {0.2, 0.2}) == std::vector<bool>{false, true});
  CHECK(efficient({5, 5}, {0.3, 0.2}) == std::vector<bool>{true, false});
}

TEST_CASE("money against probability leaves out targets that no strategy moves", "[unit][comparison]") {
  const Json chart = cost_chart(testing::small_comparison(), testing::small_comparison_record());
  REQUIRE(chart["vconcat"].size() == 1);
  const Json& rows = chart["vconcat"][0]["data"]["values"];
  CHECK(rows[0] ==
        Json{{"strategy", "the place as planned"}, {"cost", 0.0}, {"probability", 0.75}, {"efficient", true}});
  CHECK(rows[1] == Json{{"strategy", "多建一站"}, {"cost", 5.0}, {"probability", 1.0}, {"efficient", true}});
  CHECK(chart["title"]["subtitle"].back() == "left out: a target whose probability is the same under all");
  ComparisonRecord free = testing::small_comparison_record();
  free.cost = "funding.spent";
  CHECK(cost_chart(testing::small_comparison(), free).is_null());
}

TEST_CASE("waves show when half of the replications cover a half and all of an area", "[unit][comparison]") {
  const Json chart = waves_chart(testing::small_comparison(), testing::small_comparison_record());
  std::set<std::string> told;
  for (const Json& layer : chart["layer"])
    if (layer["mark"]["type"] == "point")
      for (const Json& point : layer["data"]["values"])
        told.insert(point["strategy"].get<std::string>() + " " + point["from"].get<std::string>() +
                    (point["all"].get<bool>() ? " all" : " half"));
  // East: medians of coverage 0.25, 0.625, 1 as planned; west: 0, 0, 0.5. `more` adds 0.25 in the east.
  CHECK(told == std::set<std::string>{"the place as planned 2021-12-31 half", "the place as planned 2022-12-31 all",
                                      "the place as planned 2022-12-31 half", "nothing 2021-12-31 half",
                                      "nothing 2022-12-31 all", "nothing 2022-12-31 half", "多建一站 2021-12-31 half",
                                      "多建一站 2022-12-31 all", "多建一站 2022-12-31 half"});
}

TEST_CASE("titles of strategies may hold any character", "[unit][comparison]") {
  ComparisonRecord record = testing::small_comparison_record();
  record.strategies[1].title = "晚\u2028'\"x\\";
  record.strategies[2].title = "晚\xA0x";  // no UTF-8
  const testing::TemporaryFolder folder;
  write_comparison_charts(folder.path(), testing::small_comparison(), record);
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++count;
    const std::string chart = read_file(entry.path());
    CHECK(chart.find("\u2028") == std::string::npos);
    CHECK_NOTHROW(Json::parse(chart));
  }
  CHECK(count == 7);
  // Solid marks are told from hollow ones by a number, not by a name within an expression.
  const Json waves = waves_chart(testing::small_comparison(), record);
  for (const Json& layer : waves["layer"])
    if (layer["mark"]["type"] == "point")
      CHECK(layer["encoding"]["fill"]["condition"][1]["test"] == "datum.all && datum.variant == 1");
}

TEST_CASE("charts whose series the place lacks are left out, the others are Vega-Lite", "[unit][comparison]") {
  const testing::TemporaryFolder folder;
  const auto names_with = [&](const std::string& name, const ComparisonRecord& record) {
    write_comparison_charts(folder.path() / name, testing::small_comparison(), record);
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
  all.insert({"cost-and-probability.vl.json", "rollout-by-area.vl.json", "rollout-waves.vl.json"});
  CHECK(names_with("all", testing::small_comparison_record()) == all);
  ComparisonRecord bare = testing::small_comparison_record();
  bare.cost = bare.rollout = bare.coverage = "";
  CHECK(names_with("bare", bare) == always);
}

}  // namespace
}  // namespace muster::output
