#include "cli/executor.hpp"

#include "cli/processes.hpp"
#include "cli/signals.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/checkpoint/checkpoint.hpp"
#include "experiments/folder.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/warnings.hpp"
#include "output/charts/render.hpp"
#include "output/terminal/document.hpp"
#include "output/words.hpp"

#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

// Prints each warning once, however many scenarios have it.
void warn(const experiments::Experiment& experiment) {
  std::set<std::string> said;
  for (const experiments::Session* session : experiment.sessions()) {
    std::vector<std::string> warnings = experiments::warnings_of(*session);
    std::erase_if(warnings, [&](const std::string& one) { return !said.insert(one).second; });
    print_warnings(warnings);
  }
}

Parts parts_to_write(const ExecutionOptions& options, const Parts& offered) {
  const Parts wanted = parts_of(options.only);
  const Parts parts{wanted.tables && offered.tables, wanted.database && offered.database,
                    wanted.workbook && offered.workbook, wanted.charts && offered.charts,
                    wanted.report && offered.report};
  if (!options.only.empty() && parts == Parts{false, false, false, false, false})
    refuse_option("--only " + options.only, tr("this command can write only {}", output::listed(words_of(offered))));
  return parts;
}

// The shard to simulate: the one that was typed, else the one of this process if mpirun or srun started several.
std::optional<Shard> shard_to_do(const CommandLine& command, const ExecutionOptions& options,
                                 const experiments::Experiment& experiment, bool alone) {
  const std::optional<Shard> started = alone ? std::nullopt : started_shard(variable);
  const std::optional<Shard> shard = options.shard.empty() ? started : std::optional(shard_of(options.shard));
  if (!shard || shard->of == 1) return std::nullopt;
  const std::string option = options.shard.empty() ? "muster " + command.name() : "--shard " + options.shard;
  if (const std::string why = experiment.why_not_sharded(); !why.empty())
    refuse_option(option, options.shard.empty()
                              ? tr("it was started {} times at once and cannot be divided: {}", started->of, why)
                              : tr("it cannot be divided: {}", why));
  if (options.checkpoint.empty())
    refuse_option(option, options.shard.empty()
                              ? tr("it was started {} times at once, and each process simulates a shard into a "
                                   "checkpoint; add --checkpoint FOLDER",
                                   started->of)
                              : tr("a shard is simulated into a checkpoint; add --checkpoint FOLDER"));
  return shard;
}

// One execution. The constructor prepares what it needs, in the order in which it is needed.
class Execution {
 public:
  Execution(const CommandLine& command, const ExecutionOptions& options, experiments::Experiment& experiment,
            const Invocation& invocation)
      : options_(options),
        invocation_(invocation),
        experiment_(experiment),
        parts_(parts_to_write(options, experiment.offers())),
        shard_(shard_to_do(command, options, experiment, invocation.alone)),
        checkpoint_folder_(options.checkpoint) {
    if (shard_ && options.shard.empty()) {  // processes that were started together all got the same folder
      std::error_code ignored;
      if (fs::exists(fs::path(checkpoint_folder_) / experiments::checkpoint_name, ignored))
        refuse_option("--checkpoint " + checkpoint_folder_,
                      tr("it is the checkpoint of a run in one process; choose another folder"));
      checkpoint_folder_ =
          (fs::path(checkpoint_folder_) / fmt::format("shard-{}-of-{}", shard_->number + 1, shard_->of)).string();
    }
    if (!options.quiet) warn(experiment);
    const std::string name = experiment.folder_name();
    const fs::path target = !options.out.empty() ? fs::path(options.out)
                            : name.empty()       ? fs::path()
                                                 : "out" / fs::path(name);
    if (!target.empty() && !shard_) folder_.emplace(target, *invocation.cleanup);
    const fs::path out = folder_          ? folder_->target()
                         : target.empty() ? target
                                          : fs::absolute(target).lexically_normal();

    if (const auto sessions = experiment.sessions(); !sessions.empty())
      record_ = experiments::record_of(*sessions.front(), command.asked(), Seed{options.seed});
    record_.threads = options.threads;
    if (!checkpoint_folder_.empty()) record_.resume = "muster resume " + output::quoted(checkpoint_folder_);
    experiment.complete(record_);
    if (!checkpoint_folder_.empty()) open_checkpoint(out);

    runner_.seed = Seed{options.seed};
    runner_.threads = options.threads;
    runner_.shard = shard_.value_or(Shard{});
    runner_.cache = invocation.cache ? invocation.cache : checkpoint_.get();
    runner_.interrupted = &interrupted;
    runner_.cleanup = invocation.cleanup.get();
    runner_.progress = [this](const Progress& progress) { line_.show(progress); };
    runner_.status = [this](const std::string& what) { line_.print(what); };
    if (folder_) runner_.folder = folder_->path();
    if (folder_) runner_.target = folder_->target();
    runner_.asked = record_.asked;
  }

