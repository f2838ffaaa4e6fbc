// The findings of a sweep in sentences: from which value on a target is met often enough.
//
// Contract: in the current language. "Often enough" is the probability `wanted` of the sweep, by default nine in
// ten. Where the probabilities cannot be distinguished, the mean value on the date is used. Leaves out: the
// figures of each point.
#pragma once

#include "output/experiments/sweep.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// Whether the probability of a target certainly differs between some two points.
[[nodiscard]] bool probabilities_differ(const Sweep& sweep, std::size_t target);

/// Whether any point has anything to judge for a target.
[[nodiscard]] bool anything_to_judge(const Sweep& sweep, std::size_t target);

/// Whether a target has the same result at every point: met as often, with the same mean value.
[[nodiscard]] bool is_unmoved(const Sweep& sweep, std::size_t target);

/// One sentence for each target, first those whose probability differs along the sweep, and one sentence for all
/// targets that do not change.
[[nodiscard]] std::vector<std::string> sweep_findings(const Sweep& sweep);

/// Whether the money spent is known at every point and differs between points by more than a thousandth.
[[nodiscard]] bool money_differs(const Sweep& sweep);

}  // namespace muster::output
