#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "cli/languages/languages.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace muster {

namespace {

int run_what_was_typed(int count, char** arguments) {
  CLI::App program{
      text("Muster simulates workforce plans: will the targets be met, how likely, when, and what holds them back"),
      "muster"};
  cli::prepare_help(program);
  program.set_version_flag("--version", fmt::format("muster {}", cli::version), text("print the version and exit"));
  program.require_subcommand(1);
  std::string language;  // prepare_languages() has seen to it: descriptions of options are texts too
  program
      .add_option("--lang", language, text("the language of everything said: zh or en; left out, the environment's"))
      ->check(cli::one_of("--lang", {"zh", "en"}));
  program.fallthrough();

  std::vector<cli::Command> commands;
  for (const auto add : {cli::add_run, cli::add_report, cli::add_compare, cli::add_explain, cli::add_sweep,
                         cli::add_solve, cli::add_trace, cli::add_show, cli::add_plan, cli::add_list, cli::add_archive,
                         cli::add_check, cli::add_schema, cli::add_reference, cli::add_facts, cli::add_bench})
    commands.push_back(add(program));
  for (const cli::Command& command : commands) cli::finish_help(*command.app);

  try {
    program.parse(count, arguments);
    for (const cli::Command& command : commands) {
      if (!*command.app) continue;
      if (!command.by_several) cli::refuse_several("muster " + command.app->get_name());
      return command.run();
    }
    return cli::done;
  } catch (const CLI::Success& asked) {  // for help, or the version
    return program.exit(asked);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}", cli::refusal_of(error, program));
    return cli::input_at_fault;
  } catch (const InputError& error) {
    fmt::print(stderr, "{}", error.what());
    return cli::input_at_fault;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}", text("error: {}\n", error.what()));
    return cli::failed;
  }
}

}  // namespace

}  // namespace muster

int main(int count, char** arguments) {
  using namespace muster;
#ifdef __GLIBC__
  // Each replication builds its models anew; memory that goes back to the system in between comes back page by page. Blocks as
  // large as a nation's rows go back all the same: what has grown out of one leaves a hole of its size.
  constexpr int large = 32 << 20, keep = 1 << 30;  // a higher threshold is refused
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, keep);
#endif
  cli::prepare_languages(count, arguments);
  return cli::as_one_of_several(arguments, [&] { return run_what_was_typed(count, arguments); });
}
