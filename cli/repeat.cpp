#include "cli/repeat.hpp"

#include "cli/program.hpp"
#include "cli/signals.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/studies/saved.hpp"

#include <algorithm>
#include <array>

namespace muster::cli {

namespace {

// Whether the words may be repeated. The folder may come from another person: its files must not make this program run
// another command or write anywhere else.
bool is_kept(const std::vector<std::string>& words) {
  constexpr std::array repeatable{"run", "report", "compare", "sweep", "solve", "explain"};
  constexpr std::array never_kept{"--out", "--checkpoint", "--shard"};
  return !words.empty() && std::find(repeatable.begin(), repeatable.end(), words[0]) != repeatable.end() &&
         std::none_of(words.begin(), words.end(), [&](const std::string& word) {
           return std::any_of(never_kept.begin(), never_kept.end(),
                              [&](const char* option) { return word.starts_with(option); }) ||
                  experiments::is_saved_place(word);
         });
}

}  // namespace

std::vector<std::string> arguments_to_repeat(const ExecutionOptions& options, const std::string& out) {
  std::vector<std::string> words{"--threads", std::to_string(options.threads)};
  if (!out.empty()) words.insert(words.end(), {"--out", out});
  if (options.quiet) words.emplace_back("--quiet");
  return words;
}

ExitCode repeat(const experiments::Request& request, const std::string& folder, const std::vector<std::string>& more,
                bool language_is_typed, Invocation invocation) {
  std::vector<std::string> words = output::words_of(request.asked);
  if (!is_kept(words))
    throw InputError(
        tr("{}: error: the command that wrote this folder cannot be repeated from the folder alone: {}; only run, "
           "report, compare, explain, sweep and solve can\n",
           folder, request.command));
  words.insert(words.end(), more.begin(), more.end());
  const LanguageScope scope(language_is_typed ? current_language()
                                              : language_with(request.language).value_or(current_language()));
  set_interrupt_message({});  // from here on the message after a signal is in the language of the run too
  const scenarios::Inputs kept{request.inputs, request.found};
  invocation.files = std::make_shared<scenarios::InputFiles>(kept);
  invocation.alone = true;
  return run_program(words, invocation);
}

}  // namespace muster::cli
