// A document: the content that presents results, independent of its form, as sections of paragraphs, targets,
// tables and charts.
//
// Contract: made once from results by one function of documents/, and rendered by a page (report/page.hpp) and a
// terminal (terminal/document.hpp), which are independent of each other. Texts are translated when they are shown.
// Each block names the media it appears in: where a page has a chart, a terminal may have a table. Charts and
// texts may refer to the results, which must outlive the document. Leaves out: tables for programs
// (document/table.hpp).
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

/// Where a block appears; values are combined with `|`. The brief is a page that fits on two sheets of paper.
enum Media : std::uint8_t { on_page = 1, in_brief = 2, in_terminal = 4, everywhere = 7 };

enum class Tone : std::uint8_t {
  plain,
  verdict,  // the overall answer
  finding,  // the result of one part
  note,     // how to read it
  fine,     // figures that most readers skip
  warning,
  blank  // to be filled in by hand
};

struct Paragraph {
  Text words;
  Tone tone = Tone::plain;
  std::string command = {};  // shown after the words, to be copied; may be empty
};

/// The assessment of a target, or of anything else that is judged.
struct Judged {
  std::string kind;  // name of a colour class in the style sheet: "good", "fair", "open", "poor", "none"
  std::string sign;  // the same as a sign, which needs no colour
  Text word;         // the same as a word or two
  Text heading;
  std::vector<Paragraph> says;
  Text points_heading = {};                        // heading of the points; empty if there is none
  std::vector<std::pair<Text, Text>> points = {};  // each a name and a sentence
  Text asked = {};                                 // the criterion: "≥ 100 % by 2022-06-30"
};

struct TableBlock {
  Text caption;
  Grid grid;
};

struct Picture {
  Chart chart;
  std::function<Grid()> figures = nullptr;  // the table beside the chart; null: the chart has its own
  Text heading = {};                        // empty: the title of the chart
};

/// Terms with their explanations, each a line or a list.
struct Terms {
  struct Term {
    Text name;
    std::vector<GridCell> says;
    Text note = {};  // shown beside the name
  };
  std::vector<Term> terms;
  bool lists = false;  // each name has a list of any length; else one line beside it
};

/// A searchable list of every parameter of a run with its source.
struct Assumptions {
  const RunRecord* record;
  const ReportContext* context;
};

struct Block;

struct Group {
  Text heading;
  std::vector<Block> blocks;
  bool folded = false;  // a page shows the blocks only when the reader opens the group
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
  Text title;  // the subject
  Text facts;  // period, number of replications, seed
  std::vector<Section> sections;
};

/// A text from a function that returns it in the current language; the function is called once for each language.
/// Empty if the result is empty in every language.
template <class Say>
[[nodiscard]] Text localized_text(const Say& say) {
  const LocalizedText made = localized(say);
  return made.empty() ? Text() : Text(made);
}

/// The same for a list; the lists of both languages must have the same length.
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
