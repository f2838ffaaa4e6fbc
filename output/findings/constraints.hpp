// What holds a target back, in a sentence.
//
// Contract: in the current language; a constraint is said to bind only beyond doubt. Leaves out: when it binds, and what else does.
#pragma once

#include "output/explanation.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// The constraint that helps most beyond doubt, if there is one; else the one that moves the target most, also for the worse; null where
/// the place has none of them.
[[nodiscard]] const ConstraintEffect* strongest(const TargetConstraints& target);

/// What the target becomes: "it is met in 58 of 60 simulations instead of 22 …", "6 points are missing on average, 39 ± 4 points less".
[[nodiscard]] std::string effect_words(const TargetConstraints& target, const TargetEffect& effect);

/// What something costs: "money spent until then: higher by 4.1 million yuan (3.9 to 4.3)". Empty where it is not known.
/// @param largest  of what is told beside it, so that all have one unit
[[nodiscard]] std::string extra_words(const SeriesName& series, const MeanInterval& extra, double largest);

/// What relaxing a constraint costs. Empty where no money is simulated, or it is not known.
[[nodiscard]] std::string price_words(const TargetConstraints& target, const ConstraintEffect& one);

/// "What binds most: recruitment. If …, …." @param target  with something to judge
[[nodiscard]] std::string binding_sentence(const TargetConstraints& target);

/// The same of the target with the largest miss, with its title in front; empty without targets.
[[nodiscard]] std::string constraints_finding(const std::vector<TargetConstraints>& targets);

}  // namespace muster::output
