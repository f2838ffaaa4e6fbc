// The heads of place and strategy files (id, title, reason, dates), for listing and finding them.
//
// Contract: reads the file itself, not those it extends, and checks nothing; a file that is missing or cannot be
// read gives nothing.
// Leaves out: everything that is simulated (loader.hpp).
#pragma once

#include "engine/text/text.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::scenarios {

struct FileHead {
  std::string id;                   // of the place or the strategy
  LocalizedText title;              // may be empty
  std::string why;                  // of a strategy; may be empty
  std::vector<std::string> places;  // those a strategy is for; empty: the file names none
  std::string start, horizon;       // of a place, as written; may be empty
};

/// @return  nothing for a file that is neither a place nor a strategy
[[nodiscard]] std::optional<FileHead> read_head(const std::filesystem::path& file);

}  // namespace muster::scenarios
