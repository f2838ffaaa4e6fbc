#include "models/disaster/disaster.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace muster::disaster {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::MeanIs;
using test::SmallPlace;
using test::SmallWorkforce;

constexpr AreaId home{0}, site{1};
constexpr Date struck = 2022y / 1 / 10;
constexpr Seed seed{20210720};

// At home, stations of two workers and holders without a post; a shock on 10 January, and from the 20th on a team
// for 10 days, which has no needs to meet unless a test sets some.
struct Flood {
  SmallPlace place{{{"home", "", ""}, {"site", "", ""}}};
  services::Parameters services;
  Parameters disaster;

  explicit Flood(int stations, int holders = 0) {
    place.people.weight[site] = Number{0};
    place.qualification.holders.total = Number{static_cast<double>(holders)};
    stations::Parameters& made = place.with_stations(stations);
    made.townships[site] = 3;
    made.open_at_start[home] = stations;
    place.posts.time_to_fill = Days{700};

    services.first_year = services.qualified = Number{1};
    services.fields = {{"all", "", Share{1}}};

    Shock shock;
    shock.id = "flood";
    shock.on = struck;
    shock.size = Number{1};
    disaster.shocks = {shock};
    disaster.sites = {{"town", "", "flood", "site", Number{0}, Number{0}, Number{0}, {"town office"}}};
    Team team;
    team.id = "first";
    team.site = "town";
    team.from = {"home"};
    team.after = Days{10};
    team.lasts = Days{10};
    disaster.teams = {team};
    disaster.services = {{Days{1}, Number{3}}, {Days{1}, Number{12}}, {Days{1}, Number{280}}};
    disaster.lines = {{"all", "", Share{1}}};
    disaster.supervision.productivity = Number{1};
  }

  [[nodiscard]] Team& team() { return disaster.teams.front(); }
  [[nodiscard]] Site& town() { return disaster.sites.front(); }

  // A team of the given size, a share of it from posts.
  Flood& with_team(int size, double from_posts) {
    team().size = Number{static_cast<double>(size)};
    team().from_posts = Share{from_posts};
    return *this;
  }
};

// The small workforce with services and disaster, connected as in the program.
class FloodedPlace {
 public:
  explicit FloodedPlace(const Flood& flood, Replication replication = Replication{0})
      : workforce(flood.place, seed, replication, [&](SmallWorkforce& small) { add_models(flood, small); }) {}

  void run_to(Date date) { workforce.run_to(date); }
  [[nodiscard]] double operator()(const std::string& series, const std::string& area = "all") const {
    return workforce(series, area);
  }
  [[nodiscard]] std::vector<PersonId> away() const {
    std::vector<PersonId> people;
    for (const auto& [person, post] : workers())
      if (workforce.posts.incumbent(post).away) people.push_back(person);
    return people;
  }
  [[nodiscard]] std::vector<std::pair<PersonId, PostId>> workers() const {
    std::vector<std::pair<PersonId, PostId>> found;
    for (std::uint32_t i = 0; i < workforce.posts.count(); ++i)
      if (const PersonId person = workforce.posts.incumbent(PostId{i}).person; person != nobody)
        found.emplace_back(person, PostId{i});
    return found;
  }

  std::unique_ptr<services::Services> services;
  std::unique_ptr<Disaster> disaster;
  SmallWorkforce workforce;

 private:
  void add_models(const Flood& flood, SmallWorkforce& w) {
    services = std::make_unique<services::Services>(flood.services, w.sim, w.book, w.posts, *w.stations, w.training);
    disaster = std::make_unique<Disaster>(flood.disaster, w.sim, w.book, w.people, w.qualification, w.posts,
                                          *w.stations, *services);
    w.posts.on_filled.connect<&services::Services::worker_started>(*services);
    w.posts.on_vacated.connect<&services::Services::worker_left>(*services);
    w.posts.on_presence_changed.connect<&services::Services::post_changed>(*services);
    w.stations->on_service_changed.connect<&services::Services::service_changed>(*services);
    w.posts.on_filled.connect<&Disaster::worker_started>(*disaster);
    w.posts.on_vacated.connect<&Disaster::worker_left>(*disaster);
    w.people.on_left.connect<&Disaster::person_left>(*disaster);
    services->populate();
  }
};

