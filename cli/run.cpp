#include "cli/run.hpp"

#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "engine/clock/calendar.hpp"
#include "output/charts/render.hpp"
#include "output/charts/specs.hpp"
#include "output/file.hpp"
#include "output/folder.hpp"
#include "output/manifest.hpp"
#include "output/summary/summary.hpp"
#include "output/tables/csv.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

namespace muster::cli {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

// While one lives, the first Ctrl-C asks for a clean end; a second one ends the program.
class InterruptGuard {
 public:
  InterruptGuard() {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before_int_);
    sigaction(SIGTERM, &action, &before_term_);
  }
  ~InterruptGuard() {
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;

 private:
  struct sigaction before_int_ {
  }, before_term_{};
};

// Counts and time left on one line of the terminal, a few times a second.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() {
    if (written_) fmt::print(stderr, "\r\x1b[K");
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;

  void show(const Progress& progress) {
    constexpr double seconds_between = 0.2;
    if (!shown_ || progress.seconds < last_ + seconds_between) return;
    last_ = progress.seconds;
    written_ = true;
    fmt::print(stderr, "\r\x1b[K{} of {} replications, {:.0f} s, about {:.0f} s left", progress.finished,
               progress.planned, progress.seconds, progress.seconds_left);
    std::fflush(stderr);
  }
  void say(const std::string& text) {
    if (!shown_) return;
    written_ = true;
    fmt::print(stderr, "\r\x1b[K{}", text);
    std::fflush(stderr);
  }

 private:
  bool shown_;
  bool written_ = false;
  double last_ = -1;
};

std::uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

// A word as a shell reads it back.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() &&
                     word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=:%+-") ==
                         std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char letter : word) text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return text + "'";
}

std::string command_of(const RunOptions& options, const std::string& rest) {
  std::string command = fmt::format("muster run {} --seed {}", quoted(options.file), options.seed);
  for (const scenarios::Override& change : options.overrides)
    command += " --set " + quoted(change.path + "=" + change.value);
  return command + rest;
}

output::RunRecord record_of(const RunOptions& options, const Session& session) {
  output::RunRecord record;
  record.version = std::string(version);
  record.place = session.scenario.place;
  record.title = session.scenario.title;
  record.scenario = options.file;
  record.seed = Seed{options.seed};
  record.threads = options.threads;
  for (const scenarios::InputFile& input : session.scenario.inputs) record.inputs.push_back({input.path, input.bytes});
  record.parameters = &session.scenario.sections;
  record.sources = session.scenario.sources;
  return record;
}

output::ChartContext charts_of(const scenarios::Scenario& scenario) {
  output::ChartContext context{scenario.title.empty() ? scenario.place : scenario.title, {}};
  for (const auto& [section, settings] : scenario.sections) {
    if (section->name != "posts") continue;
    const Setting* mandate = settings.find("mandate");
    if (!mandate) continue;
    if (const Setting* by = std::get<GroupSetting>(mandate->content).find("by"))
      context.marked.push_back(
          {std::get<Date>(std::get<ValueSetting>(by->content)), "mandate", {"stations.qualified_share"}});
  }
  return context;
}

std::filesystem::path out_of(const RunOptions& options, const Session& session) {
  if (!options.out.empty()) return options.out;
  std::filesystem::path folder = std::filesystem::path("out") / session.scenario.place;
  if (options.replication) folder += fmt::format("-replication-{}", *options.replication);
  return folder;
}

ExitCode run_alone(const RunOptions& options, const Session& session, output::OutputFolder& folder) {
  const Replication replication{*options.replication};
  output::RunRecord record = record_of(options, session);
  record.only = replication;
  record.replications_requested = 1;
  record.command = command_of(options, fmt::format(" --replication {}", *options.replication));
  record.threads = 1;

  const auto began = std::chrono::steady_clock::now();
  Results results(session.shape);
  History history;
  try {
    history = simulate(session.plan(Seed{options.seed}), session.shape, replication, session.build, &interrupted);
  } catch (const std::exception& fault) {
    if (interrupted) return interrupted_by_user;
    fmt::print(stderr, "replication {} stopped: {}\n", *options.replication, fault.what());
    return failed;
  }
  results.add(history);
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record.peak_memory = peak_memory();

  output::write_file(folder.path() / "history.csv",
                     [&](std::ostream& out) { output::write_history(out, session.shape, history); });
  output::write_file(folder.path() / "trajectories.csv",
                     [&](std::ostream& out) { output::write_trajectories(out, results); });
  output::write_file(folder.path() / "targets.csv", [&](std::ostream& out) { output::write_targets(out, results); });
  output::write_manifest(folder.path(), results, record);
  folder.commit();
  if (!options.quiet)
    fmt::print("replication {} alone: {} events; its history is in {}\n", *options.replication, history.events,
               (folder.target() / "history.csv").string());
  return done;
}

