// The places and strategies that came with the program, as `muster list` tells of them.
#pragma once

#include "output/terminal/layout.hpp"

#include <string>

namespace muster::experiments {

/// @param place  tells of the strategies for this place alone; empty: of everything
/// @throws InputError for a place that is none
[[nodiscard]] std::string shipped_text(const std::string& place, const output::Screen& screen);

}  // namespace muster::experiments
