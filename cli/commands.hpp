// The commands of the program: each adds itself to the command line and says what to do when it was typed.
//
// Contract: one file a command; whatever a command throws is reported by main(), input errors with exit code 2. Leaves out: what
// commands share (session.hpp, terminal.hpp, options.hpp).
#pragma once

#include "cli/command_line.hpp"
#include "cli/terminal.hpp"

#include <functional>

namespace muster::cli {

/// A command as the command line knows it.
struct Command {
  CommandLine line;
  std::function<ExitCode()> run;  // called once everything typed has been read
  bool by_several = false;        // processes started together
};

Command add_run(CommandLine program);
Command add_resume(CommandLine program);
Command add_verify(CommandLine program);
Command add_report(CommandLine program);
Command add_check(CommandLine program);
Command add_schema(CommandLine program);
Command add_reference(CommandLine program);
Command add_facts(CommandLine program);
Command add_list(CommandLine program);
Command add_trace(CommandLine program);
Command add_show(CommandLine program);
Command add_plan(CommandLine program);
Command add_bench(CommandLine program);
Command add_sweep(CommandLine program);
Command add_solve(CommandLine program);
Command add_compare(CommandLine program);
Command add_explain(CommandLine program);
Command add_archive(CommandLine program);
Command add_save(CommandLine program);

}  // namespace muster::cli
