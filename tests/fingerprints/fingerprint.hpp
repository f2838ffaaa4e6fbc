// What a few replications of a run came to, small enough to be kept beside the code: a trail of the events that fired, in order, and
// a digest of every series at every report date and of every target.
//
// Contract: two fingerprints are equal if every event (instant, phase, kind, entity) and every value to seven digits is. Where they
// differ, first_difference() names the first event seen to differ, or the first report date and series. Of a trail's characters each
// stands for six bits of the whole course so far (so one time in 64 the event after the first is named): one after each of the first
// events, one after every 256th beyond them. Leaves out: which runs are recorded.
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
  /// @throws whatever a model throws
  static Fingerprint of(const experiments::Session& session, std::size_t replications);

  /// Reads what text() wrote. @throws std::invalid_argument if it is something else
  static Fingerprint read(const std::string& text);

  /// A line for each replication's events, for each series and for each target.
  [[nodiscard]] std::string text() const;

  /// In words where this one first differs from a recorded one; empty if nothing does. Only for one made by of(), which knows its
  /// events.
  [[nodiscard]] std::string first_difference(const Fingerprint& recorded) const;

 private:
  struct Course {
    std::size_t events = 0;
    std::string digest, trail;
    std::vector<std::string> words;  // an event for each character of the trail; not written
  };
  struct Values {
    std::string name, digest, trail;  // a character for each report date; of a target, for each replication
  };

  [[nodiscard]] std::string difference_of_events(const Fingerprint& recorded) const;

  std::vector<Course> courses_;
  std::vector<std::string> dates_;  // not written
  std::vector<Values> series_, targets_;
};

}  // namespace muster::testing
