#include "models/people/people.hpp"

#include "engine/random/distribution.hpp"
#include "engine/statistics/moments.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace muster::people {

namespace {

using namespace std::chrono_literals;
using test::MeanIs;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

using test::town;

auto what_they_bring(const Background& background) {
  return std::tuple(background.born, background.education, background.practice_since);
}

SmallPlace mixed_place(const std::vector<AreaDefinition>& areas = {{"town", "", ""}}) {
  SmallPlace place(areas);
  place.people.education = {{"school", "", Share{0.5}}, {"college", "", Share{0.3}}, {"master", "", Share{0.2}}};
  place.people.age =
      DistributionOf<Days>(Distribution::triangular(20 * days_per_year, 32 * days_per_year, 57 * days_per_year));
  place.people.practice = DistributionOf<Days>(Distribution::lognormal(3.5 * days_per_year, 3.5 * days_per_year));
  return place;
}

TEST_CASE("a person's attributes follow from the key, whichever other persons exist", "[property][people]") {
  const SmallPlace one = mixed_place();
  const SmallPlace two = mixed_place({{"town", "", ""}, {"village", "", ""}});
  SmallWorkforce alone(one), crowded(two);
  for (std::uint64_t seat = 0; seat < 500; ++seat)
    (void)crowded.people.join(key_of("village", Cohort::candidate, 2022, seat), AreaId{1});
  std::vector<std::tuple<std::int32_t, std::uint8_t, std::int32_t>> seen;
  for (std::uint64_t seat = 0; seat < 200; ++seat) {
    const EntityKey key = key_of("town", Cohort::candidate, 2022, seat);
    const PersonId here = alone.people.join(key, town), there = crowded.people.join(key, town);
    CHECK(alone.people[here].born == crowded.people[there].born);
    CHECK(alone.people[here].practice_since == crowded.people[there].practice_since);
    CHECK(alone.people[here].education == crowded.people[there].education);
    CHECK(alone.people.ability(here) == crowded.people.ability(there));
    seen.push_back(what_they_bring(alone.people.background_of(key)));
  }
  std::sort(seen.begin(), seen.end());
  CHECK(std::unique(seen.begin(), seen.end()) - seen.begin() > 190);
}

TEST_CASE("no one has practised since before the age of 18", "[property][people]") {
  const SmallPlace place = mixed_place();
  SmallWorkforce workforce(place);
  int short_of_practice = 0;
  for (std::uint64_t seat = 0; seat < 2000; ++seat) {
    const Background background = workforce.people.background_of(key_of("town", Cohort::area, 0, seat));
    CHECK(background.practice_since - background.born >= 18 * days_per_year - 1);
    short_of_practice += background.practice_since - background.born < 18 * days_per_year + 1 ? 1 : 0;
  }
  CHECK(short_of_practice > 0);  // the sample contains cases of the rule
}

TEST_CASE("the people admitted are distributed as those of all people who have practised long enough",
          "[statistical][people]") {
  // The reference draws any person and rejects; the engine draws from the distribution among the admitted. Faults
  // tried: age not considered, z = 18 for age; education by its unconditional shares, z = 30.
  const SmallPlace place = mixed_place();
  const SmallWorkforce workforce(place);
  const std::vector<Days> least = {years(4), years(2), Days{-30}};
  const Admission admission = workforce.people.admission(least);
  CHECK_FALSE(admission.empty());
  const std::int32_t today = day_number(workforce.sim.now());
  struct Seen {
    std::vector<double> age, practice, school;
    void add(const Background& background, std::int32_t day) {
      age.push_back(static_cast<double>(day - background.born));
      practice.push_back(static_cast<double>(day - background.practice_since));
      school.push_back(background.education == 0 ? 1 : 0);
    }
  } refused, drawn;
  for (std::uint64_t seat = 0; seat < 400'000; ++seat) {
    const Background anybody = workforce.people.background_of(key_of("town", Cohort::area, 0, seat));
    if (today - anybody.practice_since >= least[anybody.education].value) refused.add(anybody, today);
  }
  for (std::uint64_t seat = 0; seat < refused.age.size(); ++seat) {
    Stream birth = workforce.people.birth(key_of("town", Cohort::holder, 0, seat));
    (void)People::ability(birth);
    const Background one = workforce.people.background(birth, admission);
    REQUIRE(static_cast<double>(today - one.practice_since) >= least[one.education].value);
    drawn.add(one, today);
  }
  const auto alike = [](const std::vector<double>& a, const std::vector<double>& b) {
    Moments first, second;
    for (const double value : a) first.add(value);
    for (const double value : b) second.add(value);
    const auto n = static_cast<double>(a.size());
    return std::abs(first.mean() - second.mean()) / std::sqrt((first.variance() + second.variance()) / n);
  };
  // Two-sided, three tests at once: a false alarm in about 3e-6.
  CHECK(alike(refused.age, drawn.age) < 4.9);
  CHECK(alike(refused.practice, drawn.practice) < 4.9);
  CHECK(alike(refused.school, drawn.school) < 4.9);
}

TEST_CASE("an admission that admits no one is empty", "[unit][people]") {
  const SmallPlace place = mixed_place();
  const SmallWorkforce workforce(place);
  const Days never{std::numeric_limits<double>::infinity()};
  CHECK(workforce.people.admission({never, never, never}).empty());
  CHECK(workforce.people.admission({years(45), years(45), years(45)}).empty());  // no one is that old
  CHECK_FALSE(workforce.people.admission({never, never, Days{0}}).empty());
}

TEST_CASE("a part split off has the same background, and both together count as before", "[unit][people]") {
  SmallPlace place;
  place.people.departures = PerYear{0.3};
  SmallWorkforce workforce(place);
  const EntityKey key = key_of("town", Cohort::staff, 0, 0);
  const PersonId ten = workforce.people.join(key, town, workforce.people.background_of(key), Weight{10});
  workforce.people.set_qualified(ten, true);
  const PersonId three = workforce.people.split(ten, Weight{3});
  CHECK(workforce.people[ten].weight == Weight{7});
  CHECK(workforce.people[three].weight == Weight{3});
  CHECK(workforce.people[three].born == workforce.people[ten].born);
  workforce.run_to(2022y / 1 / 1);
  CHECK(workforce("people.talents") == 10);
  CHECK(workforce("people.qualified") == 10);
  CHECK(workforce("people.entered") == 10);
  workforce.people.leave(three);
  workforce.run_to(2022y / 1 / 2);
  CHECK(workforce("people.talents") == 7);
  CHECK(workforce("people.qualified") == 7);
  CHECK(workforce("people.left") == 3);
}

TEST_CASE("people are divided into simulated persons of the scale and a last one for the remainder",
          "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10};
  const SmallWorkforce workforce(place);
  std::vector<std::pair<std::uint64_t, Weight>> seen;
  workforce.people.for_each_of(23, [&](std::uint64_t nth, Weight weight) { seen.emplace_back(nth, weight); });
  CHECK(seen == std::vector<std::pair<std::uint64_t, Weight>>{{0, Weight{10}}, {1, Weight{10}}, {2, Weight{3}}});
  CHECK(workforce.people.simulated(23) == 3);
  CHECK(workforce.people.simulated(20) == 2);
  CHECK(workforce.people.simulated(0) == 0);
}

TEST_CASE("people retire at retirement age and are removed from the count once", "[unit][people]") {
  SmallPlace place;
  place.people.age = years(30);
  place.people.retirement_age = years(30) + Days{100};
  SmallWorkforce workforce(place);
  for (std::uint64_t seat = 0; seat < 5; ++seat) workforce.people.join(key_of("town", Cohort::staff, 0, seat), town);
  workforce.run_to(2022y / 4 / 10);
  CHECK(workforce("people.talents") == 5);
  CHECK(workforce("people.entered") == 5);
  workforce.run_to(2022y / 4 / 11);
  CHECK(workforce("people.talents") == 0);
  CHECK(workforce("people.left") == 5);
}

TEST_CASE("a qualified person who leaves is no longer counted as qualified", "[unit][people]") {
  const SmallPlace place;
  SmallWorkforce workforce(place);
  const PersonId person = workforce.people.join(key_of("town", Cohort::staff, 0, 0), town);
  workforce.people.set_qualified(person, true);
  workforce.people.set_qualified(person, true);
  workforce.run_to(2022y / 1 / 31);
  CHECK(workforce("people.qualified") == 1);
  CHECK(workforce("people.qualified_gained") == 1);
  workforce.people.leave(person);
  workforce.people.leave(person);
  CHECK_THROWS_AS(workforce.people.set_qualified(person, true), std::logic_error);  // no longer in the profession
  workforce.run_to(2022y / 2 / 28);
  CHECK(workforce("people.qualified") == 0);
  CHECK(workforce("people.left") == 1);
}

TEST_CASE("two areas that would share their random numbers are refused", "[unit][people]") {
  // 2^28 hashes of names: a pair found by search, as any two of many thousands would be.
  std::vector<std::pair<std::uint64_t, std::string>> seen;
  for (int n = 0; n < 60000; ++n) {
    const std::string id = "a" + std::to_string(n);
    seen.emplace_back(key_of(id, Cohort::area, 0, 0).value, id);
  }
  std::sort(seen.begin(), seen.end());
  const auto twin = std::adjacent_find(seen.begin(), seen.end(), [](auto& a, auto& b) { return a.first == b.first; });
  REQUIRE(twin != seen.end());
  const SmallPlace place({{twin->second, "", ""}, {(twin + 1)->second, "", ""}});
  CHECK_THROWS_WITH(SmallWorkforce(place), "the areas `" + (twin + 1)->second + "` and `" + twin->second +
                                               "` would share their random numbers; rename one");
}

// People come into the profession one at a time, at exponential intervals.
class Arrivals {
 public:
  struct Came {};
  Arrivals(SmallWorkforce& workforce, PerYear rate)
      : workforce_(workforce),
        came_(workforce.sim.handles<Came>(*this)),
        wait_(Distribution::exponential(days_per_year / rate.value)) {
    next();
  }
  void on(const Came&, Simulation&) {
    workforce_.people.join(key_of("town", Cohort::registrant, 0, count_++), town);
    next();
  }

