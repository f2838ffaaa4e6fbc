// In what order targets are told, and what each asks for, without ids.
//
// Contract: in the current language, from definitions and results alone. Leaves out: what became of them (report/sentences.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// The targets of a run, the largest miss first: by the mean shortfall as a share of the goal, then by how seldom they are met. Those
/// with nothing to judge, or nothing told, come last.
/// @return indices
[[nodiscard]] std::vector<std::size_t> targets_by_miss(const Results& results);

/// What a target is called, as a sentence or a heading begins; its id if it has no name.
[[nodiscard]] std::string target_heading(const TargetDefinition& target);

/// What a target asks beside its title: `≥ 100 % by 2022-06-30`.
[[nodiscard]] std::string goal_words(const TargetDefinition& target, const ResultsShape& shape);

}  // namespace muster::output