output::Finish finish_of(Ending ending) {
  switch (ending) {
    case Ending::count:
      return output::Finish::count;
    case Ending::precise:
      return output::Finish::precision;
    case Ending::limit:
      return output::Finish::limit;
    case Ending::interrupted:
      break;
  }
  return output::Finish::interrupted;
}

}  // namespace

ExitCode run(const RunOptions& options) {
  const Session session = open_session(find_scenario(options.file), options.overrides);
  output::OutputFolder folder(out_of(options, session));
  const InterruptGuard guard;
  if (options.replication) return run_alone(options, session, folder);

  Plan plan = session.plan(Seed{options.seed});
  plan.threads = options.threads;
  if (options.replications) {
    plan.replications = *options.replications;
  } else {
    plan.automatic = Precision{};
  }

  output::RunRecord record = record_of(options, session);
  if (options.replications) record.replications_requested = *options.replications;
  record.command = command_of(
      options,
      fmt::format(" --replications {}", options.replications ? std::to_string(*options.replications) : "auto"));

  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();
  const Ensemble ensemble =
      muster::run(plan, session.shape, session.build, interrupted, [&](const Progress& p) { line.show(p); });
  const Results& results = ensemble.results;
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record.finish = finish_of(ensemble.ending);
  if (plan.automatic)
    record.precision = fmt::format("probabilities within ± {:.1f} points, headline means within ± {:.2f} %",
                                   ensemble.widest_probability * 100, ensemble.widest_relative_mean * 100);
  for (const Stopped& stopped : results.stopped())
    record.reproduce[stopped.replication] =
        command_of(options, fmt::format(" --replication {}", static_cast<std::uint64_t>(stopped.replication)));
  if (results.replications() == 0) {
    for (const Stopped& stopped : results.stopped()) {
      fmt::print(stderr, "replication {} stopped: {}\n  reproduce with: {}\n",
                 static_cast<std::uint64_t>(stopped.replication), stopped.why, record.reproduce[stopped.replication]);
      break;  // the others say the same
    }
    fmt::print(stderr, "no replication finished; nothing was written\n");
    return interrupted ? interrupted_by_user : failed;
  }

  line.say("writing tables and charts");
  output::write_file(folder.path() / "trajectories.csv",
                     [&](std::ostream& out) { output::write_trajectories(out, results); });
  output::write_file(folder.path() / "targets.csv", [&](std::ostream& out) { output::write_targets(out, results); });
  const std::filesystem::path charts = folder.path() / "charts";
  output::write_chart_specs(charts, results, charts_of(session.scenario));
  const output::RenderResult rendered = output::render_charts(charts);
  record.peak_memory = peak_memory();
  output::write_manifest(folder.path(), results, record);
  folder.commit();

  line.say("");
  if (!options.quiet) {
    std::cout << output::terminal_summary(results, record);
    if (!rendered.complete()) fmt::print("charts: {}\n", rendered.reason);
    fmt::print("written to {}\n", folder.target().string());
    std::cout.flush();
  }
  if (options.quiet && !results.stopped().empty())
    fmt::print(stderr, "{} of {} replications stopped, the first: {}\n", results.stopped().size(),
               results.stopped().size() + results.replications(), results.stopped().front().why);
  if (ensemble.ending == Ending::interrupted) {
    if (options.quiet) fmt::print(stderr, "interrupted; {} finished replications were kept\n", results.replications());
    return interrupted_by_user;
  }
  return results.stopped().empty() ? done : failed;
}

}  // namespace muster::cli
