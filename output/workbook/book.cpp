#include "output/workbook/book.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <regex>

namespace muster::output {

namespace {

constexpr const char* replacement = "\uFFFD";
constexpr const char* wraps_mark = "\n";  // of a format's key

// Blue and vermilion are told apart by every kind of colour vision, the bands also by how light they are; source: M. Okabe,
// K. Ito, Color Universal Design (2008).
constexpr lxw_color_t pale_blue = 0xB3D4E8, mid_blue = 0x66A9D1, dark_blue = 0x003A5D, blue = 0x0072B2,
                      vermilion = 0xB04500, pale_grey = 0xD9D9D9;

// A chart in pixels; two of them and the lines above make an A4 page on its side, in rows of 20 pixels. The scale leaves room for
// the wider columns of programs that have not the default font.
constexpr int chart_width = 960, chart_height = 320;
constexpr lxw_row_t chart_rows = 17, charts_a_page = 2;
constexpr lxw_col_t chart_columns = 15;
constexpr std::uint16_t chart_scale = 78;                                   // per cent
constexpr double line_height = 15, tallest_row = 405, heading_height = 40;  // points

// How many bytes the character at the beginning takes; 0 if it is none that XML may hold.
std::size_t length_of_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 || lead == '\n' || lead == '\t' ? 1 : 0;
  const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                             : (lead & 0xF0U) == 0xE0      ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  char32_t letter = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    letter = (letter << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && letter < 0x800) || (length == 4 && letter < 0x10000);
  const bool not_a_character = (letter >= 0xD800 && letter < 0xE000) || letter == 0xFFFE || letter == 0xFFFF;
  return overlong || not_a_character || letter > 0x10FFFF ? 0 : length;
}

// What reads like a spreadsheet's code of a character, `_x0041_`, is shown as that character unless its first letter is coded.
std::string with_codes_kept(const std::string& text) {
  static const std::regex code("_(?=x[0-9A-Fa-f]{4}_)");
  return text.find("_x") == std::string::npos ? text : std::regex_replace(text, code, "_x005F_");
}

// The library takes what begins with `=` for the address of a cell wherever a chart says something.
std::string chart_text(const std::string& text) {
  std::string safe = cell_text(text, 250);
  return safe.starts_with('=') ? " " + safe : safe;
}

std::int64_t seconds_of(Date date) {
  return std::chrono::duration_cast<std::chrono::seconds>(date.time_since_epoch()).count();
}

lxw_datetime datetime_of(Date date) {
  const std::chrono::year_month_day day{date};
  lxw_datetime moment{};
  moment.year = static_cast<int>(day.year());
  moment.month = static_cast<int>(static_cast<unsigned>(day.month()));
  moment.day = static_cast<int>(static_cast<unsigned>(day.day()));
  return moment;
}

}  // namespace

