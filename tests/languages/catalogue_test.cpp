// Whether the catalogue of every language except English contains all texts of the program and of the places
// shipped with it.
#include "cli/languages/languages.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "models/assembly.hpp"
#include "scenarios/loader/format.hpp"
#include "tests/support/catalogue_entries.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/source_tree.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

using testing::entries_of;
using testing::Entry;
using testing::TemporaryFolder;

const std::filesystem::path root = testing::source_folder();

// Runs a gettext command in a folder; it must succeed.
void run_in(const TemporaryFolder& folder, const std::string& command) {
  INFO(command);
  REQUIRE(std::system(fmt::format("cd '{}' && {}", folder.path().string(), command).c_str()) == 0);
}

// Joins all files of the language into one, as when the program is built.
void join_catalogue(const TemporaryFolder& folder) {
  run_in(folder,
         fmt::format("msgcat --use-first --no-wrap --output-file=zh.po '{}'/cli/languages/zh*.po", root.string()));
}

// The texts in the sources of a folder, found by gettext's own tool.
std::vector<Entry> texts_in(const std::string& part, const TemporaryFolder& folder) {
  std::ofstream list(folder.path() / "sources");
  for (const test::SourceFile& file : test::source_tree()) {
    if (!file.path.starts_with(part + "/") || test::is_test(file.path)) continue;
    std::filesystem::create_directories((folder.path() / file.path).parent_path());
    std::ofstream(folder.path() / file.path) << file.text;
    list << file.path << '\n';
  }
  list.close();
  std::string keywords = "--keyword=";
  for (const char* word : {"tr", "translated", "tr_noop", "called", "means", "counts"})
    keywords += fmt::format(" --keyword={}", word);
  run_in(folder, fmt::format("xgettext --language=C++ --from-code=UTF-8 --force-po --no-wrap {0} --files-from=sources "
                             "--output={1}.pot && sed -i 's/, c-format//' {1}.pot",  // % is a per cent sign here
                             keywords, part));
  return entries_of(folder.path() / (part + ".pot"));
}

// The texts that the joined catalogue lacks, or has only as fuzzy or empty entries.
std::string lacking(const std::string& part, const TemporaryFolder& folder) {
  run_in(folder, fmt::format("msgmerge --quiet --no-fuzzy-matching --no-wrap --output-file=merged.po zh.po {0}.pot && "
                             "msgattrib --untranslated --no-obsolete --no-wrap --output-file=lacking.po merged.po && "
                             "msgattrib --only-fuzzy --no-obsolete --no-wrap --output-file=guessed.po merged.po",
                             part));
  std::string texts;
  for (const char* file : {"lacking.po", "guessed.po"})
    if (std::filesystem::exists(folder.path() / file))
      for (const Entry& entry : entries_of(folder.path() / file)) texts += entry.text + "\n";
  return texts;
}

TEST_CASE("the catalogue has every text of the sources", "[unit][languages]") {
  const TemporaryFolder folder;
  join_catalogue(folder);
  const auto compare = [&](const std::string& part, std::size_t at_least) {
    CHECK(texts_in(part, folder).size() >= at_least);  // guards against the tool finding none
    CHECK(lacking(part, folder) == "");
  };
  SECTION("engine") { compare("engine", 50); }
  SECTION("models") { compare("models", 300); }
  SECTION("scenarios") { compare("scenarios", 150); }
  SECTION("output") { compare("output", 1); }
  SECTION("experiments") { compare("experiments", 50); }
  SECTION("cli") { compare("cli", 1); }
}

TEST_CASE("no entry of the catalogue is fuzzy or empty", "[unit][languages]") {
  const TemporaryFolder folder;
  join_catalogue(folder);
  run_in(folder, "msgattrib --only-fuzzy --no-obsolete --output-file=guessed.po zh.po");
  CHECK(entries_of(folder.path() / "guessed.po").empty());
  const std::vector<Entry> entries = entries_of(folder.path() / "zh.po");
  CHECK(entries.size() > 500);
  for (const Entry& entry : entries) {
    INFO(entry.text);
    CHECK_FALSE(entry.translation.empty());
  }
}

// ---------------------------------------------------------------------------------------------- values within texts

using Placeholders = std::set<std::pair<std::size_t, std::string>>;  // the number of the value, its format