// ----------------------------------------------------------------------------------------------------------
// man-days

TEST_CASE("a team's worker-days are its people times its days, less the wind-up on the last day", "[unit][disaster]") {
  Flood flood(4, 10);
  flood.with_team(5, 0.4).team().wind_up = Share{0.5};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{9});
  CHECK(flooded("disaster.shocks", "site") == 1);
  CHECK(flooded("disaster.deployed") == 0);
  flooded.run_to(struck + days{10});
  CHECK(flooded("disaster.sent", "site") == 5);
  CHECK(flooded("disaster.deployed", "site") == 5);
  CHECK(flooded("disaster.deployed", "home") == 0);
  CHECK(flooded("disaster.away", "home") == 2);
  CHECK(flooded("disaster.worker_days", "site") == 5);
  CHECK(flooded("disaster.short") == 0);
  flooded.run_to(struck + days{18});
  CHECK(flooded("disaster.deployed") == 5);
  CHECK(flooded("disaster.worker_days") == 5 * 8);
  flooded.run_to(struck + days{19});
  CHECK(flooded("disaster.worker_days") == 5 * 0.5);
  CHECK(flooded("disaster.team_days") == 1);
  CHECK(flooded("disaster.returned") == 5);
  CHECK(flooded("disaster.came_back", "home") == 2);
  CHECK(flooded("disaster.deployed") == 0);
  CHECK(flooded("disaster.away") == 0);
  flooded.run_to(struck + days{60});
  CHECK(flooded("disaster.worker_days") == 0);
  CHECK(flooded("posts.separations") == 0);
}

TEST_CASE("a member who leaves the profession drops out of the team, with a post or without, and works no more days",
          "[unit][disaster]") {
  Flood flood(1, 1);
  flood.with_team(3, 2.0 / 3).team().wind_up = Share{0.25};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{12});  // three days of three
  CHECK(flooded("disaster.worker_days") == 9);
  flooded.workforce.people.leave(flooded.workforce.posts.incumbent(PostId{0}).person);
  flooded.run_to(struck + days{14});  // two days of two
  CHECK(flooded("disaster.dropped") == 1);
  CHECK(flooded("disaster.came_back", "home") == 1);
  CHECK(flooded("disaster.away") == 1);
  CHECK(flooded("disaster.worker_days") == 4);
  flooded.workforce.people.leave(flooded.workforce.qualification.holders().front());
  flooded.run_to(struck + days{19});  // four days of one, and three quarters
  CHECK(flooded("disaster.dropped") == 1);
  CHECK(flooded("disaster.worker_days") == 4.75);
  CHECK(flooded("disaster.returned") == 1);
  CHECK(flooded("disaster.deployed") == 0);
}

TEST_CASE("a holder in the field who is hired for a post at home goes home", "[unit][disaster]") {
  Flood flood(1, 3);
  flood.with_team(3, 0);
  flood.place.posts.qualified_hires = Share{1};
  flood.place.posts.looking = Share{1};
  flood.place.posts.time_to_fill = Days{3};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{11});
  flooded.workforce.people.leave(flooded.workforce.posts.incumbent(PostId{0}).person);
  flooded.run_to(struck + days{19});  // one of three members stays three days more than the two who left
  CHECK(flooded("posts.hires") == 1);
  CHECK(flooded("disaster.dropped") == 1);
  CHECK(flooded("disaster.returned") == 2);
  CHECK(flooded("disaster.worker_days") == 2 * 8 + 3);
}

