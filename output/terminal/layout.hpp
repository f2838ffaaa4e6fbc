// Text laid out for a terminal of a given width: wrapped paragraphs and tables.
//
// Contract: plain UTF-8. No line is wider than the screen, in display cells (a Chinese character takes two). A
// line ends at a space or beside a Chinese character. A number is not broken, nor separated from its unit or its
// sign, a date is not broken at its hyphens, and no line begins with a closing punctuation mark or ends with an
// opening one. A word that alone is wider than the screen is broken anywhere. Bold type and colours only repeat
// what words and signs say. Leaves out: finding out the width of the terminal and whether it shows colours
// (cli/terminal.hpp); paths and commands, which are not wrapped so that they can be copied.
// Source: Unicode Standard Annex 14; these are the rules that English and Chinese texts need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// The screen on which a text is shown. Files and pipes get the default width, so that their bytes do not depend
/// on a window.
struct Screen {
  std::size_t width = 100;  // cells
  bool colours = false;     // whether it shows bold type and colours
};

enum class TextStyle : std::uint8_t { bold, good, fair, poor };

/// The words in bold or in a colour; unchanged for a screen without colours. Source of the SGR sequences: ECMA-48,
/// 8.3.117.
[[nodiscard]] std::string styled(std::string words, TextStyle style, const Screen& screen);

/// The length in bytes of the sequence of styled() at the beginning of a text; 0 if there is none.
[[nodiscard]] std::size_t length_of_style(std::string_view text);

/// A text without the sequences of styled().
[[nodiscard]] std::string without_style(std::string_view text);

/// Breaks a text into lines of at most `width` cells. A line feed in it ends a line.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t width);

/// A text as lines, each with its line feed. @param first, rest  spaces before the first line and before the others
[[nodiscard]] std::string paragraph(const std::string& text, const Screen& screen, std::size_t first = 0,
                                    std::size_t rest = 0);

struct TerminalColumn {
  std::string head;
  bool right = false;  // aligned to the right
  bool wraps = false;  // its cells may be broken into several lines
  bool needed = true;  // false: it is left out if the screen is too narrow
};

/// A table of rows and columns. If the screen is too narrow, long cells are first broken into several lines; then
/// columns that are not needed are left out, starting with the last; finally each row becomes a block: its first
/// cell, and below it a line `head: cell` for each other cell. A column whose cells are all empty is not shown. A
/// line feed in a cell ends a line there.
class TerminalTable {
 public:
  /// @param indent  spaces before each line
  explicit TerminalTable(std::vector<TerminalColumn> columns, std::size_t indent = 0);

  void add(std::vector<std::string> row);

  /// Whether all columns fit side by side into a width.
  [[nodiscard]] bool fits(std::size_t width) const;

  [[nodiscard]] std::string text(const Screen& screen) const;

 private:
  [[nodiscard]] std::vector<std::size_t> shown_columns() const;
  // The width of each column; empty if together they are too wide.
  [[nodiscard]] std::vector<std::size_t> widths(const std::vector<std::size_t>& columns, std::size_t width) const;
  [[nodiscard]] std::string blocks(const std::vector<std::size_t>& columns, const Screen& screen) const;

  std::vector<TerminalColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t indent_;
};

}  // namespace muster::output