// The placeholders for values in a text; empty if it is not a valid format, such as a meaning that contains a brace.
std::optional<Placeholders> placeholders_in(const std::string& text) {
  Placeholders placeholders;
  std::size_t next = 0;
  bool counted = false, named = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{' && text[i] != '}') continue;
    if (i + 1 < text.size() && text[i + 1] == text[i]) {
      ++i;
      continue;
    }
    const std::size_t end = text.find_first_of("{}", i + 1);
    if (text[i] == '}' || end == std::string::npos || text[end] == '{') return std::nullopt;
    const std::string inside = text.substr(i + 1, end - i - 1);
    const std::size_t colon = std::min(inside.find(':'), inside.size());
    std::size_t which = next;
    (colon == 0 ? counted : named) = true;
    if (counted && named) return std::nullopt;  // a format may not mix both kinds
    if (colon == 0) {
      ++next;
    } else if (std::from_chars(inside.data(), inside.data() + colon, which).ptr != inside.data() + colon) {
      return std::nullopt;
    }
    placeholders.emplace(which, inside.substr(colon));
    i = end;
  }
  return placeholders;
}

TEST_CASE("placeholders are found in a text", "[unit][languages]") {
  CHECK(placeholders_in("{} of {}") == Placeholders{{0, ""}, {1, ""}});
  CHECK(placeholders_in("{1} 的 {0:.1f}") == Placeholders{{0, ":.1f"}, {1, ""}});
  CHECK(placeholders_in("write {{id: {}}}") == Placeholders{{0, ""}});
  CHECK(placeholders_in("{by_date: …}") == std::nullopt);
  CHECK(placeholders_in("a `{` is not closed") == std::nullopt);
  CHECK(placeholders_in("{} and {1}") == std::nullopt);
  CHECK(placeholders_in("no value") == Placeholders{});
}

TEST_CASE("a translation has the same placeholders as its text", "[unit][languages]") {
  const TemporaryFolder folder;
  join_catalogue(folder);
  std::size_t with_values = 0;
  for (const Entry& entry : entries_of(folder.path() / "zh.po")) {
    const auto placeholders = placeholders_in(entry.text);
    if (!placeholders) continue;
    with_values += placeholders->empty() ? 0 : 1;
    INFO(entry.text << "\n" << entry.translation);
    CHECK(placeholders_in(entry.translation) == placeholders);
  }
  CHECK(with_values > 200);
}

// ----------------------------------------------------------------------------------- what is known only at run time

using Texts = std::map<std::string, std::string>;  // a text and where it is from

void collect(const TableSpec& table, const std::string& path, Texts& said) {
  for (const FieldSpec& field : table.fields) {
    const std::string here = path + "." + field.name;
    CHECK_FALSE(field.meaning.empty());
    said.emplace(field.meaning, here);
    said.emplace(field.noun, here);
    said.emplace(unit_name(field.dimension), here);
    for (const auto& [word, title] : field.word_titles) said.emplace(title, here);
    if (field.nested) collect(*field.nested, here, said);
  }
}

void check_catalogue_has(const Texts& said) {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  for (const auto& [text, where] : said) {
    INFO(where << ": " << text);
    CHECK(has_translation(text));
  }
}

TEST_CASE("the catalogue has every parameter's meaning, unit and choices", "[unit][languages]") {
  Texts said;
  collect(scenarios::file_table(model_sections()), "", said);
  CHECK(said.size() > 280);
  check_catalogue_has(said);
}

TEST_CASE("the catalogue has every series' meaning and unit", "[unit][languages]") {
  std::size_t places = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root / "scenarios/places")) {
    if (entry.path().extension() != ".yaml") continue;
    ++places;
    Texts said;
    const experiments::Session session = experiments::open_session(entry.path(), {});
    for (const SeriesInfo& info : session.shape.series) said.emplace(info.name.unit, info.name.name);
    CHECK(said.size() > 5);
    check_catalogue_has(said);
    const LanguageScope chinese(cli::catalogues(), Language::chinese);
    CHECK(session.shape.series.size() > 50);
    for (const SeriesInfo& info : session.shape.series) {
      INFO(info.name.name << ": " << info.name.meaning);
      CHECK(info.name.meaning.is_translated());
    }
  }
  CHECK(places >= 4);
}

TEST_CASE("a series' meaning uses the name that the place gives", "[unit][languages]") {
  const experiments::Session session = experiments::open_session(experiments::find_scenario("wenzhou"), {});
  const auto found =
      std::find_if(session.shape.series.begin(), session.shape.series.end(),
                   [](const SeriesInfo& info) { return info.name.name == "qualification.issued.assistant"; });
  REQUIRE(found != session.shape.series.end());
  CHECK(found->name.meaning == "certificates issued in the period, level assistant social worker");
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  CHECK(found->name.meaning == "本期发放的证书（助理社会工作师）");
}

}  // namespace

}  // namespace muster
