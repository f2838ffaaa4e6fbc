// The clock of a simulation: civil time in whole minutes.
//
// Contract: an Instant is a minute of the civil calendar (proleptic Gregorian, no time zone, no leap seconds); a
// Date is one day of it. Durations are Days (a double), the unit in which planners state distributions and
// parameters; adding a duration to an Instant rounds to the nearest minute. Leaves out: time zones, which no
// planning question has needed.
#pragma once

#include "engine/clock/quantity.hpp"

#include <chrono>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <stdexcept>

namespace muster {

using Date = std::chrono::sys_days;

inline constexpr std::int32_t minutes_per_day = 24 * 60;

/// A minute of the civil calendar, counted from 1970-01-01 00:00; 32 bits reach about 4 000 years before and
/// after.
struct Instant {
  std::int32_t minutes = 0;

  friend constexpr auto operator<=>(Instant, Instant) = default;
};

/// 00:00 of a date.
[[nodiscard]] constexpr Instant start_of(Date date) {
  return Instant{static_cast<std::int32_t>(date.time_since_epoch().count()) * minutes_per_day};
}

/// 23:59 of a date, at which its deadlines are judged and its periods are closed.
[[nodiscard]] constexpr Instant end_of(Date date) { return Instant{start_of(date).minutes + minutes_per_day - 1}; }

/// The number of days from 1970-01-01 to the day of an instant; negative before 1970.
[[nodiscard]] constexpr std::int32_t day_number(Instant at) {
  const std::int32_t quotient = at.minutes / minutes_per_day;
  return at.minutes % minutes_per_day < 0 ? quotient - 1 : quotient;
}

[[nodiscard]] constexpr Date date_of(Instant at) { return Date{std::chrono::days{day_number(at)}}; }

/// The instant that follows another after a duration, rounded to the nearest minute.
/// @throws std::out_of_range if the sum is not a number or is outside the range of Instant
[[nodiscard]] inline Instant operator+(Instant from, Days wait) {
  const double sum = static_cast<double>(from.minutes) + std::round(wait.value * minutes_per_day);
  if (!(sum >= std::numeric_limits<std::int32_t>::min() && sum <= std::numeric_limits<std::int32_t>::max()))
    throw std::out_of_range("the sum of an instant and a duration is outside the calendar");
  return Instant{static_cast<std::int32_t>(sum)};
}

[[nodiscard]] constexpr Days operator-(Instant later, Instant earlier) {
  return Days{(static_cast<double>(later.minutes) - static_cast<double>(earlier.minutes)) / minutes_per_day};
}

}  // namespace muster
