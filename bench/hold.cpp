#include "bench/hold.hpp"

#include "engine/events/simulation.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace muster::bench {

namespace hold_model {

using Clock = std::chrono::steady_clock;

constexpr Instant start = start_of(Date{std::chrono::year{-2000} / 1 / 1});
constexpr double longest_mean_delay_days = 365;

/// Delays are drawn in blocks, so that the queue is measured and not the latency of log().
class Delays {
 public:
  Delays(Seed seed, double mean_minutes) : state_(static_cast<std::uint64_t>(seed)), mean_(mean_minutes) {}

  std::int32_t next_minutes() {
    if (next_ == block_.size()) refill();
    return block_[next_++];
  }

 private:
  void refill() {
    for (std::int32_t& delay : block_) {
      // SplitMix64: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
      std::uint64_t bits = state_ += 0x9e3779b97f4a7c15;
      bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
      bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
      bits ^= bits >> 31;
      const double uniform = (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
      delay = static_cast<std::int32_t>(0.5 - mean_ * std::log(uniform));
    }
    next_ = 0;
  }

  std::uint64_t state_;
  double mean_;
  std::array<std::int32_t, 1024> block_{};
  std::size_t next_ = block_.size();
};

struct Due {
  std::uint32_t id;
};

/// The events that one queue fired: a hash of the instant and id of every event, in the order in which they fired.
class Trace {
 public:
  void add(Instant at, std::uint32_t id) {
    const std::uint64_t event = std::uint64_t{static_cast<std::uint32_t>(at.minutes)} << 32 | id;
    hash_ = (hash_ ^ event) * 0x9e3779b97f4a7c15;
  }
  friend bool operator==(const Trace&, const Trace&) = default;

 private:
  std::uint64_t hash_ = 0;
};

struct Measured {
  Trace trace;
  std::uint64_t warm_up_events = 0;
  std::uint64_t events = 0;
  double seconds = 0;
  std::size_t memory_bytes = 0;
};

class Hold {
 public:
  Hold(std::uint64_t pending, double mean_minutes)
      : sim_(Seed{1}, Replication{0}, start), due_(sim_.handles<Due>(*this)), delays_(Seed{1}, mean_minutes) {
    for (std::uint64_t id = 0; id < pending; ++id) schedule_again(Due{static_cast<std::uint32_t>(id)}, sim_);
  }

  void on(const Due& event, Simulation& sim) {
    trace_.add(sim.now(), event.id);
    schedule_again(event, sim);
  }

  /// Runs at least the given number of events, up to a few more, because it advances from horizon to horizon;
  /// returns their number.
  std::uint64_t run(std::uint64_t events, double events_per_minute) {
    const std::uint64_t before = sim_.events_processed();
    while (sim_.events_processed() - before < events) {
      const auto left = static_cast<double>(events - (sim_.events_processed() - before));
      const double stretch = std::max(0.99 * left / events_per_minute, double{minutes_per_day});
      sim_.run_until(sim_.now() + Days{stretch / minutes_per_day});
    }
    return sim_.events_processed() - before;
  }

  [[nodiscard]] const Trace& trace() const { return trace_; }
  [[nodiscard]] std::size_t memory_bytes() const { return sim_.pending_events().memory_bytes(); }

 private:
  void schedule_again(const Due& event, Simulation& sim) {
    sim.schedule(due_, Instant{sim.now().minutes + delays_.next_minutes()}, Phase::serve, event);
  }

  Simulation sim_;
  HandlerOf<Due> due_;
  Delays delays_;
  Trace trace_;
};

Measured measure(std::uint64_t pending, std::uint64_t events, double mean_minutes) {
  Hold hold(pending, mean_minutes);
  const double events_per_minute = static_cast<double>(pending) / mean_minutes;
  Measured measured;
  measured.warm_up_events = hold.run(pending, events_per_minute);
  const auto from = Clock::now();
  measured.events = hold.run(events, events_per_minute);
  measured.seconds = std::chrono::duration<double>(Clock::now() - from).count();
  measured.trace = hold.trace();
  measured.memory_bytes = hold.memory_bytes();
  return measured;
}

/// An entry of the binary heap; a sequence number keeps the order of scheduling.
struct HeapEntry {
  std::uint64_t sequence;
  Due event;
  Instant at;
  HandlerId handler;
  Phase phase;

  friend bool operator<(const HeapEntry& a, const HeapEntry& b) {  // the top of the heap is its greatest entry
    if (a.at != b.at) return a.at > b.at;
    if (a.phase != b.phase) return a.phase > b.phase;
    return a.sequence > b.sequence;
  }
};

/// Runs exactly the measured events on std::priority_queue.
Measured measure_reference(std::uint64_t pending, double mean_minutes, const Measured& as) {
  Delays delays(Seed{1}, mean_minutes);
  std::vector<HeapEntry> storage;
  storage.reserve(pending);
  std::priority_queue<HeapEntry> queue(std::less<HeapEntry>{}, std::move(storage));
  std::uint64_t sequence = 0;
  const auto schedule = [&](Due event, Instant now) {
    queue.push({sequence++, event, Instant{now.minutes + delays.next_minutes()}, HandlerId{0}, Phase::serve});
  };
  for (std::uint64_t id = 0; id < pending; ++id) schedule(Due{static_cast<std::uint32_t>(id)}, start);

  Measured measured;
  const auto run = [&](std::uint64_t events) {
    for (; events > 0; --events) {
      const HeapEntry next = queue.top();
      queue.pop();
      measured.trace.add(next.at, next.event.id);
      schedule(next.event, next.at);
    }
  };
  run(as.warm_up_events);
  const auto from = Clock::now();
  run(as.events);
  measured.seconds = std::chrono::duration<double>(Clock::now() - from).count();
  measured.events = as.events;
  return measured;
}

double rate(const Measured& measured) { return static_cast<double>(measured.events) / measured.seconds; }

}  // namespace hold_model

nlohmann::json hold(std::uint64_t pending, std::uint64_t events, bool reference) {
  using namespace hold_model;
  if (pending < 1 || pending > 100'000'000)
    throw std::invalid_argument(tr("{} is {}; it may be {} to {}", "pending", pending, "1", "100000000"));
  if (events < 1 || events > 100'000'000'000)
    throw std::invalid_argument(tr("{} is {}; it may be {} to {}", "events", events, "1", "100000000000"));

  // Few pending events and many to fire take a long simulated time. The mean delay is chosen so that all of it,
  // including the longest single delay, is within the calendar.
  const double calendar_minutes = 0.9 * (std::numeric_limits<std::int32_t>::max() - static_cast<double>(start.minutes));
  const double delays_long = static_cast<double>(events) / static_cast<double>(pending) + 42;
  const double mean_minutes = std::min(longest_mean_delay_days * minutes_per_day, calendar_minutes / delays_long);

  const Measured measured = measure(pending, events, mean_minutes);
  nlohmann::json result = {
      {"pending", pending},
      {"events", measured.events},
      {"mean_delay_days", mean_minutes / minutes_per_day},
      {"events_per_second", rate(measured)},
      {"bytes_per_pending_event", static_cast<double>(measured.memory_bytes) / static_cast<double>(pending)}};
  if (reference) {
    const Measured heap = measure_reference(pending, mean_minutes, measured);
    if (!(heap.trace == measured.trace))
      throw std::logic_error("the pending event set and std::priority_queue fired different sequences of events");
    result["reference_events_per_second"] = rate(heap);
    result["ratio"] = rate(measured) / rate(heap);
  }
  return result;
}

}  // namespace muster::bench
