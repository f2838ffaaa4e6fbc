#include "experiments/studies/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "models/assembly.hpp"
#include "models/roles.hpp"
#include "output/disclosure.hpp"
#include "output/findings/comparison.hpp"
#include "output/findings/drivers.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace muster::experiments {

namespace {

constexpr const char* money = series_roles.spent;

struct Relaxation {
  std::size_t constraint;  // index; one past the last means all constraints
  std::optional<Period> period;
  std::vector<ParameterChange> changes;
  std::size_t parameters = 0, relaxed = 0;
};

// The results shape reduced to the dates that studies need: the end of each year and the horizon. @param also
// further dates to keep
ResultsShape yearly(ResultsShape shape, Date horizon, const std::vector<Date>& also = {}) {
  std::vector<Date> dates;
  for (const Date date : shape.dates) {
    const std::chrono::year_month_day next{date + std::chrono::days{1}};
    const bool ends_a_year = next.month() == std::chrono::January && next.day() == std::chrono::day{1};
    const bool wanted = std::find(also.begin(), also.end(), date) != also.end();
    if (date < horizon && (dates.empty() || ends_a_year || wanted)) dates.push_back(date);
  }
  dates.push_back(horizon);
  shape.dates = std::move(dates);
  return shape;
}

std::vector<Period> calendar_years(Date start, Date last) {
  using namespace std::chrono;
  std::vector<Period> made;
  const year_month_day first{start + days{1}};
  for (year y = first.year(); sys_days{y / January / 1} <= last; ++y)
    made.push_back({sys_days{y / January / 1}, sys_days{(y + std::chrono::years{1}) / January / 1}});
  return made;
}

ModelFactory relaxed_build(const SectionSettings& settings, const Relaxation& relaxation) {
  return [settings, changes = relaxation.changes, period = relaxation.period](Simulation& sim, SeriesBook& book) {
    return assemble(std::make_shared<const SectionSettings>(
                        relaxed(settings, changes, period, std::pair(sim.seed(), sim.replication()))),
                    sim, book);
  };
}

const SeriesName& series_of(const ResultsShape& shape, const std::string& name) {
  for (const SeriesInfo& info : shape.series)
    if (info.name.name == name) return info.name;
  throw std::logic_error("no series " + name);  // cannot happen: opening the session has checked it
}

// A flow's total from the start to the last period end that is not after `day`.
double total_until(const ResultsShape& shape, const ReplicationResult& result, std::size_t series, Date day) {
  double total = 0;
  for (std::size_t date = 1; date < shape.dates.size() && shape.dates[date] <= day; ++date)
    total += result.values[shape.cell(date, shape.areas.whole(), series)];
  return total;
}

// A flow's total from the start; for anything else, its value at the end.
double ending(const ResultsShape& shape, const ReplicationResult& result, std::size_t series) {
  if (shape.series[series].kind != SeriesKind::flow)
    return result.values[shape.cell(shape.dates.size() - 1, shape.areas.whole(), series)];
  return total_until(shape, result, series, shape.dates.back());
}

double mean_or_nothing(const Moments& moments) {
  return moments.count() > 0 ? moments.mean() : std::numeric_limits<double>::quiet_NaN();
}

RunSetup setup_of(const Session& session, const Runner& runner, const char* stage) {
  RunSetup made = runner.setup(session);
  made.stage = stage;
  return made;
}

std::vector<Relaxation> relaxations_of(const Session& session, const std::vector<scenarios::Constraint>& constraints,
                                       const std::vector<Period>& periods) {
  std::vector<Relaxation> made;
  Relaxation everything{constraints.size(), std::nullopt, {}};
  for (std::size_t c = 0; c < constraints.size(); ++c) {
    const std::vector<ParameterChange>& changes = constraints[c].changes;
    const std::vector<Relaxable> found = relaxable(session.scenario.sections, changes);
    if (found.empty()) continue;
    const auto by_date = static_cast<std::size_t>(
        std::count_if(found.begin(), found.end(), [](const Relaxable& one) { return one.by_date; }));
    made.push_back({c, std::nullopt, changes, found.size(), found.size()});
    if (by_date > 0)
      for (const Period& period : periods) made.push_back({c, period, changes, found.size(), by_date});
    everything.changes.insert(everything.changes.end(), changes.begin(), changes.end());
  }
  everything.parameters = everything.relaxed = relaxable(session.scenario.sections, everything.changes).size();
  made.push_back(std::move(everything));
  return made;
}

}  // namespace

scenarios::Constraints constraints_in(const std::string& file, scenarios::InputFiles& files) {
  Diagnostics diagnostics;
  scenarios::Constraints made = scenarios::load_constraints(
      file.empty() ? shipped_scenarios() / "common" / "constraints.yaml" : std::filesystem::path(file),
      model_sections(), diagnostics, files);
  if (!diagnostics.empty()) throw InputError(diagnostics);
  return made;
}

