// Common random numbers: what a scenario changes gets its own random numbers, and everything else keeps the numbers
// it had.
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/small_workforce.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;
using test::open_scenario;
using test::SmallPlace;
using test::SmallWorkforce;

ReplicationResult simulated(const experiments::Session& session, std::uint64_t replication) {
  return simulate(session.setup(Seed{20240611}), session.shape, Replication{replication}, session.build);
}

bool same_number(double a, double b) { return std::memcmp(&a, &b, sizeof(double)) == 0; }  // NaN equals NaN

// The first difference between an area's numbers in two results; empty if there is none.
std::string first_difference(const experiments::Session& a, const ReplicationResult& in_a,
                             const experiments::Session& b, const ReplicationResult& in_b, const std::string& area) {
  for (std::size_t date = 0; date < a.shape.dates.size(); ++date)
    for (std::size_t s = 0; s < a.shape.series.size(); ++s) {
      const double here = in_a.values[a.shape.cell(date, *a.shape.areas.find(area), s)];
      const double there = in_b.values[b.shape.cell(date, *b.shape.areas.find(area), s)];
      if (!same_number(here, there))
        return fmt::format("{} at report {}: {} and {}", a.shape.series[s].name.name, date, here, there);
    }
  return "";
}

TEST_CASE("adding an area with its own people leaves every number of the other areas unchanged", "[property]") {
  const testing::TemporaryFolder folder;
  const experiments::Session two = open_scenario(folder, "two.yaml", test::two_areas(false));
  const experiments::Session three =
      // the new area is between the others, so that ids shift as well
      open_scenario(folder, "three.yaml", test::two_areas(true));
  for (const std::uint64_t replication : {0, 1, 2}) {
    const ReplicationResult before = simulated(two, replication), after = simulated(three, replication);
    CHECK(first_difference(two, before, three, after, "east") == "");
    CHECK(first_difference(two, before, three, after, "west") == "");
    CHECK(after.events > before.events);
    CHECK(first_difference(two, before, three, after, "all") != "");
  }
}

// Tongren without what its counties share by design: agencies that work in other counties, and seats in common
// training sessions. With a seat for everyone, and every county on its own, no county may affect another.
experiments::Session counties_apart(std::vector<scenarios::Override> changes = {}) {
  changes.push_back({"agencies.works_elsewhere", "no"});
  for (const std::string session : {"year_2022", "year_2023", "year_2024", "year_2025"})
    changes.push_back({"training.sessions." + session + ".seats", "100000 people"});
  return experiments::open_session(experiments::find_scenario("tongren"), changes);
}

bool differs(const experiments::Session& a, const ReplicationResult& in_a, const ReplicationResult& in_b,
             const std::string& area, const std::string& series) {
  std::size_t s = 0;
  while (a.shape.series[s].name.name != series) ++s;
  for (std::size_t date = 0; date < a.shape.dates.size(); ++date) {
    const std::size_t cell = a.shape.cell(date, *a.shape.areas.find(area), s);
    if (!same_number(in_a.values[cell], in_b.values[cell])) return true;
  }
  return false;
}

TEST_CASE("one more agency, or twice the pairs, in one county leaves the other counties' numbers unchanged",
          "[property][places]") {
  const experiments::Session base = counties_apart();
  const experiments::Session agency = counties_apart({{"agencies.at_start.by_area.sinan", "3"}});
  const experiments::Session pairs = counties_apart({{"training.pairing.dongguan.pairs.by_area.sinan", "10"}});
  for (const std::uint64_t replication : {0, 1, 2}) {
    const ReplicationResult before = simulated(base, replication), with_agency = simulated(agency, replication),
                            with_pairs = simulated(pairs, replication);
    for (AreaNode area = 0; area < base.shape.areas.leaf_count(); ++area) {
      const std::string id = base.shape.areas[area].id;
      if (id == "sinan") continue;
      INFO(id << ", replication " << replication);
      CHECK(first_difference(base, before, agency, with_agency, id) == "");
      CHECK(first_difference(base, before, pairs, with_pairs, id) == "");
    }
    CHECK(differs(base, before, with_agency, "sinan", "agencies.active"));
    CHECK(differs(base, before, with_pairs, "sinan", "training.pairs"));
    CHECK(differs(base, before, with_pairs, "sinan", "training.supervised"));
    // Within the county, too, anything that neither of the two affects keeps its random numbers.
    CHECK_FALSE(differs(base, before, with_pairs, "sinan", "agencies.active"));
    CHECK_FALSE(differs(base, before, with_pairs, "sinan", "agencies.capacity"));
    CHECK_FALSE(differs(base, before, with_agency, "sinan", "agencies.founded"));
  }
}

