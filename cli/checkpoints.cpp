#include "cli/checkpoints.hpp"

#include "cli/installation.hpp"
#include "cli/saved.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

bool lies_in(const fs::path& inner, const fs::path& outer) {
  const fs::path way = inner.lexically_relative(outer);
  return !way.empty() && *way.begin() != "..";
}

std::string words_to_resume(const SimulationOptions& options) {
  return text("go on with: muster resume {}\n", quoted(options.checkpoint));
}

}  // namespace

experiments::Maker this_program() { return {std::string(version), std::string(compiler), program_digest()}; }

std::vector<std::string> kept_command(const experiments::Request& request, const std::string& folder) {
  constexpr std::array repeatable{"run", "report", "compare", "sweep", "solve", "explain"};
  constexpr std::array never_kept{"--out", "--checkpoint"};
  std::vector<std::string> words = words_of(request.asked);
  if (words.empty()) {  // of a manifest, which has the line alone
    words = words_of(request.command);
    if (!words.empty()) words.erase(words.begin());
  }
  const bool good = !words.empty() && std::find(repeatable.begin(), repeatable.end(), words[0]) != repeatable.end() &&
                    std::none_of(words.begin(), words.end(), [&](const std::string& word) {
                      return std::any_of(never_kept.begin(), never_kept.end(),
                                         [&](const char* option) { return word.starts_with(option); }) ||
                             is_saved_place(word);
                    });
  if (!good) throw InputError(text("{}: error: its command is none that muster keeps: {}\n", folder, request.command));
  return words;
}

std::unique_ptr<experiments::Checkpoint> checkpoint_of(const SimulationOptions& options,
                                                       const output::RunRecord& record, const fs::path& out) {
  if (options.checkpoint.empty()) return nullptr;
  std::error_code ignored;
  const fs::path folder = fs::weakly_canonical(fs::absolute(options.checkpoint), ignored);
  if (!out.empty() && (lies_in(folder, out) || lies_in(out, folder)))
    throw InputError(
        text("error: --checkpoint {} and the folder to write, {}, lie in one another; choose another folder\n",
             options.checkpoint, out.string()));
  auto checkpoint = std::make_unique<experiments::Checkpoint>(
      options.checkpoint,
      experiments::Request{record.asked, record.command, out.string(), std::string(code_of(current_language())),
                           scenarios::inputs_read().files, record.found, this_program()});
  say_when_ended(words_to_resume(options));
  return checkpoint;
}

void tell_of(const experiments::Checkpoint* checkpoint, const SimulationOptions& options) {
  if (!checkpoint) return;
  if (!options.quiet && checkpoint->there() > 0)
    say(text("{} replications were in {}\n", checkpoint->there(), options.checkpoint));
  if (checkpoint->damaged() > 0)
    say_error(text("{}: warning: {} replications were damaged and have been simulated again; see to that disk\n",
                   options.checkpoint, checkpoint->damaged()));
}

ExitCode told_to_resume(ExitCode code, const SimulationOptions& options) {
  std::error_code ignored;
  if (code == interrupted_by_user && !options.checkpoint.empty() &&
      fs::exists(fs::path(options.checkpoint) / experiments::checkpoint_name, ignored))
    say_error(words_to_resume(options));
  return code;
}

}  // namespace muster::cli
