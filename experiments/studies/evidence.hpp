// Evidence, gathered for a dossier, that the program works correctly on this machine today.
//
// Contract: the checks are carried out anew, with the scenario at hand where possible: the accounting identities of
// this very run, the same replications on one thread and on several, and two models with a known analytical answer
// on the same engine. Leaves out: the test suite, which checks far more, once for each version.
#pragma once

#include "engine/ensemble/results.hpp"
#include "experiments/experiment.hpp"
#include "output/documents/dossier.hpp"

#include <vector>

namespace muster::experiments {

/// Carries out the checks.
[[nodiscard]] std::vector<output::Check> gather_evidence(const Session& session, const Runner& runner,
                                                         const Results& results);

}  // namespace muster::experiments
