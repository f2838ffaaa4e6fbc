// muster list: the places and strategies that came with the program, and what the strategies are for.
#include "cli/commands.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/shipped.hpp"
#include "output/terminal/document.hpp"

#include <memory>

namespace muster::cli {

Command add_list(CommandLine program) {
  const auto place = std::make_shared<std::string>();
  CommandLine command = program.add_command("list", text("name the places and strategies that came with Muster"));
  command.add_option(text("PLACE"), *place, text("only the strategies for this place"));
  return {command, [place](const Invocation&) {
            say(output::shown(experiments::shipped_document(*place), screen()));
            return done;
          }};
}

}  // namespace muster::cli
