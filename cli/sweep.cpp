// muster sweep: one scenario at many points of its parameters, all under the same luck.
#include "output/experiments/sweep.hpp"
#include "cli/charts.hpp"
#include "cli/checkpoints.hpp"
#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/experiment.hpp"
#include "cli/lever.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/warnings.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "models/roles.hpp"
#include "output/charts/render.hpp"
#include "output/charts/specs.hpp"
#include "output/documents/sweep.hpp"
#include "output/file.hpp"
#include "output/report/page.hpp"
#include "output/terminal/document.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

constexpr std::size_t most_points = 1000;

struct SweepOptions : SimulationOptions {
  std::string file, strategy, out;
  std::vector<std::string> axes;   // of `--sweep`, as typed
  std::vector<std::string> where;  // constraints, as typed
  std::string design = "grid";
  std::optional<std::size_t> points;  // of a sample
  bool lockstep = false, list = false;
  std::string replications_typed = "100";
};

struct Axes {
  std::vector<Lever> levers;
  std::vector<Axis> axes;
};

Axes read_axes(const SweepOptions& options, const std::vector<scenarios::Override>& overrides) {
  Axes made;
  for (const std::string& written : options.axes) {
    const auto [path, values] = cut_at_equals(written);
    const std::string option = "--sweep " + written;
    if (path.empty() || values.empty())
      refuse_option(
          option,
          text("it has no values; write --sweep agencies.founded=2..6 or --sweep posts.mandate.sanction=keep,move"));
    for (const Lever& other : made.levers)
      if (other.path() == path) refuse_option(option, text("{} is swept twice; write its values in one list", path));
    Lever lever(path, option);
    const bool known = lever.is_number() || lever.is_date();
    Axis axis = lever.axis(values);
    if (!known) check_path(find_scenario(options.file), overrides, use_of(options.strategy), path, lever.write(0));
    made.levers.push_back(std::move(lever));
    made.axes.push_back(std::move(axis));
  }
  return made;
}

Constraint read_constraint(const std::string& written, const Axes& axes) {
  static const std::vector<std::pair<std::string, Relation>> relations = {
      {"<=", Relation::at_most}, {">=", Relation::at_least}, {"==", Relation::equal},
      {"<", Relation::less},     {">", Relation::more},      {"=", Relation::equal}};
  const std::string option = "--where " + written;
  std::vector<std::string> paths;
  for (const Lever& lever : axes.levers) paths.push_back(lever.path());
  const auto find = [&](const std::string& path) {
    return static_cast<std::size_t>(std::find(paths.begin(), paths.end(), path) - paths.begin());
  };
  const auto trimmed = [](std::string part) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    return part;
  };
  const std::size_t at = written.find_first_of("<>=");
  if (at == std::string::npos)
    refuse_option(option, text("it compares nothing; write --where 'a.b<=c.d' or --where 'a.b<=30 days'"));
  for (const auto& [sign, relation] : relations) {
    if (written.compare(at, sign.size(), sign) != 0) continue;
    const std::string left = trimmed(written.substr(0, at)), right = trimmed(written.substr(at + sign.size()));
    Constraint constraint;
    constraint.left = find(left);
    constraint.relation = relation;
    if (constraint.left == paths.size())
      refuse_option(option, text("`{}` is not swept{}", left, nearest_hint(left, paths)));
    if (const std::size_t other = find(right); other < paths.size()) {
      constraint.right = other;
      return constraint;
    }
    const Lever& lever = axes.levers[constraint.left];
    if (!lever.is_number() && !lever.is_date())
      refuse_option(option, text("{} has words for values, which have no order; name those wanted in its list", left));
    constraint.right = Lever(lever.path(), option).read(right);
    return constraint;
  }
  refuse_option(option, text("its sign is unknown; write <, <=, =, >= or >"));
}

