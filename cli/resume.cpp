// muster resume: goes on with a run that keeps a checkpoint, from the files as they were when it was begun.
#include "cli/checkpoints.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/program.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <thread>

namespace muster::cli {

namespace {

struct ResumeOptions {
  std::string folder;
  std::string replications;  // as typed; empty: as many as the run was asked for
  std::string out;           // empty: where the run was to write
  unsigned threads = 1;
  bool quiet = false;
  bool language_typed = false;  // else it speaks that of the run
};

void replace_replications(output::Asked& asked, const ResumeOptions& options) {
  if (options.replications.empty()) return;
  const std::optional<std::size_t> wanted = replications_of(options.replications);
  const auto number = std::find_if(asked.words.begin(), asked.words.end(),
                                   [](const auto& word) { return word.option == "--replications" && word.value; });
  if (number == asked.words.end())
    throw InputError(text("--replications {}: error: the command of {} has no number of replications\n",
                          options.replications, options.folder));
  if (const std::optional<std::size_t> before = replications_of(*number->value); before && wanted && *wanted < *before)
    throw InputError(text("--replications {}: error: the run in {} was asked for {}; write more, or leave it out\n",
                          options.replications, options.folder, *before));
  number->value = options.replications;
}

ExitCode resume(const ResumeOptions& options) {
  experiments::Request request = experiments::Checkpoint::request_in(options.folder);
  replace_replications(request.asked, options);
  std::vector<std::string> words = kept_command(request, options.folder);
  const std::string out = options.out.empty() ? request.out : options.out;
  if (!out.empty()) words.insert(words.end(), {"--out", out});
  words.insert(words.end(), {"--checkpoint", options.folder, "--threads", std::to_string(options.threads)});
  if (options.quiet) words.emplace_back("--quiet");
  if (const auto language = language_with(request.language); language && !options.language_typed)
    set_language(*language);
  scenarios::read_from({request.inputs, request.found});
  return run_program(words);
}

}  // namespace

Command add_resume(CommandLine program) {
  const auto options = std::make_shared<ResumeOptions>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CommandLine command = program.add_command(
      "resume", text("go on with a run that keeps a checkpoint, with the files as they were when it began"));
  command.add_option(text("FOLDER"), options->folder, text("the folder of --checkpoint")).required();
  command.add_option("--replications", options->replications,
                     text("how many in all, to have more than the run was asked for"));
  command.add_option("--out", options->out, text("the folder to write; where the run was to write if left out"));
  command.add_option("--threads", options->threads, text("processors to use; changes nothing in the results"))
      .whole_number(1, 1024)
      .shows_default();
  command.add_flag("--quiet", options->quiet, text("say nothing but errors"));
  return {command, [options, program] {
            options->language_typed = program.was_typed("--lang");
            return resume(*options);
          }};
}

}  // namespace muster::cli
