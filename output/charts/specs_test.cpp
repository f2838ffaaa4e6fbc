#include "output/charts/specs.hpp"

#include "engine/clock/calendar.hpp"
#include "output/charts/parts.hpp"
#include "output/file.hpp"
#include "output/findings/money.hpp"
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

// Every row of every set of values in a chart.
std::vector<Json> rows_of(const Json& chart) {
  std::vector<Json> found;
  if (chart.is_object() && chart.contains("values") && chart["values"].is_array())
    for (const Json& row : chart["values"])
      if (row.is_object()) found.push_back(row);
  if (chart.is_structured())
    for (const Json& part : chart)
      for (Json& row : rows_of(part)) found.push_back(std::move(row));
  return found;
}

std::vector<Json> rows_with(const Json& chart, const char* field) {
  std::vector<Json> found = rows_of(chart);
  std::erase_if(found, [&](const Json& row) { return !row.contains(field); });
  return found;
}

std::set<std::string> texts_of(const Json& chart) {
  std::set<std::string> texts;
  for (const Json& row : rows_with(chart, "text")) texts.insert(row["text"].get<std::string>());
  return texts;
}

std::vector<std::string> below(const Json& chart) {
  return chart["usermeta"]["below"].get<std::vector<std::string>>();
}
std::string headline(const Json& chart) { return chart["usermeta"]["headline"].get<std::string>(); }
std::vector<std::vector<std::string>> table_of(const Json& chart) {
  return chart["usermeta"]["table"]["rows"].get<std::vector<std::vector<std::string>>>();
}

TEST_CASE("a stock's chart is a fan of two bands with its deadline above it", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 0, desk);
  CHECK(chart["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  CHECK(headline(chart) == "open stations: 1 of 4 futures reach 10 stations by 2022-12-31");
  CHECK(below(chart) == std::vector<std::string>{"2022-12-31: median 7 stations; 50 of 100 futures from 5.5 to 8.5 "
                                                 "stations, 90 from 4.3 to 9.7 stations; 4 futures"});
  CHECK(chart["description"] ==
        "Open stations. 1 of 4 futures reach 10 stations by 2022-12-31. 2022-12-31: median 7 stations; 50 of 100 "
        "futures from 5.5 to 8.5 stations, 90 from 4.3 to 9.7 stations.");
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[2]["date"] == "2022-12-31");
  CHECK(rows[2]["p05"].get<double>() == Catch::Approx(4.3));
  CHECK(rows[2]["p25"].get<double>() == 5.5);
  CHECK(rows[2]["p50"].get<double>() == 7);
  CHECK(rows[2]["p75"].get<double>() == 8.5);
  CHECK(rows[2]["p95"].get<double>() == Catch::Approx(9.7));
  CHECK(texts_of(chart) == std::set<std::string>{"mandate", "≥ 10 stations by 2022-12-31: 1 of 4 futures", "median",
                                                 "50 of 100 futures", "90 of 100 futures", "stations"});
}

TEST_CASE("the figures at the pointer have the unit of the axis", "[unit]") {
  const Json pointer = series_chart(testing::small_results(), small_context(), 1, desk)["usermeta"]["pointer"];
  CHECK(pointer["transform"][1]["calculate"] == "replace(format(datum.p50 / 0.01, ',.0~f'), /,/g, '\u2009') + \" %\"");
  const Json& figures = pointer["encoding"]["tooltip"];
  REQUIRE(figures.size() == 4);
  CHECK(figures[1]["title"] == "median");
  CHECK(figures[2]["title"] == "50 of 100 futures");
  CHECK(figures[3]["title"] == "90 of 100 futures");
}

TEST_CASE("a fan shows a few of the first futures, for a flow as totals since the start", "[unit]") {
  Results results(testing::small_shape());
  for (std::uint64_t number = 0; number < 40; ++number)
    results.add(testing::small_result(testing::small_shape(), number));
  const std::vector<Json> rows = rows_with(series_chart(results, small_context(), 0, desk), "one");
  REQUIRE(rows.size() == 9);  // three futures at three dates
  CHECK(rows[2]["one"] == 4.0);
  CHECK(rows[8]["one"] == 8.0);  // of replication 2: 4 and 2 × 2
  CHECK(rows_with(series_chart(testing::small_results(), small_context(), 0, desk), "one")
            .empty());  // with only four futures none are shown
}

