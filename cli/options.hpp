// Options that several commands take, and how what was typed becomes what is meant.
#pragma once

#include "cli/command_line.hpp"
#include "output/run_record.hpp"
#include "scenarios/loader/loader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// `a.b=value`, cut at the first `=`. @throws InputError without one
[[nodiscard]] std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written);

/// A number of replications, or nothing for `auto`. @throws InputError for anything else
[[nodiscard]] std::optional<std::size_t> replications_of(const std::string& written);

/// @throws InputError "<option>: error: <why>"
[[noreturn]] void refuse_option(const std::string& option, const std::string& why);

/// What a run or a comparison writes beside its manifest: everything, unless `--only` says otherwise.
struct Parts {
  bool tables = true, database = true, workbook = true, charts = true, report = true;

  friend bool operator==(const Parts&, const Parts&) = default;
};

/// What `--only tables,report` names; everything if nothing is written. @throws InputError for a name that is none
[[nodiscard]] Parts parts_of(const std::string& written);

/// The same as it is typed, whatever the order was; empty for everything.
[[nodiscard]] std::string names_of(const Parts& parts);

/// Adds `--only`. @param typed  for parts_of()
void add_only(CommandLine command, std::string& typed);

/// How many replications of each scenario a comparison makes unless told.
inline constexpr std::size_t compared_replications = 400;

/// What every command that simulates takes: `--seed`, `--threads`, `--set`, `--quiet`, `--checkpoint`.
struct SimulationOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::vector<std::string> changes;  // of `--set`, as typed
  bool quiet = false;
  std::string checkpoint;  // the folder of `--checkpoint`; empty: none

  void add_to(CommandLine command);
};

/// What was asked for, as it is typed: "muster run shenyang --seed 1 …".
[[nodiscard]] std::string typed(const output::Asked& asked);

/// The words of that, without the program's name.
[[nodiscard]] std::vector<std::string> words_of(const output::Asked& asked);

}  // namespace muster::cli