std::vector<Point> points_of(const SweepOptions& options, const Axes& axes) {
  const bool sampled = options.design != "grid";
  if (sampled && options.lockstep)
    refuse_option("--lockstep", text("it goes with listed values, not with --design lhs or sobol"));
  if (!sampled && options.points)
    refuse_option(fmt::format("--points {}", *options.points),
                  text("a grid has as many as its values make; add --design lhs or sobol"));
  const auto too_many = [&](std::size_t count) {
    if (count > most_points)
      refuse_option("--sweep", text("{} points; a sweep may have {}: write fewer values or longer steps, or sample: "
                                    "--design lhs --points 100",
                                    count, most_points));
  };
  std::vector<Point> points;
  if (sampled) {
    const std::string option = "--design " + options.design;
    if (!options.points) refuse_option(option, text("how many points? add --points 100"));
    too_many(*options.points);
    points = options.design == "lhs" ? latin_hypercube(axes.axes, *options.points, Seed{options.seed})
                                     : sobol(axes.axes, *options.points);
    for (Point& point : points)  // what is run is what is written
      for (std::size_t a = 0; a < point.size(); ++a)
        if (axes.levers[a].is_number()) point[a] = axes.levers[a].read(axes.levers[a].write(point[a]));
  } else {
    for (std::size_t a = 0; a < axes.axes.size(); ++a)
      if (axes.axes[a].values.empty())
        axes.levers[a].refuse(
            text("its range has no step; write one, such as `{} by {}`, or sample: --design lhs --points 20",
                 cut_at_equals(options.axes[a]).second,
                 axes.levers[a].is_date()           ? "6 months"
                 : axes.levers[a].unit() == "share" ? "10%"
                                                    : "…"));
    if (options.lockstep) {
      for (std::size_t a = 1; a < axes.axes.size(); ++a)
        if (axes.axes[a].values.size() != axes.axes[0].values.size())
          axes.levers[a].refuse(text("in lock-step all have as many values; this has {}, {} has {}",
                                     axes.axes[a].values.size(), axes.levers[0].path(), axes.axes[0].values.size()));
      too_many(axes.axes[0].values.size());
      points = lock_step(axes.axes);
    } else {
      too_many(grid_size(axes.axes));
      points = grid(axes.axes);
    }
  }
  std::vector<Constraint> constraints;
  for (const std::string& written : options.where) constraints.push_back(read_constraint(written, axes));
  const std::size_t before = points.size();
  points = allowed(std::move(points), constraints);
  if (points.empty())
    refuse_option("--where", text("none of the {} points is left; loosen a condition or widen an axis", before));
  return points;
}

std::vector<scenarios::Override> overrides_at(const Point& point, const Axes& axes) {
  std::vector<scenarios::Override> overrides;
  for (std::size_t a = 0; a < axes.levers.size(); ++a)
    overrides.push_back({axes.levers[a].path(), axes.levers[a].write(point[a])});
  return overrides;
}

// Opens every point, so that all of them are checked before anything is simulated.
std::vector<Variant> open_points(const SweepOptions& options, const std::vector<scenarios::Override>& overrides,
                                 const Session& base, const Axes& axes, const std::vector<Point>& points) {
  std::vector<Variant> variants;
  for (std::size_t p = 0; p < points.size(); ++p) {
    std::vector<scenarios::Override> all = overrides;
    const std::vector<scenarios::Override> own = overrides_at(points[p], axes);
    all.insert(all.end(), own.begin(), own.end());
    std::string id;
    for (const scenarios::Override& value : own) id += (id.empty() ? "" : ", ") + value.path + "=" + value.value;
    try {
      Session session = open_session(find_scenario(options.file), all, use_of(options.strategy));
      if (session.scenario.start != base.scenario.start || session.scenario.horizon != base.scenario.horizon ||
          session.scenario.targets.size() != base.scenario.targets.size() ||
          session.scenario.headline != base.scenario.headline)
        refuse_option("--sweep",
                      text("all points share start, horizon, targets and headline; change those with --set"));
      variants.push_back(
          {std::move(id), ends_only(std::move(session.shape), session.scenario.horizon), std::move(session.build)});
    } catch (const InputError& fault) {
      throw InputError(text("point {} of {}, {}:\n{}", p + 1, points.size(), id, fault.what()));
    }
  }
  return variants;
}

