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

/// The headline levels over the whole that some strategy changes on a date beyond doubt, by a hundredth of the level as planned at least.
[[nodiscard]] std::vector<std::size_t> levels_that_differ(const PairedComparison& comparison, std::size_t date);

/// The one target that a comparison is told by: that of the largest miss as planned for which one strategy alone does best. Empty: no
/// strategy is known to do better than the place as planned for any target.
[[nodiscard]] std::optional<std::size_t> deciding_target(const PairedComparison& comparison);

/// Which strategy does best for that target: "<target>: <strategy> does best: in all 60 futures, against 22 as planned."
[[nodiscard]] std::string comparison_finding(const PairedComparison& comparison, const ComparisonRecord& record);

/// What the strategy of the finding is paid with, beyond doubt, in sentences: the headline level over the whole that differs most on the
/// target's date and the money spent until then; and the other targets for which it is worse than the place as planned, or that none is
/// known to be. Empty where no strategy is known to do better.
[[nodiscard]] std::vector<std::string> comparison_price(const PairedComparison& comparison,
                                                        const ComparisonRecord& record);

}  // namespace muster::output
