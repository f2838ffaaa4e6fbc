// muster explain: shows what holds targets back, what each change contributes, and where the spread comes from.
#include "experiments/studies/explain.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_explain(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    experiments::ExplainQuestion question;
  };
  const auto options = std::make_shared<Options>();
  experiments::ExplainQuestion& question = options->question;
  CommandLine command = program.add_command(
      "explain", tr("show what holds a target back, what each change contributes, and where the spread comes from"));
  options->scenario.add_scenario_to(command);
  command.add_option("--target", question.targets, tr("a target's id; may be repeated; if left out, all targets"));
  options->scenario.add_strategy_to(command);
  const Option strategy = command.option("--strategy");
  Option from =
      command.add_option("--from", question.from, tr("with --to: the strategy to start from, or as_planned"));
  Option to = command.add_option(
      "--to", question.to,
      tr("with --from: the strategy to compare with it; the difference is attributed to the changes between them"));
  from.needs(to).excludes(strategy);
  to.needs(from).excludes(strategy);
  command.add_option("--constraints", question.constraints, tr("a file of constraints instead of Muster's own"))
      .excludes(from);
  command
      .add_flag("--whole", question.whole,
                tr("relax constraints over the whole time simulated only, not also year by year"))
      .excludes(from);
  command.add_option("--replications", question.replications, tr("replications of each scenario"))
      .whole_number(2, 1'000'000)
      .shows_default();
  options->scenario.add_changes_to(command);
  options->execution.add_to(command, tr("the folder to write; out/<place>-explained if left out"));
  return {command,
          [command, options](const Invocation& invocation) {
            options->question.scenario = options->scenario.choice(invocation.files);
            return execute(command, options->execution, *experiments::explain_of(options->question), invocation);
          },
          true};
}

}  // namespace muster::cli