std::size_t scenarios_to_relax(const Session& session, const std::vector<scenarios::Constraint>& constraints) {
  return 1 + relaxations_of(session, constraints, {}).size();
}

std::vector<TargetDefinition> targets_of(const Session& session, const std::vector<std::string>& ids) {
  const std::vector<TargetDefinition>& all = session.scenario.targets;
  if (all.empty())
    throw InputError(
        tr("{}: error: it has no targets, so there is nothing to explain; write at least one under "
           "`targets`\n",
           session.scenario.place));
  std::vector<std::string> known;
  for (const TargetDefinition& target : all) known.push_back(target.id);
  for (const std::string& id : ids)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw InputError(tr("--target {}: error: {} has no such target{}; it has {}\n", id, session.scenario.place,
                          nearest_hint(id, known), output::listed(known)));
  std::vector<TargetDefinition> chosen;
  for (const TargetDefinition& target : all)
    if (ids.empty() || std::find(ids.begin(), ids.end(), target.id) != ids.end()) chosen.push_back(target);
  return chosen;
}

ConstraintStudy study_constraints(const Session& session, const std::vector<TargetDefinition>& targets,
                                  const std::vector<scenarios::Constraint>& constraints, bool by_year,
                                  const Runner& runner, std::size_t replications, unsigned min_cell) {
  RunSetup made = setup_of(session, runner, "constraints ");
  for (std::size_t t = 0; t < targets.size(); ++t)
    made.horizon = t == 0 ? targets[t].by : std::max(made.horizon, targets[t].by);
  std::vector<Date> dates;  // the last period end by each target's date
  for (const TargetDefinition& target : targets)
    if (const auto report = session.shape.period_before(target.by)) dates.push_back(session.shape.dates[*report]);
  ResultsShape shape = yearly(session.shape, made.horizon, dates);
  const auto spent = shape.find(money);
  shape.targets = targets;
  const std::vector<Relaxation> relaxations =
      relaxations_of(session, constraints, by_year ? calendar_years(made.start, made.horizon) : std::vector<Period>{});

  std::vector<Variant> variants{{"as_planned", shape, session.build}};
  for (const Relaxation& one : relaxations)
    variants.push_back({one.constraint < constraints.size() ? constraints[one.constraint].id : "everything", shape,
                        relaxed_build(session.scenario.sections, one)});
  std::vector<std::vector<TargetEffectTally>> tallies(targets.size(), std::vector<TargetEffectTally>(variants.size()));
  std::vector<std::vector<Moments>> extra(targets.size(), std::vector<Moments>(variants.size()));
  std::vector<Results> tables(min_cell > 0 ? variants.size() : 0,
                              Results(shape));  // to find out what their tables would withhold
  ConstraintStudy study;
  study.run = run_paired(
      made, 0, replications, variants, *runner.interrupted,
      [&](std::span<const ReplicationResult> results) {
        for (std::size_t v = 0; v < tables.size(); ++v) tables[v].add(results[v]);
        for (std::size_t t = 0; t < targets.size(); ++t)
          for (std::size_t v = 0; v < variants.size(); ++v) {
            tallies[t][v].add(targets[t], results[0].target_values[t], results[v].target_values[t]);
            if (spent && shape.dates.size() > 1 && shape.dates[1] <= targets[t].by)
              extra[t][v].add(total_until(shape, results[v], *spent, targets[t].by) -
                              total_until(shape, results[0], *spent, targets[t].by));
          }
      },
      runner.progress);
  if (study.run.entered == 0) return study;
  for (Results& table : tables) table.withhold(output::small_counts_of_people(shape, min_cell));
  const auto withheld = [&](std::size_t variant, std::size_t target) {
    if (tables.empty()) return false;
    const TargetResult result = tables[variant].target(target);
    return result.withheld || result.outcome_withheld || std::isnan(result.shortfall_mean);
  };

  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (withheld(0, t)) continue;
    // The largest of many effects is picked out, so their intervals must hold jointly (Bonferroni).
    const double joint = 1 - 0.05 / static_cast<double>(std::max<std::size_t>(relaxations.size(), 1));
    const TargetEffect planned = tallies[t][0].result();
    output::TargetConstraints found;
    found.target = targets[t];
    found.series = series_of(shape, targets[t].series);
    found.replications = planned.replications;
    found.probability = planned.probability;
    found.interval = planned.interval;
    found.shortfall = planned.shortfall;
    if (spent) found.money = shape.series[*spent].name;
    const auto effect_of = [&](std::size_t c) {
      output::ConstraintEffect effect;
      if (c < constraints.size()) {
        effect.constraint = constraints[c].id;
        effect.title = constraints[c].title;
        effect.why = constraints[c].why;
      } else {
        effect.constraint = "everything";
        effect.title = output::localized([] { return tr("everything"); });
      }
      effect.period = "all";
      return effect;
    };
    std::vector<output::ConstraintEffect> periods;
    for (std::size_t r = 0; r < relaxations.size(); ++r) {
      const Relaxation& one = relaxations[r];
      if (one.period && one.period->from > targets[t].by) continue;
      output::ConstraintEffect effect = effect_of(one.constraint);
      effect.dates = one.period;
      if (one.period)
        effect.period = fmt::format("{}", static_cast<int>(std::chrono::year_month_day{one.period->from}.year()));
      effect.parameters = one.parameters;
      effect.relaxed = one.relaxed;
      if (!withheld(r + 1, t)) {
        effect.effect = tallies[t][r + 1].result(joint);
        if (extra[t][r + 1].count() > 0) effect.extra_spent = mean_interval(extra[t][r + 1], joint);
      }
      (one.constraint == constraints.size() ? found.everything
       : one.period                         ? periods.emplace_back()
                                            : found.whole.emplace_back()) = std::move(effect);
    }
    found.by_probability = std::any_of(found.whole.begin(), found.whole.end(), [](const output::ConstraintEffect& one) {
      return one.effect && one.effect->gain.interval.low > 0;
    });
    std::stable_sort(found.whole.begin(), found.whole.end(), [&](const auto& a, const auto& b) {
      if (!a.effect || !b.effect) return a.effect.has_value() && !b.effect;
      const double x = found.size_of(*a.effect), y = found.size_of(*b.effect);
      const auto rank = [](double size) { return std::isnan(size) ? -std::numeric_limits<double>::infinity() : size; };
      return rank(x) != rank(y) ? rank(x) > rank(y) : rank(a.effect->closed.mean) > rank(b.effect->closed.mean);
    });
    for (const output::ConstraintEffect& whole : found.whole)
      std::copy_if(periods.begin(), periods.end(), std::back_inserter(found.by_period),
                   [&](const output::ConstraintEffect& one) { return one.constraint == whole.constraint; });
    for (std::size_t c = 0; c < constraints.size(); ++c)
      if (std::none_of(relaxations.begin(), relaxations.end(),
                       [&](const Relaxation& one) { return one.constraint == c; }))
        found.whole.push_back(effect_of(c));
    study.targets.push_back(std::move(found));
  }
  return study;
}

