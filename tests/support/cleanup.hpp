// The list of unfinished files shared by all tests; sharing is safe because tests are not ended by signals.
#pragma once

#include "output/cleanup.hpp"

namespace muster::testing {

inline output::Cleanup cleanup;

}  // namespace muster::testing
