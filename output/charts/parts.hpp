// What all charts are built from: titles, texts, axes of values and of dates, rows with names beside or above their marks.
//
// Contract: pieces of Vega-Lite 5 as JSON for a canvas (canvas.hpp); positions are in pixels of the plot. Texts stand beside what
// they name, above it or in rows of their own, never on it. Leaves out: which chart shows what (specs.hpp, …).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/charts/canvas.hpp"
#include "output/charts/palette.hpp"
#include "output/charts/specs.hpp"
#include "output/document/names.hpp"
#include "output/told_quantiles.hpp"
#include "output/words.hpp"

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::output {

inline constexpr const char* thin_space = "\u2009";

/// What a chart says in words.
struct Said {
  std::string place;               // stands before the headline, with a colon; may be empty
  std::string headline;            // what was found
  std::vector<std::string> below;  // how to read it, a line each; empty ones are left out
  std::vector<std::string> aloud;  // all of it with its numbers, for those who cannot see the chart
};

/// A specification without content. Its headline and the lines below are in `usermeta` too, unbroken, for pages that print them.
[[nodiscard]] Json base(const Canvas& canvas, const Said& said);

/// Puts the chart's figures as a table into its `usermeta`, where report pages find it.
void add_table(Json& chart, std::vector<std::string> head, std::vector<std::vector<std::string>> rows);

/// In place of a chart that would show nothing: the sentence that says why, as read and in English.
[[nodiscard]] Json no_chart(const std::function<std::string()>& why);

[[nodiscard]] inline Json value_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// With seven significant digits, as many as tables have.
[[nodiscard]] Json rounded(double value);

/// How wide a text is drawn, in pixels: of its longest line, rounded up. Source: widths of Noto Sans by kind of character, those of
/// render.mjs.
[[nodiscard]] double text_width(const std::string& text, double size);

/// Breaks a text into lines of at most so many pixels, at blanks and between Chinese characters; a word is broken only if it is
/// longer than a line. No line begins with a closing mark or ends with an opening one.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, double pixels, double size);
/// The same in cells of a terminal, of which a Chinese character takes two.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t cells);

/// A title over one panel of a chart, with a line below it that may be empty.
[[nodiscard]] Json panel_title(const Canvas& canvas, double pixels, const std::string& words,
                               const std::string& below = {});

/// One layer: a mark, its encoding and its own values.
[[nodiscard]] Json layer(Json mark, Json encoding, Json values);

/// A field that holds pixels of the plot.
[[nodiscard]] Json in_pixels(const char* field);

/// Draws an axis that no other layer has. @param channel  "x" or "y"
[[nodiscard]] Json axis_layer(const char* channel, Json axis, Json first_value);

/// A text at a place of the plot; `align` is "left", "right" or "center", and y its middle.
struct Label {
  double x = 0, y = 0;
  std::string text;
  const char* align = "left";
  const char* colour = ink;
  bool bold = false;
};
[[nodiscard]] Json label_layers(const std::vector<Label>& labels, double size);

/// Bars, lines and points in pixels of the plot, each drawn from its own rows.
struct Shapes {
  struct Bar {
    double x, x2, y, height;
    const char* colour;
    const char* edge = nullptr;  // null: none
  };
  struct Line {
    double x, y, x2, y2;
    const char* colour = ink;
    double width = 1.5;
    bool dashed = false;
  };
  struct Point {
    double x, y;
    const char* shape = "circle";
    const char* colour = deep_blue;
    double size = 80;
    bool hollow = false;
  };
  std::vector<Bar> bars;
  std::vector<Line> lines;
  std::vector<Point> points;

  [[nodiscard]] Json layers() const;  // bars below lines below points
};

/// The upright axis: what part of it shows values, and how numbers are written.
struct ValueAxis {
  Scale scale;
  double low = 0, high = 1;
  double extent = 0;  // pixels that the numbers take left of the plot
  Json axis;
  std::string unit;  // to stand above the numbers; empty where they have it with them

  [[nodiscard]] Json y() const {
    return {{"type", "quantitative"},
            {"scale", {{"domain", {low, high}}, {"nice", false}, {"zero", false}}},
            {"axis", axis}};
  }
  [[nodiscard]] double pixel(double value, double height) const { return height * (1 - (value - low) / (high - low)); }
};

/// @param size  what decides the scale, where values below 0 are larger in size than the largest; 0: the largest
[[nodiscard]] ValueAxis value_axis(const Canvas& canvas, const SeriesName& series, double smallest, double largest,
                                   double height, bool from_zero, double size = 0);

/// How Vega writes the number of a field in a scale: `datum.value` on an axis. @param decimals  at most so many
[[nodiscard]] std::string number_expression(const std::string& field, const Scale& scale, bool with_unit, int decimals);

/// The level axis of a chart in rows: from one number to another, about one labelled tick in 70 pixels.
struct LevelAxis {
  double low, high, width;
  Scale scale;
  [[nodiscard]] double pixel(double value) const { return width * (value - low) / (high - low); }
  [[nodiscard]] Json layer(const std::string& title = {}, bool with_sign = false) const;
};

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
  [[nodiscard]] Json layer() const;  // the axis with nothing on it
};

