#include "output/charts/specs.hpp"

#include "output/charts/parts.hpp"
#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <map>
#include <set>

namespace muster::output {
namespace {

ChartContext small_context() {
  ChartContext context;
  context.title = "小城 Small";
  context.marked = {{testing::year_end, "mandate", {"stations.open"}},
                    {testing::horizon, "elsewhere", {"posts.vacant"}}};
  context.roles.open = "stations.open";
  context.roles.coverage = "stations.coverage";
  return context;
}

// The values of the layers with a kind of mark.
std::string unwrapped_text(const Json& lines) {
  std::string all;
  for (const Json& line : lines) all += (all.empty() ? "" : " ") + line.get<std::string>();
  return all;
}

std::vector<Json> values_of(const Json& chart, const std::string& mark) {
  std::vector<Json> found;
  for (const Json& layer : chart.at("layer"))
    if (layer.at("mark").at("type") == mark && layer.contains("data"))
      for (const Json& row : layer.at("data").at("values"))
        if (!row.empty()) found.push_back(row);  // a swatch of the key has no values
  return found;
}

TEST_CASE("a stock's chart is a fan with its targets, the start and the dates to mark", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 0);
  CHECK(chart["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  CHECK(chart["title"]["text"] ==
        Json{"小城 Small: stations open at the end of the date: 25 of 100 futures", "reach 10 stations by 2022-12-31"});
  CHECK(chart["title"]["subtitle"] ==
        Json{"2022-12-31: median 7 stations; 4 replications",
             "of 100 futures 50 lie from 5.5 to 8.5, 80 from 4.6 to 9.4, 95 from 4.2 to 9.8"});
  CHECK(chart["description"] ==
        "Stations open at the end of the date. 25 of 100 futures reach 10 stations by 2022-12-31. 2022-12-31: median 7 "
        "stations. Of 100 futures 50 lie from 5.5 to 8.5, 80 from 4.6 to 9.4, 95 from 4.2 to 9.8.");
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[2]["date"] == "2022-12-31");
  CHECK(rows[2]["p025"].get<double>() == Catch::Approx(4.15));
  CHECK(rows[2]["p10"].get<double>() == Catch::Approx(4.6));
  CHECK(rows[2]["p25"].get<double>() == 5.5);
  CHECK(rows[2]["p50"].get<double>() == 7);
  CHECK(rows[2]["p75"].get<double>() == 8.5);
  CHECK(rows[2]["p975"].get<double>() == Catch::Approx(9.85));

  CHECK(values_of(chart, "rule") == std::vector<Json>{{{"date", "2021-12-05"}, {"label", "start"}},
                                                      {{"date", "2021-12-31"}, {"label", "mandate"}}});
  std::vector<Json> goals;
  for (const Json& row : values_of(chart, "line"))
    if (row.contains("goal")) goals.push_back(row);
  CHECK(goals == std::vector<Json>{{{"target", "ten"}, {"date", "2021-12-05"}, {"goal", 10.0}},
                                   {{"target", "ten"}, {"date", "2022-12-31"}, {"goal", 10.0}}});
  CHECK(values_of(chart, "point") ==
        std::vector<Json>{{{"target", "ten"}, {"by", "2022-12-31"}, {"goal", 10.0}, {"probability", 0.25}}});
  std::set<std::string> labels;
  for (const Json& label : values_of(chart, "text")) labels.insert(label["text"].get<std::string>());
  CHECK(labels == std::set<std::string>{"start", "mandate", "≥ 10 stations by 2022-12-31\nprobability 0.25 ± 0.33",
                                        "median", "50 of 100 futures lie in here", "80 of 100", "95 of 100",
                                        "the first 4 futures", "target"});
}

TEST_CASE("behind a fan are the first futures one by one, a flow's since the start", "[unit]") {
  Results results(testing::small_shape());
  for (std::uint64_t number = 0; number < 40; ++number)
    results.add(testing::small_history(testing::small_shape(), number));
  const Json first = series_chart(results, small_context(), 0)["layer"][0];
  CHECK(first["transform"][0]["fold"].size() == Results::most_paths);
  const Json& rows = first["data"]["values"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[2]["f1"] == 4.0);
  CHECK(rows[2]["f12"] == 26.0);  // of replication 11: 4 and 2 × 11
}

TEST_CASE("a fan's bands differ in the edges they are drawn with, not in shade alone", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 0);
  std::set<std::string> edges;
  for (const Json& layer : chart["layer"])
    if (layer["mark"]["type"] == "line" && layer["mark"].value("strokeWidth", 0.0) == 0.9 &&
        layer["mark"].contains("strokeDash"))
      edges.insert(layer["mark"]["strokeDash"].dump());
  CHECK(edges.size() == 3);
}