TEST_CASE("the team of the founding document sets out on 23 September and is home on 5 December after 74 days",
          "[unit][disaster]") {
  Flood flood(4);
  flood.place.start = 2021y / 7 / 19;
  flood.disaster.shocks.front().on = 2021y / 7 / 20;
  flood.with_team(6, 1);
  flood.team().after = Days{65};
  flood.team().lasts = Days{74};
  FloodedPlace flooded(flood);
  flooded.run_to(2021y / 9 / 22);
  CHECK(flooded("disaster.deployed") == 0);
  flooded.run_to(2021y / 9 / 23);
  CHECK(flooded("disaster.deployed") == 6);
  flooded.run_to(2021y / 12 / 4);
  CHECK(flooded("disaster.deployed") == 6);
  CHECK(flooded("disaster.team_days") == 72);
  flooded.run_to(2021y / 12 / 5);
  CHECK(flooded("disaster.deployed") == 0);
  CHECK(flooded("disaster.team_days") == 1);
}

TEST_CASE("the first day of a team is a full day, even if the shock strikes in the middle of a day",
          "[unit][disaster]") {
  Flood flood(4);
  flood.disaster.shocks.front().on.reset();
  flood.disaster.shocks.front().rate = PerYear{1};
  flood.with_team(3, 1).team().after = Days{0};
  flood.team().lasts = Days{1};
  FloodedPlace flooded(flood);
  Date day = 2022y / 1 / 1;
  for (; day < 2032y / 1 / 1; day += days{1}) {
    flooded.run_to(day);
    CHECK(flooded("disaster.worker_days") == 3 * flooded("disaster.sent"));
    CHECK(flooded("disaster.deployed") == 0);
    if (flooded("disaster.shocks") > 0) break;
    CHECK(flooded("disaster.sent") == 0);
  }
  REQUIRE(day < 2032y / 1 / 1);
  CHECK(flooded("disaster.sent") == 0);
  flooded.run_to(day + days{1});
  CHECK(flooded("disaster.sent") == 3);
}

// -------------------------------------------------------------------------------------------------------------- work

TEST_CASE(
    "a team does as many services as its worker-days pay for, and a shock of twice the size leaves the rest undone",
    "[unit][disaster]") {
  // 4 people, 10 days, no wind-up: 40 days of work make 10 cases of 4 days, 20 of 2, or 13 of 3 and one begun.
  for (const auto& [effort, done] : {std::pair{4.0, 10.0}, std::pair{2.0, 20.0}, std::pair{3.0, 13.0}}) {
    Flood flood(4);
    flood.with_team(4, 1);
    flood.town().cases = Number{60};
    flood.disaster.services.cases.effort = Days{effort};
    Flood larger = flood;
    larger.disaster.shocks.front().size = Number{2};
    FloodedPlace once(flood), twice(larger);
    for (FloodedPlace* flooded : {&once, &twice}) flooded->run_to(struck + days{30});
    CHECK(once("disaster.arose", "site") > 30);
    CHECK(twice("disaster.arose") > once("disaster.arose") + 30);
    for (FloodedPlace* flooded : {&once, &twice}) {
      CHECK((*flooded)("disaster.met.cases", "site") == done);
      CHECK((*flooded)("services.cases", "site") == done);
      CHECK((*flooded)("services.beneficiaries", "site") == 3 * done);
      CHECK((*flooded)("disaster.reached") == 3 * done);
      CHECK((*flooded)("disaster.line.all") == done);
      CHECK((*flooded)("disaster.needed") == (*flooded)("disaster.arose") - done);
    }
  }
}

