// muster check: reports the errors of a scenario, and warns of statements in it that have no effect.
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/warnings.hpp"

#include <memory>

namespace muster::cli {

Command add_check(CommandLine program) {
  const auto scenario = std::make_shared<ScenarioOptions>();
  CommandLine command = program.add_command("check", tr("look for errors in a scenario; simulate nothing"));
  scenario->add_scenario_to(command);
  scenario->add_strategy_to(command);
  scenario->add_changes_to(command);
  return {command, [scenario](const Invocation& invocation) {
            const experiments::Session session = experiments::open_session(scenario->choice(invocation.files));
            const std::vector<std::string> warnings = experiments::warnings_of(session);
            print_warnings(warnings);
            print(tr("{}: no errors; {} areas, {} series, {} targets\n", scenario->place,
                     session.shape.areas.leaf_count(), session.shape.series.size(), session.shape.targets.size()));
            if (!warnings.empty())
              print(warnings.size() == 1 ? tr("1 warning\n") : tr("{} warnings\n", warnings.size()));
            return done;
          }};
}

}  // namespace muster::cli