 private:
  void next() {
    Stream random = workforce_.sim.stream(EntityKey{1}, purpose("test.arrivals"), count_);
    workforce_.sim.schedule(came_, workforce_.sim.now() + Days{wait_.sample(random)}, Phase::arrive, {});
  }
  SmallWorkforce& workforce_;
  HandlerOf<Came> came_;
  Distribution wait_;
  std::uint64_t count_ = 0;
};

std::vector<double> talents_after(const SmallPlace& place, PerYear rate, int replications, Date date) {
  std::vector<double> talents;
  for (int r = 0; r < replications; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication(static_cast<std::uint64_t>(r)));
    const Arrivals arrivals(workforce, rate);
    workforce.run_to(date);
    talents.push_back(workforce("people.talents"));
  }
  return talents;
}

TEST_CASE("talents with Poisson arrivals are an M/G/∞ queue: a Poisson number at any time", "[statistical][people]") {
  // From empty, the number present at t is Poisson with mean rate × ∫ (1 − G(s)) ds over (0, t), G the
  // distribution of the stay: S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.3. So mean and variance are known
  // at once.
  const PerYear rate{50};
  const Date date = 2027y / 12 / 31;
  SmallPlace place;
  const double t =
      (start_of(date + std::chrono::days{1}) - start_of(place.start + std::chrono::days{1})).value / days_per_year;
  double mean = 0;
  SECTION("exponential stay") {
    place.people.departures = PerYear{0.25};
    mean = rate.value / 0.25 * (1 - std::exp(-0.25 * t));
  }
  SECTION("everybody stays five years, until retirement") {
    place.people.age = years(40);
    place.people.retirement_age = years(45);
    mean = rate.value * 5;
  }
  const std::vector<double> talents = talents_after(place, rate, 1500, date);
  // Faults tried: departures 5 % more often, z = -14 for the mean; 500 replications, refused.
  CHECK_THAT(test::Sample(talents), MeanIs(mean, {.false_alarm = 1e-6, .must_detect = 0.025 * mean}));
  CHECK_THAT(test::squared_deviations(talents, mean), MeanIs(mean, {.false_alarm = 1e-6, .must_detect = 0.35 * mean}));
}