std::string cell_text(std::string_view text, std::size_t most) {
  std::string safe;
  std::size_t units = 0, end = 0;  // `end`: where to cut if it gets too long
  while (!text.empty()) {
    const std::size_t length = length_of_character(text);
    units += length == 4 ? 2 : 1;
    if (units > most) return safe.substr(0, end) + "…";
    if (length == 0)
      safe += replacement;
    else
      safe += text.substr(0, length);
    if (units < most) end = safe.size();
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return safe;
}

std::string sheet_name(std::string_view wanted) {
  std::string name = cell_text(wanted, LXW_SHEETNAME_MAX);
  for (char& letter : name)
    if (std::string_view("[]:*?/\\'\n\t").find(letter) != std::string_view::npos) letter = ' ';
  return name;
}

Sheet::Sheet(Book& book, lxw_worksheet* sheet, std::string name, std::vector<Heading> headings)
    : book_(&book), sheet_(sheet), name_(std::move(name)), headings_(std::move(headings)) {
  for (const Heading& heading : headings_)  // in two lines, with room for the filter's arrow
    widths_.push_back(std::max(9.0, static_cast<double>((display_width(heading.text) + 1) / 2) + 6));
}

void Sheet::see_width(double width) {
  widths_[column_] = std::max(widths_[column_], std::min(width + 1.5, headings_[column_].widest));
}

Sheet& Sheet::words(std::string_view value) {
  if (value.empty()) return nothing();
  const std::string safe = cell_text(value);
  const auto width = static_cast<double>(display_width(safe));
  see_width(width);
  const double room = headings_[column_].widest - 2.5;
  double lines = 0;  // of each part between line ends, those it is broken into
  for (std::size_t from = 0; from <= safe.size();) {
    const std::size_t end = std::min(safe.find('\n', from), safe.size());
    const auto part = static_cast<double>(display_width(std::string_view(safe).substr(from, end - from)));
    lines += std::max(1.0, std::ceil(part / room));
    from = end + 1;
  }
  lines_ = std::max(lines_, lines);
  const bool wraps = lines > 1;
  book_->check(worksheet_write_string(sheet_, row_, column_, with_codes_kept(safe).c_str(), book_->format("", wraps)));
  ++column_;
  return *this;
}

Sheet& Sheet::link(std::string_view value, const std::string& sheet) {
  const std::string safe = cell_text(value, 255);
  see_width(static_cast<double>(display_width(safe)));
  const std::string address = fmt::format("internal:'{}'!A1", sheet);
  book_->check(worksheet_write_url_opt(sheet_, row_, column_, address.c_str(), book_->link_, safe.c_str(), nullptr));
  ++column_;
  return *this;
}

Sheet& Sheet::date(Date value) {
  lxw_datetime moment = datetime_of(value);
  see_width(10);
  book_->check(worksheet_write_datetime(sheet_, row_, column_, &moment, book_->format("yyyy\\-mm\\-dd")));
  ++column_;
  return *this;
}

Sheet& Sheet::number(double value, const std::string& format) {
  if (!std::isfinite(value)) return nothing();
  see_width(std::abs(value) < 1e6 ? 9 : std::log10(std::abs(value)) * 4 / 3 + 3);
  book_->check(worksheet_write_number(sheet_, row_, column_, value, book_->format(format)));
  ++column_;
  return *this;
}

Sheet& Sheet::nothing() {
  ++column_;
  return *this;
}

void Sheet::end_row() {
  if (lines_ > 1) book_->check(worksheet_set_row(sheet_, row_, std::min(lines_ * line_height, tallest_row), nullptr));
  lines_ = 1;
  column_ = 0;
  ++row_;
}

void Sheet::finish() {
  const auto last_column = static_cast<lxw_col_t>(headings_.size() - 1);
  std::vector<lxw_table_column> columns(headings_.size());
  std::vector<lxw_table_column*> pointers;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    const auto column = static_cast<lxw_col_t>(c);
    book_->check(worksheet_set_column(sheet_, column, column, widths_[c], nullptr));
    book_->check(worksheet_write_string(sheet_, 0, column, headings_[c].text.c_str(), book_->heading_));
    columns[c].header = headings_[c].text.data();
    columns[c].header_format = book_->heading_;
    pointers.push_back(&columns[c]);
  }
  pointers.push_back(nullptr);
  book_->check(worksheet_set_row(sheet_, 0, heading_height, nullptr));
  const auto printed = static_cast<lxw_col_t>(
      std::count_if(headings_.begin(), headings_.end(), [](const Heading& heading) { return heading.printed; }));
  if (printed <= last_column) book_->check(worksheet_print_area(sheet_, 0, 0, row_ - 1, printed - 1));
  if (row_ == 1) return;  // a table has rows
  lxw_table_options options{};
  options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
  options.style_type_number = 1;
  options.columns = pointers.data();
  book_->check(worksheet_add_table(sheet_, 0, 0, row_ - 1, last_column, &options));
}

Book::Book(std::filesystem::path file, const Properties& properties) : file_(std::move(file)) {
  std::string folder = file_.parent_path().string();
  lxw_workbook_options options{};
  options.tmpdir = folder.data();  // on the disk that must hold the book anyway
  book_ = workbook_new_opt(file_.c_str(), &options);
  if (!book_) throw OutputError(file_.string() + " cannot be written: " + lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));

  std::string title = cell_text(properties.title, 250), subject = cell_text(properties.subject, 250),
              comments = cell_text(properties.comments, 250), author = "Muster";
  lxw_doc_properties document{};
  document.title = title.data();
  document.subject = subject.data();
  document.comments = comments.data();
  document.author = author.data();
  document.created = seconds_of(properties.created);
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
  link_ = workbook_get_default_url_format(book_);
}

Book::~Book() {
  if (!book_) return;
  lxw_workbook_free(book_);
}

