#include "engine/ensemble/paired.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace muster {

PairedRun run_paired(const Plan& plan, std::size_t first, std::size_t count, std::span<const Variant> variants,
                     const std::atomic<bool>& interrupted, const std::function<void(std::span<const History>)>& enter,
                     const std::function<void(const Progress&)>& tell, const SharedPast& shared) {
  PairedRun made;
  const Pieces pieces(plan, first, variants, interrupted, shared);
  const std::size_t own = plan.shard.among(first, count);
  Work work(
      plan, pieces, own, variants.size(), interrupted,
      [&](std::vector<Finished> finished) {
        std::vector<History> histories;
        for (std::size_t v = 0; v < finished.size(); ++v) {
          if (auto* stopped = std::get_if<Stopped>(&finished[v])) {
            made.stopped.push_back({variants[v].id, std::move(*stopped)});
            return;
          }
          histories.push_back(std::get<History>(std::move(finished[v])));
        }
        enter(histories);
        ++made.entered;
      },
      tell);
  work.finish();
  made.interrupted = made.entered + made.stopped.size() < own;
  return made;
}

}  // namespace muster