/// Where a chart over time may end: a little after `last_change`, if that leaves out a sixth of the time or more.
/// @returns the last date to show
[[nodiscard]] Date end_of_axis(const ResultsShape& shape, Date last_change);
/// Says so; empty where nothing is left out.
[[nodiscard]] std::string cut_words(const ResultsShape& shape, Date end);

/// Upright lines at dates, with their words in lanes above the plot: no word lies on a line or another word.
struct DateMark {
  Date date;
  std::string words;
  bool is_target = false;
};
struct DateMarks {
  Json layers = Json::array();
  double height = 0;  // above the plot
};
[[nodiscard]] DateMarks marks_above(const Canvas& canvas, std::vector<DateMark> marks, const DateAxis& dates,
                                    double plot_height, double room_below);

/// Rows with a name and words each: beside the marks at a desk, above them on a phone.
struct RowText {
  std::string name;
  std::string words = {};  // to the right of the marks
  std::size_t lanes = 1;
  std::string heading = {};  // stands above the row; empty: none
  bool bold = false;
};
class Rows {
 public:
  Rows(const Canvas& canvas, std::vector<RowText> texts, double lane_height = 16);

  [[nodiscard]] double width() const { return width_; }
  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] double left() const { return left_; }  // of the names
  [[nodiscard]] double lane_height() const { return lane_height_; }
  [[nodiscard]] double at(std::size_t row, std::size_t lane = 0) const {  // the middle of a lane
    return lanes_[row] + lane_height_ * (static_cast<double>(lane) + 0.5);
  }
  /// A line at one place through all rows; where names stand above the lanes, through these alone.
  void add_upright(Shapes& shapes, double x, const char* colour, double width, bool dashed) const;
  /// Stripes behind every second row, and the texts.
  [[nodiscard]] Json layers() const;
  /// Makes a chart of them: axis first, null for none, then the marks.
  void draw(Json& chart, Json axis, const Shapes& shapes) const;

 private:
  Canvas canvas_;
  double width_ = 0, height_ = 0, lane_height_;
  double left_ = 0;                   // of the names, from the plot
  std::vector<double> lanes_, tops_;  // where a row's lanes begin, and the row
  std::vector<Label> labels_;
};

/// A table of shaded cells with their words in them, rows named like those above.
struct ShadedCell {
  std::string words;
  const char* fill = "#FFFFFF";
  bool bold = false;
};
void draw_cells(Json& chart, const Canvas& canvas, const std::vector<std::string>& columns,
                const std::vector<std::string>& names, const std::vector<std::vector<ShadedCell>>& cells);

/// What marks mean, in lines above the plot.
struct KeyItem {
  enum class Kind : std::uint8_t { line, bar, point } kind = Kind::line;
  std::string words;
  const char* colour = ink;
  double size = 2;  // of a line its width
  bool hollow = false;
  bool dashed = false;
  const char* shape = "circle";
};
/// @param left  where its lines begin, from the plot  @param bottom  pixels above the plot that it keeps free
[[nodiscard]] Json key_layers(const Canvas& canvas, const std::vector<KeyItem>& items, double left, double pixels,
                              double bottom);

/// "50 of 100 futures", and how such a share is said: a whole number, `fewer than 1`, `more than 99`.
[[nodiscard]] std::string of_hundred(double share);

/// "61 of 200 futures", "none of 200 futures", "all 200 futures": in how many of them something holds.
[[nodiscard]] std::string in_futures(double share, std::size_t replications);

/// A range: "-9.1 to -4.6", "43 to 65 %", in Chinese "43%～65%"; and a value with it: "12 % (9 to 15 %)".
[[nodiscard]] std::string from_to(const std::string& low, const std::string& high);
[[nodiscard]] std::string from_to(double low, double high, const Scale& scale);
[[nodiscard]] std::string with_range(const std::string& value, const std::string& range);

/// A change with its unit, if it has one: "+40 points".
[[nodiscard]] std::string with_unit_of_change(const std::string& change, const std::string& unit);

/// With three significant digits, as much as a headline bears.
[[nodiscard]] double about(double value);

/// "2 000 futures"
[[nodiscard]] std::string words_of_futures(std::size_t count);

/// Sentences one after another, each with its full stop.
[[nodiscard]] std::string sentences(const std::vector<std::string>& parts);

/// The smallest areas that have values, in the order of the scenario. @param has  for each node, whether it has
[[nodiscard]] std::vector<AreaNode> leaves_with(const ResultsShape& shape, const std::function<bool(AreaNode)>& has);

/// Names of areas; two that are called the same have their ids with them.
[[nodiscard]] std::vector<std::string> names_of(const ResultsShape& shape, const std::vector<AreaNode>& areas);

/// Some names and how many more: "a, b, c and 9 more".
[[nodiscard]] std::string some_of(const std::vector<std::string>& names, std::size_t most = 4);

/// Adds layers to layers.
void append(Json& layers, Json more);

}  // namespace muster::output
