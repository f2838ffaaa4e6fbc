// The places and strategies that came with the program, as `muster list` tells of them.
#pragma once

#include "output/document/document.hpp"

#include <string>

namespace muster::experiments {

/// @param place  tells of the strategies for this place alone; empty: of everything
/// @throws InputError for a place that is none
[[nodiscard]] output::Document shipped_document(const std::string& place);

}  // namespace muster::experiments
