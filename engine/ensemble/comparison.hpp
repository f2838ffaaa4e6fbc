// Compares variants of a scenario with the first of them, replication by replication, under the same random
// numbers.
//
// Contract: fed by run_paired(), in order; every number is based on the differences within replications, so random
// variation that the variants share cancels out. Memory does not grow with the number of replications, except for
// the few bytes per replication that Results take. A variant in which no recorded value differs has a difference
// of exactly 0. Leaves out: files, and what series mean.
#pragma once

#include "engine/ensemble/met.hpp"
#include "engine/ensemble/paired.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// A mean difference in the series' unit: the variant minus the first; NaN if there is none.
struct Difference {
  std::size_t replications = 0;  // in which both have a value
  double mean = 0;
  Interval interval;  // 95 %, paired t; of width 0 where all differences are the same
  // variance if the two were independent, divided by the variance of the difference; NaN if the latter is 0
  double variance_ratio = 0;
};

/// The rise in the probability of meeting a target, or the change of its value on the date: the variant minus the
/// first.
struct Gain {
  double mean = 0;
  // the interval on which ranks are based; 0 to 0 if no value recorded up to the target's date differs
  Interval interval;

  [[nodiscard]] bool is_nothing() const { return mean == 0 && interval.low == 0 && interval.high == 0; }
};

/// The measure by which a variant is distinguished from the first.
enum class RankingMeasure : std::uint8_t { nothing, probability, value };

/// The standing of a variant among all variants with respect to a target.
struct Standing {
  std::size_t rank = 0;        // 0: nothing to judge
  std::size_t first_rank = 0;  // by the probability alone
  // the measure of `gain`; nothing for the first variant, and if there is nothing to judge
  RankingMeasure by = RankingMeasure::nothing;
  Gain gain;
};

struct ComparisonOptions {
  // a flow whose total up to each target's date is compared; empty or unknown: no cost is compared
  std::string cost;
  // series whose distribution is kept in addition to the headline series
  std::vector<std::string> kept;
};

class PairedComparison {
 public:
  /// The confidence with which all statements "this is better than that" implied by the ranks of one target hold
  /// jointly.
  static constexpr double joint_confidence = 0.95;

  /// @param variants  the first is the one with which the others are compared
  /// @throws std::invalid_argument if there are none, or if dates, areas or targets differ from those of the first
  PairedComparison(std::span<const Variant> variants, const ComparisonOptions& options);

  /// Adds the next replication: one result for each variant. @throws std::logic_error if the results do not match
  /// the variants
  void add(std::span<const ReplicationResult> results);
  /// Adds a replication that stopped in one variant and is therefore left out of all.
  void add(const PairFailure& stopped);

  [[nodiscard]] std::size_t variants() const { return ids_.size(); }
  [[nodiscard]] const std::string& id(std::size_t variant) const { return ids_[variant]; }
  [[nodiscard]] const ResultsShape& shape() const { return shape_; }  // of the first
  [[nodiscard]] std::size_t replications() const { return results_.front().replications(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }  // of all variants

  /// A variant's own results, restricted to the series whose distribution is kept (see the shape of the results).
  [[nodiscard]] const Results& results(std::size_t variant) const { return results_[variant]; }

  /// Whether the variant has this series of the first variant's shape.
  [[nodiscard]] bool shares(std::size_t variant, std::size_t series) const;
  [[nodiscard]] Difference difference(std::size_t variant, std::size_t date, AreaNode area, std::size_t series) const;

  /// The difference in a headline series over all areas; for a flow, in its total since the start.
  [[nodiscard]] Difference headline_difference(std::size_t variant, std::size_t date, std::size_t series) const;

  /// The gain in probability, with the paired interval on which ranks are based (paired_probability_interval).
  [[nodiscard]] Gain gain(std::size_t variant, std::size_t target) const;
  /// The gain in the value on the target's date, in the series' unit, with the paired t interval on which ranks
  /// are based; NaN if no replication has both values. The interval is NaN too if the difference is the same in
  /// every replication but there are fewer replications than a sign test would require.
  [[nodiscard]] Gain value_gain(std::size_t variant, std::size_t target) const;

  /// The cost difference over all areas since the start, up to the last recorded date that is not after the
  /// target's date. Empty if there is no cost.
  [[nodiscard]] std::optional<Difference> extra_cost(std::size_t variant, std::size_t target) const;

  /// The standing of every variant. Its rank is 1 + the number of variants with a significantly higher
  /// probability, that is, for which the paired interval of the difference lies above 0; among variants that share
  /// such a rank, 1 is added for each whose value on the date is significantly better. The intervals of all pairs,
  /// of probabilities and of values, hold jointly with joint_confidence (Bonferroni), whatever the dependence
  /// between variants; the gain is given with the interval on which its rank is based.
  /// Source: B. L. Nelson, F. J. Matejcik, Using common random numbers for indifference-zone selection and
  /// multiple comparisons in simulation, Management Science 41 (1995); J. C. Hsu, Multiple Comparisons (1996), ch.
  /// 5.
  [[nodiscard]] std::vector<Standing> standings(std::size_t target) const;

  /// The number of replications that met a target under a variant.
  [[nodiscard]] const Met& met(std::size_t variant, std::size_t target) const {
    return met_[target * ids_.size() + variant];
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Moments over the replications in which both have a value.
  struct Pair {
    Moments first, other, difference;
    void add(double in_first, double in_other);
    [[nodiscard]] Difference summary() const;
  };
  struct Compared {
    // for each series of the first variant, its index in this variant; none if this variant does not have it
    std::vector<std::size_t> column;
    // those of the shape, then the totals, then the costs up to each target's date
    std::vector<Pair> cells;
    // index of the first recorded date at which anything ever differed
    std::size_t first_change = none;
  };

  [[nodiscard]] double level() const;  // of each interval between two variants
  [[nodiscard]] Interval probability_interval(std::size_t a, std::size_t b, std::size_t target) const;
  [[nodiscard]] Gain value_between(std::size_t a, std::size_t b, std::size_t target) const;
  [[nodiscard]] bool differs(std::size_t variant, std::size_t target) const;
  void compare(Compared& to, const ResultsShape& shape, const ReplicationResult& first,
               const ReplicationResult& other) const;
  [[nodiscard]] ReplicationResult narrowed(std::size_t variant, const ReplicationResult& result) const;
  [[nodiscard]] std::uint64_t& only(std::size_t a, std::size_t b, std::size_t target);
  [[nodiscard]] std::uint64_t only(std::size_t a, std::size_t b, std::size_t target) const;

  ResultsShape shape_;
  std::vector<std::string> ids_;
  std::vector<ResultsShape> shapes_;            // of each variant
  std::vector<std::vector<std::size_t>> kept_;  // of each variant: the series whose distribution is kept
  std::vector<Results> results_;
  std::vector<std::size_t> flows_;   // headline series that are flows, in the order of their totals
  std::size_t cost_ = none;          // index of the cost series in the first variant
  std::vector<Compared> compared_;   // all variants except the first
  std::vector<std::uint64_t> only_;  // replications in which a meets a target and b does not: target × a × b
  std::vector<Met> met_;             // target × variant
  std::vector<Moments> values_;      // value of a minus that of b, in replications that have both: target × a × b
  std::uint64_t events_ = 0;
};

}  // namespace muster
