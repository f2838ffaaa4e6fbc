// What all charts are built from: titles, texts, axes of values and of dates, rows with names beside or above their
// marks.
//
// Contract: pieces of Vega-Lite 5 as JSON for a canvas (specs.hpp); positions are in pixels of the plot. Texts stand
// beside what they name, above it or in rows of their own, never on it. Leaves out: which chart shows what.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/ensemble/results.hpp"
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

// Colours that tell kinds of things apart (`categorical`) stay apart under protanopia and deuteranopia too; a text has
// a contrast of 4.5 : 1 or more on its ground (WCAG 2.1, 1.4.3), a surface of 3 : 1 or more to white (1.4.11):
// palette_test.cpp checks all three. Blue and vermilion are those of M. Okabe, K. Ito, Color Universal Design (2008),
// the vermilion darkened for text on white. Those of `coverage_steps` differ in lightness alone, so that they are told
// apart in grey as well.
inline constexpr const char* blue = "#0072B2";
inline constexpr const char* wide_band = "#5A97C2";    // where 90 of 100 futures lie, and bars
inline constexpr const char* narrow_band = "#2B6CA3";  // where 50 of 100 lie
inline constexpr const char* deep_blue = "#06304F";    // lines and dots on these
inline constexpr const char* vermilion = "#B04500";    // targets, and nothing else in the charts of a run
inline constexpr const char* brown = "#907060";
inline constexpr const char* ink = "#222222";
inline constexpr const char* grey = "#5F5F5F";
inline constexpr const char* pale_grey = "#8C8C8C";  // surfaces that stand back

inline constexpr std::array categorical = {blue, vermilion, brown, ink};

/// From nothing to all, for surfaces.
inline constexpr std::array coverage_steps = {"#FFFFFF", "#D3E4F0", "#9DC4DE", "#4E8FBD", "#1F6FA5", "#053C66"};

/// Of a colour `#RRGGBB`, from 0 to 1. Source: WCAG 2.1, relative luminance.
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

/// Of two colours: 1 to 21. Source: WCAG 2.1, contrast ratio.
[[nodiscard]] inline double contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

/// Ink or white, whichever is read better on a surface.
[[nodiscard]] inline const char* text_colour_on(std::string_view surface) {
  return contrast(ink, surface) >= contrast("#FFFFFF", surface) ? ink : "#FFFFFF";
}

/// What a chart says in words.
struct Said {
  std::string place = {};               // stands before the headline, with a colon; may be empty
  std::string headline = {};            // what was found
  std::vector<std::string> below = {};  // how to read it, a line each; empty ones are left out
  // All of it with its numbers, for those who cannot see the chart. Empty: the headline, and each row of the table,
  // whose first `naming` cells say what the others are of.
  std::vector<std::string> aloud = {};
  std::vector<std::string> head = {};  // of a table of the chart's figures; empty: it has none
  std::vector<std::vector<std::string>> table = {};
  std::size_t naming = 1;
};

/// A specification without content. Headline, lines below and table are in `usermeta` too, unbroken, for pages that
/// print them.
[[nodiscard]] Json base(const Canvas& canvas, const Said& said);
/// The same with panels under one another.
[[nodiscard]] inline Json stacked(const Canvas& canvas, const Said& said, Json panels) {
  Json chart = base(canvas, said);
  chart["spacing"] = 20;
  chart["vconcat"] = std::move(panels);
  return chart;
}
/// A panel without content under a title, with a line below it that may be empty. @param pixels  of the title; 0: all
/// there are
[[nodiscard]] Json panel(const Canvas& canvas, const std::string& title, const std::string& below = {},
                         double pixels = 0);
/// In place of a chart that would show nothing: the sentence that says why, as read and in English.
[[nodiscard]] inline Json no_chart(const std::function<std::string()>& why) {
  const LocalizedText words = localized(why);
  return Json::array({words.written, words.english});
}

/// With seven significant digits, as many as tables have.
[[nodiscard]] inline Json rounded(double value) {
  return std::isfinite(value) ? Json(std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr)) : Json(nullptr);
}

