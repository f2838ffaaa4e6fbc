#include "engine/ensemble/results.hpp"

#include "engine/ensemble/met.hpp"
#include "engine/statistics/quantile.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace muster {

namespace {

// Number of replications that are collected before they are counted into the sketches, so that each sketch is
// fetched from memory once for all of them.
constexpr std::size_t counted_at_once = 64;

}  // namespace

std::size_t ResultsShape::kept_count() const {
  const auto flows = std::count_if(headline.begin(), headline.end(),
                                   [&](std::size_t s) { return series.at(s).kind == SeriesKind::flow; });
  return cell_count() + 2 * static_cast<std::size_t>(flows) * dates.size();
}

Results::Results(ResultsShape shape, std::size_t kept)
    : shape_(std::move(shape)), kept_(kept), cells_(shape_.kept_count()), values_(cells_) {
  std::size_t cells = shape_.cell_count();
  for (const std::size_t series : shape_.headline) {
    if (shape_.series.at(series).kind != SeriesKind::flow) continue;
    totals_.push_back({series, cells, cells + shape_.dates.size()});
    cells += 2 * shape_.dates.size();
  }
}

std::vector<double> Results::totals_of(const ReplicationResult& result) const {
  std::vector<double> totals;
  totals.reserve(cells_ - shape_.cell_count());
  const auto year_of = [&](std::size_t date) {
    // The first row covers the time before the start: if the start is 1 January, the year that has just ended.
    return std::chrono::year_month_day{shape_.dates[date] - std::chrono::days{date == 0 ? 1 : 0}}.year();
  };
  for (const Total& total : totals_) {
    const auto value = [&](std::size_t date) {
      return result.values[shape_.cell(date, shape_.areas.whole(), total.series)];
    };
    double running = 0, of_year = 0;
    for (std::size_t date = 0; date < shape_.dates.size(); ++date) {
      if (date > 0) running += value(date);  // the flows in the first row occurred before the start
      totals.push_back(running);
    }
    for (std::size_t date = 0; date < shape_.dates.size(); ++date) {
      if (date > 0 && year_of(date) != year_of(date - 1)) of_year = 0;
      of_year += value(date);
      totals.push_back(of_year);
    }
  }
  return totals;
}

void Results::enter(const Values& values) {
  std::vector<float>& row = values_.add_row();
  const auto enter = [&](std::size_t cell, double value) {
    row[cell] = static_cast<float>(value);
    if (!std::isnan(value)) moments_[cell].add(value);
  };
  for (std::size_t cell = 0; cell < values.cells.size(); ++cell) enter(cell, values.cells[cell]);
  for (std::size_t t = 0; t < values.totals.size(); ++t) enter(values.cells.size() + t, values.totals[t]);
}

void Results::add(ReplicationResult result) {
  if (!numbers_.empty() && result.replication <= numbers_.back())
    throw std::logic_error("replication " + std::to_string(static_cast<std::uint64_t>(result.replication)) +
                           " enters the results after replication " +
                           std::to_string(static_cast<std::uint64_t>(numbers_.back())));
  if (result.values.size() != shape_.cell_count() || result.target_values.size() != shape_.targets.size() ||
      result.reached.size() != shape_.targets.size())
    throw std::logic_error("a result of " + std::to_string(result.values.size()) + " values and " +
                           std::to_string(result.target_values.size()) + " targets enters results of " +
                           std::to_string(shape_.cell_count()) + " values and " +
                           std::to_string(shape_.targets.size()) + " targets");
  if (numbers_.size() < most_paths)
    for (const std::size_t series : shape_.headline)
      for (std::size_t date = 0; date < shape_.dates.size(); ++date)
        paths_.push_back(static_cast<float>(result.values[shape_.cell(date, shape_.areas.whole(), series)]));
  numbers_.push_back(result.replication);
  target_values_.insert(target_values_.end(), result.target_values.begin(), result.target_values.end());
  reached_.insert(reached_.end(), result.reached.begin(), result.reached.end());
  events_ += result.events;

  std::vector<double> totals = totals_of(result);
  first_.push_back({std::move(result.values), std::move(totals)});
  if (numbers_.size() <= std::min(most_unrounded, kept_)) return;
  if (moments_.empty()) moments_.resize(cells_);
  for (Values& values : first_) {
    if (values_.rows() == (exact() ? kept_ : counted_at_once)) fold();
    enter(values);
    values = {};
  }
  first_.clear();
}

