// The results of an ensemble: the distribution of every recorded value, and how often each target was met.
//
// Contract: replications enter in the order of their numbers, so that the same setup gives identical output on any
// number of threads. Up to 1 024 replications, every value is kept as a packed 32-bit float (packed_columns.hpp)
// and quantiles are exact; beyond that, values are counted in sketches (quantile_sketch.hpp) and memory no longer
// grows, except for 8 bytes per replication and 16 for each of its targets. Means and standard deviations are
// accumulated in doubles and are always exact. While there are only a few replications, just their unrounded
// values are kept, 8 bytes each. For the first replications, the values of the headline series over all areas are
// kept per replication, however many replications follow. Leaves out: files.
#pragma once

#include "engine/ensemble/replication_outcome.hpp"
#include "engine/ensemble/target.hpp"
#include "engine/series/series.hpp"
#include "engine/statistics/float_sorter.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"
#include "engine/statistics/packed_columns.hpp"
#include "engine/statistics/quantile_sketch.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The shape that all replications share.
struct ResultsShape {
  std::vector<Date> dates;  // recorded dates; the first is the start
  Areas areas{std::vector<AreaDefinition>{}};
  std::vector<SeriesInfo> series;
  std::vector<TargetDefinition> targets;
  std::vector<std::size_t> headline;  // indices of the series that are shown first

  [[nodiscard]] std::size_t cell_count() const { return dates.size() * areas.node_count() * series.size(); }
  /// Number of cells that results keep: the cells above, and two totals at each date of each headline flow.
  [[nodiscard]] std::size_t kept_count() const;
  /// The index of the series with this name, or nothing.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t s = 0; s < series.size(); ++s)
      if (series[s].name.name == name) return s;
    return std::nullopt;
  }
  /// The index of the last recorded date that is not after `day`; nothing if `day` is before the first.
  [[nodiscard]] std::optional<std::size_t> period_before(Date day) const {
    const auto later = std::upper_bound(dates.begin(), dates.end(), day);
    if (later == dates.begin()) return std::nullopt;
    return static_cast<std::size_t>(later - dates.begin()) - 1;
  }
  [[nodiscard]] std::size_t cell(std::size_t date, AreaNode area, std::size_t s) const {
    return (date * areas.node_count() + area) * series.size() + s;
  }
};

/// Disclosure control: small counts of people are not published. No published value of these series lies strictly
/// between 0 and `least`.
struct Withholding {
  double least = 0;          // 0: nothing is withheld
  std::vector<bool> series;  // by series: its counts are protected, or would disclose such counts
  /// Among them, those whose own counts may be small; they are withheld only where they would disclose another.
  /// Empty: none.
  std::vector<bool> may_be_small = {};

  [[nodiscard]] bool is_protected(std::size_t s) const {
    return series.at(s) && (may_be_small.empty() || !may_be_small.at(s));
  }
};

/// The distribution of a cell over all replications that have a value there.
struct Summary {
  std::size_t replications = 0;  // with a value; the quantiles are NaN if there are none
  double mean = 0;               // NaN if there are no values, as is sd
  double sd = 0;                 // of the values, n − 1 in the denominator; 0 for a single value
  std::vector<double> quantiles;
  bool withheld = false;  // there are values, but all of the above except `replications` are NaN
};

/// A replication with nothing to judge counts as not met, and not as lost. If no replication has anything to
/// judge, the values are NaN.
struct TargetResult {
  std::size_t replications = 0;
  double probability = 0;  // of being met at the end of its date
  Interval interval;       // of the probability, 95 %, Wilson
  bool withheld = false;   // the values are withheld: they are NaN
  // Whether statements about meeting the goal (the probability, the share that reached it and when) are withheld
  // too, because they would bound a withheld value. `reached_by` is NaN only at the dates on which it would do so.
  bool attainment_withheld = false;
  double p05 = 0, p50 = 0, p95 = 0;
  double shortfall_mean = 0;        // mean over all replications with something to judge; 0 where the target is met
  double reached_share = 0;         // share of replications that met it at the end of any date up to the horizon
  std::optional<Date> reached_p50;  // empty if fewer than half of the replications ever reach it
  std::size_t lost = 0;             // replications that met it at some time up to its date, but not on its date
  std::vector<std::pair<Date, double>> reached_by;  // by recorded date: share that had first met it by then
};

class Results {
 public:
  static constexpr std::size_t most_kept = 1024;  // up to this many replications, all values are kept

