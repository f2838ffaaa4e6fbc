#include "cli/charts.hpp"
#include "cli/checkpoints.hpp"
#include "cli/cluster/cluster.hpp"
#include "cli/commands.hpp"
#include "cli/experiment.hpp"
#include "cli/installation.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/saved.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/warnings.hpp"
#include "engine/ensemble/comparison.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "models/roles.hpp"
#include "output/charts/comparison.hpp"
#include "output/charts/render.hpp"
#include "output/comparison_record.hpp"
#include "output/database/database.hpp"
#include "output/documents/comparison.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/report/page.hpp"
#include "output/tables/comparison.hpp"
#include "output/terminal/document.hpp"
#include "output/words.hpp"
#include "output/workbook/workbook.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <set>

namespace muster::cli {

namespace {

constexpr const char* as_planned = "as_planned";

struct CompareOptions : SimulationOptions {
  std::string place;
  std::vector<std::string> strategies;
  std::string replications_typed = std::to_string(compared_replications);
  std::string out;  // empty: out/<place>-compare
  Parts parts;
  std::size_t replications = 0;
  std::vector<scenarios::Override> overrides;
  std::shared_ptr<const SavedStates> saved;  // to go on from, if `place` is a folder of theirs
};

// Every strategy that is not there or is named twice, at once.
void check_strategies(const std::vector<std::string>& written) {
  std::string faults;
  std::set<std::filesystem::path> seen;
  for (const std::string& strategy : written) {
    const std::filesystem::path file = find_strategy(strategy);
    if (!scenarios::is_input(file)) {
      const std::vector<std::string> known = shipped_names("strategies");
      faults +=
          text("compare {}: error: no such strategy, neither a file nor one that came with muster ({}){}\n", strategy,
               known.empty() ? text("there are none") : output::listed(known), nearest_hint(strategy, known));
    } else if (!seen.insert(std::filesystem::weakly_canonical(file)).second) {
      faults += text("compare {}: error: the strategy is named twice; name each once\n", strategy);
    }
  }
  if (!faults.empty()) throw InputError(faults);
}

// The id of the strategy of a session.
std::string id_of(const Session& session, const std::string& written) {
  if (session.scenario.strategy && !session.scenario.strategy->id.empty()) return session.scenario.strategy->id;
  return std::filesystem::path(written).stem().string();
}

// What is compared: the place as planned, then the strategies.
struct Sessions {
  std::vector<Session> sessions;
  std::vector<Variant> variants;
};

Sessions open_all(const CompareOptions& options) {
  check_strategies(options.strategies);
  const auto open = [&](const std::string& strategy) {
    if (options.saved) return options.saved->open(strategy);
    return open_session(find_scenario(options.place), options.overrides, use_of(strategy));
  };
  Sessions all;
  all.sessions.push_back(open(""));
  all.variants.push_back({as_planned, all.sessions[0].shape, all.sessions[0].build});
  for (const std::string& written : options.strategies) {
    Session session = open(written);
    const std::string id = id_of(session, written);
    for (const Variant& other : all.variants)
      if (other.id == id)
        throw InputError(
            id == as_planned
                ? text("compare {}: error: its id is {}, which names the place as planned; give it another one\n",
                       written, id)
                : text("compare {}: error: its id is {}, which another strategy has too; give it another one\n",
                       written, id));
    all.variants.push_back({id, session.shape, session.build});
    all.sessions.push_back(std::move(session));
  }
  return all;
}

output::ComparisonRecord record_of(const CompareOptions& options, const Sessions& all) {
  output::ComparisonRecord record;
  output::RunRecord& run = record.run;
  output::Asked asked;
  asked.add("compare", options.place);
  for (const std::string& strategy : options.strategies) asked.add("", strategy);
  asked.add("--replications", std::to_string(options.replications));
  add_options(asked, options);
  if (const std::string only = names_of(options.parts); !only.empty()) asked.add("--only", only);
  run = record_of(options, options.place, all.sessions.front(), std::move(asked));
  run.replications_requested = options.replications;
  run.inputs.clear();  // those of every strategy, each once
  std::set<std::string> read;
  for (const Session& session : all.sessions)
    for (const scenarios::InputFile& input : session.scenario.inputs)
      if (read.insert(input.path).second) run.inputs.push_back({input.path, input.bytes});

  for (std::size_t v = 0; v < all.variants.size(); ++v) {
    output::ComparedStrategy strategy{all.variants[v].id, {}, "", {}, nullptr};
    if (v == 0) strategy.title = output::in_all([] { return text("the place as planned"); });
    if (v > 0) strategy.parameters = &all.sessions[v].scenario.sections;
    if (const auto& read_strategy = all.sessions[v].scenario.strategy; v > 0 && read_strategy) {
      strategy.title = read_strategy->title;
      strategy.why = read_strategy->why;
      for (const auto& change : read_strategy->changes) strategy.changes.emplace_back(change.id, change.title);
    }
    record.strategies.push_back(std::move(strategy));
  }
  record.cost = series_roles.spent;
  record.rollout = series_roles.open;
  record.coverage = series_roles.coverage;
  return record;
}

// Strategies turn parameters; one that moves dates, areas or targets makes another scenario, not a variant of this one.
PairedComparison comparison_of(const Sessions& all, const output::ComparisonRecord& record) {
  try {
    return {all.variants, {record.cost, {record.rollout, record.coverage}}};
  } catch (const std::invalid_argument& unlike) {
    throw InputError(text("compare {}: error: {}\n", record.run.scenario, unlike.what()));
  }
}

ExitCode compare(const CompareOptions& options) {
  const Sessions all = open_all(options);
  const SharedPast shared = [&all](std::size_t a, std::size_t b) {
    return parting(all.sessions[a], all.sessions[b]).shared_until;
  };
  Plan plan = all.sessions.front().plan(Seed{options.seed});
  plan.threads = options.threads;
  plan.pasts = options.saved.get();
  if (serves()) return serve(plan, options.threads, all.variants, shared);
  for (const Session& session : all.sessions) warn(session, options.quiet);
  plan.crew = crew();
  output::ComparisonRecord record = record_of(options, all);
  output::RunRecord& run = record.run;
  experiments::OutputFolder folder(options.out.empty() ? std::filesystem::path("out") / (run.place + "-compare")
                                                       : std::filesystem::path(options.out));
  InterruptGuard guard;
  PairedComparison comparison = comparison_of(all, record);
  const std::unique_ptr<experiments::Checkpoint> checkpoint = checkpoint_of(options, run, folder.target());
  plan.ledger = checkpoint.get();
  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();
  const PairedRun paired = run_paired(
      plan, 0, options.replications, all.variants, interrupted,
      [&](std::span<const History> histories) { comparison.add(histories); }, [&](const Progress& p) { line.show(p); },
      shared);
  guard.simulated();
  give_back_memory();
  run.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (paired.interrupted) run.finish = output::Finish::interrupted;
  for (const StoppedPair& stopped : paired.stopped) {
    comparison.add(stopped);
    const auto variant =
        static_cast<std::size_t>(std::find_if(all.variants.begin(), all.variants.end(),
                                              [&](const Variant& v) { return v.id == stopped.variant; }) -
                                 all.variants.begin());
    output::Asked asked;
    asked.add("run", options.place);
    if (variant > 0) asked.add("--strategy", options.strategies[variant - 1]);
    add_options(asked, options);
    asked.add("--replication", std::to_string(static_cast<std::uint64_t>(stopped.stopped.replication)));
    run.reproduce[stopped.stopped.replication] = typed(asked);
  }
  if (comparison.replications() == 0) {
    if (!paired.stopped.empty())
      say_error(text("replication {} of {} stopped: {}\n  reproduce with: {}\n",
                     static_cast<std::uint64_t>(paired.stopped.front().stopped.replication),
                     paired.stopped.front().variant, paired.stopped.front().stopped.why,
                     run.reproduce[paired.stopped.front().stopped.replication]));
    say_error(text("no replication finished in all scenarios; nothing was written\n"));
    return paired.interrupted ? interrupted_by_user : failed;
  }

  tell_of(checkpoint.get(), options);
  line.say(text("writing tables and charts"));
  const Parts& parts = options.parts;
  output::TableFiles tables(folder.path(), parts.tables);
  output::write_csv(tables, output::comparison_tables(comparison, record));
  run.results_digest = tables.digest();
  if (parts.workbook) output::write_workbook(folder.path(), comparison, record);
  if (parts.database) output::write_database(folder.path(), comparison, record);
  const std::filesystem::path charts = folder.path() / "charts";
  if (parts.charts) run.charts_left_out = output::write_charts(charts, output::comparison_charts(comparison, record));
  const output::ReportContext report = report_of(all.sessions.front(), charts_of(all.sessions.front().scenario));
  const output::Document document = output::comparison_document(
      folder.path(), comparison, record, report, parts.report ? output::everywhere : output::in_terminal);
  if (parts.report) output::write_page(folder.path() / "report.html", document);
  const output::RenderResult rendered = parts.charts ? output::render_charts(charts) : output::RenderResult{};
  run.peak_memory = peak_memory();
  output::write_manifest(folder.path(), comparison, record);
  folder.commit();

  line.say("");
  if (!options.quiet) {
    say(output::shown(document, screen()));
    for (const Wording& why : run.charts_left_out) say(output::paragraph(text("charts: {}", why.shown()), screen()));
    if (!rendered.complete()) say(output::paragraph(text("charts: {}", rendered.reason), screen()));
    say(text("written to {}\n", folder.target().string()));
    std::fflush(stdout);
  } else if (!paired.stopped.empty()) {
    say_error(text("{} of {} replications stopped, the first in {}: {}\n", paired.stopped.size(),
                   paired.stopped.size() + comparison.replications(), paired.stopped.front().variant,
                   paired.stopped.front().stopped.why));
  }
  if (paired.interrupted) {
    if (options.quiet) say_error(text("interrupted; {} finished replications were kept\n", comparison.replications()));
    return interrupted_by_user;
  }
  return paired.stopped.empty() ? done : failed;
}

}  // namespace

Command add_compare(CommandLine program) {
  const auto options = std::make_shared<CompareOptions>();
  const auto only = std::make_shared<std::string>();
  CommandLine command = program.add_command(
      "compare", text("simulate strategies for a place under the same luck; say which does better"));
  command
      .add_option(
          text("PLACE"), options->place,
          text("a scenario file, the name of a place that came with Muster, or a folder that muster save wrote"))
      .required();
  command
      .add_option(text("STRATEGY"), options->strategies,
                  text("strategy files, or names of strategies that came with Muster"))
      .required();
  command.add_option("--replications", options->replications_typed, text("how many of each scenario")).shows_default();
  options->add_to(command);
  command.add_option("--out", options->out, text("the folder to write; out/<place>-compare if left out"));
  add_only(command, *only);
  return {
      command,
      [command, options, only] {
        options->parts = parts_of(*only);
        options->saved = SavedStates::in(options->place);
        if (options->saved) {
          options->saved->fit(command, *options, options->replications_typed);
          options->place = options->saved->place();
          options->changes = options->saved->changes();
        }
        options->overrides = overrides_of(options->changes);
        const std::optional<std::size_t> replications = replications_of(options->replications_typed);
        if (!replications)
          throw InputError(text("--replications auto: error: a comparison needs a number; write --replications 400\n"));
        options->replications = *replications;
        return told_to_resume(compare(*options), *options);
      },
      true};
}

}  // namespace muster::cli
