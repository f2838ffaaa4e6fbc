// muster preview: shows what would be run, how long it would take and how much memory it would need.
#include "experiments/studies/preview.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"
#include "experiments/studies/compare.hpp"

#include <memory>

namespace muster::cli {

Command add_preview(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
    experiments::PreviewQuestion question;
    std::string replications = "auto", only;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command =
      program.add_command("preview", tr("show what would be run, how long it would take and how much memory it would "
                                        "need; one replication is run to measure this"));
  options->scenario.add_scenario_to(command);
  command.add_option(tr("STRATEGY"), options->question.strategies,
                     tr("strategies to compare with the place as planned"));
  command.add_option("--replications", options->replications, tr("replications, or auto")).shows_default();
  options->execution.add_threads_to(command);
  options->execution.add_seed_to(command);
  options->scenario.add_changes_to(command);
  add_only(command, options->only);
  return {command, [command, options](const Invocation& invocation) {
            auto& [scenario, execution, question, replications, only] = *options;
            question.scenario = scenario.choice(invocation.files);
            question.request.replications = experiments::replications_of(replications);
            if (!question.request.replications && !question.strategies.empty())
              question.request.replications = experiments::compared_replications;
            question.request.threads = execution.threads;
            question.request.parts = parts_of(only);
            return execute(command, execution, *experiments::preview_of(question), invocation);
          }};
}

}  // namespace muster::cli
