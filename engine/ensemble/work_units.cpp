#include "engine/ensemble/work_units.hpp"

#include "engine/ensemble/replication_run.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

namespace muster {

namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The maximum number of units that may be running or waiting behind a slow one.
std::size_t window_of(const RunSetup& setup, std::size_t per_replication) {
  constexpr std::size_t each = 8;
  return each * std::max<std::size_t>(setup.threads, 1) + per_replication;
}

}  // namespace

WorkUnits::WorkUnits(const RunSetup& setup, std::size_t first, std::span<const Variant> variants,
                     const std::atomic<bool>& interrupted, const SharedUntil& shared)
    : setup_(setup), first_(setup.shard.first_from(first)), variants_(variants), interrupted_(interrupted) {
  const auto join = [&](std::size_t v) {
    for (Group& group : groups_) {
      const std::optional<Date> until = shared ? shared(group.variants.front(), v) : std::nullopt;
      if (!until || *until < setup.start) continue;
      const Date branches = std::min(*until, setup.horizon);
      const auto position =
          std::upper_bound(group.shared.begin() + 1, group.shared.end(), branches) - group.shared.begin();
      group.shared.insert(group.shared.begin() + position, branches);
      group.variants.insert(group.variants.begin() + position, v);
      return;
    }
    groups_.push_back({{v}, {setup.horizon}});
  };
  for (std::size_t v = 0; v < variants.size(); ++v) join(v);
}

UnitOutcomes WorkUnits::simulate(std::size_t unit) const {
  try {
    return together(groups_[unit % groups_.size()], replication_of(unit));
  } catch (const Interrupted&) {
    return {};
  }
}

