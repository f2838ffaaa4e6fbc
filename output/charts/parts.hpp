// The parts from which all charts are built: titles, texts, axes of values and of dates, rows with names beside or
// above their marks.
//
// Contract: parts of Vega-Lite 5 specifications as JSON, laid out for a canvas (specs.hpp); positions are in
// pixels of the plot. Texts are placed beside or above the marks that they name, or in rows of their own, never on
// the marks. Leaves out: the content of the charts.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/ensemble/results.hpp"
#include "engine/text/dates.hpp"
#include "output/charts/specs.hpp"
#include "output/document/names.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

inline constexpr const char* thin_space = "\u2009";

// Colours for different kinds of things (`categorical`) are distinguishable with protanopia and deuteranopia too;
// a text has a contrast of 4.5 : 1 or more to its background (WCAG 2.1, 1.4.3), a surface one of 3 : 1 or more to
// white (1.4.11); palette_test.cpp checks all three. Blue and vermilion are those of M. Okabe, K. Ito, Color
// Universal Design (2008); the vermilion is darkened for text on white. The colours of `coverage_steps` differ in
// lightness, so that they are distinguishable in grey as well.
inline constexpr const char* blue = "#0072B2";
inline constexpr const char* wide_band = "#5A97C2";    // the band of 90 of 100 futures, and bars
inline constexpr const char* narrow_band = "#2B6CA3";  // the band of 50 of 100 futures
inline constexpr const char* deep_blue = "#06304F";    // lines and dots on the bands
inline constexpr const char* vermilion = "#B04500";    // in the charts of a run, targets only
inline constexpr const char* brown = "#907060";
inline constexpr const char* ink = "#222222";
inline constexpr const char* grey = "#5F5F5F";
inline constexpr const char* pale_grey = "#8C8C8C";  // surfaces of less importance

inline constexpr std::array categorical = {blue, vermilion, brown, ink};

/// The colours of surfaces for a share, from 0 to 1.
inline constexpr std::array coverage_steps = {"#FFFFFF", "#D3E4F0", "#9DC4DE", "#4E8FBD", "#1F6FA5", "#053C66"};