TEST_CASE("a series that never varies has a sentence and no chart", "[unit]") {
  Results results(testing::small_shape());
  for (std::uint64_t number = 0; number < 4; ++number) {
    ReplicationResult result = testing::small_result(testing::small_shape(), number);
    for (std::size_t date = 0; date < 3; ++date) result.values[testing::small_shape().cell(date, 2, 3)] = 30;
    results.add(result);
  }
  CHECK(reason_for_no_chart(series_chart(results, small_context(), 3, desk)).english ==
        "time to fill a post: 30 days from 2021-12-05 to 2022-12-31 in every future, so "
        "there is no chart");
}

TEST_CASE("an axis of dates ends soon after the last change, and a sentence states this", "[unit]") {
  ResultsShape shape;
  for (int month = 0; month <= 84; ++month)
    shape.dates.push_back(std::chrono::sys_days{(std::chrono::year{2021} / 1 + std::chrono::months{month}) / 1});
  CHECK(end_of_axis(shape, shape.dates[24]) == shape.dates[27]);
  CHECK(end_of_axis(shape, shape.dates[80]) == shape.dates[84]);
  CHECK(cut_words(shape, shape.dates[26]) == "nothing changes from 2023-03-01 to 2028-01-01; that part is left out");
  CHECK(cut_words(shape, shape.dates[84]).empty());
}

TEST_CASE("history is drawn in front of the fan and connected to it, with its source", "[unit]") {
  using namespace std::chrono_literals;
  ChartContext context = small_context();
  context.history = {{"stations.open", "all", Date{2019y / 12 / 31}, 3, "yearbook", ""},
                     {"stations.open", "east", Date{2020y / 12 / 31}, 1, "yearbook", ""},
                     {"qualification.issued", "all", Date{2019y / 12 / 31}, 12, "", ""}};
  const Json chart = series_chart(testing::small_results(), context, 0, desk);
  const std::vector<Json> counted = rows_with(chart, "counted");
  REQUIRE(counted.size() == 3);  // a line of two points and a dot at one of them
  CHECK(counted[0] == Json{{"date", "2019-12-31"}, {"counted", 3.0}, {"source", "yearbook"}});
  CHECK(counted[1] == Json{{"date", "2021-12-05"}, {"counted", 1.0}});
  CHECK(below(chart).back() == "before the start: what was counted (sources: yearbook)");
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("Counted before the start: 2019-12-31: 3 stations."));
  CHECK(chart["encoding"]["x"]["scale"]["domain"][0]["year"] == 2019);  // the axis begins at the history

  const std::set<std::string> years = texts_of(series_chart(testing::small_results(), context, 2, desk));
  for (const char* words : {"2019", "12, counted", "2020", "–", "2021", "2022"}) CHECK(years.contains(words));
}

TEST_CASE("words above a plot overlap neither each other nor a line", "[unit]") {
  for (const Canvas& canvas : {desk, phone}) {
    const DateAxis dates(testing::start, testing::horizon, canvas.inner() - 100);
    std::vector<DateMark> marks;
    for (int i = 0; i < 3; ++i)
      marks.push_back({testing::start + std::chrono::days{60 + 110 * i + 25 * i * i},
                       "a mark with some words " + std::to_string(i), i % 2 == 0});
    const Above above = marks_above(canvas, marks, dates, 100, 4);
    struct Word {
      double left, right, y;
    };
    std::vector<Word> words;
    for (const Json& row : rows_with(above.layers, "text")) {
      const double x = row["x"].get<double>();
      words.push_back({x, x + text_width(row["text"].get<std::string>(), canvas.text_size()), row["y"].get<double>()});
      CHECK(words.back().right <= dates.width + 1);
      CHECK(words.back().y >= -above.height);
    }
    REQUIRE(words.size() >= 3);  // more if the texts are wrapped
    for (std::size_t a = 0; a < words.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b)
        CHECK((words[a].right <= words[b].left || words[b].right <= words[a].left ||
               std::abs(words[a].y - words[b].y) >= canvas.line() - 0.2));
      for (const Json& line : rows_with(above.layers, "y2")) {
        const bool through = line["x"] > words[a].left && line["x"] < words[a].right && line["y"] < words[a].y &&
                             line["y2"] > words[a].y;
        CHECK_FALSE(through);
      }
    }
  }
}

TEST_CASE("a flow's chart has a row for each calendar year, with its figures in words", "[unit]") {
  const Json chart = series_chart(testing::small_results(), small_context(), 2, desk);
  const std::set<std::string> texts = texts_of(chart);
  for (const char* words : {"2021", "6.5 (5.2 to 7.8)", "2022", "25 (12 to 38)"}) {
    INFO(words);
    CHECK(texts.contains(words));
  }
  CHECK(below(chart) == std::vector<std::string>{
                            "bar: median; thick line: 50 of 100 futures; thin line and brackets: 90 of 100; 4 futures",
                            "2021 includes what had happened before the start on 2021-12-05"});
  CHECK(headline(chart) == "newly certified: from 6.5 in 2021 to about 25 people in 2022");
}

