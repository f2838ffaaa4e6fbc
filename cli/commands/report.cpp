// muster report: simulates a scenario and writes only the report and pages beside it.
#include "cli/run_options.hpp"

#include "engine/text/text.hpp"

namespace muster::cli {

Command add_report(CommandLine program) {
  const auto options = std::make_shared<RunOptions>();
  options->question.report_alone = true;
  CommandLine command =
      program.add_command("report", tr("simulate a scenario and write only the report, report.html"));
  add_common(command, *options, tr("the folder to write; out/<place>-report if left out"));
  command.add_flag("--qa", options->question.dossier,
                   tr("also write qa.html: what a reviewer asks for, with checks made for this run"));
  command.add_flag("--brief", options->question.brief,
                   tr("also write brief.html: a summary to print on two sheets of paper"));
  return run_command(command, options);
}

}  // namespace muster::cli
