// muster resume: continues a run from its checkpoint, with the files as they were when it began.
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/repeat.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <memory>

namespace muster::cli {

namespace {

void replace_replications(output::WrittenCommand& asked, const std::string& wanted_words, const std::string& folder) {
  if (wanted_words.empty()) return;
  const std::optional<std::size_t> wanted = experiments::replications_of(wanted_words);
  const std::string option = "--replications " + wanted_words, *const number = asked.value_of("--replications");
  if (!number) refuse_option(option, tr("the command kept in {} has no --replications", folder));
  if (const auto before = experiments::replications_of(*number); before && wanted && *wanted < *before)
    refuse_option(option,
                  tr("the run in {} was started with {} replications; write at least as many, or leave the option out",
                     folder, *before));
  asked.set("--replications", wanted_words);
}

}  // namespace

Command add_resume(CommandLine program) {
  struct Options {
    std::string folder, replications;
    ExecutionOptions execution;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command(
      "resume", tr("continue a run from its checkpoint, with the files as they were when it began"));
  command.add_option(tr("FOLDER"), options->folder, tr("the checkpoint folder of the run")).required();
  command.add_option("--replications", options->replications,
                     tr("replications in all, to have more than the run was started with"));
  options->execution.add_out_to(command, tr("the folder to write; if left out, the one that the run was to write"));
  options->execution.add_threads_to(command);
  options->execution.add_quiet_to(command);
  return {command, [options, program](const Invocation& invocation) {
            const auto& [folder, replications, execution] = *options;
            experiments::Request request = experiments::Checkpoint::request_in(folder);
            replace_replications(request.asked, replications, folder);
            std::vector<std::string> more =
                arguments_to_repeat(execution, execution.out.empty() ? request.out : execution.out);
            more.insert(more.end(), {"--checkpoint", folder});
            if (request.shard.of > 1) more.insert(more.end(), {"--shard", request.shard_words()});
            return repeat(request, folder, more, program.was_typed("--lang"), invocation);
          }};
}

}  // namespace muster::cli
