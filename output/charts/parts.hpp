// What all charts are built from: colours, axes of values and of dates, labels that do not lie on each other.
//
// Contract: pieces of Vega-Lite 5 as JSON; positions are in pixels of the plot. Leaves out: which chart shows what (specs.hpp, …).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/charts/palette.hpp"
#include "output/charts/specs.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

// A chart is 760 pixels wide with its margins.
inline constexpr double plot_width = 636;
inline constexpr double plot_height = 340;
inline constexpr double text_size = 14;
inline constexpr const char* thin_space = "\u2009";

/// A specification without title and content.
[[nodiscard]] Json base(std::string description);

/// A title with lines below it, both broken where they are too long.
/// @param place  stands before it, with a colon; may be empty
[[nodiscard]] Json title_of(const std::string& place, const std::string& what,
                            const std::vector<std::string>& subtitle);

[[nodiscard]] inline Json value_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// With seven significant digits, as many as tables have.
[[nodiscard]] Json rounded(double value);

/// Breaks a text into lines of at most so many cells, at blanks and between Chinese characters; a word is broken only if it is
/// longer than a line. No line begins with a closing mark or ends with an opening one.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t width);

/// The upright axis: what part of it shows values, and how numbers are written.
struct ValueAxis {
  Scale scale;
  double low = 0, high = 1;  // of the whole plot, room for labels included
  Json axis;

  [[nodiscard]] Json y() const { return {{"domain", {low, high}}, {"nice", false}, {"zero", false}}; }
  [[nodiscard]] double pixel(double value, double height) const { return height * (1 - (value - low) / (high - low)); }
};

/// @param headroom  pixels to keep free above the largest value
/// @param size      what decides the scale, where values below 0 are larger in size than the largest; 0: the largest
[[nodiscard]] ValueAxis value_axis(const SeriesName& series, double smallest, double largest, double height,
                                   double headroom, bool from_zero, double size = 0);

/// The axis of dates: a little before the start, so that the start's line stands free of the axis.
struct DateAxis {
  Date first, last;
  double width = plot_width;

  /// @param earliest  where it begins if that is before the start
  DateAxis(const ResultsShape& shape, double pixels, std::optional<Date> earliest = {})
      : first(std::min(shape.dates.front(), earliest.value_or(shape.dates.front()))),
        last(shape.dates.back()),
        width(pixels) {
    const auto span = std::max(last - first, std::chrono::days{1});
    first -= std::chrono::days{span.count() / 60 + 1};
    last += std::chrono::days{span.count() / 60 + 1};
  }

  [[nodiscard]] double pixel(Date date) const {
    return width * static_cast<double>((date - first).count()) / static_cast<double>((last - first).count());
  }
  [[nodiscard]] bool holds(Date date) const { return date >= first && date <= last; }

  [[nodiscard]] Json x(const char* field, bool labels = true) const {
    return {{"field", field},
            {"type", "temporal"},
            {"scale", {{"type", "utc"}, {"domain", domain()}, {"nice", false}}},
            {"axis", axis(labels)}};
  }

 private:
  [[nodiscard]] Json domain() const { return {moment(first), moment(last)}; }

  [[nodiscard]] Json axis(bool labels) const {
    using namespace std::chrono;
    const double pixels_a_month = width * 30.4 / static_cast<double>((last - first).count());
    const unsigned months = pixels_a_month > 62 ? 1 : pixels_a_month > 21 ? 3 : 12;
    const double labelled = width < 300 ? 42 : 48;  // pixels a year's label takes
    const int years = std::max(1, static_cast<int>(std::ceil(labelled / (12 * pixels_a_month))));
    Json ticks = Json::array();
    for (year_month month{year_month_day{first}.year(), January}; sys_days{month / 1} <= last;
         month += std::chrono::months{months})
      if (sys_days{month / 1} >= first && pixel(sys_days{month / 1}) < width - (width < 300 ? 14 : 0) &&
          (months < 12 || static_cast<int>(month.year()) % years == 0))
        ticks.push_back(moment(sys_days{month / 1}));
    return {{"values", ticks},        {"format", months == 12 ? "%Y" : "%Y-%m"},
            {"title", nullptr},       {"labels", labels},
            {"grid", false},          {"labelPadding", 5},
            {"labelAlign", "center"}, {"labelFlush", false}};
  }

  static Json moment(Date date) {
    const std::chrono::year_month_day day{date};
    return {{"year", static_cast<int>(day.year())},
            {"month", static_cast<unsigned>(day.month())},
            {"date", static_cast<unsigned>(day.day())},
            {"utc", true}};
  }
};

[[nodiscard]] inline double text_width(const std::string& text, double size) {
  return static_cast<double>(display_width(text)) * size * 0.54;
}

/// Labels are placed in pixels before anything is drawn, because Vega-Lite lets texts lie on each other.
struct Box {
  double left, top, right, bottom;
  [[nodiscard]] bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

struct Label {
  std::string text;
  double x = 0, y = 0;  // of its first line's middle
  bool to_the_left = false;
};

[[nodiscard]] Json label_layer(const std::vector<Label>& labels, const char* colour, double size);

/// What a mark means, in rows above the plot; the title keeps clear of them.
struct KeyItem {
  enum class Kind : std::uint8_t { line, band, point, bar } kind = Kind::line;
  std::string words = {};
  std::string colour = {};
  double size = 2;      // of a line its width, of a point its area
  double opacity = 1;   // of a band
  Json dash = nullptr;  // of a line, or of a band's edges
  std::string shape = "circle";
  std::string fill = {};  // of a bar or point, where it differs from its edge
};

struct Key {
  Json layers = Json::array();
  double height = 0;
};

[[nodiscard]] Key key_of(const std::vector<KeyItem>& items, double width);

/// The header over each panel of a facet. @param limit  pixels that a name may take; 0: as many as it needs
[[nodiscard]] Json facet_header(double limit = 0);

/// How many of 100 futures a share of them is: a whole number, `fewer than 1`, `more than 99`.
[[nodiscard]] std::string of_hundred(double share);

/// With three significant digits, as much as a headline bears.
[[nodiscard]] double about(double value);

/// "2 000 replications"
[[nodiscard]] std::string words_of_replications(std::size_t count);

/// Sentences one after another, each with its full stop.
[[nodiscard]] std::string sentences(const std::vector<std::string>& parts);

/// The areas that a chart by area shows.
struct ShownAreas {
  std::vector<AreaNode> areas;  // none: no groups are few enough
  Wording words;  // a sentence on the groups that stand in for areas, or on why there is no chart; may be empty

  /// What stands in place of a chart without areas: null, or why there is none.
  [[nodiscard]] Json instead() const {
    return words.empty() ? Json(nullptr) : Json::array({words.written, words.english});
  }
};

/// The leaves that have values if they are at most so many, else the groups on the lowest level of the tree that are.
/// @param has   for each node, whether it has values
/// @param what  the chart, in words of the current language
[[nodiscard]] ShownAreas areas_to_show(const ResultsShape& shape, const std::vector<bool>& has, std::size_t most,
                                       const std::function<std::string()>& what);

/// Adds layers to layers.
void append(Json& layers, Json more);

}  // namespace muster::output