/// How wide a text is drawn, in pixels: of its longest line, rounded up. Source: widths of Noto Sans by kind of
/// character, those of render.mjs.
[[nodiscard]] double text_width(const std::string& text, double size);

/// Breaks a text into lines of at most so many pixels, at blanks and between Chinese characters; a word is broken
/// only if it is longer than a line. No line begins with a closing mark or ends with an opening one.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, double pixels, double size);
/// The same in cells of a terminal, of which a Chinese character takes two.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t cells);

/// One layer: a mark, its encoding and its own values.
[[nodiscard]] inline Json layer(Json mark, Json encoding, Json values) {
  return {{"data", {{"values", std::move(values)}}}, {"mark", std::move(mark)}, {"encoding", std::move(encoding)}};
}

/// Adds layers to layers.
inline void append(Json& layers, Json more) {
  for (Json& one : more) layers.push_back(std::move(one));
}

/// A field that holds pixels of the plot.
[[nodiscard]] inline Json in_pixels(const char* field) {
  return {{"field", field}, {"type", "quantitative"}, {"scale", nullptr}, {"axis", nullptr}};
}

/// Smallest and largest of what is drawn; infinite, the wrong way round, of nothing.
struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  /// What is not finite is left out.
  void add(double value) {
    if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  }
  [[nodiscard]] bool is_empty() const { return low > high; }
  [[nodiscard]] bool varies() const { return high > low + 1e-9 * std::max(std::abs(low), std::abs(high)); }
};

/// How a point looks.
struct Dot {
  double size = 80;
  bool hollow = false;
  const char* shape = "circle";
  const char* colour = deep_blue;
};

/// Bars, lines, points and words, each kind above the one before, in pixels of a plot or on the axis of rows
/// (RowChart).
class Shapes {
 public:
  void bar(double x, double x2, const char* colour, double height = 15, double y = 0, const char* edge = nullptr);
  void line(double x, double x2, const char* colour, double width, double y = 0, bool dashed = false);
  void upright(double x, double y, double y2, const char* colour, double width, bool dashed = false);
  void point(double x, double y, const Dot& dot);
  /// @param y  the middle of the words  @param align  "left", "right" or "center"
  void words(double x, double y, const std::string& text, const char* align = "left", const char* colour = ink,
             bool bold = false);
  /// Those of another plot, at other places.
  void add(const Shapes& others, const std::function<double(double)>& x, const std::function<double(double)>& y);

  [[nodiscard]] bool empty() const { return marks_.empty(); }
  /// Adds every place on the horizontal axis.
  void add_to(Extent& extent) const;
  [[nodiscard]] Json layers(const Canvas& canvas) const;

 private:
  enum class Kind : std::uint8_t { bar, line, point, words };
  struct Mark {
    Kind kind;
    Json look;
    double x, x2, y, y2;  // of points and words the second are the first
    std::string text = {};
  };
  std::vector<Mark> marks_;
};

/// The upright axis: what part of it shows values, and how numbers are written.
struct ValueAxis {
  Scale scale;
  double low = 0, high = 1;
  double extent = 0;  // pixels that the numbers take left of the plot
  Json axis;
  std::string unit;  // to stand above the numbers; empty where they have it with them

  [[nodiscard]] double pixel(double value, double height) const { return height * (1 - (value - low) / (high - low)); }
};

/// @param size  what decides the scale, where values below 0 are larger in size than the largest; 0: the largest
[[nodiscard]] ValueAxis value_axis(const Canvas& canvas, const SeriesName& series, double smallest, double largest,
                                   double height, bool from_zero, double size = 0);

/// How Vega writes the number of a field in a scale: `datum.value` on an axis. @param decimals  at most so many
[[nodiscard]] std::string number_expression(const std::string& field, const Scale& scale, bool with_unit, int decimals);
/// The same with a sign, without the unit.
[[nodiscard]] std::string signed_number_expression(const std::string& field, const Scale& scale);

/// The axis of dates.
struct DateAxis {
  Date first, last;
  double width;

  /// @param from, to  what is shown; a little is added on either side
  DateAxis(Date from, Date to, double pixels);

