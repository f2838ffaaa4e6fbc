// Simulates several scenarios side by side: each replication of all of them uses the same random numbers.
//
// Contract: each replication is entered only once it has been simulated in every scenario, in the order of the
// numbers, so the same setup gives identical output on any number of threads. A replication that stops in one
// scenario is left out of all, because it can no longer be paired. Nothing is kept: the caller aggregates in
// `enter`. Leaves out: what is compared (comparison.hpp, experiments/).
#pragma once

#include "engine/ensemble/work_units.hpp"

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// A replication that did not finish in one of the variants.
struct PairFailure {
  std::string variant;
  ReplicationFailure stopped;
};

struct PairedRun {
  std::size_t entered = 0;  // replications finished in all variants
  std::vector<PairFailure> stopped;
  bool interrupted = false;
};

/// @param setup   seed, start, horizon, threads, shard; its number of replications is not used
/// @param first   the number of the first replication
/// @param count   how many replications there are from `first` on; those of the setup's shard are simulated
/// @param enter   receives one result for each variant, in their order; called by one thread at a time; an
///                exception thrown by it ends the run and is rethrown
/// @param on_progress  progress callback, called by one thread at a time; counts a replication of all variants once
/// @param shared  common parts of variants are simulated only once; this does not change any result
[[nodiscard]] PairedRun run_paired(const RunSetup& setup, std::size_t first, std::size_t count,
                                   std::span<const Variant> variants, const std::atomic<bool>& interrupted,
                                   const std::function<void(std::span<const ReplicationResult>)>& enter,
                                   const std::function<void(const Progress&)>& on_progress = {},
                                   const SharedUntil& shared = {});

}  // namespace muster
