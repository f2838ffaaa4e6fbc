// A spreadsheet file of tables and charts: one table a sheet, its heading frozen and with filters, to print on A4.
//
// Contract: text is text whatever it begins with; what a spreadsheet cannot hold (control characters, broken UTF-8, more than
// 32 767 characters) is replaced or cut and says so; a value that is not there is an empty cell. The same calls give the same
// bytes. Whole sheets are held in memory until close(), some 130 bytes a cell: only so do charts carry their values for viewers
// that do not calculate. Leaves out: which tables and charts (workbook.hpp). Written with libxlsxwriter.
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

/// Excel's limit of a cell's text, in UTF-16 units.
inline constexpr std::size_t longest_cell_text = 32'767;

/// Text as a spreadsheet can hold it. @param most  UTF-16 units, as Excel counts; beyond, it is cut and ends in `…`
[[nodiscard]] std::string cell_text(std::string_view text, std::size_t most = longest_cell_text);

/// A sheet's name as Excel takes it: at most 31 characters, none of []:*?/\.
[[nodiscard]] std::string sheet_name(std::string_view wanted);

/// The id of units that stand for many of another, such as million yuan: their values are shown with two decimals.
inline constexpr std::string_view unit_of_many = "many";

/// A chart over rows of a sheet. Layers lie on each other from the bottom, and their values are their heights.
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
    std::string name = {};  // in the legend; empty: not there
  };

  Form form = Form::areas;
  std::string title, x_title, y_title;
  std::string alternative;  // the text for those who do not see it
  std::vector<Layer> layers;
  std::string date_format, value_format;
  double lowest = 0, highest = 1;  // of the axis of values

  std::string sheet;
  lxw_row_t first = 0, last = 0;  // rows, both included; the heading is row 0
  std::size_t categories = 0;     // the column of dates or names
};

class Book {
 public:
  struct Properties {
    std::string title, subject, comments;
    Date created;        // fixed, so that bytes are
    std::string footer;  // at the left of every printed page
  };

  /// @throws OutputError if the file cannot be begun
  Book(std::filesystem::path file, const Properties& properties);
  ~Book();  // without close(): nothing is left
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  Book(Book&&) = delete;
  Book& operator=(Book&&) = delete;

  /// A sheet of a table, under the table's title; behind its columns those of codes, which are not printed.
  /// @param selection  the rows that it has; nothing: none
  /// @param links      the rows, from 0, whose first cell names a sheet and leads there
  /// @return the sheet's name
  std::string add(const Table& table, const std::optional<Selection>& selection = Selection{},
                  const std::set<std::size_t>& links = {});

  /// A sheet of charts below each other, two a printed page; its first lines say how to read them.
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
