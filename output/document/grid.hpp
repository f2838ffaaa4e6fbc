// A grid: a table as people see it, in every language, before it is laid out for a page or a terminal.
//
// Contract: amounts of one unit have one scale in the whole table, and the column heading names it; where rows
// differ in unit, each cell shows its own unit. A cell keeps the number behind its words, so that a page can sort
// by it. Leaves out: files, which hold the values of a Table without words.
#pragma once

#include "engine/text/text.hpp"
#include "output/document/table.hpp"

#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace muster::output {

struct GridColumn {
  Text head;
  bool number = false;  // right-aligned
  bool wraps = false;   // a terminal may wrap its cells
  bool needed = true;   // false: a narrow terminal leaves the column out
};

struct GridCell {
  enum class Style : std::uint8_t { plain, code } style = Style::plain;
  Text words;
  double value = std::numeric_limits<double>::quiet_NaN();  // the sort key; NaN: sort by the words
  Text blank = {};  // label of a field below the words that a person fills in by hand; may be empty

  GridCell() = default;
  GridCell(Text of) : words(std::move(of)) {}  // NOLINT: a text is a cell
  GridCell(Text of, double number) : words(std::move(of)), value(number) {}

  /// Text that is the same in every language and read character by character, such as a path or a digest.
  [[nodiscard]] static GridCell code(std::string of) {
    GridCell cell(Text::verbatim(std::move(of)));
    cell.style = Style::code;
    return cell;
  }
  /// A field that only a person can fill in.
  [[nodiscard]] static GridCell to_fill_in(Text what, Text words = {}) {
    GridCell cell(std::move(words));
    cell.blank = std::move(what);
    return cell;
  }
};

struct Grid {
  std::vector<GridColumn> columns;
  std::vector<std::vector<GridCell>> rows;
  bool sortable = false;  // by clicking on a heading

  [[nodiscard]] bool empty() const { return rows.empty(); }
};

/// @param columns  ids of the columns to show, in this order; empty: all
/// @param keep  selects rows from the cells of all columns; null: every row
[[nodiscard]] Grid in_words(const Table& table, const std::vector<std::string_view>& columns = {},
                            const std::function<bool(std::span<const Cell>)>& keep = nullptr);

}  // namespace muster::output
