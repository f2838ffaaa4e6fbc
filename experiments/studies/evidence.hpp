// What shows, on the day and on the machine, that the program does what it says: gathered for a dossier.
//
// Contract: the checks are made anew, with the scenario at hand where they can be: identities of the run itself, the same
// replications on one thread and on several, and two models with a known answer on the same engine. Leaves out: the test
// suite, which checks far more and once for each version.
#pragma once

#include "engine/ensemble/results.hpp"
#include "experiments/experiment.hpp"
#include "output/documents/dossier.hpp"

#include <vector>

namespace muster::experiments {

/// Makes the checks.
[[nodiscard]] std::vector<output::Check> gather_evidence(const Session& session, const Runner& runner,
                                                         const Results& results);

}  // namespace muster::experiments
