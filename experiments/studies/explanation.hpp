// The computations behind `muster explain`: which constraints bind, which change contributed how much, where the
// spread comes from.
//
// Contract: every comparison is made replication by replication with the same random numbers
// (engine/ensemble/paired.hpp), so the same seed gives the same figures on any number of threads. Leaves out:
// files, charts and words.
#pragma once

#include "experiments/experiment.hpp"
#include "output/explanation.hpp"
#include "scenarios/loader/constraints.hpp"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace muster::experiments {

/// The targets with the given ids, in the order of the scenario; all targets if no id is given.
/// @throws InputError for an unknown id, with the nearest one; for a scenario without targets
[[nodiscard]] std::vector<TargetDefinition> targets_of(const Session& session, const std::vector<std::string>& ids);

/// The constraints in a file; those shipped with Muster if no file is given. @throws InputError with every error in
/// the file
[[nodiscard]] scenarios::Constraints constraints_in(const std::string& file, scenarios::InputFiles& files);

/// How many scenarios study_constraints() simulates in each replication, without periods: the place as planned, one
/// for each constraint that applies to the place, and one with all constraints relaxed.
[[nodiscard]] std::size_t scenarios_to_relax(const Session& session,
                                             const std::vector<scenarios::Constraint>& constraints);

struct ConstraintStudy {
  std::vector<output::TargetConstraints> targets;
  PairedRun run;
};

/// Relaxes each constraint in turn, all of them together and, if `by_year`, each in each calendar year up to the
/// last target's date.
/// @param min_cell  if not 0, leaves out a target, and the effect of a constraint, where a run's tables would
///                  withhold the values or the share of replications that meet the target
[[nodiscard]] ConstraintStudy study_constraints(const Session& session, const std::vector<TargetDefinition>& targets,
                                                const std::vector<scenarios::Constraint>& constraints, bool by_year,
                                                const Runner& runner, std::size_t replications, unsigned min_cell = 0);

struct SpreadStudy {
  output::Spreads spreads;
  Results results;  // of the scenario as planned
  PairedRun run;
};

/// Splits the spread of each target's value on its date and of each headline series at the horizon (for a flow, of
/// its total).
[[nodiscard]] SpreadStudy study_spread(const Session& session, const std::vector<TargetDefinition>& targets,
                                       const Runner& runner, std::size_t replications);

/// Changes that can be combined in any way, and a function that opens the session with some of them made.
struct AttributionStage {
  std::vector<output::AttributedChanges::Change> changes;
  std::function<Session(Coalition)> open;
};

struct AttributionStudy {
  output::AttributedChanges found;
  Results results;  // of the scenario before the changes
  PairedRun run;
};

/// Attributes the joint effect of all changes to the single ones: on every target's probability and value, and on
/// money spent.
/// @param stages  in order; each starts from what the one before ends with
[[nodiscard]] AttributionStudy study_attribution(const std::vector<AttributionStage>& stages,
                                                 const std::vector<TargetDefinition>& targets, const Runner& runner,
                                                 std::size_t replications);

}  // namespace muster::experiments
