#include "output/workbook/book.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/formats/csv.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <regex>

namespace muster::output {

namespace {

// Blue and vermilion are distinguishable with every kind of colour vision, the bands also by their lightness.
// Source: M. Okabe, K. Ito, Color Universal Design (2008).
constexpr lxw_color_t pale_blue = 0xB3D4E8, mid_blue = 0x66A9D1, dark_blue = 0x003A5D, blue = 0x0072B2,
                      vermilion = 0xB04500, pale_grey = 0xD9D9D9;

// The size of a chart in pixels; a row has 20 pixels. Two charts and the lines above them fill an A4 page in
// landscape. The scale leaves room for the wider columns of programs that lack the default font.
constexpr int chart_width = 960, chart_height = 320;
constexpr lxw_row_t chart_rows = 17, charts_a_page = 2;
constexpr lxw_col_t chart_columns = 15;
constexpr std::uint16_t chart_scale = 78;                                   // per cent
constexpr double line_height = 15, tallest_row = 405, heading_height = 40;  // points
constexpr double usual_width = 40, id_width = 34;                           // at most, in widths of a digit

constexpr const char* share_format = "0.0%";
constexpr const char* count_format = "#,##0";

// A text with its `_x` escaped where a spreadsheet would read it as the code of a character: it shows `_x0041_` as
// `A`.
std::string with_codes_kept(const std::string& text) {
  static const std::regex code("_(?=x[0-9A-Fa-f]{4}_)");
  return text.find("_x") == std::string::npos ? text : std::regex_replace(text, code, "_x005F_");
}

// A text for a chart. In charts the library takes every text that begins with `=` for the address of a cell.
std::string chart_text(const std::string& text) {
  std::string safe = cell_text(text, 250);
  return safe.starts_with('=') ? " " + safe : safe;
}

// The number format of a value in a unit: shares in per cent, yuan without decimals, other values without decimals
// if they are whole.
std::string format_of(std::string_view unit, double value) {
  if (unit == "share") return share_format;
  if (unit == unit_of_many) return "#,##0.00";
  if (unit == "yuan" || value == std::trunc(value)) return count_format;
  if (unit == "per year") return "0.000";
  return std::abs(value) < 10 ? "#,##0.00" : "#,##0.0";
}

std::string format_of(Holds holds, std::string_view unit, double value) {
  const auto with_sign = [](const std::string& format) { return fmt::format("+{0};-{0};0", format); };
  switch (holds) {
    case Holds::count:
      return count_format;
    case Holds::year:
      return "0";
    case Holds::share:
      return share_format;
    case Holds::gain:
      return with_sign(share_format);
    case Holds::change:
      return with_sign(format_of(unit, value));
    case Holds::number:
      return value == std::trunc(value) ? "0" : "0.0##";
    case Holds::value:
    case Holds::exact:
    case Holds::words:
    case Holds::named:
    case Holds::date:
      break;
  }
  return format_of(unit, value);
}

}  // namespace

std::string cell_text(std::string_view text, std::size_t most) {
  std::string safe;
  std::size_t units = 0, end = 0;  // `end`: the position to cut at if the text gets too long
  while (!text.empty()) {
    const Character one = take_character(text);
    const bool held = one.readable && (one.code >= 0x20 || one.code == '\n' || one.code == '\t') &&
                      one.code != 0xFFFE && one.code != 0xFFFF;  // characters that XML allows
    units += one.readable && one.code > 0xFFFF ? 2 : 1;
    if (units > most) return safe.substr(0, end) + "…";
    safe += held ? utf8(one.code) : "\uFFFD";
    if (units < most) end = safe.size();
  }
  return safe;
}

std::string sheet_name(std::string_view wanted) {
  std::string name = cell_text(wanted, LXW_SHEETNAME_MAX);
  for (char& letter : name)
    if (std::string_view("[]:*?/\\'\n\t").find(letter) != std::string_view::npos) letter = ' ';
  return name;
}

// A sheet that is filled row by row, beginning below its heading; each call fills the next cell.
class Book::Sheet {
 public:
  Sheet(Book& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {}

  void add_column(const std::string& heading, double widest) {
    // Wide enough for the heading in two lines, with room for the filter's arrow.
    const double width = std::max(9.0, static_cast<double>((display_width(heading) + 1) / 2) + 6);
    columns_.push_back({heading, widest, width});
  }

  void words(std::string_view value) {
    const std::string safe = cell_text(value);
    see_width(static_cast<double>(display_width(safe)));
    const double room = columns_[column_].widest - 2.5;
    double lines = 0;  // that the text takes, after its parts between line feeds have been wrapped
    for (std::size_t from = 0; from <= safe.size();) {
      const std::size_t end = std::min(safe.find('\n', from), safe.size());
      const auto part = static_cast<double>(display_width(std::string_view(safe).substr(from, end - from)));
      lines += std::max(1.0, std::ceil(part / room));
      from = end + 1;
    }
    lines_ = std::max(lines_, lines);
    lxw_format* format = book_.format("", lines > 1);
    if (!safe.empty())
      book_.check(worksheet_write_string(sheet_, row_, column_, with_codes_kept(safe).c_str(), format));
    ++column_;
  }

  void link(const std::string& sheet) {
    const std::string safe = cell_text(sheet, 255), address = fmt::format("internal:'{}'!A1", sheet);
    see_width(static_cast<double>(display_width(safe)));
    lxw_format* format = workbook_get_default_url_format(book_.book_);
    book_.check(worksheet_write_url_opt(sheet_, row_, column_++, address.c_str(), format, safe.c_str(), nullptr));
  }

  void cell(const Cell& cell, Holds holds, std::string_view unit) {
    switch (cell.kind) {
      case Cell::Kind::nothing:
        ++column_;
        return;
      case Cell::Kind::withheld:
        return words(tr("withheld").to_string());
      case Cell::Kind::number:
        return number(holds == Holds::exact ? cell.number : as_in_tables(cell.number), holds, unit);
      case Cell::Kind::date:
        return date(cell.date);
      case Cell::Kind::words:
        return words(cell.id);
      case Cell::Kind::named:
        return words(cell.text->to_string());
    }
  }

  void end_row() {
    if (lines_ > 1) book_.check(worksheet_set_row(sheet_, row_, std::min(lines_ * line_height, tallest_row), nullptr));
    lines_ = 1;
    column_ = 0;
    ++row_;
  }

  /// Writes headings, widths and filters. @param printed  number of columns to print, from the left
  void finish(std::size_t printed) {
    std::vector<lxw_table_column> columns(columns_.size());
    std::vector<lxw_table_column*> pointers;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      book_.check(worksheet_set_column(sheet_, column, column, columns_[c].width, nullptr));
      book_.check(worksheet_write_string(sheet_, 0, column, columns_[c].heading.c_str(), book_.heading_));
      columns[c].header = columns_[c].heading.data();
      columns[c].header_format = book_.heading_;
      pointers.push_back(&columns[c]);
    }
    pointers.push_back(nullptr);
    book_.check(worksheet_set_row(sheet_, 0, heading_height, nullptr));
    if (printed < columns_.size())
      book_.check(worksheet_print_area(sheet_, 0, 0, row_ - 1, static_cast<lxw_col_t>(printed - 1)));
    if (row_ == 1) return;  // a spreadsheet's table needs at least one row
    lxw_table_options options{};
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    options.columns = pointers.data();
    const auto last = static_cast<lxw_col_t>(columns_.size() - 1);
    book_.check(worksheet_add_table(sheet_, 0, 0, row_ - 1, last, &options));
  }

