// Options that several commands take, and how what was typed becomes what is meant.
#pragma once

#include "cli/command_line.hpp"
#include "experiments/experiment.hpp"
#include "experiments/session/lever.hpp"
#include "experiments/studies/saved.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

using experiments::Parts;
using experiments::refuse_option;

/// What `--only tables,report` names; everything if nothing is written. @throws InputError for a name that is none
[[nodiscard]] Parts parts_of(const std::string& written);

/// The same as it is typed, whatever the order was; empty for everything.
[[nodiscard]] std::string names_of(const Parts& parts);

[[nodiscard]] std::vector<std::string> words_of(const Parts& parts);

/// Adds `--only`. @param typed  for parts_of()
void add_only(CommandLine command, std::string& typed);

/// A shard as it is typed, `3/16`: the third of sixteen. @throws InputError
[[nodiscard]] Shard shard_of(const std::string& written);
[[nodiscard]] std::string words_of(const Shard& shard);

/// Which scenario: the file or place, `--strategy`, `--set`, `--scale`.
struct ScenarioOptions {
  std::string place, strategy;
  std::vector<std::string> changes;    // of `--set`, as typed
  std::optional<std::uint64_t> scale;  // people outside posts that one simulated person stands for

  /// @param takes_states  whether a folder that `muster save` wrote will do
  void add_scenario_to(CommandLine command, bool takes_states = false);
  void add_strategy_to(CommandLine command);
  void add_changes_to(CommandLine command);
  void add_scale_to(CommandLine command);

  /// From then on `--scale` stands among the changes, as which it is written.
  /// @param files  where it is read from. @throws InputError for a change without `=`
  [[nodiscard]] experiments::ScenarioChoice choice(std::shared_ptr<scenarios::InputFiles> files);
};

/// How it is executed: `--seed`, `--threads`, `--out`, `--checkpoint`, `--shard`, `--quiet`, `--only`.
struct ExecutionOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool quiet = false;
  std::string out;         // the folder to write; empty: that of the experiment
  std::string checkpoint;  // a folder to keep replications in; empty: none
  std::string shard;       // as typed; empty: what mpirun or srun say, else all
  std::string only;        // as typed; empty: all that the experiment offers

  void add_seed_to(CommandLine command);
  void add_threads_to(CommandLine command);
  void add_quiet_to(CommandLine command);
  /// @param out  the folder to write if no other is named, for the help
  void add_out_to(CommandLine command, const std::string& out);
  /// All but `--only`. @param shared  whether several processes may each do a shard
  void add_to(CommandLine command, const std::string& out, bool shared = true);
};

/// Where a command was given a folder that `muster save` wrote: fits its options to the states in it, so that from then on they say what
/// simulates the whole. Null if it was given something else.
/// @throws InputError for what would need another past
[[nodiscard]] std::shared_ptr<const experiments::SavedStates> saved_states(
    CommandLine command, ScenarioOptions& scenario, ExecutionOptions& execution, std::string& replications,
    const std::shared_ptr<scenarios::InputFiles>& files);

/// A number of replications where `auto` will not do. @throws InputError saying why
[[nodiscard]] std::size_t number_of_replications(const std::string& written, const std::string& why_a_number);

}  // namespace muster::cli
