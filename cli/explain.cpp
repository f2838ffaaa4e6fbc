#include "cli/charts.hpp"
#include "cli/checkpoints.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/experiment.hpp"
#include "cli/explanation.hpp"
#include "cli/installation.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/warnings.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "models/assembly.hpp"
#include "output/charts/explanation.hpp"
#include "output/charts/render.hpp"
#include "output/documents/explanation.hpp"
#include "output/file.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/report/page.hpp"
#include "output/tables/explanation.hpp"
#include "output/terminal/document.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <functional>

namespace muster::cli {

namespace {

constexpr const char* as_planned = "as_planned";
constexpr std::size_t times_as_many = 5;  // of the scenario alone, which costs little beside all its relaxations

struct ExplainOptions : SimulationOptions {
  std::string file;
  std::vector<std::string> targets;
  std::string strategy = as_planned;
  std::string from, to;  // empty: no attribution
  std::string constraints;
  std::size_t replications = 200;
  bool whole = false;
  std::string out;
  std::vector<scenarios::Override> overrides;
};

output::Asked asked_of(const ExplainOptions& options) {
  output::Asked asked;
  asked.add("explain", options.file);
  for (const std::string& target : options.targets) asked.add("--target", target);
  if (options.from.empty()) {
    if (options.strategy != as_planned) asked.add("--strategy", options.strategy);
    if (!options.constraints.empty()) asked.add("--constraints", options.constraints);
    if (options.whole) asked.add("--whole");
  } else {
    asked.add("--from", options.from).add("--to", options.to);
  }
  asked.add("--replications", std::to_string(options.replications));
  add_options(asked, options);
  return asked;
}

output::RunRecord record_of(const ExplainOptions& options, const Session& session) {
  output::RunRecord record = record_of(options, options.file, session, asked_of(options));
  record.replications_requested = options.replications;
  return record;
}

// What a pair of scenarios did not survive; nothing if all is well.
ExitCode report(const PairedRun& run) {
  for (const StoppedPair& stopped : run.stopped) {
    say_error(text("{} of {} replications stopped and were left out, the first (replication {}, {}): {}\n",
                   run.stopped.size(), run.stopped.size() + run.entered,
                   static_cast<std::uint64_t>(stopped.stopped.replication), stopped.variant, stopped.stopped.why));
    break;  // the others say the same
  }
  if (run.entered == 0) say_error(text("no replication finished; nothing was written\n"));
  if (run.interrupted) return interrupted_by_user;
  return run.entered == 0 || !run.stopped.empty() ? failed : done;
}

// @param tell  what is told, once the record is complete
ExitCode write(const ExplainOptions& options, experiments::OutputFolder& folder, const Results& results,
               output::RunRecord record, std::chrono::steady_clock::time_point began,
               const std::function<output::Document(const output::RunRecord&)>& tell, ProgressLine& line) {
  line.say(text("drawing charts"));
  const output::RenderResult rendered = output::render_charts(folder.path() / "charts");
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  record.peak_memory = peak_memory();
  const output::Document document = tell(record);
  output::write_page(folder.path() / "report.html", document);
  output::write_manifest(folder.path(), results, record);
  folder.commit();
  line.say("");
  if (options.quiet) return done;
  say(output::shown(document, screen()));
  if (!rendered.complete()) say(output::paragraph(text("charts: {}", rendered.reason), screen()));
  say(text("written to {}\n", folder.target().string()));
  std::fflush(stdout);
  return done;
}

ExperimentPlan plan_of(const ExplainOptions& options, std::size_t replications, ProgressLine& line, Ledger* ledger) {
  return {Seed{options.seed},
          replications,
          options.threads,
          &interrupted,
          [&](const Progress& p) { line.show(p); },
          ledger};
}

ExitCode explain_target(const ExplainOptions& options) {
  const Session session = open_session(find_scenario(options.file), options.overrides, use_of(options.strategy));
  const std::vector<TargetDefinition> targets = targets_of(session, options.targets);
  const scenarios::Constraints constraints = constraints_in(options.constraints);
  const output::ReportContext report_context = report_of(session, charts_of(session.scenario));
  warn(session, options.quiet);
  const std::string name =
      session.scenario.place + (session.scenario.strategy ? "-" + session.scenario.strategy->id : "");
  experiments::OutputFolder folder(options.out.empty() ? "out/" + name + "-explained" : options.out);
  const std::unique_ptr<experiments::Checkpoint> checkpoint =
      checkpoint_of(options, record_of(options, session), folder.target());
  InterruptGuard guard;
  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();

  const ConstraintStudy study = study_constraints(session, targets, constraints.list, !options.whole,
                                                  plan_of(options, options.replications, line, checkpoint.get()));
  if (study.run.entered == 0) return report(study.run);
  if (study.run.interrupted) {  // what is known of the constraints is kept
    guard.simulated();
    output::write_csv(folder.path(), {output::constraints_table(study.targets)});
    output::RunRecord record = record_of(options, session);
    record.finish = output::Finish::interrupted;
    const output::Spreads none;
    (void)write(
        options, folder, Results(session.shape), std::move(record), began,
        [&](const output::RunRecord& of) {
          return output::constraints_document(folder.path(), session.shape, study.targets, none,
                                              stopped_of(study.run.stopped), of, report_context);
        },
        line);
    return report(study.run);
  }
  const SpreadStudy spread =
      study_spread(session, targets, plan_of(options, times_as_many * options.replications, line, checkpoint.get()));
  guard.simulated();
  if (spread.run.entered == 0) return report(spread.run);

  const Wording place = session.title();
  output::write_csv(folder.path(), {output::constraints_table(study.targets), output::spread_table(spread.spreads)});
  const std::filesystem::path charts = folder.path() / "charts";
  output::write_charts(charts, output::constraints_charts(study.targets, place));
  output::write_charts(charts, output::spread_charts(spread.spreads, place));
  output::RunRecord record = record_of(options, session);
  record.inputs.push_back({constraints.input.path, constraints.input.bytes});
  record.replications_requested = times_as_many * options.replications;
  if (spread.run.interrupted) record.finish = output::Finish::interrupted;
  const ExitCode written = write(
      options, folder, spread.results, std::move(record), began,
      [&](const output::RunRecord& of) {
        return output::constraints_document(folder.path(), session.shape, study.targets, spread.spreads,
                                            stopped_of(study.run.stopped), of, report_context);
      },
      line);
  const ExitCode studied = report(study.run), spread_out = report(spread.run);
  return studied != done ? studied : spread_out != done ? spread_out : written;
}

// ---- attribution -----------------------------------------------------------------------------------------------------------

using Change = scenarios::Strategy::Change;

struct Side {
  Wording name;
  scenarios::StrategyUse use;
  std::vector<Change> changes;

