#include "engine/ensemble/comparison.hpp"

#include "engine/statistics/paired_interval.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace muster {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::size_t find_series(const ResultsShape& shape, const std::string& name, std::size_t otherwise) {
  const auto found = std::find_if(shape.series.begin(), shape.series.end(),
                                  [&](const SeriesInfo& info) { return info.name.name == name; });
  return found == shape.series.end() ? otherwise : static_cast<std::size_t>(found - shape.series.begin());
}

void check_alike(const Variant& first, const Variant& other) {
  if (other.shape.dates != first.shape.dates)
    throw std::invalid_argument(
        text("{} has other report dates than {}, so the two cannot be compared", other.id, first.id));
  if (other.shape.areas.ids() != first.shape.areas.ids())
    throw std::invalid_argument(text("{} has other areas than {}, so the two cannot be compared", other.id, first.id));
  const auto& mine = other.shape.targets;
  const auto& asked = first.shape.targets;
  const auto alike = [](const TargetDefinition& a, const TargetDefinition& b) {
    return a.id == b.id && a.series == b.series && a.area == b.area && a.comparison == b.comparison &&
           a.goal == b.goal && a.by == b.by;
  };
  if (!std::equal(mine.begin(), mine.end(), asked.begin(), asked.end(), alike))
    throw std::invalid_argument(
        text("{} has other targets than {}, so the two cannot be compared", other.id, first.id));
}

// The same shape with some of its series alone.
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

Difference PairedComparison::Pair::told() const {
  if (difference.count() == 0) return {0, nan, {nan, nan}, nan};
  const MeanInterval interval = mean_interval(difference);
  constexpr double rounding =
      1e-20;  // a difference that scatters less is one and the same, to the last digits of doubles
  const double apart = first.variance() + other.variance();
  return {static_cast<std::size_t>(difference.count()),
          interval.mean,
          {interval.mean - interval.half_width, interval.mean + interval.half_width},
          difference.variance() > rounding * apart ? apart / difference.variance() : nan};
}

PairedComparison::PairedComparison(std::span<const Variant> variants, const ComparisonWishes& wishes) {
  if (variants.empty()) throw std::invalid_argument("a comparison of no variants");
  shape_ = variants.front().shape;
  for (const std::size_t series : shape_.headline)
    if (shape_.series[series].kind == SeriesKind::flow) flows_.push_back(series);
  cost_ = find_series(shape_, wishes.cost, none);
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
    for (const std::string& name : wishes.kept) keep(name);
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
}

std::uint64_t& PairedComparison::only(std::size_t a, std::size_t b, std::size_t target) {
  return only_[(target * ids_.size() + a) * ids_.size() + b];
}

std::uint64_t PairedComparison::only(std::size_t a, std::size_t b, std::size_t target) const {
  return only_[(target * ids_.size() + a) * ids_.size() + b];
}

History PairedComparison::narrowed(std::size_t variant, const History& history) const {
  const ResultsShape& shape = shapes_[variant];
  History made{history.replication, {}, history.target_values, history.reached, history.events};
  made.values.reserve(results_[variant].shape().cell_count());
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
      for (const std::size_t series : kept_[variant])
        made.values.push_back(history.values[shape.cell(date, area, series)]);
  return made;
}

void PairedComparison::compare(Compared& to, const ResultsShape& shape, const History& first,
                               const History& other) const {
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

  // Totals since the start; the first row's flows are of before it.
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

void PairedComparison::add(std::span<const History> histories) {
  if (histories.size() != ids_.size())
    throw std::logic_error(std::to_string(histories.size()) + " histories for " + std::to_string(ids_.size()) +
                           " variants");
  for (std::size_t v = 0; v < ids_.size(); ++v)
    if (histories[v].values.size() != shapes_[v].cell_count() || histories[v].replication != histories[0].replication)
      throw std::logic_error("a history of " + ids_[v] + " with " + std::to_string(histories[v].values.size()) +
                             " values for " + std::to_string(shapes_[v].cell_count()) +
                             ", or of another replication than that of " + ids_[0]);
  for (std::size_t v = 0; v < ids_.size(); ++v) {
    results_[v].add(narrowed(v, histories[v]));
    events_ += histories[v].events;
    if (v > 0) compare(compared_[v - 1], shapes_[v], histories[0], histories[v]);
  }
  for (std::size_t t = 0; t < shape_.targets.size(); ++t) {
    const auto meets = [&](std::size_t v) { return shape_.targets[t].met_by(histories[v].target_values[t]); };
    for (std::size_t a = 0; a < ids_.size(); ++a)
      for (std::size_t b = 0; b < ids_.size(); ++b)
        if (meets(a) && !meets(b)) ++only(a, b, t);
  }
}

void PairedComparison::add(const StoppedPair& stopped) {
  for (Results& results : results_)
    results.add(Stopped{stopped.stopped.replication, stopped.variant + ": " + stopped.stopped.why});
}

bool PairedComparison::shares(std::size_t variant, std::size_t series) const {
  return variant == 0 || compared_[variant - 1].column[series] != none;
}

Difference PairedComparison::difference(std::size_t variant, std::size_t date, AreaNode area,
                                        std::size_t series) const {
  return compared_.at(variant - 1).cells[shape_.cell(date, area, series)].told();
}

Difference PairedComparison::headline_difference(std::size_t variant, std::size_t date, std::size_t series) const {
  const auto flow = std::find(flows_.begin(), flows_.end(), series);
  if (flow == flows_.end()) return difference(variant, date, shape_.areas.whole(), series);
  const auto before = static_cast<std::size_t>(flow - flows_.begin()) * shape_.dates.size();
  return compared_.at(variant - 1).cells[shape_.cell_count() + before + date].told();
}

Gain PairedComparison::gain(std::size_t variant, std::size_t target) const {
  if (variant == 0) return {0, {0, 0}};
  const std::uint64_t won = only(variant, 0, target), lost = only(0, variant, target);
  const auto n = static_cast<std::uint64_t>(replications());
  if (n == 0) return {nan, {nan, nan}};
  // A change that has not had any effect in any replication yet has none: then the two are one scenario up to the date.
  const auto judged = std::lower_bound(shape_.dates.begin(), shape_.dates.end(), shape_.targets[target].by);
  const auto report = static_cast<std::size_t>(judged - shape_.dates.begin());
  if (won == 0 && lost == 0 && compared_[variant - 1].first_change > report) return {0, {0, 0}};
  return {(static_cast<double>(won) - static_cast<double>(lost)) / static_cast<double>(n),
          paired_probability_interval(won, lost, n)};
}

std::optional<Difference> PairedComparison::extra_cost(std::size_t variant, std::size_t target) const {
  if (cost_ == none) return std::nullopt;
  if (variant == 0) return Difference{replications(), 0, {0, 0}, nan};
  if (!shares(variant, cost_)) return std::nullopt;
  return compared_[variant - 1].cells[shape_.cell_count() + flows_.size() * shape_.dates.size() + target].told();
}

std::vector<std::size_t> PairedComparison::ranks(std::size_t target) const {
  const std::size_t k = ids_.size();
  std::vector<std::size_t> ranks(k, 1);
  if (k < 2) return ranks;
  const double pairs = static_cast<double>(k * (k - 1)) / 2;
  const double level = 1 - (1 - joint_confidence) / pairs;
  const auto n = static_cast<std::uint64_t>(replications());
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = 0; b < k; ++b)
      if (a != b && paired_probability_interval(only(a, b, target), only(b, a, target), n, level).low > 0) ++ranks[b];
  return ranks;
}

}  // namespace muster
