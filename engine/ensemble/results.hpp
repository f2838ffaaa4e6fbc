// What an ensemble of replications found: the distribution of every reported value, and what became of each target.
//
// Contract: replications enter in the order of their numbers, so that the same plan gives the same bytes on any number
// of threads. Up to 1 024 of them every value is kept, as a 32-bit float that is packed (packed_columns.hpp), and
// quantiles are exact; from there on values are counted in sketches (quantile_sketch.hpp) and memory stays as it is, but
// for 8 bytes a replication and 16 for each of its targets. Means and standard deviations are summed in doubles and always
// exact. As long as there are only a few replications, their values are kept as they came, 8 bytes each, and nothing else.
// Of the first replications what the headline series do over the whole is kept as it came, however many follow. Leaves
// out: files.
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
  std::vector<Date> dates;  // of the reports; the first is the start
  Areas areas{std::vector<AreaDefinition>{}};
  std::vector<SeriesInfo> series;
  std::vector<TargetDefinition> targets;
  std::vector<std::size_t> headline;  // indices of the series to show first

  [[nodiscard]] std::size_t cell_count() const { return dates.size() * areas.node_count() * series.size(); }
  /// What results keep: the cells above, and two totals at each date of each flow that is shown first.
  [[nodiscard]] std::size_t kept_count() const;
  /// The index of a series by its name, or nothing.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t s = 0; s < series.size(); ++s)
      if (series[s].name.name == name) return s;
    return std::nullopt;
  }
  /// The index of the last report up to a day; nothing if that is before the first.
  [[nodiscard]] std::optional<std::size_t> period_before(Date day) const {
    const auto later = std::upper_bound(dates.begin(), dates.end(), day);
    if (later == dates.begin()) return std::nullopt;
    return static_cast<std::size_t>(later - dates.begin()) - 1;
  }
  [[nodiscard]] std::size_t cell(std::size_t date, AreaNode area, std::size_t s) const {
    return (date * areas.node_count() + area) * series.size() + s;
  }
};

/// Small counts that are not to be told: no published figure of these series may lie between 0 and `least`, both excluded.
struct Withholding {
  double least = 0;          // 0: nothing is withheld
  std::vector<bool> series;  // of the shape: which hold counts to protect, or would give such counts away
  /// Of these: whose own counts may be small; they are withheld where they would give another away. Empty: none.
  std::vector<bool> may_be_small = {};

  [[nodiscard]] bool is_protected(std::size_t s) const {
    return series.at(s) && (may_be_small.empty() || !may_be_small.at(s));
  }
};

/// A cell over all replications that have a value there.
struct Summary {
  std::size_t replications = 0;  // with a value; the quantiles are NaN when there is none
  double mean = 0;               // NaN when there is none, as is sd
  double sd = 0;                 // of the values, n − 1; 0 for a single one
  std::vector<double> quantiles;
  bool withheld = false;  // there are values, and none is told: all of the above but `replications` are NaN
};

/// Replications with nothing to judge count as not met, and not as lost; where none has anything to judge, the values
/// are NaN.
struct TargetResult {
  std::size_t replications = 0;
  double probability = 0;  // of being met at the end of its date
  Interval interval;       // of the probability, 95 %, Wilson
  bool withheld = false;   // the values: they are NaN
  // What is said of meeting the goal, too, where that would bound a withheld value: the probability, what was reached and when.
  // `reached_by` is NaN at the dates on which it alone would.
  bool outcome_withheld = false;
  double p05 = 0, p50 = 0, p95 = 0;
  double shortfall_mean = 0;        // over all replications with something to judge, 0 where met
  double reached_share = 0;         // of replications that met it at the end of any date up to the horizon
  std::optional<Date> reached_p50;  // empty if fewer than half ever do
  std::size_t lost = 0;             // replications that met it by its date and do not meet it on it
  std::vector<std::pair<Date, double>> reached_by;  // share that had first met it by each report date
};

class Results {
 public:
  static constexpr std::size_t most_kept = 1024;  // replications whose values are all kept

  static constexpr std::size_t few = 4;  // up to so many replications their values are kept as they came

  static constexpr std::size_t most_paths = 12;  // replications whose headline series are kept one by one

  /// @param kept  up to how many replications every value is kept; results within it do not depend on it
  explicit Results(ResultsShape shape, std::size_t kept = most_kept);

  /// Adds the next finished replication; numbers must rise. @throws std::logic_error if they do not
  void add(ReplicationResult result);
  void add(ReplicationFailure stopped) { stopped_.push_back(std::move(stopped)); }

  /// Withholds small counts from every summary asked for from now on; for results that are complete.
  ///
  /// A cell is withheld whole, so that nothing is told by what is missing: if its mean or any of its usual quantiles is too small; if
  /// it is a share of such cells; and if it could be had by subtraction: of a sum and its areas never one alone is withheld, but the
  /// smallest of the others with it, and totals over time are withheld until they lay no withheld period open. No single replication
  /// is told. Source: A. Hundepool et al., Statistical Disclosure Control (2012), sec. 4.2 (threshold rule), 4.4 (secondary
  /// suppression). What a stock's change and its flows say of each other is followed from date to date; several relations
  /// solved together (areas and dates at once) are not.
  void withhold(const Withholding& rule);

  /// How many cells of the shape are withheld, and how many there are in all of the series it is about.
  struct WithheldCells {
    std::size_t withheld = 0, of = 0;
  };
  [[nodiscard]] WithheldCells withheld_cells() const;

  /// The rule's `least`; 0 without one.
  [[nodiscard]] double least_published() const { return rule_.least; }

