// muster show: prints every parameter of a scenario with the value it ends up with.
#include "experiments/session/show.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_show(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    experiments::ShowOptions show;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command(
      "show", tr("print every parameter of a scenario: value, what it rests on, and the file and line it comes from"));
  options->scenario.add_scenario_to(command);
  options->scenario.add_strategy_to(command);
  options->scenario.add_changes_to(command);
  command.add_option("--only", options->show.only,
                     tr("only parameters whose path begins like this: posts, posts.mandate"));
  command.add_flag("--assumptions", options->show.assumptions, tr("only assumptions"));
  return {command, [options](const Invocation& invocation) {
            print(experiments::show_text(options->scenario.choice(invocation.files), options->show));
            return done;
          }};
}

}  // namespace muster::cli