TEST_CASE("needs are met completely, and no more services are delivered", "[unit][disaster]") {
  Flood flood(20);
  flood.with_team(20, 1);
  flood.town().cases = Number{10};
  flood.town().groups = flood.town().activities = Number{14};
  flood.disaster.lines = {{"counselling", "", Share{0.5}}, {"culture", "", Share{0.3}}, {"links", "", Share{0.2}}};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{9});
  const double cases = flooded("disaster.needed.cases"), groups = flooded("disaster.needed.groups"),
               activities = flooded("disaster.needed.activities");
  CHECK(cases > 0);
  CHECK(groups > 0);
  CHECK(activities > 0);
  flooded.run_to(struck + days{19});
  CHECK(flooded("disaster.needed") == 0);
  CHECK(flooded("services.cases", "site") == cases);
  CHECK(flooded("services.groups", "site") == groups);
  CHECK(flooded("services.activities", "site") == activities);
  CHECK(flooded("services.beneficiaries", "site") == 3 * cases + 12 * groups + 280 * activities);
  CHECK(flooded("disaster.line.counselling") + flooded("disaster.line.culture") + flooded("disaster.line.links") ==
        cases + groups + activities);
}

TEST_CASE("the kind of service that is furthest behind comes next, so that the three kinds advance together",
          "[unit][disaster]") {
  Flood flood(10);
  flood.with_team(7, 1);
  flood.town().cases = Number{40};
  flood.town().groups = Number{60};
  flood.town().activities = Number{90};
  flood.disaster.services.groups.effort = Days{0.5};
  flood.disaster.services.activities.effort = Days{0.75};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{9});
  const double cases = flooded("disaster.arose.cases"), groups = flooded("disaster.arose.groups"),
               activities = flooded("disaster.arose.activities");
  double done[3] = {};
  for (int day = 10; day < 20; ++day) {
    flooded.run_to(struck + days{day});
    const char* names[3] = {"disaster.met.cases", "disaster.met.groups", "disaster.met.activities"};
    for (std::size_t i = 0; i < 3; ++i) done[i] += flooded(names[i]);
    const auto [least, most] = std::minmax({done[0] / cases, done[1] / groups, done[2] / activities});
    CHECK(most - least <= 1 / std::min({cases, groups, activities}));
  }
  CHECK(done[0] > 10);
  CHECK(done[0] < cases);
}

TEST_CASE("a supervisor raises the output of as many members as a supervisor can look after", "[unit][disaster]") {
  // 8 people for 10 days; half a supervisor for 8 each has 4 of them, whose output is times 1.5: 8 + 4 · 0.5 = 10
  // a day.
  Flood flood(4);
  flood.with_team(8, 1);
  flood.town().cases = Number{400};
  flood.disaster.supervision = {Number{8}, Number{1.5}};
  for (const auto& [supervisors, done] : {std::pair{0.0, 80.0}, std::pair{0.5, 100.0}, std::pair{2.0, 120.0}}) {
    flood.team().supervisors = Number{supervisors};
    FloodedPlace flooded(flood);
    flooded.run_to(struck + days{30});
    CHECK(flooded("disaster.met") == done);
  }
}

TEST_CASE("a member with a supervisor at home needs none in the field, and output is that of the post",
          "[unit][disaster]") {
  // 4 in their first year, at half output, 2 of them supervised at home at 1.4 times that; the one supervision
  // slot in the field, at twice the output, goes to the 2 others: 2 · 0.7 + 2 · 0.5 · (1 + ½) = 2.9 a day.
  Flood flood(2);
  flood.with_team(4, 1);
  flood.town().cases = Number{400};
  flood.services.first_year = Number{0.5};
  flood.disaster.services.cases.effort = Days{0.1};
  flood.disaster.supervision = {Number{1}, Number{2}};
  flood.team().supervisors = Number{1};
  training::Supervision& at_home = flood.place.training.supervision.emplace();
  at_home.supervisors = PerArea<Number>(2, Number{1});
  at_home.workers_each = Number{2};
  at_home.attrition = Number{1};
  at_home.productivity = Number{1.4};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{30});
  CHECK(flooded("disaster.met") == 290);
}

