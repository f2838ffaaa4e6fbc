// What a comparison found, in sentences: which strategy does best, and what else is different with it.
//
// Contract: in the current language; nothing is said that the paired intervals do not bear. Leaves out: which does best for one target,
// which is standing_sentence() of comparison_record.hpp.
#pragma once

#include "output/comparison_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::output {

/// The last report up to a day; none before the first.
[[nodiscard]] std::optional<std::size_t> report_before(const ResultsShape& shape, Date day);

/// The headline levels over the whole that some strategy changes on a date beyond doubt, by a hundredth of the level as planned at least.
[[nodiscard]] std::vector<std::size_t> levels_that_differ(const PairedComparison& comparison, std::size_t date);

/// What a strategy has otherwise than the place as planned beside a target, beyond doubt: the headline level over the whole that differs
/// most on the target's date, and the money spent until then. A sentence; empty if there is nothing of that kind.
[[nodiscard]] std::string side_effects(const PairedComparison& comparison, const ComparisonRecord& record,
                                       std::size_t variant, std::size_t target);

/// The one target that a comparison is told by: that of the largest miss as planned for which one strategy alone does best. Empty: no
/// strategy is known to do better than the place as planned for any target.
[[nodiscard]] std::optional<std::size_t> deciding_target(const PairedComparison& comparison);

/// All of it: "<target>: <strategy> does best: in 60 of 60 simulations, against 22 as planned. With it …".
[[nodiscard]] std::string comparison_finding(const PairedComparison& comparison, const ComparisonRecord& record);

}  // namespace muster::output
