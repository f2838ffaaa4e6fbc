// muster merge: puts together the shards of a run that several processes have simulated.
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/repeat.hpp"
#include "engine/text/text.hpp"
#include "experiments/checkpoint/shards.hpp"
#include "experiments/session/installation.hpp"

#include <memory>

namespace muster::cli {

Command add_merge(CommandLine program) {
  struct Options {
    std::vector<std::string> folders;
    ExecutionOptions execution;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command(
      "merge", tr("put together the shards of a run that several processes have simulated (--shard)"));
  command
      .add_option(tr("FOLDER"), options->folders,
                  tr("the checkpoint folders of the shards, or one folder that contains them all"))
      .required();
  options->execution.add_out_to(command, tr("the folder to write; if left out, the one that the run was to write"));
  options->execution.add_threads_to(command);
  options->execution.add_quiet_to(command);
  return {command, [options, program](Invocation invocation) {
            const auto& [folders, execution] = *options;
            experiments::Shards shards(folders, experiments::this_program());
            invocation.cache = &shards;
            invocation.when_interrupted = tr("interrupted; nothing was written, and the shards are as they were\n");
            const experiments::Request& request = shards.request();
            const std::string out = execution.out.empty() ? request.out : execution.out;
            shards.refuse_to_write_into(out);
            return repeat(request, folders.front(), arguments_to_repeat(execution, out), program.was_typed("--lang"),
                          invocation);
          }};
}

}  // namespace muster::cli
