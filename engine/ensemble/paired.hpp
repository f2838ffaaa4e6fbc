// Several scenarios side by side: each replication of all of them under the same luck.
//
// Contract: a replication of every scenario is simulated before it is entered, in the order of the numbers, so the same plan
// gives the same bytes on any number of threads; a replication that stops in one of them is left out of all, since a pair with
// one half is none. Nothing is kept: whoever enters sums up. Leaves out: what is compared (comparison.hpp, experiments/).
#pragma once

#include "engine/ensemble/work_units.hpp"

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// A replication that did not come to its end in one of the variants.
struct PairFailure {
  std::string variant;
  ReplicationFailure stopped;
};

struct PairedRun {
  std::size_t entered = 0;  // replications finished in all variants
  std::vector<PairFailure> stopped;
  bool interrupted = false;
};

/// @param plan   seed, start, horizon, threads, shard; its number of replications is not read
/// @param first  the first replication's number, and how many follow; of these the plan's shard is simulated
/// @param enter  is given one history for each variant, in their order; called by one thread at a time; what it throws ends the run and is
///               thrown again
/// @param tell   called from one thread at a time; counts replications, all variants together one
/// @param shared  what variants have in common is simulated once; changes nothing in the histories
[[nodiscard]] PairedRun run_paired(const RunSetup& setup, std::size_t first, std::size_t count,
                                   std::span<const Variant> variants, const std::atomic<bool>& interrupted,
                                   const std::function<void(std::span<const ReplicationResult>)>& enter,
                                   const std::function<void(const Progress&)>& tell = {},
                                   const SharedPast& shared = {});

}  // namespace muster
