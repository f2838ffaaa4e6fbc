#include "cli/program.hpp"

#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <new>

namespace muster::cli {

namespace {

// What was said and did not get out must not look like success.
ExitCode unless_lost(ExitCode code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  const int error = errno != 0 ? errno : why_output_was_refused();
  end_if_nobody_reads();
  const std::string why = error == 0 ? text("it is closed") : output::reason(error);
  say_error(text("error: standard output cannot be written: {}\n", why));
  return code == done ? failed : code;
}

// Words of a command stand in messages, commands to type and file names: none may hold what cannot be seen.
void refuse_hidden_characters(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    for (std::string_view rest = word; !rest.empty();) {
      const Character one = take_character(rest);
      if (one.readable && !is_hidden(one.code)) continue;
      const std::string what =
          one.readable ? name_of(one.code) : text("byte 0x{:02X}, which is not UTF-8", static_cast<unsigned>(one.code));
      throw InputError(text("error: a word of the command has {} in it; remove it: {}\n", what, harmless(word)));
    }
}

}  // namespace

ExitCode run_program(const std::vector<std::string>& words) {
  Program program(
      "muster",
      text("Muster simulates workforce plans: will the targets be met, how likely, when, and what holds them back"),
      fmt::format("muster {}", version));
  std::string language;  // prepare_languages() has seen to it: descriptions of options are texts too
  program.add_option("--lang", language, text("the language of everything said: zh or en; left out, the environment's"))
      .one_of({"zh", "en"});

  std::vector<Command> commands;
  for (const auto add : {add_run, add_resume, add_verify, add_report, add_compare, add_explain, add_sweep, add_solve,
                         add_trace, add_show, add_plan, add_save, add_list, add_archive, add_check, add_schema,
                         add_reference, add_facts, add_bench})
    commands.push_back(add(program));

  try {
    refuse_hidden_characters(words);
    if (const auto code = program.read(words)) return static_cast<ExitCode>(*code);
    for (const Command& command : commands) {
      if (!command.line.was_typed()) continue;
      if (!command.by_several) refuse_several("muster " + command.line.name());
      return unless_lost(command.run());
    }
    return done;
  } catch (const InputError& error) {
    say_error(error.what());
    return input_at_fault;
  } catch (const std::bad_alloc&) {
    say_error(text("error: this machine has not enough memory for that, or not enough is allowed to the program\n"));
    return failed;
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) end_if_nobody_reads();
    say_error(text("error: {}\n", error.what()));
    return failed;
  }
}

}  // namespace muster::cli
