// What a scenario states and what does nothing, ends too early or was hardly meant: no fault, and yet to be said.
//
// Contract: nothing is simulated; a scenario that loads without a fault is looked at with its most likely values, and
// a change also with two draws of what is uncertain. Every warning stands where the thing is written, and says a
// number and what to do. Leaves out: what only a simulation can tell.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

namespace muster {

/// @param start    the date whose end the simulation begins at
/// @param horizon  the last date simulated
/// @param found    receives the warnings
void warn_of_unused_settings(const SectionSettings& written, const Areas& areas, Date start, Date horizon,
                             Diagnostics& found);

}  // namespace muster
