// The tables of `muster explain`: constraints, attribution, spread.
//
// Contract: as tables/run.hpp; intervals are of 95 % under the same luck, of constraints those that hold for all of them together
// (Bonferroni).
#pragma once

#include "output/document/table.hpp"
#include "output/explanation.hpp"

#include <vector>

namespace muster::output {

/// A row for each target, constraint and period; `all` is the whole horizon, `everything` all constraints together, and a
/// constraint of which the place has nothing has 0 parameters and no figures. `relaxed` of `parameters` changed: in a period only
/// values by date can. `shortfall` is the mean with the constraint relaxed, `shortfall_closed` how much less it is than as planned,
/// in `unit`; `rank` 1 is the binding constraint; `extra_spent` is the money spent until the target's date less that as planned, in
/// `currency`, empty where no money is simulated.
[[nodiscard]] Table constraints_table(const std::vector<TargetConstraints>& targets);

/// A row for each quantity and change, then `interactions` (total less all effects alone) and `total`; `alone` is the change as
/// the first of all, `last` as the last, `shapley` the mean over all orders, empty beyond six changes, where `order_low` and
/// `order_high`, the smaller and the larger of alone and last, are what is known.
[[nodiscard]] Table attribution_table(const AttributedChanges& changes);

/// A row for each forecast and uncertain input, in the order of their shares, `rest` (chance and interactions) last. `share` is the
/// first-order Sobol index; `sourced` says whether each of the input's parameters names a source; one row where the spread has no
/// shares, which `known` says.
[[nodiscard]] Table spread_table(const Spreads& spreads);

}  // namespace muster::output