TEST_CASE("one more agency in an area has its own random numbers and leaves the others unchanged", "[property]") {
  // With n and with n + 1 agencies at the start, the same happens to the first n: there is one agency more until the
  // last one closes, with a capacity that stays the same until then.
  const auto lives = [](int count) {
    SmallPlace place;
    place.with_stations(1);
    agencies::Parameters& agencies = place.agencies.emplace();
    agencies.at_start = PerArea<int>(1, count);
    agencies.founded = Number{6};
    agencies.weight = PerArea<Number>(1, Number{1});
    agencies.capacity = DistributionOf<Number>(Distribution::uniform(1, 40));
    agencies.closes = PerYear{0.2};
    agencies.evaluation = {Days{365}, Share{0.3}, Share{0.4}, Days{100}};
    SmallWorkforce workforce(place);
    std::vector<std::pair<double, double>> found;
    for (int month = 0; month < 84; ++month) {
      workforce.run_to(place.start + std::chrono::days{30 * month});
      found.emplace_back(workforce("agencies.active"), workforce("agencies.capacity"));
    }
    return found;
  };
  auto before = lives(1);
  int closed = 0;
  for (int count = 2; count <= 30; ++count) {
    const auto now = lives(count);
    const double capacity = now[0].second - before[0].second;
    REQUIRE(now[0].first == before[0].first + 1);
    REQUIRE(capacity >= 1);
    bool there = true;
    for (std::size_t month = 0; month < now.size(); ++month) {
      there = there && now[month].first > before[month].first;
      if (now[month] !=
          std::pair(before[month].first + (there ? 1 : 0), before[month].second + (there ? capacity : 0)))
        FAIL("agency " << count << ", month " << month);
    }
    closed += there ? 0 : 1;
    before = now;
  }
  CHECK(closed > 10);
  CHECK(closed < 29);
}

