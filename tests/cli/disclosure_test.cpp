// Figures withheld by --min-cell must not appear in any file of a run, whatever its format.
#include "output/database/sqlite.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workbook_reader.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace muster::testing;
using muster::output::Database;
using muster::output::Statement;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// A number rounded as in tables, to seven digits, so that it is found in every format.
std::string digits(double value) { return fmt::format("{:.7g}", value); }
std::string six_digits(double value) { return fmt::format("{:.6g}", value); }  // as on the page

// Only numbers with many digits identify a value; numbers with few digits occur everywhere.
bool is_telling(double value) {
  const std::string written = digits(std::abs(value));
  return std::count_if(written.begin(), written.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 6;
}

void numbers_in(const json& part, std::set<std::string>& found) {
  if (part.is_number()) {
    found.insert(digits(part.get<double>()));
    found.insert(six_digits(part.get<double>()));
  }
  if (part.is_structured())
    for (const json& inner : part) numbers_in(inner, found);
}

void numbers_in(const std::string& text, std::set<std::string>& found) {
  for (std::size_t at = text.find_first_of("0123456789"); at != std::string::npos;
       at = text.find_first_of("0123456789", at)) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789.eE", at), text.size());
    if (end - at < 40) {
      const double value = std::strtod(text.substr(at, end - at).c_str(), nullptr);
      found.insert(digits(value));
      found.insert(six_digits(value));
    }
    at = end;
  }
}

// Every number in the tables of a database, published or not.
std::set<std::string> numbers_of_database(const fs::path& file) {
  std::set<std::string> found;
  Database database(file, Database::Use::read);
  std::vector<std::string> tables;
  for (Statement names(database, "SELECT name FROM sqlite_master WHERE type = 'table'"); names.step();)
    tables.push_back(names.text(0));
  for (const std::string& table : tables)
    for (Statement rows(database, "SELECT * FROM " + table); rows.step();)
      for (int column = 0; column < rows.columns(); ++column)
        if (rows.type(column) == SQLITE_TEXT)
          numbers_in(rows.text(column), found);
        else
          numbers_in(json(rows.number(column)), found);
  return found;
}

// The text of a picture; positions in it are computed from the figures of its specification and are not read.
std::string said_by(const std::string& svg) {
  std::string said;
  for (std::size_t at = svg.find('>'); at != std::string::npos; at = svg.find('>', at + 1))
    said += svg.substr(at + 1, svg.find('<', at) - at - 1) + " ";
  const std::string label = "aria-label=\"";
  for (std::size_t at = svg.find(label); at != std::string::npos; at = svg.find(label, at + 1))
    said += svg.substr(at, svg.find('"', at + label.size()) - at) + " ";
  return said;
}

struct Read {
  std::string file;
  std::set<std::string> numbers;
};

std::vector<Read> all_files(const fs::path& folder) {
  std::vector<Read> read;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".png") continue;  // made from the .svg
    const std::string name = fs::relative(entry.path(), folder).string();
    if (name.starts_with("inputs/")) continue;  // the planner's own files
    Read one{name, {}};
    if (name.ends_with(".sqlite")) {
      one.numbers = numbers_of_database(entry.path());
    } else if (name.ends_with(".xlsx")) {
      if (!workbook_reader_is_there()) continue;
      const json book = read_workbook(entry.path());
      numbers_in(book["sheets"], one.numbers);
      for (const auto& part : {book["charts"], book["drawings"], book["sheets"]}) numbers_in(part.dump(), one.numbers);
    } else if (name.ends_with(".json")) {
      numbers_in(json::parse(contents_of(entry.path())), one.numbers);
      numbers_in(contents_of(entry.path()), one.numbers);
    } else {
      std::string text = contents_of(entry.path());
      const std::size_t libraries = text.find("<script>");  // the libraries come after the text of the page
      if (name.ends_with(".svg")) text = said_by(text);
      if (name.ends_with(".html") && libraries != std::string::npos) text.resize(libraries);
      numbers_in(text, one.numbers);
    }
    read.push_back(std::move(one));
  }
  return read;
}

// date, area, series -> the figures of a row of trajectories.csv
std::map<std::string, std::vector<std::string>> rows_of(const fs::path& file) {
  std::map<std::string, std::vector<std::string>> rows;
  std::istringstream table(contents_of(file));
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::vector<std::string> fields;
    std::istringstream in(line + ",end");
    for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
    REQUIRE(fields.size() == 15);
    rows[fields[0] + "," + fields[1] + "," + fields[2]] = {fields.begin() + 5, fields.end() - 1};
  }
  return rows;
}

}  // namespace

