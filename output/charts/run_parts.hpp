// What the charts of a run share beside parts.hpp: fans, targets on a series, figures of before the start.
//
// Contract: a fan is the median and the two bands of told_quantiles.hpp, which differ in grey too. Leaves out: which
// chart shows what (specs.hpp).
#pragma once

#include "output/charts/parts.hpp"

#include <limits>
#include <string>
#include <vector>

namespace muster::output {

struct Fan {
  std::vector<Date> dates;
  std::vector<Summary> summaries;  // of told_quantiles
};

/// The reports at which an area has values.
[[nodiscard]] Fan fan_of(const Results& results, AreaNode area, std::size_t series);

/// One row a date, up to one: `date`, and the quantiles under their names.
[[nodiscard]] Json rows_of(const Fan& fan, Date until);

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
  [[nodiscard]] bool is_empty() const { return low > high; }
  [[nodiscard]] bool varies() const { return high > low + 1e-9 * std::max(std::abs(low), std::abs(high)); }
};

/// The last report from which to the end nothing of a fan changes.
[[nodiscard]] Date last_change(const Fan& fan);

/// The stretches of a fan that are withheld, each to half the way to what is told, grey over the whole height.
[[nodiscard]] Shapes withheld_parts(const Fan& fan, const DateAxis& dates, double height);
inline constexpr const char* withheld_colour = "#E2E2E2";

/// Bands, the wider below, and the median on them; x and y are those of the chart around.
[[nodiscard]] Json fan_layers();

struct ShownTarget {
  const TargetDefinition* definition;
  TargetResult result;
};
/// By date. @param area  an id; empty: in any area
[[nodiscard]] std::vector<ShownTarget> targets_on(const Results& results, const std::string& series,
                                                  const std::string& area = {});

/// What became of a target, in one clause: "56 of 200 futures reach 100 % by 2022-06-30".
[[nodiscard]] std::string target_words(const ShownTarget& target, const Scale& scale);

/// What was counted of a series over the whole before the start, by date; small counts are left out where they are
/// withheld.
[[nodiscard]] std::vector<PastFigure> history_of(const Results& results, const ChartContext& context,
                                                 std::size_t series);

/// Where such figures come from, as a line below the title; empty without any.
[[nodiscard]] std::string history_words(const std::vector<PastFigure>& history);

/// "median 7 stations; 50 of 100 futures from 5.5 to 8.5, 90 from 4.3 to 9.7", or what every future has.
[[nodiscard]] std::string summary_words(const Summary& summary, const Scale& scale);

/// The first reports at which 1 in 20, half and 19 in 20 of the futures have come so far.
struct Reached {
  std::optional<std::size_t> early, half, late;
};
[[nodiscard]] Reached reached(const Results& results, AreaNode area, std::size_t series, double level);

/// Whether a figure is withheld at any date: what adds up over dates, and when something was reached, would give it
/// away.
[[nodiscard]] bool is_ever_withheld(const Results& results, AreaNode area, std::size_t series);

/// What happens over the whole place by calendar year: a row for each, with what was counted in years before the
/// start.
/// @param series  index of a flow, one of the headline series
[[nodiscard]] Json year_chart(const Results& results, const ChartContext& context, std::size_t series,
                              const Canvas& canvas);

}  // namespace muster::output
