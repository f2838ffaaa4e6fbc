// What tests list as unfinished. No signal ends a test, so all of them share one list.
#pragma once

#include "output/cleanup.hpp"

namespace muster::testing {

inline output::Cleanup cleanup;

}  // namespace muster::testing
