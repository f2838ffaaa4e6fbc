// The program from its words to its exit code.
#pragma once

#include "cli/terminal.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// Does what the words say and reports what goes wrong. @param words  without the program's name
[[nodiscard]] ExitCode run_program(const std::vector<std::string>& words);

}  // namespace muster::cli
