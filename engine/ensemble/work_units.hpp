// The work of an ensemble, divided into units that the threads of this process simulate.
//
// Contract: a unit is one replication of variants that are simulated together because they are identical up to a
// date: the common part is simulated once, in the first of them, and each of the others continues from the state
// at its end, with the same result as if it had been simulated alone. Units are numbered replication by
// replication, counting only those of the setup's shard. Outcomes are entered in that order, whichever thread
// simulated them; results that the cache already holds are not simulated again. Leaves out: how results are
// aggregated, and how it is determined up to which date variants are identical.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/ensemble/ordered_queue.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// One of the scenarios that are simulated together; all variants share start and horizon.
struct Variant {
  std::string id;
  ResultsShape shape;
  ModelFactory build;
};

/// The last date up to which two variants, given by their indices, are identical in every replication; nothing if
/// they differ from the start or this is not certain.
using SharedUntil = std::function<std::optional<Date>(std::size_t, std::size_t)>;

/// The outcomes of a unit, one for each of its variants; empty if the unit was abandoned.
using UnitOutcomes = std::vector<ReplicationOutcome>;

class WorkUnits {
 public:
  /// @param first     the number of the first replication; those of the setup's shard are simulated from there on
  /// @param variants  must outlive the units, as must the setup and `interrupted`
  /// @param shared    used during construction only; empty: no two variants have a common part
  WorkUnits(const RunSetup& setup, std::size_t first, std::span<const Variant> variants,
            const std::atomic<bool>& interrupted, const SharedUntil& shared = {});

  [[nodiscard]] std::size_t per_replication() const { return groups_.size(); }
  [[nodiscard]] Replication replication_of(std::size_t unit) const {
    return Replication{first_ + unit / groups_.size() * setup_.shard.of};
  }
  /// The variants of a unit, as indices.
  [[nodiscard]] const std::vector<std::size_t>& variants_of(std::size_t unit) const {
    return groups_[unit % groups_.size()].variants;
  }

  /// Simulates a unit: the outcomes of its variants, in their order; empty if it was abandoned because of an
  /// interruption.
  [[nodiscard]] UnitOutcomes simulate(std::size_t unit) const;

  /// The same from the setup's cache, if it holds the results of all variants of the unit.
  [[nodiscard]] std::optional<UnitOutcomes> recall(std::size_t unit) const;
  /// Stores the results of a simulated unit in the cache.
  void keep(std::size_t unit, const UnitOutcomes& outcome) const;

 private:
  [[nodiscard]] std::string key_of(std::size_t variant) const;
  // Variants that are simulated together: the first, then those that branch off from it, in order of their
  // branching dates.
  struct Group {
    std::vector<std::size_t> variants;
    std::vector<Date> shared;  // of each variant: the last date that it shares with the first
  };

  [[nodiscard]] ReplicationOutcome alone(std::size_t variant, Replication replication) const;
  [[nodiscard]] ReplicationOutcome branched(std::size_t variant, Replication replication,
                                            std::string_view state) const;
  [[nodiscard]] UnitOutcomes together(const Group& group, Replication replication) const;

  const RunSetup& setup_;
  std::size_t first_;
  std::span<const Variant> variants_;
  const std::atomic<bool>& interrupted_;
  std::vector<Group> groups_;
};

/// Runs the units on the setup's threads and enters their outcomes in order.
class Scheduler {
 public:
  /// @param enter  receives the outcomes of one replication, one for each variant, in their order. Not called for
  ///               a replication that was abandoned. An exception thrown by it ends the work
  /// @param on_progress   progress callback; counts replications
  Scheduler(const RunSetup& setup, const WorkUnits& units, std::size_t replications, std::size_t variants,
            const std::atomic<bool>& interrupted, std::function<void(std::vector<ReplicationOutcome>)> enter,
            std::function<void(const Progress&)> on_progress);

  /// Simulates the remaining units on the setup's threads; returns when all are finished or the work is
  /// interrupted.
  /// @throws any exception that `enter` threw, or that occurred outside a replication, such as lack of memory
  void finish();

  /// Raises the total number of replications; called between two calls of finish().
  void extend(std::size_t replications);

 private:
  void enter(UnitOutcomes outcome, std::size_t entered);
  void simulate_some();

  const RunSetup& setup_;
  const WorkUnits& units_;
  std::size_t replications_;
  const std::atomic<bool>& interrupted_;
  std::function<void(std::vector<ReplicationOutcome>)> enter_;
  std::function<void(const Progress&)> on_progress_;
  double began_;                              // seconds
  std::vector<ReplicationOutcome> gathered_;  // the outcomes of the replication being entered, by variant
  bool abandoned_ = false;                    // a unit of that replication was abandoned
  OrderedQueue<UnitOutcomes> queue_;
};

}  // namespace muster
