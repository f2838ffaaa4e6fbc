// Many runs' results.sqlite in one file, to ask questions across runs.
//
// Contract: everything to be read is looked at first, and all faults are told at once. Then one writer builds a copy beside the
// archive under a hidden name, adds the runs that are not in it, stores it and renames it: whatever happens, the archive is the old
// file or the new one, whole. A second writer is refused while the first is at work; what a killed one left is used up by the next.
// Leaves out: taking runs out.
#pragma once

#include "output/cleanup.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace muster::experiments {

enum class Archived : std::uint8_t {
  added,
  there_already,     // the same run; nothing to do
  replications_too,  // the same run, now with the replications that it lacked
};

struct ArchivedRun {
  std::filesystem::path from;
  std::string id, place, strategy;
  Archived became = Archived::added;
  bool verified = false;         // its file is the one that the manifest beside it tells of
  bool beside_manifest = false;  // there is one, whether or not it tells of the file
};

struct Archiving {
  std::vector<ArchivedRun> runs;  // in the order given
  std::uint64_t total = 0;        // runs in the archive now
};

/// @param archive  made if it is not there; a link is followed
/// @param sources  folders with a results.sqlite, such files, or archives
/// @param cleanup  which removes the copy that is being built if the program is ended meanwhile
/// A file beside a manifest must be the one that the manifest tells of. Beside none, that it is a whole database of the schema is all
/// that is known. A run that is there already must have the same figures.
/// @throws InputError with every fault of what is to be read, OutputError if the system refuses; the archive is then as before
Archiving archive_runs(const std::filesystem::path& archive, const std::vector<std::filesystem::path>& sources,
                       output::Cleanup& cleanup);

/// What became of a run, in a line.
[[nodiscard]] std::string line_of(const ArchivedRun& run);

/// Of every file of whose figures no manifest tells, a line for people.
[[nodiscard]] std::vector<std::string> warnings_of(const Archiving& archiving);

}  // namespace muster::experiments
