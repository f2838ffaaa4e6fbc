#include "models/policy/policy.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::policy {

Policy::Policy(const Parameters& parameters, Simulation& sim, const SeriesBook& book, ParameterSets& sets)
    : parameters_(parameters),
      sim_(sim),
      book_(book),
      sets_(sets),
      made_(parameters.changes.size()),
      change_due_(sim.handles<ChangeDue>(*this)),
      condition_judged_(sim.handles<ConditionJudged>(*this)),
      step_due_(sim.handles<StepDue>(*this)),
      change_ended_(sim.handles<ChangeEnded>(*this)) {
  for (std::uint32_t i = 0; i < parameters_.changes.size(); ++i) {
    const Change& change = parameters_.changes[i];
    check(change);
    leaves_.push_back(leaves_of(change));
    const Instant from = change.on ? std::max(start_of(*change.on), sim.now()) : sim.now();
    if (change.until && start_of(*change.until) <= from) continue;  // it was over before the start
    if (change.when) {
      sim.schedule(condition_judged_, end_of(date_of(from)), Phase::deadline, {i});
    } else {
      sim.schedule(change_due_, from, Phase::policy, {i});
    }
    if (change.until) sim.schedule(change_ended_, start_of(*change.until), Phase::policy, {i});
  }
}

void Policy::check(const Change& change) const {
  if (change.scale || change.over)
    if (const auto why = sets_.why_not_scalable(change.parameter))
      throw std::invalid_argument(
          fmt::format("policy.changes.{} cannot {}: {}", change.id, change.scale ? "scale" : "go step by step", *why));
  if (!change.areas.empty() && !sets_.is_by_area(change.parameter))
    throw std::invalid_argument(
        fmt::format("policy.changes.{}.areas: {} is one value for the whole place", change.id, change.parameter));
  if (change.when && !book_.areas().find(change.when->area))
    throw std::invalid_argument(fmt::format("policy.changes.{}.when.area is {}, which is not an area{}", change.id,
                                            change.when->area, nearest_hint(change.when->area, book_.areas().ids())));
}

std::vector<bool> Policy::leaves_of(const Change& change) const {
  if (change.areas.empty()) return {};
  std::vector<bool> leaves(book_.areas().leaf_count(), false);
  for (const std::string& id : change.areas)
    for (const std::size_t leaf : book_.areas().leaves_of(book_.areas().find(id).value())) leaves[leaf] = true;
  return leaves;
}

void Policy::make(std::uint32_t i) {
  const Change& change = parameters_.changes[i];
  Made& made = made_[i];
  made.since = sim_.now();
  made.take_back = sets_.save(change.parameter);
  if (change.over) {
    made.from = sets_.numbers(change.parameter, sim_.now());
    sim_.schedule(step_due_, start_of(date_of(sim_.now()) + std::chrono::days{1}), Phase::policy, {i});
  } else if (change.set) {
    sets_.set(change.parameter, *change.set, leaves_[i]);
  } else {
    sets_.scale(change.parameter, change.scale->value, leaves_[i]);
  }
}

void Policy::step(std::uint32_t i) {
  const Change& change = parameters_.changes[i];
  const Made& made = made_[i];
  const double way = std::min(1.0, (sim_.now() - made.since).value / change.over->value);
  // The cubic that leaves and arrives with slope 0: C. Hermite's, on [0, 1].
  const double done = change.shape == Shape::linear ? way : way * way * (3 - 2 * way);
  if (change.scale) {
    made.take_back();  // every value of a timeline keeps its own way
    sets_.scale(change.parameter, 1 + (change.scale->value - 1) * done, leaves_[i]);
  } else {
    const double goal = std::get<double>(*change.set);
    for (std::size_t n = 0; n < made.from.size(); ++n) {
      std::vector<bool> only;  // each area from its own value
      if (sets_.is_by_area(change.parameter)) {
        if (!leaves_[i].empty() && !leaves_[i][n]) continue;
        only.assign(made.from.size(), false);
        only[n] = true;
      }
      sets_.set(change.parameter, made.from[n] + (goal - made.from[n]) * done, only);
    }
  }
  if (way < 1) sim_.schedule(step_due_, start_of(date_of(sim_.now()) + std::chrono::days{1}), Phase::policy, {i});
}

void Policy::on(const ChangeDue& event, Simulation&) { make(event.change); }

void Policy::on(const StepDue& event, Simulation&) {
  if (made_[event.change].take_back) step(event.change);
}

void Policy::on(const ChangeEnded& event, Simulation&) {
  if (made_[event.change].take_back) std::exchange(made_[event.change].take_back, {})();
}

void Policy::on(const ConditionJudged& event, Simulation& sim) {
  const Change& change = parameters_.changes[event.change];
  if (change.until && sim.now() >= start_of(*change.until)) return;
  const double value = book_.value(book_.find(change.when->series), book_.areas().find(change.when->area).value());
  const bool holds = change.when->holds(value);
  std::function<void()>& take_back = made_[event.change].take_back;
  if (holds && !take_back) make(event.change);
  if (!holds && take_back) std::exchange(take_back, {})();
  if (change.only_while || !holds)
    sim.schedule(condition_judged_, end_of(date_of(sim.now()) + std::chrono::days{1}), Phase::deadline, {event.change});
}

}  // namespace muster::policy
