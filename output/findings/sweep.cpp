#include "output/findings/sweep.hpp"

#include "engine/text/dates.hpp"
#include "output/comparison_record.hpp"
#include "output/document/names.hpp"
#include "output/findings/targets.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <optional>

namespace muster::output {

namespace {

// The values of a point: "7 agencies", "7 agencies, 20 %".
std::string point_words(const Sweep& sweep, std::size_t point) {
  std::vector<std::string> values;
  for (const SweptAxis& axis : sweep.axes) values.push_back(axis.written[point]);
  return listed(values);
}

std::string met_at(const Sweep& sweep, std::size_t point, std::size_t target) {
  const Met& seen = sweep.outcomes[point].targets[target].seen;
  return seen.nothing_to_judge() ? tr("nothing to judge") : met_words(seen.met, seen.replications);
}

// Which point has the best value of a target, and how many cannot be distinguished from it. Empty if that is true
// of all others.
std::string best_value_sentence(const Sweep& sweep, std::size_t target) {
  const TargetDefinition& definition = sweep.shape.targets[target];
  const bool least = definition.bound == Bound::at_least;
  std::optional<std::size_t> best;
  const auto value = [&](std::size_t p) -> const Moments& { return sweep.outcomes[p].targets[target].value; };
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p)
    if (value(p).count() > 0 &&
        (!best || (least ? value(p).mean() > value(*best).mean() : value(p).mean() < value(*best).mean())))
      best = p;
  if (!best) return {};
  const MeanInterval at_best = mean_interval(value(*best));
  std::size_t alike = 0;
  for (std::size_t p = 0; p < sweep.outcomes.size(); ++p) {
    if (p == *best || value(p).count() == 0) continue;
    const MeanInterval other = mean_interval(value(p));
    if (!(std::abs(at_best.mean - other.mean) > at_best.half_width + other.half_width)) ++alike;
  }
  if (alike + 1 == static_cast<std::size_t>(std::count_if(
                       sweep.outcomes.begin(), sweep.outcomes.end(),
                       [&](const PointResult& outcome) { return outcome.targets[target].value.count() > 0; })))
    return {};
  const SeriesName series = series_of(definition, sweep.shape);
  const Scale scale = scale_for(series, std::abs(at_best.mean));
  return tr(
      "{}: the probabilities cannot be distinguished; by the mean value on the date, {} does best, with {}, short by "
      "{}; other points that cannot be distinguished from it: {}.",
      target_heading(definition), point_words(sweep, *best), show_with_unit(at_best.mean, scale),
      show_shortfall(sweep.outcomes[*best].targets[target].shortfall.mean(), scale), alike);
}

// From which point on a target is met often enough.
std::string edge_sentence(const Sweep& sweep, std::size_t target) {
  constexpr double usual = 0.9;
  const double wanted = sweep.wanted.value_or(usual);
  const std::string title = target_heading(sweep.shape.targets[target]);
  const std::string enough = fmt::format("{:.4g}", wanted * 100);
  const auto share = [&](std::size_t p) {
    const double seen = sweep.outcomes[p].targets[target].seen.share();
    return std::isnan(seen) ? 0 : seen;
  };
  std::vector<std::size_t> order(sweep.outcomes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t best =
      *std::max_element(order.begin(), order.end(), [&](auto a, auto b) { return share(a) < share(b); });
  const auto meets = [&](std::size_t p) { return share(p) >= wanted; };
  if (!meets(best))
    return tr("{}: no value is enough for {} of 100 futures; the best is {}, {}.", title, enough,
              point_words(sweep, best), met_at(sweep, best, target));
  const bool ordered = (sweep.axes.size() == 1 || sweep.together) && !sweep.axes[0].words;
  const std::string axis = name_of(sweep.axes[0]);
  if (ordered) {
    const std::vector<double>& values = sweep.axes[0].values;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    const auto value = [&](std::size_t p) { return sweep.axes[0].written[p]; };
    if (std::all_of(order.begin(), order.end(), meets))
      return tr(
          "{}: every value is enough; the probability is lowest at {}, {}.", title,
          value(*std::min_element(order.begin(), order.end(), [&](auto a, auto b) { return share(a) < share(b); })),
          met_at(sweep,
                 *std::min_element(order.begin(), order.end(), [&](auto a, auto b) { return share(a) < share(b); }),
                 target));
    if (std::is_partitioned(order.rbegin(), order.rend(), meets)) {
      const auto first = std::find_if(order.begin(), order.end(), meets);
      return tr("{}: {} from {} on is enough for {} of 100 futures: {}; with {}: {}.", title, axis, value(*first),
                enough, met_at(sweep, *first, target), value(*std::prev(first)),
                met_at(sweep, *std::prev(first), target));
    }
    if (std::is_partitioned(order.begin(), order.end(), meets)) {
      const auto after = std::find_if_not(order.begin(), order.end(), meets);
      return tr("{}: {} up to {} is enough for {} of 100 futures: {}; with {}: {}.", title, axis,
                value(*std::prev(after)), enough, met_at(sweep, *std::prev(after), target), value(*after),
                met_at(sweep, *after, target));
    }
  }
  return tr("{}: {} of {} points are enough for {} of 100 futures; the best is {}, {}.", title,
            std::count_if(order.begin(), order.end(), meets), order.size(), enough, point_words(sweep, best),
            met_at(sweep, best, target));
}

// What the cheapest and the dearest point cost. Empty where money is not simulated, or where the two may cost the
// same.
std::string money_sentence(const Sweep& sweep) {
  if (!sweep.money || !money_differs(sweep)) return {};
  const auto by_mean = [](const Moments& a, const Moments& b) { return a.mean() < b.mean(); };
  const auto low = std::min_element(sweep.spent.begin(), sweep.spent.end(), by_mean),
             high = std::max_element(sweep.spent.begin(), sweep.spent.end(), by_mean);
  const auto point = [&](auto one) { return static_cast<std::size_t>(one - sweep.spent.begin()); };
  // Margins of the paired difference from the first point: the two points certainly differ if the gap exceeds both
  // margins together.
  const auto margin = [&](auto one) { return mean_interval(sweep.extra_spent[point(one)]).half_width; };
  if (!(high->mean() - low->mean() > margin(low) + margin(high))) return {};
  const Scale scale = scale_for(*sweep.money, high->mean());
  return tr("{} until {}, on average: least with {} ({}), most with {} ({}).", capitalised(called(*sweep.money)),
            date_words(sweep.shape.dates.back()), point_words(sweep, point(low)), show_with_unit(low->mean(), scale),
            point_words(sweep, point(high)), show_with_unit(high->mean(), scale));
}

}  // namespace

bool probabilities_differ(const Sweep& sweep, std::size_t target) {
  double highest_low = -1, lowest_high = 2;
  for (const PointResult& outcome : sweep.outcomes) {
    const Interval interval = outcome.probability_interval(target);
    if (std::isnan(interval.low)) continue;
    highest_low = std::max(highest_low, interval.low);
    lowest_high = std::min(lowest_high, interval.high);
  }
  return highest_low > lowest_high;
}

bool anything_to_judge(const Sweep& sweep, std::size_t target) {
  return std::any_of(sweep.outcomes.begin(), sweep.outcomes.end(),
                     [&](const PointResult& outcome) { return !outcome.targets[target].seen.nothing_to_judge(); });
}

bool money_differs(const Sweep& sweep) {
  constexpr double least = 0.001;  // of the largest amount
  if (sweep.spent.size() < 2 || sweep.spent.size() != sweep.outcomes.size()) return false;
  if (std::ranges::any_of(sweep.spent, [](const Moments& one) { return one.count() == 0; })) return false;
  const auto [low, high] = std::ranges::minmax(sweep.spent, {}, &Moments::mean);
  return high.mean() - low.mean() > least * std::abs(high.mean());
}

bool is_unmoved(const Sweep& sweep, std::size_t target) {
  if (sweep.outcomes.size() < 2) return false;
  const PointTargetResult& first = sweep.outcomes.front().targets[target];
  return std::all_of(sweep.outcomes.begin(), sweep.outcomes.end(), [&](const PointResult& outcome) {
    const PointTargetResult& one = outcome.targets[target];
    return one.seen.met == first.seen.met && one.seen.replications == first.seen.replications &&
           one.value.count() == first.value.count() &&
           (one.value.count() == 0 || one.value.mean() == first.value.mean());
  });
}

std::vector<std::string> sweep_findings(const Sweep& sweep) {
  std::vector<std::string> first, then, alike, unmoved;
  if (sweep.axes.empty() || sweep.outcomes.empty()) return first;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (!anything_to_judge(sweep, t))
      then.push_back(tr("{}: nothing to judge on {}.", target_heading(sweep.shape.targets[t]),
                        date_words(sweep.shape.targets[t].by)));
    else if (is_unmoved(sweep, t))
      unmoved.push_back(tr("{} ({})", sweep.shape.targets[t].to_string(), met_at(sweep, 0, t)));
    else if (sweep.outcomes.size() == 1 || probabilities_differ(sweep, t))
      first.push_back(edge_sentence(sweep, t));
    else if (const std::string best = best_value_sentence(sweep, t); !best.empty())
      then.push_back(best);
    else
      alike.push_back(sweep.shape.targets[t].to_string());
  }
  first.insert(first.end(), then.begin(), then.end());
  if (const std::string money = money_sentence(sweep); !money.empty()) first.push_back(money);
  if (!alike.empty())
    first.push_back(tr(
        "No point can be distinguished from the best, neither by the probability nor by the mean value on the date: "
        "{}.",
        listed(alike)));
  if (!unmoved.empty())
    first.push_back(tr("The same at every point: {}.", fmt::format("{}", fmt::join(unmoved, tr("; ").to_string()))));
  return first;
}

}  // namespace muster::output
