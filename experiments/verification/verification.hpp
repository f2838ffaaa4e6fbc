// Checks whether a folder's tables are what the same request gives now, and if not, gives possible reasons.
//
// Contract: compares the tables (.csv), which depend only on inputs and seed, and the manifest's statements about
// the run. The manifest's digests are first checked against the folder's files, so that an edited table is
// distinguished from a different result. Leaves out: running again (cli).
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace muster::experiments {

/// A result folder as its manifest describes it.
struct Claim {
  Request request;                            // its inputs are the folder's own copies
  std::map<std::string, std::string> tables;  // SHA-256 when written, by file
  std::vector<std::string> edited;            // files that were changed or removed since
};

/// @throws InputError, with the remedy, if the folder is not a complete output of this program or cannot be made
///         again because it was interrupted or lacks its inputs
[[nodiscard]] Claim claim_of(const std::filesystem::path& folder);

/// A table that differs.
struct TableDifference {
  std::string file;
  std::size_t lines = 0, of = 0;    // how many lines differ; both 0 if only one of the two tables exists
  std::size_t first = 0;            // number of the first line that differs
  std::string column, there, here;  // in that line; if the numbers of fields differ, the whole lines and no column
  bool missing_there = false, missing_here = false;
};

/// Compares the tables that the folder's manifest lists with those made now; other CSV files in the folder are
/// ignored.
/// @param folder  the folder that is verified
/// @param again   the folder of the same request made now
[[nodiscard]] std::vector<TableDifference> differences(const std::filesystem::path& folder, const Claim& claim,
                                                       const std::filesystem::path& again);

/// A statement of the manifest that is not true.
struct FalseStatement {
  std::string what;         // "parameters, posts.attrition_factor, value"
  std::string there, here;  // the value stated, and the actual one; empty: none
};

/// Compares every statement of the manifest about the run with the run made now. Left out are values that a second
/// run cannot reproduce, such as threads and time, and the digests, which are compared with the files.
/// @param again  the folder of the same request made now
[[nodiscard]] std::vector<FalseStatement> false_statements(const std::filesystem::path& folder,
                                                           const std::filesystem::path& again);

/// The findings as text for the user. @param now  the program that made the folder again
[[nodiscard]] std::string verdict(const std::filesystem::path& folder, const Claim& claim, const BuildId& now,
                                  const std::vector<TableDifference>& found,
                                  const std::vector<FalseStatement>& false_ones);

}  // namespace muster::experiments