  ExitCode run() {
    InterruptGuard guard;
    const auto began = std::chrono::steady_clock::now();
    experiments::Simulated made;
    try {
      made = experiment_.simulate(runner_);
    } catch (const Interrupted&) {
      made.interrupted = true;
    }
    guard.simulated();
    line_.print("");
    record_.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    experiment_.complete(record_);
    record_.finish = made.finish;
    record_.precision = made.precision;
    release_free_memory();
    for (const PairFailure& one : made.stopped)
      if (const output::WrittenCommand asked = experiment_.reproduce(one, runner_.seed); !asked.words.empty())
        record_.reproduce[one.stopped.replication] = output::typed(asked);
    // A stopped replication does not make its shard fail: the shard is complete, and merging will report it.
    const bool sound = made.sound && (made.stopped.empty() || shard_);
    const ExitCode code = made.interrupted ? interrupted_by_user : sound ? done : failed;
    print_kept();
    if (shard_)
      end_shard(made);
    else if (made.interrupted && !invocation_.when_interrupted.empty())
      print_error(invocation_.when_interrupted);
    else if (folder_ && made.finished > 0)
      write(made);
    else
      print_findings(made);
    std::fflush(stdout);
    if (code == interrupted_by_user && checkpoint_) print_error(words_to_resume());
    return made.finished == 0 && code == done && !shard_ ? failed : code;
  }

 private:
  [[nodiscard]] std::string words_to_resume() const {
    return tr("continue with: muster resume {}\n", output::quoted(checkpoint_folder_));
  }

  void open_checkpoint(const fs::path& out) {
    if (!out.empty() && experiments::lie_in_one_another(checkpoint_folder_, out))
      throw InputError(
          tr("error: one of the checkpoint folder {} and the output folder {} contains the other; choose another "
             "folder\n",
             checkpoint_folder_, out.string()));
    experiments::Request request{record_.asked,
                                 record_.command,
                                 out.string(),
                                 std::string(code_of(current_language())),
                                 experiment_.sessions().front()->choice.files->read().files,
                                 record_.found,
                                 experiments::this_program(),
                                 this_shard()};
    checkpoint_ = std::make_unique<experiments::Checkpoint>(checkpoint_folder_, request);
    set_interrupt_message(words_to_resume());
  }
  [[nodiscard]] Shard this_shard() const { return shard_.value_or(Shard{}); }

  // Prints how many replications the checkpoint already had and, even if `--quiet`, how many of them were damaged and
  // therefore simulated again.
  void print_kept() const {
    if (checkpoint_ && !options_.quiet && checkpoint_->there() > 0)
      print(tr("{} replications were already in {}\n", checkpoint_->there(), checkpoint_folder_));
    const std::size_t damaged = runner_.cache ? runner_.cache->damaged() : 0;
    if (damaged == 1)
      print_error(
          tr("warning: a replication in the checkpoint was damaged and has been simulated again; check the disk\n"));
    if (damaged > 1)
      print_error(
          tr("warning: {} replications in the checkpoint were damaged and have been simulated again; check the disk\n",
             damaged));
  }

