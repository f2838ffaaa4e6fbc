// What the program knows of itself: its version, and where the scenarios that came with it lie.
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace muster::experiments {

/// As in `project(VERSION)`.
extern const std::string_view version;

/// Which compiler made it: "GNU 12.2.0".
extern const std::string_view compiler;

/// SHA-256 of the program's own file: the same bytes give the same results. Empty if they cannot be read.
[[nodiscard]] const std::string& program_digest();

/// All of that together.
[[nodiscard]] BuildId this_program();

/// The most memory this process has had so far, in bytes.
[[nodiscard]] std::uint64_t peak_memory();

/// The folder of the scenarios shipped with the program (places/, …): in the installed tree beside the program, else in the
/// source tree it was built from.
[[nodiscard]] std::filesystem::path shipped_scenarios();

}  // namespace muster::experiments
