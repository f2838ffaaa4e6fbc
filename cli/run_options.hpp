// What `muster run` and `muster report` both take and do.
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

/// Adds the options that both take. @param out  the folder to write if no other is named, for the help
void add_common(CommandLine command, RunOptions& options, const std::string& out);

/// The command, once its options have been added.
[[nodiscard]] Command run_command(CommandLine command, const std::shared_ptr<RunOptions>& options);

}  // namespace muster::cli
