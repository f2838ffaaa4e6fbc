// Text laid out for a terminal of a given width: paragraphs that go on over several lines, and tables.
//
// Contract: plain UTF-8. No line is wider than the screen, in display cells (a Chinese character takes two). A line ends at a blank or
// beside a Chinese character; a number is never parted from its digits, its unit or its sign, nor a date at its hyphens, and no
// line begins with a closing mark or ends with an opening one. A word that alone is wider than the screen is broken anywhere. Bold
// and colour stand on what words and signs say already. Leaves out: which width and whether colours (cli/terminal.hpp), and
// paths and commands, which stay in one piece so that they can be copied.
// Source: Unicode Standard Annex 14, of whose rules these are the ones that English and Chinese reports need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// Where something is shown. What goes to a file or a pipe has the width of the default, so that its bytes do not depend on a window.
struct Screen {
  std::size_t width = 100;  // cells
  bool colours = false;     // whether it shows bold and colours
};

enum class Ink : std::uint8_t { bold, good, fair, poor };

/// The words in bold or in a colour; as they are on a screen without. Sequences of SGR: ECMA-48, 8.3.117.
[[nodiscard]] std::string inked(std::string words, Ink ink, const Screen& screen);

/// How many bytes of a text are such a sequence at its beginning; 0 for none that inked() makes.
[[nodiscard]] std::size_t length_of_ink(std::string_view text);

/// A text without the sequences of inked().
[[nodiscard]] std::string without_ink(std::string_view text);

/// A text in lines of at most so many cells. A line feed in it ends a line.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t width);

/// A text as lines, each with its line feed. @param first, rest  blanks before the first line and before the others
[[nodiscard]] std::string paragraph(const std::string& text, const Screen& screen, std::size_t first = 0,
                                    std::size_t rest = 0);

struct TerminalColumn {
  std::string head;
  bool right = false;  // aligned to the right
  bool wraps = false;  // its cells may go on over several lines
  bool needed = true;  // else it is left out where the width does not do
};

/// Rows of cells under one another. Where the width does not do, long cells go on over several lines; then columns that are not needed
/// are left out, the last first; at last each row becomes a block: its first cell, and below it `head: cell`, line by line. A
/// column without a cell is not shown. A line feed in a cell ends a line there.
class TerminalTable {
 public:
  /// @param indent  blanks before each line
  explicit TerminalTable(std::vector<TerminalColumn> columns, std::size_t indent = 0);

  void add(std::vector<std::string> row);

  /// Whether all columns stand beside one another in such a width.
  [[nodiscard]] bool fits(std::size_t width) const;

  [[nodiscard]] std::string text(const Screen& screen) const;

 private:
  [[nodiscard]] std::vector<std::size_t> shown_columns() const;
  // The width of each; empty if they are too wide together.
  [[nodiscard]] std::vector<std::size_t> widths(const std::vector<std::size_t>& columns, std::size_t width) const;
  [[nodiscard]] std::string blocks(const std::vector<std::size_t>& columns, const Screen& screen) const;

  std::vector<TerminalColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t indent_;
};

}  // namespace muster::output