 private:
  struct Width {
    std::string heading;
    double widest, width;  // longer texts than `widest` are wrapped
  };

  void see_width(double width) {
    Width& column = columns_[column_];
    column.width = std::max(column.width, std::min(width + 1.5, column.widest));
  }

  void date(Date value) {
    const std::chrono::year_month_day day{value};
    lxw_datetime moment{};
    moment.year = static_cast<int>(day.year());
    moment.month = static_cast<int>(static_cast<unsigned>(day.month()));
    moment.day = static_cast<int>(static_cast<unsigned>(day.day()));
    see_width(10);
    book_.check(worksheet_write_datetime(sheet_, row_, column_++, &moment, book_.format("yyyy\\-mm\\-dd")));
  }

  void number(double value, Holds holds, std::string_view unit) {
    if (std::isfinite(value)) {
      see_width(std::abs(value) < 1e6 ? 9 : std::log10(std::abs(value)) * 4 / 3 + 3);
      lxw_format* format = book_.format(format_of(holds, unit, value));
      book_.check(worksheet_write_number(sheet_, row_, column_, value, format));
    }
    ++column_;
  }

  Book& book_;
  lxw_worksheet* sheet_;
  std::vector<Width> columns_;
  lxw_row_t row_ = 1;
  lxw_col_t column_ = 0;
  double lines_ = 1;  // that the row takes
};

Book::Book(std::filesystem::path file, const Properties& properties) : file_(std::move(file)) {
  std::string folder = file_.parent_path().string();
  lxw_workbook_options options{};
  options.tmpdir = folder.data();  // on the disk that must have room for the file anyway
  book_ = workbook_new_opt(file_.c_str(), &options);
  if (!book_) throw OutputError(tr("{} cannot be written: {}", file_.string(), system_reason(ENOMEM)));

  std::string title = cell_text(properties.title, 250), subject = cell_text(properties.subject, 250),
              comments = cell_text(properties.comments, 250), author = "Muster";
  lxw_doc_properties document{};
  document.title = title.data();
  document.subject = subject.data();
  document.comments = comments.data();
  document.author = author.data();
  document.created = std::chrono::sys_seconds(properties.created).time_since_epoch().count();
  check(workbook_set_properties(book_, &document));

  for (const char letter : cell_text(properties.footer, 100)) footer_ += letter == '&' ? "&&" : std::string(1, letter);
  heading_ = workbook_add_format(book_);
  format_set_bold(heading_);
  format_set_font_color(heading_, LXW_COLOR_WHITE);
  format_set_bg_color(heading_, dark_blue);
  format_set_text_wrap(heading_);
  format_set_align(heading_, LXW_ALIGN_VERTICAL_CENTER);
  format_set_border(heading_, LXW_BORDER_THIN);
  format_set_border_color(heading_, LXW_COLOR_WHITE);
}

Book::~Book() {
  if (book_) lxw_workbook_free(book_);
}

void Book::check(lxw_error error) const {
  if (error != LXW_NO_ERROR) throw OutputError(tr("{} cannot be written: {}", file_.string(), lxw_strerror(error)));
}

lxw_format* Book::format(const std::string& number, bool wraps) {
  lxw_format*& known = formats_[{number, wraps}];
  if (known) return known;
  known = workbook_add_format(book_);
  format_set_align(known, LXW_ALIGN_VERTICAL_TOP);
  if (number.empty()) {
    format_set_indent(known, 1);  // separates a text from a number on its left
  } else {
    format_set_num_format(known, number.c_str());
  }
  if (wraps) format_set_text_wrap(known);
  return known;
}

lxw_worksheet* Book::new_sheet(const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  if (!sheet) check(LXW_ERROR_PARAMETER_VALIDATION);
  constexpr std::uint8_t a4 = 9;
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, a4);
  worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
  check(worksheet_set_footer(sheet, fmt::format("&L{}&C&A&R&P / &N", footer_).c_str()));
  return sheet;
}

