#include "output/charts/specs.hpp"

#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <set>

namespace muster::output {
namespace {

ChartContext small_context() {
  return {"小城 Small",
          {{testing::year_end, "mandate", {"stations.open"}}, {testing::horizon, "elsewhere", {"posts.vacant"}}},
          {},
          {}};
}

// The values of the layers with a kind of mark.
std::vector<Json> values_of(const Json& chart, const std::string& mark) {
  std::vector<Json> found;
  for (const Json& layer : chart.at("layer"))
    if (layer.at("mark").at("type") == mark && layer.contains("data"))
      for (const Json& row : layer.at("data").at("values")) found.push_back(row);
  return found;
}

TEST_CASE("a stock's chart is a fan with its targets, the start and the dates to mark", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 0);
  CHECK(chart["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  CHECK(chart["title"]["text"] == Json{"小城 Small: stations open at the end of the date"});
  CHECK(chart["title"]["subtitle"] ==
        Json{"median, 50 % and 90 % of 4 replications (line, dark band, light band)",
             "2022-12-31: median 7 stations, 90 % of replications from 4.3 to 9.7 stations"});
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[2]["date"] == "2022-12-31");
  CHECK(rows[2]["p05"].get<double>() == Catch::Approx(4.3));
  CHECK(rows[2]["p25"].get<double>() == 5.5);
  CHECK(rows[2]["p50"].get<double>() == 7);
  CHECK(rows[2]["p75"].get<double>() == 8.5);
  CHECK(rows[2]["p95"].get<double>() == Catch::Approx(9.7));

  CHECK(values_of(chart, "rule") == std::vector<Json>{{{"date", "2021-12-05"}, {"label", "start"}},
                                                      {{"date", "2021-12-31"}, {"label", "mandate"}}});
  CHECK(values_of(chart, "line") == std::vector<Json>{{{"target", "ten"}, {"date", "2021-12-05"}, {"goal", 10.0}},
                                                      {{"target", "ten"}, {"date", "2022-12-31"}, {"goal", 10.0}}});
  CHECK(values_of(chart, "point") ==
        std::vector<Json>{{{"target", "ten"}, {"by", "2022-12-31"}, {"goal", 10.0}, {"probability", 0.25}}});
  std::set<std::string> labels;
  for (const Json& label : values_of(chart, "text")) labels.insert(label["text"].get<std::string>());
  CHECK(labels ==
        std::set<std::string>{"start", "mandate", "≥ 10 stations by 2022-12-31\nprobability 0.25 ± 0.33"});
}

TEST_CASE("labels on a chart do not lie on each other", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets.resize(1);
  for (int i = 1; i < 4; ++i) {
    shape.targets.push_back(shape.targets[0]);
    shape.targets.back().goal = 10 - 0.2 * i;
  }
  Results results(shape);
  History history = testing::small_history(testing::small_shape(), 1);
  history.target_values.assign(4, 6);
  history.reached.assign(4, std::nullopt);
  results.add(history);
  const std::vector<Json> texts = values_of(series_chart(results, small_context(), 0), "text");
  std::vector<std::pair<double, double>> places;  // of the targets' labels, two lines of 18 pixels each
  for (const Json& label : texts)
    if (label["text"].get<std::string>().starts_with("≥"))
      if (const std::pair place{label["x"].get<double>(), label["y"].get<double>()};
          std::find(places.begin(), places.end(), place) == places.end())
        places.push_back(place);
  REQUIRE(places.size() == 4);
  for (std::size_t a = 0; a < places.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      INFO(places[a].first << " " << places[a].second << " and " << places[b].first << " " << places[b].second);
      CHECK((std::abs(places[a].second - places[b].second) >= 36 || std::abs(places[a].first - places[b].first) > 150));
    }
}

TEST_CASE("a flow's chart has a bar for each calendar year", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 2);
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["year"] == "2021");
  CHECK(rows[0]["p50"] == 6.5);
  CHECK(rows[0]["label"] == "6.5");
  CHECK(rows[1]["year"] == "2022");
  CHECK(rows[1]["p50"] == 25.0);
  CHECK(rows[1]["p05"].get<double>() == Catch::Approx(11.5));
  CHECK(chart["title"]["subtitle"][1] == "2021 includes what had happened before the start on 2021-12-05");
}