  /// Whether a value of a series, from wherever it is known, is a small count that is not to be told.
  [[nodiscard]] bool withholds(std::size_t series, double value) const {
    return is_protected(series) && is_small(value);
  }

  /// Whether a cell of the shape is.
  [[nodiscard]] bool withheld(std::size_t cell) const { return !withheld_.empty() && withheld_[cell]; }

  [[nodiscard]] const ResultsShape& shape() const { return shape_; }
  [[nodiscard]] std::size_t replications() const { return numbers_.size(); }
  [[nodiscard]] const std::vector<Replication>& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<ReplicationFailure>& stopped() const { return stopped_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

  /// Whether quantiles are those of all values; else they come from sketches.
  [[nodiscard]] bool exact() const { return sketches_.empty(); }

  /// The moments of a cell over the replications that have a value there; cheap.
  [[nodiscard]] Moments moments(std::size_t cell) const;

  /// Summaries of one cell after the other, in memory that is used again: for those who go through very many cells.
  class Summaries {
   public:
    /// @param results, probabilities  must stay where they are
    Summaries(const Results& results, std::span<const double> probabilities);

    /// Of a cell of the shape; there until the next is asked for. Quantiles are of type 7 (linear), see quantile.hpp.
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

  /// Summaries of a run of cells.
  [[nodiscard]] std::vector<Summary> summarise(std::size_t first_cell, std::size_t count,
                                               std::span<const double> probabilities) const;

  /// Summaries, one for each date, of a headline flow over the whole: of its total since the start, without what came before.
  /// @throws std::out_of_range for a series that is none of these
  [[nodiscard]] std::vector<Summary> running_totals(std::size_t series, std::span<const double> probabilities) const;

  /// The same of its total since the calendar year began; in the year of the start, with what came before in
  /// that year, so without it if the start is 1 January.
  [[nodiscard]] std::vector<Summary> totals_of_year(std::size_t series, std::span<const double> probabilities) const;

  /// The moments of what a headline series ends with: a flow's is its total, for in its last period nothing may happen.
  [[nodiscard]] Moments ending(std::size_t series) const;

  [[nodiscard]] TargetResult target(std::size_t index) const;

  /// The share of replications whose value in a cell of the shape meets a goal; those without a value do not. Where quantiles come
  /// from sketches, as near as these tell it.
  [[nodiscard]] double share_that_meets(std::size_t cell, TargetDefinition target) const;

  /// What each replication had at the end of a target's date, in their order; NaN: nothing to judge.
  [[nodiscard]] std::vector<double> target_values(std::size_t index) const;

  /// What a headline series is over the whole in each of the first replications: paths × dates, as reported, so a flow's are the
  /// totals of its periods; NaN where one has no value. None where small counts are withheld.
  /// @throws std::out_of_range for a series that is none of these
  [[nodiscard]] std::vector<std::vector<double>> paths(std::size_t series) const;

  /// What values and what is kept of each replication take up.
  [[nodiscard]] std::size_t bytes() const;

  /// What bytes() will be at most after so many replications of a shape; what it will be, as long as they are few.
  [[nodiscard]] static std::size_t bytes_at_most(const ResultsShape& shape, std::size_t replications,
                                                 std::size_t kept = most_kept);

 private:
  // The cells of a headline flow's two totals, each a run of as many as there are dates, follow those of the shape.
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
  // A replication's values as they came: those of the shape's cells, and those of the totals.
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
  [[nodiscard]] bool is_protected(std::size_t series) const { return !withheld_.empty() && rule_.is_protected(series); }
  void withhold_from(const TargetDefinition& target, TargetResult& result) const;
  [[nodiscard]] std::vector<bool> withheld_totals(AreaNode area, std::size_t series) const;
  [[nodiscard]] std::vector<bool> withheld_totals_alone(AreaNode area, std::size_t series) const;
  void withhold_totals();
  void withhold_quotients();
  void withhold_against_subtraction();
  [[nodiscard]] bool may_be_withheld(std::size_t cell) const {  // and has not been
    return !withheld_[cell] && rule_.series[cell % shape_.series.size()];
  }
  [[nodiscard]] bool withhold_one_more(std::size_t whole, std::span<const std::size_t> parts);
  [[nodiscard]] bool counts_anything(std::size_t series) const;
  [[nodiscard]] bool are_the_same(std::size_t one, std::size_t other) const;  // series, in every cell
  [[nodiscard]] std::vector<Balance> published_balances() const;
  [[nodiscard]] std::vector<bool> wanted_dates(std::size_t series) const;
  [[nodiscard]] bool withhold_between_dates(const Balance& balance, AreaNode area);
  void read(std::size_t cell, std::vector<float>& to) const;
  [[nodiscard]] std::vector<Summary> summarise_any(std::size_t first_cell, std::size_t count,
                                                   std::span<const double> probabilities) const;

  ResultsShape shape_;
  std::size_t kept_;
  std::size_t cells_;  // of the shape, and those of the totals behind them
  std::vector<Total> totals_;
  std::vector<Replication> numbers_;
  std::vector<Values> first_;                 // of all replications, as long as they are few; then none
  std::vector<Moments> moments_;              // of the cells, once replications are no longer few
  PackedColumns values_;                      // of the latest replications by cell, those not yet in the sketches
  std::vector<QuantileSketch> sketches_;      // none as long as every value is kept
  std::vector<float> paths_;                  // first replications × headline series × dates
  std::vector<double> target_values_;         // replications × targets
  std::vector<std::optional<Date>> reached_;  // replications × targets
  std::vector<ReplicationFailure> stopped_;
  std::uint64_t events_ = 0;
  Withholding rule_;
  std::vector<bool> withheld_;  // by cell, those of the totals at the end; empty: none is
};

}  // namespace muster
