#include "experiments/studies/sweep.hpp"

#include "engine/experiments/design.hpp"
#include "engine/experiments/point_result.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/context.hpp"
#include "experiments/session/lever.hpp"
#include "models/roles.hpp"
#include "output/documents/sweep.hpp"
#include "output/experiments/sweep.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace muster::experiments {

namespace {

constexpr std::size_t most_points = 1000;

struct Axes {
  std::vector<Lever> levers;
  std::vector<Axis> axes;
};

Axes read_axes(const SweepQuestion& question) {
  Axes made;
  for (const std::string& written : question.axes) {
    const auto [path, values] = cut_at_equals(written);
    const std::string option = "--sweep " + written;
    if (path.empty() || values.empty())
      refuse_option(
          option,
          tr("it has no values; write --sweep agencies.founded=2..6 or --sweep posts.mandate.sanction=keep,move"));
    for (const Lever& other : made.levers)
      if (other.path() == path) refuse_option(option, tr("{} is swept twice; write its values in one list", path));
    Lever lever(path, option);
    const bool known = lever.is_number() || lever.is_date();
    Axis axis = lever.axis(values);
    if (!known) check_path(question.scenario, path, lever.write(0), "--sweep");
    made.levers.push_back(std::move(lever));
    made.axes.push_back(std::move(axis));
  }
  return made;
}

PointCondition read_condition(const std::string& written, const Axes& axes) {
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
    refuse_option(option, tr("it contains no comparison; write --where 'a.b<=c.d' or --where 'a.b<=30 days'"));
  for (const auto& [sign, relation] : relations) {
    if (written.compare(at, sign.size(), sign) != 0) continue;
    const std::string left = trimmed(written.substr(0, at)), right = trimmed(written.substr(at + sign.size()));
    PointCondition condition;
    condition.left = find(left);
    condition.relation = relation;
    if (condition.left == paths.size())
      refuse_option(option, tr("`{}` is not swept{}", left, nearest_hint(left, paths)));
    if (const std::size_t other = find(right); other < paths.size()) {
      condition.right = other;
      return condition;
    }
    const Lever& lever = axes.levers[condition.left];
    if (!lever.is_number() && !lever.is_date())
      refuse_option(option, tr("the values of {} are words, which have no order; list only those wanted", left));
    condition.right = Lever(lever.path(), option).read(right);
    return condition;
  }
  refuse_option(option, tr("its sign is unknown; write <, <=, =, >= or >"));
}

std::vector<Point> points_of(const SweepQuestion& question, const Axes& axes) {
  const bool sampled = question.design != "grid";
  if (sampled && question.lockstep)
    refuse_option("--lockstep", tr("it works only with listed values, not with --design lhs or sobol"));
  if (!sampled && question.points)
    refuse_option(fmt::format("--points {}", *question.points),
                  tr("the number of points of a grid follows from its values; add --design lhs or sobol"));
  const auto too_many = [&](std::size_t count) {
    if (count > most_points)
      refuse_option("--sweep", tr("{} points; a sweep may have {}: write fewer values or longer steps, or sample: "
                                  "--design lhs --points 100",
                                  count, most_points));
  };
  std::vector<Point> points;
  if (sampled) {
    const std::string option = "--design " + question.design;
    if (!question.points) refuse_option(option, tr("the number of points is missing; add --points 100"));
    too_many(*question.points);
    points = question.design == "lhs" ? latin_hypercube(axes.axes, *question.points, question.seed)
                                      : sobol(axes.axes, *question.points);
    for (Point& point : points)  // rounds the value as it will be written
      for (std::size_t a = 0; a < point.size(); ++a)
        if (axes.levers[a].is_number()) point[a] = axes.levers[a].read(axes.levers[a].write(point[a]));
  } else {
    for (std::size_t a = 0; a < axes.axes.size(); ++a)
      if (axes.axes[a].values.empty())
        axes.levers[a].refuse(
            tr("its range has no step; write one, such as `{} by {}`, or sample: --design lhs --points 20",
               cut_at_equals(question.axes[a]).second,
               axes.levers[a].is_date()           ? "6 months"
               : axes.levers[a].unit() == "share" ? "10%"
                                                  : "…"));
    if (question.lockstep) {
      for (std::size_t a = 1; a < axes.axes.size(); ++a)
        if (axes.axes[a].values.size() != axes.axes[0].values.size())
          axes.levers[a].refuse(
              tr("in lock-step all parameters need the same number of values; this one has {}, {} has {}",
                 axes.axes[a].values.size(), axes.levers[0].path(), axes.axes[0].values.size()));
      too_many(axes.axes[0].values.size());
      points = lock_step(axes.axes);
    } else {
      too_many(grid_size(axes.axes));
      points = grid(axes.axes);
    }
  }
  std::vector<PointCondition> conditions;
  for (const std::string& written : question.where) conditions.push_back(read_condition(written, axes));
  const std::size_t before = points.size();
  points = allowed(std::move(points), conditions);
  if (points.empty())
    refuse_option("--where", tr("none of the {} points is left; loosen a condition or widen an axis", before));
  return points;
}

std::vector<scenarios::Override> overrides_at(const Point& point, const Axes& axes) {
  std::vector<scenarios::Override> overrides;
  for (std::size_t a = 0; a < axes.levers.size(); ++a)
    overrides.push_back({axes.levers[a].path(), axes.levers[a].write(point[a]), "--sweep"});
  return overrides;
}

// Opens every point, so that all of them are checked before anything is simulated.
std::vector<Variant> open_points(const SweepQuestion& question, const Session& base, const Axes& axes,
                                 const std::vector<Point>& points) {
  std::vector<Variant> variants;
  for (std::size_t p = 0; p < points.size(); ++p) {
    ScenarioChoice choice = question.scenario;
    const std::vector<scenarios::Override> own = overrides_at(points[p], axes);
    choice.overrides.insert(choice.overrides.end(), own.begin(), own.end());
    std::string id;
    for (const scenarios::Override& value : own) id += (id.empty() ? "" : ", ") + value.path + "=" + value.value;
    try {
      Session session = open_session(choice);
      if (session.scenario.start != base.scenario.start || session.scenario.horizon != base.scenario.horizon ||
          session.scenario.targets.size() != base.scenario.targets.size() ||
          session.scenario.headline != base.scenario.headline)
        refuse_option("--sweep", tr("all points share start, horizon, targets and headline; change those with --set"));
      variants.push_back(
          {std::move(id), ends_only(std::move(session.shape), session.scenario.horizon), std::move(session.build)});
    } catch (const InputError& fault) {
      throw InputError(tr("point {} of {}, {}:\n{}", p + 1, points.size(), id, fault.what()));
    }
  }
  return variants;
}

output::Sweep swept(const SweepQuestion& question, const Session& base, const Axes& axes,
                    const std::vector<Point>& points) {
  output::Sweep sweep;
  sweep.title = base.scenario.title;
  sweep.shape = base.shape;
  sweep.together = question.lockstep;
  sweep.grid = question.design == "grid";
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

class SweepStudy final : public Experiment {
 public:
  explicit SweepStudy(SweepQuestion question)
      : question_(std::move(question)), base_(open_session(question_.scenario)) {
    const Axes axes = read_axes(question_);
    points_ = points_of(question_, axes);
    variants_ = open_points(question_, base_, axes, points_);
    for (const Point& point : points_) at_.push_back(overrides_at(point, axes));
    found_ = swept(question_, base_, axes, points_);
    report_ = report_of(base_);
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&base_}; }
  [[nodiscard]] std::string folder_name() const override { return base_.scenario.place + "-sweep"; }
  void complete(output::RunRecord& record) const override { record.replications_requested = question_.replications; }

  Simulated simulate(const Runner& runner) override {
    found_.outcomes.resize(points_.size());
    if (const auto money = base_.shape.find(series_roles.spent)) {
      found_.money = base_.shape.series[*money].name;
      found_.spent.resize(points_.size());
      found_.extra_spent.resize(points_.size());
    }
    made_ = run_paired(
        runner.setup(base_), 0, question_.replications, variants_, *runner.interrupted,
        [&](std::span<const ReplicationResult> results) {
          for (std::size_t p = 0; p < results.size(); ++p) {
            found_.outcomes[p].add(variants_[p].shape, results[p]);
            if (found_.money) found_.add_spent(p, whole_at_end(variants_[p].shape, results[p], series_roles.spent));
          }
        },
        runner.progress);
    return simulated_by(made_);
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& /*record*/) const override {
    files.write("sweep.csv", [&](std::ostream& out) { output::write_sweep(out, found_); });
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override { return output::sweep_charts(found_); }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t /*media*/) const override {
    return output::sweep_document(folder, found_, made_.entered, stopped_of(made_.stopped), record, report_);
  }
  [[nodiscard]] output::Document points_document() const {
    output::Section points{"points", {}, {}, output::in_terminal};
    points.add(output::TableBlock{{}, output::points_of(found_)});
    points.add(output::Paragraph{tr("{} points, {} replications of each", points_.size(), question_.replications)});
    return {{}, {}, {}, {std::move(points)}};
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return experiment_manifest(folder, base_, record, made_.entered, made_.stopped, "sweep",
                               {{"design", question_.lockstep ? "lock-step" : question_.design},
                                {"points", points_.size()},
                                {"axes", question_.axes},
                                {"where", question_.where}});
  }
  [[nodiscard]] output::WrittenCommand reproduce(const PairFailure& stopped, Seed seed) const override {
    ScenarioChoice choice = question_.scenario;
    for (std::size_t p = 0; p < variants_.size(); ++p)
      if (variants_[p].id == stopped.variant)
        choice.overrides.insert(choice.overrides.end(), at_[p].begin(), at_[p].end());
    return run_alone(choice, seed, stopped.stopped.replication);
  }

 private:
  SweepQuestion question_;
  Session base_;
  std::vector<Point> points_;
  std::vector<std::vector<scenarios::Override>> at_;  // the values set at each point
  std::vector<Variant> variants_;
  output::Sweep found_;
  output::ReportContext report_;
  PairedRun made_;
};

}  // namespace

SweepQuestion with_axes_of_scenario(SweepQuestion question) {
  if (!question.axes.empty()) return question;
  const Session session = open_session(question.scenario);
  const auto& sweep = session.scenario.sweep;
  if (!sweep || sweep->axes.empty())
    refuse_option("--sweep",
                  tr("nothing is varied; write --sweep agencies.founded=2..6, or a section `sweep` in the file"));
  for (const auto& axis : sweep->axes) question.axes.push_back(axis.parameter + "=" + axis.values);
  if (question.where.empty()) question.where = sweep->where;
  question.lockstep = sweep->design == "lockstep";
  if (!question.lockstep) question.design = sweep->design;
  if (!question.points && sweep->points) question.points = static_cast<std::size_t>(*sweep->points);
  return question;
}

std::unique_ptr<Experiment> sweep_of(SweepQuestion question) {
  return std::make_unique<SweepStudy>(std::move(question));
}

output::Document points_document(const SweepQuestion& question) { return SweepStudy(question).points_document(); }

}  // namespace muster::experiments
