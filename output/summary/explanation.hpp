// What `muster explain` says on a terminal: what binds and when, which change did what, what the spread is made of.
//
// Contract: the finding first, then sentences and tables, laid out for the screen; figures with their 95 % interval; nothing is claimed
// that the interval does not bear. Leaves out: files.
#pragma once

#include "output/explanation.hpp"
#include "output/terminal/layout.hpp"

#include <string>
#include <vector>

namespace muster::output {

[[nodiscard]] std::string constraints_text(const std::vector<TargetConstraints>& targets, const Screen& screen = {});
[[nodiscard]] std::string attribution_text(const AttributedChanges& changes, const Screen& screen = {});

/// The largest shares of each forecast, and a warning for each input that makes up more than half of one.
[[nodiscard]] std::string spread_text(const Spreads& spreads, const Screen& screen = {});

}  // namespace muster::output