Moments Results::moments(std::size_t cell) const {
  if (!moments_.empty()) return moments_[cell];
  Moments moments;
  for (const Values& values : first_)
    if (const double value = values[cell]; !std::isnan(value)) moments.add(value);
  return moments;
}

// The values in a cell of all replications that have not been counted into the sketches; without NaN.
void Results::read(std::size_t cell, std::vector<float>& to) const {
  values_.read(cell, to);
  for (const Values& values : first_)
    if (const double value = values[cell]; !std::isnan(value)) to.push_back(static_cast<float>(value));
}

void Results::fold() {
  sketches_.resize(cells_);
  std::vector<float> column;
  FloatSorter sorter;
  for (std::size_t cell = 0; cell < cells_; ++cell) {
    values_.read(cell, column);
    sketches_[cell].add(column, sorter);
  }
  values_.clear();
}

Results::Summaries::Summaries(const Results& results, std::span<const double> probabilities)
    : results_(results), probabilities_(probabilities) {}

const Summary& Results::Summaries::operator()(std::size_t cell) {
  if (cell >= results_.shape_.cell_count())
    throw std::out_of_range("cell " + std::to_string(cell) + " of " + std::to_string(results_.shape_.cell_count()));
  return of_any(cell);
}

const Summary& Results::Summaries::of_any(std::size_t cell) {
  const Moments moments = results_.moments(cell);
  summary_.replications = static_cast<std::size_t>(moments.count());
  summary_.withheld = moments.count() > 0 && results_.withheld(cell);
  summary_.quantiles.assign(probabilities_.size(), nan);
  if (moments.count() == 0 || summary_.withheld) {
    summary_.mean = summary_.sd = nan;
    return summary_;
  }
  summary_.mean = moments.mean();
  summary_.sd = moments.count() > 1 ? moments.sd() : 0.0;
  if (moments.count() == 1 || moments.variance() == 0) {  // all values are equal: the mean is exact, however large
    summary_.quantiles.assign(probabilities_.size(), moments.mean());
    return summary_;
  }
  results_.read(cell, column_);
  if (results_.exact()) {
    sorter_.sort(column_);
    sorted_.assign(column_.begin(), column_.end());
    for (std::size_t p = 0; p < probabilities_.size(); ++p)
      summary_.quantiles[p] = quantile(sorted_, probabilities_[p]);
  } else {
    QuantileSketch all = results_.sketches_[cell];
    all.add(column_, sorter_);
    for (std::size_t p = 0; p < probabilities_.size(); ++p) summary_.quantiles[p] = all.quantile(probabilities_[p]);
  }
  return summary_;
}

std::vector<Summary> Results::summarise(std::size_t first_cell, std::size_t count,
                                        std::span<const double> probabilities) const {
  if (first_cell > shape_.cell_count() || count > shape_.cell_count() - first_cell)
    throw std::out_of_range("cells " + std::to_string(first_cell) + " to " + std::to_string(first_cell + count) +
                            " of " + std::to_string(shape_.cell_count()));
  return summarise_any(first_cell, count, probabilities);
}

std::vector<Summary> Results::summarise_any(std::size_t first_cell, std::size_t count,
                                            std::span<const double> probabilities) const {
  Summaries of(*this, probabilities);
  std::vector<Summary> summaries;
  summaries.reserve(count);
  for (std::size_t cell = first_cell; cell < first_cell + count; ++cell) summaries.push_back(of.of_any(cell));
  return summaries;
}

