#include "cli/program.hpp"

#include "cli/processes.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "output/file.hpp"

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <new>
#include <optional>

namespace muster::cli {

namespace {

// Output that was lost must not look like success: the exit code becomes an error if standard output could not be
// written.
ExitCode unless_lost(ExitCode code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  const int error = errno != 0 ? errno : output_error();
  exit_if_output_is_closed();
  const std::string why = error == 0 ? tr("it is closed") : system_reason(error);
  print_error(tr("error: standard output cannot be written: {}\n", why));
  return code == done ? failed : code;
}

// Words of a command appear in messages, in commands to type and in file names, so none may contain invisible
// characters.
void refuse_hidden_characters(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    for (std::string_view rest = word; !rest.empty();) {
      const Character one = take_character(rest);
      if (one.readable && !is_hidden(one.code)) continue;
      const std::string what =
          one.readable ? name_of(one.code) : tr("byte 0x{:02X}, which is not UTF-8", static_cast<unsigned>(one.code));
      throw InputError(tr("error: a word of the command has {} in it; remove it: {}\n", what, harmless(word)));
    }
}

// Refuses to run in several processes at once: each would do the same work and write into the same folders.
void refuse_several(const std::string& command) {
  if (const std::optional<Shard> started = started_shard(variable))
    throw InputError(
        tr("muster {}: error: it works in one process and was started {} times at once; start it without "
           "mpirun and srun (run, report, compare, explain and sweep can be divided)\n",
           command, started->of));
}

}  // namespace

MusterProgram::MusterProgram()
    : line(
          "muster",
          tr("Muster simulates workforce plans: whether targets will be met, how likely that is, when, and what holds "
             "them back"),
          fmt::format("muster {}", experiments::version)),
      language_(std::make_shared<std::string>()) {
  // main.cpp has already set this language, because the descriptions of options are translated too.
  line.add_option("--lang", *language_,
                  tr("the language of all output: zh or en; if left out, that of the environment"))
      .one_of({"zh", "en"});
  for (const auto add : all_commands) commands.push_back(add(line));
}

ExitCode run_program(const std::vector<std::string>& words, const Invocation& invocation) {
  MusterProgram program;
  std::optional<LanguageScope> typed;
  try {
    refuse_hidden_characters(words);
    if (const auto code = program.line.read(words)) return static_cast<ExitCode>(*code);
    typed.emplace(program.language().value_or(current_language()));
    for (const Command& command : program.commands) {
      if (!command.line.was_typed()) continue;
      if (!invocation.alone && !command.divisible) refuse_several(command.line.name());
      return unless_lost(command.run(invocation));
    }
    return done;
  } catch (const InputError& error) {
    print_error(error.what());
    return input_at_fault;
  } catch (const std::bad_alloc&) {
    print_error(tr("error: not enough memory: the machine has too little, or the program may not use enough of it\n"));
    return failed;
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) exit_if_output_is_closed();
    print_error(tr("error: {}\n", error.what()));
    return failed;
  }
}

}  // namespace muster::cli
