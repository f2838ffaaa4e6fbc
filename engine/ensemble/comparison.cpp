#include "engine/ensemble/comparison.hpp"

#include "engine/statistics/moments.hpp"
#include "engine/statistics/paired_interval.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace muster {

namespace {

std::size_t find_series(const ResultsShape& shape, const std::string& name, std::size_t otherwise) {
  const auto found = std::find_if(shape.series.begin(), shape.series.end(),
                                  [&](const SeriesInfo& info) { return info.name.name == name; });
  return found == shape.series.end() ? otherwise : static_cast<std::size_t>(found - shape.series.begin());
}

void check_alike(const Variant& as_planned, const Variant& other) {
  if (other.shape.dates != as_planned.shape.dates)
    throw std::invalid_argument(tr(
        "the strategy `{}` has other recorded dates, so it cannot be compared with the place as planned", other.id));
  if (other.shape.areas.ids() != as_planned.shape.areas.ids())
    throw std::invalid_argument(
        tr("the strategy `{}` has other areas, so it cannot be compared with the place as planned", other.id));
  const auto& mine = other.shape.targets;
  const auto& planned = as_planned.shape.targets;
  const auto alike = [](const TargetDefinition& a, const TargetDefinition& b) {
    return a.id == b.id && a.series == b.series && a.area == b.area && a.bound == b.bound && a.goal == b.goal &&
           a.by == b.by;
  };
  if (!std::equal(mine.begin(), mine.end(), planned.begin(), planned.end(), alike))
    throw std::invalid_argument(
        tr("the strategy `{}` has other targets, so it cannot be compared with the place as planned", other.id));
}

// The same shape, restricted to some of its series.
ResultsShape with_series(const ResultsShape& shape, const std::vector<std::size_t>& series) {
  ResultsShape made{shape.dates, shape.areas, {}, shape.targets, {}};
  for (const std::size_t s : series) {
    if (std::find(shape.headline.begin(), shape.headline.end(), s) != shape.headline.end())
      made.headline.push_back(made.series.size());
    made.series.push_back(shape.series[s]);
  }
  return made;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

void PairedComparison::Pair::add(double in_first, double in_other) {
  if (std::isnan(in_first) || std::isnan(in_other)) return;
  first.add(in_first);
  other.add(in_other);
  difference.add(in_other - in_first);
}

Difference PairedComparison::Pair::summary() const {
  if (difference.count() == 0) return {0, nan, {nan, nan}, nan};
  const MeanInterval interval = mean_interval(difference);
  // differences with a smaller relative variance are equal up to the rounding errors of doubles
  constexpr double rounding = 1e-20;
  const double apart = first.variance() + other.variance();
  return {static_cast<std::size_t>(difference.count()),
          interval.mean,
          {interval.mean - interval.half_width, interval.mean + interval.half_width},
          difference.variance() > rounding * apart ? apart / difference.variance() : nan};
}

PairedComparison::PairedComparison(std::span<const Variant> variants, const ComparisonOptions& options) {
  if (variants.empty()) throw std::invalid_argument("there are no variants to compare");
  shape_ = variants.front().shape;
  for (const std::size_t series : shape_.headline)
    if (shape_.series[series].kind == SeriesKind::flow) flows_.push_back(series);
  cost_ = find_series(shape_, options.cost, none);
  const std::size_t cells =
      shape_.cell_count() + flows_.size() * shape_.dates.size() + (cost_ == none ? 0 : shape_.targets.size());

  for (const Variant& variant : variants) {
    check_alike(variants.front(), variant);
    ids_.push_back(variant.id);
    shapes_.push_back(variant.shape);
    std::vector<std::size_t> kept;
    const auto keep = [&](const std::string& name) {
      const std::size_t series = find_series(variant.shape, name, none);
      if (series != none && std::find(kept.begin(), kept.end(), series) == kept.end()) kept.push_back(series);
    };
    for (const std::size_t series : shape_.headline) keep(shape_.series[series].name.name);
    for (const std::string& name : options.kept) keep(name);
    results_.emplace_back(with_series(variant.shape, kept));
    kept_.push_back(std::move(kept));
    if (ids_.size() == 1) continue;
    Compared compared;
    for (const SeriesInfo& info : shape_.series)
      compared.column.push_back(find_series(variant.shape, info.name.name, none));
    compared.cells.resize(cells);
    compared_.push_back(std::move(compared));
  }
  only_.resize(shape_.targets.size() * ids_.size() * ids_.size());
  values_.resize(only_.size());
  met_.resize(shape_.targets.size() * ids_.size());
}

std::uint64_t& PairedComparison::only(std::size_t a, std::size_t b, std::size_t target) {
  return only_[(target * ids_.size() + a) * ids_.size() + b];
}

std::uint64_t PairedComparison::only(std::size_t a, std::size_t b, std::size_t target) const {
  return only_[(target * ids_.size() + a) * ids_.size() + b];
}

ReplicationResult PairedComparison::narrowed(std::size_t variant, const ReplicationResult& result) const {
  const ResultsShape& shape = shapes_[variant];
  ReplicationResult made{result.replication, {}, result.target_values, result.reached, result.events};
  made.values.reserve(results_[variant].shape().cell_count());
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
      for (const std::size_t series : kept_[variant])
        made.values.push_back(result.values[shape.cell(date, area, series)]);
  return made;
}

void PairedComparison::compare(Compared& to, const ResultsShape& shape, const ReplicationResult& first,
                               const ReplicationResult& other) const {
  const std::size_t dates = shape_.dates.size(), areas = shape_.areas.node_count();
  for (std::size_t date = 0; date < dates; ++date)
    for (AreaNode area = 0; area < areas; ++area)
      for (std::size_t s = 0; s < shape_.series.size(); ++s) {
        if (to.column[s] == none) continue;
        const std::size_t cell = shape_.cell(date, area, s);
        const double a = first.values[cell], b = other.values[shape.cell(date, area, to.column[s])];
        to.cells[cell].add(a, b);
        if (!same(a, b)) to.first_change = std::min(to.first_change, date);
      }

  // Totals since the start; the flows in the first row occurred before it.
  const auto total = [&](std::size_t s, const auto& each) {
    double in_first = 0, in_other = 0;
    for (std::size_t date = 0; date < dates; ++date) {
      if (date > 0) in_first += first.values[shape_.cell(date, shape_.areas.whole(), s)];
      if (date > 0) in_other += other.values[shape.cell(date, shape_.areas.whole(), to.column[s])];
      each(date, in_first, in_other);
    }
  };
  std::size_t next = shape_.cell_count();
  for (const std::size_t s : flows_) {
    if (to.column[s] != none) total(s, [&](std::size_t date, double a, double b) { to.cells[next + date].add(a, b); });
    next += dates;
  }
  if (cost_ == none || to.column[cost_] == none) return;
  total(cost_, [&](std::size_t date, double a, double b) {
    for (std::size_t t = 0; t < shape_.targets.size(); ++t) {
      const Date by = shape_.targets[t].by;
      const bool last = date + 1 == dates || shape_.dates[date + 1] > by;
      if (shape_.dates[date] <= by && last) to.cells[next + t].add(a, b);
    }
  });
}

void PairedComparison::add(std::span<const ReplicationResult> results) {
  if (results.size() != ids_.size())
    throw std::logic_error(std::to_string(results.size()) + " results for " + std::to_string(ids_.size()) +
                           " variants");
  for (std::size_t v = 0; v < ids_.size(); ++v)
    if (results[v].values.size() != shapes_[v].cell_count() || results[v].replication != results[0].replication)
      throw std::logic_error("a result of " + ids_[v] + " with " + std::to_string(results[v].values.size()) +
                             " values for " + std::to_string(shapes_[v].cell_count()) +
                             ", or of another replication than that of " + ids_[0]);
  for (std::size_t v = 0; v < ids_.size(); ++v) {
    results_[v].add(narrowed(v, results[v]));
    events_ += results[v].events;
    if (v > 0) compare(compared_[v - 1], shapes_[v], results[0], results[v]);
  }
  for (std::size_t t = 0; t < shape_.targets.size(); ++t) {
    const auto value = [&](std::size_t v) { return results[v].target_values[t]; };
    const auto meets = [&](std::size_t v) { return shape_.targets[t].met_by(value(v)); };
    for (std::size_t a = 0; a < ids_.size(); ++a) {
      met_[t * ids_.size() + a].add(shape_.targets[t], value(a));
      for (std::size_t b = 0; b < ids_.size(); ++b) {
        if (meets(a) && !meets(b)) ++only(a, b, t);
        if (a == b || std::isnan(value(a)) || std::isnan(value(b))) continue;
        constexpr double rounding = 1e-9;
        const double apart = value(a) - value(b);
        const bool rounded = std::abs(apart) <= rounding * std::max(std::abs(value(a)), std::abs(value(b)));
        values_[(t * ids_.size() + a) * ids_.size() + b].add(rounded ? 0 : apart);
      }
    }
  }
}

void PairedComparison::add(const PairFailure& stopped) {
  for (Results& results : results_)
    results.add(ReplicationFailure{stopped.stopped.replication, stopped.variant + ": " + stopped.stopped.why});
}

bool PairedComparison::shares(std::size_t variant, std::size_t series) const {
  return variant == 0 || compared_[variant - 1].column[series] != none;
}

Difference PairedComparison::difference(std::size_t variant, std::size_t date, AreaNode area,
                                        std::size_t series) const {
  return compared_.at(variant - 1).cells[shape_.cell(date, area, series)].summary();
}

Difference PairedComparison::headline_difference(std::size_t variant, std::size_t date, std::size_t series) const {
  const auto flow = std::find(flows_.begin(), flows_.end(), series);
  if (flow == flows_.end()) return difference(variant, date, shape_.areas.whole(), series);
  const auto before = static_cast<std::size_t>(flow - flows_.begin()) * shape_.dates.size();
  return compared_.at(variant - 1).cells[shape_.cell_count() + before + date].summary();
}

double PairedComparison::level() const {
  const double pairs = static_cast<double>(ids_.size() * (ids_.size() - 1)) / 2;
  // each pair is compared by its probabilities and by its values
  return 1 - (1 - joint_confidence) / (2 * std::max(pairs, 1.0));
}

Interval PairedComparison::probability_interval(std::size_t a, std::size_t b, std::size_t target) const {
  return paired_probability_interval(only(a, b, target), only(b, a, target),
                                     static_cast<std::uint64_t>(replications()), level());
}

// A change that has had no effect in any replication so far counts as having none: up to the date, the two are the
// same scenario.
bool PairedComparison::differs(std::size_t variant, std::size_t target) const {
  if (only(variant, 0, target) > 0 || only(0, variant, target) > 0) return true;
  const auto judged = std::lower_bound(shape_.dates.begin(), shape_.dates.end(), shape_.targets[target].by);
  return compared_[variant - 1].first_change <= static_cast<std::size_t>(judged - shape_.dates.begin());
}

Gain PairedComparison::gain(std::size_t variant, std::size_t target) const {
  if (variant == 0) return {0, {0, 0}};
  if (replications() == 0) return {nan, {nan, nan}};
  if (!differs(variant, target)) return {0, {0, 0}};
  const auto won = static_cast<double>(only(variant, 0, target)), lost = static_cast<double>(only(0, variant, target));
  return {(won - lost) / static_cast<double>(replications()), probability_interval(variant, 0, target)};
}

Gain PairedComparison::value_between(std::size_t a, std::size_t b, std::size_t target) const {
  const Moments& apart = values_[(target * ids_.size() + a) * ids_.size() + b];
  if (apart.count() == 0) return {nan, {nan, nan}};
  const MeanInterval interval = mean_interval(apart, level());
  // Differences that are equal in a few replications may differ in others: as in a sign test, chance is ruled out
  // only from a certain number of replications on.
  const bool few = std::pow(0.5, static_cast<double>(apart.count()) - 1) > 1 - level();
  if (interval.mean != 0 && interval.half_width == 0 && few) return {interval.mean, {nan, nan}};
  return {interval.mean, {interval.mean - interval.half_width, interval.mean + interval.half_width}};
}

Gain PairedComparison::value_gain(std::size_t variant, std::size_t target) const {
  if (variant == 0) return {0, {0, 0}};
  return value_between(variant, 0, target);
}

std::optional<Difference> PairedComparison::extra_cost(std::size_t variant, std::size_t target) const {
  if (cost_ == none) return std::nullopt;
  if (variant == 0) return Difference{replications(), 0, {0, 0}, nan};
  if (!shares(variant, cost_)) return std::nullopt;
  return compared_[variant - 1].cells[shape_.cell_count() + flows_.size() * shape_.dates.size() + target].summary();
}

std::vector<Standing> PairedComparison::standings(std::size_t target) const {
  const std::size_t k = ids_.size();
  const auto likelier = [&](std::size_t a, std::size_t b) {
    return a != b && probability_interval(a, b, target).low > 0;
  };
  const auto better = [&](std::size_t a, std::size_t b) {
    if (a == b || likelier(b, a)) return false;
    const Interval apart = value_between(a, b, target).interval;
    return shape_.targets[target].bound == Bound::at_least ? apart.low > 0 : apart.high < 0;
  };
  const auto judged = [&](std::size_t v) { return !met(v, target).nothing_to_judge(); };
  std::vector<Standing> standings(k);
  for (std::size_t b = 0; b < k; ++b) {
    if (!judged(b)) continue;
    standings[b].first_rank = 1;
    for (std::size_t a = 0; a < k; ++a)
      if (judged(a) && likelier(a, b)) ++standings[b].first_rank;
  }
  for (std::size_t b = 0; b < k; ++b) {
    Standing& own = standings[b];
    own.rank = own.first_rank;
    if (own.rank == 0) continue;
    for (std::size_t a = 0; a < k; ++a)
      if (standings[a].first_rank == own.first_rank && better(a, b)) ++own.rank;
    if (b == 0 || !judged(0)) continue;
    const bool by_probability = own.first_rank != standings[0].first_rank || likelier(b, 0) || likelier(0, b) ||
                                values_[(target * k + b) * k].count() == 0;
    own.by = by_probability ? RankingMeasure::probability : RankingMeasure::value;
    own.gain = by_probability ? gain(b, target) : value_gain(b, target);
  }
  return standings;
}

}  // namespace muster
