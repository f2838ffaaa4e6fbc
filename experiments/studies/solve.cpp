#include "experiments/studies/solve.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/experiments/mix.hpp"
#include "engine/experiments/point_result.hpp"
#include "engine/experiments/solve.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/context.hpp"
#include "experiments/session/lever.hpp"
#include "models/roles.hpp"
#include "output/charts/specs.hpp"
#include "output/document/names.hpp"
#include "output/documents/sweep.hpp"
#include "output/experiments/sweep.hpp"
#include "output/findings/constraints.hpp"
#include "output/findings/targets.hpp"
#include "output/formats/csv.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace muster::experiments {

namespace {

// The scenario reduced to what solving needs: one target, two period ends, no day after the target's date.
class Problem {
 public:
  explicit Problem(const SolveQuestion& question) : scenario_(question.scenario), base_(open({})) {
    std::vector<std::string> ids;
    for (const TargetDefinition& target : base_.shape.targets) ids.push_back(target.id);
    const auto found = std::find(ids.begin(), ids.end(), question.target);
    if (found == ids.end()) {
      const std::string hint = nearest_hint(question.target, ids);
      refuse_option("--target " + question.target,
                    ids.empty()    ? tr("{} has no targets; write one under `targets:`", scenario_.place)
                    : hint.empty() ? tr("{} has no such target; it has {}", scenario_.place, output::listed(ids))
                                   : tr("{} has no such target{}", scenario_.place, hint));
    }
    target_ = static_cast<std::size_t>(found - ids.begin());
  }

  /// Sets the runner for all simulations from here on.
  void use(const Runner& runner) {
    runner_ = runner;
    plan_ = runner.setup(base_);
    plan_.horizon = target().by;
  }
  [[nodiscard]] const Runner& runner() const { return runner_; }
  [[nodiscard]] const Session& base() const { return base_; }
  [[nodiscard]] const RunSetup& setup() const { return plan_; }
  [[nodiscard]] const TargetDefinition& target() const { return base_.shape.targets[target_]; }
  [[nodiscard]] const ScenarioChoice& scenario() const { return scenario_; }
  [[nodiscard]] std::vector<PairFailure>& stopped() { return stopped_; }
  [[nodiscard]] const std::vector<PairFailure>& stopped() const { return stopped_; }

  /// The scenario with more values set, opened only once for each set of values; its only target is the one to meet.
  [[nodiscard]] const Variant& variant(const std::vector<scenarios::Override>& values) {
    std::string id;
    for (const scenarios::Override& value : values) id += (id.empty() ? "" : ", ") + value.path + "=" + value.value;
    const auto known = variants_.find(id);
    if (known != variants_.end()) return known->second;
    Session session = open(values);
    session.shape.targets = {session.shape.targets.at(target_)};
    return variants_
        .emplace(id, Variant{id, ends_only(std::move(session.shape), target().by), std::move(session.build)})
        .first->second;
  }

 private:
  [[nodiscard]] Session open(const std::vector<scenarios::Override>& values) const {
    ScenarioChoice choice = scenario_;
    choice.overrides.insert(choice.overrides.end(), values.begin(), values.end());
    return open_session(choice);
  }

  ScenarioChoice scenario_;
  Session base_;
  Runner runner_;
  RunSetup plan_;
  std::size_t target_ = 0;
  std::map<std::string, Variant> variants_;
  std::vector<PairFailure> stopped_;
};

struct Levers {
  std::vector<Lever> levers;
  std::vector<LeverRange> ranges;

