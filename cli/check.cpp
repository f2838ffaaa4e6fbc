#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/session.hpp"
#include "cli/warnings.hpp"
#include "engine/text/text.hpp"

#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

struct CheckOptions {
  std::string file;
  std::string strategy;
  std::vector<std::string> changes;
};

}  // namespace

Command add_check(CommandLine program) {
  const auto options = std::make_shared<CheckOptions>();
  CommandLine command = program.add_command("check", text("look for errors in a scenario; simulate nothing"));
  command.add_option(text("FILE"), options->file, text("a scenario file")).required();
  command.add_option("--strategy", options->strategy,
                     text("with this strategy: a file, or the name of one that came with Muster"));
  command.add_option("--set", options->changes, text("with this parameter changed"));
  return {command, [options] {
            const Session session =
                open_session(find_scenario(options->file), overrides_of(options->changes), use_of(options->strategy));
            const std::size_t warnings = warn(session);
            say(text("{}: no errors; {} areas, {} series, {} targets\n", options->file,
                     session.shape.areas.leaf_count(), session.shape.series.size(), session.shape.targets.size()));
            if (warnings > 0) say(warnings == 1 ? text("1 warning\n") : text("{} warnings\n", warnings));
            return done;
          }};
}

}  // namespace muster::cli
