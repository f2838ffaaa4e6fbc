// muster doctor: checks what Muster can use on this machine, and how long a first run takes here.
#include "experiments/studies/doctor.hpp"

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

Command add_doctor(CommandLine program) {
  struct Options {
    ScenarioOptions scenario;
    ExecutionOptions execution;
  };
  const auto options = std::make_shared<Options>();
  options->scenario.place = "shenyang";
  CommandLine command = program.add_command("doctor", tr("check what is installed, the fonts, the disk and the "
                                                         "processors, and measure how long a first run takes here"));
  options->execution.add_threads_to(command);
  return {command, [command, options](const Invocation& invocation) {
            const auto study =
                experiments::doctor_of({options->scenario.choice(invocation.files), options->execution.threads});
            return execute(command, options->execution, *study, invocation);
          }};
}

}  // namespace muster::cli