// ---------------------------------------------------------------------------------------------------------- talents

TEST_CASE("talents at the start are exactly the headcount, holders and staff included", "[unit][people]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.people.weight[AreaId{1}] = Number{2};
  place.people.talents = Talents{Number{1000}, Number{0}};
  place.qualification.holders.total = Number{30};
  place.with_stations(3).open_at_start = PerArea<int>(2, 2);
  SmallWorkforce workforce(place);
  const double staff = workforce("stations.staff");
  CHECK(staff == 8);
  CHECK(workforce("people.talents") == 1000);
  CHECK(workforce("people.entered") == 0);  // stock, not flow
  CHECK(workforce("people.qualified") == 30);
  // The 962 others are 321 and 641; there are 10 and 20 holders and 4 workers each.
  CHECK(workforce("people.talents", "east") == 10 + 4 + 321);
  CHECK(workforce("people.talents", "west") == 20 + 4 + 641);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("people.entered") == workforce("posts.hires"));  // no one joins except by hiring
}

TEST_CASE("more holders and staff than the headcount are refused", "[unit][people]") {
  SmallPlace place;
  place.people.talents = Talents{Number{9}, Number{0}};
  place.qualification.holders.total = Number{10};
  CHECK_THROWS_WITH(SmallWorkforce(place),
                    "people.talents.at_start is 9; holders and staff at the start are 10 already");
  place.people.talents->at_start = Number{10};
  CHECK(SmallWorkforce(place)("people.talents") == 10);
}