  // The same change, not another one of the same id.
  [[nodiscard]] bool has(const Change& one) const {
    return std::any_of(changes.begin(), changes.end(),
                       [&](const Change& change) { return change.id == one.id && change.written == one.written; });
  }
  [[nodiscard]] bool contains(const Side& other) const {
    return std::all_of(other.changes.begin(), other.changes.end(), [&](const Change& change) { return has(change); });
  }
};

Side side_of(const ExplainOptions& options, const std::string& name) {
  Side side{name == as_planned ? output::in_all([] { return text("the place as planned"); }) : Wording(name),
            use_of(name),
            {}};
  const Session session = open_session(find_scenario(options.file), options.overrides, side.use);
  warn(session, options.quiet);
  if (session.scenario.strategy) {
    side.changes = session.scenario.strategy->changes;
    if (!session.scenario.strategy->title.empty()) side.name = session.scenario.strategy->title;
  }
  return side;
}

// The changes by which one side is larger than the other: made one by one, or taken back.
AttributionStage stage_between(const ExplainOptions& options, const Side& larger, const Side& smaller, bool removed) {
  AttributionStage stage;
  std::vector<std::string> always, own;
  for (const Change& change : larger.changes) {
    if (smaller.has(change)) {
      always.push_back(change.id);
    } else {
      own.push_back(change.id);
      stage.changes.push_back({change.id, change.title, removed});
    }
  }
  stage.open = [&options, file = larger.use.file, always, own, removed](Coalition coalition) {
    std::vector<std::string> made = always;
    for (std::size_t k = 0; k < own.size(); ++k)
      if (((coalition >> k & 1U) != 0) != removed) made.push_back(own[k]);
    return open_session(find_scenario(options.file), options.overrides, scenarios::StrategyUse{file, made});
  };
  return stage;
}

ExitCode explain_difference(const ExplainOptions& options) {
  if (options.from == options.to)
    throw InputError(
        text("--to {}: error: it is the same as --from, so there is no difference to explain; name "
             "another strategy or {}\n",
             options.to, as_planned));
  const Session planned = open_session(find_scenario(options.file), options.overrides);
  const std::vector<TargetDefinition> targets = targets_of(planned, options.targets);
  const Side from = side_of(options, options.from), to = side_of(options, options.to);
  std::vector<AttributionStage> stages;
  if (to.contains(from)) {
    stages = {stage_between(options, to, from, false)};
  } else if (from.contains(to)) {
    stages = {stage_between(options, from, to, true)};
  } else {  // neither has all of the other's: back to the place as planned, and from there
    stages = {stage_between(options, from, {}, true), stage_between(options, to, {}, false)};
  }
  std::erase_if(stages, [](const AttributionStage& stage) { return stage.changes.empty(); });
  if (stages.empty())
    throw InputError(text("--to {}: error: {} and {} make the same changes, so there is no difference to explain\n",
                          options.to, options.from, options.to));
  for (const AttributionStage& stage : stages)
    if (stage.changes.size() > most_changes)
      throw InputError(text("--to {}: error: {} changes lie between {} and {}; up to {} can be told apart\n",
                            options.to, stage.changes.size(), options.from, options.to, most_changes));
  experiments::OutputFolder folder(options.out.empty()
                                       ? fmt::format("out/{}-{}-to-{}", planned.scenario.place,
                                                     std::filesystem::path(options.from).stem().string(),
                                                     std::filesystem::path(options.to).stem().string())
                                       : options.out);
  const std::unique_ptr<experiments::Checkpoint> checkpoint =
      checkpoint_of(options, record_of(options, planned), folder.target());
  InterruptGuard guard;
  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();
  AttributionStudy study =
      study_attribution(stages, targets, plan_of(options, options.replications, line, checkpoint.get()));
  guard.simulated();
  if (study.run.entered == 0) return report(study.run);
  study.found.from = from.name;
  study.found.to = to.name;
  output::write_csv(folder.path(), {output::attribution_table(study.found)});
  output::write_charts(folder.path() / "charts", output::attribution_charts(study.found, planned.title()));
  output::RunRecord record = record_of(options, planned);
  if (study.run.interrupted) record.finish = output::Finish::interrupted;
  const output::ReportContext report_context = report_of(planned, charts_of(planned.scenario));
  const ExitCode written = write(
      options, folder, study.results, std::move(record), began,
      [&](const output::RunRecord& of) {
        return output::attribution_document(folder.path(), planned.shape, study.found, stopped_of(study.run.stopped),
                                            of, report_context);
      },
      line);
  const ExitCode studied = report(study.run);
  return studied != done ? studied : written;
}

}  // namespace

Command add_explain(CommandLine program) {
  const auto options = std::make_shared<ExplainOptions>();
  CommandLine command = program.add_command(
      "explain", text("what holds a target back, which change did what, what the spread is made of"));
  command
      .add_option(text("PLACE"), options->file, text("a scenario file, or the name of a place that came with Muster"))
      .required();
  command.add_option("--target", options->targets, text("a target's id; may be repeated; left out: all of them"));
  Option strategy =
      command.add_option("--strategy", options->strategy, text("a strategy to lay over the place")).shows_default();
  Option from = command.add_option("--from", options->from,
                                   text("attribute the difference between this strategy, or as_planned …"));
  Option to = command.add_option("--to", options->to, text("… and this one to the changes between them"));
  from.needs(to).excludes(strategy);
  to.needs(from).excludes(strategy);
  command.add_option("--constraints", options->constraints, text("a file of constraints instead of Muster's own"))
      .excludes(from);
  command.add_flag("--whole", options->whole, text("relax over the whole horizon only, not in each year too"))
      .excludes(from);
  command.add_option("--replications", options->replications, text("how many, of every scenario"))
      .whole_number(2, 1'000'000)
      .shows_default();
  options->add_to(command);
  command.add_option("--out", options->out, text("the folder to write; out/<place>-explained if left out"));
  return {command, [options] {
            options->overrides = overrides_of(options->changes);
            return told_to_resume(options->from.empty() ? explain_target(*options) : explain_difference(*options),
                                  *options);
          }};
}

}  // namespace muster::cli
