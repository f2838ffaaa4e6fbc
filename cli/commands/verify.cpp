// muster verify: repeats a run from the files kept in its folder, and reports whether the results are the same.
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/repeat.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/verification/verification.hpp"

#include <filesystem>
#include <memory>
#include <system_error>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

ExitCode verify(const std::string& folder, const ExecutionOptions& execution, Invocation invocation) {
  const experiments::Claim claim = experiments::claim_of(folder);
  const experiments::ScratchFolder scratch(*invocation.cleanup);
  const fs::path again = scratch.path() / "again";
  ExecutionOptions silent = execution;
  silent.quiet = true;
  invocation.when_interrupted = tr("interrupted; nothing was compared\n");
  const ExitCode made = repeat(claim.request, folder, arguments_to_repeat(silent, again.string()), false, invocation);
  if (made == interrupted_by_user) return made;
  std::error_code ignored;
  if (!fs::exists(again / "manifest.json", ignored)) {
    print_error(tr("{}: the run could not be repeated\n", folder));
    return made == done ? failed : made;
  }
  const std::vector<experiments::TableDifference> found = experiments::differences(folder, claim, again);
  const std::vector<experiments::FalseStatement> false_ones = experiments::false_statements(folder, again);
  const bool same = found.empty() && false_ones.empty() && claim.edited.empty();
  if (!execution.quiet || !same)
    print(experiments::verdict(folder, claim, experiments::this_program(), found, false_ones));
  return same ? done : failed;
}

}  // namespace

Command add_verify(CommandLine program) {
  struct Options {
    std::string folder;
    ExecutionOptions execution;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command(
      "verify", tr("repeat a run from the files kept in its folder; show what differs, and the likely reasons"));
  command.add_option(tr("FOLDER"), options->folder, tr("a folder that muster has written")).required();
  options->execution.add_threads_to(command);
  options->execution.add_quiet_to(command);
  return {command,
          [options](const Invocation& invocation) { return verify(options->folder, options->execution, invocation); }};
}

}  // namespace muster::cli
