// What would help the targets that are not likely to be met: simulated for a report, or the command that works it out.
#pragma once

#include "experiments/session/session.hpp"
#include "experiments/studies/explanation.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

namespace muster::experiments {

/// What relaxing each constraint does for the targets that are not likely to be met, simulated now: as `muster explain --whole` does, in
/// as many replications as a budget of events allows, so that it takes some 30 seconds at most and the same bytes come out on every
/// machine. Without such targets nothing is simulated; where the budget is too small, or there are too few replications, it says so.
/// @param results   of the run, with what is withheld
/// @param runner    its command is that of the run, for the one that goes further
/// @param min_cell  as study_constraints() has it
[[nodiscard]] output::Relaxations relaxations_of(const Session& session,
                                                 const std::vector<scenarios::Constraint>& constraints,
                                                 const Results& results, const Runner& runner, unsigned min_cell = 0);

/// The same not worked out: how to get it. @param asked  the run
[[nodiscard]] output::Relaxations relaxations_to_get(const Results& results, output::WrittenCommand asked);

}  // namespace muster::experiments
