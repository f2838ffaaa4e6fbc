// Titles and goals of targets in words, without ids.
//
// Contract: in the current language, from definitions and results alone. Leaves out: their results
// (findings/sentences.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>

namespace muster::output {

/// The title of a target with an initial capital, for a heading or the start of a sentence; its id if it has no title.
[[nodiscard]] std::string target_heading(const TargetDefinition& target);

/// The goal of a target: `≥ 100 % by 2022-06-30`.
[[nodiscard]] std::string goal_words(const TargetDefinition& target, const ResultsShape& shape);

}  // namespace muster::output
