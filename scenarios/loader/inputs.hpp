// The input files of this process: read from where they lie, or taken from what a run has kept of them.
//
// Contract: what is read is remembered, so that a result can carry all it was made from; while a process has kept inputs, a path
// among them is never looked at on the disk. One to a process, used by one thread, as files are read before anything is simulated.
// Leaves out: what is in the files.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace muster::scenarios {

struct Inputs {
  std::map<std::string, std::string> files;  // by the path as it was reached: their bytes
  std::map<std::string, std::string> found;  // by what somebody wrote: the path it stood for
};

/// What this process has read so far, in order to be kept.
[[nodiscard]] Inputs& inputs_read();

/// From now on these files, too, are read as they were kept, whatever lies at their paths now.
void read_from(const Inputs& kept);

/// Which file somebody meant when the inputs were kept; null if nobody did.
[[nodiscard]] const std::string* found_before(const std::string& written);

/// The bytes kept of a file, or null.
[[nodiscard]] const std::string* kept_bytes(const std::filesystem::path& file);

/// Whether there is a regular file, kept or on the disk.
[[nodiscard]] bool is_input(const std::filesystem::path& file);

}  // namespace muster::scenarios
