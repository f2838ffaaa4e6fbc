// Options that several commands take, and how the words that were typed become values.
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

/// The parts that `--only tables,report` names; all of them for an empty text. @throws InputError for an unknown name
[[nodiscard]] Parts parts_of(const std::string& written);

/// The parts as they are typed, always in the same order; empty for all of them.
[[nodiscard]] std::string names_of(const Parts& parts);

[[nodiscard]] std::vector<std::string> words_of(const Parts& parts);

/// Adds `--only`. @param typed  for parts_of()
void add_only(CommandLine command, std::string& typed);

/// A shard as it is typed, `3/16`: the third of sixteen. @throws InputError
[[nodiscard]] Shard shard_of(const std::string& written);
[[nodiscard]] std::string words_of(const Shard& shard);

/// The options that choose the scenario: the file or place, `--strategy`, `--set`, `--scale`.
struct ScenarioOptions {
  std::string place, strategy;
  std::vector<std::string> changes;    // of `--set`, as typed
  std::optional<std::uint64_t> scale;  // people outside posts that one simulated person stands for

  /// @param takes_states  whether a folder that `muster save` wrote is accepted
  void add_scenario_to(CommandLine command, bool takes_states = false);
  void add_strategy_to(CommandLine command);
  void add_changes_to(CommandLine command);
  void add_scale_to(CommandLine command);

  /// The scenario that was chosen. Moves `--scale` into the changes, because the written form has it as a change.
  /// @param files  where it is read from. @throws InputError for a change without `=`
  [[nodiscard]] experiments::ScenarioChoice choice(std::shared_ptr<scenarios::InputFiles> files);
};

/// The options of the execution: `--seed`, `--threads`, `--out`, `--checkpoint`, `--shard`, `--quiet`, `--only`.
struct ExecutionOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool quiet = false;
  std::string out;         // the folder to write; empty: the experiment's default
  std::string checkpoint;  // a folder to keep replications in; empty: none
  std::string shard;       // as typed; empty: the one that mpirun or srun assigned, else all
  std::string only;        // as typed; empty: all that the experiment offers

  void add_seed_to(CommandLine command);
  void add_threads_to(CommandLine command);
  void add_quiet_to(CommandLine command);
  /// @param out  describes the folder to write, for the help
  void add_out_to(CommandLine command, const std::string& out);
  /// Adds all of them except `--only`. @param shared  whether several processes may each simulate a shard
  void add_to(CommandLine command, const std::string& out, bool shared = true);
};

/// The saved states, if the place that was typed is a folder that `muster save` wrote; null if it is something else.
/// Changes the options to those the states were made with (place, seed, changes, replications), so that the same
/// command without saved states simulates the same from the start.
/// @throws InputError for an option that would need other states
[[nodiscard]] std::shared_ptr<const experiments::SavedStates> saved_states(
    CommandLine command, ScenarioOptions& scenario, ExecutionOptions& execution, std::string& replications,
    const std::shared_ptr<scenarios::InputFiles>& files);

/// A number of replications where `auto` is not accepted. @throws InputError saying why
[[nodiscard]] std::size_t number_of_replications(const std::string& written, const std::string& why_a_number);

}  // namespace muster::cli
