// The order of events within one instant.
//
// Contract: within one minute, every event of an earlier phase fires before any event of a later phase; within a
// phase, events fire in the order in which they were scheduled. Leaves out: numeric priorities; a new kind of
// order is a new name in this list.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster {

enum class Phase : std::uint8_t {
  policy,        // rules and parameters change, before anything to which they apply
  arrive,        // people, money and things come or go: vacancies, results, certificates
  decide,        // choices that depend on what has arrived
  serve,         // work that follows from the decisions
  deadline,      // deadlines are judged at the end of an instant, after every chance to meet them
  close_period,  // nothing changes any more; series are recorded
};

inline constexpr unsigned phase_count = 6;

[[nodiscard]] constexpr std::string_view name(Phase phase) {
  constexpr std::string_view names[phase_count] = {"policy", "arrive", "decide", "serve", "deadline", "close_period"};
  return names[static_cast<unsigned>(phase)];
}

}  // namespace muster