  // Prints the first failure; the others usually have the same cause.
  void print_failures(const experiments::Simulated& made) const {
    if (made.stopped.empty()) return;
    const PairFailure& first = made.stopped.front();
    const auto number = static_cast<std::uint64_t>(first.stopped.replication);
    if (made.stopped.size() > 1)
      print_error(tr("{} of {} replications stopped and are left out, the first:\n", made.stopped.size(),
                     made.stopped.size() + made.finished));
    print_error(first.variant.empty()
                    ? tr("replication {} stopped: {}\n", number, first.stopped.why)
                    : tr("replication {} of {} stopped: {}\n", number, first.variant, first.stopped.why));
    if (const output::WrittenCommand again = experiment_.reproduce(first, runner_.seed); !again.words.empty())
      print_error(tr("  reproduce with: {}\n", output::typed(again)));
  }

  void end_shard(const experiments::Simulated& made) const {
    print_failures(made);
    if (made.interrupted)
      return print_error(
          tr("interrupted; {} replications of the shard are in {}\n", made.finished, checkpoint_folder_));
    checkpoint_->finish();
    if (options_.quiet) return;
    print(tr("shard {}: {} replications are in {}\n", words_of(*shard_), made.finished, checkpoint_folder_));
    print(tr("when all shards are done, put them together with: muster merge FOLDER ...\n"));
  }

  // For an experiment that writes no folder, or that has no result.
  void print_findings(const experiments::Simulated& made) {
    const bool nothing = made.finished == 0 && (folder_ || !made.stopped.empty() || made.interrupted);
    if (!nothing && !options_.quiet)
      print(output::shown(experiment_.document({}, record_, output::in_terminal), screen()));
    if (nothing || options_.quiet) print_failures(made);
    if (nothing)
      print_error(made.interrupted ? tr("interrupted before there was a result; nothing was written\n")
                  : folder_        ? tr("no replication finished; nothing was written\n")
                                   : std::string{});
  }

  void write(const experiments::Simulated& made) {
    const fs::path& folder = folder_->path();
    line_.print(tr("writing the results"));
    output::TableFiles tables(folder, parts_.tables);
    experiment_.write_tables(tables, record_);
    record_.results_digest = tables.digest();
    if (parts_.database) experiment_.write_database(folder, record_);
    if (parts_.workbook) experiment_.write_workbook(folder, record_);
    if (parts_.charts) record_.charts_left_out = output::write_charts(folder / "charts", experiment_.charts());
    std::string missing_page;
    const output::Document document =
        experiment_.document(folder, record_, parts_.report ? output::everywhere : output::in_terminal);
    if (parts_.report) {
      output::write_page(folder / "report.html", document);
      missing_page = experiment_.write_more_pages(folder, record_, document, runner_);
    }
    output::RenderResult rendered;
    if (parts_.charts) {
      line_.print(tr("drawing charts"));
      rendered = output::render_charts(folder / "charts", *invocation_.cleanup);
    }
    record_.peak_memory = experiments::peak_memory();
    output::write_manifest(folder, experiment_.manifest(folder, record_));
    folder_->commit();
    line_.print("");
    if (!missing_page.empty()) print_error(missing_page + "\n");
    if (options_.quiet) {
      print_failures(made);
      if (made.interrupted) print_error(tr("interrupted; {} finished replications were kept\n", made.finished));
      return;
    }
    print(output::shown(document, screen()));
    for (const LocalizedText& why : record_.charts_left_out)
      print(output::paragraph(tr("charts: {}", why.to_string()), screen()));
    if (!rendered.complete()) print(output::paragraph(tr("charts: {}", rendered.reason), screen()));
    print(tr("written to {}\n", folder_->target().string()));
  }

  const ExecutionOptions& options_;
  const Invocation& invocation_;
  experiments::Experiment& experiment_;
  Parts parts_;
  std::optional<Shard> shard_;
  std::string checkpoint_folder_;
  std::optional<experiments::OutputFolder> folder_;
  output::RunRecord record_;
  std::unique_ptr<experiments::Checkpoint> checkpoint_;
  ProgressLine line_{options_.quiet};
  experiments::Runner runner_;
};

}  // namespace

ExitCode execute(const CommandLine& command, const ExecutionOptions& options, experiments::Experiment& experiment,
                 const Invocation& invocation) {
  return Execution(command, options, experiment, invocation).run();
}

}  // namespace muster::cli