void Book::check(lxw_error error) const {
  if (error != LXW_NO_ERROR)
    throw OutputError(fmt::format("{} cannot be written: {}", file_.string(), lxw_strerror(error)));
}

lxw_format* Book::format(const std::string& number, bool wraps) {
  lxw_format*& known = formats_[wraps ? number + wraps_mark : number];
  if (known) return known;
  known = workbook_add_format(book_);
  format_set_align(known, LXW_ALIGN_VERTICAL_TOP);
  if (number.empty()) {
    format_set_indent(known, 1);  // text stands clear of a number before it
  } else {
    format_set_num_format(known, number.c_str());
  }
  if (wraps) format_set_text_wrap(known);
  return known;
}

void Book::set_up_printing(lxw_worksheet* sheet) const {
  constexpr std::uint8_t a4 = 9;
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, a4);
  worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
  check(worksheet_set_footer(sheet, fmt::format("&L{}&C&A&R&P / &N", footer_).c_str()));
}

Sheet Book::table(const std::string& name, std::vector<Heading> headings, int frozen) {
  const std::string safe = sheet_name(name);
  lxw_worksheet* sheet = workbook_add_worksheet(book_, safe.c_str());
  if (!sheet) check(LXW_ERROR_PARAMETER_VALIDATION);
  set_up_printing(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  check(worksheet_repeat_rows(sheet, 0, 0));
  worksheet_freeze_panes(sheet, 1, static_cast<lxw_col_t>(frozen));
  return {*this, sheet, safe, std::move(headings)};
}

void Book::begin_charts(const std::string& name, const std::vector<std::string>& lines) {
  charts_ = workbook_add_worksheet(book_, sheet_name(name).c_str());
  if (!charts_) check(LXW_ERROR_PARAMETER_VALIDATION);
  set_up_printing(charts_);
  worksheet_gridlines(charts_, LXW_HIDE_ALL_GRIDLINES);
  check(worksheet_set_column_pixels(charts_, 0, chart_columns - 1, chart_width / chart_columns, nullptr));
  worksheet_set_print_scale(charts_, chart_scale);
  for (const std::string& line : lines)
    check(worksheet_write_string(charts_, next_chart_++, 0, cell_text(line).c_str(), nullptr));
  first_chart_ = next_chart_;
}

void Book::place(lxw_chart* chart, const ChartWords& words) {
  std::string description = cell_text(words.alternative, 1000);
  chart_title_set_name(chart, chart_text(words.title).c_str());
  lxw_chart_font title{};
  title.size = 12;
  title.bold = LXW_TRUE;
  chart_title_set_name_font(chart, &title);
  lxw_chart_font plain{};
  plain.size = 10;
  plain.bold = LXW_EXPLICIT_FALSE;
  for (const auto& [axis, name] :
       {std::pair{chart->x_axis, &words.x_title}, std::pair{chart->y_axis, &words.y_title}}) {
    if (!name->empty()) chart_axis_set_name(axis, chart_text(*name).c_str());
    chart_axis_set_name_font(axis, &plain);
  }
  lxw_chart_options options{};
  options.description = description.data();
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  // The library's charts are 480 × 288 pixels.
  options.x_scale = chart_width / 480.0;
  options.y_scale = chart_height / 288.0;
  check(worksheet_insert_chart_opt(charts_, next_chart_, 0, chart, &options));
  next_chart_ += chart_rows;
  if ((next_chart_ - first_chart_) % (chart_rows * charts_a_page) == 0) breaks_.push_back(next_chart_);
}

void Book::add(const LayeredChart& layered) {
  lxw_chart* chart = workbook_add_chart(book_, layered.columns ? LXW_CHART_COLUMN_STACKED : LXW_CHART_AREA_STACKED);
  if (layered.columns) chart_set_series_gap(chart, 60);
  std::vector<std::int16_t> not_in_legend;
  lxw_chart_fill no_fill{}, band_fill{};
  no_fill.none = LXW_TRUE;
  lxw_chart_line no_line{}, drawn{};
  no_line.none = LXW_TRUE;
  const auto& dates = layered.dates;
  for (std::size_t i = 0; i < layered.parts.size(); ++i) {
    const LayeredChart::Part& part = layered.parts[i];
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, dates.sheet.c_str(), dates.first, dates.column, dates.last, dates.column);
    chart_series_set_values(series, part.values.sheet.c_str(), part.values.first, part.values.column, part.values.last,
                            part.values.column);
    if (part.name.empty())
      not_in_legend.push_back(static_cast<std::int16_t>(i));
    else
      chart_series_set_name(series, chart_text(part.name).c_str());
    switch (part.layer) {
      case LayeredChart::Layer::gap:
        chart_series_set_fill(series, &no_fill);
        chart_series_set_line(series, &no_line);
        break;
      case LayeredChart::Layer::outer_band:
      case LayeredChart::Layer::inner_band:
      case LayeredChart::Layer::bar:
        band_fill.color = part.layer == LayeredChart::Layer::outer_band   ? pale_blue
                          : part.layer == LayeredChart::Layer::inner_band ? mid_blue
                                                                          : blue;
        chart_series_set_fill(series, &band_fill);
        chart_series_set_line(series, &no_line);
        break;
      case LayeredChart::Layer::line:  // a layer without height: its outline is the line
      case LayeredChart::Layer::target:
        drawn = {};
        drawn.color = part.layer == LayeredChart::Layer::line ? dark_blue : vermilion;
        drawn.width = 2.25F;
        if (part.layer == LayeredChart::Layer::target) drawn.dash_type = LXW_CHART_LINE_DASH_DASH;
        band_fill.color = drawn.color;
        chart_series_set_fill(series, part.layer == LayeredChart::Layer::line ? &band_fill : &no_fill);
        chart_series_set_line(series, &drawn);
        break;
    }
  }
  not_in_legend.push_back(-1);
  if (not_in_legend.size() > 1) check(chart_legend_delete_series(chart, not_in_legend.data()));
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  const lxw_row_t points = dates.last - dates.first + 1;
  chart_axis_set_num_format(chart->x_axis, layered.date_format.c_str());
  constexpr lxw_row_t most_labels = 12;
  const lxw_row_t years = (points + 12 * most_labels - 1) / (12 * most_labels);
  const auto every = static_cast<std::uint16_t>(points <= most_labels ? 1 : 12 * years);
  chart_axis_set_interval_unit(chart->x_axis, every);
  chart_axis_set_interval_tick(chart->x_axis, every);
  chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
  chart_axis_set_num_format(chart->y_axis, layered.value_format.c_str());
  lxw_chart_line grid{};
  grid.color = pale_grey;
  grid.width = 0.75F;
  chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
  chart->y_axis->is_value =
      LXW_TRUE;  // the library knows it only when it writes; until then it takes no smallest value
  chart_axis_set_min(chart->y_axis, layered.lowest);
  chart_axis_set_max(chart->y_axis, layered.highest);
  chart_axis_set_major_tick_mark(chart->x_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
  place(chart, layered.words);
}

void Book::add(const BarChart& bars) {
  lxw_chart* chart = workbook_add_chart(book_, LXW_CHART_BAR);
  lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
  chart_series_set_categories(series, bars.names.sheet.c_str(), bars.names.first, bars.names.column, bars.names.last,
                              bars.names.column);
  chart_series_set_values(series, bars.values.sheet.c_str(), bars.values.first, bars.values.column, bars.values.last,
                          bars.values.column);
  lxw_chart_fill fill{};
  fill.color = blue;
  chart_series_set_fill(series, &fill);
  chart_series_set_labels(series);
  chart_series_set_labels_num_format(series, "0.0%");
  chart_set_series_gap(chart, 60);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
  // Of a bar chart, the library calls the upright axis, that of the names, y. The first name stands at the top.
  chart_axis_set_reverse(chart->y_axis);
  chart->x_axis->is_value = LXW_TRUE;  // known to the library only when it writes; until then it takes no ends
  chart_axis_set_min(chart->x_axis, 0);
  chart_axis_set_max(chart->x_axis, 1);
  chart_axis_set_num_format(chart->x_axis, "0%");
  chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
  place(chart, bars.words);
}

void Book::close() {
  if (charts_) {
    check(worksheet_print_area(charts_, 0, 0, std::max<lxw_row_t>(next_chart_, 1), chart_columns - 1));
    breaks_.push_back(0);
    check(worksheet_set_h_pagebreaks(charts_, breaks_.data()));
  }
  lxw_workbook* book = book_;
  book_ = nullptr;  // it is freed whether or not it can be stored
  check(workbook_close(book));
}

}  // namespace muster::output