TEST_CASE("settings that repeat the present values change nothing", "[property]") {
  const testing::TemporaryFolder folder;
  const std::string text = test::two_areas(false);
  const experiments::Session base = open_scenario(folder, "base.yaml", text);
  const ReplicationResult result = simulated(base, 5);
  const auto changes_nothing = [&](const experiments::Session& session) {
    const ReplicationResult other = simulated(session, 5);
    return other.values.size() == result.values.size() &&
           std::memcmp(other.values.data(), result.values.data(), other.values.size() * sizeof(double)) == 0;
  };
  CHECK(changes_nothing(open_scenario(folder, "none.yaml", text + "policy: {changes: []}\n")));
  CHECK(changes_nothing(open_scenario(folder, "same.yaml", text + R"(policy:
  changes:
    - {id: again, on: 2022-06-01, parameter: posts.mandate.registers, set: 80 %}
    - {id: once, on: 2022-07-01, parameter: qualification.attendance, scale: 1}
)")));
  CHECK(changes_nothing(
      open_scenario(folder, "set.yaml", text, {{"posts.mandate.registers", "80 %"}, {"training.seats", "20"}})));
  CHECK_FALSE(changes_nothing(open_scenario(folder, "more.yaml", text, {{"posts.mandate.registers", "0 %"}})));
  CHECK_FALSE(changes_nothing(open_scenario(folder, "later.yaml", text + R"(policy:
  changes:
    - {id: less, on: 2022-03-01, parameter: qualification.attendance, scale: 0.9}
)")));
}

TEST_CASE("a lever leaves everything before it, and everyone it does not affect, unchanged", "[property]") {
  const testing::TemporaryFolder folder;
  const std::string text = test::two_areas(false);
  const experiments::Session base = open_scenario(folder, "base.yaml", text);
  // Courses only for staff and candidates of 2024: everything recorded before May 2024 is the same.
  const experiments::Session lever = open_scenario(folder, "lever.yaml", text + R"(policy:
  changes:
    - {id: publicity, on: 2024-01-01, parameter: qualification.demand.drive, set: 1.5}
)");
  const ReplicationResult before = simulated(base, 0), after = simulated(lever, 0);
  const ResultsShape& shape = base.shape;
  std::size_t series = 0;
  const auto find = [&](const std::string& name) {
    for (series = 0; shape.series[series].name.name != name;) ++series;
    return series;
  };
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    const bool registration_over = shape.dates[date] >= Date{2024y / 4 / 30};
    for (std::size_t s = 0; s < shape.series.size() && !registration_over; ++s)
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
        if (!same_number(before.values[shape.cell(date, area, s)], after.values[shape.cell(date, area, s)]))
          FAIL(shape.series[s].name.name << " differs at report " << date);
    // More candidates from outside neither move nor fill a post before they get a certificate in autumn.
    for (const char* untouched : {"stations.open", "stations.in_service", "posts.hires", "posts.separations"})
      if (shape.dates[date] <= Date{2024y / 8 / 31})
        CHECK(before.values[shape.cell(date, 0, find(untouched))] ==
              after.values[shape.cell(date, 0, find(untouched))]);
  }
  const auto at_april =
      shape.cell(static_cast<std::size_t>(std::find(shape.dates.begin(), shape.dates.end(), Date{2024y / 4 / 30}) -
                                          shape.dates.begin()),
                 0, find("qualification.registered"));
  CHECK(after.values[at_april] > before.values[at_april] * 1.2);
}

TEST_CASE("one more candidate at the end of an area leaves the results of all others unchanged", "[property]") {
  // With n and with n + 1 registered in the west, the results of the others are the same: the number passing grows by
  // one person's result, 0 or 1, and the east does not move.
  const auto passed = [](double count) {
    SmallPlace place({{"east", "", ""}, {"west", "", ""}});
    place.start = 2022y / 4 / 30;
    place.people.education = {{"school", "", Share{0.5}}, {"college", "", Share{0.5}}};
    place.people.practice = DistributionOf<Days>(Distribution::lognormal(1200, 1200));
    place.qualification.levels[0].eligible = {{"A1", "school", Days{700}, {}}, {"A2", "college", Days{0}, {}}};
    place.qualification.difficulty_sd = Number{0.3};
    place.qualification.attendance = Share{0.8};
    place.people.weight[AreaId{0}] = Number{50};
    place.people.weight[AreaId{1}] = Number{count};
    place.qualification.under_way = qualification::UnderWay{"2022", Number{50 + count}, Number{0}, Share{0}};
    SmallWorkforce workforce(place);
    CHECK(workforce("qualification.registered", "east") == 50);
    CHECK(workforce("qualification.registered", "west") == count);
    workforce.run_to(2022y / 12 / 31);
    return std::pair(workforce("qualification.passed", "east"), workforce("qualification.passed", "west"));
  };
  const auto [east, first] = passed(1);
  double before = first;
  int passes = 0;
  for (int count = 2; count <= 200; ++count) {
    const auto [still, now] = passed(count);
    CHECK(still == east);
    CHECK((now == before || now == before + 1));
    passes += now > before ? 1 : 0;
    before = now;
  }
  CHECK(passes > 10);
  CHECK(passes < 190);
}

}  // namespace

}  // namespace muster
