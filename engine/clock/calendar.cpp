#include "engine/clock/calendar.hpp"

#include <fmt/format.h>

namespace muster {

std::string iso(Date date) {
  const std::chrono::year_month_day day{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string iso(Instant at) {
  const int minute = at.minutes - start_of(date_of(at)).minutes;
  return fmt::format("{} {:02}:{:02}", iso(date_of(at)), minute / 60, minute % 60);
}

}  // namespace muster