TEST_CASE("what was counted before the start stands in front of the fan, with its source", "[unit]") {
  using namespace std::chrono_literals;
  ChartContext context = small_context();
  context.history = {{"stations.open", "all", Date{2019y / 12 / 31}, 3, "yearbook", ""},
                     {"stations.open", "east", Date{2020y / 12 / 31}, 1, "yearbook", ""},
                     {"qualification.issued", "all", Date{2019y / 12 / 31}, 12, "", ""}};
  const Json chart = series_chart(testing::small_results(), context, 0);
  std::vector<Json> counted;
  for (const Json& row : values_of(chart, "point"))
    if (row.contains("counted")) counted.push_back(row);
  CHECK(counted == std::vector<Json>{{{"date", "2019-12-31"}, {"counted", 3.0}, {"source", "yearbook"}}});
  CHECK(chart["title"]["subtitle"].back() == "before the start: what was counted (sources: yearbook)");
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("Counted before the start: 2019-12-31: 3 stations."));
  for (const Json& layer : chart["layer"])  // the axis reaches back to it
    if (layer.contains("encoding") && layer["encoding"].contains("x") && layer["encoding"]["x"].contains("axis"))
      CHECK(layer["encoding"]["x"]["scale"]["domain"][0]["year"] == 2019);

  const Json years = series_chart(testing::small_results(), context, 2);
  const Json& rows = years["data"]["values"];
  REQUIRE(rows.size() == 4);
  CHECK(rows[0]["year"] == "2019");
  CHECK(rows[0]["counted"] == 12.0);
  CHECK(rows[1] == Json{{"year", "2020"}});  // nothing was counted, and the year keeps its place
  CHECK(rows[2]["year"] == "2021");
  CHECK(years["layer"][0]["encoding"]["x"]["sort"] == Json{"2019", "2020", "2021", "2022"});
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
  CHECK(rows[1]["p10"].get<double>() == Catch::Approx(13));
  CHECK(chart["title"]["subtitle"] ==
        Json{"by calendar year; 4 replications", "2021 includes what had happened before the start on 2021-12-05"});
  CHECK(chart["title"]["text"] ==
        Json{"小城 Small: certificates issued: from 6.5 in 2021 to about 25 people", "in 2022"});
}

