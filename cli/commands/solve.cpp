// muster solve: finds the value of one lever, or the cheapest mix of several, that meets a target.
#include "experiments/studies/solve.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"
#include "models/roles.hpp"

#include <memory>

namespace muster::cli {

Command add_solve(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    experiments::SolveQuestion question;
  };
  const auto options = std::make_shared<Options>();
  experiments::SolveQuestion& question = options->question;
  CommandLine command = program.add_command(
      "solve", tr("find the value of one lever, or the cheapest mix of several, that meets a target"));
  options->scenario.add_scenario_to(command);
  options->scenario.add_strategy_to(command);
  command.add_option("--target", question.target, tr("the id of the target to meet")).required();
  command.add_option("--probability", question.probability, tr("required probability of meeting the target, 0 to 1"))
      .any_number()
      .shows_default();
  command
      .add_option("--lever", question.levers,
                  tr("a parameter to vary and its range: a.b=10%..50%; without a range, the declared one"))
      .required();
  command.add_option("--minimise", question.minimise,
                     tr("with several levers: the series whose mean to minimise; {} if left out", series_roles.spent));
  command
      .add_option("--replications", question.replications,
                  tr("with one lever, the most replications at each of its values (as many as --most allows); with "
                     "several, at each mix (200)"))
      .whole_number(1, 1'000'000);
  command.add_option("--most", question.most, tr("the most replications in all"))
      .whole_number(1, 100'000'000)
      .shows_default();
  options->scenario.add_changes_to(command);
  options->execution.add_to(command, tr("a folder for the values that were tried; if left out, none is written"),
                            false);
  return {command, [command, options](const Invocation& invocation) {
            options->question.scenario = options->scenario.choice(invocation.files);
            return execute(command, options->execution, *experiments::solve_of(options->question), invocation);
          }};
}

}  // namespace muster::cli
