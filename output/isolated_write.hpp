// Writing a file in a process of its own, because the library that writes it may crash.
//
// Contract: meant for libraries that do not check their allocations and crash when memory runs out. Files written
// in the child process remain; changes in its memory are lost. Call it while no other thread of the program is
// computing.
#pragma once

#include <filesystem>
#include <functional>

namespace muster::output {

/// Writes a file in a child process.
/// @throws OutputError for an exception thrown there (with its message), and for a process that ended early (with
/// the file's name)
void write_isolated(const std::filesystem::path& file, const std::function<void()>& write);

}  // namespace muster::output