std::string Book::add(const Table& table, const std::optional<Selection>& selection,
                      const std::set<std::size_t>& links) {
  std::string name = sheet_name(table.title.to_string());
  lxw_worksheet* made = new_sheet(name);
  worksheet_fit_to_pages(made, 1, 0);
  check(worksheet_repeat_rows(made, 0, 0));
  worksheet_freeze_panes(made, 1, static_cast<lxw_col_t>(table.frozen));

  Sheet sheet(*this, made);
  for (const Column& column : table.columns)
    sheet.add_column(column.heading, column.widest > 0 ? column.widest : usual_width);
  std::vector<std::size_t> ids;  // the columns whose ids are added, so that tables can be joined
  for (const char* id : {"target", "strategy", "series", "area", "parameter"}) {
    const std::size_t column = table.column(id);
    if (column == table.columns.size() || table.columns[column].holds != Holds::named) continue;
    ids.push_back(column);
    sheet.add_column(tr("{} id", table.columns[column].heading), id_width);
  }
  const std::size_t unit = table.column("unit");
  std::size_t number = 0;
  const auto add_row = [&](std::span<const Cell> row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == 0 && links.contains(number)) {
        sheet.link(std::string(row[c].id));
      } else {
        sheet.cell(row[c], table.columns[c].holds, unit < row.size() ? row[unit].id : std::string_view{});
      }
    }
    for (const std::size_t column : ids) sheet.words(row[column].id);
    sheet.end_row();
    ++number;
  };
  if (selection) table.rows(add_row, *selection);
  sheet.finish(table.columns.size());
  return name;
}

