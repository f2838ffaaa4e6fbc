// workbook.xlsx of a run and of a comparison, read with another library.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workbook_reader.hpp"

#include <fstream>
#include <set>

namespace muster::testing {
namespace {

using nlohmann::json;

// Whether a text contains a letter beyond ASCII and punctuation, and so says something in Chinese.
bool holds_chinese(const std::string& text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i)
    if (const auto lead = static_cast<unsigned char>(text[i]); lead >= 0xE4 && lead <= 0xE9) return true;
  return false;
}

void write_scenario(const TemporaryFolder& folder) {
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  std::ofstream(folder.path() / "same.yaml")
      << "strategy: same\nplaces: [pair]\ntitle: 不变\nwhy: a check\nchanges: []\n";
}

TEST_CASE("the workbook of a run contains its tables cell by cell, with charts and parameters", "[cli][output]") {
  if (!workbook_reader_is_there()) return;
  const TemporaryFolder folder;
  write_scenario(folder);
  REQUIRE(muster({"run", "pair.yaml", "--replications", "12", "--quiet", "--out", "run"}, folder.path()).code == 0);
  const auto file = folder.path() / "run" / "workbook.xlsx";
  const CommandOutput compared = compare_workbook(file, folder.path() / "run");
  INFO(compared.error);
  CHECK(compared.code == 0);
  const json book = read_workbook(file);
  const json manifest = json::parse(contents_of(folder.path() / "run" / "manifest.json"));

  std::set<std::string> paths;
  const json& parameters = sheet_of(book, "parameters and sources");
  const json& headings = parameters["rows"][0];
  const auto id = static_cast<std::size_t>(std::ranges::find(headings, json("parameter id")) - headings.begin());
  REQUIRE(id < headings.size());
  for (std::size_t r = 1; r < parameters["rows"].size(); ++r) paths.insert(parameters["rows"][r][id]);
  std::set<std::string> expected;
  std::size_t values = 0;
  for (const json& parameter : manifest["parameters"]) {
    expected.insert(parameter["path"]);
    if (!parameter["value"].is_number()) continue;
    ++values;  // value and unit are in the columns that the headings name
    for (std::size_t r = 1; r < parameters["rows"].size(); ++r)
      if (const json& row = parameters["rows"][r]; row[id] == parameter["path"]) {
        CHECK(row[4] == parameter["value"]);
        CHECK((row[13].is_null() ? json("") : row[13]) == parameter["note"]);
        break;
      }
  }
  CHECK(paths == expected);
  CHECK(values > 20);

  // There is one chart for each headline series and no other.
  std::set<json> headline;
  for (std::size_t r = 1; r < sheet_of(book, "headline")["rows"].size(); ++r)
    headline.insert(sheet_of(book, "headline")["rows"][r].back());
  CHECK(book["charts"].size() == headline.size());
}

TEST_CASE("the names, headings and charts of a workbook's sheets are in the chosen language", "[cli][output]") {
  if (!workbook_reader_is_there()) return;
  const TemporaryFolder folder;
  write_scenario(folder);
  REQUIRE(muster({"run", "pair.yaml", "--replications", "3", "--quiet", "--lang", "zh", "--out", "run"}, folder.path())
              .code == 0);
  const json book = read_workbook(folder.path() / "run" / "workbook.xlsx");
  std::vector<std::string> names;
  for (const json& sheet : book["sheets"]) {
    names.push_back(sheet["name"]);
    for (const json& heading : sheet["rows"][0]) {
      if (!heading.is_string()) continue;
      INFO(names.back() << ": " << heading);
      CHECK((holds_chinese(heading) || heading.get<std::string>().find("95%") != std::string::npos));
    }
  }
  CHECK(names == std::vector<std::string>{"说明", "目标", "各地区达标情况", "主要指标", "各地区资金", "全部指标",
                                          "参数与来源", "图表", "图表数据"});
  for (const json& chart : book["charts"])
    CHECK_THAT(chart.get<std::string>(), Catch::Matchers::ContainsSubstring("90%的模拟"));
}

TEST_CASE("the workbook of a comparison contains its tables cell by cell", "[cli][output]") {
  if (!workbook_reader_is_there()) return;
  const TemporaryFolder folder;
  write_scenario(folder);
  REQUIRE(
      muster({"compare", "pair.yaml", "same.yaml", "--replications", "8", "--quiet", "--out", "two"}, folder.path())
          .code == 0);
  const CommandOutput compared = compare_workbook(folder.path() / "two" / "workbook.xlsx", folder.path() / "two");
  INFO(compared.error);
  CHECK(compared.code == 0);
}

}  // namespace
}  // namespace muster::testing
