#include "output/terminal/document.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace muster::output {

namespace {

Ink ink_of(std::string_view kind) {
  return kind == "good" ? Ink::good : kind == "poor" ? Ink::poor : kind == "none" ? Ink::bold : Ink::fair;
}

class Printer {
 public:
  explicit Printer(const Screen& screen) : screen_(screen) {}

  void print(const std::vector<Block>& blocks, std::size_t indent = 0) {
    for (const Block& block : blocks)
      if ((block.media & in_terminal) != 0)
        std::visit([&](const auto& content) { print(content, indent); }, block.content);
  }

  // Adds a blank line between two parts, but none at the beginning.
  void part() {
    if (!said_.empty() && !said_.ends_with("\n\n")) said_ += '\n';
  }

  [[nodiscard]] std::string take() { return std::move(said_); }

 private:
  void say(const std::string& words, std::size_t first, std::size_t rest) {
    said_ += paragraph(words, screen_, first, rest);
  }

  void print(const Paragraph& of, std::size_t indent) {
    const std::string words = of.words.to_string();
    if (of.tone == Tone::note) part();
    if (!words.empty()) {
      const bool bold = of.tone == Tone::verdict;
      say(bold                       ? inked(words, Ink::bold, screen_)
          : of.tone == Tone::warning ? inked(words, Ink::poor, screen_)
                                     : words,
          indent, indent);
    }
    if (!of.command.empty()) said_ += std::string(indent + 2, ' ') + of.command + "\n";  // whole, to be copied
  }

  void print(const Judged& of, std::size_t indent) {
    part();
    say(inked(of.sign, ink_of(of.kind), screen_) + " " +
            inked(of.asked.empty() ? of.heading.to_string() : tr("{} ({})", of.heading, of.asked).to_string(),
                  Ink::bold, screen_),
        indent, indent + 2);
    std::string words;
    for (const Paragraph& one : of.says) {
      const std::string said = one.words.to_string();
      words += (words.empty() || before_unit()[0] == '\0' ? "" : " ") + said;
    }
    say(words, indent + 2, indent + 2);
    if (!of.points_heading.empty()) say(of.points_heading, indent + 2, indent + 2);
    for (const auto& [name, sentence] : of.points)
      say("· " + name.to_string() + before_unit() + sentence.to_string(), indent + 4, indent + 6);
  }

  void print(const TableBlock& of, std::size_t indent) {
    part();
    said_ += shown(of.grid, screen_, indent);
  }

  void print(const Picture&, std::size_t) {}
  void print(const Assumptions&, std::size_t) {}
  void print(const Terms&, std::size_t) {}

  void print(const Group& of, std::size_t indent) {
    if (of.folded) return;
    part();
    say(inked(of.heading, Ink::bold, screen_), indent, indent + 2);
    print(of.blocks, indent + 2);
  }

  const Screen& screen_;
  std::string said_;
};

}  // namespace

std::string shown(const Grid& grid, const Screen& screen, std::size_t indent) {
  std::vector<TerminalColumn> columns;
  for (const GridColumn& column : grid.columns)
    columns.push_back({column.head, column.number, column.wraps, column.needed});
  TerminalTable table(std::move(columns), indent);
  for (const std::vector<GridCell>& row : grid.rows) {
    std::vector<std::string> cells;
    for (const GridCell& cell : row) cells.push_back(cell.words);
    table.add(std::move(cells));
  }
  return table.text(screen);
}

std::string shown(const Document& document, const Screen& screen) {
  Printer printer(screen);
  for (const Section& section : document.sections) {
    if ((section.media & in_terminal) == 0 || section.blocks.empty()) continue;
    printer.part();
    printer.print(section.blocks);
  }
  return printer.take();
}

}  // namespace muster::output
