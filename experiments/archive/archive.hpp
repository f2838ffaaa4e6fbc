// Collects the results.sqlite of many runs in one file, for queries over several runs.
//
// Contract: all sources are checked first, and all errors are reported at once. Then one writer builds a copy
// beside the archive under a hidden name, adds the runs that are not yet in it, syncs it to disk and renames it.
// Whatever happens, the archive is either the old file or the new one, complete. A second writer is refused while
// the first is at work; the copy that a killed writer left is overwritten by the next one. Leaves out: removing
// runs.
#pragma once

#include "output/cleanup.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace muster::experiments {

enum class Archived : std::uint8_t {
  added,
  already_there,       // the same run is in the archive already; nothing to do
  replications_added,  // the same run is in the archive; the replications it lacked were added
};

struct ArchivedRun {
  std::filesystem::path from;
  std::string id, place, strategy;
  Archived became = Archived::added;
  bool verified = false;         // the file has the digest recorded in the manifest beside it
  bool beside_manifest = false;  // there is a manifest, whether or not it lists the file
};

struct Archiving {
  std::vector<ArchivedRun> runs;  // in the order given
  std::uint64_t total = 0;        // runs in the archive now
};

/// Adds runs to an archive. A file beside a manifest must be the one recorded in it; of a file without a manifest only
/// the schema and the integrity as a database can be checked. A run that is already in the archive must have the same
/// figures.
/// @param archive  made if it does not exist; a link is followed
/// @param sources  folders with a results.sqlite, such files, or archives
/// @param cleanup  removes the copy being built if the program is ended
/// @throws InputError with every error of the sources, OutputError if the system refuses; the archive is then as
///         before
Archiving archive_runs(const std::filesystem::path& archive, const std::vector<std::filesystem::path>& sources,
                       output::Cleanup& cleanup);

/// One line on what was done with a run.
[[nodiscard]] std::string line_of(const ArchivedRun& run);

/// A warning for every file that no manifest lists, so that its figures cannot be checked.
[[nodiscard]] std::vector<std::string> warnings_of(const Archiving& archiving);

}  // namespace muster::experiments