  [[nodiscard]] std::vector<scenarios::Override> at(const std::vector<double>& values) const {
    std::vector<scenarios::Override> overrides;
    for (std::size_t i = 0; i < levers.size(); ++i)
      overrides.push_back({levers[i].path(), levers[i].write(values[i]), "--lever"});
    return overrides;
  }
};

Levers read_levers(const SolveQuestion& question, const Problem& problem) {
  Levers made;
  for (const std::string& written : question.levers) {
    const auto [path, range] = cut_at_equals(written);
    Lever lever(path, "--lever " + written);
    for (const Lever& other : made.levers)
      if (other.path() == path) lever.refuse(tr("{} is named twice", path));
    if (!lever.is_number() && !lever.is_date())  // lets the loader refuse a path that does not exist
      check_path(problem.scenario(), path, range.substr(0, range.find("..")), "--lever");
    made.ranges.push_back(lever.range(range));
    made.levers.push_back(std::move(lever));
  }
  if (made.levers.size() > most_levers)
    refuse_option("--lever", tr("{} levers; a search may have {}: leave out those that matter least",
                                made.levers.size(), most_levers));
  return made;
}

// "in 93 of 100 futures (91 to 95 in 100)"
Text probability_words(const Met& seen, const Interval& interval) {
  return seen.nothing_to_judge()
             ? tr("nothing to judge")
             : output::localized_text([&] { return output::met_with_bounds(seen.met, seen.replications, interval); });
}

Text grouped_text(std::uint64_t number) {
  return Text::worded([number] { return output::grouped(number); });
}

Text met_words(const Met& seen) {
  return output::localized_text([&] { return output::met_words(seen.met, seen.replications); });
}

// "Thirty agencies by the end of 2025 (≥ 30 agencies by 2025-12-31), wanted in 90 of 100 futures."
Text asked_for(const Problem& problem, const SolveQuestion& question) {
  return tr("{} ({}), wanted in {:.4g} of 100 futures.",
            output::localized_text([&] { return output::target_heading(problem.target()); }),
            output::localized_text([&] { return output::goal_words(problem.target(), problem.base().shape); }),
            question.probability * 100);
}

// The lines of the answer, with the finding first.
struct Lines {
  output::Section answer{"answer", tr("The answer"), {}, output::everywhere};