double Results::share_that_meets(std::size_t cell, TargetDefinition target) const {
  // rounded like the kept values, so that a value equal to the goal still meets it
  target.goal = static_cast<float>(target.goal);
  const Moments moments = this->moments(cell);
  if (moments.count() == 0) return 0;
  const double with_value = static_cast<double>(moments.count()), all = static_cast<double>(replications());
  if (moments.count() == 1 || moments.variance() == 0)
    return target.met_by(static_cast<float>(moments.mean())) ? with_value / all : 0;
  if (exact()) {
    std::vector<float> column;
    read(cell, column);
    return static_cast<double>(
               std::count_if(column.begin(), column.end(), [&](float v) { return target.met_by(v); })) /
           all;
  }
  double none = 0, some = 1;  // bounds on the share of the values that miss the goal
  const bool least = target.bound == Bound::at_least;
  const auto meets = [&](double p) {
    const std::array at{least ? p : 1 - p};
    return target.met_by(summarise_any(cell, 1, at)[0].quantiles[0]);
  };
  if (meets(0)) return with_value / all;
  if (!meets(1)) return 0;
  while (some - none > 1e-4) (meets((none + some) / 2) ? some : none) = (none + some) / 2;
  return (1 - some) * with_value / all;
}

const Results::Total& Results::total_of(std::size_t series) const {
  const auto found =
      std::find_if(totals_.begin(), totals_.end(), [&](const Total& total) { return total.series == series; });
  if (found == totals_.end())
    throw std::out_of_range(shape_.series.at(series).name.name + " has no totals: it is not a headline flow");
  return *found;
}

std::vector<Summary> Results::running_totals(std::size_t series, std::span<const double> probabilities) const {
  return summarise_any(total_of(series).running, shape_.dates.size(), probabilities);
}

std::vector<Summary> Results::totals_of_year(std::size_t series, std::span<const double> probabilities) const {
  return summarise_any(total_of(series).of_year, shape_.dates.size(), probabilities);
}

Moments Results::ending(std::size_t series) const {
  const std::size_t last = shape_.dates.size() - 1;
  return moments(shape_.series.at(series).kind == SeriesKind::flow ? total_of(series).running + last
                                                                   : shape_.cell(last, shape_.areas.whole(), series));
}

void Results::withhold(const Withholding& rule) {
  constexpr std::array usual = {0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975};
  rule_ = rule;
  withheld_.clear();
  const auto has_small = [&](const Summary& summary) {
    return is_small(summary.mean) || std::any_of(summary.quantiles.begin(), summary.quantiles.end(),
                                                 [&](double value) { return is_small(value); });
  };
  if (rule_.least <= 0) return;
  std::vector<bool> found(cells_);
  const std::size_t row = shape_.series.size();
  for (std::size_t cell = 0; cell < shape_.cell_count(); cell += row) {
    const std::vector<Summary> summaries = summarise(cell, row, usual);
    for (std::size_t s = 0; s < row; ++s) found[cell + s] = rule_.is_protected(s) && has_small(summaries[s]);
  }
  for (const Total& total : totals_) {
    if (!rule_.is_protected(total.series)) continue;
    for (const std::size_t first : {total.running, total.of_year}) {
      const std::vector<Summary> summaries = summarise_any(first, shape_.dates.size(), usual);
      for (std::size_t date = 0; date < summaries.size(); ++date) found[first + date] = has_small(summaries[date]);
    }
  }
  withheld_ = std::move(found);
  withhold_against_subtraction();
  withhold_totals();
  withhold_quotients();
}

// If exactly one of a sum and its parts is withheld, it follows from the others; so does the sum of several
// withheld parts.
// @return whether one more cell was withheld, so that other sums must be checked again
bool Results::withhold_one_more(std::size_t whole, std::span<const std::size_t> parts) {
  const auto mean = [&](std::size_t cell) {
    const Moments found = moments(cell);
    return found.count() > 0 ? std::abs(found.mean()) : 0;
  };
  std::size_t hidden = withheld_[whole] ? 1 : 0;
  std::size_t smallest = whole;  // the sum itself if all other parts are 0
  double together = 0;
  for (const std::size_t cell : parts) {
    if (withheld_[cell]) {
      ++hidden;
      together += mean(cell);
    } else if (may_be_withheld(cell) && mean(cell) > 0 && (smallest == whole || mean(cell) < mean(smallest))) {
      smallest = cell;
    }
  }
  if (!may_be_withheld(smallest) || (hidden != 1 && (withheld_[whole] || !is_small(together)))) return false;
  withheld_[smallest] = true;
  return true;
}

