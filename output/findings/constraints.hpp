// What holds a target back, in a sentence.
//
// Contract: sentences are in the current language; a constraint is named as binding only if that is certain (its
// interval excludes 0). Leaves out: when it binds, and which others do.
#pragma once

#include "output/explanation.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// The constraint whose relaxation certainly helps most, if there is one; else the one that changes the target
/// most, even for the worse; null where the place has none of the constraints.
[[nodiscard]] const ConstraintEffect* strongest(const TargetConstraints& target);

/// The effect on the target: "it is met in 58 of 60 futures, 22 as planned", "6 points are missing on average, 39
/// ± 4 points less".
[[nodiscard]] std::string effect_words(const TargetConstraints& target, const TargetEffect& effect);

/// What a change costs: "money spent until then: higher by 4.1 million yuan (3.9 to 4.3)". Empty where it is not
/// known.
/// @param largest  of the amounts shown together, so that all have one unit
[[nodiscard]] std::string extra_words(const SeriesName& series, const MeanInterval& extra, double largest);

/// What relaxing a constraint costs. Empty where money is not simulated or the cost is not known.
[[nodiscard]] std::string price_words(const TargetConstraints& target, const ConstraintEffect& one);

/// "What holds it back most: recruitment. If …, …." @param target  with something to judge
[[nodiscard]] std::string binding_sentence(const TargetConstraints& target);

/// The same for the target with the largest miss, preceded by its title; empty without targets.
[[nodiscard]] std::string constraints_finding(const std::vector<TargetConstraints>& targets);

}  // namespace muster::output
