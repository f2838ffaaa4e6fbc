// The other tiers of the system and their rooms, and the villages served by stations.
#include "models/stations/stations.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace muster::stations {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::SmallPlace;
using test::SmallWorkforce;
using Values = std::vector<double>;

using test::town;

// The values of a series at the end of the given days.
Values values_on(SmallWorkforce& workforce, const std::string& series, const std::vector<Date>& dates) {
  Values values;
  for (const Date date : dates) {
    workforce.run_to(date);
    values.push_back(workforce(series));
  }
  return values;
}

// A tier with no sites and none planned; 50 days to build.
Tier tier(const SmallPlace& place, const std::string& id) {
  Tier made;
  made.id = id;
  made.at_start = made.to_build = PerArea<int>(place.areas.leaf_count(), 0);
  made.start = 2022y / 3 / 1;
  made.building = Days{50};
  made.set_up_cost = Yuan{100};
  return made;
}

// ------------------------------------------------------------------------------------------------------- other tiers

TEST_CASE("a tier's sites are paid for on its start and count when they are built", "[unit][stations]") {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(1);
  stations.tiers = {tier(place, "centre"), tier(place, "room"), tier(place, "hall")};
  stations.tiers[0].at_start[town] = 1;
  stations.tiers[1].at_start[town] = 3;
  stations.tiers[1].to_build[town] = 2;
  stations.tiers[2].to_build[town] = 4;
  stations.tiers[2].start = 2021y / 6 / 1;  // past: money is asked for at once
  stations.tiers[1].rooms = stations.tiers[2].rooms = true;
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 1 / 1);
  CHECK(workforce("stations.tier.centre") == 1);
  CHECK(workforce("stations.rooms") == 3);
  CHECK(workforce("funding.spent.rooms") == 400);
  CHECK(values_on(workforce, "stations.tier.hall", {2022y / 2 / 19, 2022y / 2 / 20}) == Values{0, 4});
  CHECK(workforce("stations.built.hall") == 4);
  CHECK(workforce("stations.rooms") == 7);
  CHECK(values_on(workforce, "funding.spent.rooms", {2022y / 2 / 28, 2022y / 3 / 1}) == Values{0, 200});
  CHECK(values_on(workforce, "stations.tier.room", {2022y / 4 / 19, 2022y / 4 / 20, 2022y / 12 / 31}) ==
        Values{3, 5, 5});
  CHECK(workforce("stations.tier.centre") == 1);
  CHECK(workforce("stations.rooms") == 9);
}

TEST_CASE("without a tier that counts as rooms there is no series of rooms", "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).tiers = {tier(place, "centre")};
  CHECK_THROWS(SmallWorkforce(place)("stations.rooms"));
  place.stations->tiers[0].rooms = true;
  CHECK(SmallWorkforce(place)("stations.rooms") == 0);
}

TEST_CASE("when money is short, rooms and stations wait in the order of priority", "[unit][stations]") {
  const auto waits = [](const std::vector<std::string>& priority) {
    SmallPlace place;
    stations::Parameters& stations = place.with_stations(2);
    stations.set_up_cost = Yuan{100};
    stations.waves = {{"first", "", {"all"}, 1, 2022y / 1 / 10, 2023y / 12 / 31},   // asks on 20 January
                      {"second", "", {"all"}, 1, 2022y / 3 / 1, 2023y / 12 / 31}};  // and on 11 March
    stations.tiers = {tier(place, "room")};                                         // asks on 1 March
    stations.tiers[0].to_build[town] = 3;
    const Timeline budget{{{2022y / 1 / 1, 380}, {2023y / 1 / 1, 150}}, false};
    place.funding.sources = {{"budget", "", ByDate<Yuan>(budget), Yuan{0}, Share{0}, funding::item_names}};
    place.funding.priority = priority;
    SmallWorkforce workforce(place);
    Values found;
    for (const Date date : {2022y / 12 / 31, 2023y / 12 / 31, 2024y / 12 / 31}) {
      workforce.run_to(date);
      found.push_back(workforce("stations.tier.room"));
      found.push_back(workforce("stations.open"));
      found.push_back(workforce("funding.waiting"));
    }
    return found;
  };
  const std::vector<std::string> rest = {"running", "salaries", "exam_support", "bonuses", "training", "pairing"};
  std::vector<std::string> rooms_first = {"rooms", "set_up"}, stations_first = {"set_up", "rooms"};
  rooms_first.insert(rooms_first.end(), rest.begin(), rest.end());
  stations_first.insert(stations_first.end(), rest.begin(), rest.end());
  // Of 380 yuan the first station takes 100 and two rooms 200, so a room waits since 1 March and a station since
  // 11 March; 150 come in 2023 and in 2024, each enough for one of them.
  CHECK(waits(rooms_first) == Values{2, 1, 200, 3, 1, 100, 3, 2, 0});
  CHECK(waits(stations_first) == Values{2, 1, 200, 2, 2, 100, 3, 2, 0});
}