  void finding(Text words) {
    answer.blocks.insert(answer.blocks.begin(), {output::Paragraph{std::move(words), output::Tone::verdict}});
  }
  void say(Text words, output::Tone tone = output::Tone::plain) {
    answer.add(output::Paragraph{std::move(words), tone});
  }
};

// What is shown and written about a search.
struct Findings {
  output::Section said;  // the answer
  output::Sweep chart;
  std::function<void(std::ostream&)> table;
  nlohmann::ordered_json details;
  std::size_t replications = 0;
};

output::Sweep chart_of(const Problem& problem, const Levers& levers, const std::vector<std::vector<double>>& values,
                       const std::vector<Met>& seen, double wanted) {
  output::Sweep sweep;
  sweep.title = problem.base().scenario.title;
  sweep.shape = problem.base().shape;
  sweep.shape.targets = {problem.target()};
  sweep.grid = false;
  sweep.wanted = wanted;
  for (std::size_t a = 0; a < levers.levers.size(); ++a) {
    const Lever& lever = levers.levers[a];
    output::SweptAxis& axis = sweep.axes.emplace_back();
    axis.name = lever.path();
    axis.title = lever.name(problem.base().scenario.sections);
    axis.unit = lever.unit();
    axis.dates = lever.is_date();
    for (const std::vector<double>& mix : values) {
      axis.values.push_back(mix[a]);
      axis.plain.push_back(lever.write_plain(mix[a]));
      axis.written.push_back(lever.say(mix[a]));
    }
  }
  for (const Met& met : seen) {
    PointResult& outcome = sweep.outcomes.emplace_back();
    outcome.replications = met.replications;
    outcome.targets.resize(1);
    outcome.targets[0].seen = met;
  }
  return sweep;
}

constexpr std::string_view verdict_names[] = {"fails", "meets", "open"};  // in the order of Verdict

// The extra cost of a lever's value over the scenario as planned, by paired replications. Empty if no money is
// simulated.
Text price_of(Problem& problem, const Levers& levers, double value, std::size_t most) {
  constexpr std::size_t enough = 200;  // paired replications, whose differences vary far less than single values
  const auto money = problem.base().shape.find(series_roles.spent);
  if (!money) return {};
  const std::array variants = {problem.variant({}), problem.variant(levers.at({value}))};
  Moments extra;
  const PairedRun made = run_paired(problem.setup(), 0, std::min(most, enough), variants,
                                    *problem.runner().interrupted, [&](std::span<const ReplicationResult> results) {
                                      const auto spent = [&](std::size_t v) {
                                        return whole_at_end(variants[v].shape, results[v], series_roles.spent);
                                      };
                                      if (const double more = spent(1) - spent(0); !std::isnan(more)) extra.add(more);
                                    });
  if (made.interrupted) throw Interrupted{};
  for (const PairFailure& one : made.stopped) {  // most of these failed before and are listed already
    const auto is_same = [&](const PairFailure& known) {
      return known.variant == one.variant && known.stopped.replication == one.stopped.replication;
    };
    if (std::ranges::none_of(problem.stopped(), is_same)) problem.stopped().push_back(one);
  }
  if (extra.count() < 2) return {};
  return tr("Cost until {}, with {} instead of the scenario as planned, in {}: {}.", date_words(problem.target().by),
            levers.levers[0].say(value), output::localized_text([&] { return output::futures_words(extra.count()); }),
            output::localized_text([&] {
              const MeanInterval mean = mean_interval(extra);
              return output::extra_words(problem.base().shape.series[*money].name, mean,
                                         std::abs(mean.mean) + mean.half_width);
            }));
}

// How one lever is searched. @throws InputError if there are too few replications to reach a conclusion
Search search_of(const SolveQuestion& question, const LeverRange& range) {
  Search search;
  search.probability = question.probability;
  search.most = question.most;
  search.per_value = question.replications.value_or(question.most);
  search.first_look = std::min(search.first_look, search.per_value);
  const double level = level_of(search, range);
  if (const std::size_t fewest = fewest_to_decide(question.probability, level); search.per_value < fewest)
    refuse_option(
        fmt::format("--replications {}", search.per_value),
        tr("too few to distinguish a probability of {} from others; write at least {}", question.probability, fewest));
  return search;
}

Findings solve_one(const SolveQuestion& question, Problem& problem, const Levers& levers) {
  const Lever& lever = levers.levers[0];
  const LeverRange& range = levers.ranges[0];
  const Search search = search_of(question, range);

  std::size_t run = 0;
  const MetAt met_at = [&](double value, std::size_t first, std::size_t count) {
    problem.runner().say(
        tr("{}: {}; {} replications so far", lever.name(problem.base().scenario.sections), lever.say(value), run));
    run += count;
    return count_met(problem.setup(), problem.variant(levers.at({value})), 0, first, count,
                     *problem.runner().interrupted, problem.stopped());
  };
  const std::size_t as_planned = std::min<std::size_t>(search.per_value, 1000);
  const Met planned = count_met(problem.setup(), problem.variant({}), 0, 0, as_planned, *problem.runner().interrupted,
                                problem.stopped());
  const Solution found = solve(range, search, met_at);

  const auto seen_at = [&](double value) {
    const Tried& tried = at(found, value);
    return probability_words(tried.seen, tried.interval);
  };
  Findings findings;
  Lines said;
  const Text title = output::localized_text([&] { return output::target_heading(problem.target()); }),
             name = lever.name(problem.base().scenario.sections), low = lever.say(range.low),
             high = lever.say(range.high);
  Text finding;
  switch (found.answer) {
    case Answer::between: {
      const Tried& enough = at(found, *found.meets);
      finding = tr("{} is enough: the target is met in {} of {} futures", lever.say(*found.meets), enough.seen.met,
                   enough.seen.replications);
      const Text met = met_words(enough.seen);
      std::vector<const Tried*> open;  // undecided values between one that is not enough and one that is
      for (const Tried& tried : found.tried)
        if (found.fails && tried.verdict == Verdict::open &&
            (tried.value - *found.fails) * (tried.value - *found.meets) < 0)
          open.push_back(&tried);
      // Of the undecided values that met the target often enough, the one that changes the lever least.
      const Tried* perhaps = nullptr;
      for (const Tried* one : open)
        if (one->seen.share() >= question.probability &&
            (!perhaps || std::abs(one->value - *found.fails) < std::abs(perhaps->value - *found.fails)))
          perhaps = one;
      said.finding(!found.fails ? tr("{}: {} is enough, {} ({}).", title, lever.say(*found.meets), met, name)
                   : perhaps
                       ? tr("{}: {} is certainly enough, {}; {} may be enough, {}; {} is not enough, {} ({}).", title,
                            lever.say(*found.meets), met, lever.say(perhaps->value), met_words(perhaps->seen),
                            lever.say(*found.fails), met_words(at(found, *found.fails).seen), name)
                       : tr("{}: {} is enough, {}; {} is not enough, {} ({}).", title, lever.say(*found.meets), met,
                            lever.say(*found.fails), met_words(at(found, *found.fails).seen), name));
      said.say(tr("Enough: {}, {}.", lever.say(*found.meets), seen_at(*found.meets)));
      if (found.fails) {
        said.say(tr("Too little: {}, {}.", lever.say(*found.fails), seen_at(*found.fails)));
        std::sort(open.begin(), open.end(),
                  [](const Tried* a, const Tried* b) { return a->seen.replications > b->seen.replications; });
        constexpr std::size_t most_listed = 3;
        for (std::size_t i = 0; i < std::min(open.size(), most_listed); ++i)
          said.say(tr("May be enough: {}, {}.", lever.say(open[i]->value), seen_at(open[i]->value)));
        if (found.edge)
          said.say(tr(
              "The values in between cannot be distinguished from {:.4g} in 100; the boundary is most likely near {}.",
              question.probability * 100, lever.say(*found.edge)));
      } else {
        said.say(tr("No value in the range is known to fail."));
      }
      break;
    }
    case Answer::met_everywhere:
      finding = tr("the target is met over the whole range");
      said.finding(tr("{}: met often enough over the whole range, from {} to {} ({}).", title, low, high, name));
      said.say(tr("Lowest probability: {}, {}.", lever.say(*found.meets), seen_at(*found.meets)));
      break;
    case Answer::met_nowhere:
      finding = tr("the target cannot be met in the range");
      said.finding(tr("{}: no value from {} to {} is enough ({}); the best is {}, {}.", title, low, high, name,
                      lever.say(found.best), seen_at(found.best)));
      break;
    case Answer::open:
      finding =
          tr("not known: the probability of the best value cannot be distinguished from {}", question.probability);
      said.finding(tr("{}: not known; the best, {}, cannot be distinguished from {:.4g} in 100: {} ({}).", title,
                      lever.say(found.best), question.probability * 100, seen_at(found.best), name));
      if (!found.used_up) said.say(tr("More --replications, or a wider range, would settle it."));
      break;
    case Answer::nothing_to_judge:
      said.finding(
          tr("{}: nothing to judge on {}; the series has no value then.", title, date_words(problem.target().by)));
      break;
  }
  said.say(tr("As planned: {}.", probability_words(planned, planned.interval())));
  problem.runner().say(tr("working out what it costs"));
  if (found.answer != Answer::nothing_to_judge)
    if (Text price = price_of(problem, levers, found.meets.value_or(found.best), as_planned); !price.empty())
      said.say(std::move(price));
  said.say(asked_for(problem, question));
  said.say(found.answer != Answer::between ? tr("Lever: {}, from {} to {}.", name, low, high)
           : found.rising ? tr("Lever: {}, from {} to {}; the probability rises with it.", name, low, high)
                          : tr("Lever: {}, from {} to {}; the probability falls with it.", name, low, high));
  if (found.used_up) said.say(tr("The search ended at {} replications; --most allows more.", question.most));
  said.say(
      tr("{} values, and the scenario as planned, tried with {} replications in all, under the same luck; the "
         "intervals of the values hold together with {:.0f} % confidence.",
         found.tried.size(), grouped_text(found.replications + as_planned), search.confidence * 100));
  findings.said = std::move(said.answer);

  std::vector<std::vector<double>> values;
  std::vector<Met> seen;
  for (const Tried& tried : found.tried) {
    values.push_back({tried.value});
    seen.push_back(tried.seen);
  }
  findings.chart = chart_of(problem, levers, values, seen, question.probability);
  findings.chart.finding = finding;
  for (const Tried& tried : found.tried) findings.chart.intervals.push_back(tried.interval);
  if (found.answer == Answer::between)
    findings.chart.answer = static_cast<std::size_t>(&at(found, *found.meets) - found.tried.data());
  findings.table = [found, lever](std::ostream& out) {
    fmt::memory_buffer buffer;
    output::append_text(buffer, lever.path());
    buffer.append(std::string_view(",met,replications,probability,low,high,verdict\n"));
    for (const Tried& tried : found.tried) {
      buffer.append(lever.write_plain(tried.value));
      for (const double value : {static_cast<double>(tried.seen.met), static_cast<double>(tried.seen.replications),
                                 tried.seen.share(), tried.interval.low, tried.interval.high}) {
        buffer.push_back(',');
        output::append_number(buffer, value);
      }
      buffer.push_back(',');
      buffer.append(verdict_names[static_cast<std::size_t>(tried.verdict)]);
      buffer.push_back('\n');
    }
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  };
  constexpr const char* answers[] = {"between", "met everywhere", "met nowhere", "open",
                                     "nothing to judge"};  // in the order of Answer
  findings.details = {{"answer", answers[static_cast<std::size_t>(found.answer)]},
                      {"rising", found.rising},
                      {"level_of_each_interval", found.level},
                      {"confidence", search.confidence}};
  if (found.fails) findings.details["fails"] = lever.write(*found.fails);
  if (found.meets) findings.details["meets"] = lever.write(*found.meets);
  if (found.edge) findings.details["edge"] = lever.write(*found.edge);
  findings.replications = found.replications + as_planned;
  return findings;
}

// The cost of a mix: the mean of a series up to the target's date, or how far the levers are moved.
struct Cost {
  std::optional<std::size_t> series;
  std::vector<double> planned;  // values of the levers as planned, if there is no series