SpreadStudy study_spread(const Session& session, const std::vector<TargetDefinition>& targets, const Runner& runner,
                         std::size_t replications) {
  const RunSetup made = setup_of(session, runner, "spread ");
  ResultsShape shape = yearly(session.shape, made.horizon);
  shape.targets = targets;
  SpreadStudy study{{}, Results(shape), {}};
  const std::vector<UncertainInput> inputs = uncertain_inputs(session.scenario.sections);
  std::vector<std::vector<std::vector<double>>> drawn(inputs.size());
  std::vector<std::vector<double>> outputs(targets.size() + shape.headline.size());
  const std::vector<Variant> variants{{"as_planned", shape, session.build}};
  study.run = run_paired(
      made, 0, replications, variants, *runner.interrupted,
      [&](std::span<const ReplicationResult> results) {
        const ReplicationResult& result = results.front();
        study.results.add(result);
        for (std::size_t k = 0; k < inputs.size(); ++k) {
          const std::vector<double> figures = draws_of(inputs[k], made.seed, result.replication);
          drawn[k].resize(figures.size());
          for (std::size_t i = 0; i < figures.size(); ++i) drawn[k][i].push_back(figures[i]);
        }
        for (std::size_t t = 0; t < targets.size(); ++t) outputs[t].push_back(result.target_values[t]);
        for (std::size_t h = 0; h < shape.headline.size(); ++h)
          outputs[targets.size() + h].push_back(ending(shape, result, shape.headline[h]));
      },
      runner.progress);

  if (study.run.entered == 0) return study;
  study.spreads.inputs = output::inputs_of(inputs, session.scenario.sections);
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const bool of_target = o < targets.size();
    const SeriesName& series =
        of_target ? series_of(shape, targets[o].series) : shape.series[shape.headline[o - targets.size()]].name;
    Moments moments;
    for (const double value : outputs[o])
      if (!std::isnan(value)) moments.add(value);
    const bool is_flow = !of_target && shape.series[shape.headline[o - targets.size()]].kind == SeriesKind::flow;
    study.spreads.outputs.push_back(
        {of_target ? targets[o].id : series.name,
         of_target
             ? (targets[o].title.empty() ? LocalizedText(targets[o].id) : targets[o].title)
             : output::localized([&] { return is_flow ? tr("{}, since the start", series.title) : series.title; }),
         series, of_target ? targets[o].by : made.horizon, moments.mean(), split_spread(drawn, outputs[o], made.seed)});
  }
  return study;
}