TEST_CASE("a flow with a target is drawn as the running total that the target is about", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets[0].series = "qualification.issued";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    results.add(testing::small_history(testing::small_shape(), number));
  const Json chart = series_chart(results, small_context(), 2);
  CHECK_THAT(chart["title"]["text"][0].get<std::string>(),
             Catch::Matchers::StartsWith("小城 Small: certificates issued, since the start: "));
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

TEST_CASE("the title of a chart by area is of the last date that targets about it name", "[unit]") {
  const auto title = [](Date by) {
    ResultsShape shape = testing::small_shape();
    shape.targets[1].by = by;
    Results results(shape);
    for (std::uint64_t number = 0; number < 4; ++number)
      results.add(testing::small_history(testing::small_shape(), number));
    const Json chart = area_chart(results, small_context(), 1);
    std::string words;
    for (const Json& line : chart["title"]["text"]) words += line.get<std::string>() + " ";
    return words;
  };
  CHECK_THAT(title(testing::year_end), Catch::Matchers::ContainsSubstring("on 2021-12-31"));
  CHECK_THAT(title(testing::horizon), Catch::Matchers::ContainsSubstring("on 2022-12-31"));
  CHECK_THAT(title(testing::horizon + std::chrono::days{90}), Catch::Matchers::ContainsSubstring("on 2022-12-31"));
}

TEST_CASE("the targets' chart has a panel each, with its date and its probability", "[unit]") {
  const Json chart = targets_chart(testing::small_results(), small_context());
  REQUIRE(chart["vconcat"].size() == 2);
  const Json& ten = chart["vconcat"][0];
  CHECK(ten["title"]["text"] == Json{"十个社工站"});
  CHECK(ten["title"]["subtitle"] ==
        Json{"stations.open ≥ 10 stations by 2022-12-31; 25 of 100 futures meet it by 2022-12-31"});
  REQUIRE(ten["data"]["values"].size() == 3);
  const Interval interval = wilson_interval(1, 4);
  CHECK(ten["data"]["values"][0]["share"] == 0.0);
  CHECK(ten["data"]["values"][2]["share"] == 0.25);
  CHECK(ten["data"]["values"][2]["low"].get<double>() == Catch::Approx(interval.low));
  CHECK(ten["data"]["values"][2]["high"].get<double>() == Catch::Approx(interval.high));
  CHECK(values_of(ten, "rule") == std::vector<Json>{{{"date", "2022-12-31"}, {"probability", 0.25}}});
  CHECK(values_of(ten, "text").at(0)["text"] == "2022-12-31: 0.25 ± 0.33");
  CHECK(chart["title"]["text"] == Json{"小城 Small: 1 of 2 targets are met on their date in most futures"});
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("十个社工站: 25 of 100 futures reach 10 stations by 2022-12-31."));
  const Json& half = chart["vconcat"][1];
  CHECK(half["title"]["text"] == Json{"east_half"});
  CHECK(half["title"]["subtitle"] ==
        Json{"stations.coverage ≥ 50 % in 东区 by 2021-12-31; half of the futures have met it by 2021-12-31"});
}

TEST_CASE("the rollout has a bar for each area, from its first station to its last", "[unit]") {
  const Json chart = waves_chart(testing::small_results(), small_context());
  const auto bars = values_of(chart, "rect");
  std::vector<Json> opening;
  for (const Json& bar : bars)
    if (bar.contains("kind")) opening.push_back(bar);
  REQUIRE(opening.size() == 2);
  // East has a station from the start, all four at the horizon; west opens 2 r of its six there: all of them where r is 3.
  CHECK(opening[0]["area"] == "东区");
  CHECK(opening[0]["from"] == "2021-12-05");
  CHECK(opening[0]["to"] == "2022-12-31");
  CHECK(opening[1]["area"] == "西区");
  CHECK(opening[1]["from"] == "2022-12-31");
  CHECK(opening[1]["to"] == "2022-12-31");
  CHECK(chart["title"]["text"] ==
        Json{"小城 Small: rollout by area: 1 of 2 areas are not fully covered by", "2022-12-31 in the median future"});
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("东区: first station by 2021-12-05, all by 2022-12-31."));
  ChartContext without = small_context();
  without.roles.coverage = "posts.coverage";
  CHECK(waves_chart(testing::small_results(), without).is_null());
}

