// The results of a sweep: a tidy table, whose first columns are the inputs, and charts.
//
// Contract: one row for each point and output, in the order of the points; probabilities have a 95 % Wilson
// interval, means a 95 % t interval. Charts are Vega-Lite 5 (charts/parts.hpp): dots along one axis, or a map of
// two axes. Leaves out: running the sweep, and the meaning of an axis: the caller that made the points also
// supplies their values as texts.
#pragma once

#include "engine/experiments/point_result.hpp"
#include "output/charts/specs.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace muster::output {

struct SweptAxis {
  std::string name;                // a parameter's path
  std::string unit;                // "share", "days", …; may be empty
  bool dates = false;              // values are dates
  bool words = false;              // values are words
  std::vector<double> values;      // one for each point: the number that is drawn
  std::vector<std::string> plain;  // one for each point, for tables
  std::vector<Text> written;       // one for each point, for readers
  Text title = {};                 // empty: `name` is shown
};

/// The name of an axis as readers see it.
[[nodiscard]] inline Text name_of(const SweptAxis& axis) {
  return axis.title.empty() ? Text::verbatim(axis.name) : axis.title;
}

struct Sweep {
  LocalizedText title;  // of the place
  ResultsShape shape;
  std::vector<SweptAxis> axes;
  bool together = false;                  // the axes move in lock-step, so the first stands for all
  bool grid = true;                       // the points combine every value with every other, or nearly so
  std::vector<PointResult> outcomes;      // one for each point
  std::optional<SeriesName> money;        // the series of money spent up to the end; none: no money is simulated
  std::vector<Moments> spent = {};        // of that series, one for each point
  std::vector<Moments> extra_spent = {};  // of each point less the first, replication by replication
  std::optional<double> wanted;           // the probability to mark on the chart of one axis
  Text finding;                           // title of the chart; empty: the chart makes its own
  std::optional<std::size_t> answer;      // the point to mark on it
  std::vector<Interval> intervals;  // simultaneous intervals of the only target, one for each point; empty: 95 % each

  /// Adds the amount that a replication spent at a point. Within a replication the points must come in their order.
  void add_spent(std::size_t point, double amount) {
    if (point == 0) spent_at_first = amount;
    if (std::isnan(amount) || std::isnan(spent_at_first)) return;
    spent[point].add(amount);
    extra_spent[point].add(amount - spent_at_first);
  }
  double spent_at_first = 0;  // at the first point, by the replication that is being added
};

/// Writes the columns point, one for each axis, then output,area,unit,mean,low,high,replications. Outputs are
/// targets.<id>.probability, targets.<id>.value, targets.<id>.shortfall, and each headline series over the whole
/// place at the horizon (a flow: its total).
void write_sweep(std::ostream& out, const Sweep& sweep);

/// A chart of the number of futures in which each target is met. Along one axis it has a row for each value, and
/// marks the first value that reaches the wanted probability (default: nine in ten); two axes that form a grid
/// make a map. Null if no target can be judged, or none differs between the points.
[[nodiscard]] nlohmann::ordered_json sweep_chart(const Sweep& sweep, const Canvas& canvas = desk);

/// That chart, and one along one axis of the mean value on the date of the targets whose probabilities do not differ
/// significantly, which is null if there are none. The sweep must outlive them.
[[nodiscard]] std::vector<Chart> sweep_charts(const Sweep& sweep);

}  // namespace muster::output
