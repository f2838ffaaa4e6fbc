#include "engine/ensemble/paired.hpp"

#include "engine/ensemble/desk.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <variant>

namespace muster {

PairedRun run_paired(const Plan& plan, std::size_t first, std::size_t count, std::span<const Variant> variants,
                     const std::atomic<bool>& interrupted, const std::function<void(std::span<const History>)>& enter,
                     const std::function<void(const Progress&)>& tell) {
  using Outcome = std::variant<std::monostate, std::vector<History>, StoppedPair>;  // nothing: given up
  PairedRun made;
  const auto began = std::chrono::steady_clock::now();
  const std::size_t threads = std::clamp<std::size_t>(plan.threads, 1, std::max<std::size_t>(count, 1));
  Desk<Outcome> desk(first, first + count, threads, [&](Outcome outcome) {
    if (const auto* histories = std::get_if<std::vector<History>>(&outcome)) {
      enter(*histories);
      ++made.entered;
    }
    if (auto* stopped = std::get_if<StoppedPair>(&outcome)) made.stopped.push_back(std::move(*stopped));
  });
  std::mutex telling;

  const auto simulate_all = [&](Replication replication) -> Outcome {
    std::vector<History> histories;
    for (const Variant& variant : variants) {
      if (interrupted.load(std::memory_order_relaxed)) return {};
      try {
        histories.push_back(simulate(plan, variant.shape, replication, variant.build, &interrupted));
      } catch (const Interrupted&) {
        return {};
      } catch (const std::exception& fault) {
        return StoppedPair{variant.id, {replication, fault.what()}};
      }
    }
    return histories;
  };
  const auto work = [&] {
    while (const std::optional<std::size_t> number = desk.take()) {
      desk.give(*number, simulate_all(Replication{*number}));
      if (!tell) continue;
      const std::lock_guard lock(telling);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      tell(progress_of(desk.entered() - first, count, seconds));
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work);
    work();
  }
  desk.rethrow();
  made.interrupted = made.entered + made.stopped.size() < count;
  return made;
}

}  // namespace muster
