#include "engine/clock/instant.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace muster;
using namespace std::chrono_literals;

namespace {

constexpr Instant first{std::numeric_limits<std::int32_t>::min()}, last{std::numeric_limits<std::int32_t>::max()};

}  // namespace

TEST_CASE("a date starts at its 00:00 and ends at its 23:59", "[unit][clock]") {
  const Date epoch = 1970y / std::chrono::January / 1, leap = 2024y / std::chrono::February / 29;
  CHECK(start_of(epoch) == Instant{0});
  CHECK(end_of(epoch) == Instant{1439});
  CHECK(date_of(start_of(leap)) == leap);
  CHECK(date_of(end_of(leap)) == leap);
  CHECK(date_of(Instant{end_of(leap).minutes + 1}) == Date{2024y / std::chrono::March / 1});
}

TEST_CASE("instants before 1970 are assigned to the right day", "[unit][clock]") {
  CHECK(day_number(Instant{-1}) == -1);
  CHECK(day_number(Instant{-1440}) == -1);
  CHECK(day_number(Instant{-1441}) == -2);
  CHECK(date_of(Instant{-1}) == Date{1969y / std::chrono::December / 31});
  CHECK(day_number(first) == -1'491'309);  // −2^31 = −1 491 308 · 1440 − 128
  CHECK(day_number(last) == 1'491'308);
}

TEST_CASE("adding days rounds to the nearest minute", "[unit][clock]") {
  CHECK(Instant{10} + Days{1} == Instant{1450});
  CHECK(Instant{10} + Days{0.4 / 1440} == Instant{10});
  CHECK(Instant{10} + Days{0.6 / 1440} == Instant{11});
  CHECK(Instant{10} + Days{-0.6 / 1440} == Instant{9});
  CHECK(Instant{-10} + Days{-1} == Instant{-1450});
  CHECK(Instant{1450} - Instant{10} == Days{1});
  CHECK((last - first).value * 1440 == 4294967295.0);
}

TEST_CASE("a sum outside the calendar is refused", "[unit][clock]") {
  CHECK(Instant{last.minutes - 1440} + Days{1} == last);
  CHECK(Instant{first.minutes + 1440} + Days{-1} == first);
  CHECK_THROWS_AS(last + Days{1}, std::out_of_range);
  CHECK_THROWS_AS(first + Days{-1}, std::out_of_range);
  CHECK_THROWS_AS(Instant{0} + Days{std::numeric_limits<double>::infinity()}, std::out_of_range);
  CHECK_THROWS_AS(Instant{0} + Days{std::nan("")}, std::out_of_range);
}