  static constexpr std::size_t most_unrounded = 4;  // up to this many replications, values are kept unrounded

  static constexpr std::size_t most_paths = 12;  // number of replications whose headline series are kept individually

  /// @param kept  up to this many replications, every value is kept; results of no more replications do not depend
  ///              on it
  explicit Results(ResultsShape shape, std::size_t kept = most_kept);

  /// Adds the next finished replication; numbers must rise. @throws std::logic_error if they do not
  void add(ReplicationResult result);
  void add(ReplicationFailure stopped) { stopped_.push_back(std::move(stopped)); }

  /// Withholds small counts from every summary requested from now on. Call it only when the results are complete.
  ///
  /// A cell is withheld completely, so that nothing can be inferred from which of its values are missing. It is
  /// withheld if its mean or any of its usual quantiles is too small; if it is a share of withheld cells; and if
  /// it could be derived by subtraction: a sum and its parts never have exactly one withheld cell among them,
  /// because the smallest of the others is withheld as well, and totals over time are withheld until they disclose
  /// no withheld period. No single replication is published. Relations between the change of a stock and its flows
  /// are followed from date to date; solving several relations together (over areas and dates at once) is not
  /// considered.
  /// Source: A. Hundepool et al., Statistical Disclosure Control (2012), sec. 4.2 (threshold rule), 4.4 (secondary
  /// suppression).
  void withhold(const Withholding& rule);

  /// How many cells of the shape are withheld, and how many cells there are of the series that the rule covers.
  struct WithheldCells {
    std::size_t withheld = 0, of = 0;
  };
  [[nodiscard]] WithheldCells withheld_cells() const;

  /// The rule's `least`; 0 if there is no rule.
  [[nodiscard]] double least_published() const { return rule_.least; }

  /// Whether a value of a series, however it was obtained, is a small count that must not be published.
  [[nodiscard]] bool withholds(std::size_t series, double value) const {
    return is_protected(series) && is_small(value);
  }

  /// Whether a cell of the shape is withheld.
  [[nodiscard]] bool withheld(std::size_t cell) const { return !withheld_.empty() && withheld_[cell]; }

