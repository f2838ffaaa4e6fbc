// The order of events within one instant.
//
// Contract: at one minute, everything in an earlier phase happens before anything in a later one; within a phase,
// what was scheduled first happens first. Leaves out: numeric priorities. A new kind of order is a new name here.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster {

enum class Phase : std::uint8_t {
  policy,        // rules and parameters change: whatever happens today happens under them
  arrive,        // people, money and things come or go: vacancies, results, certificates
  decide,        // choices that look at what has arrived
  serve,         // work that the decisions allow
  deadline,      // what is judged at the end of an instant, after every chance to meet it
  close_period,  // nothing changes any more; series are read
};

inline constexpr unsigned phase_count = 6;

[[nodiscard]] constexpr std::string_view name(Phase phase) {
  constexpr std::string_view names[phase_count] = {"policy", "arrive", "decide", "serve", "deadline", "close_period"};
  return names[static_cast<unsigned>(phase)];
}

}  // namespace muster
