// muster save: simulates a place up to a date and keeps its replications as they are then, for strategies to go on from.
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/experiment.hpp"
#include "cli/options.hpp"
#include "cli/saved.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/warnings.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "output/file.hpp"
#include "scenarios/loader/reader.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

namespace muster::cli {

namespace {

struct SaveOptions : SimulationOptions {
  std::string place, on, out;
  std::string replications_typed = std::to_string(compared_replications);
};

Date date_to_save_on(const SaveOptions& options, const scenarios::Scenario& scenario) {
  const auto read = scenarios::read_date(options.on);
  const Date* const on = std::get_if<Date>(&read);
  if (!on) throw InputError(text("--on {}: error: it is no date; write it as 2024-12-31\n", options.on));
  if (*on < scenario.start || *on >= scenario.horizon)
    throw InputError(
        text("--on {}: error: the scenario runs from {} to {}; choose a date from the first to the day "
             "before the last\n",
             options.on, iso(scenario.start), iso(scenario.horizon)));
  return *on;
}

// Simulates and writes one state after the other, on several threads; their digests. Fewer if somebody asked to end.
std::vector<std::string> write_states(const std::filesystem::path& folder, const Session& session, const Plan& plan,
                                      Date on, ProgressLine& line) {
  std::vector<std::string> digests(plan.replications);
  std::atomic<std::size_t> next{0};
  std::size_t finished = 0;
  std::exception_ptr fault;
  std::mutex mutex;
  const auto began = std::chrono::steady_clock::now();
  const auto save_some = [&] {
    try {
      for (std::size_t r = next++; r < digests.size(); r = next++) {
        const Replication replication{r};
        const std::string sealed = sealed_state(session, plan, replication, on, &interrupted);
        output::write_file(state_file(folder, replication), sealed);
        const std::lock_guard lock(mutex);
        digests[r] = digest_of_sealed(sealed);
        line.show(progress_of(++finished, digests.size(),
                              std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()));
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!fault) fault = std::current_exception();
      next = digests.size();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < plan.threads; ++t) others.emplace_back(save_some);
    save_some();
  }
  if (fault) std::rethrow_exception(fault);
  return digests;
}

ExitCode save(const SaveOptions& options) {
  const std::optional<std::size_t> replications = replications_of(options.replications_typed);
  if (!replications)
    throw InputError(text("--replications auto: error: write how many states to save, such as --replications 400\n"));
  SavedPlace place{options.place, overrides_of(options.changes), Seed{options.seed}, {}, {}, {}};
  const Session session = open_session(find_scenario(options.place), place.overrides);
  place.on = date_to_save_on(options, session.scenario);
  warn(session, options.quiet);
  place.inputs = scenarios::inputs_read();
  experiments::OutputFolder folder(options.out.empty() ? std::filesystem::path("out") /
                                                             (session.scenario.place + "-saved-" + iso(place.on))
                                                       : std::filesystem::path(options.out));
  Plan plan = session.plan(place.seed);
  plan.threads = options.threads;
  plan.replications = *replications;
  output::Asked asked;
  asked.add("save", options.place).add("--on", options.on).add("--replications", std::to_string(*replications));
  add_options(asked, options);
  output::RunRecord record = record_of(options, options.place, session, std::move(asked));
  record.replications_requested = *replications;

  InterruptGuard guard;
  ProgressLine line(options.quiet);
  std::filesystem::create_directories(state_file(folder.path(), Replication{0}).parent_path());
  const auto began = std::chrono::steady_clock::now();
  try {
    place.digests = write_states(folder.path(), session, plan, place.on, line);
  } catch (const Interrupted&) {
    say_error(text("interrupted; nothing was saved\n"));
    return interrupted_by_user;
  }
  guard.simulated();
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record.peak_memory = peak_memory();
  const std::string on = iso(place.on);
  write_saved_place(folder.path(), std::move(place));
  write_experiment_manifest(folder.path(), session, record, *replications, {}, "saved", {{"on", on}});
  folder.commit();
  line.say("");
  if (!options.quiet) {
    const std::string target = folder.target().string();
    say(text("{} replications as they are at the end of {} are in {}\n", *replications, on, target));
    say(text("go on from them: muster run {} --strategy NAME\n", quoted(target)));
  }
  return done;
}

}  // namespace

Command add_save(CommandLine program) {
  const auto options = std::make_shared<SaveOptions>();
  CommandLine command = program.add_command(
      "save", text("simulate a place up to a date and keep every replication, for strategies to go on from"));
  command
      .add_option(text("PLACE"), options->place, text("a scenario file, or the name of a place that came with Muster"))
      .required();
  command.add_option("--on", options->on, text("the date at whose end they are kept, such as 2024-12-31")).required();
  command.add_option("--replications", options->replications_typed, text("how many states to save")).shows_default();
  options->add_to(command);
  command.remove_option("--checkpoint");  // what it writes is one
  command.add_option("--out", options->out, text("the folder to write; out/<place>-saved-<date> if left out"));
  return {command, [options] { return save(*options); }};
}

}  // namespace muster::cli
