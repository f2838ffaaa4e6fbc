// Whether a folder's tables are what the same request gives now, and if not, what may be why.
//
// Contract: the tables (.csv) are compared, which rest on inputs and seed alone, and what the manifest says of the run. Its digests are
// held against the folder's files first, so that an edited table is told from another result. Leaves out: running again (cli).
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace muster::experiments {

/// A result folder, as its manifest tells of it.
struct Claim {
  Request request;                            // its inputs are the folder's own copies
  std::map<std::string, std::string> tables;  // by file: SHA-256 as it was written
  std::vector<std::string> edited;            // files that are not what was written, or gone
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

/// Something that the manifest says and that is not so.
struct FalseStatement {
  std::string what;         // "parameters, posts.attrition_factor, value"
  std::string there, here;  // as it says, and as it is; empty: nothing there
};

/// Everything the manifest says of the run is held against the one made now. Left out are what no second run can tell, such as
/// threads and time, and the digests, which are held against the files.
/// @param again  the folder of the same made now
[[nodiscard]] std::vector<FalseStatement> false_statements(const std::filesystem::path& folder,
                                                           const std::filesystem::path& again);

/// What was found, for people. @param now  the program that made it again
[[nodiscard]] std::string verdict(const std::filesystem::path& folder, const Claim& claim, const BuildId& now,
                                  const std::vector<TableDifference>& found,
                                  const std::vector<FalseStatement>& false_ones);

}  // namespace muster::experiments
