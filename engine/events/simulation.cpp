#include "engine/events/simulation.hpp"

#include "engine/state/serializer.hpp"

#include <chrono>
#include <cstdio>
#include <limits>
#include <string>

namespace muster {

namespace {

std::string text(Instant at) {
  const std::chrono::year_month_day date{date_of(at)};
  const int minute = at.minutes - start_of(date_of(at)).minutes;
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u %02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), minute / 60, minute % 60);
  return buffer;
}

}  // namespace

Simulation::Simulation(Seed seed, Replication replication, Instant start, Instant end)
    : now_(start), end_(end), seed_(seed), replication_(replication) {}

void Simulation::run_until(Instant horizon) {
  if (horizon < now_) throw OutOfOrder("run until " + text(horizon) + ", but it is already " + text(now_));
  if (horizon > end_) throw OutOfOrder("run until " + text(horizon) + ", but the simulation ends at " + text(end_));
  PendingEventSet::Fired next;
  while (pending_.pop_before(horizon, next)) {
    now_ = next.at;
    phase_ = next.phase;
    ++events_processed_;
    if (observer_) [[unlikely]]
      observer_({next.at, next.phase, kinds_[next.handler], next.event});
    const PendingEventSet::Ahead ahead = pending_.ahead();
    if (const Handler& coming = handlers_[ahead.handler]; coming.prefetch) coming.prefetch(coming.model, ahead.event);
    const Handler handler = handlers_[next.handler];
    handler.function(handler.model, next.event, *this);
  }
  now_ = horizon;
  phase_ = Phase::policy;
}

void Simulation::state(Serializer& serializer) {
  serializer(now_, events_processed_);
  pending_.state(serializer, now_, handlers_.size());
}

HandlerId Simulation::add_handler(const Handler& handler, std::string_view kind) {
  if (handlers_.size() > std::numeric_limits<HandlerId>::max())
    throw std::length_error("a simulation has at most 65 536 handlers");
  handlers_.push_back(handler);
  kinds_.push_back(kind);
  return static_cast<HandlerId>(handlers_.size() - 1);
}

void Simulation::refuse(Instant at, Phase phase) const {
  throw OutOfOrder("an event was scheduled for " + text(at) + " " + std::string(name(phase)) + ", but it is already " +
                   text(now_) + " " + std::string(name(phase_)));
}

}  // namespace muster
