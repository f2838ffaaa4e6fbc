// What a scenario states in vain, said before it is simulated.
//
// Leaves out: what is a fault, which stops a session from opening; where warnings are said (cli/executor.hpp).
#pragma once

#include "experiments/session/session.hpp"

#include <string>
#include <vector>

namespace muster::experiments {

/// Each with its place, the line there and what to do, in the current language.
[[nodiscard]] std::vector<std::string> warnings_of(const Session& session);

}  // namespace muster::experiments
