// The work of an ensemble, cut into pieces that the threads of this process simulate.
//
// Contract: a piece is one replication of variants that are simulated together, because they share a past: it is simulated once, in
// the first of them, and each of the others goes on from the state at the end of it, to the same history as if it had been alone.
// Pieces are numbered replication by replication, those of the plan's shard alone. What became of them enters in that order, whichever
// thread simulated it; what a ledger already has is not simulated. Leaves out: what is summed up, and how it is known what is shared.
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

/// One of the scenarios; they share start and horizon.
struct Variant {
  std::string id;
  ResultsShape shape;
  ModelFactory build;
};

/// Up to the end of which date two variants, by their places among all, take the same course in every replication; nothing if they
/// differ from the start or it is not certain.
using SharedPast = std::function<std::optional<Date>(std::size_t, std::size_t)>;

/// What became of a piece: one for each of its variants; none if it was given up.
using UnitOutcomes = std::vector<ReplicationOutcome>;

class WorkUnits {
 public:
  /// @param first     the number from which on the plan's shard is simulated
  /// @param variants  they, the plan and `interrupted` must outlive the pieces
  /// @param shared    not kept; empty: no two variants share a past
  WorkUnits(const RunSetup& setup, std::size_t first, std::span<const Variant> variants,
            const std::atomic<bool>& interrupted, const SharedPast& shared = {});

  [[nodiscard]] std::size_t per_replication() const { return groups_.size(); }
  [[nodiscard]] Replication replication_of(std::size_t unit) const {
    return Replication{first_ + unit / groups_.size() * setup_.shard.of};
  }
  /// The variants of a piece, by their place among all.
  [[nodiscard]] const std::vector<std::size_t>& variants_of(std::size_t unit) const {
    return groups_[unit % groups_.size()].variants;
  }

  /// What becomes of a piece's variants, in their order; nothing if it was given up because somebody asked to end.
  [[nodiscard]] UnitOutcomes simulate(std::size_t unit) const;

  /// The same from the plan's ledger, if it has all of them.
  [[nodiscard]] std::optional<UnitOutcomes> recall(std::size_t unit) const;
  /// Puts what was simulated into it.
  void keep(std::size_t unit, const UnitOutcomes& outcome) const;

 private:
  [[nodiscard]] std::string key_of(std::size_t variant) const;
  // Variants that are simulated together: the first, then those that branch off from it, the earliest first.
  struct Group {
    std::vector<std::size_t> variants;
    std::vector<Date> shared;  // of each variant: the end of what it shares with the first
  };

  [[nodiscard]] ReplicationOutcome alone(std::size_t variant, Replication replication) const;
  [[nodiscard]] ReplicationOutcome branched(std::size_t variant, Replication replication, std::string_view state) const;
  [[nodiscard]] UnitOutcomes together(const Group& group, Replication replication) const;

  const RunSetup& setup_;
  std::size_t first_;
  std::span<const Variant> variants_;
  const std::atomic<bool>& interrupted_;
  std::vector<Group> groups_;
};

/// Has the threads of a plan do the pieces and enters what became of them, in order.
class Scheduler {
 public:
  /// @param enter  one replication: what became of each variant, in their order. Not called for one that was given up. What it throws
  ///               ends the work
  /// @param tell   how many replications of how many have been dealt with
  Scheduler(const RunSetup& setup, const WorkUnits& units, std::size_t replications, std::size_t variants,
            const std::atomic<bool>& interrupted, std::function<void(std::vector<ReplicationOutcome>)> enter,
            std::function<void(const Progress&)> tell);

  /// Simulates what is left, on the plan's threads; returns when it is done or given up. @throws what enter threw
  void finish();

  /// More replications, in all; called between two finish().
  void extend(std::size_t replications);

 private:
  void enter(UnitOutcomes outcome, std::size_t entered);
  void simulate_some();

  const RunSetup& setup_;
  const WorkUnits& units_;
  std::size_t replications_;
  const std::atomic<bool>& interrupted_;
  std::function<void(std::vector<ReplicationOutcome>)> enter_;
  std::function<void(const Progress&)> tell_;
  double began_;                              // seconds
  std::vector<ReplicationOutcome> gathered_;  // of the replication being entered, by variant
  bool given_up_ = false;                     // a piece of it was
  OrderedQueue<UnitOutcomes> queue_;
};

}  // namespace muster
