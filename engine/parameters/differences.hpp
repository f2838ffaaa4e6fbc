// Whether two scenarios say the same.
//
// Contract: what counts is every value as written, with its uncertainty; not where it stands, how it was spelt or what it rests on.
// Leaves out: what a difference does.
#pragma once

#include "engine/parameters/setting.hpp"

#include <optional>
#include <string>

namespace muster {

/// The path of a setting that is not the same in both, or that one of them lacks; nothing if they say the same.
[[nodiscard]] std::optional<std::string> first_difference(const GroupSetting& a, const GroupSetting& b);

}  // namespace muster