/// The luminance of a colour `#RRGGBB`, from 0 to 1. Source: WCAG 2.1, relative luminance.
[[nodiscard]] inline double luminance(std::string_view colour) {
  constexpr std::array weights = {0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    int value = 0;
    std::from_chars(colour.data() + 1 + 2 * i, colour.data() + 3 + 2 * i, value, 16);
    const double part = value / 255.0;
    sum += weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/// The contrast of two colours, from 1 to 21. Source: WCAG 2.1, contrast ratio.
[[nodiscard]] inline double contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

/// The colour for text on a surface: ink or white, whichever has more contrast.
[[nodiscard]] inline const char* text_colour_on(std::string_view surface) {
  return contrast(ink, surface) >= contrast("#FFFFFF", surface) ? ink : "#FFFFFF";
}

/// The texts of a chart.
struct ChartTexts {
  std::string place = {};               // stands before the title, with a colon; may be empty
  std::string headline = {};            // the title, which states the finding
  std::vector<std::string> below = {};  // how to read the chart, one text for each line; empty ones are left out
  // A description with all numbers, for readers who cannot see the chart. Empty: it is made of the title and
  // each row of the table.
  std::vector<std::string> description = {};
  std::vector<std::string> head = {};  // headings of a table of the chart's figures; empty: the chart has no table
  std::vector<std::vector<std::string>> table = {};
  std::size_t naming = 1;  // number of leading cells of a row that name the others
};

/// A specification with texts but without marks. The title, the lines below it and the table are also in
/// `usermeta`, without line breaks, for pages that print them.
[[nodiscard]] Json base(const Canvas& canvas, const ChartTexts& said);
/// A specification with panels, one below the other.
[[nodiscard]] inline Json stacked(const Canvas& canvas, const ChartTexts& said, Json panels) {
  Json chart = base(canvas, said);
  chart["spacing"] = 20;
  chart["vconcat"] = std::move(panels);
  return chart;
}
/// A panel with a title and a line below the title, but without marks. @param below  may be empty
/// @param pixels  available for the title; 0: the width of the canvas
[[nodiscard]] Json panel(const Canvas& canvas, const std::string& title, const std::string& below = {},
                         double pixels = 0);
/// Takes the place of a chart that would show nothing: a sentence that gives the reason, in the current language
/// and in English.
[[nodiscard]] inline Json no_chart(const std::function<std::string()>& why) {
  const LocalizedText words = localized(why);
  return Json::array({words.written, words.english});
}

/// A number rounded to seven significant digits, as in tables; null unless it is finite.
[[nodiscard]] inline Json rounded(double value) {
  return std::isfinite(value) ? Json(std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr)) : Json(nullptr);
}

/// The width of a text as drawn, in pixels: that of its longest line, by an estimate that is rather too large.
/// Source: widths of Noto Sans by kind of character, as in render.mjs.
[[nodiscard]] double text_width(const std::string& text, double size);

/// Breaks a text into lines of at most `pixels` pixels, at spaces and between Chinese characters; a word is broken
/// only if it is longer than a line. No line begins with a closing punctuation mark or ends with an opening one.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, double pixels, double size);
/// Breaks a text in the same way into lines of at most `cells` terminal cells; a Chinese character takes two.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t cells);

/// One layer: a mark, its encoding and its own values.
[[nodiscard]] inline Json layer(Json mark, Json encoding, Json values) {
  return {{"data", {{"values", std::move(values)}}}, {"mark", std::move(mark)}, {"encoding", std::move(encoding)}};
}

/// Adds the layers of the second list to the first.
inline void append(Json& layers, Json more) {
  for (Json& one : more) layers.push_back(std::move(one));
}

/// The encoding of a field that holds positions in pixels of the plot.
[[nodiscard]] inline Json in_pixels(const char* field) {
  return {{"field", field}, {"type", "quantitative"}, {"scale", nullptr}, {"axis", nullptr}};
}

/// The smallest and the largest of the values drawn; without values, low is +∞ and high is -∞.
struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  /// Values that are not finite are ignored.
  void add(double value) {
    if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  }
  [[nodiscard]] bool is_empty() const { return low > high; }
  [[nodiscard]] bool varies() const { return high > low + 1e-9 * std::max(std::abs(low), std::abs(high)); }
};

/// The look of a point.
struct Dot {
  double size = 80;
  bool hollow = false;
  const char* shape = "circle";
  const char* colour = deep_blue;
};

/// Bars, lines, points and words, drawn in this order; positions are in pixels of a plot or on the axis that all
/// rows share (RowChart).
class Shapes {
 public:
  void bar(double x, double x2, const char* colour, double height = 15, double y = 0, const char* edge = nullptr);
  void line(double x, double x2, const char* colour, double width, double y = 0, bool dashed = false);
  void upright(double x, double y, double y2, const char* colour, double width, bool dashed = false);
  void point(double x, double y, const Dot& dot);
  /// @param y  the vertical middle of the words  @param align  "left", "right" or "center"
  void words(double x, double y, const std::string& text, const char* align = "left", const char* colour = ink,
             bool bold = false);
  /// Adds the shapes of another plot. @param x, y  convert positions of that plot to positions here
  void add(const Shapes& others, const std::function<double(double)>& x, const std::function<double(double)>& y);

  [[nodiscard]] bool empty() const { return marks_.empty(); }
  /// Adds the horizontal positions of all shapes to an extent.
  void add_to(Extent& extent) const;
  [[nodiscard]] Json layers(const Canvas& canvas) const;

 private:
  enum class Kind : std::uint8_t { bar, line, point, words };
  struct Mark {
    Kind kind;
    Json look;
    double x, x2, y, y2;  // for points and words, x2 = x and y2 = y
    std::string text = {};
  };
  std::vector<Mark> marks_;
};

