#include "models/stations/stations.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace muster::stations {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

constexpr AreaId town{0};
constexpr Date first_day = 2022y / 1 / 10;  // of the wave below

// One wave on 10 January: asked for on the 20th, procured on 9 February, open on 11 March, in service on 20 April.
SmallPlace one_wave(int townships) {
  SmallPlace place;
  place.with_stations(townships).waves = {{"wave", "", {"all"}, {}, first_day, 2022y / 12 / 31}};
  return place;
}

// What a series is at the end of each of these days.
std::vector<double> on(SmallWorkforce& workforce, const std::string& series, const std::vector<Date>& dates) {
  std::vector<double> values;
  for (const Date date : dates) {
    workforce.run_to(date);
    values.push_back(workforce(series));
  }
  return values;
}

using Values = std::vector<double>;

TEST_CASE("a station is planned, funded, procured, fitted out, staffed, opened and settles, each step in its time",
          "[unit][stations]") {
  SmallPlace place = one_wave(1);
  place.stations->set_up_cost = Yuan{40000};
  place.stations->running_cost = Yuan{36500};
  SmallWorkforce workforce(place);
  workforce.run_to(first_day - days{1});
  CHECK(workforce("stations.planned") == 0);
  workforce.run_to(first_day);
  CHECK(workforce("stations.planned") == 1);
  CHECK(workforce("stations.announced") == 1);
  workforce.run_to(first_day + days{9});
  CHECK(workforce("funding.spent") == 0);
  workforce.run_to(first_day + days{10});
  CHECK(workforce("funding.spent.set_up") == 40000);
  workforce.run_to(first_day + days{29});
  CHECK(workforce("posts.established") == 0);
  workforce.run_to(first_day + days{30});
  CHECK(workforce("posts.established") == 2);
  CHECK(workforce("posts.vacant") == 2);
  workforce.run_to(first_day + days{59});
  CHECK(workforce("stations.staff") == 0);
  CHECK(workforce("stations.open") == 0);
  workforce.run_to(first_day + days{60});
  CHECK(workforce("stations.staff") == 2);
  CHECK(workforce("stations.open") == 1);
  CHECK(workforce("stations.planned") == 0);
  CHECK(workforce("stations.coverage") == 1);
  CHECK(workforce("funding.spent.running") == 29600);  // 296 of 365 days of 2022 are left
  workforce.run_to(first_day + days{99});
  CHECK(workforce("stations.in_service") == 0);
  workforce.run_to(first_day + days{100});
  CHECK(workforce("stations.in_service") == 1);
  workforce.run_to(2023y / 1 / 1);
  CHECK(workforce("funding.spent.running") == 36500);
}

TEST_CASE("a station opens with its first worker, not before", "[unit][stations]") {
  SmallPlace place = one_wave(1);
  place.posts.time_to_fill = Days{75};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.open", {first_day + days{104}, first_day + days{105}}) == Values{0, 1});
}

TEST_CASE("no more stations are fitted out at once than an area can carry", "[unit][stations]") {
  SmallPlace place = one_wave(7);
  place.stations->fitted_out_at_once[town] = Number{3};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.open",
           {first_day + days{59}, first_day + days{60}, first_day + days{89}, first_day + days{90},
            first_day + days{119}, first_day + days{120}}) == Values{0, 3, 3, 6, 6, 7});
}

TEST_CASE("each area has its own places to fit out and its own tender", "[unit][stations]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.with_stations(2).waves = {{"wave", "", {"all"}, {}, first_day, 2022y / 12 / 31}};
  place.stations->fitted_out_at_once[AreaId{0}] = Number{1};
  SmallWorkforce workforce(place);
  workforce.run_to(first_day + days{60});
  CHECK(workforce("stations.open", "east") == 1);
  CHECK(workforce("stations.open", "west") == 2);
}

TEST_CASE("earlier deadlines are fitted out first, and what is late is counted until it opens", "[unit][stations]") {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(4);
  stations.fitted_out_at_once[town] = Number{1};
  // Procured on 9 and 10 February. The place to fit out is free on 11 March, 10 April, 10 May, 9 June.
  stations.waves = {{"patient", "", {"town"}, 2, first_day, 2022y / 5 / 11},
                    {"urgent", "", {"town"}, 2, first_day + days{1}, 2022y / 5 / 10}};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.open", {2022y / 3 / 11, 2022y / 4 / 10, 2022y / 5 / 10}) == Values{1, 2, 3});
  CHECK(workforce("stations.overdue") == 0);  // in the order of asking, one of the urgent would be late
  CHECK(on(workforce, "stations.overdue", {2022y / 5 / 11, 2022y / 6 / 8, 2022y / 6 / 9}) == Values{1, 1, 0});
  CHECK(workforce("stations.caught_up") == 1);
}