AttributionStudy study_attribution(const std::vector<AttributionStage>& stages,
                                   const std::vector<TargetDefinition>& targets, const Runner& runner,
                                   std::size_t replications) {
  std::vector<Session> sessions;
  std::vector<std::size_t> sizes;
  output::AttributedChanges found;
  for (const AttributionStage& stage : stages) {
    for (const Coalition coalition : coalitions_of(stage.changes.size())) sessions.push_back(stage.open(coalition));
    sizes.push_back(stage.changes.size());
    found.changes.insert(found.changes.end(), stage.changes.begin(), stage.changes.end());
  }
  const RunSetup made = setup_of(sessions.front(), runner, "attribution ");
  std::vector<Variant> variants;
  for (const Session& session : sessions) {
    ResultsShape shape = yearly(session.shape, made.horizon);
    shape.targets = targets;
    variants.push_back({tr("scenario {}", variants.size() + 1), std::move(shape), session.build});
  }
  const ResultsShape& shape = variants.front().shape;
  const auto spent = std::find_if(shape.series.begin(), shape.series.end(),
                                  [](const SeriesInfo& info) { return info.name.name == money; });
  const bool has_money = spent != shape.series.end();

  // The quantities: for each target whether it is met and its value, then the money spent.
  std::vector<AttributionTally> tallies;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    tallies.emplace_back(sizes, 1);
    tallies.emplace_back(sizes);
  }
  if (has_money) tallies.emplace_back(sizes);
  std::vector<Moments> from(tallies.size()), to(tallies.size());
  // each side by itself, for when no difference is known
  std::vector<Moments> first(tallies.size()), last(tallies.size());
  std::vector<std::vector<Met>> seen(targets.size(), std::vector<Met>(variants.size()));
  AttributionStudy study{{}, Results(shape), {}};
  study.run = run_paired(
      made, 0, replications, variants, *runner.interrupted,
      [&](std::span<const ReplicationResult> results) {
        study.results.add(results.front());
        for (std::size_t q = 0; q < tallies.size(); ++q) {
          std::vector<double> values;
          for (std::size_t v = 0; v < variants.size(); ++v) {
            const ReplicationResult& result = results[v];
            const std::size_t t = q / 2;
            if (t == targets.size()) {
              const ResultsShape& own = variants[v].shape;  // a change may add series
              for (std::size_t s = 0; s < own.series.size(); ++s)
                if (own.series[s].name.name == money) values.push_back(ending(own, result, s));
            } else {
              const double value = result.target_values[t];
              if (q % 2 == 0) seen[t][v].add(targets[t], value);
              values.push_back(q % 2 == 1 ? value : targets[t].met_by(value) ? 1 : 0);
            }
          }
          tallies[q].add(values);
          if (!std::isnan(values.front())) first[q].add(values.front());
          if (!std::isnan(values.back())) last[q].add(values.back());
          if (std::none_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) {
            from[q].add(values.front());
            to[q].add(values.back());
          }
        }
      },
      runner.progress);

  for (std::size_t q = 0; q < tallies.size(); ++q) {
    output::AttributedDifference difference;
    const std::size_t t = q / 2;
    if (t == targets.size()) {
      difference.measure = "spent";
      difference.series = spent->name;
    } else {
      difference.target = targets[t].id;
      difference.title = targets[t].title.empty() ? LocalizedText(targets[t].id) : targets[t].title;
      difference.measure = q % 2 == 0 ? "probability" : "value";
      difference.series = q % 2 == 0 ? SeriesName{"probability", "share", "probability", "probability"}
                                     : series_of(shape, targets[t].series);
    }
    // A scenario with nothing to judge has no figure, so a difference from it is unknown.
    const auto unjudged = [](const Met& one) { return one.nothing_to_judge(); };
    difference.attribution = t < targets.size() && std::any_of(seen[t].begin(), seen[t].end(), unjudged)
                                 ? AttributionTally(sizes).result()
                                 : tallies[q].result();
    const bool apart = difference.nothing_to_judge(), of_probability = t < targets.size() && q % 2 == 0;
    difference.from = !apart ? from[q].mean() : of_probability ? seen[t].front().share() : mean_or_nothing(first[q]);
    difference.to = !apart ? to[q].mean() : of_probability ? seen[t].back().share() : mean_or_nothing(last[q]);
    found.differences.push_back(std::move(difference));
  }
  study.found = std::move(found);
  return study;
}

}  // namespace muster::experiments