/// The vertical axis: its range of values and the format of its numbers.
struct ValueAxis {
  Scale scale;
  double low = 0, high = 1;
  double extent = 0;  // pixels that the numbers need on the left of the plot
  Json axis;
  std::string unit;  // to be shown above the numbers; empty if it is part of them

  [[nodiscard]] double pixel(double value, double height) const { return height * (1 - (value - low) / (high - low)); }
};

/// @param size  the absolute value that decides the scale, if values below 0 exceed `largest` in size; 0:
/// `largest` decides
[[nodiscard]] ValueAxis value_axis(const Canvas& canvas, const SeriesName& series, double smallest, double largest,
                                   double height, bool from_zero, double size = 0);

/// A Vega expression that writes the number of a field in a scale; on an axis the field is `datum.value`.
/// @param decimals  the largest number of decimals
[[nodiscard]] std::string number_expression(const std::string& field, const Scale& scale, bool with_unit,
                                            int decimals);
/// The same, but with a sign and without the unit.
[[nodiscard]] std::string signed_number_expression(const std::string& field, const Scale& scale);

/// The axis of dates.
struct DateAxis {
  Date first, last;
  double width;

  /// @param from, to  the range to show, which is extended a little on either side
  DateAxis(Date from, Date to, double pixels);

  [[nodiscard]] double pixel(Date date) const {
    return width * static_cast<double>((date - first).count()) / static_cast<double>((last - first).count());
  }
  [[nodiscard]] bool holds(Date date) const { return date >= first && date <= last; }
  [[nodiscard]] Json x(bool grid = false) const;
};

/// The text if the condition holds, else an empty string.
[[nodiscard]] inline std::string when(bool holds, const Text& text) {
  return holds ? text.to_string() : std::string{};
}

/// The last date to show on a chart over time: a little after `last_change` if this leaves out a sixth of the time
/// or more, else the horizon.
[[nodiscard]] Date end_of_axis(const ResultsShape& shape, Date last_change);
/// A sentence about the part that is left out; empty if nothing is.
[[nodiscard]] inline std::string cut_words(const ResultsShape& shape, Date end) {
  return when(end < shape.dates.back(), tr("nothing changes from {} to {}; that part is left out", date_words(end),
                                           date_words(shape.dates.back())));
}

/// Fills a panel or a chart over time. @param rows  have the field `date` for the horizontal axis, and fields of
/// values
[[nodiscard]] Json draw_over_time(Json chart, const DateAxis& dates, const ValueAxis& values, double height, Json rows,
                                  Json layers);

