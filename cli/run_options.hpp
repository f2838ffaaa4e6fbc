// The options and the execution that `muster run` and `muster report` share.
#pragma once

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "experiments/studies/run.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace muster::cli {

struct RunOptions {
  ScenarioOptions scenario;
  ExecutionOptions execution;
  experiments::RunQuestion question;
  std::string replications = "auto";
  std::optional<std::uint64_t> min_cell;
};

/// Adds the options that both commands take. @param out  describes the folder to write, for the help
void add_common(CommandLine command, RunOptions& options, const std::string& out);

/// Makes the command, once its options have been added.
[[nodiscard]] Command run_command(CommandLine command, const std::shared_ptr<RunOptions>& options);

}  // namespace muster::cli
