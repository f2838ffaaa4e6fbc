// A spreadsheet file of tidy tables and charts: one table a sheet, its heading frozen and marked, ready to print on A4.
//
// Contract: text is text whatever it begins with; what a spreadsheet cannot hold (control characters, broken UTF-8, more than
// 32 767 characters) is replaced or cut and says so; a value that is not there is an empty cell. The same calls give the same
// bytes. Whole sheets are held in memory until close(), some 130 bytes a cell: only so do charts carry their values for viewers
// that do not calculate. Leaves out: what the sheets say (workbook.hpp). Written with libxlsxwriter.
#pragma once

#include "engine/clock/instant.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
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

struct Heading {
  std::string text;
  double widest = 40;   // in characters of a digit's width; what is longer is broken into lines
  bool printed = true;  // those that are not stand last
};

class Book;

/// A sheet that holds one table from its first row down.
class Sheet {
 public:
  /// Cells of a row are given from left to right; each call fills the next one.
  Sheet& words(std::string_view value);
  Sheet& link(std::string_view value, const std::string& sheet);  // to another sheet
  Sheet& date(Date value);
  Sheet& number(double value, const std::string& format);  // an Excel format; empty for NaN
  Sheet& nothing();
  void end_row();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] lxw_row_t row() const { return row_; }  // the next one to fill; the heading is row 0

 private:
  friend class Book;
  Sheet(Book& book, lxw_worksheet* sheet, std::string name, std::vector<Heading> headings);
  void finish();
  void see_width(double width);

  Book* book_;
  lxw_worksheet* sheet_;
  std::string name_;
  std::vector<Heading> headings_;
  std::vector<double> widths_;
  lxw_row_t row_ = 1;
  lxw_col_t column_ = 0;
  double lines_ = 1;  // that the row takes
};

/// One column of a sheet's rows, both included.
struct CellRange {
  std::string sheet;
  lxw_row_t first = 0, last = 0;
  lxw_col_t column = 0;
};

/// A chart's frame: what it says about itself.
struct ChartWords {
  std::string title;
  std::string x_title, y_title;
  std::string alternative;  // the text for those who do not see it
};

/// Bands and lines over dates, laid on each other from the bottom: each layer's values are its height.
struct LayeredChart {
  enum class Layer : std::uint8_t { gap, outer_band, inner_band, line, target, bar };
  struct Part {
    Layer layer;
    CellRange values;
    std::string name;  // in the legend; empty: not there
  };
  ChartWords words;
  CellRange dates;
  std::vector<Part> parts;
  std::string date_format, value_format;
  double lowest = 0, highest = 1;  // of the upright axis
  bool columns = false;            // a bar for each date, not areas along them
};

/// One bar a row, from 0 to 1, each with its value.
struct BarChart {
  ChartWords words;
  CellRange names, values;
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

  /// @param frozen  columns at the left that stay in sight
  [[nodiscard]] Sheet table(const std::string& name, std::vector<Heading> headings, int frozen = 0);
  static void finish(Sheet& sheet) { sheet.finish(); }

  /// A sheet of charts below each other, two a printed page; its first lines say how to read them.
  void begin_charts(const std::string& name, const std::vector<std::string>& lines);
  void add(const LayeredChart& chart);
  void add(const BarChart& chart);

  /// @throws OutputError if the system refuses to store it
  void close();

 private:
  friend class Sheet;
  void check(lxw_error error) const;
  void set_up_printing(lxw_worksheet* sheet) const;
  lxw_format* format(const std::string& number, bool wraps = false);
  void place(lxw_chart* chart, const ChartWords& words);

  std::filesystem::path file_;
  lxw_workbook* book_ = nullptr;
  std::string footer_;
  std::map<std::string, lxw_format*> formats_;
  lxw_format* heading_ = nullptr;
  lxw_format* link_ = nullptr;
  lxw_worksheet* charts_ = nullptr;
  lxw_row_t first_chart_ = 0, next_chart_ = 0;
  std::vector<lxw_row_t> breaks_;
};

}  // namespace muster::output