TEST_CASE("a flow with a target is drawn as the running total that the target is about", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.targets[0].series = "qualification.issued";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    results.add(testing::small_result(testing::small_shape(), number));
  const Json chart = series_chart(results, small_context(), 2, desk);
  CHECK_THAT(chart["title"]["text"][0].get<std::string>(),
             Catch::Matchers::StartsWith("小城 Small: newly certified, since the start: "));
  CHECK(chart["data"]["values"][0]["p50"] == 0.0);
  CHECK(chart["data"]["values"][2]["p50"] == 26.5);
}

TEST_CASE("shares are also drawn by area, under the areas' names, the lowest first", "[unit]") {
  const Json chart = area_chart(testing::small_results(), small_context(), 1, desk);
  REQUIRE(chart["concat"].size() == 2);
  CHECK(chart["concat"][0]["title"]["text"] == Json{"西区"});
  CHECK(chart["concat"][1]["title"]["text"] == Json{"东区"});
  CHECK(chart["concat"][1].dump().find("diamond") != std::string::npos);  // the target is about the east
  CHECK(chart["concat"][0].dump().find("diamond") == std::string::npos);
  CHECK(area_chart(testing::small_results(), small_context(), 1, phone)["columns"] == 1);
  CHECK(area_chart(testing::small_results(), small_context(), 3, desk).is_null());  // only one area has values
}

TEST_CASE("a target about one area is drawn on a chart of that area, not on that of the whole place", "[unit]") {
  const Results results = testing::small_results();
  const auto says = [](const Json& chart, const std::string& words) {
    return std::ranges::any_of(texts_of(chart),
                               [&](const std::string& one) { return one.find(words) != std::string::npos; });
  };
  REQUIRE(areas_of_targets(results.shape(), 1) == std::vector<AreaNode>{0});
  CHECK(areas_of_targets(results.shape(), 0).empty());  // the target is about the whole place
  const Json whole = series_chart(results, small_context(), 1, desk),
             east = target_area_chart(results, small_context(), 1, 0, desk);
  CHECK_FALSE(says(whole, "50 %"));
  CHECK(says(east, "≥ 50 % by 2021-12-31: 3 of 4 futures"));
  CHECK_THAT(headline(east),
             Catch::Matchers::StartsWith("townships with a station (东区): 3 of 4 futures reach 50 %"));
  CHECK(east["data"]["values"][1]["p50"] == 0.625);  // (1 + r) / 4 in the east
  CHECK(whole["data"]["values"][1]["p50"] == 0.25);  // (1 + r) / 10 in the whole place
}

TEST_CASE("the history of one area is shown on its chart, unless small counts are withheld", "[unit][disclosure]") {
  ChartContext context = small_context();
  context.history = {{"stations.coverage", "east", testing::start - std::chrono::days{300}, 0.1, "a census", ""}};
  Results results = testing::small_results();
  const auto is_explained = [&] {
    return target_area_chart(results, context, 1, 0, desk).dump().find("a census") != std::string::npos;
  };
  CHECK(is_explained());
  results.withhold({2, {false, false, true, false}});
  CHECK_FALSE(is_explained());
}

TEST_CASE("of many areas with targets, only the first four have charts of their own", "[unit]") {
  ResultsShape shape = testing::small_shape();
  std::vector<AreaDefinition> areas;
  for (int area = 0; area < 6; ++area) areas.push_back({fmt::format("a{}", area), fmt::format("A{}", area), ""});
  shape.areas = Areas{areas};
  shape.targets.resize(1);
  for (int area = 0; area < 6; ++area) {
    TargetDefinition target = testing::small_shape().targets[1];
    target.id = target.area = fmt::format("a{}", area);
    shape.targets.push_back(target);
  }
  CHECK(areas_of_targets(shape, 1) == std::vector<AreaNode>{0, 1, 2, 3});
}