bool Results::counts_anything(std::size_t series) const {
  for (std::size_t cell = series; cell < shape_.cell_count(); cell += shape_.series.size())
    if (const Moments of = moments(cell); of.count() > 0 && of.mean() != 0) return true;
  return false;
}

bool Results::are_the_same(std::size_t one, std::size_t other) const {
  for (std::size_t cell = 0; cell < shape_.cell_count(); cell += shape_.series.size()) {
    const Moments a = moments(cell + one), b = moments(cell + other);
    if (a.count() != b.count()) return false;
    if (a.count() == 0) continue;
    if (a.mean() != b.mean() || (a.count() > 1 && a.variance() != b.variance())) return false;
  }
  return true;
}

std::vector<Results::Balance> Results::published_balances() const {
  std::vector<Balance> balances;
  for (std::size_t s = 0; s < shape_.series.size(); ++s) {
    Balance balance{s, {}};
    bool published = !shape_.series[s].flows.empty() && rule_.series.at(s);
    for (const auto& [name, factor] : shape_.series[s].flows) {
      const auto flow = shape_.find(name);
      published = published && flow;  // a flow that is not published cannot be subtracted
      if (published) balance.flows.emplace_back(*flow, factor);
    }
    if (published) balances.push_back(std::move(balance));
  }
  // The same balances with a sum series in place of the flows of which it is the sum: it may be published where
  // they are not.
  const std::size_t plain = balances.size();
  for (std::size_t s = 0; s < shape_.series.size(); ++s) {
    const std::vector<std::string>& terms = shape_.series[s].terms;
    if (shape_.series[s].kind != SeriesKind::flow || terms.empty() || !rule_.series.at(s)) continue;
    for (std::size_t b = 0; b < plain; ++b) {
      Balance with_sum = balances[b];
      double factor = 0;
      const std::size_t parts = std::erase_if(with_sum.flows, [&](const auto& flow) {
        const bool is_part = std::find(terms.begin(), terms.end(), shape_.series[flow.first].name.name) != terms.end();
        if (is_part && factor == 0) factor = flow.second;
        return is_part && flow.second == factor;
      });
      if (parts != terms.size()) continue;
      with_sum.flows.emplace_back(s, factor);
      balances.push_back(std::move(with_sum));
    }
  }
  return balances;
}

// The dates at which a stock should preferably be published: the start, the ends of years, the dates of its
// targets, and the end.
std::vector<bool> Results::wanted_dates(std::size_t series) const {
  std::vector<bool> wanted(shape_.dates.size());
  for (std::size_t date = 0; date < wanted.size(); ++date) {
    const std::chrono::year_month_day day{shape_.dates[date]};
    wanted[date] =
        date == 0 || date + 1 == wanted.size() || (day.month() == std::chrono::December && unsigned(day.day()) == 31);
  }
  for (const TargetDefinition& target : shape_.targets) {
    const auto report = shape_.period_before(target.by);
    if (target.series == shape_.series[series].name.name && report) wanted[*report] = true;
  }
  return wanted;
}

