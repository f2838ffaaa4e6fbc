// The checkpoint a command was told to keep.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "experiments/checkpoint/checkpoint.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace muster::cli {

/// This program.
[[nodiscard]] experiments::Maker this_program();

/// The words of a command that was kept in a folder, without the program's name. @throws InputError for one that muster does not keep
[[nodiscard]] std::vector<std::string> kept_command(const experiments::Request& request, const std::string& folder);

/// Opens the checkpoint of a command whose inputs have been read, or gives none if it asked for none.
/// @param out  the folder it writes; neither may lie in the other. Empty: it writes none
/// @throws InputError as experiments::Checkpoint does
[[nodiscard]] std::unique_ptr<experiments::Checkpoint> checkpoint_of(const SimulationOptions& options,
                                                                     const output::RunRecord& record,
                                                                     const std::filesystem::path& out);

/// Says, unless quiet, how many replications were there; always, how many of them were damaged and simulated again.
void tell_of(const experiments::Checkpoint* checkpoint, const SimulationOptions& options);

/// Says after an interruption how to go on from the checkpoint, if there is one. @return  the code
ExitCode told_to_resume(ExitCode code, const SimulationOptions& options);

}  // namespace muster::cli
