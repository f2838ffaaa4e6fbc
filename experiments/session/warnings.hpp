// Statements of a scenario that have no effect, warned about before it is simulated.
//
// Leaves out: errors, which prevent a session from being opened; where warnings are shown (cli/executor.hpp).
#pragma once

#include "experiments/session/session.hpp"

#include <string>
#include <vector>

namespace muster::experiments {

/// The warnings, each with file, line and remedy, in the current language.
[[nodiscard]] std::vector<std::string> warnings_of(const Session& session);

}  // namespace muster::experiments