TEST_CASE("the title of a chart by area refers to the last date of a target on its series", "[unit]") {
  const auto title = [](Date by) {
    ResultsShape shape = testing::small_shape();
    shape.targets[1].by = by;
    Results results(shape);
    for (std::uint64_t number = 0; number < 4; ++number)
      results.add(testing::small_result(testing::small_shape(), number));
    const Json chart = area_chart(results, small_context(), 1, desk);
    std::string words;
    for (const Json& line : chart["title"]["text"]) words += line.get<std::string>() + " ";
    return words;
  };
  CHECK_THAT(title(testing::year_end), Catch::Matchers::ContainsSubstring("on 2021-12-31"));
  CHECK_THAT(title(testing::horizon), Catch::Matchers::ContainsSubstring("on 2022-12-31"));
  CHECK_THAT(title(testing::horizon + std::chrono::days{90}), Catch::Matchers::ContainsSubstring("on 2022-12-31"));
}

TEST_CASE("the chart of targets has a row for each, the largest miss first, with the number of futures that meet it",
          "[unit]") {
  const Json chart = targets_chart(testing::small_results(), small_context(), desk);
  const auto at = [&](const std::string& words) {
    for (const Json& row : rows_with(chart, "text"))
      if (row["text"] == words) return row["y"].get<double>();
    FAIL(words);
    return 0.0;
  };
  const std::set<std::string> texts = texts_of(chart);
  CHECK(at("十个社工站, by 2022-12-31") < at("east_half, by 2021-12-31"));
  CHECK(texts.contains("3 of 4 futures"));
  std::string first;  // the first line of the words in the first row, which are wrapped
  for (const std::string& part : texts)
    if (part.starts_with("1 of 4")) first = part;
  CHECK_THAT(first, Catch::Matchers::StartsWith("1 of 4 futures; most not by"));
  CHECK(headline(chart) == "1 of 2 targets are met on their date in most futures");
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("十个社工站: 1 of 4 futures reach 10 stations by 2022-12-31."));
}