// A stock published at two dates discloses the net sum of its flows between them, and together with the flows also
// the stock at dates in between. If this discloses a withheld flow, or several that are a small count together,
// another flow is withheld as well, or otherwise the stock.
// @return whether one more cell was withheld
bool Results::withhold_between_dates(const Balance& balance, AreaNode area) {
  struct Flows {  // the withheld flows: their number, and what they add and remove
    std::size_t count = 0;
    double added = 0, taken = 0;
  };
  const auto mean = [&](std::size_t cell) {
    const Moments found = moments(cell);
    return found.count() > 0 ? found.mean() : 0;
  };
  const auto stock = [&](std::size_t date) { return shape_.cell(date, area, balance.stock); };
  const auto withheld_at = [&](std::size_t date, Flows& to) {
    for (const auto& [flow, factor] : balance.flows) {
      const std::size_t cell = shape_.cell(date, area, flow);
      if (!withheld_[cell]) continue;
      ++to.count;
      (factor > 0 ? to.added : to.taken) += std::abs(factor) * mean(cell);
    }
  };
  const auto lies_open = [&](const Flows& of) {
    return of.count == 1 || (of.count > 1 && (of.added == 0 || of.taken == 0) && is_small(of.added + of.taken));
  };
  const auto withhold_a_flow = [&](std::size_t from, std::size_t to) {
    std::optional<std::size_t> smallest;
    for (std::size_t date = from; date <= to; ++date)
      for (const auto& [flow, factor] : balance.flows) {
        const std::size_t cell = shape_.cell(date, area, flow);
        if (may_be_withheld(cell) && mean(cell) > 0 && (!smallest || mean(cell) < mean(*smallest))) smallest = cell;
      }
    if (smallest) withheld_[*smallest] = true;
    return smallest.has_value();
  };
  const std::vector<bool> wanted = wanted_dates(balance.stock);
  bool more = false;
  std::vector<std::size_t> published;  // dates at which the stock is published
  if (!withheld_[stock(0)]) published.push_back(0);
  Flows before;  // since the stock was last published, up to the previous date
  const auto add_up_again = [&](std::size_t date) {
    before = {};
    if (!published.empty())
      for (std::size_t d = published.back() + 1; d < date; ++d) withheld_at(d, before);
  };
  for (std::size_t date = 1; date < shape_.dates.size(); ++date) {
    while (true) {
      Flows now, since = before;
      withheld_at(date, now);
      withheld_at(date, since);
      if (withheld_[stock(date)]) {
        if (published.empty() || since.count > 0) break;
        more = true;
        if (withhold_a_flow(date, date)) break;
        withheld_[stock(date - 1)] = true;  // the stock has not changed since then
        break;
      }
      const bool from_after = withheld_[stock(date - 1)] && now.count == 0;
      if (!from_after && (published.empty() || !lies_open(since))) break;
      more = true;
      if (withhold_a_flow(date, date)) continue;
      if (!from_after && wanted[date] && !wanted[published.back()]) {
        withheld_[stock(published.back())] = true;
        published.pop_back();
        add_up_again(date);
      } else if (from_after || !wanted[date] || !withhold_a_flow(published.back() + 1, date)) {
        withheld_[stock(date)] = true;
      } else {
        add_up_again(date);
      }
    }
    if (!withheld_[stock(date)]) {
      published.push_back(date);
      before = {};
    } else if (!published.empty()) {
      withheld_at(date, before);
    }
  }
  return more;
}

// Covers sums over areas and of series, and stocks and their flows over time.
void Results::withhold_against_subtraction() {
  std::vector<std::vector<AreaNode>> within(shape_.areas.node_count());
  for (AreaNode node = 0; node < shape_.areas.whole(); ++node) {
    const auto around = shape_.areas.find(shape_.areas[node].within);
    within[around ? *around : shape_.areas.whole()].push_back(node);
  }
  std::vector<std::vector<std::size_t>> terms(shape_.series.size());
  for (std::size_t s = 0; s < shape_.series.size(); ++s)
    for (const std::string& name : shape_.series[s].terms) {
      const auto term = shape_.find(name);
      if (!term || !rule_.series.at(s)) {  // a term that is not published cannot be subtracted
        terms[s].clear();
        break;
      }
      terms[s].push_back(*term);
    }
  // Series that have the same values under two names, such as those for the posts of stations and for their staff.
  std::vector<std::pair<std::size_t, std::size_t>> twins;
  std::vector<std::size_t> others;
  for (std::size_t s = 0; s < shape_.series.size(); ++s) {
    if (!rule_.series.at(s) || !counts_anything(s)) continue;
    for (const std::size_t other : others)
      if (are_the_same(s, other)) twins.emplace_back(s, other);
    others.push_back(s);
  }
  std::vector<std::size_t> parts;
  const auto cells = [&](const auto& of, const auto& cell) {
    parts.clear();
    for (const auto one : of) parts.push_back(cell(one));
    return std::span<const std::size_t>(parts);
  };
  const std::vector<Balance> balances = published_balances();
  for (bool more = true; more;) {
    for (std::size_t date = 0; date < shape_.dates.size(); ++date)
      for (bool again = true; again;) {
        again = false;
        for (std::size_t s = 0; s < shape_.series.size(); ++s) {
          if (!rule_.series.at(s)) continue;
          const auto of_area = [&](AreaNode node) { return shape_.cell(date, node, s); };
          for (AreaNode node = shape_.areas.leaf_count(); node < shape_.areas.node_count(); ++node)
            again = withhold_one_more(of_area(node), cells(within[node], of_area)) || again;
          if (terms[s].empty()) continue;
          for (AreaNode node = 0; node < shape_.areas.node_count(); ++node) {
            const auto of_series = [&](std::size_t term) { return shape_.cell(date, node, term); };
            again = withhold_one_more(of_area(node), cells(terms[s], of_series)) || again;
          }
        }
        for (const auto& [one, other] : twins)
          for (AreaNode node = 0; node < shape_.areas.node_count(); ++node) {
            const std::size_t same = shape_.cell(date, node, other);
            again = withhold_one_more(shape_.cell(date, node, one), {&same, 1}) || again;
          }
      }
    more = false;
    for (const Balance& balance : balances)
      for (AreaNode node = 0; node < shape_.areas.node_count(); ++node)
        more = withhold_between_dates(balance, node) || more;
  }
}