TEST_CASE("a wave takes what is not planned yet, and never more than there are townships", "[unit][stations]") {
  SmallPlace place({{"east", "", "rim"}, {"west", "", "rim"}, {"rim", "", ""}, {"centre", "", ""}});
  stations::Parameters& stations = place.with_stations(3);
  stations.open_at_start[AreaId{1}] = 2;
  stations.waves = {{"pilots", "", {"rim"}, 2, first_day, 2022y / 12 / 31},
                    {"rest", "", {"all"}, {}, first_day + days{50}, 2022y / 12 / 31}};
  SmallWorkforce workforce(place);
  workforce.run_to(first_day);
  CHECK(workforce("stations.planned", "east") == 2);
  CHECK(workforce("stations.planned", "west") == 1);
  CHECK(workforce("stations.planned", "centre") == 0);
  workforce.run_to(first_day + days{50});
  CHECK(workforce("stations.planned", "east") == 3);
  CHECK(workforce("stations.announced") == 4);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("stations.open") == 9);
  CHECK(workforce("stations.coverage", "rim") == 1);
}

TEST_CASE("set-up money that is short holds stations back until the next fiscal year", "[unit][stations]") {
  SmallPlace place = one_wave(3);
  place.stations->set_up_cost = Yuan{100};
  place.funding.sources[0].per_year = place.funding.sources[0].at_start = Yuan{100};
  place.funding.sources[0].carried_over = Share{0};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.open", {2022y / 12 / 31, 2023y / 2 / 19, 2023y / 2 / 20}) == Values{1, 1, 2});
  CHECK(workforce("stations.overdue") == 1);  // 1 January 2023: money; 20 days to procure, 30 to fit out and to hire
}

TEST_CASE("a station open at the start falls out of service on New Year's Day if nobody pays for it",
          "[unit][stations]") {
  SmallPlace place;
  place.with_stations(1).open_at_start[town] = 1;
  place.stations->running_cost = Yuan{1000};
  const Timeline budget{{{2021y / 1 / 1, 1000}, {2023y / 1 / 1, 999}, {2024y / 1 / 1, 1001}}, false};
  place.funding.sources = {{"budget", "", ByDate<Yuan>(budget), Yuan{0}, Share{0}, {"running"}}};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.in_service", {2022y / 12 / 31, 2023y / 1 / 1, 2023y / 12 / 31, 2024y / 1 / 1}) ==
        Values{1, 0, 0, 1});
  CHECK(workforce("stations.open") == 1);
}

TEST_CASE("running cost that was not paid in time is asked for anew in the new year, for the whole of it",
          "[unit][stations]") {
  SmallPlace place = one_wave(1);
  place.stations->waves[0].start = 2022y / 10 / 3;  // open on 2 December
  place.stations->running_cost = Yuan{36500};
  const Timeline budget{{{2021y / 1 / 1, 0}, {2023y / 1 / 1, 40000}}, false};
  place.funding.sources = {{"budget", "", ByDate<Yuan>(budget), Yuan{0}, Share{0}, funding::item_names}};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("stations.open") == 1);
  CHECK(workforce("funding.waiting") == 3000);  // 30 days of 2022
  workforce.run_to(2023y / 1 / 1);
  CHECK(workforce("funding.waiting") == 0);
  CHECK(workforce("funding.spent.running") == 36500);
  workforce.run_to(2023y / 1 / 11);
  CHECK(workforce("stations.in_service") == 1);  // 40 days after opening
}

// One station at the start whose two workers, both unqualified, go at the end of 30 June 2022.
SmallPlace emptied() {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(1);
  stations.open_at_start[town] = 1;
  place.posts.mandate = posts::Mandate{2022y / 6 / 30, 2022y / 1 / 1, Share{0}, {}, posts::Sanction::replace};
  return place;
}

TEST_CASE("a station below its minimum of workers has its period of grace before it falls out of service",
          "[unit][stations]") {
  SmallPlace place = emptied();  // others start on 30 July
  place.stations->grace = Days{30};
  SmallWorkforce kept(place);
  CHECK(on(kept, "stations.in_service", {2022y / 6 / 30, 2022y / 7 / 29, 2022y / 7 / 30}) == Values{1, 1, 1});
  CHECK(kept("stations.staff") == 2);

  place.stations->grace = Days{29};
  SmallWorkforce lost(place);
  CHECK(on(lost, "stations.in_service", {2022y / 7 / 28, 2022y / 7 / 29, 2022y / 7 / 30}) == Values{1, 0, 1});
  CHECK(lost("stations.entered_service") == 1);
}

