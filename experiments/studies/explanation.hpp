// The studies behind `muster explain`: what binds, which change did what, what the spread is made of.
//
// Contract: every comparison is made replication by replication under the same luck (engine/ensemble/paired.hpp), so the same
// seed gives the same figures on any number of threads. Leaves out: files, charts and words.
#pragma once

#include "experiments/experiment.hpp"
#include "output/explanation.hpp"
#include "scenarios/loader/constraints.hpp"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace muster::experiments {

/// The targets meant by their ids, in the order of the scenario; all of them for none.
/// @throws InputError for an id that is no target, with the nearest; for a scenario without targets
[[nodiscard]] std::vector<TargetDefinition> targets_of(const Session& session, const std::vector<std::string>& ids);

/// The constraints in a file, those that came with Muster for none. @throws InputError with every fault of it
[[nodiscard]] scenarios::Constraints constraints_in(const std::string& file, scenarios::InputFiles& files);

/// How many scenarios study_constraints() simulates of each replication, without periods: as planned, each constraint of which the
/// place has something relaxed, and all of them.
[[nodiscard]] std::size_t scenarios_to_relax(const Session& session,
                                             const std::vector<scenarios::Constraint>& constraints);

struct ConstraintStudy {
  std::vector<output::TargetConstraints> targets;
  PairedRun run;
};

/// Relaxes each constraint in turn, all of them at once, and, if asked, each in each calendar year up to the last target's date. @param min_cell
/// if it is not 0, a target is left out, and a constraint has no effect, where a run's tables would withhold its values or its outcome.
[[nodiscard]] ConstraintStudy study_constraints(const Session& session, const std::vector<TargetDefinition>& targets,
                                                const std::vector<scenarios::Constraint>& constraints, bool by_year,
                                                const Runner& runner, std::size_t replications, unsigned min_cell = 0);

struct SpreadStudy {
  output::Spreads spreads;
  Results results;  // of the scenario as planned
  PairedRun run;
};

/// Splits the spread of each target's value on its date and of each headline series at the horizon, a flow by its total.
[[nodiscard]] SpreadStudy study_spread(const Session& session, const std::vector<TargetDefinition>& targets,
                                       const Runner& runner, std::size_t replications);

/// Changes that are made one with any others, and the session with some of them made.
struct AttributionStage {
  std::vector<output::AttributedChanges::Change> changes;
  std::function<Session(Coalition)> open;
};

struct AttributionStudy {
  output::AttributedChanges found;
  Results results;  // of the scenario it starts from
  PairedRun run;
};

/// Attributes the difference that all changes make to each of them: of every target's probability and value, of money spent.
/// @param stages  in order; what one ends with is what the next starts from
[[nodiscard]] AttributionStudy study_attribution(const std::vector<AttributionStage>& stages,
                                                 const std::vector<TargetDefinition>& targets, const Runner& runner,
                                                 std::size_t replications);

}  // namespace muster::experiments