void Book::begin_charts(const std::string& name, const std::vector<std::string>& lines) {
  charts_ = new_sheet(sheet_name(name));
  worksheet_gridlines(charts_, LXW_HIDE_ALL_GRIDLINES);
  check(worksheet_set_column_pixels(charts_, 0, chart_columns - 1, chart_width / chart_columns, nullptr));
  worksheet_set_print_scale(charts_, chart_scale);
  for (const std::string& line : lines)
    check(worksheet_write_string(charts_, next_chart_++, 0, cell_text(line).c_str(), nullptr));
  first_chart_ = next_chart_;
}

void Book::add_layer(lxw_chart* chart, const SheetChart& drawn, const SheetChart::Layer& layer) {
  using Look = SheetChart::Look;
  lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
  const auto categories = static_cast<lxw_col_t>(drawn.categories), values = static_cast<lxw_col_t>(layer.column);
  chart_series_set_categories(series, drawn.sheet.c_str(), drawn.first, categories, drawn.last, categories);
  chart_series_set_values(series, drawn.sheet.c_str(), drawn.first, values, drawn.last, values);
  if (!layer.name.empty()) chart_series_set_name(series, chart_text(layer.name).c_str());

  constexpr std::array<lxw_color_t, 6> colours{0, pale_blue, mid_blue, dark_blue, vermilion, blue};  // by look
  const bool has_outline = layer.look == Look::line || layer.look == Look::target;  // layers without height: a line
  lxw_chart_fill fill{};
  lxw_chart_line outline{};
  fill.color = outline.color = colours[static_cast<std::size_t>(layer.look)];
  fill.none = layer.look == Look::gap || layer.look == Look::target ? LXW_TRUE : LXW_FALSE;
  outline.none = has_outline ? LXW_FALSE : LXW_TRUE;
  if (has_outline) outline.width = 2.25F;
  if (layer.look == Look::target) outline.dash_type = LXW_CHART_LINE_DASH_DASH;
  chart_series_set_fill(series, &fill);
  if (drawn.form != SheetChart::Form::bars) return chart_series_set_line(series, &outline);
  chart_series_set_labels(series);
  chart_series_set_labels_num_format(series, share_format);
}

