// Calendar arithmetic on dates and instants, and their text form.
#pragma once

#include "engine/clock/instant.hpp"

#include <string>

namespace muster {

/// 2021-12-05
[[nodiscard]] std::string iso(Date date);

/// 2021-12-05 09:30
[[nodiscard]] std::string iso(Instant at);

[[nodiscard]] constexpr int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day(date).year()); }

[[nodiscard]] constexpr Date last_day_of_year(int year) {
  return Date{std::chrono::year{year} / std::chrono::December / 31};
}

[[nodiscard]] constexpr Date first_day_of_year(int year) {
  return Date{std::chrono::year{year} / std::chrono::January / 1};
}

/// 31 December of a date's year.
[[nodiscard]] constexpr Date last_day_of_year(Date date) { return last_day_of_year(year_of(date)); }

/// The first instant of the year after that of an instant.
[[nodiscard]] constexpr Instant next_year(Instant at) { return start_of(first_day_of_year(year_of(date_of(at)) + 1)); }

/// The first start of a year at or after an instant; the instant itself if a year starts there.
[[nodiscard]] constexpr Instant new_year_from(Instant at) {
  const Instant this_year = start_of(first_day_of_year(year_of(date_of(at))));
  return at == this_year ? at : next_year(at);
}

/// The share of the year of an instant that remains, above 0 and up to 1.
[[nodiscard]] constexpr double rest_of_year(Instant at) {
  return (next_year(at) - at) / (next_year(at) - start_of(first_day_of_year(year_of(date_of(at)))));
}

/// The same day of the next year; 1 March for 29 February.
[[nodiscard]] constexpr Date a_year_later(Date date) {
  const std::chrono::year_month_day later = std::chrono::year_month_day{date} + std::chrono::years{1};
  return later.ok() ? Date{later} : Date{later.year() / std::chrono::March / 1};
}

/// The last day of a date's month.
[[nodiscard]] constexpr Date last_day_of_month(Date date) {
  const std::chrono::year_month_day day{date};
  return Date{std::chrono::year_month_day_last{day.year(), std::chrono::month_day_last{day.month()}}};
}

/// The first instant of the month after that of an instant.
[[nodiscard]] constexpr Instant next_month(Instant at) {
  return start_of(last_day_of_month(date_of(at)) + std::chrono::days{1});
}

/// The number of months since January of the year 0.
[[nodiscard]] constexpr int month_number(Date date) {
  const std::chrono::year_month_day day{date};
  return static_cast<int>(day.year()) * 12 + static_cast<int>(static_cast<unsigned>(day.month())) - 1;
}

}  // namespace muster