TEST_CASE("a flow with a target is drawn as the running total that the target is about", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets[0].series = "qualification.issued";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    results.add(testing::small_history(testing::small_shape(), number));
  const Json chart = series_chart(results, small_context(), 2);
  CHECK(chart["title"]["text"] == Json{"小城 Small: certificates issued, since the start"});
  CHECK(chart["data"]["values"][0]["p50"] == 0.0);
  CHECK(chart["data"]["values"][2]["p50"] == 26.5);
}

TEST_CASE("shares are drawn by area too, under the areas' names", "[unit]") {
  const Json chart = area_chart(testing::small_results(), small_context(), 1);
  CHECK(chart["facet"]["sort"] == Json{"东区", "西区"});
  std::size_t goals = 0;
  for (const Json& row : chart["data"]["values"])
    if (row.contains("goal")) {
      ++goals;
      CHECK(row == Json{{"area", "东区"}, {"by", "2021-12-31"}, {"goal", 0.5}});
    }
  CHECK(goals == 1);
  CHECK(area_chart(testing::small_results(), small_context(), 3).is_null());  // only one area has values
}

TEST_CASE("the targets' chart has a panel each, with its date and its probability", "[unit]") {
  const Json chart = targets_chart(testing::small_results(), small_context());
  REQUIRE(chart["vconcat"].size() == 2);
  const Json& ten = chart["vconcat"][0];
  CHECK(ten["title"]["text"] == Json{"十个社工站"});
  CHECK(ten["title"]["subtitle"] == Json{"stations.open ≥ 10 stations by 2022-12-31; 25 % meet it by 2022-12-31"});
  CHECK(ten["data"]["values"] == Json{{{"date", "2021-12-05"}, {"share", 0.0}},
                                      {{"date", "2021-12-31"}, {"share", 0.0}},
                                      {{"date", "2022-12-31"}, {"share", 0.25}}});
  CHECK(values_of(ten, "rule") == std::vector<Json>{{{"date", "2022-12-31"}, {"probability", 0.25}}});
  CHECK(values_of(ten, "text").at(0)["text"] == "0.25 ± 0.33");
  const Json& half = chart["vconcat"][1];
  CHECK(half["title"]["text"] == Json{"east_half"});
  CHECK(half["title"]["subtitle"] ==
        Json{"stations.coverage ≥ 50 % in 东区 by 2021-12-31; half of the replications meet it by 2021-12-31"});
}

TEST_CASE("each headline series has a file named after it, and every file is Vega-Lite", "[unit]") {
  const testing::TemporaryFolder folder;
  write_chart_specs(folder.path() / "charts", testing::small_results(), small_context());
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "charts")) {
    names.insert(entry.path().filename().string());
    CHECK(Json::parse(read_file(entry.path())).at("$schema") == "https://vega.github.io/schema/vega-lite/v5.json");
  }
  CHECK(names == std::set<std::string>{"stations-open.vl.json", "stations-coverage.vl.json",
                                       "stations-coverage-by-area.vl.json", "qualification-issued.vl.json",
                                       "targets.vl.json"});
}

TEST_CASE("a series without values and an ensemble of one replication can be drawn", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.headline = {0, 1, 2, 3};
  Results results(shape);
  const testing::TemporaryFolder folder;
  write_chart_specs(folder.path() / "none", results, small_context());
  CHECK(std::filesystem::is_empty(folder.path() / "none"));
  results.add(testing::small_history(testing::small_shape(), 0));  // nobody filled a post: no time to fill
  CHECK(series_chart(results, small_context(), 3)["data"]["values"].empty());
  CHECK(series_chart(results, small_context(), 0)["title"]["subtitle"][1] ==
        "2022-12-31: 4 stations in every replication");
  CHECK_NOTHROW(write_chart_specs(folder.path() / "one", results, small_context()));
}

}  // namespace
}  // namespace muster::output