  [[nodiscard]] double turned(const std::vector<double>& values, const std::vector<LeverRange>& ranges) const {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      sum += std::abs(values[i] - planned[i]) / (ranges[i].high - ranges[i].low);
    return sum;
  }
};

Cost cost_of(const SolveQuestion& question, const Problem& problem, const Levers& levers) {
  const std::string wanted = question.minimise.empty() ? series_roles.spent : question.minimise;
  std::vector<std::string> known;
  for (const SeriesInfo& info : problem.base().shape.series) known.push_back(info.name.name);
  const auto found = std::find(known.begin(), known.end(), wanted);
  Cost cost;
  if (found != known.end()) {
    cost.series = static_cast<std::size_t>(found - known.begin());
    return cost;
  }
  if (!question.minimise.empty())
    refuse_option("--minimise " + wanted,
                  tr("{} is not a series of this scenario{}", wanted, nearest_hint(wanted, known)));
  for (const Lever& lever : levers.levers) {
    const std::optional<double> planned = lever.as_planned(problem.base().scenario);
    if (!planned)
      lever.refuse(
          tr("{} has no single value as planned from which to measure the change; name a series: --minimise SERIES",
             lever.path()));
    cost.planned.push_back(*planned);
  }
  return cost;
}

// How a mix is searched. @throws InputError if there are too few replications to reach a conclusion
MixSearch mix_search_of(const SolveQuestion& question, const Levers& levers) {
  MixSearch search;
  search.probability = question.probability;
  if (question.replications) search.replications = *question.replications;
  constexpr std::size_t check_for_each = 5;
  search.check = check_for_each * search.replications;
  const std::size_t corners = std::size_t{1} << levers.levers.size();
  if (question.most < search.check + 2 * corners * search.replications)
    refuse_option(fmt::format("--most {}", question.most),
                  tr("too few for {} levers at {} replications a mix; write at least {}", levers.levers.size(),
                     search.replications, search.check + 2 * corners * search.replications));
  search.mixes = (question.most - search.check) / search.replications;
  if (met_enough(question.probability, search.replications) > search.replications) {
    std::size_t fewest = search.replications;
    while (met_enough(question.probability, fewest) > fewest) ++fewest;
    refuse_option(fmt::format("--replications {}", search.replications),
                  tr("too few to show a probability of {}; write at least {}", question.probability, fewest));
  }
  return search;
}

Findings solve_several(const SolveQuestion& question, Problem& problem, const Levers& levers) {
  const Cost cost = cost_of(question, problem, levers);
  const MixSearch search = mix_search_of(question, levers);

  const auto judge = [&](const Variant& variant, std::size_t first, std::size_t count) {
    Judged judged;
    Moments spent;
    const ResultsShape& shape = variant.shape;
    const PairedRun made =
        run_paired(problem.setup(), first, count, {&variant, 1}, *problem.runner().interrupted,
                   [&](std::span<const ReplicationResult> results) {
                     const ReplicationResult& result = results[0];
                     judged.seen.add(shape.targets[0], result.target_values[0]);
                     // Found by name: a lever may add a model, and with it series that shift the index.
                     const double end =
                         cost.series ? whole_at_end(shape, result, problem.base().shape.series[*cost.series].name.name)
                                     : std::numeric_limits<double>::quiet_NaN();
                     if (!std::isnan(end)) spent.add(end);
                   });
    if (made.interrupted) throw Interrupted{};
    problem.stopped().insert(problem.stopped().end(), made.stopped.begin(), made.stopped.end());
    judged.cost = spent.count() == 0 ? 0 : spent.mean();
    return judged;
  };
  std::size_t mixes = 0;
  const MixMetAt met_at = [&](const std::vector<double>& values, std::size_t first, std::size_t count) {
    problem.runner().say(tr("mix {} of at most {}, {} replications each", ++mixes, search.mixes, search.replications));
    Judged judged = judge(problem.variant(levers.at(values)), first, count);
    if (!cost.series) judged.cost = cost.turned(values, levers.ranges);
    return judged;
  };
  const Judged planned = judge(problem.variant({}), search.replications, search.check);
  const MixSolution found = cheapest_mix(levers.ranges, search, met_at);

  const auto price = [&](double value) {
    if (!cost.series) return tr("levers changed by {:.3g} times their ranges in all", value);
    const SeriesName& series = problem.base().shape.series[*cost.series].name;
    return tr("{}: {} by {}", output::called(series),
              output::localized_text([&] { return output::show_with_unit(value, output::scale_for(series, value)); }),
              date_words(problem.target().by));
  };
  Findings findings;
  Lines said;
  const auto fresh = [](const Judged& judged) { return probability_words(judged.seen, judged.seen.interval()); };
  const bool nothing_to_judge = std::all_of(found.tried.begin(), found.tried.end(),
                                            [](const TriedMix& mix) { return mix.judged.seen.nothing_to_judge(); });
  const Text title = output::localized_text([&] { return output::target_heading(problem.target()); });
  if (nothing_to_judge) {
    said.finding(
        tr("{}: nothing to judge on {}; the series has no value then.", title, date_words(problem.target().by)));
  } else {
    std::vector<Text> mix;
    for (std::size_t i = 0; i < levers.levers.size(); ++i)
      mix.push_back(tr("{}: {}", levers.levers[i].name(problem.base().scenario.sections),
                       levers.levers[i].say(found.chosen.levers[i])));
    const Text met = met_words(found.checked.seen);
    said.finding(found.found ? tr("{}: the cheapest mix found that is enough: {}.", title, met)
                             : tr("{}: no mix that was tried is enough; the most likely one: {}.", title, met));
    for (const Text& one : mix) said.say(one);
    said.say(tr("{} in {} replications that the search did not use, {}.", fresh(found.checked),
                grouped_text(found.checked.seen.replications), price(found.checked.cost)));
  }
  if (found.found && found.interval.low < question.probability)
    said.say(
        found.interval.high < question.probability
            ? tr("This is below {:.4g} in 100, so the search was too optimistic; more --replications would settle it.",
                 question.probability * 100)
            : tr("This does not settle whether it is above {:.4g} in 100; more --replications would.",
                 question.probability * 100));
  said.say(cost.series ? tr("As planned: {}, {}.", fresh(planned), price(planned.cost))
                       : tr("As planned: {}.", fresh(planned)));
  said.say(asked_for(problem, question));
  for (std::size_t i = 0; i < levers.levers.size(); ++i)
    said.say(tr("Lever: {}, from {} to {}.", levers.levers[i].name(problem.base().scenario.sections),
                levers.levers[i].say(levers.ranges[i].low), levers.levers[i].say(levers.ranges[i].high)));
  said.say(tr(
      "{} mixes tried on the same {} replications, {} in all; a mix is enough if at least {} of them meet the target.",
      found.tried.size(), search.replications, grouped_text(found.replications),
      met_enough(question.probability, search.replications)));
  findings.said = std::move(said.answer);

  std::vector<std::vector<double>> values;
  std::vector<Met> seen;
  for (const TriedMix& mix : found.tried) {
    values.push_back(mix.levers);
    seen.push_back(mix.judged.seen);
  }
  findings.chart = chart_of(problem, levers, values, seen, question.probability);
  findings.table = [found, levers](std::ostream& out) {
    fmt::memory_buffer buffer;
    buffer.append(std::string_view("mix"));
    for (const Lever& lever : levers.levers) {
      buffer.push_back(',');
      output::append_text(buffer, lever.path());
    }
    buffer.append(std::string_view(",met,replications,probability,cost,meets\n"));
    for (std::size_t m = 0; m < found.tried.size(); ++m) {
      const TriedMix& mix = found.tried[m];
      fmt::format_to(std::back_inserter(buffer), "{}", m + 1);
      for (std::size_t i = 0; i < levers.levers.size(); ++i)
        fmt::format_to(std::back_inserter(buffer), ",{}", levers.levers[i].write_plain(mix.levers[i]));
      for (const double value :
           {static_cast<double>(mix.judged.seen.met), static_cast<double>(mix.judged.seen.replications),
            mix.judged.seen.share(), mix.judged.cost}) {
        buffer.push_back(',');
        output::append_number(buffer, value);
      }
      buffer.append(std::string_view(mix.meets ? ",yes\n" : ",no\n"));
    }
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  };
  findings.details = {{"answer", nothing_to_judge ? "nothing to judge"
                                 : found.found    ? "cheapest mix"
                                                  : "met nowhere"},
                      {"mix", nlohmann::ordered_json::object()},
                      {"probability", found.checked.seen.share()},
                      {"low", found.interval.low},
                      {"high", found.interval.high},
                      {"cost", found.checked.cost}};
  for (std::size_t i = 0; i < levers.levers.size(); ++i)
    findings.details["mix"][levers.levers[i].path()] = levers.levers[i].write(found.chosen.levers[i]);
  findings.replications = found.replications + search.check;
  return findings;
}

class Solve final : public Experiment {
 public:
  explicit Solve(SolveQuestion question) : question_(std::move(question)), problem_(check(question_)) {
    levers_ = read_levers(question_, problem_);
    if (levers_.levers.size() == 1 && !question_.minimise.empty())
      refuse_option("--minimise " + question_.minimise,
                    tr("with one lever, only the value that is just sufficient is searched for; name two levers or "
                       "more, or leave this out"));
    for (std::size_t i = 0; i < levers_.levers.size(); ++i)  // both ends must be values that the scenario accepts
      for (const double end : {levers_.ranges[i].low, levers_.ranges[i].high})
        check_path(question_.scenario, levers_.levers[i].path(), levers_.levers[i].write(end), "--lever");
    if (levers_.levers.size() == 1) {
      (void)search_of(question_, levers_.ranges[0]);
    } else {
      (void)cost_of(question_, problem_, levers_);
      (void)mix_search_of(question_, levers_);
    }
    report_ = report_of(problem_.base());
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&problem_.base()}; }
  void complete(output::RunRecord& record) const override { record.replications_requested = question_.most; }