TEST_CASE("tiles show the first and the last day that targets name, and the words tell of the last", "[unit]") {
  ResultsShape shape = testing::small_shape();
  const Date full_by = std::chrono::year{2022} / 6 / 30;
  shape.dates.insert(shape.dates.end() - 1, full_by);
  TargetDefinition full = shape.targets[1];
  full.id = "full";
  full.area = "all";
  full.goal = 1;
  full.by = full_by;
  shape.targets.push_back(full);
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    History history = testing::small_history(shape, number);
    for (AreaNode area = 0; area < 3; ++area)
      for (std::size_t s = 0; s < shape.series.size(); ++s)
        history.values[shape.cell(3, area, s)] = history.values[shape.cell(2, area, s)];
    history.target_values.push_back(history.values[shape.cell(2, 2, 1)]);
    history.reached.resize(3);
    results.add(history);
  }
  const Json chart = tiles_chart(results, small_context());
  std::set<std::string> dates;
  for (const Json& row : values_of(chart, "rect"))
    if (row.contains("coverage")) dates.insert(row["date"]);
  CHECK(dates == std::set<std::string>{"2021-12-05", "2021-12-31", "2022-06-30", "2022-12-31"});
  CHECK(chart["description"].dump().find("1 of 2 areas fully covered on 2022-06-30") != std::string::npos);
}

TEST_CASE("a tile says its area, its coverage and the date, on a ground its words can be read on", "[unit]") {
  const Json chart = tiles_chart(testing::small_results(), small_context());
  std::vector<Json> tiles;
  for (const Json& row : values_of(chart, "rect"))
    if (row.contains("coverage")) tiles.push_back(row);
  REQUIRE(tiles.size() == 6);  // two areas, three dates
  CHECK(tiles[0]["area"] == "东区");
  CHECK(tiles[0]["date"] == "2021-12-05");
  CHECK(tiles[0]["coverage"] == 0.25);
  CHECK(tiles[3]["date"] == "2021-12-31");
  CHECK(tiles[3]["coverage"] == 0.0);
  CHECK(tiles[4]["coverage"] == 1.0);
  CHECK(tiles[5]["coverage"] == 0.5);
  CHECK(tiles[4]["fill"] == coverage_steps.back());
  for (std::size_t a = 0; a < tiles.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {  // none lies on another
      const bool beside = tiles[a]["x"] >= tiles[b]["x2"] || tiles[b]["x"] >= tiles[a]["x2"];
      const bool below = tiles[a]["y"] >= tiles[b]["y2"] || tiles[b]["y"] >= tiles[a]["y2"];
      CHECK((beside || below));
    }
}

// A place with an exam and posts: 100 register, 70 sit, 20 pass; 5 in post at the start, 9 hired, 4 leave.
Results results_with_a_pipeline() {
  ResultsShape shape;
  shape.dates = {testing::start, testing::horizon};
  shape.areas = Areas{{{"town", "镇", ""}}};
  for (const char* name : {"exam.registered", "exam.sat", "exam.passed", "posts.hires", "posts.left"})
    shape.series.push_back({{name, "people", name, name}, SeriesKind::flow});
  shape.series.push_back({{"posts.filled", "posts", "people in posts", "posts filled"}, SeriesKind::stock});
  Results results(shape);
  History history;
  for (std::uint64_t number = 0; number < 2; ++number) {
    history.replication = Replication{number};
    history.values.assign(shape.cell_count(), 0.0);
    const double before[] = {40, 28, 0, 0, 0, 5}, after[] = {60, 42, 20, 9, 4, 10};
    for (AreaNode area = 0; area < 2; ++area)
      for (std::size_t s = 0; s < 6; ++s) {
        history.values[shape.cell(0, area, s)] = before[s];
        history.values[shape.cell(1, area, s)] = after[s];
      }
    results.add(history);
  }
  return results;
}

TEST_CASE("the pipeline's ribbons are as thick as what flows, and add up", "[unit]") {
  ChartContext context = small_context();
  context.roles = {"",          "", "", "exam.registered", "exam.sat", "exam.passed", "posts.filled", "posts.hires",
                   "posts.left"};
  const Json chart = pipeline_chart(results_with_a_pipeline(), context);
  CHECK(chart["$schema"] == "https://vega.github.io/schema/vega/v5.json");
  std::map<std::string, Json> nodes;
  for (const Json& node : chart["data"][1]["values"]) nodes[node["name"]] = node;
  CHECK(nodes.at("registered")["value"] == 100.0);
  CHECK(nodes.at("sat the exam")["value"] == 70.0);
  CHECK(nodes.at("absent or refused")["value"] == 30.0);
  CHECK(nodes.at("passed a level")["value"] == 20.0);
  CHECK(nodes.at("did not complete a level")["value"] == 50.0);
  CHECK(nodes.at("held a post")["value"] == 14.0);
  CHECK(nodes.at("left")["value"] == 4.0);
  const auto height = [&](const char* name) { return nodes.at(name)["height"].get<double>(); };
  CHECK(height("sat the exam") + height("absent or refused") == Catch::Approx(height("registered")));
  CHECK(height("passed a level") / height("registered") == Catch::Approx(0.2));
  CHECK(height("in post on 2021-12-05") + height("hired") == Catch::Approx(height("held a post")));
  for (const Json& link : chart["data"][0]["values"])  // none from the exam into posts
    CHECK((nodes.at(link["from"])["y"] < nodes.at("held a post")["y"]) ==
          (nodes.at(link["to"])["y"] < nodes.at("held a post")["y"]));
  CHECK(chart["title"]["text"] ==
        Json{"小城 Small: of 100 registrations 20 end in a pass; 9 people are", "hired and 4 leave"});
  Results withheld = results_with_a_pipeline();
  withheld.withhold({5, {true, true, true, true, true, false}});  // 4 leave
  nodes.clear();
  const Json without_posts = pipeline_chart(withheld, context);
  for (const Json& node : without_posts["data"][1]["values"]) nodes[node["name"]] = node;
  CHECK(nodes.contains("registered"));
  CHECK_FALSE(nodes.contains("left"));
  withheld.withhold({21, {true, true, true, true, true, false}});  // 20 pass
  CHECK(pipeline_chart(withheld, context).is_null());
  context.roles.sat = "exam.attended";
  CHECK(pipeline_chart(results_with_a_pipeline(), context).is_null());
}

TEST_CASE("a run's charts come in reading order, each with a title and with words for those who cannot see it",
          "[unit]") {
  const std::vector<NamedChart> charts = run_charts(testing::small_results(), small_context());
  std::vector<std::string> names;
  for (const NamedChart& chart : charts) {
    names.push_back(chart.name);
    CHECK_FALSE(chart.spec.at("title").at("text").empty());
    const auto words = chart.spec.at("description").get<std::string>();
    INFO(words);
    CHECK(std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }));
  }
  CHECK(names == std::vector<std::string>{"targets", "stations-open", "stations-coverage", "qualification-issued",
                                          "stations-coverage-by-area", "rollout-waves", "coverage-tiles"});
}

