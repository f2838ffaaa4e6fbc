// Repeats the command that is kept in a folder: from the files as they were then, in the language it was run in.
#pragma once

#include "cli/executor.hpp"
#include "experiments/checkpoint/checkpoint.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// The words that are added to the kept command when it is repeated: threads, output folder, `--quiet`.
[[nodiscard]] std::vector<std::string> arguments_to_repeat(const ExecutionOptions& options, const std::string& out);

/// Repeats the command of a request, from the files that the request keeps, in this process alone.
/// @param folder  the folder that keeps the command, for messages
/// @param more    words to append, such as where to write
/// @param language_is_typed  keep the current language; otherwise the language of the original run is used, if known
/// @param invocation  that of the calling command; its files and `alone` are replaced here
/// @throws InputError for a command that cannot be repeated from the folder alone
[[nodiscard]] ExitCode repeat(const experiments::Request& request, const std::string& folder,
                              const std::vector<std::string>& more, bool language_is_typed, Invocation invocation);

}  // namespace muster::cli
