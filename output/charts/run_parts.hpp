// What the charts of a run share beside parts.hpp: fans, targets on a series, marked dates, figures of before the start.
//
// Contract: a fan says in words how many of 100 futures lie in each of its bands, and its bands differ in their edges as well as
// in their shade. Leaves out: which chart shows what (specs.hpp).
#pragma once

#include "output/charts/parts.hpp"

#include <array>
#include <string>
#include <vector>

namespace muster::output {

/// The middle, and the ends of the bands in which 50, 80 and 95 of 100 futures lie.
inline constexpr std::array fan_probabilities = {0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975};
inline constexpr std::array fan_fields = {"p025", "p10", "p25", "p50", "p75", "p90", "p975"};
inline constexpr std::size_t middle = 3;

struct FanBand {
  std::size_t low, high;  // of fan_fields
  int of_hundred;
  double opacity;           // each lies on the wider ones
  std::array<int, 2> dash;  // of its edges
};
inline constexpr std::array fan_bands = {FanBand{0, 6, 95, 0.16, {1, 3}}, FanBand{1, 5, 80, 0.22, {5, 3}},
                                         FanBand{2, 4, 50, 0.34, {1, 0}}};

struct Fan {
  std::vector<Date> dates;
  std::vector<Summary> summaries;  // of fan_probabilities
};

/// The reports at which an area has values.
[[nodiscard]] Fan fan_of(const Results& results, AreaNode area, std::size_t series);
[[nodiscard]] Json rows_of(const Fan& fan);

/// The stretches of a fan that are withheld, in pixels of the plot, each to half the way to what is told; fields `x` and `x2`.
[[nodiscard]] Json withheld_rows(const Fan& fan, const DateAxis& dates);
/// They are grey over the whole height. @param transform  which rows of the chart's data they are; null: of their own
[[nodiscard]] Json withheld_layer(const Json& rows, double height, const Json& transform = nullptr);
inline constexpr const char* withheld_colour = "#E2E2E2";

/// Bands, widest first, and the median on them, of rows with the fields above.
/// @param edges  whether bands have their edges drawn
[[nodiscard]] Json fan_layers(const Json& x, const ValueAxis& values, bool edges);

/// Smallest and largest of what is drawn; infinite, the wrong way round, of nothing.
struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void add(const Fan& fan) {
    for (const Summary& summary : fan.summaries) {
      add(summary.quantiles.front());
      add(summary.quantiles.back());
    }
  }
};

struct ShownTarget {
  const TargetDefinition* definition;
  TargetResult result;
};
[[nodiscard]] std::vector<ShownTarget> targets_on(const Results& results, const std::string& series,
                                                  const std::string& area);
[[nodiscard]] std::string sign_of(Comparison comparison);

/// What became of a target, in one clause: "28 of 100 futures reach 100 % by 2022-06-30".
[[nodiscard]] std::string target_words(const ShownTarget& target, const Scale& scale);

/// What was counted of a series over the whole before the start, by date; small counts are left out where they are withheld.
[[nodiscard]] std::vector<PastFigure> history_of(const Results& results, const ChartContext& context,
                                                 std::size_t series);

/// Where such figures come from, as a line below the title; empty without any.
[[nodiscard]] std::string history_words(const std::vector<PastFigure>& history);

/// "median 7 stations", or what every future has.
[[nodiscard]] std::string median_words(const Summary& summary, const Scale& scale);

/// "of 100 futures 50 lie from 5.5 to 8.5, 80 …, 95 …"; empty where all are the same.
[[nodiscard]] std::string spread_words(const Summary& summary, const Scale& scale);

}  // namespace muster::output