/// Layers of a chart over time: the area between two fields, and a line through one field.
[[nodiscard]] inline Json band_layer(const char* low, const char* high, const char* colour) {
  return {{"mark", {{"type", "area"}, {"color", colour}}},
          {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", low}}}, {"y2", {{"field", high}}}}}};
}
[[nodiscard]] inline Json line_layer(const char* field, double width) {
  return {{"mark", {{"type", "line"}, {"color", deep_blue}, {"strokeWidth", width}}},
          {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", field}}}}}};
}

/// Layers above a plot.
struct Above {
  Json layers = Json::array();
  double height = 0;  // pixels above the plot
};

/// A date to mark with a vertical line. Its words are placed above the plot, where they overlap neither lines nor
/// other words.
struct DateMark {
  Date date;
  std::string words;
  bool is_target = false;
};
[[nodiscard]] Above marks_above(const Canvas& canvas, std::vector<DateMark> marks, const DateAxis& dates,
                                double plot_height, double room_below);

/// An item of a chart's key: a sample of the mark, up to 10 pixels to either side of 0, and its meaning.
struct KeyItem {
  std::string words;
  Shapes sample = {};
};
[[nodiscard]] inline KeyItem key_line(std::string words, const char* colour, double width = 1.4, bool dashed = false) {
  KeyItem item{std::move(words)};
  item.sample.line(-10, 10, colour, width, 0, dashed);
  return item;
}
[[nodiscard]] inline KeyItem key_bar(std::string words, const char* colour, bool hollow = false) {
  KeyItem item{std::move(words)};
  item.sample.bar(-10, 10, hollow ? "white" : colour, 11, 0, hollow ? colour : nullptr);
  return item;
}
[[nodiscard]] inline KeyItem key_point(std::string words, const Dot& dot = {}) {
  KeyItem item{std::move(words)};
  item.sample.point(0, 0, dot);
  return item;
}

/// The items of a key, in lines above the plot. @param left  x of the first item  @param bottom  pixels between the
/// plot and the lower edge of the key
[[nodiscard]] Json key_layers(const Canvas& canvas, const std::vector<KeyItem>& items, double left, double bottom);

/// The axis that all rows of a chart share.
struct RowAxis {
  double low = 0, high = 1;
  std::function<Above(double width)> draw = {};
};

/// An axis of columns with their names above them: column i reaches from i to i + 1.
[[nodiscard]] RowAxis columns_axis(const Canvas& canvas, const std::vector<std::string>& names);

/// An axis of dates; positions on it are given by days_of().
[[nodiscard]] RowAxis dates_axis(Date first, Date last);
[[nodiscard]] inline double days_of(Date date) { return static_cast<double>(date.time_since_epoch().count()); }

/// As x: the right edge of the plot. As y of a mark in a row: the middle of the next row.
inline constexpr double at_edge = std::numeric_limits<double>::infinity();

/// A row with a name and words, which are placed beside its marks on a wide canvas and above them on a narrow one.
/// The marks have x on the axis and y in pixels from the middle of the first lane.
struct ChartRow {
  std::string name;
  std::string words = {};  // to the right of the marks
  Shapes marks = {};
  bool bold = false;
  std::string heading = {};  // above the row; empty: none

  /// Adds a share or a value with its interval.
  void dot(double value, const Interval& interval, const Dot& look = {});
};

/// A chart in rows.
struct RowChart {
  std::vector<ChartRow> rows = {};
  double lane_height = 20;
  std::size_t lanes = 1;
  std::vector<KeyItem> key = {};
  bool striped = true;  // every second row has a grey background

  /// A vertical line through all rows; on a narrow canvas, where names stand above the lanes, only through the
  /// lanes.
  struct Upright {
    double x;
    const char* colour = grey;
    bool dashed = false;
    double width = 1.2;
  };
  std::vector<Upright> uprights = {};

  /// Adds a row. The reference is valid until the next row is added.
  ChartRow& add(std::string name, std::string words = {}) {
    return rows.emplace_back(ChartRow{std::move(name), std::move(words)});
  }

  /// @param chart  a chart or a panel without marks
  [[nodiscard]] Json draw(Json chart, const Canvas& canvas, const RowAxis& axis) const;
};

/// An axis of values, with a labelled tick about every 90 pixels; the unit is written below the numbers, but % is
/// part of them.
[[nodiscard]] RowAxis level_axis(double low, double high, const Scale& scale, bool with_sign = false);
/// An axis that covers a chart's marks and the lines through its rows, and extends a little further.
/// @param with_zero  whether it also covers 0
[[nodiscard]] RowAxis level_axis(const RowChart& chart, const Scale& scale, bool with_sign = false,
                                 bool with_zero = true);

/// A cell of a chart that is a table of shaded cells with words in them.
struct ShadedCell {
  std::string words = "–";
  const char* fill = "#FFFFFF";
  bool bold = false;
};
struct CellRow {
  std::string name;
  std::vector<ShadedCell> cells = {};
};
[[nodiscard]] Json draw_cells(Json chart, const Canvas& canvas, const std::vector<std::string>& columns,
                              const std::vector<CellRow>& rows);

/// A cell with a share of the futures in per cent, the darker the larger it is. @param bold_from  the smallest
/// share in bold
[[nodiscard]] ShadedCell shaded(double share, double bold_from = 1e-9);

/// A share as a number of 100 futures: a whole number, `fewer than 1` or `more than 99`.
[[nodiscard]] inline std::string of_hundred(double share) {
  if (share > 0 && share < 0.005) return tr("fewer than 1");
  if (share < 1 && share > 0.995) return tr("more than 99");
  return fmt::format("{:.0f}", share * 100);
}

/// The number of futures in which something holds: "61 of 200 futures", "none of 200 futures", "all 200 futures".
[[nodiscard]] std::string in_futures(double share, std::size_t replications);

/// Numbers as charts write them, with digits grouped by thin spaces: amount() with the unit, plain() without.
[[nodiscard]] inline std::string amount(double value, const Scale& scale) {
  return show_with_unit(value, scale, thin_space);
}
[[nodiscard]] inline std::string plain(double value, const Scale& scale) { return show(value, scale, thin_space); }

/// The scale of shares in per cent.
[[nodiscard]] inline Scale per_cent() { return {0.01, "%", true}; }

/// A range: "-9.1 to -4.6", "43 to 65 %", in Chinese "43%至65%"; and a value with it: "12 % (9 to 15 %)".
[[nodiscard]] inline std::string from_to(const std::string& low, const std::string& high) {
  return tr("{0} to {1}", low, high);
}
[[nodiscard]] inline std::string from_to(double low, double high, const Scale& scale) {
  const std::string first = plain(low, scale);
  return scale.percent ? tr("{} to {} %", first, plain(high, scale)) : from_to(first, amount(high, scale));
}
[[nodiscard]] inline std::string with_range(const std::string& value, const std::string& range) {
  return tr("{} ({})", value, range);
}

/// The number of futures that meet a target on its date: "61 of 200 futures", "withheld"; for a single future
/// "met" or "not met".
[[nodiscard]] std::string met_in_futures(const TargetResult& result);

/// "≥ 100 %", "≤ 5 people"
[[nodiscard]] inline std::string goal_of(const TargetDefinition& target, const Scale& scale) {
  return (target.bound == Bound::at_least ? "≥ " : "≤ ") + amount(target.goal, scale);
}

/// The result of a target in one clause: "56 of 200 futures reach 100 % by 2022-06-30".
[[nodiscard]] std::string target_words(const TargetDefinition& target, const TargetResult& result, const Scale& scale);

/// A number rounded to three significant digits, for headlines.
[[nodiscard]] inline double about(double value) { return std::strtod(fmt::format("{:.3g}", value).c_str(), nullptr); }

/// A leaf area with its name; if several areas have the same name, the id is added to it.
struct NamedArea {
  AreaNode area;
  std::string name;
};
/// The leaf areas that fulfil a condition, in the order of the scenario.
[[nodiscard]] std::vector<NamedArea> areas_with(const ResultsShape& shape, const std::function<bool(AreaNode)>& has);

/// "1 area", "12 areas"
[[nodiscard]] inline std::string words_of_areas(std::size_t count) {
  return count == 1 ? tr("1 area") : tr("{} areas", count);
}

/// The first dates, as indices, at which 1 in 20, half and 19 in 20 of the futures have reached a level.
struct Reached {
  std::optional<std::size_t> early, half, late;
};
[[nodiscard]] Reached reached(const Results& results, AreaNode area, std::size_t series, double level);

/// Whether a series has values in an area on a date.
[[nodiscard]] inline bool has_values(const Results& results, std::size_t date, AreaNode area, std::size_t series) {
  return results.moments(results.shape().cell(date, area, series)).count() > 0;
}
/// Whether any figure of a series in an area is withheld. If so, totals over dates and dates of reaching a level
/// must not be published either, because they would disclose it.
[[nodiscard]] bool is_ever_withheld(const Results& results, AreaNode area, std::size_t series);

}  // namespace muster::output
