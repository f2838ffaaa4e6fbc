#include "experiments/archive/archive.hpp"
#include "cli/commands.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace muster::cli {

namespace {

struct ArchiveOptions {
  std::string file;
  std::vector<std::string> folders;
  bool quiet = false;
};

std::string line_of(const experiments::ArchivedRun& run) {
  const std::string id = run.id.substr(0, 12), from = run.from.string();
  switch (run.became) {
    case experiments::Archived::added:
      return text("{} · {} ({}…) added from {}", run.place, run.strategy, id, from);
    case experiments::Archived::there_already:
      return text("{} · {} ({}…) of {} is there already; skipped", run.place, run.strategy, id, from);
    case experiments::Archived::replications_too:
      break;
  }
  return text("{} · {} ({}…) was there already; its replications added from {}", run.place, run.strategy, id, from);
}

ExitCode archive(const ArchiveOptions& options) {
  const experiments::Archiving archiving =
      experiments::archive_runs(options.file, {options.folders.begin(), options.folders.end()});
  if (options.quiet) return done;
  std::set<std::string> unverified;
  for (const experiments::ArchivedRun& run : archiving.runs)
    if (!run.verified && unverified.insert(run.from.string()).second)
      say_error(
          run.beside_manifest
              ? text("archive {}: warning: the manifest.json beside it does not tell of this file, so nobody can say "
                     "whether its figures are those that were written\n",
                     run.from.string())
              : text(
                    "archive {}: warning: there is no manifest.json beside it to tell of it, so nobody can say whether "
                    "its figures are those that were written\n",
                    run.from.string()));
  for (const experiments::ArchivedRun& run : archiving.runs) say(line_of(run) + "\n");
  const auto added = std::count_if(archiving.runs.begin(), archiving.runs.end(),
                                   [](const auto& run) { return run.became == experiments::Archived::added; });
  say(text("{}: {} runs, {} of them new", options.file, archiving.total, added) + "\n");
  return done;
}

}  // namespace

Command add_archive(CommandLine program) {
  const auto options = std::make_shared<ArchiveOptions>();
  CommandLine command = program.add_command("archive", text("collect the results.sqlite of many runs in one file"));
  command.add_option("FILE", options->file, text("the file to add to; made if it is not there")).required();
  command.add_option("DIR", options->folders, text("folders that muster run or compare wrote, or other archives"))
      .required();
  command.add_flag("--quiet", options->quiet, text("say nothing but errors"));
  return {command, [options] { return archive(*options); }};
}

}  // namespace muster::cli