TEST_CASE("a team that stays on goes home a day after the needs are met, or when it has stayed as long as it may",
          "[unit][disaster]") {
  Flood flood(4);
  flood.with_team(8, 1).team().wind_up = Share{0.5};
  flood.town().cases = Number{50};
  FloodedPlace counted(flood);
  counted.run_to(struck);
  const double needed = counted("disaster.needed");

  const auto days_in_field = [&](double done_on_day, std::optional<Days> stays_on) {
    flood.team().stays_on = stays_on;
    flood.disaster.services.cases.effort = Days{8 * done_on_day / needed};
    FloodedPlace flooded(flood);
    flooded.run_to(struck + days{60});
    CHECK((flooded("disaster.needed") == 0) == (flooded("disaster.team_days") > done_on_day));
    CHECK(flooded("disaster.worker_days") == 8 * (flooded("disaster.team_days") - 0.5));
    return flooded("disaster.team_days");
  };
  CHECK(days_in_field(7, Days{5}) == 10);
  CHECK(days_in_field(9, Days{5}) == 10);
  CHECK(days_in_field(12, Days{5}) == 13);
  CHECK(days_in_field(12, {}) == 10);
  CHECK(days_in_field(40, Days{5}) == 15);
}

// ---------------------------------------------------------------------------------------------------------- at home

TEST_CASE("services that workers would have delivered at home are counted as missed while they are away",
          "[unit][disaster]") {
  // 12 cases a year of 10 person-times; 3 workers away for 10 days but the last minute.
  Flood flood(4);
  flood.with_team(3, 1);
  flood.services.cases = Number{12};
  flood.services.audience_case = Number{10};
  FloodedPlace flooded(flood);
  flooded.run_to(2022y / 1 / 31);
  const double away = 3 * (10 - 1.0 / minutes_per_day);
  CHECK(flooded("services.missed", "home") == Catch::Approx(12 * 10 * away / days_per_year).epsilon(1e-12));
  CHECK(flooded("services.worker_days", "home") == Catch::Approx(8 * 31 - away).epsilon(1e-12));
  CHECK(flooded("services.missed", "site") == 0);
}

TEST_CASE("a station keeps the workers it must, and the team is short of the rest", "[unit][disaster]") {
  // 4 stations of 2 workers; 10 are asked for.
  for (const auto& [kept, sent, in_service] : {std::tuple{0, 8, 0}, std::tuple{1, 4, 4}, std::tuple{2, 0, 4}}) {
    Flood flood(4);
    flood.with_team(10, 1).team().lasts = Days{60};
    flood.disaster.staff_kept = Number{static_cast<double>(kept)};
    FloodedPlace flooded(flood);
    flooded.run_to(struck + days{50});  // longer than the grace period of 30 days
    CHECK(flooded("disaster.away", "home") == sent);
    CHECK(flooded("disaster.short", "site") == 10 - sent);
    CHECK(flooded("stations.in_service", "home") == in_service);
    flooded.run_to(struck + days{80});
    CHECK(flooded("stations.in_service", "home") == 4);
  }
}

TEST_CASE("the qualified go first, and members come only from the areas named", "[unit][disaster]") {
  Flood flood(20, 40);
  flood.place.stations->qualified_at_start = Share{0.5};
  flood.with_team(15, 1);
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{10});
  CHECK(flooded("disaster.away") == 15);
  const double qualified = flooded("stations.qualified_staff");
  CHECK(qualified > 15);
  for (const auto& [person, post] : flooded.workers())
    if (flooded.workforce.posts.incumbent(post).away) CHECK(flooded.workforce.posts.incumbent(post).qualified);

  flood.team().from = {"site"};
  FloodedPlace elsewhere(flood);
  elsewhere.run_to(struck + days{10});
  CHECK(elsewhere("disaster.sent") == 0);
  CHECK(elsewhere("disaster.short") == 15);
}

