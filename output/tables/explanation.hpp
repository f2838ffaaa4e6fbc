// The tables of `muster explain`: constraints, attribution, spread.
//
// Contract: as tables/run.hpp; intervals are 95 % intervals of differences with the same random numbers; those of
// constraints hold for all constraints together (Bonferroni).
#pragma once

#include "output/document/table.hpp"
#include "output/explanation.hpp"

#include <vector>

namespace muster::output {

/// A row for each target, constraint and period. The period `all` is the whole time simulated, the constraint
/// `everything` is all constraints together; a constraint none of whose parameters exists in the place has 0
/// `parameters` and no figures.
/// - `relaxed`: how many of `parameters` were changed; in a single period only values by date can be changed.
/// - `shortfall`: the mean with the constraint relaxed; `shortfall_closed`: by how much it is smaller than as
///   planned; in `unit`.
/// - `rank`: 1 is the binding constraint.
/// - `extra_spent`: money spent until the target's date less that as planned, in `currency`; empty if no money is
///   simulated.
[[nodiscard]] Table constraints_table(const std::vector<TargetConstraints>& targets);

/// A row for each quantity and change, then `interactions` (total less the sum of the effects alone) and `total`.
/// `alone` is the effect of the change when it is made first, `last` when it is made last, `shapley` the mean over
/// all orders. Beyond six changes `shapley` is empty; then only `order_low` and `order_high`, the smaller and the
/// larger of `alone` and `last`, are known.
[[nodiscard]] Table attribution_table(const AttributedChanges& changes);

/// A row for each forecast and uncertain input, in the order of their shares, with `rest` (chance and
/// interactions) last. `share` is the first-order Sobol index; `sourced` says whether each of the input's
/// parameters names a source. A forecast whose shares cannot be computed has one row, and `known` gives the
/// reason.
[[nodiscard]] Table spread_table(const Spreads& spreads);

}  // namespace muster::output
