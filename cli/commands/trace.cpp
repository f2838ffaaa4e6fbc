// muster trace: prints the life of one person or station in a replication.
#include "experiments/studies/trace.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_trace(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    experiments::TraceQuestion question;
  };
  const auto options = std::make_shared<Options>();
  experiments::TraceQuestion& question = options->question;
  CommandLine command = program.add_command("trace", tr("print the life of one person or station in a replication"));
  options->scenario.add_scenario_to(command);
  options->scenario.add_strategy_to(command);
  command.add_option("--replication", question.replication, tr("the number of the replication"))
      .whole_number(0)
      .shows_default();
  command
      .add_option("--person", question.followed.person, tr("the number of a person: 0 is the first in the profession"))
      .whole_number(0);
  command.add_option("--station", question.followed.station,
                     tr("the name of a station: its area's id and its number there"));
  command.add_flag("--list", question.list, tr("list who can be traced"));
  options->execution.add_seed_to(command);
  options->scenario.add_changes_to(command);
  return {command, [command, options](const Invocation& invocation) {
            options->question.scenario = options->scenario.choice(invocation.files);
            return execute(command, options->execution, *experiments::trace_of(options->question), invocation);
          }};
}

}  // namespace muster::cli
