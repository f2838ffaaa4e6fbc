// The common frame in which every experiment is executed: output folder, checkpoint, signals, progress, stopped
// replications, manifest, exit code.
//
// Contract: the experiment has already been checked. Its output folder is written completely or not at all. After
// the first Ctrl-C the finished replications are written. A shard of the replications is simulated into its
// checkpoint and writes nothing else. Exit codes: 0 if all went well, 1 if a replication stopped or there is no
// result, 130 if the user interrupted. Leaves out: what an experiment asks and finds.
#pragma once

#include "cli/command_line.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "engine/text/text.hpp"
#include "experiments/experiment.hpp"

#include <memory>
#include <utility>

namespace muster::cli {

/// What a command is given besides its options, by the program or by another command that repeats it.
struct Invocation {
  /// @param listed  the files and folders to remove if the program is ended
  explicit Invocation(std::shared_ptr<output::Cleanup> listed) : cleanup(std::move(listed)) {}

  ReplicationCache* cache = nullptr;  // replications that need not be simulated again; null: those of `--checkpoint`
  std::shared_ptr<scenarios::InputFiles> files =
      std::make_shared<scenarios::InputFiles>();  // where all input is read from
  std::shared_ptr<output::Cleanup> cleanup;       // never null
  // The message if the execution is interrupted, after which nothing is written. Empty: finished replications are
  // written.
  Text when_interrupted = {};
  bool alone = false;  // simulate everything in this process, even if mpirun or srun started several
};

/// Executes an experiment.
/// @throws InputError for options that do not fit the experiment, OutputError if something cannot be written
[[nodiscard]] ExitCode execute(const CommandLine& command, const ExecutionOptions& options,
                               experiments::Experiment& experiment, const Invocation& invocation);

}  // namespace muster::cli
