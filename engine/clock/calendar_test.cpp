#include "engine/clock/calendar.hpp"

#include "tests/support/catch.hpp"

using namespace muster;
using std::chrono::year;

TEST_CASE("the next month, the next year and the ends of years agree with the calendar", "[unit][clock]") {
  const Instant leap_day_noon = start_of(Date{year{2024} / 2 / 29}) + Days{0.5};
  CHECK(next_month(leap_day_noon) == start_of(Date{year{2024} / 3 / 1}));
  CHECK(next_year(leap_day_noon) == start_of(Date{year{2025} / 1 / 1}));
  CHECK(new_year_from(leap_day_noon) == start_of(Date{year{2025} / 1 / 1}));

  const Instant new_year = start_of(Date{year{2024} / 1 / 1});
  CHECK(new_year_from(new_year) == new_year);
  CHECK(next_year(new_year) == start_of(Date{year{2025} / 1 / 1}));
  CHECK(next_month(new_year) == start_of(Date{year{2024} / 2 / 1}));
  CHECK(last_day_of_year(Date{year{2023} / 7 / 4}) == Date{year{2023} / 12 / 31});
  CHECK(month_number(Date{year{2024} / 3 / 1}) - month_number(Date{year{2023} / 12 / 31}) == 3);
}

TEST_CASE("the rest of a year is 1 at its start and the share of one day on its last day", "[unit][clock]") {
  CHECK(rest_of_year(start_of(Date{year{2023} / 1 / 1})) == 1);
  CHECK(rest_of_year(start_of(Date{year{2023} / 12 / 31})) == Catch::Approx(1 / 365.0));
  CHECK(rest_of_year(start_of(Date{year{2024} / 7 / 2})) == Catch::Approx(183 / 366.0));
}
