// What each of several changes has to do with the difference they make together, whatever the order they come in.
//
// Contract: up to six changes every subset is judged and each gets its Shapley value; the values add up to the whole difference,
// as the effects alone and the interactions do, to rounding. With more, only the two ends of all orders are known: each change
// first, alone, and each last. Intervals are of 95 %, over replications under the same luck. Leaves out: simulating.
#pragma once

#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace muster {

/// A set of changes: bit k for the change k.
using Coalition = std::uint32_t;

inline constexpr std::size_t most_exact_changes = 6;  // 64 scenarios
inline constexpr std::size_t most_changes = 31;

/// What must be simulated: nothing changed first, everything last.
/// @throws std::invalid_argument for no change or more than most_changes
[[nodiscard]] std::vector<Coalition> coalitions_of(std::size_t changes);

struct ChangeShare {
  MeanInterval alone;    // the change by itself, before any other
  MeanInterval last;     // after all others
  MeanInterval shapley;  // NaN where only the bounds are known
};

struct Attribution {
  std::vector<ChangeShare> changes;
  MeanInterval total;         // everything changed against nothing
  MeanInterval interactions;  // total less the sum of what each does alone
  std::uint64_t replications = 0;
  bool exact = true;   // whether shapley is known
  bool moved = false;  // whether the quantity was another under some of the changes in any replication
};

/// Sums up one quantity over replications.
/// Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953); for simulation output:
/// E. Song, B. L. Nelson, J. Staum, Shapley effects for global sensitivity analysis, SIAM/ASA J. Uncertainty Quantification 4
/// (2016).
class AttributionTally {
 public:
  /// @param stages  how many changes each stage has; a stage starts where the one before ended, and its changes have to do with
  ///                its own difference only
  /// @param bound  the largest a difference can be, 0 if there is none: where all replications agree, their common difference
  ///               is known to within 3 bounds / n (J. A. Hanley, A. Lippman-Hand, If nothing goes wrong, is everything all
  ///               right?, JAMA 249 (1983))
  explicit AttributionTally(std::vector<std::size_t> stages, double bound = 0);

  /// The quantity in one replication, for each of coalitions_of(changes) in its order, stage after stage; left out if one is
  /// NaN.
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
