#include "engine/text/dates.hpp"

#include "engine/clock/calendar.hpp"

namespace muster {

namespace {

bool in_chinese() { return current_language() == Language::chinese; }

std::string month_of(Date date) {
  const std::chrono::year_month_day day{date};
  return in_chinese() ? fmt::format("{}年{}月", static_cast<int>(day.year()), static_cast<unsigned>(day.month()))
                      : iso(date).substr(0, std::string_view("2026-12").size());
}

std::string day_of(Date date) {
  const unsigned day{std::chrono::year_month_day{date}.day()};
  return in_chinese() ? fmt::format("{}{}日", month_of(date), day) : iso(date);
}

}  // namespace

Text date_words(Date date) {
  return Text::worded([date] { return day_of(date); });
}

Text date_words(Instant at) {
  return Text::worded([at] {
    const std::string written = iso(at), time = written.substr(written.find(' ') + 1);
    return in_chinese() ? day_of(date_of(at)) + time : written;
  });
}

Text month_words(Date date) {
  return Text::worded([date] { return month_of(date); });
}

}  // namespace muster
