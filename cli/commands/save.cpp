// muster save: simulates a place up to a date and saves the state of every replication, from which strategies
// continue.
#include "experiments/studies/save.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"
#include "experiments/studies/compare.hpp"

#include <memory>

namespace muster::cli {

Command add_save(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    std::string on;
    std::string replications = std::to_string(experiments::compared_replications);
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command("save", tr("simulate a place up to a date and save the state of every "
                                                       "replication, so that strategies can continue from it"));
  options->scenario.add_scenario_to(command);
  command.add_option("--on", options->on, tr("the date at whose end the states are saved, such as 2024-12-31"))
      .required();
  command.add_option("--replications", options->replications, tr("how many states to save")).shows_default();
  options->scenario.add_changes_to(command);
  options->execution.add_seed_to(command);
  options->execution.add_threads_to(command);
  options->execution.add_out_to(command, tr("the folder to write; out/<place>-saved-<date> if left out"));
  options->execution.add_quiet_to(command);
  return {command, [command, options](const Invocation& invocation) {
            const std::size_t number = number_of_replications(
                options->replications, tr("write how many states to save, such as --replications 400"));
            const auto study = experiments::save_of(
                {options->scenario.choice(invocation.files), Seed{options->execution.seed}, options->on, number});
            return execute(command, options->execution, *study, invocation);
          }};
}

}  // namespace muster::cli
