// Work done in a process of its own, since what does it may take the process down.
//
// Contract: for libraries that do not look at what they ask for and crash when the machine has no memory left. What is written to files
// is there afterwards; nothing that changes in memory is. Call it while no other thread of the program computes.
#pragma once

#include <filesystem>
#include <functional>

namespace muster::output {

/// Writes a file apart. @throws OutputError that names it, for what was thrown there and for a process that did not come to its end
void write_isolated(const std::filesystem::path& file, const std::function<void()>& write);

}  // namespace muster::output
