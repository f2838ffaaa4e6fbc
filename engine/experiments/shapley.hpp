// Attribution: how much each of several changes contributes to the difference that they make together, whatever
// the order in which they are made.
//
// Contract: for up to six changes every subset is evaluated and each change gets its Shapley value; up to
// rounding, these values add up to the total difference, as do the individual effects plus the interactions. With
// more changes, only the two extremes of all orders are computed: each change first, alone, and each change last.
// Intervals are 95 % intervals over replications with the same random numbers. Leaves out: simulation.
#pragma once

#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace muster {

/// A set of changes: bit k stands for change k.
using Coalition = std::uint32_t;

inline constexpr std::size_t most_exact_changes = 6;  // 64 scenarios
inline constexpr std::size_t most_changes = 31;

/// The sets of changes that must be simulated: the first is empty, the last contains all changes.
/// @throws std::invalid_argument for no change or more than most_changes
[[nodiscard]] std::vector<Coalition> coalitions_of(std::size_t changes);

struct ChangeShare {
  MeanInterval alone;    // effect of the change by itself, before any other
  MeanInterval last;     // effect of the change after all others
  MeanInterval shapley;  // NaN if only the two extremes are known
};

struct Attribution {
  std::vector<ChangeShare> changes;
  MeanInterval total;         // all changes compared with none
  MeanInterval interactions;  // total minus the sum of the individual effects
  std::uint64_t replications = 0;
  bool exact = true;   // whether Shapley values are known
  bool moved = false;  // whether any of the changes altered the quantity in any replication
};

/// Accumulates one quantity over replications.
/// Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953); for
/// simulation output: E. Song, B. L. Nelson, J. Staum, Shapley effects for global sensitivity analysis, SIAM/ASA J.
/// Uncertainty Quantification 4 (2016).
class AttributionTally {
 public:
  /// @param stages  the number of changes in each stage; a stage starts where the previous one ended, and its
  ///                changes account only for the difference that it makes
  /// @param bound   the largest possible difference, 0 if there is none: if all replications agree, their common
  ///                difference is known to within 3 bounds / n (J. A. Hanley, A. Lippman-Hand, If nothing goes
  ///                wrong, is everything all right?, JAMA 249 (1983))
  explicit AttributionTally(std::vector<std::size_t> stages, double bound = 0);

  /// Adds the quantity in one replication, for each of coalitions_of(changes) in its order, stage after stage; the
  /// replication is left out if one value is NaN.
  void add(std::span<const double> values);

  [[nodiscard]] Attribution result() const;

 private:
  [[nodiscard]] MeanInterval interval_of(const Moments& moments) const;

  std::vector<std::size_t> stages_;
  double bound_;
  std::vector<Moments> alone_, last_, shapley_;
  Moments total_, interactions_;
  bool moved_ = false;
};

}  // namespace muster
