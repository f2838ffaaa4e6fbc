// A spreadsheet file of tables and charts: one sheet for each table, with a frozen heading and filters, laid out
// for A4.
//
// Contract: a text is written as text whatever it begins with. What a spreadsheet cannot hold is visibly replaced
// (control characters, broken UTF-8: U+FFFD) or cut (more than 32 767 characters: it ends in `…`). A missing value
// is an empty cell. The same calls give the same bytes. All sheets stay in memory until close(), at some 130 bytes
// a cell; only in this way can charts hold their values for viewers that do not calculate. Leaves out: the choice
// of tables and charts (workbook.hpp). Written with libxlsxwriter.
#pragma once

#include "engine/clock/instant.hpp"
#include "output/document/table.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include <xlsxwriter.h>

namespace muster::output {

/// Excel's limit for the text of a cell, in UTF-16 code units.
inline constexpr std::size_t longest_cell_text = 32'767;

/// A text made fit for a cell. @param most  UTF-16 code units, as Excel counts; a longer text is cut and ends in `…`
[[nodiscard]] std::string cell_text(std::string_view text, std::size_t most = longest_cell_text);

/// A sheet's name made fit for Excel: at most 31 characters, without []:*?/\, quotation marks and line feeds.
[[nodiscard]] std::string sheet_name(std::string_view wanted);

/// The id of units that are a multiple of another, such as million yuan; their values are shown with two decimals.
inline constexpr std::string_view unit_of_many = "many";

/// A chart of rows of a sheet. Its layers are stacked from the bottom up, and their values are their heights.
struct SheetChart {
  enum class Form : std::uint8_t {
    areas,    // along dates
    columns,  // one for each date
    bars      // one for each name, from 0 to 1, each with its value
  };
  enum class Look : std::uint8_t { gap, outer_band, inner_band, line, target, bar };
  struct Layer {
    Look look;
    std::size_t column;
    std::string name = {};  // in the legend; empty: not in the legend
  };

  Form form = Form::areas;
  std::string title, x_title, y_title;
  std::string alternative;  // description for readers who cannot see the chart
  std::vector<Layer> layers;
  std::string date_format, value_format;
  double lowest = 0, highest = 1;  // ends of the axis of values

  std::string sheet;
  lxw_row_t first = 0, last = 0;  // rows, both included; the heading is row 0
  std::size_t categories = 0;     // the column of dates or names
};

class Book {
 public:
  struct Properties {
    std::string title, subject, comments;
    Date created;        // stated by the caller, so that the bytes do not depend on the clock
    std::string footer;  // at the left of every printed page
  };

  /// @throws OutputError if the library has no memory for a workbook
  Book(std::filesystem::path file, const Properties& properties);
  ~Book();  // without close(), no file is left behind
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  Book(Book&&) = delete;
  Book& operator=(Book&&) = delete;

  /// Adds a sheet with a table, under the table's title. After its columns come columns of ids, which are not
  /// printed.
  /// @param selection  the rows to include; nullopt: no rows
  /// @param links      the rows, from 0, whose first cell is the name of a sheet and becomes a link to it
  /// @return the sheet's name
  std::string add(const Table& table, const std::optional<Selection>& selection = Selection{},
                  const std::set<std::size_t>& links = {});

  /// Adds a sheet of charts, one below the other, two on each printed page. @param lines  how to read the charts, at
  /// the top of the sheet
  void begin_charts(const std::string& name, const std::vector<std::string>& lines);
  void add(const SheetChart& chart);

  /// @throws OutputError if the system refuses to store it
  void close();

 private:
  class Sheet;

  void check(lxw_error error) const;
  lxw_worksheet* new_sheet(const std::string& name);
  lxw_format* format(const std::string& number, bool wraps = false);
  void add_layer(lxw_chart* chart, const SheetChart& drawn, const SheetChart::Layer& layer);
  void place(lxw_chart* chart, const SheetChart& drawn);

  std::filesystem::path file_;
  lxw_workbook* book_ = nullptr;
  std::string footer_;
  std::map<std::pair<std::string, bool>, lxw_format*> formats_;
  lxw_format* heading_ = nullptr;
  lxw_worksheet* charts_ = nullptr;
  lxw_row_t first_chart_ = 0, next_chart_ = 0;
  std::vector<lxw_row_t> breaks_;
};

}  // namespace muster::output
