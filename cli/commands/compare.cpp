// muster compare: simulates a place as planned and strategies for it, with the same random numbers.
#include "experiments/studies/compare.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_compare(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    std::vector<std::string> strategies;
    std::string replications = std::to_string(experiments::compared_replications);
  };
  const auto options = std::make_shared<Options>();
  CommandLine command =
      program.add_command("compare", tr("simulate strategies for a place under the same luck; show which does better"));
  options->scenario.add_scenario_to(command, true);
  command
      .add_option(tr("STRATEGY"), options->strategies,
                  tr("strategy files, or names of strategies that came with Muster"))
      .required();
  command.add_option("--replications", options->replications, tr("replications of each scenario")).shows_default();
  options->scenario.add_changes_to(command);
  options->execution.add_to(command, tr("the folder to write; out/<place>-compare if left out"));
  add_only(command, options->execution.only);
  return {command,
          [command, options](const Invocation& invocation) {
            auto& [scenario, execution, strategies, replications] = *options;
            auto saved = saved_states(command, scenario, execution, replications, invocation.files);
            const std::size_t number =
                number_of_replications(replications, tr("a comparison needs a number; write --replications 400"));
            return execute(
                command, execution,
                *experiments::compare_of({scenario.choice(invocation.files), strategies, number, std::move(saved)}),
                invocation);
          },
          true};
}

}  // namespace muster::cli
