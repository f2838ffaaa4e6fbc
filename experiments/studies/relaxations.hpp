// What would help the targets that are unlikely to be met: simulated for a report, or the command that computes it.
#pragma once

#include "experiments/session/session.hpp"
#include "experiments/studies/explanation.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

namespace muster::experiments {

/// The effect of relaxing each constraint on the targets that are unlikely to be met, simulated now as `muster
/// explain --whole` does, in as many replications as a budget of events allows. The budget keeps it to about 30
/// seconds and, unlike a time limit, gives the same bytes on every machine. Without such targets nothing is
/// simulated; if the budget is too small or there are too few replications, the result says so.
/// @param results   results of the run, with what is withheld
/// @param runner    its command is the run's, from which the command for the full study is made
/// @param min_cell  as in study_constraints()
[[nodiscard]] output::Relaxations relaxations_of(const Session& session,
                                                 const std::vector<scenarios::Constraint>& constraints,
                                                 const Results& results, const Runner& runner, unsigned min_cell = 0);

/// The same without simulating: only the command that computes it. @param asked  the run's command
[[nodiscard]] output::Relaxations relaxations_to_get(const Results& results, output::WrittenCommand asked);

}  // namespace muster::experiments
