// What the program knows of itself: its version, and where the scenarios that came with it lie.
#pragma once

#include <filesystem>
#include <string_view>

namespace muster::cli {

/// As in `project(VERSION)`.
extern const std::string_view version;

/// The folder of the scenarios shipped with the program (places/, …): in the installed tree beside the program, else in the
/// source tree it was built from.
[[nodiscard]] std::filesystem::path shipped_scenarios();

}  // namespace muster::cli
