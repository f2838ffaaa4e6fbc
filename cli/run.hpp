// `muster run`: simulate a scenario and write what was found.
#pragma once

#include "scenarios/loader/loader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// What a program ends with.
enum ExitCode : int { done = 0, failed = 1, input_at_fault = 2, interrupted_by_user = 130 };

struct RunOptions {
  std::string file;
  std::optional<std::size_t> replications;  // empty: as many as precision needs
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::string out;  // empty: out/<place>
  std::vector<scenarios::Override> overrides;
  std::optional<std::uint64_t> replication;  // this one alone
  bool quiet = false;
};

/// Simulates, writes the output folder, prints the summary.
/// @throws InputError if the scenario or the output folder is at fault; nothing was simulated then
[[nodiscard]] ExitCode run(const RunOptions& options);

}  // namespace muster::cli
