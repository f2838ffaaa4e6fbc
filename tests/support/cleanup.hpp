// A list for what tests leave unfinished: nothing ends them, so one for all does.
#pragma once

#include "output/cleanup.hpp"

namespace muster::testing {

inline output::Cleanup cleanup;

}  // namespace muster::testing