// The dates at which the total of a flow's periods since the start would disclose a withheld period, or, together
// with the totals of other flows, a withheld stock, or, together with the stock, the withheld total of another
// flow.
std::vector<bool> Results::withheld_totals(AreaNode area, std::size_t series) const {
  std::vector<bool> found = withheld_totals_alone(area, series);
  for (const Balance& balance : published_balances()) {
    const auto moves_it = [&](const auto& flow) { return flow.first == series; };
    if (std::none_of(balance.flows.begin(), balance.flows.end(), moves_it)) continue;
    for (std::size_t date = 1; date < found.size(); ++date)
      if (withheld_[shape_.cell(date, area, balance.stock)]) found[date] = true;
    for (const auto& [flow, factor] : balance.flows) {
      const std::vector<bool> other = withheld_totals_alone(area, flow);
      for (std::size_t date = 0; date < found.size(); ++date)
        if (other[date]) found[date] = true;
    }
  }
  return found;
}

// The same for the flow alone: the dates at which the total minus the last published one is a single withheld
// period, or several that are a small count together.
std::vector<bool> Results::withheld_totals_alone(AreaNode area, std::size_t series) const {
  std::vector<bool> found(shape_.dates.size());
  std::size_t hidden = 0;
  double sum = 0, total = 0;
  for (std::size_t date = 1; date < found.size(); ++date) {
    const std::size_t cell = shape_.cell(date, area, series);
    const Moments found_there = moments(cell);
    const double mean = found_there.count() > 0 ? found_there.mean() : 0;
    total += mean;
    if (withheld_[cell]) ++hidden, sum += mean;
    found[date] = hidden == 1 || (hidden > 1 && is_small(sum)) || (is_protected(series) && is_small(total));
    for (const Total& kept : totals_)
      if (kept.series == series && area == shape_.areas.whole() && withheld_[kept.running + date]) found[date] = true;
    if (!found[date]) hidden = 0, sum = 0;
  }
  return found;
}

// The total of a year is the difference of two totals since the start; in the year of the start it includes the
// first row.
void Results::withhold_totals() {
  const auto year_of = [&](std::size_t date) {
    return std::chrono::year_month_day{shape_.dates[date] - std::chrono::days{date == 0 ? 1 : 0}}.year();
  };
  for (const Total& total : totals_) {
    if (!rule_.series.at(total.series)) continue;
    const std::vector<bool> running = withheld_totals(shape_.areas.whole(), total.series);
    bool before = withheld_[shape_.cell(0, shape_.areas.whole(), total.series)];
    for (std::size_t date = 0; date < running.size(); ++date) {
      if (date > 0 && year_of(date) != year_of(date - 1)) before = running[date - 1];
      if (running[date]) withheld_[total.running + date] = true;
      if (running[date] || before) withheld_[total.of_year + date] = true;
    }
  }
}

