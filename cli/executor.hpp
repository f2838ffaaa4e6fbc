// The one frame in which experiments are executed: folder, checkpoint, signals, progress, what stopped, manifest, exit code.
//
// Contract: an experiment that comes here has been checked. The folder it writes is there whole or not at all; after the first Ctrl-C what
// has finished is written; a shard of the replications is simulated into its checkpoint and writes nothing else. The exit code: 0 all went
// well, 1 something stopped or nothing came of it, 130 it was interrupted. Leaves out: what an experiment asks and finds.
#pragma once

#include "cli/command_line.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "engine/text/text.hpp"
#include "experiments/experiment.hpp"

#include <memory>
#include <utility>

namespace muster::cli {

/// What a command is given besides its options, by the program or by another command that has it done again.
struct Invocation {
  /// @param listed  what has to be removed if the program is ended
  explicit Invocation(std::shared_ptr<output::Cleanup> listed) : cleanup(std::move(listed)) {}

  ReplicationCache* cache = nullptr;  // replications that are not to be simulated again; null: those of `--checkpoint`
  std::shared_ptr<scenarios::InputFiles> files = std::make_shared<scenarios::InputFiles>();  // where all is read from
  std::shared_ptr<output::Cleanup> cleanup;                                                  // never null
  // What is said if the execution is interrupted; nothing is written then. Empty: what has finished is written.
  Text when_interrupted = {};
  bool alone = false;  // all of it in this process, even if mpirun or srun started several
};

/// @throws InputError for options that do not go with the experiment, OutputError if something cannot be written
[[nodiscard]] ExitCode execute(const CommandLine& command, const ExecutionOptions& options,
                               experiments::Experiment& experiment, const Invocation& invocation);

}  // namespace muster::cli
