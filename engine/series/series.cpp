#include "engine/series/series.hpp"

#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace muster {

void SeriesBook::Declared::balances(std::initializer_list<Term> flows) { balances(std::vector<Term>(flows)); }

void SeriesBook::Declared::balances(std::vector<Term> flows) {
  Identity& identity = book_->identities_[stock_];
  SeriesInfo& info = book_->infos_[book_->find(identity.stock->name().name)];
  info.flows.clear();
  for (const Term& term : flows) info.flows.emplace_back(term.series->name().name, term.sign);
  identity.flows = std::move(flows);
}

void SeriesBook::enter(SeriesName name, SeriesKind kind, std::vector<Term> numerator, const Accumulator* denominator) {
  for (const SeriesInfo& info : infos_)
    if (info.name.name == name.name) throw std::logic_error(fmt::format("two series are called {}", name.name));
  infos_.push_back({std::move(name), kind});
  series_.push_back({std::move(numerator), denominator});
}

SeriesBook::Declared SeriesBook::add(Stock& stock) {
  start_accumulating(stock);
  enter(stock.name(), SeriesKind::stock, {+stock});
  identities_.push_back({&stock, {}, std::vector<double>(areas_->leaf_count(), 0.0)});
  return {*this, identities_.size() - 1};
}

void SeriesBook::add(Flow& flow) {
  start_accumulating(flow);
  enter(flow.name(), SeriesKind::flow, {+flow});
  flows_.push_back(&flow);
  totals_.emplace_back(areas_->leaf_count(), 0.0);
}

void SeriesBook::add(Tally& tally) {
  for (Flow* part : {&tally.sum_, &tally.count_}) {
    start_accumulating(*part);
    flows_.push_back(part);
    totals_.emplace_back(areas_->leaf_count(), 0.0);
  }
  enter(tally.sum_.name(), SeriesKind::tally, {+tally.sum_}, &tally.count_);
}

void SeriesBook::add_sum(SeriesName name, std::vector<Term> terms) {
  const bool flow = !terms.empty() && std::any_of(flows_.begin(), flows_.end(),
                                                  [&](const Flow* known) { return known == terms.front().series; });
  std::vector<std::string> names;
  std::map<std::string, double> flows;
  for (const Term& term : terms) {
    names.push_back(term.series->name().name);
    for (const auto& [of, factor] : infos_[find(names.back())].flows) flows[of] += term.sign * factor;
  }
  std::erase_if(flows, [](const auto& one) { return one.second == 0; });
  enter(std::move(name), flow ? SeriesKind::flow : SeriesKind::stock, std::move(terms));
  infos_.back().terms = std::move(names);
  infos_.back().flows.assign(flows.begin(), flows.end());
}

void SeriesBook::add_share(SeriesName name, const Accumulator& part, const Accumulator& whole) {
  enter(std::move(name), SeriesKind::share, {+part}, &whole);
  infos_.back().part = part.name().name;
  infos_.back().whole = whole.name().name;
}

std::size_t SeriesBook::find(std::string_view name) const {
  const auto found =
      std::find_if(infos_.begin(), infos_.end(), [&](const auto& info) { return info.name.name == name; });
  if (found == infos_.end()) throw std::out_of_range(fmt::format("no series is called {}", name));
  return static_cast<std::size_t>(found - infos_.begin());
}

double SeriesBook::evaluate(const Series& series, AreaNode area) const {
  const std::vector<std::size_t>& leaves = areas_->leaves_of(area);
  double sum = 0;
  for (const Term& term : series.numerator) sum += term.sign * term.series->sum(leaves);
  if (!series.denominator) return sum;
  const double whole = series.denominator->sum(leaves);
  return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / whole;
}

double SeriesBook::value(std::size_t series, AreaNode area) const {
  double value = evaluate(series_[series], area);
  if (infos_[series].kind != SeriesKind::flow) return value;
  for (const Term& term : series_[series].numerator) {
    const auto flow = std::find(flows_.begin(), flows_.end(), term.series);
    const std::vector<double>& before = totals_[static_cast<std::size_t>(flow - flows_.begin())];
    for (const std::size_t leaf : areas_->leaves_of(area)) value += term.sign * before[leaf];
  }
  return value;
}

void SeriesBook::write_row(std::span<double> row) const {
  for (AreaNode area = 0; area < areas_->node_count(); ++area)
    for (std::size_t s = 0; s < series_.size(); ++s) row[area * series_.size() + s] = evaluate(series_[s], area);
}

void SeriesBook::start_period() {
  for (std::size_t f = 0; f < flows_.size(); ++f)
    for (std::size_t leaf = 0; leaf < areas_->leaf_count(); ++leaf) {
      totals_[f][leaf] += flows_[f]->values_[leaf];
      flows_[f]->values_[leaf] = 0;
    }
  for (Identity& identity : identities_) identity.before = identity.stock->values_;
}

void SeriesBook::forget_flows() {
  for (Flow* flow : flows_) std::fill(flow->values_.begin(), flow->values_.end(), 0.0);
}

void SeriesBook::state(Serializer& serializer) {
  const auto pass = [&](std::vector<double>& by_leaf) {
    serializer(by_leaf);
    if (by_leaf.size() != areas_->leaf_count())
      throw BadState("the number of areas differs from that of the saved series");
  };
  for (Identity& identity : identities_) {
    pass(identity.stock->values_);
    pass(identity.before);
  }
  for (std::size_t f = 0; f < flows_.size(); ++f) {
    pass(flows_[f]->values_);
    pass(totals_[f]);
  }
}

void SeriesBook::open(std::span<double> row) {
  write_row(row);
  start_period();
  for (std::vector<double>& total : totals_) std::fill(total.begin(), total.end(), 0.0);
}

void SeriesBook::close_period(std::span<double> row) {
  for (const Identity& identity : identities_) {
    for (std::size_t leaf = 0; leaf < areas_->leaf_count(); ++leaf) {
      double flows = 0;
      for (const Term& term : identity.flows) flows += term.sign * term.series->values_[leaf];
      const double change = identity.stock->values_[leaf] - identity.before[leaf];
      if (change != flows)
        throw BrokenIdentity(tr("{} in {} changed by {} but its flows sum to {}: a gap of {}",
                                identity.stock->name().name, (*areas_)[leaf].id, change, flows, change - flows));
    }
  }
  write_row(row);
  start_period();
}

}  // namespace muster
