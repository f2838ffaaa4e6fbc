// Whether a folder's tables are what the same request gives now, and if not, what may be why.
//
// Contract: only the tables (.csv) are compared, which rest on inputs and seed alone. What the folder says of itself is read from its
// manifest and held against its files first, so that an edited table is told from another result. Leaves out: running again (cli).
#pragma once

#include "output/checkpoint/checkpoint.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace muster::output {

/// A result folder, as its manifest tells of it.
struct Claim {
  Request request;                            // its inputs are the folder's own copies
  std::map<std::string, std::string> tables;  // by file: SHA-256 as it was written
  std::vector<std::string> edited;            // files that are not what was written; "…/" for one that is gone
};

/// @throws InputError, with the remedy, if it is no whole output of this program or cannot be made again: interrupted, or without its inputs
[[nodiscard]] Claim claim_of(const std::filesystem::path& folder);

/// A table that is not the same.
struct TableDifference {
  std::string file;
  std::size_t lines = 0, of = 0;    // how many differ; both 0 if it is there only once
  std::size_t first = 0;            // the number of the first of them
  std::string column, there, here;  // in it; where the fields' number differs, the whole lines and no column
  bool missing_there = false, missing_here = false;
};

/// Of the tables that the folder's manifest lists and of those made now; others that lie there are nobody's.
/// @param folder  what is verified
/// @param again   the same made now
[[nodiscard]] std::vector<TableDifference> differences(const std::filesystem::path& folder, const Claim& claim,
                                                       const std::filesystem::path& again);

/// Inputs whose files are not, or no longer, what they were; by path.
[[nodiscard]] std::vector<std::string> changed_inputs(const Request& request);

/// What was found, for people. @param now  the program that made it again
[[nodiscard]] std::string verdict(const std::filesystem::path& folder, const Claim& claim, const Maker& now,
                                  const std::vector<TableDifference>& found);

}  // namespace muster::output