TEST_CASE("no two talents of a million in one area share their random numbers", "[unit][people]") {
  SmallPlace place;
  constexpr std::uint32_t count = (1U << 20U) + 2;
  place.people.talents = Talents{Number{count}, Number{0}};
  const SmallWorkforce workforce(place);
  std::vector<std::uint64_t> keys;
  for (std::uint32_t id = 0; id < count; ++id) keys.push_back(workforce.people[PersonId{id}].key.value);
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("talents leave at the rate of departures, those of the start too", "[statistical][people]") {
  // Exponential stays are memoryless. Faults tried: those of the start never leave, none is missing.
  SmallPlace place;
  place.people.talents = Talents{Number{1000}, Number{0}};
  place.people.departures = PerYear{0.1};
  std::vector<double> talents;
  for (std::uint64_t r = 0; r < 200; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    workforce.run_to(2023y / 12 / 31);
    talents.push_back(workforce("people.talents") / 1000);
  }
  CHECK_THAT(test::Sample(talents),
             MeanIs(std::exp(-0.1 * 730 / days_per_year), {.false_alarm = 1e-6, .must_detect = 0.01}));
}

TEST_CASE("the number of people who join is Poisson with mean rate times time, from the middle of a month",
          "[statistical][people]") {
  // S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.1 and 2.4: with a rate that changes, the number is Poisson
  // with the integral of the rate as its mean and variance. The rate is that of the month's first day, or of the
  // start. Faults tried: the whole of March instead of its last 21 days, z = 83; 600 joins a year, z = 39 to 179.
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.start = 2022y / 3 / 10;
  place.people.weight[AreaId{1}] = Number{3};
  place.people.talents = Talents{Number{0}, Number{500}};
  place.people.talents->joins = ByDate<Number>(Timeline{{{Date{}, 500}, {2022y / 7 / 1, 1000}}, false});
  const double a_day = 500 / days_per_year;
  std::vector<double> march, to_december, in_east;
  for (std::uint64_t r = 0; r < 1500; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    workforce.run_to(2022y / 3 / 31);
    march.push_back(workforce("people.entered"));
    workforce.run_to(2022y / 12 / 31);
    to_december.push_back(workforce("people.entered"));
    in_east.push_back(workforce("people.entered", "east"));
  }
  const double rest_of_march = 21 * a_day;
  const double later = (91 + 2 * 184) * a_day;  // April to June, July to December
  CHECK_THAT(test::Sample(march), MeanIs(rest_of_march, {.false_alarm = 1e-6, .must_detect = 0.05 * rest_of_march}));
  CHECK_THAT(test::Sample(to_december), MeanIs(later, {.false_alarm = 1e-6, .must_detect = 0.01 * later}));
  CHECK_THAT(test::Sample(in_east), MeanIs(later / 4, {.false_alarm = 1e-6, .must_detect = 0.02 * later}));
  CHECK_THAT(test::squared_deviations(to_december, later),
             MeanIs(later, {.false_alarm = 1e-6, .must_detect = 0.35 * later}));
}

TEST_CASE("people join on all days of a month with equal probability", "[statistical][people]") {
  // Given their number, Poisson events are spread like independent uniform ones: Ross, sec. 2.3. Seven cells of four
  // days in February 2022. Faults tried: all on the month's first day, every one in one cell.
  SmallPlace place;
  place.start = 2022y / 1 / 31;
  place.people.talents = Talents{Number{0}, Number{5000}};
  std::vector<std::uint64_t> cells(7, 0);
  for (std::uint64_t r = 0; r < 20; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      workforce.run_to(place.start + std::chrono::days{4 * (cell + 1)});
      cells[cell] += static_cast<std::uint64_t>(workforce("people.entered"));
    }
  }
  CHECK_THAT(test::Counts(cells), test::equal_cells(7, {.false_alarm = 1e-6, .must_detect = 0.12}));
}

