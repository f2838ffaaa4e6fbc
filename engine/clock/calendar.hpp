// Dates as people write and count them.
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

/// The last day of a date's month.
[[nodiscard]] constexpr Date last_day_of_month(Date date) {
  const std::chrono::year_month_day day{date};
  return Date{std::chrono::year_month_day_last{day.year(), std::chrono::month_day_last{day.month()}}};
}

}  // namespace muster