TEST_CASE("the rollout has a row for each area, the last to be covered first", "[unit]") {
  const Json chart = waves_chart(testing::small_results(), small_context(), desk);
  // In replication r, the east has a station from the start and all four at the horizon; the west has opened 2 r
  // of its six by then, so all of them only if r is 3.
  CHECK(table_of(chart) ==
        std::vector<std::vector<std::string>>{{"西区", "2022-12", "50 % at the end"}, {"东区", "2021-12", "2022-12"}});
  CHECK(headline(chart) == "rollout by area: 1 of 2 areas are not fully covered by 2022-12-31 in the median future");
  CHECK_THAT(chart["description"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("东区: first station by 2021-12-05, all by 2022-12-31."));
  ChartContext without = small_context();
  without.roles.coverage = "posts.coverage";
  CHECK(waves_chart(testing::small_results(), without, desk).is_null());
}

TEST_CASE("coverage by date shows in how many futures each area is covered on the dates of targets", "[unit]") {
  ResultsShape shape = testing::small_shape();
  TargetDefinition full = shape.targets[1];
  full.id = "full";
  full.area = "all";
  full.goal = 1;
  full.by = testing::horizon;
  shape.targets.push_back(full);
  const auto simulated = [&](bool all) {
    Results results(shape);
    for (std::uint64_t number = 0; number < 4; ++number) {
      ReplicationResult result = testing::small_result(shape, number);
      for (AreaNode area = 0; all && area < 3; ++area)
        for (std::size_t date = 1; date < 3; ++date) result.values[shape.cell(date, area, 1)] = 1;
      result.target_values.push_back(result.values[shape.cell(2, 2, 1)]);
      result.reached.resize(3);
      results.add(result);
    }
    return results;
  };
  const Json chart = strips_chart(simulated(false), small_context(), desk);
  // Replication 3 has all four stations of the east on 2021-12-31, and all of the west at the horizon.
  CHECK(chart["usermeta"]["table"]["head"] == Json{"area", "2021-12-31", "2022-12-31"});
  CHECK(table_of(chart) == std::vector<std::vector<std::string>>{{"西区", "none of 4 futures", "1 of 4 futures"},
                                                                 {"东区", "1 of 4 futures", "all 4 futures"}});
  CHECK(headline(chart) == "full coverage by 2022-12-31 is least likely in 西区: 1 of 4 futures");
  CHECK(texts_of(chart).contains("25 %"));
  CHECK(reason_for_no_chart(strips_chart(simulated(true), small_context(), desk)).english ==
        "townships with a station by 2022-12-31: every area is fully covered in all 4 futures, so there "
        "is no chart");
}

const MoneySeries small_money{"qualification.issued", "qualification.issued", "qualification.issued", "stations.open",
                              "qualification.issued"};

// Results with money left and money waited for at the end of 2021. The values are {of the east, of the west}.
Results money_results(const double (&left)[2], const double (&wanted)[2]) {
  ResultsShape shape = testing::small_shape();
  shape.targets.clear();
  for (const std::size_t s : {0, 2}) shape.series[s].name.unit = "yuan";
  Results results(shape);
  ReplicationResult result = testing::small_result(testing::small_shape(), 0);
  result.target_values.clear();
  result.reached.clear();
  result.values.assign(shape.cell_count(), 0);
  for (AreaNode area = 0; area < 2; ++area) {
    result.values[shape.cell(1, area, 0)] = left[area];
    result.values[shape.cell(1, area, 2)] = wanted[area];
  }
  results.add(result);
  return results;
}

Json money_of(const double (&left)[2], const double (&wanted)[2], const MoneySeries& money = small_money) {
  ChartContext context = small_context();
  context.money = money;
  return money_chart(money_results(left, wanted), context, desk);
}

TEST_CASE("unspent money is idle if its area waits for none while another area waits for more than it has", "[unit]") {
  const auto idle = idle_money(money_results({800, 100}, {0, 600}), small_money);
  REQUIRE(idle.has_value());
  CHECK(iso(idle->end) == "2021-12-31");
  CHECK(idle->have == std::vector<AreaNode>{0});
  CHECK(idle->wait == std::vector<AreaNode>{1});
  CHECK(idle->idle == 800);
  CHECK(idle->wanted == 500);  // beyond the 100 that it has
  CHECK_FALSE(idle_money(money_results({800, 100}, {0, 100}), small_money).has_value());
  CHECK_FALSE(idle_money(money_results({800, 100}, {0, 600}), {}).has_value());
}

TEST_CASE("money by area shows where money is unspent while others wait, with a row for each area", "[unit]") {
  const Json chart = money_of({800, 100}, {0, 600});
  CHECK(headline(chart) ==
        "at the end of 2021, 800 yuan lies unspent in areas that wait for no money, while others wait for 500 yuan");
  // The area with idle money comes first. The figures of a year are: new requests that must wait, granted, spent,
  // unspent, waiting.
  CHECK(table_of(chart) ==
        std::vector<std::vector<std::string>>{{"东区", "2021-12-31", "0", "0", "0", "800", "0"},
                                              {"东区", "2022-12-31", "0", "0", "0", "0", "0"},
                                              {"西区", "2021-12-31", "600", "600", "600", "100", "600"},
                                              {"西区", "2022-12-31", "0", "0", "0", "0", "0"}});
  const std::set<std::string> texts = texts_of(chart);
  for (const char* words : {"东区", "西区", "2021", "2022", "unspent 800, waiting 0"}) CHECK(texts.contains(words));
  CHECK(below(chart).size() == 2);
  CHECK(below(money_of({8000, 100}, {0, 600}))[1] == "each area on a scale of its own");
  CHECK(headline(money_of({0, 100}, {300, 600})) ==
        "at the end of 2021, the area that waits for the most money is 西区: 600 yuan");
  CHECK(headline(money_of({800, 100}, {0, 0})) ==
        "no area waits for money; at the end of 2021, most is unspent in 东区: 800 yuan");
}

TEST_CASE("there is no chart of money by area if only one area has money, or all have the same", "[unit]") {
  CHECK(reason_for_no_chart(money_of({800, 0}, {0, 0})).english ==
        "money by area: only one area has any, so there is no chart");
  CHECK(reason_for_no_chart(money_of({800, 800}, {5, 5})).english ==
        "money by area: it is the same in all 2 areas, so there is no chart");
  CHECK(money_of({800, 100}, {0, 600}, {}).is_null());
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
  ReplicationResult result;
  for (std::uint64_t number = 0; number < 2; ++number) {
    result.replication = Replication{number};
    result.values.assign(shape.cell_count(), 0.0);
    const double before[] = {40, 28, 0, 0, 0, 5}, after[] = {60, 42, 20, 9, 4, 10};
    for (AreaNode area = 0; area < 2; ++area)
      for (std::size_t s = 0; s < 6; ++s) {
        result.values[shape.cell(0, area, s)] = before[s];
        result.values[shape.cell(1, area, s)] = after[s];
      }
    results.add(result);
  }
  return results;
}

TEST_CASE("the ribbons of the pipeline are as thick as their nodes, and add up", "[unit]") {
  ChartContext context = small_context();
  context.roles = {"",          "", "", "exam.registered", "exam.sat", "exam.passed", "posts.filled", "posts.hires",
                   "posts.left"};
  const Json chart = pipeline_chart(results_with_a_pipeline(), context, desk);
  std::map<std::string, std::string> nodes;
  for (const auto& row : table_of(chart)) nodes[row[0]] = row[1];
  const std::map<std::string, std::string> people{{"registered", "100"},
                                                  {"sat the exam", "70"},
                                                  {"absent or refused", "30"},
                                                  {"passed a level", "20"},
                                                  {"did not complete a level", "50"},
                                                  {"in post on 2021-12-05", "5"},
                                                  {"hired", "9"},
                                                  {"held a post", "14"},
                                                  {"in post on 2022-12-31", "10"},
                                                  {"left", "4"}};
  CHECK(nodes == people);
  // Heights of the nodes in each column, from the top; the nodes of the exam are above those of the posts.
  std::map<double, std::map<double, double>> columns;
  for (const Json& row : rows_with(chart, "x2"))
    columns[row["x"].get<double>()][row["y"].get<double>()] = row["y2"].get<double>() - row["y"].get<double>();
  REQUIRE(columns.size() == 3);
  std::vector<double> heights;
  for (const auto& [x, column] : columns)
    for (const auto& [y, height] : column) heights.push_back(height);
  REQUIRE(heights.size() == 10);  // registered, in post, hired; sat, absent, held; passed, did not, in post, left
  CHECK(heights[3] + heights[4] == Catch::Approx(heights[0]).margin(0.3));
  CHECK(heights[6] / heights[0] == Catch::Approx(0.2).margin(0.01));
  CHECK(heights[1] + heights[2] == Catch::Approx(heights[5]).margin(0.3));
  // A ribbon has the same thickness everywhere, that of its node.
  std::size_t ribbons = 0;
  for (const Json& one : chart["layer"]) {
    if (one["mark"]["type"] != "area") continue;
    ++ribbons;
    const Json& first = one["data"]["values"][0];
    const double thick = first["y2"].get<double>() - first["y"].get<double>();
    CHECK(std::any_of(heights.begin(), heights.end(), [&](double height) { return std::abs(height - thick) < 0.2; }));
    for (const Json& row : one["data"]["values"])
      CHECK(row["y2"].get<double>() - row["y"].get<double>() == Catch::Approx(thick));
  }
  CHECK(ribbons == 8);  // four of the exam and four of the posts, none between them
  CHECK(headline(chart) == "of 100 registrations 20 end in a pass; 9 people are hired and 4 leave");
  Results withheld = results_with_a_pipeline();
  withheld.withhold({5, {true, true, true, true, true, false}});  // 4 leave
  nodes.clear();
  for (const auto& row : table_of(pipeline_chart(withheld, context, desk))) nodes[row[0]] = row[1];
  CHECK(nodes.contains("registered"));
  CHECK_FALSE(nodes.contains("left"));
  withheld.withhold({21, {true, true, true, true, true, false}});  // 20 pass
  CHECK(pipeline_chart(withheld, context, desk).is_null());
  context.roles.sat = "exam.attended";
  CHECK(pipeline_chart(results_with_a_pipeline(), context, desk).is_null());
}

TEST_CASE("the charts of a run are in reading order, each with a title and a description in words", "[unit]") {
  const ChartContext context = small_context();
  std::vector<std::string> names;
  const Results results = testing::small_results();
  for (const Chart& figure : run_charts(results, context)) {
    const Json drawn = figure.draw(desk);
    if (drawn.is_null()) continue;
    names.push_back(figure.name);
    CHECK_FALSE(drawn.at("title").at("text").empty());
    const auto words = drawn.at("description").get<std::string>();
    INFO(words);
    CHECK(std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }));
  }
  CHECK(names == std::vector<std::string>{"targets", "stations-open", "stations-coverage", "stations-coverage-east",
                                          "qualification-issued", "stations-coverage-by-area", "rollout-waves",
                                          "coverage-by-date"});
}

