// Whether terms are used as docs/glossary.md defines them: the catalogue translates each term in the same way, the
// names that the glossary gives exist in the code, and the words that it excludes do not occur. Also whether lines
// end before column 120.
#include "engine/text/characters.hpp"
#include "tests/support/catalogue_entries.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/source_tree.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

namespace {

const std::filesystem::path project = testing::source_folder();

using testing::contents_of;
using testing::entries_of;
using testing::Entry;

using Strings = std::vector<std::string>;

std::string without_blanks(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

// The parts between separators, without those that are empty.
Strings split(std::string text, const Strings& separators) {
  for (const std::string& separator : separators)
    for (std::size_t at = 0; (at = text.find(separator, at)) != std::string::npos;)
      text.replace(at, separator.size(), "\n");
  Strings parts;
  std::istringstream lines(text);
  for (std::string part; std::getline(lines, part);)
    if (!without_blanks(part).empty()) parts.push_back(without_blanks(part));
  return parts;
}

struct Term {
  std::string english;
  Strings chinese;         // any of them translates it
  Strings in_code;         // identifiers, file names or keys
  Strings not_to_be_used;  // English and Chinese
};

// The rows of the glossary's tables. A row that explains several terms ("stock, flow, tally") makes a term of each.
std::vector<Term> terms_in(const std::string& glossary) {
  std::vector<Term> terms;
  Strings columns;
  std::istringstream lines(glossary);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('|')) {
      columns.clear();
      continue;
    }
    Strings cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(without_blanks(cell));
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    if (cells[0].starts_with("---")) continue;
    std::map<std::string, std::string> of;
    for (std::size_t c = 0; c < std::min(columns.size(), cells.size()); ++c) of[columns[c]] = cells[c];
    const Strings english = split(of["term"], {", "});
    const Strings chinese = split(of["Chinese"], {"、", "（", "）", "；"});
    Strings in_code;
    const std::regex quoted("`([^`]+)`");
    for (auto found = std::sregex_iterator(of["in code"].begin(), of["in code"].end(), quoted);
         found != std::sregex_iterator(); ++found)
      in_code.push_back((*found)[1]);
    for (std::size_t t = 0; t < english.size(); ++t) {
      const bool each = english.size() > 1 && english.size() == chinese.size();
      terms.push_back({english[t], each ? Strings{chinese[t]} : chinese, in_code, split(of["not"], {", "})});
    }
  }
  return terms;
}

bool is_part_of_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '`' || letter == '-' ||
         letter == '.';
}

// Whether a text has an English word or phrase, singular or plural. A part of a longer word, or of a name in code,
// does not count.
bool has_word(std::string text, const std::string& word) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at) {
    if (at > 0 && is_part_of_word(text[at - 1])) continue;
    std::size_t end = at + word.size();
    for (const char* plural : {"es", "s"})
      if (text.compare(end, std::string_view(plural).size(), plural) == 0) {
        end += std::string_view(plural).size();
        break;
      }
    if (end >= text.size() || !is_part_of_word(text[end]) || text[end] == '.' || text[end] == '-') return true;
  }
  return false;
}

std::vector<Entry> catalogue() { return entries_of(project / "cli/languages/zh.po"); }

// The comments and the texts between quotes of a C++ source; the rest is code.
std::string prose_of(const std::string& source) {
  static const std::regex token("//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*\"");
  std::string prose;
  for (auto found = std::sregex_iterator(source.begin(), source.end(), token); found != std::sregex_iterator();
       ++found)
    prose += found->str() + "\n";
  return prose;
}

// A source whose raw literals are replaced by their line ends, because the lines of a raw literal cannot be broken.
std::string without_raw_literals(const std::string& source) {
  std::string rest;
  std::size_t from = 0;
  for (std::size_t begin; (begin = source.find("R\"(", from)) != std::string::npos;) {
    const std::size_t end = std::min(source.find(")\"", begin), source.size());
    rest += source.substr(from, begin - from);
    rest.append(static_cast<std::size_t>(std::count(source.begin() + static_cast<std::ptrdiff_t>(begin),
                                                    source.begin() + static_cast<std::ptrdiff_t>(end), '\n')),
                '\n');
    from = end;
  }
  return rest + source.substr(from);
}

// Markdown that people read, without the glossary itself and without the changelog, which may use earlier names.
std::vector<test::SourceFile> guides() {
  std::vector<test::SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project / "docs"))
    if (entry.path().extension() == ".md")
      files.push_back({entry.path().lexically_relative(project).generic_string(), contents_of(entry.path())});
  for (const char* name : {"README.md", "CONTRIBUTING.md"}) files.push_back({name, contents_of(project / name)});
  for (const char* part : {"engine", "models", "scenarios", "output", "experiments"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(project / part))
      if (entry.path().extension() == ".md")
        files.push_back({entry.path().lexically_relative(project).generic_string(), contents_of(entry.path())});
  std::erase_if(files, [](const test::SourceFile& file) { return file.path == "docs/glossary.md"; });
  return files;
}

