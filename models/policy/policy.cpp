#include "models/policy/policy.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::policy {

Policy::Policy(const Parameters& parameters, Simulation& sim, const SeriesBook& book, ParameterSets& sets)
    : parameters_(parameters),
      book_(book),
      sets_(sets),
      change_due_(sim.handles<ChangeDue>(*this)),
      condition_judged_(sim.handles<ConditionJudged>(*this)) {
  for (std::uint32_t i = 0; i < parameters_.changes.size(); ++i) {
    const Change& change = parameters_.changes[i];
    check(change);
    const Instant from = change.on ? std::max(start_of(*change.on), sim.now()) : sim.now();
    if (change.when) {
      sim.schedule(condition_judged_, end_of(date_of(from)), Phase::deadline, {i});
    } else {
      sim.schedule(change_due_, from, Phase::policy, {i});
    }
  }
}

void Policy::check(const Change& change) const {
  if (change.scale)
    if (const auto why = sets_.why_not_scalable(change.parameter))
      throw std::invalid_argument(fmt::format("policy.changes.{} cannot scale: {}", change.id, *why));
  if (change.when && !book_.areas().find(change.when->area))
    throw std::invalid_argument(fmt::format("policy.changes.{}.when.area is {}, which is not an area{}", change.id,
                                            change.when->area, nearest_hint(change.when->area, book_.areas().ids())));
}

void Policy::apply(const Change& change) {
  if (change.set) {
    sets_.set(change.parameter, *change.set);
  } else {
    sets_.scale(change.parameter, change.scale->value);
  }
}

void Policy::on(const ChangeDue& event, Simulation&) { apply(parameters_.changes[event.change]); }

void Policy::on(const ConditionJudged& event, Simulation& sim) {
  const Change& change = parameters_.changes[event.change];
  const double value = book_.value(book_.find(change.when->series), book_.areas().find(change.when->area).value());
  if (value >= change.when->at_least.value) {
    apply(change);
  } else {
    sim.schedule(condition_judged_, end_of(date_of(sim.now()) + std::chrono::days{1}), Phase::deadline, {event.change});
  }
}

}  // namespace muster::policy
