// A table as content: what its columns hold and are called, and its rows, told apart from any format it is written in.
//
// Contract: a table is made once from results, by one function; CSV, database, workbook, page and terminal each show it in their
// way and know nothing of each other. Rows are handed out one after the other, in an order that is fixed, so that no format needs
// to hold them. Column ids are for programs and stay; headings and names are for people, in every language. Leaves out: what
// any table says (output/tables), and how numbers are worded (words.hpp).
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/series/areas.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// What the cells of a column hold.
enum class Holds : std::uint8_t {
  words,   // a text for people, or one that is the same for programs
  named,   // an id for programs with what it is called
  date,    // a day
  count,   // a whole number
  year,    // a calendar year
  share,   // from 0 to 1
  gain,    // a difference of shares
  value,   // in the unit of the row, which stands in the column `unit`
  change,  // a difference of such values
  exact,   // such a value with all of its digits, as somebody wrote it
  number   // without a unit
};

struct Column {
  std::string id;
  Text heading;
  Holds holds = Holds::words;
  double widest = 0;      // of a sheet's column, in digits; 0: as wide as its cells
  std::string unit = {};  // of values; empty: each row has its own, in the column `unit`
};

/// One cell. It refers to what it is made of, which must stay until its row has been handed out.
struct Cell {
  enum class Kind : std::uint8_t { nothing, withheld, number, date, words, named } kind = Kind::nothing;
  double number = 0;  // NaN: nothing
  Date date{};
  std::string_view id;  // of words: as programs read them
  const Text* text =
      nullptr;  // of words and names: for people; of words it may be null, if they are as programs read them

  Cell() = default;
  Cell(double value) : kind(Kind::number), number(value) {}         // NOLINT: a number is a cell
  Cell(Date value) : kind(Kind::date), date(value) {}               // NOLINT
  Cell(std::string_view words) : kind(Kind::words), id(words) {}    // NOLINT
  Cell(const std::string& words) : kind(Kind::words), id(words) {}  // NOLINT
  Cell(const char* words) : kind(Kind::words), id(words) {}         // NOLINT
  Cell(std::string_view name, const Text& called) : kind(Kind::named), id(name), text(&called) {}
  explicit Cell(Kind of) : kind(of) {}
};

using RowSink = std::function<void(std::span<const Cell>)>;

/// Which rows of a table with dates and areas are wanted: the start and the ends of years alone, no leaf areas, or the whole alone.
struct Selection {
  bool year_ends = false;
  bool no_leaves = false;
  bool whole = false;

  [[nodiscard]] bool keeps(const std::vector<Date>& dates, std::size_t date) const;
  [[nodiscard]] bool keeps(const Areas& areas, AreaNode area) const {
    return whole ? area == areas.whole() : !no_leaves || area >= areas.leaf_count();
  }
  /// How many pairs of a date and an area it keeps.
  [[nodiscard]] std::size_t dates_and_areas(const std::vector<Date>& dates, const Areas& areas) const;
};

struct Table {
  std::string id;  // of its file and of its table in a database
  Text title;      // short, as a sheet is named
  Text says;       // what a row is, in a sentence
  std::vector<Column> columns;
  std::function<void(const RowSink&, const Selection&)> rows;

  // Of a table with a run of rows for each date and area: how many rows a selection has. Else empty: selections change nothing.
  std::function<std::size_t(const Selection&)> count = {};
  int frozen = 1;          // columns that stay in sight
  bool in_schema = false;  // the database keeps it in tables of its own (schema.sql)

  [[nodiscard]] std::size_t column(std::string_view wanted) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.id == wanted; });
    return static_cast<std::size_t>(found - columns.begin());
  }
  [[nodiscard]] bool has(std::string_view wanted) const { return column(wanted) < columns.size(); }

  /// Every row.
  void each(const RowSink& sink) const { rows(sink, {}); }
};

}  // namespace muster::output