output::Sweep sweep_of(const SweepOptions& options, const Session& base, const Axes& axes,
                       const std::vector<Point>& points) {
  output::Sweep sweep;
  sweep.title = base.scenario.title;
  sweep.shape = base.shape;
  sweep.together = options.lockstep;
  sweep.grid = options.design == "grid";
  for (std::size_t a = 0; a < axes.levers.size(); ++a) {
    const Lever& lever = axes.levers[a];
    output::SweptAxis& axis = sweep.axes.emplace_back();
    axis.name = lever.path();
    axis.title = lever.name(base.scenario.sections);
    axis.unit = lever.unit();
    axis.dates = lever.is_date();
    axis.words = !lever.is_date() && !lever.is_number();
    for (const Point& point : points) {
      axis.values.push_back(point[a]);
      axis.plain.push_back(lever.write_plain(point[a]));
      axis.written.push_back(lever.say(point[a]));
    }
  }
  return sweep;
}

output::Asked asked_of(const SweepOptions& options, std::size_t replications) {
  output::Asked asked;
  asked.add("sweep", options.file);
  if (!options.strategy.empty()) asked.add("--strategy", options.strategy);
  for (const std::string& axis : options.axes) asked.add("--sweep", axis);
  for (const std::string& condition : options.where) asked.add("--where", condition);
  if (options.lockstep) asked.add("--lockstep");
  if (options.points) asked.add("--design", options.design).add("--points", std::to_string(*options.points));
  asked.add("--replications", std::to_string(replications));
  add_options(asked, options);
  return asked;
}

// The command line's, or those of the scenario's own `sweep` if it names nothing.
SweepOptions with_axes_of(SweepOptions options, const scenarios::Scenario& scenario) {
  if (!options.axes.empty()) return options;
  if (!scenario.sweep || scenario.sweep->axes.empty())
    refuse_option("--sweep",
                  text("nothing is varied; write --sweep agencies.founded=2..6, or a section `sweep` in the file"));
  for (const auto& axis : scenario.sweep->axes) options.axes.push_back(axis.parameter + "=" + axis.values);
  if (options.where.empty()) options.where = scenario.sweep->where;
  options.lockstep = scenario.sweep->design == "lockstep";
  if (!options.lockstep) options.design = scenario.sweep->design;
  if (!options.points && scenario.sweep->points) options.points = static_cast<std::size_t>(*scenario.sweep->points);
  return options;
}