TEST_CASE(
    "who goes with a team does not depend on another team, nor on how large a team is but for the last to be taken",
    "[property][disaster]") {
  Flood flood(20);
  flood.with_team(10, 1);
  Flood with_second = flood;
  with_second.disaster.teams.push_back(flood.team());
  with_second.disaster.teams.back().id = "second";
  with_second.disaster.teams.back().after = Days{15};
  Flood larger = flood;
  larger.with_team(14, 1);
  FloodedPlace alone(flood), both(with_second), more(larger);
  for (FloodedPlace* flooded : {&alone, &both, &more}) flooded->run_to(struck + days{10});
  CHECK(alone.away().size() == 10);
  CHECK(alone.away() == both.away());
  const std::vector<PersonId> few = alone.away(), many = more.away();
  CHECK(std::includes(many.begin(), many.end(), few.begin(), few.end()));
  both.run_to(struck + days{15});
  CHECK(both("disaster.away") == 20);
}

TEST_CASE(
    "a returned member leaves as many times faster as burnout says, for as long as it says, from the last return on",
    "[statistical][disaster]") {
  // Stays are exponential at a constant hazard, so of n who return n (1 − e^−hbL) leave within L and, b being over
  // then, n e^−hbL (1 − e^−hL) in the L after. Nobody resigns in the field.
  constexpr double n = 60, hazard = 0.4, burnout = 2.5, length = 180;
  const double worn = std::exp(-hazard * burnout * length / days_per_year);
  const double rested = std::exp(-hazard * length / days_per_year);
  for (const bool twice : {false, true}) {
    std::vector<double> first, second;
    for (std::uint64_t replication = 0; replication < 300; ++replication) {
      Flood flood(30);
      flood.place.posts.attrition_first_year = flood.place.posts.attrition_later = PerYear{hazard};
      flood.disaster.shocks.front().on = 2022y / 1 / 1;
      flood.with_team(60, 1);
      flood.team().after = Days{0};  // nobody has left before
      flood.disaster.burnout = {Number{burnout}, Days{length}};
      Date back = 2022y / 1 / 10;
      if (twice) {  // the same people go again the next day, before the first burnout is over
        flood.disaster.teams.push_back(flood.team());
        flood.disaster.teams.back().id = "second";
        flood.disaster.teams.back().after = Days{10};
        flood.disaster.teams.back().lasts = Days{90};
        back += days{90};
      }
      FloodedPlace flooded(flood, Replication{replication});
      flooded.run_to(back);
      CHECK(flooded("posts.filled") == n);
      CHECK(flooded("disaster.deployed") == 0);
      flooded.run_to(back + days{180});
      first.push_back(flooded("posts.separations"));
      flooded.run_to(back + days{360});
      second.push_back(flooded("posts.separations"));
    }
    CHECK_THAT(first, MeanIs(n * (1 - worn), {.false_alarm = 1e-6, .must_detect = 2}));
    CHECK_THAT(second, MeanIs(n * worn * (1 - rested), {.false_alarm = 1e-6, .must_detect = 2}));
  }
}

// --------------------------------------------------------------------------------------------------------- the shock

TEST_CASE("a random shock strikes as often as its rate says, independently of the past", "[statistical][disaster]") {
  // A Poisson process: in t years the count has mean and variance r t.
  // S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.1.
  constexpr double rate = 2;
  const Date start = 2021y / 12 / 31, until = 2031y / 12 / 31;
  const double expected = rate * static_cast<double>((until - start).count()) / days_per_year;
  std::vector<double> counts;
  for (std::uint64_t replication = 0; replication < 2000; ++replication) {
    Flood flood(0);
    flood.place.qualification.sittings.clear();
    flood.disaster.shocks.front().on.reset();
    flood.disaster.shocks.front().rate = PerYear{rate};
    flood.disaster.teams.clear();
    FloodedPlace flooded(flood, Replication{replication});
    flooded.run_to(until);
    counts.push_back(flooded("disaster.shocks", "site"));
  }
  CHECK_THAT(counts, MeanIs(expected, {.false_alarm = 1e-6, .must_detect = 0.9}));
  CHECK_THAT(test::squared_deviations(counts, expected), MeanIs(expected, {.false_alarm = 1e-6, .must_detect = 6}));
}

