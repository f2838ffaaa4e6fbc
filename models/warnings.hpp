// Warnings about a valid scenario: settings that have no effect, lists that end too early, and values that are
// probably typing errors.
//
// Contract: nothing is simulated. A scenario that loads without error is checked with its most likely values; the
// effect of a change is also checked with two draws of the uncertain values. Every warning is placed where the
// setting is written, states a number and says what to do. Leaves out: anything that only a simulation can show.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

namespace muster {

/// @param start    the simulation begins at the end of this date
/// @param horizon  the last date simulated
/// @param found    receives the warnings
void warn_of_unused_settings(const SectionSettings& written, const Areas& areas, Date start, Date horizon,
                             Diagnostics& found);

}  // namespace muster
