// What an ensemble of replications found: every report value of every replication, and what became of each target.
//
// Contract: replications enter in the order of their numbers, so that the same plan gives the same bytes on any number of
// threads. Values are kept as 32-bit floats, one a replication and cell, because exact quantiles need them all: whole numbers
// are exact up to 16 777 216 and others to 7 digits. Means and standard deviations are summed in doubles. Leaves out: files.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/ensemble/target.hpp"
#include "engine/random/stream.hpp"
#include "engine/series/series.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// One replication's whole history, as reported.
struct History {
  Replication replication{};
  std::vector<double> values;         // dates × areas × series
  std::vector<double> target_values;  // at the end of each target's date; NaN: nothing to judge, or beyond the horizon
  std::vector<std::optional<Date>> reached;  // when each target was first met, at the end of a date
  std::uint64_t events = 0;
};

/// A replication that stopped: a broken identity or a bug.
struct Stopped {
  Replication replication{};
  std::string why;
};

/// The shape that all replications share.
struct ResultsShape {
  std::vector<Date> dates;  // of the reports; the first is the start
  Areas areas{std::vector<AreaDefinition>{}};
  std::vector<SeriesInfo> series;
  std::vector<TargetDefinition> targets;
  std::vector<std::size_t> headline;  // indices of the series to show first

  [[nodiscard]] std::size_t cell_count() const { return dates.size() * areas.node_count() * series.size(); }
  [[nodiscard]] std::size_t cell(std::size_t date, AreaNode area, std::size_t s) const {
    return (date * areas.node_count() + area) * series.size() + s;
  }
};

/// A cell over all replications that have a value there.
struct Summary {
  std::size_t replications = 0;  // with a value; the quantiles are NaN when there is none
  double mean = 0;               // NaN when there is none, as is sd
  double sd = 0;                 // of the values, n − 1; 0 for a single one
  std::vector<double> quantiles;
};

/// The summary of one value a replication; NaN marks those that have none.
/// @param probabilities  of the quantiles, type 7 (linear), see quantile.hpp
[[nodiscard]] Summary summarise(std::vector<double> values, std::span<const double> probabilities);

/// Replications with nothing to judge count as not met; where none has anything to judge, the values are NaN.
struct TargetResult {
  std::size_t replications = 0;
  double probability = 0;  // of being met at the end of its date
  Interval interval;       // of the probability, 95 %, Wilson
  double p05 = 0, p50 = 0, p95 = 0;
  double shortfall_mean = 0;        // over all replications with something to judge, 0 where met
  double reached_share = 0;         // of replications that met it at the end of any date up to the horizon
  std::optional<Date> reached_p50;  // empty if fewer than half ever do
  std::vector<std::pair<Date, double>> reached_by;  // share that had first met it by each report date
};

class Results {
 public:
  explicit Results(ResultsShape shape) : shape_(std::move(shape)), moments_(shape_.cell_count()) {}

  /// Adds the next finished replication; numbers must rise. @throws std::logic_error if they do not
  void add(const History& history);
  void add(Stopped stopped) { stopped_.push_back(std::move(stopped)); }

  [[nodiscard]] const ResultsShape& shape() const { return shape_; }
  [[nodiscard]] std::size_t replications() const { return numbers_.size(); }
  [[nodiscard]] const std::vector<Replication>& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<Stopped>& stopped() const { return stopped_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

  /// The moments of a cell over the replications that have a value there; cheap.
  [[nodiscard]] const Moments& moments(std::size_t cell) const { return moments_[cell]; }

  /// A cell's values in replication order, without the empty ones.
  [[nodiscard]] std::vector<double> values(std::size_t cell) const;

  /// Summaries of a run of cells; quantiles are of type 7 (linear), see quantile.hpp.
  [[nodiscard]] std::vector<Summary> summarise(std::size_t first_cell, std::size_t count,
                                               std::span<const double> probabilities) const;

  [[nodiscard]] TargetResult target(std::size_t index) const;

 private:
  ResultsShape shape_;
  std::vector<Replication> numbers_;
  std::vector<Moments> moments_;
  std::vector<std::vector<float>> rows_;                   // replications × cells
  std::vector<std::vector<double>> target_values_;         // replications × targets
  std::vector<std::vector<std::optional<Date>>> reached_;  // replications × targets
  std::vector<Stopped> stopped_;
  std::uint64_t events_ = 0;
};

}  // namespace muster
