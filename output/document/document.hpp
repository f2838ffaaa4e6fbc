// What is told of results, apart from how it is shown: sections of paragraphs, targets, tables and charts.
//
// Contract: made once from results by one function of documents/, and shown by a page (report/page.hpp) and a terminal
// (terminal/document.hpp), which know nothing of each other. Texts are put into a language when they are shown. A block says
// where it stands: what a page draws a terminal may tell in a table. Charts and texts may refer to the results, which must
// outlive the document. Leaves out: tables for programs (document/table.hpp).
#pragma once

#include "engine/text/text.hpp"
#include "output/charts/specs.hpp"
#include "output/document/grid.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster::output {

struct RunRecord;
struct ReportContext;

/// Where a block stands, joined with `|`. The brief is what fits on two sheets of paper.
enum Media : std::uint8_t { on_page = 1, in_brief = 2, in_terminal = 4, everywhere = 7 };

enum class Tone : std::uint8_t {
  plain,
  verdict,  // the answer to all of it
  finding,  // what one part came to
  note,     // how to read it
  fine,     // figures that most readers skip
  warning,
  blank  // to be filled in by hand
};

struct Paragraph {
  Text words;
  Tone tone = Tone::plain;
  std::string command = {};  // stands after it, to be copied; may be empty
};

/// How a target fares, or whatever else is judged.
struct Judged {
  std::string kind;  // one of five names that a stylesheet colours by: "good", "fair", "open", "poor", "none"
  std::string sign;  // says the same without colour
  Text word;         // and in a word
  Text heading;
  std::vector<Paragraph> says;
  Text points_heading = {};                        // of what follows; empty without it
  std::vector<std::pair<Text, Text>> points = {};  // each a name and a sentence
  Text asked = {};                                 // what it is judged by: "≥ 100 % by 2022-06-30"
};

struct TableBlock {
  Text caption;
  Grid grid;
};

struct Picture {
  Chart chart;
  std::function<Grid()> figures = nullptr;  // the table beside it; null: the chart brings its own
  Text heading = {};                        // empty: what the chart found
};

/// Names with what they stand for, a line or a list each.
struct Terms {
  struct Term {
    Text name;
    std::vector<GridCell> says;
    Text note = {};  // beside the name
  };
  std::vector<Term> terms;
  bool lists = false;  // each name with a list, however long; else with one line beside it
};

/// Every parameter of a run with its source, to be searched.
struct Assumptions {
  const RunRecord* record;
  const ReportContext* context;
};

struct Block;

struct Group {
  Text heading;
  std::vector<Block> blocks;
  bool folded = false;  // a page shows it when asked to
};

struct Block {
  std::variant<Paragraph, Judged, TableBlock, Picture, Terms, Assumptions, Group> content;
  std::uint8_t media = everywhere;
};

struct Section {
  std::string id;
  Text heading;
  std::vector<Block> blocks;
  std::uint8_t media = on_page;

  template <class Content>
  void add(Content content, std::uint8_t where = everywhere) {
    blocks.push_back({std::move(content), where});
  }
};

struct Document {
  Text kind;   // "Forecast of a workforce"
  Text title;  // what it is about
  Text facts;  // when, how many, with which seed
  std::vector<Section> sections;
};

/// A text from a function of the current language, which is asked once for each. Empty if there is nothing to say in any.
template <class Say>
[[nodiscard]] Text localized_text(const Say& say) {
  const LocalizedText made = localized(say);
  return made.empty() ? Text() : Text(made);
}

/// The same of a list that is as long in every language.
template <class Say>
[[nodiscard]] std::vector<Text> localized_list(const Say& say) {
  std::vector<std::string> chinese;
  {
    const LanguageScope speaking(Language::chinese);
    chinese = say();
  }
  const LanguageScope speaking(Language::english);
  const std::vector<std::string> english = say();
  std::vector<Text> made;
  for (std::size_t i = 0; i < std::min(english.size(), chinese.size()); ++i)
    made.push_back(LocalizedText(chinese[i], english[i]));
  return made;
}

}  // namespace muster::output