TEST_CASE("rooms that pairing gives are built at once and without money", "[unit][stations]") {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(1);
  stations.tiers = {tier(place, "planned"), tier(place, "given")};
  stations.tiers[1].from_pairing = true;
  stations.tiers[1].at_start[town] = 1;
  stations.tiers[0].rooms = stations.tiers[1].rooms = true;
  place.funding.sources = {{"purse", "", Yuan{0}, Yuan{0}, Share{1}, funding::item_names}};
  training::Pairing pairing;
  pairing.id = "partner";
  pairing.pairs = PerArea<int>(1, 2);
  pairing.from = 2022y / 2 / 1;
  pairing.paid_into = "purse";
  pairing.rooms = 3;
  place.training.pairing = {pairing};
  SmallWorkforce workforce(place);
  CHECK(values_on(workforce, "stations.tier.given", {2022y / 3 / 22, 2022y / 3 / 23}) == Values{1, 7});  // 50 days
  CHECK(workforce("stations.tier.planned") == 0);
  CHECK(workforce("stations.rooms") == 7);
  CHECK(workforce("funding.spent") == 0);
  CHECK(workforce("funding.waiting") == 0);
}

TEST_CASE("rooms given by pairing need a tier with from_pairing", "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).tiers = {tier(place, "room")};
  SmallWorkforce workforce(place);
  CHECK_THROWS_WITH(workforce.stations->rooms_given(town, 1),
                    "training.pairing gives rooms, and no tier of stations.tiers has from_pairing: yes; write one or "
                    "set rooms to 0");
  CHECK_NOTHROW(workforce.stations->rooms_given(town, 0));
}

TEST_CASE("a site's building time depends on its area, tier and number only", "[property][stations]") {
  // The number of a tier's sites in the east at the end of each week; other sites do not change it.
  const auto built = [](int here, int of_another_tier, int in_west) {
    SmallPlace place({{"west", "", ""}, {"east", "", ""}});
    stations::Parameters& stations = place.with_stations(1);
    stations.tiers = {tier(place, "hall"), tier(place, "room")};
    for (Tier& each : stations.tiers) each.building = DistributionOf<Days>(Distribution::lognormal(200, 150));
    stations.tiers[0].to_build[AreaId{1}] = of_another_tier;
    stations.tiers[1].to_build[AreaId{0}] = in_west;
    stations.tiers[1].to_build[AreaId{1}] = here;
    SmallWorkforce workforce(place);
    Values standing;
    for (int week = 0; week < 150; ++week) {
      workforce.run_to(Date{2022y / 3 / 1} + days{7 * week});
      standing.push_back(workforce("stations.tier.room", "east"));
    }
    return standing;
  };
  const Values ten = built(10, 0, 0);
  CHECK(built(10, 7, 9) == ten);
  const Values eleven = built(11, 0, 0);
  CHECK(eleven.back() == ten.back() + 1);
  for (std::size_t week = 0; week < ten.size(); ++week) {
    const double more = eleven[week] - ten[week];
    CHECK((more == 0 || more == 1));
    if (week > 0) CHECK(more >= eleven[week - 1] - ten[week - 1]);  // the eleventh, once built, stays
  }
}

// --------------------------------------------------------------------------------------------------------- villages

Villages villages(int total, double per_worker) {
  return {PerArea<int>(1, total), ByDate<Number>(Number{per_worker})};
}

TEST_CASE("an area's villages are divided over its townships and none is lost", "[unit][stations]") {
  const auto served = [](int total, int townships, int in_service) {
    SmallPlace place;
    place.with_stations(townships).open_at_start[town] = in_service;
    place.stations->villages = villages(total, 1000);
    const SmallWorkforce workforce(place);
    CHECK(workforce("stations.villages") == total);
    return workforce("stations.villages_served");
  };
  CHECK(Values{served(10, 4, 0), served(10, 4, 1), served(10, 4, 2), served(10, 4, 3), served(10, 4, 4)} ==
        Values{0, 3, 6, 8, 10});
  CHECK(Values{served(2, 3, 1), served(2, 3, 2), served(2, 3, 3)} == Values{1, 2, 2});
  CHECK(served(0, 3, 3) == 0);
}