TEST_CASE("every chart has a file named after it, and says whether it is Vega-Lite or Vega", "[unit]") {
  const testing::TemporaryFolder folder;
  ChartContext context = small_context();
  write_chart_specs(folder.path() / "charts", testing::small_results(), context);
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "charts")) {
    names.insert(entry.path().filename().string());
    CHECK(Json::parse(read_file(entry.path())).at("$schema") == "https://vega.github.io/schema/vega-lite/v5.json");
  }
  CHECK(names == std::set<std::string>{"stations-open.vl.json", "stations-coverage.vl.json",
                                       "stations-coverage-by-area.vl.json", "qualification-issued.vl.json",
                                       "rollout-waves.vl.json", "coverage-tiles.vl.json", "targets.vl.json"});
  context.roles = {"",          "", "", "exam.registered", "exam.sat", "exam.passed", "posts.filled", "posts.hires",
                   "posts.left"};
  write_chart_specs(folder.path() / "exam", results_with_a_pipeline(), context);
  CHECK(std::filesystem::exists(folder.path() / "exam/pipeline.vg.json"));
}

// So many areas with nothing but a share; in groups of so many, if more than one.
Results many_areas(std::size_t count, std::size_t of_group) {
  std::vector<AreaDefinition> areas;
  for (std::size_t g = 0; of_group > 1 && g < count / of_group; ++g)
    areas.push_back({fmt::format("g{}", g), Wording(fmt::format("组{}", g), fmt::format("Group {}", g)), ""});
  for (std::size_t a = 0; a < count; ++a)
    areas.push_back({fmt::format("a{}", a), "", of_group > 1 ? fmt::format("g{}", a / of_group) : ""});
  ResultsShape shape;
  shape.dates = {testing::start, testing::year_end, testing::horizon};
  shape.areas = Areas(areas);
  shape.series = {{{"stations.open", "stations", "open stations", "stations open"}, SeriesKind::stock},
                  {{"stations.coverage", "share", "townships with a station", "coverage"}, SeriesKind::share}};
  shape.headline = {1};
  Results results(shape);
  for (std::uint64_t number = 0; number < 2; ++number) {
    History history;
    history.replication = Replication{number};
    for (std::size_t cell = 0; cell < shape.cell_count(); cell += 2)
      history.values.insert(history.values.end(), {1.0, cell < shape.cell_count() / 2 ? 0.5 : 1.0});
    results.add(history);
  }
  return results;
}

