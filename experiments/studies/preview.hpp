// What `muster run` or `muster compare` would do, how long it would take and how much memory: `muster preview`.
//
// Contract: one replication of the place as planned is simulated and timed; everything else is read off the scenario. Time is
// that replication's, multiplied; memory is what results are known to take, and what the probe added to the process. Leaves out:
// the time of tables and charts.
#pragma once

#include "experiments/experiment.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

struct PreviewRequest {
  std::optional<std::size_t> replications;  // empty: auto
  unsigned threads = 1;
  Seed seed{};
  std::vector<std::string> strategies;  // ids
  Parts parts = {};                     // what would be written
};

/// What one replication took.
struct Probe {
  ReplicationResult result;
  double seconds = 0;
  std::uint64_t memory = 0;  // bytes it took, at least: what it added to the process's peak, or its history alone
  std::uint64_t peak = 0;    // of the process, in bytes, so far
};

/// Simulates replication 0. @throws Interrupted, or why it stopped
[[nodiscard]] Probe probe(const Session& session, Seed seed, const std::atomic<bool>* interrupted = nullptr);

/// @param session  of the place as planned
[[nodiscard]] output::Document preview_document(const Session& session, const Probe& probe,
                                                const PreviewRequest& request);

struct PreviewQuestion {
  ScenarioChoice scenario;              // without a strategy
  std::vector<std::string> strategies;  // to compare with it, as they are named
  PreviewRequest request;               // but for its strategies' ids
};

/// @throws InputError with every fault of the scenario and its strategies
[[nodiscard]] std::unique_ptr<Experiment> preview_of(PreviewQuestion question);

}  // namespace muster::experiments
