// The commands of the program: each adds itself to the command line and says what to do when it was typed.
//
// Contract: one file a command; whatever a command throws is reported by main(), input errors with exit code 2. Leaves out: what
// commands share (session.hpp, terminal.hpp, options.hpp).
#pragma once

#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>
#include <functional>

namespace muster::cli {

/// A command as the command line knows it.
struct Command {
  CLI::App* app;
  std::function<ExitCode()> run;  // called once everything typed has been read
  bool by_several = false;        // processes started together
};

Command add_run(CLI::App& program);
Command add_resume(CLI::App& program);
Command add_verify(CLI::App& program);
Command add_report(CLI::App& program);
Command add_check(CLI::App& program);
Command add_schema(CLI::App& program);
Command add_reference(CLI::App& program);
Command add_facts(CLI::App& program);
Command add_list(CLI::App& program);
Command add_trace(CLI::App& program);
Command add_show(CLI::App& program);
Command add_plan(CLI::App& program);
Command add_bench(CLI::App& program);
Command add_sweep(CLI::App& program);
Command add_solve(CLI::App& program);
Command add_compare(CLI::App& program);
Command add_explain(CLI::App& program);
Command add_archive(CLI::App& program);
Command add_save(CLI::App& program);

}  // namespace muster::cli
