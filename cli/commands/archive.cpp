// muster archive: collects the results.sqlite of many runs in one file.
#include "experiments/archive/archive.hpp"

#include "cli/commands.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <memory>

namespace muster::cli {

Command add_archive(CommandLine program) {
  struct Options {
    std::string file;
    std::vector<std::string> folders;
    bool quiet = false;
  };
  const auto options = std::make_shared<Options>();
  CommandLine command = program.add_command("archive", tr("collect the results.sqlite of many runs in one file"));
  command.add_option(tr("FILE"), options->file, tr("the file to add to; created if it does not exist")).required();
  command.add_option(tr("FOLDER"), options->folders, tr("folders that muster run or compare wrote, or other archives"))
      .required();
  command.add_flag("--quiet", options->quiet, tr("print only errors"));
  return {command, [options](const Invocation& invocation) {
            const experiments::Archiving archiving = experiments::archive_runs(
                options->file, {options->folders.begin(), options->folders.end()}, *invocation.cleanup);
            if (options->quiet) return done;
            print_warnings(experiments::warnings_of(archiving));
            for (const experiments::ArchivedRun& run : archiving.runs) print(experiments::line_of(run) + "\n");
            const auto added = std::count_if(archiving.runs.begin(), archiving.runs.end(), [](const auto& run) {
              return run.became == experiments::Archived::added;
            });
            print(tr("{}: {} runs, {} of them new", options->file, archiving.total, added) + "\n");
            return done;
          }};
}

}  // namespace muster::cli