TEST_CASE("a second departure does not prolong the grace that the first one began", "[unit][stations]") {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(1);
  stations.open_at_start[town] = 1;
  stations.staff_in_service = Number{2};
  stations.staffed_at_start = Share{0};  // but for the first post; the second is filled on 31 January
  stations.grace = Days{40};
  place.people.retirement_age = years(30) + Days{200};  // 200 days after hiring: 20 July and 19 August
  place.posts.mandate = posts::Mandate{2030y / 1 / 1, 2022y / 1 / 1, Share{0}, 2022y / 7 / 1, posts::Sanction::keep};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.staff", {2022y / 7 / 19, 2022y / 7 / 20, 2022y / 8 / 18, 2022y / 8 / 19}) ==
        Values{2, 1, 1, 0});
  CHECK(on(workforce, "stations.in_service", {2022y / 8 / 28, 2022y / 8 / 29}) == Values{1, 0});
}

TEST_CASE("a station that starts with too few workers has its grace from the start", "[unit][stations]") {
  SmallPlace place;
  stations::Parameters& stations = place.with_stations(1);
  stations.open_at_start[town] = 1;
  stations.staff_in_service = Number{2};
  stations.staffed_at_start = Share{0};
  place.posts.time_to_fill = Days{50};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.in_service", {2022y / 1 / 30, 2022y / 1 / 31, 2022y / 2 / 19, 2022y / 2 / 20}) ==
        Values{1, 0, 0, 1});
}

TEST_CASE("a minimum above a station's posts means all of them", "[unit][stations]") {
  SmallPlace place = one_wave(1);
  place.stations->staff_to_open = place.stations->staff_in_service = Number{9};
  SmallWorkforce workforce(place);
  CHECK(on(workforce, "stations.in_service", {first_day + days{99}, first_day + days{100}}) == Values{0, 1});
}

TEST_CASE("an operator that fails its evaluation is replaced, and the station is out of service meanwhile",
          "[unit][stations]") {
  SmallPlace place = one_wave(1);
  place.stations->evaluation.every = Days{365};
  place.stations->evaluation.fails = ByDate<Share>(Timeline{{{2022y / 1 / 1, 1}, {2023y / 3 / 12, 0}}, false});
  SmallWorkforce workforce(place);  // open on 11 March 2022
  CHECK(on(workforce, "stations.in_service",
           {2023y / 3 / 10, 2023y / 3 / 11, 2023y / 5 / 9, 2023y / 5 / 10, 2024y / 12 / 31}) == Values{1, 0, 0, 1, 1});
  CHECK(workforce("stations.operators_replaced") == 0);
  CHECK(workforce("stations.open") == 1);
}

TEST_CASE("operators are not all evaluated on the start's anniversary", "[statistical][stations]") {
  // The first evaluation of a station open at the start is uniform over the period, so with the same share failing the
  // quarters of the first year count alike: binomial with deviation 27, false alarm 4e-6 over the four. Tried:
  // evaluations at the end of the period for all, 0, 0, 0 and 4 000.
  SmallPlace place;
  place.with_stations(4000).open_at_start[town] = 4000;
  place.stations->evaluation = {Days{364}, Share{1}, Days{900}};
  SmallWorkforce workforce(place);
  std::vector<double> replaced;
  for (int quarter = 1; quarter <= 4; ++quarter) {
    workforce.run_to(place.start + days{91 * quarter});
    replaced.push_back(workforce("stations.operators_replaced"));
  }
  CHECK(replaced[0] + replaced[1] + replaced[2] + replaced[3] == 4000);
  for (const double quarter : replaced) CHECK(std::abs(quarter - 1000) < 4.9 * std::sqrt(4000 * 0.25 * 0.75));
}

TEST_CASE("a station's luck is its area's and township's own", "[property][stations]") {
  const auto opened = [](int townships_in_west) {
    SmallPlace place({{"east", "", ""}, {"west", "", ""}});
    stations::Parameters& stations = place.with_stations(20);
    stations.townships[AreaId{1}] = townships_in_west;
    stations.planning = DistributionOf<Days>(Distribution::lognormal(25, 10));
    stations.procurement = DistributionOf<Days>(Distribution::lognormal(50, 15));
    stations.fitting_out = DistributionOf<Days>(Distribution::lognormal(35, 12));
    stations.settling = DistributionOf<Days>(Distribution::pert(30, 180, 240));
    stations.staff_posts = DistributionOf<Number>(Distribution::uniform(1, 4));
    place.posts.time_to_fill = DistributionOf<Days>(Distribution::lognormal(45, 25));
    place.posts.attrition_first_year = place.posts.attrition_later = PerYear{0.3};
    place.posts.leaves_profession = Share{0.5};
    stations.waves = {{"wave", "", {"all"}, {}, first_day, 2022y / 12 / 31}};
    SmallWorkforce workforce(place);
    std::vector<double> east;
    for (int week = 1; week < 150; ++week) {
      workforce.run_to(first_day + days{7 * week});
      for (const char* series : {"stations.open", "stations.in_service", "stations.staff", "posts.hires",
                                 "posts.separations", "people.talents"})
        east.push_back(workforce(series, "east"));
    }
    return east;
  };
  CHECK(opened(3) == opened(30));
}

}  // namespace

}  // namespace muster::stations