void Results::withhold_quotients() {
  for (std::size_t s = 0; s < shape_.series.size(); ++s) {
    const auto part = shape_.find(shape_.series[s].part), whole = shape_.find(shape_.series[s].whole);
    for (const auto& of : {part, whole}) {
      if (!of || !rule_.series.at(*of)) continue;
      for (std::size_t date = 0; date < shape_.dates.size(); ++date)
        for (AreaNode node = 0; node < shape_.areas.node_count(); ++node)
          if (withheld_[shape_.cell(date, node, *of)]) withheld_[shape_.cell(date, node, s)] = true;
    }
  }
}

Results::WithheldCells Results::withheld_cells() const {
  WithheldCells cells;
  for (std::size_t cell = 0; !withheld_.empty() && cell < shape_.cell_count(); ++cell) {
    const bool hidden = withheld_[cell];
    cells.withheld += hidden ? 1 : 0;
    cells.of += hidden || rule_.series[cell % shape_.series.size()] ? 1 : 0;
  }
  return cells;
}

std::vector<std::vector<double>> Results::paths(std::size_t series) const {
  const auto found = std::find(shape_.headline.begin(), shape_.headline.end(), series);
  if (found == shape_.headline.end())
    throw std::out_of_range(shape_.series.at(series).name.name + " has no paths: it is not a headline series");
  if (!withheld_.empty()) return {};  // the checked quantiles do not cover the values of single replications
  const std::size_t dates = shape_.dates.size(), each = shape_.headline.size() * dates;
  const auto from = static_cast<std::size_t>(found - shape_.headline.begin()) * dates;
  std::vector<std::vector<double>> paths;
  for (std::size_t first = from; first < paths_.size(); first += each) {
    const auto begin = paths_.begin() + static_cast<std::ptrdiff_t>(first);
    paths.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(dates));
  }
  return paths;
}

std::size_t Results::bytes() const {
  std::size_t bytes = moments_.size() * sizeof(Moments) + numbers_.size() * sizeof(Replication) +
                      paths_.size() * sizeof(float) + target_values_.size() * sizeof(double) +
                      reached_.size() * sizeof(std::optional<Date>) + values_.bytes();
  for (const Values& values : first_) bytes += (values.cells.size() + values.totals.size()) * sizeof(double);
  for (const QuantileSketch& sketch : sketches_) bytes += sizeof sketch + sketch.bytes();
  return bytes;
}

std::size_t Results::bytes_at_most(const ResultsShape& shape, std::size_t replications, std::size_t kept) {
  constexpr std::size_t sketch_at_most = 800;  // in addition to the object: 192 floats, or 64 points and their counts
  const std::size_t cells = shape.kept_count();
  std::size_t bytes = replications * sizeof(Replication) +
                      replications * shape.targets.size() * (sizeof(double) + sizeof(std::optional<Date>)) +
                      std::min(replications, most_paths) * shape.headline.size() * shape.dates.size() * sizeof(float);
  if (replications <= std::min(most_unrounded, kept)) return bytes + replications * cells * sizeof(double);
  bytes += cells * sizeof(Moments) + PackedColumns::bytes_at_most(cells, std::min(replications, kept));
  if (replications > kept)  // while the kept values are counted into sketches, both exist
    bytes += cells * (sizeof(QuantileSketch) + sketch_at_most);
  return bytes;
}