ExitCode sweep(const SweepOptions& typed) {
  const Session base = open_session(find_scenario(typed.file), overrides_of(typed.changes), use_of(typed.strategy));
  const SweepOptions options = with_axes_of(typed, base.scenario);
  const std::vector<scenarios::Override> overrides = overrides_of(options.changes);
  const std::optional<std::size_t> replications = replications_of(options.replications_typed);
  if (!replications)
    refuse_option("--replications auto", text("every point of a sweep has the same number; write one, such as 100"));
  const Axes axes = read_axes(options, overrides);
  const std::vector<Point> points = points_of(options, axes);
  const std::vector<Variant> variants = open_points(options, overrides, base, axes, points);
  if (serves()) return serve(base.plan(Seed{options.seed}), options.threads, variants);
  warn(base, options.quiet);
  output::Sweep found = sweep_of(options, base, axes, points);
  if (options.list) {
    say(output::shown(output::points_of(found), screen()));
    say(text("{} points, {} replications of each\n", points.size(), *replications));
    return done;
  }

  experiments::OutputFolder folder(options.out.empty() ? std::filesystem::path("out") / (base.scenario.place + "-sweep")
                                                       : std::filesystem::path(options.out));
  output::RunRecord record = record_of(options, options.file, base, asked_of(options, *replications));
  record.replications_requested = *replications;
  Plan plan = base.plan(Seed{options.seed});
  plan.threads = options.threads;
  plan.crew = crew();
  found.outcomes.resize(points.size());
  if (const auto money = base.shape.find(series_roles.spent)) {
    found.money = base.shape.series[*money].name;
    found.spent.resize(points.size());
    found.extra_spent.resize(points.size());
  }
  const std::unique_ptr<experiments::Checkpoint> checkpoint = checkpoint_of(options, record, folder.target());
  plan.ledger = checkpoint.get();

  InterruptGuard guard;
  ProgressLine line(options.quiet);
  const auto began = std::chrono::steady_clock::now();
  const PairedRun made = run_paired(
      plan, 0, *replications, variants, interrupted,
      [&](std::span<const History> histories) {
        for (std::size_t p = 0; p < histories.size(); ++p) {
          found.outcomes[p].add(variants[p].shape, histories[p]);
          if (found.money) found.add_spent(p, whole_at_end(variants[p].shape, histories[p], series_roles.spent));
        }
      },
      [&](const Progress& progress) { line.show(progress); });
  guard.simulated();
  record.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (made.interrupted) record.finish = output::Finish::interrupted;
  for (const StoppedPair& pair : made.stopped) {
    say_error(text("replication {} stopped at {}: {}; it is left out of all points\n",
                   static_cast<std::uint64_t>(pair.stopped.replication), pair.variant, pair.stopped.why));
    break;  // the others say the same
  }
  if (made.entered == 0) {
    say_error(text("no replication finished at all points; nothing was written\n"));
    return made.interrupted ? interrupted_by_user : failed;
  }

  tell_of(checkpoint.get(), options);
  line.say(text("writing the table and the chart"));
  output::write_file(folder.path() / "sweep.csv", [&](std::ostream& out) { output::write_sweep(out, found); });
  const std::filesystem::path charts = folder.path() / "charts";
  output::RenderResult rendered;
  output::write_charts(charts, output::sweep_charts(found));
  rendered = output::render_charts(charts);
  record.peak_memory = peak_memory();
  const output::ReportContext context = report_of(base, charts_of(base.scenario));
  const output::Document document =
      output::sweep_document(folder.path(), found, made.entered, stopped_of(made.stopped), record, context);
  output::write_page(folder.path() / "report.html", document);
  nlohmann::ordered_json details{{"design", options.lockstep ? "lock-step" : options.design},
                                 {"points", points.size()},
                                 {"axes", options.axes},
                                 {"where", options.where}};
  write_experiment_manifest(folder.path(), base, record, made.entered, made.stopped, "sweep", std::move(details));
  folder.commit();
  line.say("");
  if (!options.quiet) {
    say(output::shown(document, screen()));
    if (!rendered.complete()) say(output::paragraph(text("charts: {}", rendered.reason), screen()));
    if (made.interrupted) say(text("interrupted: {} of {} replications\n", made.entered, *replications));
    say(text("written to {}\n", folder.target().string()));
  }
  if (made.interrupted) return interrupted_by_user;
  return made.stopped.empty() ? done : failed;
}

}  // namespace

Command add_sweep(CommandLine program) {
  const auto options = std::make_shared<SweepOptions>();
  CommandLine command = program.add_command("sweep", text("simulate a scenario at many points of its parameters"));
  command.add_option(text("FILE"), options->file, text("a scenario file, or the name of a place that came with Muster"))
      .required();
  command.add_option("--strategy", options->strategy, text("lay this strategy over the place"));
  command.add_option(
      "--sweep", options->axes,
      text("a parameter and its values: a.b=1..5, a.b='10%..50% by 10%', a.b=2022-01-01,2023-01-01; left out: "
           "what the file's own `sweep` says"));
  command.add_flag("--lockstep", options->lockstep, text("the first values together, then the second, and so on"));
  command
      .add_option("--design", options->design,
                  text("grid: every value with every other; lhs, sobol: a sample of the space"))
      .one_of({"grid", "lhs", "sobol"})
      .shows_default();
  command.add_option("--points", options->points, text("how many points a sample has")).whole_number(1);
  command.add_option("--where", options->where, text("only points that keep this: 'a.b<=c.d', 'a.b<30 days'"));
  command.add_option("--replications", options->replications_typed, text("how many at each point")).shows_default();
  command.add_flag("--list", options->list, text("list the points and simulate nothing"));
  command.add_option("--out", options->out, text("the folder to write; out/<place>-sweep if left out"));
  options->add_to(command);
  return {command, [options] { return told_to_resume(sweep(*options), *options); }, true};
}

}  // namespace muster::cli