  [[nodiscard]] double pixel(Date date) const {
    return width * static_cast<double>((date - first).count()) / static_cast<double>((last - first).count());
  }
  [[nodiscard]] bool holds(Date date) const { return date >= first && date <= last; }
  [[nodiscard]] Json x(bool grid = false) const;
};

/// A text if something holds, else an empty one.
[[nodiscard]] inline std::string when(bool holds, const Text& text) { return holds ? text.to_string() : std::string{}; }

/// Where a chart over time may end: a little after `last_change`, if that leaves out a sixth of the time or more.
/// @returns the last date to show
[[nodiscard]] Date end_of_axis(const ResultsShape& shape, Date last_change);
/// Says so; empty where nothing is left out.
[[nodiscard]] inline std::string cut_words(const ResultsShape& shape, Date end) {
  return when(end < shape.dates.back(),
              tr("nothing changes from {} to {}, which is left out", iso(end), iso(shape.dates.back())));
}

/// A panel or a chart over time: fields of rows, with `date`, on both axes.
[[nodiscard]] Json draw_over_time(Json chart, const DateAxis& dates, const ValueAxis& values, double height, Json rows,
                                  Json layers);

/// Layers of one: the area between two fields, and a line through one.
[[nodiscard]] inline Json band_layer(const char* low, const char* high, const char* colour) {
  return {{"mark", {{"type", "area"}, {"color", colour}}},
          {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", low}}}, {"y2", {{"field", high}}}}}};
}
[[nodiscard]] inline Json line_layer(const char* field, double width) {
  return {{"mark", {{"type", "line"}, {"color", deep_blue}, {"strokeWidth", width}}},
          {"encoding", {{"x", {{"field", "date"}}}, {"y", {{"field", field}}}}}};
}

/// What stands above a plot.
struct Above {
  Json layers = Json::array();
  double height = 0;  // from the plot
};

/// Upright lines at dates, with their words in lanes above the plot: no word lies on a line or another word.
struct DateMark {
  Date date;
  std::string words;
  bool is_target = false;
};
[[nodiscard]] Above marks_above(const Canvas& canvas, std::vector<DateMark> marks, const DateAxis& dates,
                                double plot_height, double room_below);

/// What a mark means: a sample of it, around 0 and up to 10 pixels to either side, and words.
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

/// Such items in lines above the plot. @param left  where they begin, from the plot  @param bottom  pixels above the
/// plot that it keeps free; it ends there
[[nodiscard]] Json key_layers(const Canvas& canvas, const std::vector<KeyItem>& items, double left, double bottom);

/// The axis that all rows of a chart share.
struct RowAxis {
  double low = 0, high = 1;
  std::function<Above(double width)> draw = {};
};

/// Of columns under their names: column i reaches from i to i + 1.
[[nodiscard]] RowAxis columns_axis(const Canvas& canvas, const std::vector<std::string>& names);

/// Of dates, to be given as days_of() them.
[[nodiscard]] RowAxis dates_axis(Date first, Date last);
[[nodiscard]] inline double days_of(Date date) { return static_cast<double>(date.time_since_epoch().count()); }

/// Where a row's marks are at the right edge of the plot, or at the middle of the next row.
inline constexpr double at_edge = std::numeric_limits<double>::infinity();

/// A row with a name and words: beside its marks at a desk, above them on a phone. Its marks have x on the axis and y
/// in pixels from the middle of the first lane.
struct ChartRow {
  std::string name;
  std::string words = {};  // to the right of the marks
  Shapes marks = {};
  bool bold = false;
  std::string heading = {};  // stands above the row; empty: none

  /// A share or a value with its interval.
  void dot(double value, const Interval& interval, const Dot& look = {});
};

/// A chart in rows.
struct RowChart {
  std::vector<ChartRow> rows = {};
  double lane_height = 20;
  std::size_t lanes = 1;
  std::vector<KeyItem> key = {};
  bool striped = true;  // every second row

  /// A line at one place through all rows; where names stand above the lanes, through these alone.
  struct Upright {
    double x;
    const char* colour = grey;
    bool dashed = false;
    double width = 1.2;
  };
  std::vector<Upright> uprights = {};

  /// The row that is added. Another one may move it.
  ChartRow& add(std::string name, std::string words = {}) {
    return rows.emplace_back(ChartRow{std::move(name), std::move(words)});
  }

  /// @param chart  or a panel, without content
  [[nodiscard]] Json draw(Json chart, const Canvas& canvas, const RowAxis& axis) const;
};

/// Of values, about one labelled tick in 90 pixels; the unit stands below the numbers, per cent with them.
[[nodiscard]] RowAxis level_axis(double low, double high, const Scale& scale, bool with_sign = false);
/// As far as a chart has marks and lines through its rows, and a little further. @param with_zero  0 is in it
[[nodiscard]] RowAxis level_axis(const RowChart& chart, const Scale& scale, bool with_sign = false,
                                 bool with_zero = true);

/// A table of shaded cells with their words in them, as rows.
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

/// A share of the futures in per cent: the palest for none of them, the darkest for all. @param bold_from  where it
/// stands out
[[nodiscard]] ShadedCell shaded(double share, double bold_from = 1e-9);

/// "50 of 100 futures", and how such a share is said: a whole number, `fewer than 1`, `more than 99`.
[[nodiscard]] inline std::string of_hundred(double share) {
  if (share > 0 && share < 0.005) return tr("fewer than 1");
  if (share < 1 && share > 0.995) return tr("more than 99");
  return fmt::format("{:.0f}", share * 100);
}

/// "61 of 200 futures", "none of 200 futures", "all 200 futures": in how many of them something holds.
[[nodiscard]] std::string in_futures(double share, std::size_t replications);

/// As charts write numbers, their digits grouped by thin spaces: with their unit, and without.
[[nodiscard]] inline std::string amount(double value, const Scale& scale) {
  return show_with_unit(value, scale, thin_space);
}
[[nodiscard]] inline std::string plain(double value, const Scale& scale) { return show(value, scale, thin_space); }

/// Shares in per cent.
[[nodiscard]] inline Scale per_cent() { return {0.01, "%", true}; }

/// A range: "-9.1 to -4.6", "43 to 65 %", in Chinese "43%～65%"; and a value with it: "12 % (9 to 15 %)".
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

/// The same of a target on its date: "61 of 200 futures", "withheld", of a single future "met".
[[nodiscard]] std::string met_in_futures(const TargetResult& result);

/// "≥ 100 %", "≤ 5 people"
[[nodiscard]] inline std::string goal_of(const TargetDefinition& target, const Scale& scale) {
  return (target.bound == Bound::at_least ? "≥ " : "≤ ") + amount(target.goal, scale);
}

/// What became of a target, in one clause: "56 of 200 futures reach 100 % by 2022-06-30".
[[nodiscard]] std::string target_words(const TargetDefinition& target, const TargetResult& result, const Scale& scale);

/// With three significant digits, as much as a headline bears.
[[nodiscard]] inline double about(double value) { return std::strtod(fmt::format("{:.3g}", value).c_str(), nullptr); }

/// One of the smallest areas, under its name; those that are called the same have their ids with them.
struct NamedArea {
  AreaNode area;
  std::string name;
};
/// Those that have something, in the order of the scenario.
[[nodiscard]] std::vector<NamedArea> areas_with(const ResultsShape& shape, const std::function<bool(AreaNode)>& has);

/// "1 area", "12 areas"
[[nodiscard]] inline std::string words_of_areas(std::size_t count) {
  return count == 1 ? tr("1 area") : tr("{} areas", count);
}

/// The first reports at which 1 in 20, half and 19 in 20 of the futures have come so far.
struct Reached {
  std::optional<std::size_t> early, half, late;
};
[[nodiscard]] Reached reached(const Results& results, AreaNode area, std::size_t series, double level);

/// Whether a series has values there on a date; whether any of its figures is withheld: what adds up over dates, and
/// when something was reached, would give it away.
[[nodiscard]] inline bool has_values(const Results& results, std::size_t date, AreaNode area, std::size_t series) {
  return results.moments(results.shape().cell(date, area, series)).count() > 0;
}
[[nodiscard]] bool is_ever_withheld(const Results& results, AreaNode area, std::size_t series);

}  // namespace muster::output
