// muster list: lists the places and strategies shipped with the program, and what the strategies are for.
#include "cli/commands.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/shipped.hpp"
#include "output/terminal/document.hpp"

#include <memory>

namespace muster::cli {

Command add_list(CommandLine program) {
  const auto place = std::make_shared<std::string>();
  CommandLine command = program.add_command("list", tr("list the places and strategies that came with Muster"));
  command.add_option(tr("PLACE"), *place, tr("only the strategies for this place"));
  return {command, [place](const Invocation&) {
            print(output::shown(experiments::shipped_document(*place), screen()));
            return done;
          }};
}

}  // namespace muster::cli
