// What a sweep found: a tidy table with the inputs in front, and charts.
//
// Contract: one row for each point and output, in the order of the points; probabilities have a 95 % Wilson interval, means a 95 % t
// interval. Charts are Vega-Lite 5 (charts/parts.hpp): dots by one axis, a map of two. Leaves out: running, and what an
// axis means: whoever made the points says how values are written.
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
  std::vector<double> values;      // one a point: the number that is drawn
  std::vector<std::string> plain;  // one a point, for tables
  std::vector<Text> written;       // one a point, for people
  Text title = {};                 // what it is called; empty: its name
};

/// What people are told an axis is.
[[nodiscard]] inline Text name_of(const SweptAxis& axis) {
  return axis.title.empty() ? Text::verbatim(axis.name) : axis.title;
}

struct Sweep {
  LocalizedText title;  // of the place
  ResultsShape shape;
  std::vector<SweptAxis> axes;
  bool together = false;              // the axes move in lock-step, so the first stands for all
  bool grid = true;                   // every value with every other, or nearly so
  std::vector<PointResult> outcomes;  // one a point
  std::optional<SeriesName>
      money;  // what a point costs: what is spent up to the end; empty where no money is simulated
  std::vector<Moments> spent = {};        // of it, one a point
  std::vector<Moments> extra_spent = {};  // of each point less the first, replication by replication
  std::optional<double> wanted;           // a probability to mark on the chart of one axis
  Text finding;                           // what the chart says, instead of what it shows; may be empty
  std::optional<std::size_t> answer;      // the point to mark on it
  std::vector<Interval> intervals;        // of the one target, one a point, that hold together; empty: 95 % each

  /// Adds what a replication spent at a point; those of all points of a replication come in their order.
  void add_spent(std::size_t point, double amount) {
    if (point == 0) spent_at_first = amount;
    if (std::isnan(amount) || std::isnan(spent_at_first)) return;
    spent[point].add(amount);
    extra_spent[point].add(amount - spent_at_first);
  }
  double spent_at_first = 0;  // by the replication that is being added
};

/// Columns: point, one for each axis, then output,area,unit,mean,low,high,replications. Outputs are targets.<id>.probability,
/// targets.<id>.value, targets.<id>.shortfall, and each headline series over the whole at the horizon (a flow: its total).
void write_sweep(std::ostream& out, const Sweep& sweep);

/// In how many futures each target is met: by one axis a row for each value, the least that brings what is wanted (else nine in ten)
/// marked; by two that form a grid a map. Null without targets that can be judged and differ.
[[nodiscard]] nlohmann::ordered_json sweep_chart(const Sweep& sweep, const Canvas& canvas = desk);

/// That one, and the mean value on the date of the targets whose probabilities cannot be told apart, by one axis, which is null where
/// there are none. The sweep must outlive them.
[[nodiscard]] std::vector<Chart> sweep_charts(const Sweep& sweep);

}  // namespace muster::output
