// The parts that all implementations of the hold model share: the delays, the stopwatch and the result.
//
// Contract: the stopwatch measures `events` events, after a warm-up of as many events as are pending. Leaves out:
// the queue.
#pragma once

#include "bench/delays.hpp"
#include "engine/clock/instant.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace muster::bench {

class HoldClock {
 public:
  HoldClock(std::uint64_t pending, std::uint64_t events)
      : pending_(pending),
        events_(events),
        delays_(Stream{Seed{1}, Replication{0}, EntityKey{0}, purpose("reference.hold")}, mean_minutes) {}

  [[nodiscard]] std::int32_t next_minutes() { return delays_.next_minutes(); }

  /// Counts an event at a simulated time, in minutes; returns false from the last event on.
  bool fired(double minutes) {
    ++fired_;
    if (fired_ == pending_) {
      from_ = std::chrono::steady_clock::now();
      from_minutes_ = minutes;
    } else if (fired_ == pending_ + events_) {
      seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - from_).count();
      minutes_ = minutes - from_minutes_;
    }
    return fired_ < pending_ + events_;
  }

  /// The measured rate. Checks first that the simulated time is right: with exponential delays, all events together
  /// are a Poisson process, so n of them take n / rate, with a standard error of sqrt(n) / rate.
  /// Source: S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.1.
  [[nodiscard]] double events_per_second(const std::string& name) const {
    const auto n = static_cast<double>(events_);
    const double rate = static_cast<double>(pending_) / mean_minutes;
    if (!(std::abs(minutes_ * rate - n) <= 5 * std::sqrt(n)))
      throw std::logic_error(name + ": " + std::to_string(events_) + " events took " + std::to_string(minutes_) +
                             " simulated minutes, but should take " + std::to_string(n / rate));
    return n / seconds_;
  }

 private:
  static constexpr double mean_minutes = 365.0 * minutes_per_day;

  std::uint64_t pending_, events_, fired_ = 0;
  Delays delays_;
  std::chrono::steady_clock::time_point from_;
  double from_minutes_ = 0, minutes_ = 0, seconds_ = 0;
};

}  // namespace muster::bench