TEST_CASE("every chart has a file named after it, in Vega-Lite", "[unit]") {
  const testing::TemporaryFolder folder;
  ChartContext context = small_context();
  const Results small = testing::small_results(), exam = results_with_a_pipeline();
  write_charts(folder.path() / "charts", run_charts(small, context));
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "charts")) {
    names.insert(entry.path().filename().string());
    CHECK(Json::parse(read_file(entry.path())).at("$schema") == "https://vega.github.io/schema/vega-lite/v5.json");
  }
  CHECK(names == std::set<std::string>{"stations-open.vl.json", "stations-coverage.vl.json",
                                       "stations-coverage-by-area.vl.json", "stations-coverage-east.vl.json",
                                       "qualification-issued.vl.json", "rollout-waves.vl.json",
                                       "coverage-by-date.vl.json", "targets.vl.json"});
  context.roles = {"",          "", "", "exam.registered", "exam.sat", "exam.passed", "posts.filled", "posts.hires",
                   "posts.left"};
  write_charts(folder.path() / "exam", run_charts(exam, context));
  CHECK(std::filesystem::exists(folder.path() / "exam/pipeline.vl.json"));
}

TEST_CASE("of many areas the lowest that differ are drawn, and the others are listed", "[unit]") {
  std::vector<AreaDefinition> areas;
  for (std::size_t a = 0; a < 30; ++a) areas.push_back({fmt::format("a{}", a), "", ""});
  ResultsShape shape;
  shape.dates = {testing::start, testing::year_end, testing::horizon};
  shape.areas = Areas(areas);
  shape.series = {{{"stations.open", "stations", "open stations", "stations open"}, SeriesKind::stock},
                  {{"stations.coverage", "share", "townships with a station", "coverage"}, SeriesKind::share}};
  shape.headline = {1};
  const auto simulated = [&](bool alike) {
    Results results(shape);
    for (std::uint64_t number = 0; number < 2; ++number) {
      ReplicationResult result;
      result.replication = Replication{number};
      result.values.assign(shape.cell_count(), 1.0);
      for (std::size_t date = 0; date < 3; ++date)
        for (AreaNode area = 0; area < 31; ++area)
          result.values[shape.cell(date, area, 1)] = date == 2 ? 1
                                                     : alike   ? 0.1 * static_cast<double>(date)
                                                               : 0.1 * static_cast<double>(area % 10);
      results.add(result);
    }
    return results;
  };
  const Json chart = area_chart(simulated(false), small_context(), 1, desk);
  REQUIRE(chart["concat"].size() == 6);  // of ten different levels
  CHECK(chart["concat"][0]["title"]["text"] == Json{"a0"});
  CHECK(chart["concat"][5]["title"]["text"] == Json{"a5"});
  const std::vector<std::string> lines = below(chart);
  CHECK(std::find(lines.begin(), lines.end(), "like one of these: a10, a20, a11, a21 and 8 more") != lines.end());
  CHECK(std::find(lines.begin(), lines.end(), "not shown: 12 areas that lie higher; the table has them all") !=
        lines.end());
  CHECK(reason_for_no_chart(area_chart(simulated(true), small_context(), 1, desk)).english ==
        "townships with a station: all 30 areas develop alike, so there is no chart by area");
  std::vector<std::string> none;
  const Results alike = simulated(true);
  const ChartContext context = small_context();
  const std::vector<Chart> figures = run_charts(alike, context);
  for (const Chart& one : figures)
    if (const LocalizedText why = reason_for_no_chart(one.draw(desk)); !why.empty()) none.push_back(why.english);
  CHECK_FALSE(none.empty());
  const testing::TemporaryFolder folder;
  CHECK(write_charts(folder.path(), figures).size() == none.size());
  CHECK_FALSE(std::filesystem::exists(folder.path() / "stations-coverage-by-area.vl.json"));
}