TEST_CASE("the needs after a shock are Poisson with mean size times the site's stated needs",
          "[statistical][disaster]") {
  std::vector<double> needs;
  for (std::uint64_t replication = 0; replication < 2000; ++replication) {
    Flood flood(0);
    flood.disaster.shocks.front().size = Number{1.5};
    flood.town().groups = Number{8};
    flood.disaster.teams.clear();
    FloodedPlace flooded(flood, Replication{replication});
    flooded.run_to(struck);
    needs.push_back(flooded("disaster.arose.groups", "site"));
  }
  CHECK_THAT(needs, MeanIs(12, {.false_alarm = 1e-6, .must_detect = 0.7}));
  CHECK_THAT(test::squared_deviations(needs, 12), MeanIs(12, {.false_alarm = 1e-6, .must_detect = 4}));
}

TEST_CASE("a shock that strikes again while its team is in the field adds needs and calls no team",
          "[unit][disaster]") {
  Flood flood(4);
  flood.disaster.shocks.front().on.reset();
  flood.disaster.shocks.front().rate = PerYear{12};
  flood.with_team(4, 1).team().lasts = Days{365};
  flood.town().cases = Number{10};
  flood.disaster.services.cases.effort = Days{10000};
  FloodedPlace flooded(flood);
  flooded.run_to(2022y / 12 / 31);
  CHECK(flooded("disaster.shocks") > 5);
  CHECK(flooded("disaster.sent") == 4);
  CHECK(flooded("disaster.deployed") == 4);
  CHECK(flooded("disaster.needed") == flooded("disaster.arose"));
  CHECK(flooded("disaster.arose") > 6 * flooded("disaster.shocks"));
  flooded.run_to(2023y / 12 / 31);  // home, and called again
  CHECK(flooded("disaster.returned") == 4);
  CHECK(flooded("disaster.sent") == 4);
}

TEST_CASE("with no team, a rate of 0 or a size of 0, no one is sent", "[unit][disaster]") {
  Flood flood(4);
  flood.with_team(4, 1);
  flood.town().cases = Number{10};
  flood.disaster.shocks.front().size = Number{0};
  FloodedPlace nothing(flood);
  nothing.run_to(struck + days{30});
  CHECK(nothing("disaster.arose") == 0);
  CHECK(nothing("disaster.sent") == 4);  // a team that is called goes

  flood.disaster.shocks.front().on.reset();
  flood.disaster.shocks.front().rate = PerYear{0};
  FloodedPlace never(flood);
  never.run_to(2030y / 1 / 1);
  CHECK(never("disaster.shocks") == 0);
  CHECK(never("disaster.sent") == 0);
}

TEST_CASE("stations are called for when the last team of the shock is home", "[unit][disaster]") {
  Flood flood(4);
  flood.place.stations->waves = {{"after", "", {"site"}, {}, {}, 2022y / 12 / 31}};
  flood.disaster.shocks.front().calls_wave = "after";
  flood.with_team(2, 1);
  flood.disaster.teams.push_back(flood.team());
  flood.disaster.teams.back().id = "second";
  flood.disaster.teams.back().lasts = Days{20};
  FloodedPlace flooded(flood);
  flooded.run_to(struck + days{28});
  CHECK(flooded("disaster.returned") == 2);
  CHECK(flooded("stations.announced") == 0);
  flooded.run_to(struck + days{29});
  CHECK(flooded("disaster.returned") == 2);
  CHECK(flooded("stations.announced") == 0);
  flooded.run_to(struck + days{30});
  CHECK(flooded("stations.announced", "site") == 3);

  flood.disaster.teams.clear();
  FloodedPlace without(flood);
  without.run_to(struck);
  CHECK(without("stations.announced", "site") == 3);
}

// ------------------------------------------------------------------------------------------------------------ faults

template <class Written>
std::vector<std::string> faults_of(const Written& written) {
  Faults faults;
  written.check(faults);
  std::vector<std::string> found;
  for (const auto& [field, message] : faults.found()) found.push_back(field + ": " + message);
  return found;
}