namespace {

// The outcome of a replication, whether it reaches its end or not. @throws Interrupted
template <class Do>
ReplicationOutcome finished_by(Replication replication, const std::atomic<bool>& interrupted, Do&& go_to_the_end) {
  if (interrupted.load(std::memory_order_relaxed)) throw Interrupted{};
  try {
    return go_to_the_end();
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {  // a condition of this machine, not an error of the replication
    throw;
  } catch (const std::exception& fault) {
    return ReplicationFailure{replication, fault.what()};
  }
}

}  // namespace

ReplicationOutcome WorkUnits::alone(std::size_t variant, Replication replication) const {
  return finished_by(replication, interrupted_, [&] {
    return muster::simulate(setup_, variants_[variant].shape, replication, variants_[variant].build, &interrupted_);
  });
}

ReplicationOutcome WorkUnits::branched(std::size_t variant, Replication replication, std::string_view state) const {
  return finished_by(replication, interrupted_, [&] {
    ReplicationRun run(setup_, variants_[variant].shape, replication, variants_[variant].build, &interrupted_);
    run.begin_from(state);
    return run.finish();
  });
}

// The first variant runs to its end before the last ones branch off, so that its models need not be in memory
// together with theirs. If the first stops early, those that have not branched off yet are simulated alone and may
// or may not stop themselves.
UnitOutcomes WorkUnits::together(const Group& group, Replication replication) const {
  const std::size_t count = group.variants.size();
  UnitOutcomes outcome(count);
  if (count == 1) {
    outcome[0] = alone(group.variants[0], replication);
    return outcome;
  }
  std::size_t next = 1;
  outcome[0] = finished_by(replication, interrupted_, [&] {
    const Variant& variant = variants_[group.variants[0]];
    auto first = std::make_unique<ReplicationRun>(setup_, variant.shape, replication, variant.build, &interrupted_);
    first->begin();
    ReplicationResult result;
    while (next < count) {
      const Date until = group.shared[next];
      first->run_to(until);
      const std::string state = first->save();
      if (until == group.shared.back()) {
        result = first->finish();
        first.reset();
      }
      for (; next < count && group.shared[next] == until; ++next)
        outcome[next] = branched(group.variants[next], replication, state);
    }
    return ReplicationOutcome{std::move(result)};
  });
  for (; next < count; ++next) outcome[next] = alone(group.variants[next], replication);
  return outcome;
}

// The index is included because ids need not differ: a constraint may be relaxed in several ways.
std::string WorkUnits::key_of(std::size_t variant) const {
  return fmt::format("{}{}#{}", setup_.stage, variants_[variant].id, variant);
}

std::optional<UnitOutcomes> WorkUnits::recall(std::size_t unit) const {
  if (!setup_.cache) return std::nullopt;
  UnitOutcomes outcome;
  for (const std::size_t v : variants_of(unit)) {
    std::optional<ReplicationResult> found = setup_.cache->find(key_of(v), replication_of(unit));
    if (!found) return std::nullopt;
    outcome.emplace_back(std::move(*found));
  }
  return outcome;
}

void WorkUnits::keep(std::size_t unit, const UnitOutcomes& outcome) const {
  if (!setup_.cache || outcome.empty()) return;
  const std::vector<std::size_t>& variants = variants_of(unit);
  // failures are not cached: they are simulated again, and the reason is found again
  for (std::size_t i = 0; i < variants.size(); ++i)
    if (const auto* result = std::get_if<ReplicationResult>(&outcome[i]))
      setup_.cache->keep(key_of(variants[i]), *result);
}

Scheduler::Scheduler(const RunSetup& setup, const WorkUnits& units, std::size_t replications, std::size_t variants,
                     const std::atomic<bool>& interrupted, std::function<void(std::vector<ReplicationOutcome>)> enter,
                     std::function<void(const Progress&)> on_progress)
    : setup_(setup),
      units_(units),
      replications_(replications),
      interrupted_(interrupted),
      enter_(std::move(enter)),
      on_progress_(std::move(on_progress)),
      began_(seconds_now()),
      gathered_(variants),
      queue_(replications * units.per_replication(), window_of(setup, units.per_replication()),
             [this](UnitOutcomes outcome, std::size_t entered) { this->enter(std::move(outcome), entered); }) {}

void Scheduler::enter(UnitOutcomes outcome, std::size_t entered) {
  const std::vector<std::size_t>& variants = units_.variants_of(entered - 1);
  if (outcome.empty()) abandoned_ = true;
  for (std::size_t i = 0; i < std::min(outcome.size(), variants.size()); ++i)
    gathered_[variants[i]] = std::move(outcome[i]);
  if (entered % units_.per_replication() != 0) return;
  if (!std::exchange(abandoned_, false)) {
    std::vector<ReplicationOutcome> all(gathered_.size());
    all.swap(gathered_);
    enter_(std::move(all));
  }
  if (on_progress_)
    on_progress_(progress_of(entered / units_.per_replication(), replications_, seconds_now() - began_));
}

// The work of one thread. An exception, such as lack of memory, ends the work but not the program.
void Scheduler::simulate_some() {
  try {
    while (!interrupted_) {
      const std::optional<std::size_t> unit = queue_.take();
      if (!unit) return;
      std::optional<UnitOutcomes> outcome = units_.recall(*unit);
      if (!outcome) {
        outcome = units_.simulate(*unit);
        units_.keep(*unit, *outcome);
      }
      queue_.give(*unit, std::move(*outcome));
    }
  } catch (...) {
    queue_.fail(std::current_exception());
  }
}

void Scheduler::finish() {
  {
    std::vector<std::jthread> others;
    const std::size_t units = replications_ * units_.per_replication();
    const std::size_t threads = std::clamp<std::size_t>(setup_.threads, 1, std::max<std::size_t>(units, 1));
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(in_current_language([&] { simulate_some(); }));
    simulate_some();
  }
  queue_.rethrow();
}

void Scheduler::extend(std::size_t replications) {
  replications_ = replications;
  queue_.extend(replications * units_.per_replication());
}

}  // namespace muster
