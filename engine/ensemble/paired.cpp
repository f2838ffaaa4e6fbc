#include "engine/ensemble/paired.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace muster {

PairedRun run_paired(const RunSetup& setup, std::size_t first, std::size_t count, std::span<const Variant> variants,
                     const std::atomic<bool>& interrupted,
                     const std::function<void(std::span<const ReplicationResult>)>& enter,
                     const std::function<void(const Progress&)>& on_progress, const SharedUntil& shared) {
  PairedRun made;
  const WorkUnits units(setup, first, variants, interrupted, shared);
  const std::size_t own = setup.shard.among(first, count);
  Scheduler scheduler(
      setup, units, own, variants.size(), interrupted,
      [&](std::vector<ReplicationOutcome> finished) {
        std::vector<ReplicationResult> results;
        for (std::size_t v = 0; v < finished.size(); ++v) {
          if (auto* stopped = std::get_if<ReplicationFailure>(&finished[v])) {
            made.stopped.push_back({variants[v].id, std::move(*stopped)});
            return;
          }
          results.push_back(std::get<ReplicationResult>(std::move(finished[v])));
        }
        enter(results);
        ++made.entered;
      },
      on_progress);
  scheduler.finish();
  made.interrupted = made.entered + made.stopped.size() < own;
  return made;
}

}  // namespace muster
