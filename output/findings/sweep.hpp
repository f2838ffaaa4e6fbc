// What a sweep found, in sentences: from which value on a target is met often enough.
//
// Contract: in the current language. Often enough is what the sweep's `wanted` says, else nine in ten. Where no probability is known to
// differ, the mean value on the date speaks. Leaves out: the figures of each point.
#pragma once

#include "output/experiments/sweep.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// Whether some point's probability of a target is known to be another than some other's.
[[nodiscard]] bool probabilities_differ(const Sweep& sweep, std::size_t target);

/// Whether any point has anything to judge there.
[[nodiscard]] bool anything_to_judge(const Sweep& sweep, std::size_t target);

/// Whether a target fares alike at every point: as often met, with the same mean value.
[[nodiscard]] bool is_unmoved(const Sweep& sweep, std::size_t target);

/// A sentence a target, and one for all that nothing moves; first those whose probability moves along the sweep.
[[nodiscard]] std::vector<std::string> sweep_findings(const Sweep& sweep);

/// Whether what is spent is known at every point and differs between them by more than a thousandth.
[[nodiscard]] bool money_differs(const Sweep& sweep);

}  // namespace muster::output
