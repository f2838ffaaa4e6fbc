// Checks whether the settings of two scenarios are equal.
//
// Contract: compares every value as written, including its uncertainty, but not its location, spelling or
// evidence. Leaves out: the consequences of a difference.
#pragma once

#include "engine/parameters/setting.hpp"

#include <optional>
#include <string>

namespace muster {

/// The path of the first setting that differs between the two or exists in only one of them; nothing if they are
/// equal.
[[nodiscard]] std::optional<std::string> first_difference(const GroupSetting& a, const GroupSetting& b);

}  // namespace muster