void Results::withhold_from(const TargetDefinition& target, TargetResult& result) const {
  const auto series = shape_.find(target.series);
  const auto area = shape_.areas.find(target.area);
  if (withheld_.empty() || !series || !area) return;
  const bool counts = is_protected(*series), flow = shape_.series[*series].kind == SeriesKind::flow;
  const std::vector<bool> totals = flow && counts ? withheld_totals(*area, *series) : std::vector<bool>{};
  const auto is_withheld = [&](std::size_t date) {
    return totals.empty() ? withheld_[shape_.cell(date, *area, *series)] : totals[date];
  };
  const auto report = shape_.period_before(target.by);
  const bool small = counts && (is_small(result.p05) || is_small(result.p50) || is_small(result.p95));
  result.withheld = small || (report && is_withheld(*report));
  if (result.withheld) result.p05 = result.p50 = result.p95 = nan;
  if (result.withheld || (counts && is_small(result.shortfall_mean))) result.shortfall_mean = nan;

  // The share of replications in which a count reaches the smallest published count or more discloses nothing
  // about smaller counts; for a share, any bound does.
  if (counts && (target.goal <= 0 || target.goal >= rule_.least)) return;
  result.attainment_withheld = result.withheld;
  if (result.attainment_withheld) {
    result.probability = result.interval.low = result.interval.high = result.reached_share = nan;
    result.reached_p50.reset();
    result.lost = 0;
  }
  for (std::size_t date = 0; date < result.reached_by.size(); ++date)
    if (result.attainment_withheld || is_withheld(date)) result.reached_by[date].second = nan;
  if (result.reached_p50) {
    const auto published = std::find_if(result.reached_by.begin(), result.reached_by.end(), [&](const auto& point) {
      return point.first >= *result.reached_p50 && !std::isnan(point.second);
    });
    const auto first = std::lower_bound(shape_.dates.begin(), shape_.dates.end(), *result.reached_p50);
    if (first != shape_.dates.end() && is_withheld(static_cast<std::size_t>(first - shape_.dates.begin())))
      result.reached_p50 = published == result.reached_by.end() ? std::optional<Date>{} : published->first;
  }
}

std::vector<double> Results::target_values(std::size_t index) const {
  const std::size_t targets = shape_.targets.size();
  if (index >= targets) throw std::out_of_range("no target " + std::to_string(index));
  std::vector<double> values;
  values.reserve(numbers_.size());
  for (std::size_t at = index; at < target_values_.size(); at += targets) values.push_back(target_values_[at]);
  return values;
}

TargetResult Results::target(std::size_t index) const {
  const TargetDefinition& definition = shape_.targets.at(index);
  TargetResult result;
  const std::size_t replications = numbers_.size(), targets = shape_.targets.size();
  result.replications = replications;

  std::vector<double> judged;
  Met seen;
  double shortfall = 0;
  for (std::size_t r = 0; r < replications; ++r) {
    const double value = target_values_[r * targets + index];
    seen.add(definition, value);
    if (std::isnan(value)) continue;
    judged.push_back(value);
    const auto& reached = reached_[r * targets + index];
    if (reached && *reached <= definition.by && definition.shortfall_of(value) > 0) ++result.lost;
    shortfall += definition.shortfall_of(value);
  }
  result.probability = seen.share();
  result.interval = seen.interval();
  if (judged.empty()) {
    result.p05 = result.p50 = result.p95 = result.shortfall_mean = nan;
  } else {
    result.shortfall_mean = shortfall / static_cast<double>(judged.size());
    std::sort(judged.begin(), judged.end());
    result.p05 = quantile(judged, 0.05);
    result.p50 = quantile(judged, 0.50);
    result.p95 = quantile(judged, 0.95);
  }

  std::vector<Date> reached;
  for (std::size_t r = 0; r < replications; ++r)
    if (const auto& date = reached_[r * targets + index]) reached.push_back(*date);
  std::sort(reached.begin(), reached.end());
  const std::size_t half = (replications + 1) / 2;  // of all: those that never met it count as later than any date
  if (!reached.empty() && reached.size() >= half) result.reached_p50 = reached[half - 1];
  const auto share = [&](std::size_t n) {
    return replications == 0 ? nan : static_cast<double>(n) / static_cast<double>(replications);
  };
  result.reached_share = share(reached.size());
  for (const Date date : shape_.dates) {
    const auto later = std::upper_bound(reached.begin(), reached.end(), date);
    result.reached_by.emplace_back(date, share(static_cast<std::size_t>(later - reached.begin())));
  }
  withhold_from(definition, result);
  return result;
}

}  // namespace muster