using Found = std::vector<std::string>;

TEST_CASE("faults between parameters are reported in full", "[unit][disaster]") {
  const Flood sound(1);
  CHECK(faults_of(sound.disaster).empty());
  Shock shock = sound.disaster.shocks.front();
  CHECK(faults_of(shock).empty());
  shock.rate = PerYear{1};
  CHECK(faults_of(shock) == Found{"rate: it strikes `on` a date and at a `rate`; write one of the two"});
  shock.on.reset();
  CHECK(faults_of(shock).empty());
  shock.rate.reset();
  CHECK(faults_of(shock) == Found{"on: it is not stated when the shock strikes; write `on` or `rate`"});

  Team team = sound.disaster.teams.front();
  team.lasts = Days{74};
  for (const double stated : {73.0, 74.0, 75.0}) {
    team.stated = Stated{{}, {}, Days{stated}};
    CHECK(faults_of(team).empty());
  }
  team.stated = Stated{{}, {}, Days{76}};
  team.from.clear();
  CHECK(faults_of(team) == Found{"stated: the team's report counts 76 days and `lasts` is 74; they may differ by one",
                                 "from: it is not stated where the team's members come from; name at least one area"});
  Site town = sound.disaster.sites.front();
  CHECK(faults_of(town).empty());
  town.partners.clear();
  CHECK(faults_of(town) == Found{"partners: a site needs at least one local partner"});

  Parameters all = sound.disaster;
  all.sites.front().shock = "quake";
  all.teams.front().site = "village";
  all.lines = {{"one", "", Share{0.5}}, {"two", "", Share{0.4}}};
  CHECK(faults_of(all) == Found{"sites.town.shock: the shock of town is `quake`, which is not in `shocks`",
                                "teams.first.site: the site of first is `village`, which is not in `sites`",
                                "shocks.flood: none of the `sites` names the shock flood; write a site that it "
                                "strikes, or leave the shock out",
                                "lines: the shares of disaster.lines sum to 90 %; they must sum to 100 %"});
}

TEST_CASE("the days that a team reports must be those of the model, where these are fixed", "[unit][disaster]") {
  Flood flood(1);
  flood.team().stated = Stated{2022y / 1 / 20, 2022y / 1 / 29, Days{10}};
  CHECK(faults_of(flood.disaster).empty());
  flood.team().after = Days{11};
  flood.team().lasts = Days{12};
  CHECK(faults_of(flood.disaster) == Found{"teams.first.stated.first_day: the first day of first is 2022-01-20 by its "
                                           "report and 2022-01-21 by `on` and `after`",
                                           "teams.first.stated.last_day: the last day of first is 2022-01-29 by its "
                                           "report and 2022-02-01 by `on`, `after` and `lasts`"});
  flood.team().after = DistributionOf<Days>(Distribution::exponential(11));
  CHECK(faults_of(flood.disaster).empty());
}

TEST_CASE("a shock before the start, an unknown wave and a site in an area with other areas are refused",
          "[unit][disaster]") {
  Flood flood(1);
  flood.disaster.shocks.front().calls_wave = "after";
  CHECK_THROWS_WITH(FloodedPlace(flood),
                    "disaster.shocks.flood.calls_wave is `after`, which is not in stations.waves");
  flood.disaster.shocks.front().on = 2021y / 7 / 20;
  flood.disaster.shocks.front().calls_wave.reset();
  CHECK_THROWS_WITH(FloodedPlace(flood),
                    "disaster.shocks.flood strikes on 2021-07-20; the simulation begins on 2022-01-01");
  flood.disaster.shocks.front().on = struck;
  flood.town().area = "all";
  CHECK_THROWS_WITH(FloodedPlace(flood),
                    "disaster.sites.town.area is `all`, which contains other areas; name an area that contains none");
}

}  // namespace

}  // namespace muster::disaster
