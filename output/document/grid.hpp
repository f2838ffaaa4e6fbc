// A table in words: what people see of it, in every language, before it is laid out for a page or a terminal.
//
// Contract: amounts of one unit have one scale in the whole table, which a heading names; where rows have units of their own, each
// cell has its unit with it. A cell keeps the number that its words stand for, so that a page can sort by it. Leaves out: files,
// which hold the values of a Table and no words for them.
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
  bool number = false;  // aligned to the right
  bool wraps = false;   // a terminal may break its cells into lines
  bool needed = true;   // else a narrow terminal leaves it out
};

struct GridCell {
  enum class Style : std::uint8_t { plain, code } style = Style::plain;
  Text words;
  double value = std::numeric_limits<double>::quiet_NaN();  // what it is sorted by; NaN: its words
  Text blank = {};  // what a person fills in by hand below the words; may be empty

  GridCell() = default;
  GridCell(Text of) : words(std::move(of)) {}  // NOLINT: a text is a cell
  GridCell(Text of, double number) : words(std::move(of)), value(number) {}

  /// What is the same in every language and read letter by letter: a path, a digest.
  [[nodiscard]] static GridCell code(std::string of) {
    GridCell cell(Text::verbatim(std::move(of)));
    cell.style = Style::code;
    return cell;
  }
  /// A field that only a person can fill.
  [[nodiscard]] static GridCell to_fill_in(Text what, Text words = {}) {
    GridCell cell(std::move(words));
    cell.blank = std::move(what);
    return cell;
  }
};

struct Grid {
  std::vector<GridColumn> columns;
  std::vector<std::vector<GridCell>> rows;
  bool sortable = false;  // by a click on a heading

  [[nodiscard]] bool empty() const { return rows.empty(); }
};

/// @param columns  which, by their ids, in this order; none: all
/// @param keep  which rows; null: all. It is given the row's cells, of all columns
[[nodiscard]] Grid in_words(const Table& table, const std::vector<std::string_view>& columns = {},
                            const std::function<bool(std::span<const Cell>)>& keep = nullptr);

}  // namespace muster::output
