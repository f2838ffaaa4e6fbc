#include "models/policy/policy.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace muster::policy {

namespace {

using namespace std::chrono_literals;

// The numbers who came to the exams of 18 June 2022 and 17 June 2023 under some changes.
std::vector<double> sat_under(const std::string& changes) {
  const testing::TemporaryFolder folder;
  const experiments::Session session =
      test::open_scenario(folder, "place.yaml", test::two_areas() + "policy:\n  changes:\n" + changes);
  const ReplicationResult result = simulate(session.setup(Seed{1}), session.shape, Replication{0}, session.build);
  std::size_t series = 0;
  while (session.shape.series.at(series).name.name != "qualification.sat") ++series;
  std::vector<double> sat;
  for (const Date month : {Date{2022y / 6 / 30}, Date{2023y / 6 / 30}}) {
    const auto date =
        std::find(session.shape.dates.begin(), session.shape.dates.end(), month) - session.shape.dates.begin();
    sat.push_back(
        result.values[session.shape.cell(static_cast<std::size_t>(date), session.shape.areas.whole(), series)]);
  }
  return sat;
}

const std::string nobody_comes = "parameter: qualification.attendance, set: 0 %";
const std::string nothing_changes =
    "    - {id: same, on: 2022-01-01, parameter: qualification.attendance, scale: 1}\n";

TEST_CASE("a change takes effect before all other events of its day", "[unit][policy]") {
  const std::vector<double> sat = sat_under(nothing_changes);
  REQUIRE(sat[0] > 1000);
  const auto called = [](const std::string& on) {
    return "    - {id: a, on: " + on + ", " + nobody_comes +
           "}\n    - {id: b, on: 2022-01-01, parameter: qualification.attendance_called, set: 0 %}\n";
  };
  CHECK(sat_under(called("2022-06-18"))[0] == 0);
  CHECK(sat_under(called("2022-06-19"))[0] > 0.9 * sat[0]);
  CHECK(sat_under(called("2022-06-19"))[1] == 0);
}

TEST_CASE("a condition is judged at the end of each day, and never before its date", "[unit][policy]") {
  const std::vector<double> sat = sat_under(nothing_changes);
  const auto when = [](const std::string& date, const std::string& least) {
    return "    - {id: a, " + date + "when: {series: stations.open, area: east, at_least: " + least +
           "}, parameter: qualification.attendance, scale: 0.5}\n";
  };
  CHECK(sat_under(when("", "100")) == sat);           // east has 12 townships
  CHECK(sat_under(when("", "4"))[0] < 0.6 * sat[0]);  // and 4 stations from the start
  CHECK(sat_under(when("on: 2022-06-18, ", "4"))[0] == sat[0]);
  CHECK(sat_under(when("on: 2022-06-17, ", "4"))[0] < 0.6 * sat[0]);
  CHECK(sat_under(when("on: 2022-06-18, ", "4"))[1] < 0.6 * sat[1]);
}

TEST_CASE("changes at the same instant take effect in the order written", "[unit][policy]") {
  const std::string set = "    - {id: set, on: 2022-01-01, " + nobody_comes + "}\n";
  const std::string back = "    - {id: back, on: 2022-01-01, parameter: qualification.attendance, set: 100 %}\n";
  CHECK(sat_under(set + back)[0] > sat_under(nothing_changes)[0]);
  CHECK(sat_under(back + set)[0] < 0.1 * sat_under(nothing_changes)[0]);  // only those called
}

TEST_CASE("a change of a parameter that cannot be scaled or does not exist is refused before simulating",
          "[unit][policy]") {
  const auto refusal = [](const std::string& changes) -> std::string {
    try {
      (void)sat_under(changes);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  using Catch::Matchers::ContainsSubstring;
  CHECK_THAT(refusal("    - {id: a, on: 2022-01-01, parameter: people.departures, scale: 2}\n"),
             ContainsSubstring("people.departures"));
  CHECK_THAT(refusal("    - {id: a, on: 2022-01-01, parameter: posts.mandate.sanction, scale: 2}\n"),
             ContainsSubstring("posts.mandate.sanction"));
  CHECK_THAT(refusal("    - {id: a, when: {series: stations.open, area: eest, at_least: 1}, " + nobody_comes + "}\n"),
             ContainsSubstring("eest"));
  CHECK_THAT(refusal("    - {id: a, on: 2022-01-01, parameter: qualification.attendence, set: 1 %}\n"),
             ContainsSubstring("attendence"));
  CHECK(refusal(nothing_changes) == "");
}

}  // namespace

}  // namespace muster::policy