TEST_CASE("the set of charts does not depend on the canvas, but their texts are laid out for it", "[unit]") {
  const ChartContext context = small_context();
  const Results results = testing::small_results();
  for (const Chart& figure : run_charts(results, context)) {
    INFO(figure.name);
    const Json wide = figure.draw(desk), narrow = figure.draw(phone);
    REQUIRE(wide.is_null() == narrow.is_null());
    if (wide.is_null()) continue;
    CHECK(wide["usermeta"]["headline"] == narrow["usermeta"]["headline"]);
    for (const Json& line : narrow["title"]["subtitle"])
      CHECK(text_width(line.get<std::string>(), phone.text_size()) <= phone.inner());
  }
}

TEST_CASE("a chart states to which part of a page it belongs", "[unit]") {
  std::map<std::string, ChartPart> parts;
  const ChartContext context = small_context();
  const Results results = testing::small_results();
  for (const Chart& figure : run_charts(results, context)) parts[figure.name] = figure.part;
  for (const auto& [name, part] : parts) {
    const bool by_area = name == "stations-coverage-by-area" || name == "rollout-waves" ||
                         name == "coverage-by-date" || name == "money-by-area";
    INFO(name);
    CHECK((part == ChartPart::by_area) == by_area);
  }
  CHECK(parts.size() == 10);
}

