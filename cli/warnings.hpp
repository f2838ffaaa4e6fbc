// What a scenario states in vain, said before it is simulated.
//
// Contract: warnings go to the standard error stream and change no exit code; each is said once while the program
// runs, however many scenarios have it. Leaves out: what is a fault, which stops a session from opening.
#pragma once

#include "cli/session.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// Each with its place, the line there and what to do, in the current language.
[[nodiscard]] std::vector<std::string> warnings_of(const Session& session);

/// Says them. @return how many there are
std::size_t warn(const Session& session, bool quiet = false);

}  // namespace muster::cli
