// Dates in sentences, in both languages.
#include "engine/text/dates.hpp"
#include "tests/support/catch.hpp"

namespace muster {

namespace {

using std::chrono::January;

constexpr Date day{std::chrono::year{2027} / January / 5};

TEST_CASE("a date is composed in the language in which its text is displayed", "[text]") {
  const Text date = date_words(day), month = month_words(day),
             minute = date_words(Instant{start_of(day).minutes + 9 * 60});
  CHECK(date == "2027-01-05");
  CHECK(month == "2027-01");
  CHECK(minute == "2027-01-05 09:00");
  CHECK(date.in(Language::chinese) == "2027年1月5日");
  CHECK(month.in(Language::chinese) == "2027年1月");
  CHECK(minute.in(Language::chinese) == "2027年1月5日09:00");
  CHECK(tr("{}: {}", date, 3).in(Language::chinese) == "2027年1月5日: 3");
}

}  // namespace

}  // namespace muster
