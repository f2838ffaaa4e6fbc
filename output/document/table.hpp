// A table as content: the type and heading of each column, and the rows, independent of any file format.
//
// Contract: one function makes a table from results, once; CSV, database, workbook, page and terminal each show it
// in their own way and are independent of each other. Rows are passed to the format one by one, in a fixed order,
// so that no format needs to store them. Column ids are for programs and never change; headings and names are for
// people, in every language. Leaves out: the content of particular tables (output/tables), and how numbers are
// worded (words.hpp).
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

/// The type of the cells of a column.
enum class Holds : std::uint8_t {
  words,   // a text for people, which may differ from the one for programs
  named,   // an id for programs, with a name for people
  date,    // a day
  count,   // a whole number
  year,    // a calendar year
  share,   // from 0 to 1
  gain,    // a difference of shares
  value,   // in the unit of the row, which the column `unit` gives
  change,  // a difference of such values
  exact,   // such a value with all of its digits, as written in the scenario
  number   // without a unit
};

struct Column {
  std::string id;
  Text heading;
  Holds holds = Holds::words;
  double widest = 0;      // largest width in a workbook, in digits; 0: as wide as its cells
  std::string unit = {};  // of values; empty: each row has its own, in the column `unit`
};

/// One cell. It refers to its text, which must stay valid until the row has been passed on.
struct Cell {
  enum class Kind : std::uint8_t { nothing, withheld, number, date, words, named } kind = Kind::nothing;
  double number = 0;  // NaN: nothing
  Date date{};
  std::string_view id;  // the text for programs
  const Text* text =
      nullptr;  // the text for people; for words it may be null, if people read the same text as programs

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

/// Selects rows of a table with dates and areas: only the start and the ends of years, no leaf areas, or only the
/// whole place.
struct Selection {
  bool year_ends = false;
  bool no_leaves = false;
  bool whole = false;

  [[nodiscard]] bool keeps(const std::vector<Date>& dates, std::size_t date) const;
  [[nodiscard]] bool keeps(const Areas& areas, AreaNode area) const {
    return whole ? area == areas.whole() : !no_leaves || area >= areas.leaf_count();
  }
  /// The number of pairs of a date and an area that it keeps.
  [[nodiscard]] std::size_t dates_and_areas(const std::vector<Date>& dates, const Areas& areas) const;
};

struct Table {
  std::string id;  // name of its file and of its table in a database
  Text title;      // short, for the name of a sheet
  Text says;       // a sentence that says what a row is
  std::vector<Column> columns;
  std::function<void(const RowSink&, const Selection&)> rows;

  // For a table with rows for each date and area: the number of rows of a selection. Else null: selections have no
  // effect.
  std::function<std::size_t(const Selection&)> count = {};
  int frozen = 1;          // number of columns that stay visible while scrolling
  bool in_schema = false;  // the database has tables of its own for it (schema.sql)

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
