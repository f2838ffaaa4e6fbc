// Variants of a scenario against the first of them, replication by replication under the same luck.
//
// Contract: fed by run_paired(), in order; every number rests on the differences within replications, so luck that the variants
// share cancels. Memory stays as it is however many replications enter, but for the few bytes a replication that Results take. A
// variant in which nothing that was reported differs is told to differ by exactly 0. Leaves out: files, and what series mean.
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

/// A mean difference in the series' unit, variant less first; NaN where there is none.
struct Difference {
  std::size_t replications = 0;  // in which both have a value
  double mean = 0;
  Interval interval;          // 95 %, paired t; no width where all differences are the same
  double variance_ratio = 0;  // variance if the two were independent, over that of the difference; NaN if that is 0
};

/// By how much the probability of meeting a target rises, or its value on the date changes, variant less first.
struct Gain {
  double mean = 0;
  Interval interval;  // that which ranks rest on; 0 to 0 if nothing reported up to the target's date differs

  [[nodiscard]] bool is_nothing() const { return mean == 0 && interval.low == 0 && interval.high == 0; }
};

/// What tells a variant from the first.
enum class Yardstick : std::uint8_t { nothing, probability, value };

/// How a variant stands with a target among the others.
struct Standing {
  std::size_t rank = 0;               // 0: nothing to judge
  std::size_t first_rank = 0;         // by the probability alone
  Yardstick by = Yardstick::nothing;  // of `gain`; of the first variant, and where there is nothing to judge: nothing
  Gain gain;
};

struct ComparisonWishes {
  std::string cost;               // a flow whose total up to each target's date is compared; empty, or unknown: none
  std::vector<std::string> kept;  // series whose distribution is kept besides the headline's
};

class PairedComparison {
 public:
  /// The confidence with which all statements "this is better than that" of one target's ranks hold together.
  static constexpr double joint_confidence = 0.95;

  /// @param variants  the first is what the others are compared with
  /// @throws std::invalid_argument for fewer than one, or if dates, areas or targets are not those of the first
  PairedComparison(std::span<const Variant> variants, const ComparisonWishes& wishes);

  /// The next replication: a history of each variant. @throws std::logic_error if they do not fit
  void add(std::span<const ReplicationResult> results);
  /// One that stopped in a variant and is left out of all.
  void add(const PairFailure& stopped);

  [[nodiscard]] std::size_t variants() const { return ids_.size(); }
  [[nodiscard]] const std::string& id(std::size_t variant) const { return ids_[variant]; }
  [[nodiscard]] const ResultsShape& shape() const { return shape_; }  // of the first
  [[nodiscard]] std::size_t replications() const { return results_.front().replications(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }  // of all variants

  /// A variant's own results, of the series whose distribution is kept: its shape tells which.
  [[nodiscard]] const Results& results(std::size_t variant) const { return results_[variant]; }

  /// Whether the variant has a series of the first's shape too.
  [[nodiscard]] bool shares(std::size_t variant, std::size_t series) const;
  [[nodiscard]] Difference difference(std::size_t variant, std::size_t date, AreaNode area, std::size_t series) const;

  /// The same of a headline series over the whole: of a flow, its total since the start.
  [[nodiscard]] Difference headline_difference(std::size_t variant, std::size_t date, std::size_t series) const;

  /// Of the probability, with the paired interval on which ranks rest: paired_probability_interval.
  [[nodiscard]] Gain gain(std::size_t variant, std::size_t target) const;
  /// Of the value on the date, in the series' unit, with the paired t interval on which ranks rest; NaN where no replication has both;
  /// the interval is NaN too for the same difference in fewer replications than a sign test would ask for.
  [[nodiscard]] Gain value_gain(std::size_t variant, std::size_t target) const;

  /// Cost over the whole after the start, up to the last report that is not after the target's date. Empty if there is no cost.
  [[nodiscard]] std::optional<Difference> extra_cost(std::size_t variant, std::size_t target) const;

  /// One standing a variant. Its rank: 1 + how many have a higher probability beyond doubt, which is when the paired interval of the two
  /// lies above 0; among those that share such a rank, 1 more for each whose value on the date is better beyond doubt. The intervals
  /// of all pairs, of probabilities and of values, hold together with joint_confidence (Bonferroni), whatever the variants'
  /// dependence, and the gain is told with the one that its rank rests on. Source: B. L. Nelson, F. J. Matejcik, Using common random numbers for indifference-zone selection and multiple comparisons in
  /// simulation, Management Science 41 (1995); J. C. Hsu, Multiple Comparisons (1996), ch. 5.
  [[nodiscard]] std::vector<Standing> standings(std::size_t target) const;

  /// How many replications met a target under a variant.
  [[nodiscard]] const Met& met(std::size_t variant, std::size_t target) const {
    return met_[target * ids_.size() + variant];
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Over the replications in which both have a value.
  struct Pair {
    Moments first, other, difference;
    void add(double in_first, double in_other);
    [[nodiscard]] Difference summary() const;
  };
  struct Compared {
    std::vector<std::size_t> column;  // of each of the first's series, among this variant's; none: it has it not
    std::vector<Pair> cells;          // those of the shape, then the totals, then the costs up to each target's date
    std::size_t first_change = none;  // the first report at which anything ever differed
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
  std::vector<std::vector<std::size_t>> kept_;  // of each variant, the series whose distribution is kept
  std::vector<Results> results_;
  std::vector<std::size_t> flows_;   // headline series that are flows, in the order of their totals
  std::size_t cost_ = none;          // its series in the first
  std::vector<Compared> compared_;   // variants but the first
  std::vector<std::uint64_t> only_;  // replications in which a meets a target and b does not: target × a × b
  std::vector<Met> met_;             // target × variant
  std::vector<Moments> values_;      // value of a less that of b, in replications that have both: target × a × b
  std::uint64_t events_ = 0;
};

}  // namespace muster