  Simulated simulate(const Runner& runner) override {
    problem_.use(runner);
    found_ = levers_.levers.size() == 1 ? solve_one(question_, problem_, levers_)
                                        : solve_several(question_, problem_, levers_);
    return {found_.replications, problem_.stopped()};
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& /*record*/) const override {
    files.write("solve.csv", found_.table);
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override {
    return {{"solve", [this](const output::Canvas& canvas) { return output::sweep_chart(found_.chart, canvas); }}};
  }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t /*media*/) const override {
    return output::solve_document(folder, found_.said, found_.chart, found_.replications,
                                  stopped_of(problem_.stopped()), record, report_);
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return experiment_manifest(folder, problem_.base(), record, found_.replications, problem_.stopped(), "solve",
                               found_.details);
  }

 private:
  static const SolveQuestion& check(const SolveQuestion& question) {
    if (!(question.probability > 0 && question.probability < 1))
      refuse_option(fmt::format("--probability {}", question.probability),
                    tr("it must be above 0 and below 1; write a number such as 0.9"));
    return question;
  }

  SolveQuestion question_;
  Problem problem_;
  Levers levers_;
  output::ReportContext report_;
  Findings found_;
};

}  // namespace

std::unique_ptr<Experiment> solve_of(SolveQuestion question) { return std::make_unique<Solve>(std::move(question)); }

}  // namespace muster::experiments
