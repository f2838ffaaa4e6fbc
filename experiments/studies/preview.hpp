// What `muster run` or `muster compare` would do, and how much time and memory it would take: `muster preview`.
//
// Contract: one replication of the place as planned is simulated and timed; everything else is read from the
// scenario. The time is that replication's time, multiplied. The memory is the known size of the results plus what
// the replication added to the process. Leaves out: the time for tables and charts.
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
  // bytes, a lower bound: what it added to the process's peak, at least the size of its result
  std::uint64_t memory = 0;
  std::uint64_t peak = 0;  // the process's peak memory so far, in bytes
};

/// Simulates replication 0. @throws Interrupted, or the error with which the replication stopped
[[nodiscard]] Probe probe(const Session& session, Seed seed, const std::atomic<bool>* interrupted = nullptr);

/// @param session  the place as planned
[[nodiscard]] output::Document preview_document(const Session& session, const Probe& probe,
                                                const PreviewRequest& request);

struct PreviewQuestion {
  ScenarioChoice scenario;              // without a strategy
  std::vector<std::string> strategies;  // to compare with the place, as the user names them
  PreviewRequest request;               // without the strategies' ids
};

/// @throws InputError with every error in the scenario and its strategies
[[nodiscard]] std::unique_ptr<Experiment> preview_of(PreviewQuestion question);

}  // namespace muster::experiments
