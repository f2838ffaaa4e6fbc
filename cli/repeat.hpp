// A command that a folder keeps, done again: from the files as they were then, in the language of then.
#pragma once

#include "cli/executor.hpp"
#include "experiments/checkpoint/checkpoint.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// The options with which it is done again: all of it, whatever mpirun or srun say of this process.
[[nodiscard]] std::vector<std::string> arguments_to_repeat(const ExecutionOptions& options, const std::string& out);

/// Does the command of a request again, from the files that the request keeps.
/// @param folder  that keeps it, for messages
/// @param more    words to put behind it, such as where to write
/// @param language_is_typed  else it speaks the language of then, if that is known
/// @param invocation  that of the command which has it done again; files and `alone` are set here
/// @throws InputError for a command that cannot be done again from the folder alone
[[nodiscard]] ExitCode repeat(const experiments::Request& request, const std::string& folder,
                              const std::vector<std::string>& more, bool language_is_typed, Invocation invocation);

}  // namespace muster::cli