void Book::add(const SheetChart& drawn) {
  constexpr std::array types{LXW_CHART_AREA_STACKED, LXW_CHART_COLUMN_STACKED, LXW_CHART_BAR};
  const bool bars = drawn.form == SheetChart::Form::bars;
  lxw_chart* chart = workbook_add_chart(book_, static_cast<std::uint8_t>(types[static_cast<std::size_t>(drawn.form)]));
  if (drawn.form != SheetChart::Form::areas) chart_set_series_gap(chart, 60);
  std::vector<std::int16_t> not_in_legend;
  for (std::size_t i = 0; i < drawn.layers.size(); ++i) {
    add_layer(chart, drawn, drawn.layers[i]);
    if (drawn.layers[i].name.empty()) not_in_legend.push_back(static_cast<std::int16_t>(i));
  }
  not_in_legend.push_back(-1);
  chart_legend_set_position(chart, bars ? LXW_CHART_LEGEND_NONE : LXW_CHART_LEGEND_BOTTOM);
  if (!bars && not_in_legend.size() > 1) check(chart_legend_delete_series(chart, not_in_legend.data()));

  // In a bar chart the library calls the vertical axis y; it is the axis of the names.
  lxw_chart_axis* values = bars ? chart->x_axis : chart->y_axis;
  lxw_chart_axis* categories = bars ? chart->y_axis : chart->x_axis;
  values->is_value = LXW_TRUE;  // the library sets it only on writing, and until then ignores minimum and maximum
  chart_axis_set_min(values, drawn.lowest);
  chart_axis_set_max(values, drawn.highest);
  chart_axis_set_num_format(values, drawn.value_format.c_str());
  if (bars) {
    chart_axis_set_reverse(categories);  // puts the first name at the top
    chart_axis_set_label_position(values, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
  } else {
    constexpr lxw_row_t most_labels = 12;
    const lxw_row_t points = drawn.last - drawn.first + 1,
                    years = (points + 12 * most_labels - 1) / (12 * most_labels);
    const auto every = static_cast<std::uint16_t>(points <= most_labels ? 1 : 12 * years);
    chart_axis_set_num_format(categories, drawn.date_format.c_str());
    chart_axis_set_interval_unit(categories, every);
    chart_axis_set_interval_tick(categories, every);
    chart_axis_set_label_position(categories, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_major_tick_mark(categories, LXW_CHART_AXIS_TICK_MARK_NONE);
    lxw_chart_line grid{};
    grid.color = pale_grey;
    grid.width = 0.75F;
    chart_axis_major_gridlines_set_line(values, &grid);
  }
  place(chart, drawn);
}

void Book::place(lxw_chart* chart, const SheetChart& drawn) {
  std::string description = cell_text(drawn.alternative, 1000);
  lxw_chart_font title{}, plain{};
  title.size = 12;
  title.bold = LXW_TRUE;
  plain.size = 10;
  plain.bold = LXW_EXPLICIT_FALSE;
  chart_title_set_name(chart, chart_text(drawn.title).c_str());
  chart_title_set_name_font(chart, &title);
  for (const auto& [axis, name] : {std::pair{chart->x_axis, &drawn.x_title}, {chart->y_axis, &drawn.y_title}}) {
    if (!name->empty()) chart_axis_set_name(axis, chart_text(*name).c_str());
    chart_axis_set_name_font(axis, &plain);
  }
  lxw_chart_options options{};
  options.description = description.data();
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  // Unscaled charts of the library are 480 × 288 pixels.
  options.x_scale = chart_width / 480.0;
  options.y_scale = chart_height / 288.0;
  check(worksheet_insert_chart_opt(charts_, next_chart_, 0, chart, &options));
  next_chart_ += chart_rows;
  if ((next_chart_ - first_chart_) % (chart_rows * charts_a_page) == 0) breaks_.push_back(next_chart_);
}

void Book::close() {
  if (charts_) {
    check(worksheet_print_area(charts_, 0, 0, std::max<lxw_row_t>(next_chart_, 1), chart_columns - 1));
    breaks_.push_back(0);
    check(worksheet_set_h_pagebreaks(charts_, breaks_.data()));
  }
  lxw_workbook* book = book_;
  book_ = nullptr;  // workbook_close() frees it even if it fails
  check(workbook_close(book));
}

}  // namespace muster::output
