// A compact record of a few replications of a run, small enough to be stored beside the code: a trail of the events
// that fired, in order, and a digest of every series on every recorded date and of every target.
//
// Contract: two fingerprints are equal if all events (instant, phase, kind, entity) are equal and all values to
// seven digits. If they differ, first_difference() names the first event found to differ, or the first recorded
// date and series. Each character of a trail stands for six bits of the hash of all events so far (so one time in
// 64 the event after the first difference is named): one character for each of the first events, then one for every
// 256th. Leaves out: which runs are recorded.
#pragma once

#include "experiments/session/session.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

class Fingerprint {
 public:
  /// Simulates the first replications of a session, with seed 1.
  /// @throws anything that a model throws
  static Fingerprint of(const experiments::Session& session, std::size_t replications);

  /// Reads the output of text(). @throws std::invalid_argument for anything else
  static Fingerprint read(const std::string& text);

  /// One line for the events of each replication, for each series and for each target.
  [[nodiscard]] std::string text() const;

  /// Describes where this fingerprint first differs from a recorded one; empty if they are equal. Only for a
  /// fingerprint made by of(), which stores its events.
  [[nodiscard]] std::string first_difference(const Fingerprint& recorded) const;

 private:
  struct EventTrail {
    std::size_t events = 0;
    std::string digest, trail;
    std::vector<std::string> words;  // the event of each character of the trail; not written
  };
  struct Values {
    std::string name, digest, trail;  // one character for each recorded date; for a target, for each replication
  };

  [[nodiscard]] std::string difference_of_events(const Fingerprint& recorded) const;

  std::vector<EventTrail> event_trails_;
  std::vector<std::string> dates_;  // not written
  std::vector<Values> series_, targets_;
};

}  // namespace muster::testing