  [[nodiscard]] const ResultsShape& shape() const { return shape_; }
  [[nodiscard]] std::size_t replications() const { return numbers_.size(); }
  [[nodiscard]] const std::vector<Replication>& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<ReplicationFailure>& stopped() const { return stopped_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

  /// Whether quantiles are computed from all values; otherwise they come from sketches.
  [[nodiscard]] bool exact() const { return sketches_.empty(); }

  /// The moments of a cell over the replications that have a value there; cheap to compute.
  [[nodiscard]] Moments moments(std::size_t cell) const;

  /// Summarises one cell after another in reused memory, for callers that go through very many cells.
  class Summaries {
   public:
    /// @param results, probabilities  must outlive the object and must not move
    Summaries(const Results& results, std::span<const double> probabilities);

    /// The summary of a cell of the shape; valid until the next call. Quantiles are of type 7 (linear), see
    /// quantile.hpp.
    /// @throws std::out_of_range if there is no such cell
    [[nodiscard]] const Summary& operator()(std::size_t cell);

   private:
    friend class Results;
    const Summary& of_any(std::size_t cell);

    const Results& results_;
    std::span<const double> probabilities_;
    std::vector<float> column_;
    std::vector<double> sorted_;
    FloatSorter sorter_;
    Summary summary_;
  };

  /// Summaries of a range of consecutive cells.
  [[nodiscard]] std::vector<Summary> summarise(std::size_t first_cell, std::size_t count,
                                               std::span<const double> probabilities) const;

  /// Summaries, one for each date, of the total of a headline flow over all areas since the start; figures counted
  /// before the start are not included.
  /// @throws std::out_of_range if the series is not a headline flow
  [[nodiscard]] std::vector<Summary> running_totals(std::size_t series, std::span<const double> probabilities) const;

  /// The same for the total since the beginning of the calendar year. In the year of the start this includes what
  /// was counted in that year before the start, so nothing if the start is 1 January.
  [[nodiscard]] std::vector<Summary> totals_of_year(std::size_t series, std::span<const double> probabilities) const;

  /// The moments of the final value of a headline series. For a flow this is its total, because the last period
  /// alone may be empty.
  [[nodiscard]] Moments ending(std::size_t series) const;

  [[nodiscard]] TargetResult target(std::size_t index) const;

  /// The share of replications whose value in a cell of the shape meets a goal; those without a value do not meet
  /// it. Where quantiles come from sketches, the share is as accurate as the sketches are.
  [[nodiscard]] double share_that_meets(std::size_t cell, TargetDefinition target) const;

  /// The value of each replication at the end of a target's date, in the order of the replications; NaN: nothing
  /// to judge.
  [[nodiscard]] std::vector<double> target_values(std::size_t index) const;

  /// The values of a headline series over all areas in each of the first replications: paths × dates, as recorded,
  /// so those of a flow are the totals of its periods; NaN where a replication has no value. Empty if small counts
  /// are withheld.
  /// @throws std::out_of_range if the series is not a headline series
  [[nodiscard]] std::vector<std::vector<double>> paths(std::size_t series) const;

  /// Memory that the values and the per-replication data occupy.
  [[nodiscard]] std::size_t bytes() const;

  /// Upper bound of bytes() after this many replications of a shape; exact as long as there are few.
  [[nodiscard]] static std::size_t bytes_at_most(const ResultsShape& shape, std::size_t replications,
                                                 std::size_t kept = most_kept);

 private:
  // The two totals of a headline flow: the first cell of each. Each has one cell per date; they follow the cells
  // of the shape.
  struct Total {
    std::size_t series;
    std::size_t running;
    std::size_t of_year;
  };

  // A stock, and the flows that change it with their factors.
  struct Balance {
    std::size_t stock;
    std::vector<std::pair<std::size_t, double>> flows;
  };

  [[nodiscard]] const Total& total_of(std::size_t series) const;
  // A replication's unrounded values: those of the shape's cells, and those of the totals.
  struct Values {
    std::vector<double> cells, totals;
    [[nodiscard]] double operator[](std::size_t cell) const {
      return cell < cells.size() ? cells[cell] : totals[cell - cells.size()];
    }
  };

  [[nodiscard]] std::vector<double> totals_of(const ReplicationResult& result) const;
  void enter(const Values& values);
  void fold();
  [[nodiscard]] bool is_small(double value) const { return value > 0 && value < rule_.least; }
  [[nodiscard]] bool is_protected(std::size_t series) const {
    return !withheld_.empty() && rule_.is_protected(series);
  }
  void withhold_from(const TargetDefinition& target, TargetResult& result) const;
  [[nodiscard]] std::vector<bool> withheld_totals(AreaNode area, std::size_t series) const;
  [[nodiscard]] std::vector<bool> withheld_totals_alone(AreaNode area, std::size_t series) const;
  void withhold_totals();
  void withhold_quotients();
  void withhold_against_subtraction();
  // whether a cell is not withheld yet and may be
  [[nodiscard]] bool may_be_withheld(std::size_t cell) const {
    return !withheld_[cell] && rule_.series[cell % shape_.series.size()];
  }
  [[nodiscard]] bool withhold_one_more(std::size_t whole, std::span<const std::size_t> parts);
  [[nodiscard]] bool counts_anything(std::size_t series) const;
  [[nodiscard]] bool are_the_same(std::size_t one, std::size_t other) const;  // of two series: in every cell
  [[nodiscard]] std::vector<Balance> published_balances() const;
  [[nodiscard]] std::vector<bool> wanted_dates(std::size_t series) const;
  [[nodiscard]] bool withhold_between_dates(const Balance& balance, AreaNode area);
  void read(std::size_t cell, std::vector<float>& to) const;
  [[nodiscard]] std::vector<Summary> summarise_any(std::size_t first_cell, std::size_t count,
                                                   std::span<const double> probabilities) const;

  ResultsShape shape_;
  std::size_t kept_;
  std::size_t cells_;  // number of cells of the shape and of the totals that follow them
  std::vector<Total> totals_;
  std::vector<Replication> numbers_;
  std::vector<Values> first_;                 // of all replications, as long as they are few; then empty
  std::vector<Moments> moments_;              // by cell, once the replications are no longer few
  PackedColumns values_;                      // by cell, of the latest replications, those not yet in the sketches
  std::vector<QuantileSketch> sketches_;      // by cell; empty as long as every value is kept
  std::vector<float> paths_;                  // first replications × headline series × dates
  std::vector<double> target_values_;         // replications × targets
  std::vector<std::optional<Date>> reached_;  // replications × targets
  std::vector<ReplicationFailure> stopped_;
  std::uint64_t events_ = 0;
  Withholding rule_;
  std::vector<bool> withheld_;  // by cell, including the totals at the end; empty: nothing is withheld
};

}  // namespace muster
