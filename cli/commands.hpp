// The commands of the program: each adds itself to the command line and returns the function to call if it was typed.
//
// Contract: each command has one file (commands/) with its options and one call. run_program() prints whatever a
// command throws; input errors give exit code 2. Leaves out: what commands share (options.hpp, executor.hpp).
#pragma once

#include "cli/command_line.hpp"
#include "cli/executor.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::cli {

/// A command on the command line and the function that executes it.
struct Command {
  CommandLine line;
  std::function<ExitCode(const Invocation&)> run;  // called once everything typed has been read
  bool divisible = false;  // several processes that were started together may each simulate a shard of it
};

Command add_run(CommandLine program);
Command add_report(CommandLine program);
Command add_compare(CommandLine program);
Command add_explain(CommandLine program);
Command add_sweep(CommandLine program);
Command add_solve(CommandLine program);
Command add_resume(CommandLine program);
Command add_merge(CommandLine program);
Command add_verify(CommandLine program);
Command add_save(CommandLine program);
Command add_trace(CommandLine program);
Command add_show(CommandLine program);
Command add_preview(CommandLine program);
Command add_check(CommandLine program);
Command add_list(CommandLine program);
Command add_archive(CommandLine program);
Command add_doctor(CommandLine program);
Command add_schema(CommandLine program);
Command add_reference(CommandLine program);
Command add_facts(CommandLine program);
Command add_bench(CommandLine program);

/// All commands, in the order of the help.
inline constexpr auto all_commands = {add_run,       add_resume, add_merge,   add_verify, add_report, add_compare,
                                      add_explain,   add_sweep,  add_solve,   add_trace,  add_show,   add_preview,
                                      add_save,      add_list,   add_archive, add_check,  add_doctor, add_schema,
                                      add_reference, add_facts,  add_bench};

}  // namespace muster::cli
