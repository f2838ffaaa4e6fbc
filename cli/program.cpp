#include "cli/program.hpp"

#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <new>
#include <system_error>

namespace muster::cli {

namespace {

// What was said and did not get out must not look like success.
ExitCode unless_lost(ExitCode code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  end_if_nobody_reads();
  const std::string why = errno == 0 ? text("it is closed") : std::generic_category().message(errno);
  say_error(text("error: standard output cannot be written: {}\n", why));
  return code == done ? failed : code;
}

}  // namespace

ExitCode run_program(const std::vector<std::string>& words) {
  CLI::App program{
      text("Muster simulates workforce plans: will the targets be met, how likely, when, and what holds them back"),
      "muster"};
  prepare_help(program);
  program.set_version_flag("--version", fmt::format("muster {}", version), text("print the version and exit"));
  program.require_subcommand(1);
  std::string language;  // prepare_languages() has seen to it: descriptions of options are texts too
  program
      .add_option("--lang", language, text("the language of everything said: zh or en; left out, the environment's"))
      ->check(one_of("--lang", {"zh", "en"}));
  program.fallthrough();

  std::vector<Command> commands;
  for (const auto add : {add_run, add_resume, add_verify, add_report, add_compare, add_explain, add_sweep, add_solve,
                         add_trace, add_show, add_plan, add_save, add_list, add_archive, add_check, add_schema,
                         add_reference, add_facts, add_bench})
    commands.push_back(add(program));
  for (const Command& command : commands) finish_help(*command.app);

  try {
    program.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // it takes them from the back
    for (const Command& command : commands) {
      if (!*command.app) continue;
      if (!command.by_several) refuse_several("muster " + command.app->get_name());
      return unless_lost(command.run());
    }
    return done;
  } catch (const CLI::Success& asked) {  // for help, or the version
    return static_cast<ExitCode>(program.exit(asked));
  } catch (const CLI::ParseError& error) {
    say_error(refusal_of(error, program));
    return input_at_fault;
  } catch (const InputError& error) {
    say_error(error.what());
    return input_at_fault;
  } catch (const std::bad_alloc&) {
    say_error(text("error: there is too little memory for this; nothing more was written\n"));
    return failed;
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) end_if_nobody_reads();
    say_error(text("error: {}\n", error.what()));
    return failed;
  }
}

}  // namespace muster::cli
