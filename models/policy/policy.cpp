#include "models/policy/policy.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::policy {

Policy::Policy(const Parameters& parameters, Simulation& sim, const SeriesBook& book, ParameterSets& sets)
    : parameters_(parameters),
      sim_(sim),
      book_(book),
      sets_(sets),
      change_due_(sim.handles<ChangeDue>(*this)),
      condition_judged_(sim.handles<ConditionJudged>(*this)),
      step_due_(sim.handles<StepDue>(*this)),
      change_ended_(sim.handles<ChangeEnded>(*this)) {
  for (std::uint32_t i = 0; i < parameters_.changes.size(); ++i) {
    const Change& change = parameters_.changes[i];
    check(change);
    leaves_.push_back(leaves_of(change));
    const Instant from = change.on ? std::max(start_of(*change.on), sim.now()) : sim.now();
    if (change.until && start_of(*change.until) <= from) continue;  // the change ends before the start
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
      throw InconsistentParameter(fmt::format("policy.changes.{}.parameter", change.id),
                                  change.scale ? tr("policy.changes.{} cannot scale: {}", change.id, *why)
                                               : tr("policy.changes.{} cannot go step by step: {}", change.id, *why));
  if (!change.areas.empty() && !sets_.is_by_area(change.parameter))
    throw InconsistentParameter(
        fmt::format("policy.changes.{}.areas", change.id),
        tr("policy.changes.{}.areas: {} is one value for the whole place", change.id, change.parameter));
  if (change.when && !book_.areas().find(change.when->area))
    throw InconsistentParameter(fmt::format("policy.changes.{}.when.area", change.id),
                                tr("policy.changes.{}.when.area is {}, which is not an area{}", change.id,
                                   change.when->area, nearest_hint(change.when->area, book_.areas().ids())));
}

std::vector<bool> Policy::leaves_of(const Change& change) const {
  if (change.areas.empty()) return {};
  std::vector<bool> leaves(book_.areas().leaf_count(), false);
  for (const std::string& id : change.areas)
    for (const std::size_t leaf : book_.areas().leaves_of(book_.areas().find(id).value())) leaves[leaf] = true;
  return leaves;
}

bool Policy::is_in_force(std::uint32_t i) const {
  const auto changed = changed_.find(parameters_.changes[i].parameter);
  return changed != changed_.end() && std::any_of(changed->second.in_force.begin(), changed->second.in_force.end(),
                                                  [&](const ChangeInForce& made) { return made.change == i; });
}

void Policy::make(std::uint32_t i) {
  const Change& change = parameters_.changes[i];
  ChangedParameter& parameter = changed_[change.parameter];
  if (!parameter.as_written) parameter.as_written = sets_.save(change.parameter);
  ChangeInForce made{i, sim_.now(), {}};
  if (change.over) {
    if (change.set) made.from = sets_.numbers(change.parameter, sim_.now());
    sim_.schedule(step_due_, start_of(date_of(sim_.now()) + std::chrono::days{1}), Phase::policy, {i});
  }
  const auto before =
      std::find_if(parameter.in_force.begin(), parameter.in_force.end(),
                   [&](const ChangeInForce& other) { return parameters_.changes[other.change].only_while; });
  parameter.in_force.insert(change.only_while ? parameter.in_force.end() : before, std::move(made));
  apply(parameter, sim_.now());
}

void Policy::take_back(std::uint32_t i) {
  ChangedParameter& parameter = changed_.at(parameters_.changes[i].parameter);
  std::erase_if(parameter.in_force, [&](const ChangeInForce& made) { return made.change == i; });
  apply(parameter, sim_.now());
}

void Policy::apply(ChangedParameter& parameter, Instant at) {
  parameter.at = at;
  parameter.as_written();
  for (const ChangeInForce& made : parameter.in_force) apply_one(made, at);
}

double Policy::elapsed_part(const ChangeInForce& made, Instant at) const {
  return std::min(1.0, (at - made.since).value / parameters_.changes[made.change].over->value);
}

void Policy::apply_one(const ChangeInForce& made, Instant at) {
  const Change& change = parameters_.changes[made.change];
  const std::vector<bool>& leaves = leaves_[made.change];
  const double elapsed = change.over ? elapsed_part(made, at) : 1;
  // The cubic Hermite polynomial on [0, 1] with slope 0 at both ends.
  const double done = change.shape == Shape::linear ? elapsed : elapsed * elapsed * (3 - 2 * elapsed);
  if (change.scale) {
    sets_.scale(change.parameter, 1 + (change.scale->value - 1) * done, leaves);
  } else if (!change.over) {
    sets_.set(change.parameter, *change.set, leaves);
  } else {
    const double goal = std::get<double>(*change.set);
    for (std::size_t n = 0; n < made.from.size(); ++n) {
      std::vector<bool> only;  // each area starts from its own value
      if (sets_.is_by_area(change.parameter)) {
        if (!leaves.empty() && !leaves[n]) continue;
        only.assign(made.from.size(), false);
        only[n] = true;
      }
      sets_.set(change.parameter, made.from[n] + (goal - made.from[n]) * done, only);
    }
  }
}

void Policy::state(Serializer& serializer) {
  serializer(changed_);
  if (!serializer.is_reading()) return;
  for (auto& [path, parameter] : changed_) {
    if (std::any_of(parameter.in_force.begin(), parameter.in_force.end(),
                    [this](const ChangeInForce& made) { return made.change >= parameters_.changes.size(); }))
      throw BadState("a change is in force that the scenario does not have");
    parameter.as_written = sets_.save(path);
    apply(parameter, parameter.at);
  }
}

void Policy::on(const ChangeDue& event, Simulation&) { make(event.change); }

void Policy::on(const StepDue& event, Simulation& sim) {
  if (!is_in_force(event.change)) return;
  ChangedParameter& parameter = changed_.at(parameters_.changes[event.change].parameter);
  apply(parameter, sim.now());
  for (const ChangeInForce& made : parameter.in_force)
    if (made.change == event.change && elapsed_part(made, sim.now()) < 1)
      sim.schedule(step_due_, start_of(date_of(sim.now()) + std::chrono::days{1}), Phase::policy, event);
}

void Policy::on(const ChangeEnded& event, Simulation&) {
  if (is_in_force(event.change)) take_back(event.change);
}

void Policy::on(const ConditionJudged& event, Simulation& sim) {
  const Change& change = parameters_.changes[event.change];
  if (change.until && sim.now() >= start_of(*change.until)) return;
  const double value = book_.value(book_.find(change.when->series), book_.areas().find(change.when->area).value());
  const bool holds = change.when->holds(value), made = is_in_force(event.change);
  if (holds && !made) make(event.change);
  if (!holds && made) take_back(event.change);
  if (change.only_while || !holds)
    sim.schedule(condition_judged_, end_of(date_of(sim.now()) + std::chrono::days{1}), Phase::deadline,
                 {event.change});
}

}  // namespace muster::policy
