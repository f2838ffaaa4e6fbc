// The places and strategies shipped with the program, as `muster list` shows them.
#pragma once

#include "output/document/document.hpp"

#include <string>

namespace muster::experiments {

/// @param place  shows only the strategies for this place; empty: everything
/// @throws InputError for a place that does not exist
[[nodiscard]] output::Document shipped_document(const std::string& place);

}  // namespace muster::experiments