TEST_CASE("where areas are too many for a chart their groups stand in, and it says so", "[unit]") {
  const auto places = [](const Json& chart, const char* mark) {
    std::set<std::string> names;
    for (const Json& row : mark == std::string("facet")
                               ? std::vector<Json>(chart["data"]["values"].begin(), chart["data"]["values"].end())
                               : values_of(chart, mark))
      if (row.contains("area")) names.insert(row["area"]);
    return names;
  };
  const auto says = [](const Json& chart, const std::string& words) {
    return unwrapped_text(chart["title"]["subtitle"]).find(words) != std::string::npos &&
           chart["description"].get<std::string>().find(words) != std::string::npos;
  };
  const Results grouped = many_areas(90, 15);
  const std::set<std::string> groups{"Group 0", "Group 1", "Group 2", "Group 3", "Group 4", "Group 5"};
  const std::string words = "90 areas are too many for one chart; 6 groups of them stand in";
  const Json areas = area_chart(grouped, small_context(), 1);
  CHECK(places(areas, "facet") == groups);
  CHECK(says(areas, words));
  const Json tiles = tiles_chart(grouped, small_context());
  CHECK(places(tiles, "rect") == groups);
  CHECK(says(tiles, words));
  const Json waves = waves_chart(grouped, small_context());
  CHECK(places(waves, "rect") == groups);
  CHECK(says(waves, words));

  // As many as there is room for are shown one by one, with their groups if these have room too.
  CHECK(places(area_chart(many_areas(40, 10), small_context(), 1), "facet").size() == 44);
  CHECK(places(area_chart(many_areas(48, 12), small_context(), 1), "facet").size() == 48);
  CHECK(places(tiles_chart(many_areas(80, 20), small_context()), "rect").size() == 80);
  CHECK(why_none(waves_chart(many_areas(80, 1), small_context())).empty());

  // Neither areas nor groups have room.
  for (const std::size_t of_group : {1, 2}) {
    const std::size_t count = of_group == 1 ? 81 : 164;
    const Results all = many_areas(count, of_group);
    std::vector<std::string> none;
    for (const NamedChart& chart : run_charts(all, small_context())) {
      CHECK(chart.spec.is_null() == !chart.why_none.empty());
      if (chart.spec.is_null()) none.push_back(chart.why_none.english);
    }
    REQUIRE(none.size() == 3);
    CHECK(none[0] ==
          fmt::format("coverage, by area: no chart, because {} areas are more than the 48 that one has room for, and "
                      "they lie in no groups that are few enough; the tables have them all",
                      count));
    const testing::TemporaryFolder folder;
    const std::vector<Wording> told = write_chart_specs(folder.path(), all, small_context());
    REQUIRE(told.size() == 3);
    CHECK(told[0].english == none[0]);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "coverage-tiles.vl.json"));
  }
}