TEST_CASE("texts of a chart contain nothing that ends an expression of the drawing library", "[unit]") {
  CHECK(drawable("社\u2028工\u2029站\t a\nb \"'\\") == "社 工 站  a\nb \"'\\");
  CHECK(drawable("a\xA0"
                 "b\xE7\xA4\x01\xC2\x85\xC2\xA0") ==
        "a\uFFFD"
        "b\uFFFD\uFFFD  \u00A0");
  ResultsShape shape = testing::small_shape();
  shape.areas = Areas{{{"east", "a\u2028'\"b\u2028c", ""}, {"west", "x\xA0y", ""}}};
  shape.series[0].name.title = Text::verbatim("one\u2029two\xFF");
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) results.add(testing::small_result(shape, number));
  const testing::TemporaryFolder folder;
  const ChartContext context = small_context();
  write_charts(folder.path(), run_charts(results, context));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string chart = read_file(entry.path());
    CHECK(chart.find("\u2028") == std::string::npos);
    CHECK(chart.find("\u2029") == std::string::npos);
    CHECK_NOTHROW(Json::parse(chart));
  }
}

TEST_CASE("withheld dates are grey with an explanation, and no single futures or values are shown",
          "[unit][disclosure]") {
  ResultsShape shape = testing::small_shape();
  shape.series[0].name.unit = "people";
  shape.series[1] = {{"stations.coverage", "share", "townships with a station", "share"},
                     SeriesKind::share,
                     "stations.open",
                     "stations.open"};
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    ReplicationResult result = testing::small_result(shape, number);
    for (AreaNode area = 0; area < 3; ++area) result.values[shape.cell(2, area, 0)] += 20;
    results.add(result);
  }
  results.withhold({10, {true, false, true, false}});
  const Json chart = series_chart(results, small_context(), 0, desk);
  const Json& rows = chart["data"]["values"];
  REQUIRE(rows.size() == 3);
  for (const char* field : {"p05", "p50", "p95"}) {
    CHECK(rows[1][field].is_null());
    CHECK(rows[2][field].is_number());
  }
  CHECK(rows_with(chart, "one").empty());
  std::vector<Json> grey_spans = rows_with(chart["layer"][0], "x2");
  REQUIRE(grey_spans.size() == 1);
  CHECK(chart["layer"][0]["mark"]["color"] == "#E2E2E2");
  CHECK(grey_spans[0]["x"] == 0.0);
  CHECK(grey_spans[0]["x2"] > 100);  // halfway from one December to the next
  CHECK(below(chart).back() == "grey: withheld (fewer than 10 people)");
  CHECK(area_chart(results, small_context(), 1, desk).dump().find("grey: withheld (fewer than 10 people)") !=
        std::string::npos);
}

TEST_CASE("Chinese lines do not begin with a closing mark, and dates and numbers with a per cent sign are not broken",
          "[unit]") {
  CHECK(wrapped("到2022-06-30，100次模拟中有28次达到", 76, 12) ==
        std::vector<std::string>{"到", "2022-06-30，", "100次模拟中", "有28次达到"});
  CHECK(wrapped("一二三四，五", 4, 1) == std::vector<std::string>{"一二三", "四，五"});
  CHECK(wrapped("一二三四，五", std::size_t{8}) == std::vector<std::string>{"一二三", "四，五"});
  CHECK(wrapped("from 66 % on", 4.2, 1) == std::vector<std::string>{"from", "66 % on"});
  CHECK(wrapped("as many words as fit", 5, 1) == std::vector<std::string>{"as many", "words as", "fit"});
  CHECK(text_width("社工", 10) == Catch::Approx(20));
  CHECK(text_width("a\nbcd", 10) == text_width("bcd", 10));
}

TEST_CASE("a series without values and an ensemble of one replication can be drawn", "[unit]") {
  ResultsShape shape = testing::small_shape();
  shape.headline = {0, 1, 2, 3};
  Results results(shape);
  const testing::TemporaryFolder folder;
  const ChartContext context = small_context();
  write_charts(folder.path() / "none", run_charts(results, context));
  CHECK(!std::filesystem::exists(folder.path() / "none"));
  results.add(testing::small_result(testing::small_shape(), 0));  // no post was filled, so there is no time to fill
  CHECK(series_chart(results, small_context(), 3, desk).is_null());
  CHECK(below(series_chart(results, small_context(), 0, desk)) ==
        std::vector<std::string>{"2022-12-31: 4 stations; 1 future"});
  const Json one = series_chart(results, small_context(), 0, desk);
  CHECK(headline(one) == "open stations: stays below 10 stations on 2022-12-31");
  CHECK(texts_of(one).contains("the one future"));
  CHECK_FALSE(texts_of(one).contains("90 of 100 futures"));
  CHECK_NOTHROW(write_charts(folder.path() / "one", run_charts(results, context)));
}

}  // namespace
}  // namespace muster::output
