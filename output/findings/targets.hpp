// What targets are called and what each asks for, without ids.
//
// Contract: in the current language, from definitions and results alone. Leaves out: what became of them (findings/sentences.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>

namespace muster::output {

/// What a target is called, as a sentence or a heading begins; its id if it has no name.
[[nodiscard]] std::string target_heading(const TargetDefinition& target);

/// What a target asks beside its title: `≥ 100 % by 2022-06-30`.
[[nodiscard]] std::string goal_words(const TargetDefinition& target, const ResultsShape& shape);

}  // namespace muster::output