TEST_CASE("a glossary is read", "[unit][languages]") {
  const std::vector<Term> terms = terms_in(
      "| term | Chinese | in code | meaning | not |\n|---|---|---|---|---|\n"
      "| stock, flow | 存量、流量 | `Stock`, `Flow` | two kinds | level, rate |\n| plan | 原计划（计划） | | as "
      "planned | |\n");
  REQUIRE(terms.size() == 3);
  CHECK(terms[1].english == "flow");
  CHECK(terms[1].chinese == Strings{"流量"});
  CHECK(terms[0].in_code == Strings{"Stock", "Flow"});
  CHECK(terms[0].not_to_be_used == Strings{"level", "rate"});
  CHECK(terms[2].chinese == Strings{"原计划", "计划"});
}

TEST_CASE("raw literals are left out of a source, and its lines keep their numbers", "[unit][languages]") {
  CHECK(without_raw_literals("a R\"(b)\" c\nd R\"(e\nf)\" g\nh") == "a )\" c\nd \n)\" g\nh");
  CHECK(without_raw_literals("no literal\n") == "no literal\n");
}

TEST_CASE("a word is found as a word alone", "[unit][languages]") {
  CHECK(has_word("The plans are", "plan"));
  CHECK(has_word("as in the plan.", "plan"));
  CHECK_FALSE(has_word("an airplane", "plan"));
  CHECK_FALSE(has_word("the key `plan`", "plan"));
  CHECK_FALSE(has_word("posts.plan is", "plan"));
}

TEST_CASE("every term of the glossary is translated as it says", "[unit][languages]") {
  const std::vector<Entry> entries = catalogue();
  const std::vector<Term> terms = terms_in(contents_of(project / "docs/glossary.md"));
  CHECK(entries.size() > 3000);
  CHECK(terms.size() > 50);
  for (const Term& term : terms) {
    INFO(term.english);
    CHECK_FALSE(term.chinese.empty());
    for (const Entry& entry : entries)
      if (has_word(entry.text, term.english)) {
        INFO(entry.text << "\n" << entry.translation);
        const bool is_key = entry.translation.find(term.english) != std::string::npos;  // of a scenario file
        CHECK((is_key || std::any_of(term.chinese.begin(), term.chinese.end(), [&](const std::string& chinese) {
                 return entry.translation.find(chinese) != std::string::npos;
               })));
      }
    if (term.chinese == Strings{"–"}) continue;  // a word of the code that no text for users has
    CHECK(std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.translation.find(term.chinese.front()) != std::string::npos;
    }));
  }
}

TEST_CASE("what the glossary names in the code is there", "[unit][languages]") {
  std::string all;
  for (const test::SourceFile& file : test::source_tree())
    if (!test::is_test(file.path)) all += file.text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project / "scenarios"))
    if (entry.path().extension() == ".yaml") all += contents_of(entry.path());
  for (const Term& term : terms_in(contents_of(project / "docs/glossary.md")))
    for (const std::string& name : term.in_code) {
      INFO(name);
      CHECK((std::filesystem::exists(project / name) || all.find(name) != std::string::npos));
    }
}

TEST_CASE("no word is used that the glossary has another for", "[unit][languages]") {
  std::vector<test::SourceFile> texts = guides();
  for (const test::SourceFile& file : test::source_tree())
    if (file.path != "tests/languages/glossary_test.cpp") texts.push_back({file.path, prose_of(file.text)});
  for (const Entry& entry : catalogue()) texts.push_back({entry.text, entry.text + "\n" + entry.translation});
  std::size_t words = 0;
  for (const Term& term : terms_in(contents_of(project / "docs/glossary.md")))
    for (const std::string& word : term.not_to_be_used) {
      ++words;
      const bool english = static_cast<unsigned char>(word.front()) < 0x80;
      for (const test::SourceFile& text : texts) {
        INFO(text.path << " has " << word << "; the term is " << term.english << ", " << term.chinese.front());
        CHECK_FALSE((english ? has_word(text.text, word) : text.text.find(word) != std::string::npos));
      }
    }
  CHECK(words > 20);
}

TEST_CASE("lines of sources and guides end before column 120", "[unit][languages]") {
  std::vector<test::SourceFile> texts = guides();
  for (const test::SourceFile& file : test::source_tree()) texts.push_back(file);
  for (const test::SourceFile& file : texts) {
    const bool markdown = file.path.ends_with(".md");
    bool fenced = false;  // in a block of code of Markdown
    std::size_t number = 0;
    std::istringstream lines(markdown ? file.text : without_raw_literals(file.text));
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (markdown && line.starts_with("```")) fenced = !fenced;
      // A row of a table, a link and what a command printed cannot be broken.
      if (markdown &&
          (fenced || line.starts_with('|') || line.starts_with("![") || line.find(' ') == std::string::npos))
        continue;
      std::size_t columns = 0;
      for (std::string_view rest = line; !rest.empty(); ++columns) take_character(rest);
      if (columns < 120) continue;
      FAIL_CHECK(fmt::format("{}:{} has {} columns", file.path, number, columns));
    }
  }
}

}  // namespace

}  // namespace muster
