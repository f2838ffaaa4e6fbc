#include "output/tables/run.hpp"
#include "cli/charts.hpp"
#include "cli/checkpoints.hpp"
#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/evidence.hpp"
#include "cli/experiment.hpp"
#include "cli/explanation.hpp"
#include "cli/installation.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/saved.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/warnings.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "output/charts/render.hpp"
#include "output/database/database.hpp"
#include "output/disclosure.hpp"
#include "output/documents/run.hpp"
#include "output/file.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/report/page.hpp"
#include "output/terminal/document.hpp"
#include "output/words.hpp"
#include "output/workbook/workbook.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <sys/resource.h>
#include <unistd.h>

namespace muster::cli {

namespace {

struct RunOptions : SimulationOptions {
  std::string file;
  std::string replications_typed = "auto";
  std::optional<std::size_t> replications;  // empty: as many as precision needs
  std::string strategy;                     // empty: the place as planned
  std::string out;                          // empty: out/<place>, with the strategy's name
  std::optional<int> scale;
  std::vector<scenarios::Override> overrides;
  std::optional<std::uint64_t> replication;  // this one alone
  unsigned min_cell = 0;                     // small counts are withheld below it; 0: none
  bool keep_replications = false;            // in results.sqlite, every one's values
  std::string only;                          // of `--only`, as typed; empty: everything
  bool report_alone = false;  // `muster report`: the page and the tables it names by digest, nothing else
  bool dossier = false;       // qa.html as well
  bool brief = false;         // brief.html as well
  std::shared_ptr<const SavedStates> saved;  // to go on from, if `file` is a folder of theirs
};

// What is written. @throws InputError for names that are none, and for what cannot be had of one replication or without a database
Parts parts_to_write(const RunOptions& options) {
  if (options.report_alone) return {.database = false, .workbook = false, .charts = false};
  const Parts parts = parts_of(options.only);
  if (options.replication && !parts.tables && !parts.database && !parts.report)
    refuse_option("--only " + options.only,
                  text("of one replication alone there are tables, a report and a database, and no more"));
  if (options.keep_replications && !parts.database)
    refuse_option("--only " + options.only,
                  text("--keep-replications writes to the database; name it, too, or leave one of the two out"));
  return parts;
}

std::string strategy_of(const Session& session) {
  return session.scenario.strategy ? session.scenario.strategy->id : std::string(output::no_strategy);
}

// @param option, number  `--replications` or `--replication`
output::Asked asked_of(const RunOptions& options, const std::string& option, const std::string& number) {
  output::Asked asked;
  asked.add(options.report_alone ? "report" : "run", options.file).add("--seed", std::to_string(options.seed));
  if (!options.strategy.empty()) asked.add("--strategy", options.strategy);
  for (const scenarios::Override& change : options.overrides) asked.add("--set", change.path + "=" + change.value);
  if (options.min_cell > 0) asked.add("--min-cell", std::to_string(options.min_cell));
  if (options.keep_replications) asked.add("--keep-replications");
  if (options.dossier) asked.add("--qa");
  if (options.brief) asked.add("--brief");
  // A replication that stopped is shown by the command that runs it alone, whatever was to be written of all of them.
  const std::string only = names_of(parts_of(options.only));
  if (!only.empty() && (options.replication || option == "--replications")) asked.add("--only", only);
  return asked.add(option, number);
}

std::filesystem::path out_of(const RunOptions& options, const Session& session) {
  if (!options.out.empty()) return options.out;
  std::filesystem::path folder = std::filesystem::path("out") / session.scenario.place;
  if (session.scenario.strategy) folder += "-" + session.scenario.strategy->id;
  if (options.report_alone) folder += "-report";
  if (options.replication) folder += fmt::format("-replication-{}", *options.replication);
  return folder;
}

ExitCode run_alone(const RunOptions& options, const Session& session, experiments::OutputFolder& folder,
                   InterruptGuard& guard) {
  const Replication replication{*options.replication};
  output::RunRecord record = record_of(options, options.file, session,
                                       asked_of(options, "--replication", std::to_string(*options.replication)));
  record.only = replication;
  record.replications_requested = 1;
  record.threads = 1;

  const auto began = std::chrono::steady_clock::now();
  Results results(session.shape);
  History history;
  Plan plan = session.plan(Seed{options.seed});
  plan.pasts = options.saved.get();
  try {
    history = simulate(plan, session.shape, replication, session.build, &interrupted);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {
    if (interrupted) return interrupted_by_user;
    say_error(text("replication {} stopped: {}\n", *options.replication, fault.what()));
    return failed;
  }
  guard.simulated();
  results.add(history);
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record.peak_memory = peak_memory();

  const Parts parts = parts_to_write(options);
  output::TableFiles tables(folder.path(), parts.tables);
  output::write_csv(tables, output::run_tables(results, record.money));
  output::write_csv(tables, {output::history_table(session.shape, history)});
  record.results_digest = tables.digest();
  if (parts.database) {
    output::KeptReplications kept(folder.path(), session.shape);
    kept.add(history);
    output::write_database(folder.path(), results, record, strategy_of(session), &kept);
  }
  const output::ReportContext report = report_of(session, charts_of(session.scenario));
  const output::Document document = output::run_document(folder.path(), results, record, report,
                                                         parts.report ? output::everywhere : output::in_terminal);
  if (parts.report) output::write_page(folder.path() / "report.html", document);
  output::write_manifest(folder.path(), results, record);
  folder.commit();
  if (options.quiet) return done;
  say(output::shown(document, screen()));
  if (parts.tables || parts.database)
    say(text("replication {} alone: {} events; its history is in {}\n", *options.replication, history.events,
             (folder.target() / (parts.tables ? "history.csv" : output::database_name)).string()));
  say(text("written to {}\n", folder.target().string()));
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

ExitCode run(const RunOptions& options) {
  const Parts parts = parts_to_write(options);
  const Session session = options.saved
                              ? options.saved->open(options.strategy)
                              : open_session(find_scenario(options.file), options.overrides, use_of(options.strategy));
  std::optional<scenarios::Constraints> constraints;  // what the report relaxes; read by all who take part
  if (options.report_alone && !options.saved) constraints = constraints_in();
  if (serves()) {
    const Variant variant{"", session.shape, session.build};
    Plan plan = session.plan(Seed{options.seed});
    plan.pasts = options.saved.get();
    return serve(plan, options.threads, {&variant, 1});
  }
  warn(session, options.quiet);
  experiments::OutputFolder folder(out_of(options, session));
  InterruptGuard guard;
  if (options.replication) return run_alone(options, session, folder, guard);

  Plan plan = session.plan(Seed{options.seed});
  plan.threads = options.threads;
  plan.pasts = options.saved.get();
  plan.crew = crew();
  if (options.replications) {
    plan.replications = *options.replications;
  } else {
    plan.automatic = Precision{};
  }

  output::RunRecord record = record_of(
      options, options.file, session,
      asked_of(options, "--replications", options.replications ? std::to_string(*options.replications) : "auto"));
  if (options.replications) record.replications_requested = *options.replications;

  const std::unique_ptr<experiments::Checkpoint> checkpoint = checkpoint_of(options, record, folder.target());
  plan.ledger = checkpoint.get();
  std::optional<output::KeptReplications> kept;
  std::function<void(const History&)> keep;
  if (options.keep_replications) {
    output::require_room_to_keep(folder.path(), session.shape,
                                 plan.automatic ? plan.automatic->most : plan.replications);
    kept.emplace(folder.path(), session.shape);
    keep = [&kept](const History& history) { kept->add(history); };
  }

  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();
  Ensemble ensemble = muster::run(
      plan, session.shape, session.build, interrupted, [&](const Progress& p) { line.show(p); }, keep);
  give_back_memory();
  if (options.min_cell > 0) ensemble.results.withhold(output::small_counts_of_people(session.shape, options.min_cell));
  const Results& results = ensemble.results;
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  output::ReportContext report = report_of(session, charts_of(session.scenario));
  const bool relaxes = constraints && results.replications() > 0 && !interrupted;
  if (relaxes) {
    line.say(text("working out what would help"));
    report.relaxations = relaxations_of(session, constraints->list, results,
                                        {Seed{options.seed}, 0, options.threads, &interrupted,
                                         [&](const Progress& p) { line.show(p); }, checkpoint.get(), options.min_cell},
                                        record.asked);
  } else if (!options.saved) {
    report.relaxations = relaxations_to_get(results, record.asked);
  }
  guard.simulated();
  record.finish = finish_of(ensemble.ending);
  if (plan.automatic)
    record.precision = output::in_all([&] {
      return text("probabilities within ± {:.1f} points, headline means within ± {:.2f} %",
                  ensemble.widest_probability * 100, ensemble.widest_relative_mean * 100);
    });
  for (const Stopped& stopped : results.stopped())
    record.reproduce[stopped.replication] =
        typed(asked_of(options, "--replication", std::to_string(static_cast<std::uint64_t>(stopped.replication))));
  if (results.replications() == 0) {
    for (const Stopped& stopped : results.stopped()) {
      say_error(text("replication {} stopped: {}\n  reproduce with: {}\n",
                     static_cast<std::uint64_t>(stopped.replication), stopped.why,
                     record.reproduce[stopped.replication]));
      break;  // the others say the same
    }
    say_error(text("no replication finished; nothing was written\n"));
    return interrupted ? interrupted_by_user : failed;
  }

  tell_of(checkpoint.get(), options);
  line.say(text("writing tables and charts"));
  output::TableFiles tables(folder.path(), parts.tables);
  output::write_csv(tables, output::run_tables(results, record.money));
  record.results_digest = tables.digest();
  const output::Document document = output::run_document(folder.path(), results, record, report,
                                                         parts.report ? output::everywhere : output::in_terminal);
  if (parts.report) output::write_page(folder.path() / "report.html", document);
  if (options.brief) output::write_page(folder.path() / "brief.html", document, output::PageKind::brief);
  if (options.dossier && !interrupted) {
    line.say(text("gathering evidence"));
    output::write_page(folder.path() / "qa.html",
                       output::dossier_document(folder.path(), results, record, report,
                                                gather_evidence(session, Seed{options.seed}, results)));
  }
  output::RenderResult rendered;
  if (parts.workbook) output::write_workbook(folder.path(), results, record);
  if (parts.database)
    output::write_database(folder.path(), results, record, strategy_of(session), kept ? &*kept : nullptr);
  if (parts.charts) {
    const std::filesystem::path charts = folder.path() / "charts";
    record.charts_left_out = output::write_charts(charts, output::run_charts(results, report.charts));
    rendered = output::render_charts(charts);
  }
  record.peak_memory = peak_memory();
  output::write_manifest(folder.path(), results, record);
  folder.commit();

  line.say("");
  if (!options.quiet) {
    say(output::shown(document, screen()));
    for (const Wording& why : record.charts_left_out) say(output::paragraph(text("charts: {}", why.shown()), screen()));
    if (!rendered.complete()) say(output::paragraph(text("charts: {}", rendered.reason), screen()));
    say(text("written to {}\n", folder.target().string()));
    std::fflush(stdout);
  }
  if (options.quiet && !results.stopped().empty())
    say_error(text("{} of {} replications stopped, the first: {}\n", results.stopped().size(),
                   results.stopped().size() + results.replications(), results.stopped().front().why));
  if (relaxes && interrupted) return interrupted_by_user;
  if (ensemble.ending == Ending::interrupted) {
    if (options.quiet) say_error(text("interrupted; {} finished replications were kept\n", results.replications()));
    return interrupted_by_user;
  }
  return results.stopped().empty() ? done : failed;
}

// What `muster run` and `muster report` both take.
void add_common(CommandLine command, RunOptions& options) {
  command
      .add_option(
          text("FILE"), options.file,
          text("a scenario file, the name of a place that came with Muster, or a folder that muster save wrote"))
      .required();
  command
      .add_option("--replications", options.replications_typed,
                  text("how many, or auto: until precise enough, at most 2 000"))
      .shows_default();
  options.add_to(command);
  command.add_option("--strategy", options.strategy,
                     text("a strategy laid over the place: a file, or the name of one that came with Muster"));
  command
      .add_option("--scale", options.scale,
                  text("people outside posts that one simulated person stands for; --set people.scale"))
      .whole_number(1, 10'000);
  command.add_option("--min-cell", options.min_cell, text("withhold counts of people below this, as in public outputs"))
      .whole_number(2, 1'000'000);
}

ExitCode run_as_typed(const CommandLine command, RunOptions options) {
  options.saved = SavedStates::in(options.file);
  if (options.saved) {
    if (options.scale) options.changes.push_back(fmt::format("people.scale={} people", *options.scale));
    options.saved->fit(command, options, options.replications_typed);
    if (options.replication && *options.replication >= options.saved->replications())
      throw InputError(text("--replication {}: error: {} are saved in {}, from 0 on\n", *options.replication,
                            options.saved->replications(), options.file));
    options.file = options.saved->place();
    options.changes = options.saved->changes();
    options.scale.reset();
  }
  options.overrides = overrides_of(options.changes);
  if (options.scale) options.overrides.push_back({"people.scale", fmt::format("{} people", *options.scale)});
  options.replications = replications_of(options.replications_typed);
  return told_to_resume(run(options), options);
}

}  // namespace

Command add_run(CommandLine program) {
  const auto options = std::make_shared<RunOptions>();
  CommandLine command = program.add_command(
      "run", text("simulate a scenario; write trajectories, targets, charts, a report, a workbook and a database"));
  add_common(command, *options);
  command.add_option("--out", options->out, text("the folder to write; out/<place> if left out"));
  add_only(command, options->only);
  const Option min_cell = command.option("--min-cell");
  command.add_option("--replication", options->replication, text("run this replication alone"))
      .whole_number(0)
      .excludes(min_cell)
      .excludes(command.option("--checkpoint"));
  command
      .add_flag("--keep-replications", options->keep_replications,
                text("write every replication's values to results.sqlite, not their distribution alone"))
      .excludes(min_cell);
  return {command, [command, options] { return run_as_typed(command, *options); }, true};
}

Command add_report(CommandLine program) {
  const auto options = std::make_shared<RunOptions>();
  options->report_alone = true;
  CommandLine command =
      program.add_command("report", text("simulate a scenario and write what people read: report.html alone"));
  add_common(command, *options);
  command.add_flag("--qa", options->dossier,
                   text("with qa.html: what a reviewer asks for, with evidence gathered anew"));
  command.add_flag("--brief", options->brief, text("with brief.html: what fits on two sheets of paper, to be printed"));
  command.add_option("--out", options->out, text("the folder to write; out/<place>-report if left out"));
  return {command, [command, options] { return run_as_typed(command, *options); }, true};
}

}  // namespace muster::cli