TEST_CASE("no file of a run contains a figure that should be withheld, in any format", "[cli][disclosure]") {
  const TemporaryFolder folder;
  std::string place = muster::test::two_areas();
  const std::string few = "headline: [qualification.held]";
  place.replace(
      place.find(few), few.size(),
      "headline: [qualification.held, posts.hires, posts.separations, stations.qualified_share]\n"
      "targets:\n"
      "  - {id: share, title: 持证, english: qualified, series: stations.qualified_share, at_least: 90 %, by: "
      "2022-01-31}\n"
      "  - {id: later, title: 持证, english: qualified, series: stations.qualified_share, at_least: 90 %, by: "
      "2024-12-31}\n"
      "  - {id: hires, title: 招聘, english: hires, series: posts.hires, at_least: 3 people, by: 2022-01-31}");
  std::ofstream(folder.path() / "pair.yaml") << place;
  const auto run = [&](const std::string& out, const std::string& option, const std::string& value = {}) {
    std::vector<std::string> words{"run", "pair.yaml", "--replications", "14", "--quiet", "--out", out, option};
    if (!value.empty()) words.push_back(value);
    const CommandOutput said = option == "--min-cell" ? muster::testing::muster_with_pictures(words, folder.path())
                                                      : muster::testing::muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
  };
  run("all", "--keep-replications");
  run("public", "--min-cell", "10");

  const auto all = rows_of(folder.path() / "all/trajectories.csv"),
             published = rows_of(folder.path() / "public/trajectories.csv");
  std::set<std::string> withheld_cells, withheld, elsewhere;
  for (const auto& [cell, figures] : all)
    for (std::size_t f = 0; f < figures.size(); ++f) {
      if (figures[f].empty()) continue;
      const bool hidden = published.at(cell)[f].empty();
      if (hidden) withheld_cells.insert(cell);
      const double value = std::stod(figures[f]);
      if (!is_telling(value)) continue;
      for (const std::string& written : {digits(value), six_digits(value)})
        (hidden ? withheld : elsewhere).insert(written);
    }
  REQUIRE(withheld_cells.size() > 20);

  // Series that count the same people, such as posts.filled and stations.staff, are either both published or both
  // withheld.
  // by series, then by date and area
  std::map<std::string, std::map<std::string, std::vector<std::string>>> figures_of;
  for (const auto& [cell, figures] : all)
    figures_of[cell.substr(cell.rfind(',') + 1)][cell.substr(0, cell.rfind(','))] = figures;
  CHECK(figures_of.at("posts.filled") == figures_of.at("stations.staff"));
  for (const auto& [one, of_one] : figures_of)
    for (const auto& [other, of_other] : figures_of)
      if (one < other && of_one == of_other)
        for (const auto& [place_and_date, figures] : of_one) {
          INFO(one << " and " << other << " at " << place_and_date);
          CHECK(published.at(place_and_date + "," + one) == published.at(place_and_date + "," + other));
        }
  {
    Database database(folder.path() / "all/results.sqlite", Database::Use::read);
    Statement rows(database, "SELECT date, area, series, value FROM replications");
    while (rows.step()) {
      const double value = rows.number(3);
      if (std::isnan(value) || !is_telling(value)) continue;
      const bool hidden = withheld_cells.contains(rows.text(0) + "," + rows.text(1) + "," + rows.text(2));
      for (const std::string& written : {digits(value), six_digits(value)})
        (hidden ? withheld : elsewhere).insert(written);
    }
  }
  for (const std::string& written : elsewhere)
    withheld.erase(written);  // the same number also occurs where it is not withheld
  REQUIRE(withheld.size() > 20);

  // Checks the reader itself: without the rule, each kind of file contains some of the figures.
  const auto holding = [&](const char* out) {
    std::map<std::string, std::string> files;
    for (const Read& read : all_files(folder.path() / out))
      for (const std::string& value : withheld)
        if (read.numbers.contains(value)) files.emplace(read.file, value);
    return files;
  };
  const auto before = holding("all");
  for (const char* file :
       {"trajectories.csv", "results.sqlite", "report.html", "charts/stations-qualified_share.vl.json"}) {
    INFO(file);
    CHECK(before.contains(file));
  }
  if (workbook_reader_is_there()) CHECK(before.contains("workbook.xlsx"));
  for (const auto& [file, value] : holding("public")) FAIL_CHECK(file << " holds " << value);

  // Charts show neither a single replication nor a figure on a withheld date, and say that these are withheld.
  for (const auto& entry : fs::directory_iterator(folder.path() / "public/charts")) {
    if (!entry.path().string().ends_with(".vl.json")) continue;
    CHECK(contents_of(entry.path()).find("\"one\"") == std::string::npos);
  }
  const std::string chart = contents_of(folder.path() / "public/charts/stations-qualified_share.vl.json");
  CHECK(chart.find("withheld (fewer than 10 people)") != std::string::npos);
  for (const json& row : json::parse(chart)["data"]["values"])
    CHECK(row["p50"].is_null() ==
          withheld_cells.contains(row["date"].get<std::string>() + ",all,stations.qualified_share"));
  const std::string page = contents_of(folder.path() / "public/report.html");
  for (const char* words : {"withheld (fewer than 10 people)", "不公布（少于10人）"})
    CHECK(page.find(words) != std::string::npos);
}