TEST_CASE("a higher rate adds people who join, and another area changes nothing for the others",
          "[property][people]") {
  const auto joined = [](const std::vector<AreaDefinition>& areas, double joins) {
    SmallPlace place(areas);
    place.people.talents = Talents{Number{0}, Number{joins}};
    SmallWorkforce workforce(place);
    std::vector<double> by_day;
    for (int day = 1; day <= 200; ++day) {
      workforce.run_to(place.start + std::chrono::days{day});
      by_day.push_back(workforce("people.entered", "town"));
    }
    return by_day;
  };
  const std::vector<double> few = joined({{"town", "", ""}}, 100);
  const std::vector<double> many = joined({{"town", "", ""}}, 300);
  CHECK(few == joined({{"village", "", ""}, {"town", "", ""}}, 200));  // half of them in each
  CHECK(std::accumulate(few.begin(), few.end(), 0.0) > 30);
  for (std::size_t day = 0; day < few.size(); ++day) CHECK(few[day] <= many[day]);
}

TEST_CASE("shares of education that do not sum to 100 % and weights that are all 0 are refused", "[unit][people]") {
  SmallPlace place;
  place.people.education = {{"school", "", Share{0.5}}, {"college", "", Share{0.4}}};
  place.people.weight[town] = Number{0};
  Faults faults;
  place.people.check(faults);
  CHECK(faults.found() == std::vector<std::pair<std::string, std::string>>{
                              {"education", "the shares of people.education sum to 90 %; they must sum to 100 %"},
                              {"weight", "people.weight is 0 in every area; at least one must be above 0"}});
}

TEST_CASE("ages when first seen are cut off at 18 years and at the age of retirement", "[statistical][people]") {
  SmallPlace place;
  place.people.retirement_age = years(60);
  place.people.age = DistributionOf<Days>(Distribution::uniform(years(6).value, years(70).value));
  place.qualification.holders.total = Number{1000};
  place.qualification.holders.active = Share{1};
  SmallWorkforce workforce(place);
  std::vector<double> ages;
  for (std::uint64_t seat = 0; seat < 4000; ++seat) {
    const Background who = workforce.people.background_of(key_of("town", Cohort::candidate, 2022, seat));
    ages.push_back((day_number(workforce.sim.now()) - who.born) / days_per_year);
  }
  CHECK(*std::min_element(ages.begin(), ages.end()) >= 17.99);
  CHECK(*std::max_element(ages.begin(), ages.end()) < 60);
  CHECK_THAT(ages, MeanIs(39, {.false_alarm = 1e-6, .must_detect = 2}));  // uniform from 18 to 60
  workforce.run_to(2022y / 1 / 1);
  CHECK(workforce("people.qualified") == 1000);  // and not three quarters of them
  workforce.run_to(2022y / 12 / 31);             // one in 42 turns 60, with a standard deviation of 5
  CHECK(std::abs(1000 - workforce("people.qualified") - 1000.0 / 42) < 5 * 5);
}

TEST_CASE("a certificate held at the start is not so old that its holder would be retired", "[unit][people]") {
  SmallPlace place;
  place.people.retirement_age = years(60);
  place.qualification.levels[0].eligible[0].practice = years(10);
  place.qualification.holders.since = DistributionOf<Days>(Distribution::uniform(0, years(50).value));
  place.qualification.holders.total = Number{1000};
  place.qualification.holders.active = Share{1};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 1 / 1);
  CHECK(workforce("people.qualified") == 1000);
  place.qualification.holders.since = years(33);
  CHECK_THROWS_WITH(
      SmallWorkforce(place),
      "qualification.holders.since makes every holder at the level of assistant with the education school reach "
      "people.retirement_age: 10 years of practice come before the certificate");
}

TEST_CASE("an age at which all are retired, and too many kinds of education, are refused", "[unit][people]") {
  SmallPlace place;
  place.people.retirement_age = years(60);
  place.people.age = years(65);
  place.people.education.assign(256, {"school", "", Share{1.0 / 256}});
  Faults faults;
  place.people.check(faults);
  CHECK(faults.found() == std::vector<std::pair<std::string, std::string>>{
                              {"education", "256 kinds of education; there may be at most 255"},
                              {"age",
                               "people.age allows no age from 18 to below 60 years (people.retirement_age); people "
                               "first seen at other ages are not in the profession"}});
}

}  // namespace

}  // namespace muster::people
