// muster run: simulates a scenario and writes all results.
#include "cli/run_options.hpp"

#include "engine/text/text.hpp"

namespace muster::cli {

Command add_run(CommandLine program) {
  const auto options = std::make_shared<RunOptions>();
  CommandLine command = program.add_command(
      "run", tr("simulate a scenario; write trajectories, targets, charts, a report, a workbook and a database"));
  add_common(command, *options, tr("the folder to write; out/<place> if left out"));
  add_only(command, options->execution.only);
  const Option min_cell = command.option("--min-cell");
  command.add_option("--replication", options->question.replication, tr("run this replication alone"))
      .whole_number(0)
      .excludes(min_cell)
      .excludes(command.option("--checkpoint"));
  command
      .add_flag("--keep-replications", options->question.keeps_replications,
                tr("write the values of every replication to results.sqlite, not only their distribution"))
      .excludes(min_cell);
  return run_command(command, options);
}

}  // namespace muster::cli
