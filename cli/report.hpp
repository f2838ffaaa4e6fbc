// What a report needs to know beside the results: the place's words, what the models leave out, where files come from.
#pragma once

#include "cli/explanation.hpp"
#include "cli/session.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

namespace muster::cli {

[[nodiscard]] output::ReportContext report_of(const Session& session, output::ChartContext charts);

/// What relaxing each constraint does for the targets that are not likely to be met, simulated now: as `muster explain --whole` does, in
/// as many replications as a budget of events allows, so that it takes some 30 seconds at most and the same bytes come out on every
/// machine. Without such targets nothing is simulated; where the budget is too small, or there are too few replications, it says so.
/// @param results  of the run, with what is withheld
/// @param plan     its replications are not read
/// @param asked    the run, for the command that goes further
[[nodiscard]] output::Relaxations relaxations_of(const Session& session,
                                                 const std::vector<scenarios::Constraint>& constraints,
                                                 const Results& results, ExperimentPlan plan,
                                                 const output::Asked& asked);

/// The same not worked out: how to get it. @param asked  the run
[[nodiscard]] output::Relaxations relaxations_to_get(const Results& results, output::Asked asked);

}  // namespace muster::cli