TEST_CASE("a chart says itself which part of a page it belongs to", "[unit]") {
  std::map<std::string, ChartPart> parts;
  for (const NamedChart& chart : run_charts(testing::small_results(), small_context())) parts[chart.name] = chart.part;
  for (const auto& [name, part] : parts) {
    const bool by_area = name == "stations-coverage-by-area" || name == "rollout-waves" || name == "coverage-tiles";
    INFO(name);
    CHECK((part == ChartPart::by_area) == by_area);
  }
  CHECK(parts.size() == 7);
}

TEST_CASE("text of a chart holds nothing that ends an expression of the drawing library", "[unit]") {
  CHECK(drawable("社\u2028工\u2029站\t a\nb \"'\\") == "社 工 站  a\nb \"'\\");
  CHECK(drawable("a\xA0"
                 "b\xE7\xA4\x01\xC2\x85\xC2\xA0") ==
        "a\uFFFD"
        "b\uFFFD\uFFFD  \u00A0");
  ResultsShape shape = testing::small_shape();
  shape.areas = Areas{{{"east", "a\u2028'\"b\u2028c", ""}, {"west", "x\xA0y", ""}}};
  shape.series[0].name.meaning = Text::verbatim("one\u2029two\xFF");
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) results.add(testing::small_history(shape, number));
  const testing::TemporaryFolder folder;
  write_chart_specs(folder.path(), results, small_context());
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string chart = read_file(entry.path());
    CHECK(chart.find("\u2028") == std::string::npos);
    CHECK(chart.find("\u2029") == std::string::npos);
    CHECK_NOTHROW(Json::parse(chart));
  }
}

TEST_CASE("withheld dates are grey and said to be, with no single future and nothing of their values",
          "[unit][disclosure]") {
  ResultsShape shape = testing::small_shape();
  shape.series[0].name.unit = "people";
  shape.series[1] = {{"stations.coverage", "share", "townships with a station", "share"},
                     SeriesKind::share,
                     "stations.open",
                     "stations.open"};
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    History history = testing::small_history(shape, number);
    for (AreaNode area = 0; area < 3; ++area) history.values[shape.cell(2, area, 0)] += 20;
    results.add(history);
  }
  results.withhold({10, {true, false, true, false}});
  const Json chart = series_chart(results, small_context(), 0);
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 3);
  for (const char* field : {"p025", "p50", "p975"}) {
    CHECK(rows[1][field].is_null());
    CHECK(rows[2][field].is_number());
  }
  CHECK(chart.dump().find("\"f1\"") == std::string::npos);
  std::vector<Json> grey_spans;
  for (const Json& row : values_of(chart, "rect"))
    if (row.contains("x2")) grey_spans.push_back(row);
  REQUIRE(grey_spans.size() == 1);
  CHECK(grey_spans[0]["x"] == 0);
  CHECK(grey_spans[0]["x2"] > 100);  // half the way from December to the next December
  CHECK(chart.dump().find("withheld (fewer than 10 people)") != std::string::npos);
  CHECK(area_chart(results, small_context(), 1).dump().find("grey: withheld (fewer than 10 people)") !=
        std::string::npos);
}

TEST_CASE("Chinese lines do not begin with a closing mark, and a date is not broken", "[unit]") {
  CHECK(wrapped("到2022-06-30，100次模拟中有28次达到", 12) ==
        std::vector<std::string>{"到", "2022-06-30，", "100次模拟中", "有28次达到"});
  CHECK(wrapped("一二三四，五", 8) == std::vector<std::string>{"一二三", "四，五"});
  CHECK(wrapped("as many words as fit", 9) == std::vector<std::string>{"as many", "words as", "fit"});
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
  CHECK(series_chart(results, small_context(), 0)["title"]["subtitle"] ==
        Json{"2022-12-31: 4 stations in every future; 1 replication"});
  CHECK_NOTHROW(write_chart_specs(folder.path() / "one", results, small_context()));
}

}  // namespace
}  // namespace muster::output