TEST_CASE("a station serves its township's villages as far as its workers go, and only in regular service",
          "[unit][stations]") {
  const auto served = [](int total, double per_worker) {
    SmallPlace place;
    place.with_stations(1).waves = {{"wave", "", {"all"}, {}, 2022y / 1 / 10, 2022y / 12 / 31}};
    place.stations->villages = villages(total, per_worker);
    SmallWorkforce workforce(place);
    CHECK(values_on(workforce, "stations.villages_served", {2022y / 3 / 11, 2022y / 4 / 19}) == Values{0, 0});
    CHECK(workforce("stations.staff") == 2);
    workforce.run_to(2022y / 4 / 20);
    CHECK(workforce("stations.village_coverage") == workforce("stations.villages_served") / total);
    return workforce("stations.villages_served");
  };
  CHECK(served(5, 1.5) == 3);
  CHECK(served(5, 1.4) == 2);  // 2.8 is two
  CHECK(served(5, 2.5) == 5);
  CHECK(served(5, 100) == 5);
  CHECK(served(5, 0.4) == 0);
}

TEST_CASE("the villages served are the exact product of workers and villages, without binary rounding",
          "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).open_at_start[town] = 1;
  place.stations->staff_posts = Number{25};
  place.stations->villages = villages(100, 1.16);
  SmallWorkforce workforce(place);
  REQUIRE(workforce("stations.staff") == 25);
  CHECK(workforce("stations.villages_served") == 29);  // 25 times 1.16, which binary fractions make a little less
}

TEST_CASE("villages are not served by workers who are away or gone", "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).open_at_start[town] = 1;
  place.stations->villages = villages(5, 1.5);
  place.posts.mandate = posts::Mandate{2022y / 6 / 30, 2022y / 1 / 1, Share{0}, {}, posts::Sanction::replace, {}};
  SmallWorkforce workforce(place);
  const auto served_on = [&](Date date) { return values_on(workforce, "stations.villages_served", {date}).front(); };
  CHECK(served_on(2022y / 1 / 31) == 3);
  const PostId first = workforce.stations->first_post(StationId{0});
  const PostId second{static_cast<std::uint32_t>(index(first) + 1)};
  workforce.posts.second(first);
  CHECK(served_on(2022y / 2 / 1) == 1);
  workforce.posts.second(second);
  CHECK(served_on(2022y / 2 / 2) == 0);
  CHECK(workforce("stations.in_service") == 1);  // its grace period runs
  workforce.posts.give_back(first);
  workforce.posts.give_back(second);
  CHECK(served_on(2022y / 2 / 3) == 3);
  CHECK(workforce("stations.villages_gained") == 3);
  // Both leave at the end of 30 June and others start 30 days later.
  CHECK(served_on(2022y / 6 / 29) == 3);
  CHECK(served_on(2022y / 7 / 29) == 0);
  CHECK(workforce("stations.villages_lost") == 3);
  CHECK(served_on(2022y / 7 / 30) == 3);
}

TEST_CASE("a station out of service for lack of money serves no village", "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).open_at_start[town] = 1;
  place.stations->villages = villages(5, 2);
  place.stations->running_cost = Yuan{1000};
  const Timeline budget{{{2021y / 1 / 1, 1000}, {2023y / 1 / 1, 999}, {2024y / 1 / 1, 1001}}, false};
  place.funding.sources = {{"budget", "", ByDate<Yuan>(budget), Yuan{0}, Share{0}, {"running"}}};
  SmallWorkforce workforce(place);
  CHECK(values_on(workforce, "stations.villages_served", {2022y / 12 / 31, 2023y / 1 / 1, 2024y / 1 / 1}) ==
        Values{4, 0, 4});
}

TEST_CASE("the number of villages a worker can serve may change with the date", "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).open_at_start[town] = 1;
  place.stations->villages = villages(9, 0);
  place.stations->villages->per_worker =
      ByDate<Number>(Timeline{{{2021y / 1 / 1, 2}, {2022y / 3 / 1, 3}, {2022y / 5 / 10, 1}}, false});
  SmallWorkforce workforce(place);
  CHECK(values_on(workforce, "stations.villages_served",
                  {2022y / 2 / 28, 2022y / 3 / 1, 2022y / 5 / 31, 2022y / 6 / 1}) == Values{4, 6, 6, 2});
}

}  // namespace

}  // namespace muster::stations
