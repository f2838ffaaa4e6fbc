// muster sweep: simulates a scenario at many points of its parameters, all with the same random numbers.
#include "experiments/studies/sweep.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"
#include "output/terminal/document.hpp"

#include <memory>

namespace muster::cli {

Command add_sweep(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    experiments::SweepQuestion question;
    std::string replications = "100";
    bool list = false;
  };
  const auto options = std::make_shared<Options>();
  experiments::SweepQuestion& question = options->question;
  CommandLine command = program.add_command("sweep", tr("simulate a scenario at many points of its parameters"));
  options->scenario.add_scenario_to(command);
  options->scenario.add_strategy_to(command);
  command.add_option("--sweep", question.axes,
                     tr("a parameter and its values: a.b=1..5, a.b='10%..50% by 10%', a.b=2022-01-01,2023-01-01; if "
                        "left out, those of the section `sweep` in the file"));
  command.add_flag("--lockstep", question.lockstep, tr("the first values together, then the second, and so on"));
  command
      .add_option("--design", question.design,
                  tr("grid: every value with every other; lhs, sobol: a sample of all combinations"))
      .one_of({"grid", "lhs", "sobol"})
      .shows_default();
  command.add_option("--points", question.points, tr("how many points a sample has")).whole_number(1);
  command.add_option("--where", question.where, tr("only points that meet this condition: 'a.b<=c.d', 'a.b<30 days'"));
  command.add_option("--replications", options->replications, tr("replications at each point")).shows_default();
  command.add_flag("--list", options->list, tr("list the points and simulate nothing")).does_not_affect_results();
  options->scenario.add_changes_to(command);
  options->execution.add_to(command, tr("the folder to write; out/<place>-sweep if left out"));
  return {command,
          [command, options](const Invocation& invocation) {
            experiments::SweepQuestion& asked =
                options->question;  // the axes of the scenario's `sweep` section are added to it
            asked.scenario = options->scenario.choice(invocation.files);
            asked.seed = Seed{options->execution.seed};
            asked = experiments::with_axes_of_scenario(std::move(asked));
            asked.replications = number_of_replications(
                options->replications,
                tr("every point of a sweep has the same number of replications; write a number, such as 100"));
            if (options->list) {
              print(output::shown(experiments::points_document(asked), screen()));
              return done;
            }
            return execute(command, options->execution, *experiments::sweep_of(asked), invocation);
          },
          true};
}

}  // namespace muster::cli
