// muster facts: prints which parameters and targets rest on which fact.
#include "experiments/session/facts.hpp"

#include "cli/commands.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_facts(CommandLine program) {
  const auto files = std::make_shared<std::vector<std::string>>();
  CommandLine command =
      program.add_command("facts", tr("print which parameters and targets rest on which fact, in Markdown"));
  command.add_option(tr("FILE"), *files, tr("scenario files, or names of places that came with Muster")).required();
  return {command, [files](const Invocation&) {
            print(experiments::facts_page(*files));
            return done;
          }};
}

}  // namespace muster::cli
