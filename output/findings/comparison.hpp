// The findings of a comparison in sentences: which strategy does best, and what else changes with it.
//
// Contract: sentences are in the current language, and the paired intervals support every statement. Leaves out:
// which strategy does best for one target (standing_sentence() in comparison_record.hpp).
#pragma once

#include "output/comparison_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::output {

/// The headline levels over the whole place that some strategy certainly changes on a date, by more than a
/// hundredth of the level as planned.
[[nodiscard]] std::vector<std::size_t> levels_that_differ(const PairedComparison& comparison, std::size_t date);

/// The target that decides the verdict of a comparison: among the targets for which a single strategy does best,
/// the one with the largest miss as planned. Empty: for no target is a strategy certain to do better than the
/// place as planned.
[[nodiscard]] std::optional<std::size_t> deciding_target(const PairedComparison& comparison);

/// Which strategy does best for that target, as a sentence: "<target>: <strategy> does best: in all 60 futures,
/// against 22 as planned."
[[nodiscard]] std::string comparison_finding(const PairedComparison& comparison, const ComparisonRecord& record);

/// The price of the strategy in the finding, in sentences, as far as it is certain: the headline level over the
/// whole place that differs most on the target's date, the money spent until then, and the other targets for which
/// the strategy is worse than the place as planned, or that there is none. Empty where no strategy is certain to
/// do better.
[[nodiscard]] std::vector<std::string> comparison_price(const PairedComparison& comparison,
                                                        const ComparisonRecord& record);

}  // namespace muster::output
