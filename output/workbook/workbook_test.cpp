#include "output/workbook/workbook.hpp"

#include "cli/languages/languages.hpp"
#include "output/comparison_record.hpp"
#include "output/file.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/run.hpp"
#include "output/workbook/book.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workbook_reader.hpp"

#include <algorithm>
#include <set>

namespace muster::output {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::sheet_of;

RunRecord record() {
  RunRecord record;
  record.version = "0.1.0";
  record.place = "small";
  record.title = LocalizedText("小城", "Small town");
  record.command = "muster run small --seed 7";
  record.seed = Seed{7};
  record.replications_requested = 4;
  return record;
}

json day(const char* iso) { return {{"date", iso}}; }

// The rows, without the heading, in which a cell has this text.
std::vector<json> rows_with(const json& sheet, const json& cell) {
  std::vector<json> found;
  for (std::size_t r = 1; r < sheet["rows"].size(); ++r)
    if (std::find(sheet["rows"][r].begin(), sheet["rows"][r].end(), cell) != sheet["rows"][r].end())
      found.push_back(sheet["rows"][r]);
  return found;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("the text of a cell is UTF-8 without control characters, and no longer than allowed", "[unit][output]") {
  CHECK(cell_text("和平区 = 1+1\n\tend") == "和平区 = 1+1\n\tend");
  CHECK(cell_text(std::string("a\x01"
                              "b\x1F\0c",
                              6)) == "a\uFFFDb\uFFFD\uFFFDc");
  CHECK(cell_text("\xFF\xC0\xAF") == "\uFFFD\uFFFD\uFFFD");    // invalid UTF-8, and an overlong slash
  CHECK(cell_text("\xE5\x92") == "\uFFFD\uFFFD");              // cut short
  CHECK(cell_text("\xED\xA0\x80x") == "\uFFFD\uFFFD\uFFFDx");  // half of a surrogate pair
  CHECK(cell_text("\xEF\xBF\xBE") == "\uFFFD");                // U+FFFE, which XML does not allow
  CHECK(cell_text(std::string(32'767, 'x')) == std::string(32'767, 'x'));
  CHECK(cell_text(std::string(40'000, 'x')) == std::string(32'766, 'x') + "…");
  CHECK(cell_text("\U0001F600\U0001F600", 4) == "\U0001F600\U0001F600");  // two code units each
  CHECK(cell_text("\U0001F600\U0001F600", 3) == "\U0001F600…");
}

TEST_CASE("names of sheets are valid in Excel", "[unit][output]") {
  CHECK(sheet_name("参数与来源") == "参数与来源");
  CHECK(sheet_name("a/b\\c:d?e*f[g]'h") == "a b c d e f g  h");
  CHECK(sheet_name(std::string(40, 'x')) == std::string(30, 'x') + "…");
}

TEST_CASE("the same run gives the same workbook, byte by byte, and leaves no other file", "[unit][output]") {
  const testing::TemporaryFolder one, other;
  const Results results = testing::small_results();
  RunRecord slower = record();
  slower.threads = 8;
  slower.wall_seconds = 99;
  write_workbook(one.path(), results, record());
  write_workbook(other.path(), results, slower);
  CHECK(read_file(one.path() / workbook_file) == read_file(other.path() / workbook_file));
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(one.path())) files.insert(entry.path().filename().string());
  CHECK(files == std::set<std::string>{"workbook.xlsx"});
}

TEST_CASE("the error for a workbook that cannot be stored names the file", "[unit][output]") {
  const testing::TemporaryFolder folder;
  const Results results = testing::small_results();
  fs::create_directory(folder.path() / workbook_file);  // a folder in place of the file
  CHECK_THROWS_AS(write_workbook(folder.path(), results, record()), OutputError);
}

TEST_CASE("the workbook of a run, read back, agrees with its tables", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const testing::TemporaryFolder folder;
  const Results results = testing::small_results();
  write_workbook(folder.path(), results, record());
  const json book = testing::read_workbook(folder.path() / workbook_file);

  CHECK(book["title"] == "Small town · simulation results");
  CHECK(book["created"] == "2021-12-05T00:00:00.000Z");
  CHECK(book["dates"] == json{"1980-01-01"});
  CHECK(book["merges"] == 0);
  CHECK(book["formulas"] == 0);
  std::vector<std::string> names;
  for (const json& sheet : book["sheets"]) {
    const std::string name = sheet["name"];
    names.push_back(name);
    INFO(name);
    CHECK(sheet["merged"] == false);
    CHECK(sheet["page"]["orientation"] == "landscape");
    CHECK(sheet["page"]["paperSize"] == 9);
    CHECK_THAT(sheet["footer"].get<std::string>(),
               Catch::Matchers::ContainsSubstring("Small town") && Catch::Matchers::ContainsSubstring("&P / &N"));
    if (name == "charts") continue;
    REQUIRE(sheet["frozen"].size() == 1);
    CHECK(sheet["frozen"][0][1] == 1);
    CHECK(sheet["bold"] == true);
    CHECK(sheet["fill"] == "FF003A5D");
    CHECK(sheet["page"]["fitToWidth"] == 1);
    CHECK(sheet["page"]["printTitlesRow"] == "1:1");
    const json& heading = sheet["rows"][0];
    CHECK(std::set<json>(heading.begin(), heading.end()).size() == heading.size());
  }
  CHECK(names == std::vector<std::string>{"read me", "targets", "areas by target", "headline", "money by area",
                                          "all trajectories", "parameters and sources", "charts", "chart data"});

  const json& targets = sheet_of(book, "targets");
  CHECK(targets["rows"][1] == json{"十个社工站", "the whole place", "open stations", "at least", 10, "stations",
                                   day("2022-12-31"), 0.25, 0.04558726, 0.6993582, 4.3, 7, 9.7, 3, 0.25, nullptr,
                                   "ten", "stations.open", "all"});
  CHECK(targets["formats"][1][4] == "#,##0");
  CHECK(targets["formats"][1][7] == "0.0%");
  CHECK(targets["formats"][1][6] == "yyyy-mm-dd");
  CHECK(targets["formats"][2][4] == "0.0%");  // a goal that is a share

  const json& all = sheet_of(book, "all trajectories");
  CHECK(all["rows"].size() == 37);
  CHECK(all["rows"][13] == json{day("2021-12-31"), "东区", "open stations", "stations", 4, 2.5, 1.290994, 1.15, 1.3,
                                1.75, 2.5, 3.25, 3.7, 3.85, "stations.open", "east"});
  CHECK(all["rows"][4] == json{day("2021-12-05"), "东区", "time to fill a post", "days", 0, nullptr, nullptr, nullptr,
                               nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, "posts.time_to_fill", "east"});

  // Stocks and shares by date, the flow by calendar year: 5 certificates before the start and r after make the
  // first.
  const json& headline = sheet_of(book, "headline");
  CHECK(headline["rows"].size() == 1 + 3 + 3 + 2);
  const std::vector<json> issued = rows_with(headline, "qualification.issued");
  REQUIRE(issued.size() == 2);
  CHECK(issued[0] == json{"newly certified", day("2021-12-31"), "total of the calendar year", "people", 4, 6.5, 5.75,
                          7.25, 5.15, 7.85, 6.5, 1.290994, "qualification.issued"});

  // Layers add up to the quantiles: 1.15 + 0.6 + 0.75 = 2.5, the median; the target of 10 lies 6.15 above 95 %,
  // 3.85.
  const json& layers = sheet_of(book, "chart data");
  const std::vector<json> open = rows_with(layers, "open stations");
  REQUIRE(open.size() == 3);
  CHECK(open[1] == json{"open stations", day("2021-12-31"), "stations", 1.15, 0.6, 0.75, 0, 0.75, 0.6, 6.15, 0});

  REQUIRE(book["charts"].size() == 3);
  const std::string chart = book["charts"][0];
  CHECK_THAT(chart, Catch::Matchers::ContainsSubstring("<c:grouping val=\"stacked\"/>"));
  CHECK(occurrences(chart, "<c:ser>") == 8);
  CHECK(occurrences(chart, "<c:legendEntry>") ==
        4);  // not in the legend: invisible layers, and the second half of each band
  for (const char* words : {"open stations", "90 % of futures", "50 % of futures", "median",
                            "target: at least 10 stations by 2022-12-31", "<c:v>1.15</c:v>", "<a:t>stations</a:t>"})
    CHECK_THAT(chart, Catch::Matchers::ContainsSubstring(words));
  const std::string drawing = book["drawings"][0];
  CHECK(occurrences(drawing, "descr=\"Chart of ") == 3);
  CHECK_THAT(drawing, Catch::Matchers::ContainsSubstring("Median: 1 station on 2021-12-05, 7 stations on 2022-12-31"));
  CHECK(book["tables"].size() == 6);  // there are no parameters to list
}

TEST_CASE("the workbook of a comparison, read back, agrees with its tables", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const testing::TemporaryFolder folder;
  const PairedComparison comparison = testing::small_comparison();
  const ComparisonRecord compared_so = testing::small_comparison_record();
  write_workbook(folder.path(), comparison, compared_so);
  write_csv(folder.path(), comparison_tables(comparison, compared_so));
  const testing::CommandOutput compared = testing::compare_workbook(folder.path() / workbook_file, folder.path());
  INFO(compared.error);
  CHECK(compared.code == 0);
  // Differences: 2 strategies × 3 dates × 3 areas × 4 series × 9 columns; ranking: 2 targets × 3 × 16.
  CHECK(compared.out == "744 cells agree\n");

  const json book = testing::read_workbook(folder.path() / workbook_file);
  const json& ranking = sheet_of(book, "comparison");
  CHECK(ranking["rows"][2][0] == "多建一站");
  CHECK(ranking["rows"][2][9] == "value");
  CHECK(ranking["rows"][2][13] == 1);
  CHECK(book["charts"].size() == 2 + 3 * 2);  // targets; headline series × strategies
  CHECK(rows_with(sheet_of(book, "read me"), "strategy 多建一站")[0][1] == "one more");
}

// The title of a chart's vertical axis, and the numbers of one of its layers, as stored in the chart itself.
struct Drawn {
  std::string axis;
  std::vector<std::vector<double>> layers;
};

Drawn drawn_by(const std::string& chart) {
  Drawn drawn;
  const auto after = [&](const std::string& text, std::size_t from) { return chart.find(text, from) + text.size(); };
  const std::size_t axis = after("<a:t>", chart.find("<c:valAx>"));
  drawn.axis = chart.substr(axis, chart.find('<', axis) - axis);
  for (std::size_t at = 0; (at = chart.find("<c:val>", at)) != std::string::npos;) {
    const std::size_t end = chart.find("</c:val>", at);
    drawn.layers.emplace_back();
    for (std::size_t v = at; (v = chart.find("<c:v>", v)) < end; ++v)
      drawn.layers.back().push_back(std::stod(chart.substr(v + 5)));
    at = end;
  }
  return drawn;
}

TEST_CASE("charts of a workbook draw money in the unit named on their axes, and a flow as bars by year",
          "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const LanguageScope english(cli::catalogues(), Language::english);
  struct Case {
    Language language;
    double times;
    std::string unit;
    double divisor;
  };
  for (const Case& tried : {Case{Language::english, 1e6, "million yuan", 1e6}, Case{Language::english, 100, "yuan", 1},
                            Case{Language::chinese, 1e6, "万元", 1e4}, Case{Language::chinese, 1e8, "亿元", 1e8},
                            Case{Language::chinese, 100, "元", 1}}) {
    const LanguageScope in(tried.language);
    ResultsShape shape = testing::small_shape();
    shape.series[0].name.unit = shape.series[2].name.unit = "yuan";
    shape.targets.clear();
    Results results(shape);
    for (std::uint64_t number = 0; number < 4; ++number) {
      ReplicationResult result = testing::small_result(testing::small_shape(), number);
      result.target_values.clear();
      result.reached.clear();
      for (std::size_t cell = 0; cell < shape.cell_count(); ++cell)
        if (cell % 4 == 0 || cell % 4 == 2) result.values[cell] *= tried.times;
      results.add(result);
    }
    const testing::TemporaryFolder folder;
    write_workbook(folder.path(), results, record());
    const json book = testing::read_workbook(folder.path() / workbook_file);
    const std::string stock = book["charts"][0], flow = book["charts"][2];

    // At the horizon 4, 6, 8 and 10: the median is 7; in 2022 10, 20, 30 and 40: 25.
    for (const auto& [chart, median, until] :
         {std::tuple(stock, 7.0, std::size_t{3}), std::tuple(flow, 25.0, std::size_t{3})}) {
      const Drawn drawn = drawn_by(chart);
      CHECK(drawn.axis == tried.unit);
      REQUIRE(drawn.layers.size() > until);
      double height = 0;
      for (std::size_t layer = 0; layer < until; ++layer) height += drawn.layers[layer].back();
      CHECK(height * tried.divisor == Catch::Approx(median * tried.times));
    }
    CHECK_THAT(flow, Catch::Matchers::ContainsSubstring("<c:barChart>"));
    CHECK_THAT(flow, !Catch::Matchers::ContainsSubstring("<c:areaChart>"));
    CHECK_THAT(stock, Catch::Matchers::ContainsSubstring("<c:areaChart>"));
    CHECK_THAT(flow, Catch::Matchers::ContainsSubstring("<c:min val=\"0\"/>"));
    // The sheet with the numbers names the same unit.
    for (const json& sheet : book["sheets"])
      if (sheet["name"] == tr("chart data").to_string())
        for (const char* series : {"open stations", "newly certified"})
          for (const json& row : rows_with(sheet, translated(series))) CHECK(row[2] == tried.unit);
  }
}

TEST_CASE("withheld figures are in no cell and no chart of a workbook, which states where they are missing",
          "[unit][output][disclosure]") {
  if (!testing::workbook_reader_is_there()) return;
  ResultsShape shape = testing::small_shape();
  shape.series[0].name.unit = "people";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    ReplicationResult result = testing::small_result(shape, number);
    for (AreaNode area = 0; area < 3; ++area) result.values[shape.cell(2, area, 0)] += 20;
    results.add(result);
  }
  results.withhold({10, {true, false, true, false}});
  const testing::TemporaryFolder folder;
  write_workbook(folder.path(), results, record());
  const json book = testing::read_workbook(folder.path() / workbook_file);
  const std::vector<json> rows = rows_with(sheet_of(book, "headline"), "open stations");
  REQUIRE(rows.size() == 3);
  CHECK(rows[1][5] == "withheld");
  for (std::size_t c = 6; c < 12; ++c) CHECK(rows[1][c] == "withheld");
  CHECK(rows[2][5] == 27);
  CHECK(rows_with(sheet_of(book, "chart data"), "open stations").size() == 1);
  CHECK_FALSE(rows_with(sheet_of(book, "charts"),
                        "Not drawn of \"open stations\": 2 of 3 dates: withheld (fewer than 10 people).")
                  .empty());
}

TEST_CASE("the check of a workbook detects a table that does not agree with it", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const testing::TemporaryFolder folder;
  const Results results = testing::small_results();
  write_workbook(folder.path(), results, record());
  write_csv(folder.path(), run_tables(results, {}));
  CHECK(testing::compare_workbook(folder.path() / workbook_file, folder.path()).code == 0);
  std::string table = read_file(folder.path() / "trajectories.csv");
  table.replace(table.find("0.3227486"), 9, "0.3227487");
  write_file(folder.path() / "trajectories.csv", table);
  const testing::CommandOutput compared = testing::compare_workbook(folder.path() / workbook_file, folder.path());
  CHECK(compared.code == 1);
  CHECK(compared.error == "trajectories.csv row 15, sd: 0.3227487; all trajectories: 0.3227486\n");
}

TEST_CASE("unusual names in scenarios do no harm in a workbook", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const std::string formula = "=1+1", link = "https://example.org/\x02", much(40'000, 'x'), escape = "_x0041_";
  ResultsShape shape = testing::small_shape();
  shape.areas = Areas{{{"east", formula, ""}, {"west", much, ""}}};
  shape.series[0].name.title = Text::verbatim(formula);
  shape.series[1].name.title = Text::verbatim(escape);
  shape.targets[0].title = link;
  shape.targets[1].title = "a\"<&>'";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) results.add(testing::small_result(shape, number));
  RunRecord strange = record();
  strange.title = "=HYPERLINK(\"x\") & Söhne &P" + std::string(300, 'y');
  strange.command = much;
  const testing::TemporaryFolder folder;
  write_workbook(folder.path(), results, strange);
  write_csv(folder.path(), run_tables(results, {}));
  const testing::CommandOutput compared = testing::compare_workbook(folder.path() / workbook_file, folder.path());
  INFO(compared.error);
  CHECK(compared.code == 0);

  const json book = testing::read_workbook(folder.path() / workbook_file);
  CHECK(book["formulas"] == 0);
  const json& all = sheet_of(book, "all trajectories");
  CHECK(all["rows"][1][1] == formula);
  CHECK(all["rows"][1][2] == formula);
  CHECK(all["rows"][2][2] == escape);
  CHECK(all["rows"][5][1] == std::string(32'766, 'x') + "…");
  CHECK(sheet_of(book, "targets")["rows"][1][0] == "https://example.org/\uFFFD");
  CHECK(sheet_of(book, "targets")["rows"][2][0] == "a\"<&>'");
  CHECK_THAT(book["charts"][0].get<std::string>(), Catch::Matchers::ContainsSubstring("<a:t> =1+1</a:t>"));
  CHECK_THAT(sheet_of(book, "targets")["footer"].get<std::string>(),
             Catch::Matchers::ContainsSubstring("&L=HYPERLINK(\"x\") && Söhne &&P"));
}

TEST_CASE("rows beyond the limit are left out by a rule that the first sheet states", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  const auto kept = [](std::size_t most) {
    const testing::TemporaryFolder folder;
    const Results results = testing::small_results();
    write_workbook(folder.path(), results, record(), most);
    const json book = testing::read_workbook(folder.path() / workbook_file);
    const std::vector<json> said = rows_with(sheet_of(book, "read me"), "rows left out of \"all trajectories\"");
    return std::pair(sheet_of(book, "all trajectories")["rows"].size() - 1,
                     said.empty() ? std::string() : said[0][1].get<std::string>());
  };
  CHECK(kept(36) == std::pair(std::size_t{36}, std::string()));
  // All three dates are the start or ends of years; 12 rows are about the whole place, and there are no groups of
  // areas.
  CHECK(
      kept(35) ==
      std::pair(std::size_t{12},
                std::string("12 of 36 rows: the start and the ends of years, for groups of areas and the whole place; "
                            "all are in trajectories.csv")));
  CHECK(kept(11) ==
        std::pair(std::size_t{0}, std::string("0 of 36 rows: no row is listed here; all are in trajectories.csv")));
}

TEST_CASE("a workbook without targets and values has headings and empty tables", "[unit][output]") {
  if (!testing::workbook_reader_is_there()) return;
  ResultsShape shape = testing::small_shape();
  shape.targets.clear();
  Results results(shape);
  ReplicationResult result = testing::small_result(testing::small_shape(), 0);
  result.values.assign(shape.cell_count(), std::numeric_limits<double>::quiet_NaN());
  result.target_values.clear();
  result.reached.clear();
  results.add(result);
  const testing::TemporaryFolder folder;
  write_workbook(folder.path(), results, record());
  const json book = testing::read_workbook(folder.path() / workbook_file);
  CHECK(sheet_of(book, "targets")["rows"].size() == 1);
  CHECK(sheet_of(book, "targets")["rows"][0][0] == "target");
  CHECK(sheet_of(book, "all trajectories")["rows"].size() == 37);
}

}  // namespace
}  // namespace muster::output
