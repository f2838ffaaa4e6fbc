// The program's own version, and where the scenarios shipped with it are installed.
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace muster::experiments {

/// As in `project(VERSION)`.
extern const std::string_view version;

/// The compiler that built the program: "GNU 12.2.0".
extern const std::string_view compiler;

/// SHA-256 of the program file: the same program file gives the same results. Empty if the file cannot be read.
[[nodiscard]] const std::string& program_digest();

/// The three values above together.
[[nodiscard]] BuildId this_program();

/// The largest amount of memory that this process has used so far, in bytes.
[[nodiscard]] std::uint64_t peak_memory();

/// The folder of the scenarios shipped with the program (places/, …): in the installed tree next to the program,
/// otherwise in the source tree it was built from.
[[nodiscard]] std::filesystem::path shipped_scenarios();

}  // namespace muster::experiments
