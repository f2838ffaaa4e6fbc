#include "bench/branch.hpp"

#include "engine/ensemble/replication_run.hpp"

#include <atomic>
#include <cstring>
#include <ctime>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace muster::bench {

namespace {

double processor_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Do>
void add_time(double& seconds, Do&& what) {
  const double began = processor_seconds();
  what();
  seconds += processor_seconds() - began;
}

void check_same(const ReplicationOutcome& branched, const ReplicationResult& alone) {
  const auto* result = std::get_if<ReplicationResult>(&branched);
  if (!result || result->events != alone.events || result->values.size() != alone.values.size() ||
      std::memcmp(result->values.data(), alone.values.data(), alone.values.size() * sizeof(double)) != 0)
    throw std::logic_error("a strategy branched off a shared past gave another result than when simulated alone");
}

}  // namespace

nlohmann::json branch(const RunSetup& setup, std::span<const Variant> variants, Date on, std::size_t replications) {
  const std::atomic<bool> never{false};
  const WorkUnits units(setup, 0, variants, never, [on](std::size_t, std::size_t) { return on; });
  double branched = 0, past = 0, future = 0, alone = 0, saving = 0, making = 0, reading = 0;
  std::size_t state_bytes = 0;
  for (std::size_t r = 0; r < replications; ++r) {
    const Replication replication{r};
    UnitOutcomes outcome;
    add_time(branched, [&] { outcome = units.simulate(r); });

    ReplicationRun first(setup, variants.front().shape, replication, variants.front().build);
    add_time(past, [&] {
      first.begin();
      first.run_to(on);
    });
    std::string state;
    add_time(saving, [&] { state = first.save(); });
    state_bytes = state.size();
    add_time(future, [&] { (void)first.finish(); });
    std::vector<ReplicationResult> results;  // kept, as those of the branched strategies are
    for (const Variant& variant : variants.subspan(1)) {
      std::optional<ReplicationRun> run;
      add_time(making, [&] { run.emplace(setup, variant.shape, replication, variant.build); });
      add_time(reading, [&] { run->begin_from(state); });
      add_time(future, [&] { results.push_back(run->finish()); });
    }
    if (r > 0) continue;
    const std::vector<std::size_t>& order = units.variants_of(r);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Variant& variant = variants[order[i]];
      ReplicationResult result;
      add_time(alone, [&] { result = simulate(setup, variant.shape, replication, variant.build); });
      check_same(outcome.at(i), result);
    }
  }
  return {{"bench", "branch"},
          {"strategies", variants.size() - 1},
          {"replications", replications},
          {"branched_seconds", branched},
          {"past_seconds", past},
          {"future_seconds", future},
          {"ratio", branched / (past + future)},
          {"saving_seconds", saving},
          {"making_seconds", making},
          {"reading_seconds", reading},
          {"alone_seconds", alone},
          {"state_bytes", state_bytes}};
}

}  // namespace muster::bench
