// muster explain: what holds targets back, which change did what, what the spread is made of.
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
  CommandLine command =
      program.add_command("explain", tr("what holds a target back, which change did what, what the spread is made of"));
  options->scenario.add_scenario_to(command);
  command.add_option("--target", question.targets, tr("a target's id; may be repeated; left out: all of them"));
  options->scenario.add_strategy_to(command);
  const Option strategy = command.option("--strategy");
  Option from = command.add_option("--from", question.from,
                                   tr("attribute the difference between this strategy, or as_planned …"));
  Option to = command.add_option("--to", question.to, tr("… and this one to the changes between them"));
  from.needs(to).excludes(strategy);
  to.needs(from).excludes(strategy);
  command.add_option("--constraints", question.constraints, tr("a file of constraints instead of Muster's own"))
      .excludes(from);
  command.add_flag("--whole", question.whole, tr("relax over the whole horizon only, not in each year too"))
      .excludes(from);
  command.add_option("--replications", question.replications, tr("how many, of every scenario"))
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
