// The average over time of a level that changes in steps: people in post, stations open, customers waiting.
//
// Contract: instants never decrease; a level holds from the instant at which it is set until the next change.
// Leaves out: flows and rates.
#pragma once

#include "engine/clock/instant.hpp"

namespace muster {

/// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 1.4.1 (time-average number in system).
class TimeAverage {
 public:
  TimeAverage(Instant start, double level) : start_(start), since_(start), level_(level) {}

  /// Sets the level from an instant on. @throws std::logic_error if the instant is before the last change
  void set(Instant at, double level);
  void step(Instant at, double change) { set(at, level_ + change); }

  /// Discards everything before an instant (the end of the warm-up) and keeps the level.
  void restart(Instant at);

  [[nodiscard]] double level() const { return level_; }

  /// The average of the level over [start, until), in its unit; the level itself if this interval is empty.
  /// @throws std::logic_error if until is before the last change
  [[nodiscard]] double mean(Instant until) const;

 private:
  [[nodiscard]] double area(Instant until) const;

  Instant start_, since_;
  double level_;
  double area_ = 0;  // level times minutes over [start_, since_)
};

}  // namespace muster
