// One simulated person for several people: which counts stay exact, which stay so on average, and how the variance
// grows.
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace muster::people {

namespace {

using namespace std::chrono_literals;
using test::MeanIs;
using test::SmallPlace;
using test::SmallWorkforce;

TEST_CASE("with a scale, all people at the start are counted exactly", "[unit][people]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.start = 2022y / 4 / 30;
  place.people.scale = Number{10};
  place.people.weight[AreaId{1}] = Number{2};
  place.people.talents = Talents{Number{2003}, Number{0}};
  place.qualification.holders.total = Number{1001};
  place.qualification.under_way = qualification::UnderWay{"2022", Number{777}, Number{0}, Share{0}};
  place.qualification.levels[0].subjects = {{"only", "", Share{1}}};
  SmallWorkforce workforce(place);
  CHECK(workforce("qualification.held") == 1001);
  CHECK(workforce("people.talents") == 2003);
  CHECK(workforce("qualification.registered") == 777);
  CHECK(workforce("qualification.registered", "east") == 259);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.issued") == 777);
  CHECK(workforce("people.talents") == 2003 + 777);
}

TEST_CASE("a person who is split off late stays no longer than others", "[statistical][people]") {
  // An exponential stay is memoryless: S. M. Ross, Introduction to Probability Models, 11th ed., sec. 5.2.2.
  SmallPlace place;
  const double yearly = 0.5;
  place.people.departures = PerYear{yearly};
  SmallWorkforce workforce(place);
  std::vector<PersonId> groups;
  for (std::uint64_t seat = 0; seat < 6000; ++seat) {
    const EntityKey key = key_of("town", Cohort::staff, 0, seat);
    groups.push_back(workforce.people.join(key, AreaId{0}, workforce.people.background_of(key), Weight{2}));
  }
  workforce.run_to(2023y / 12 / 31);
  std::vector<PersonId> parts;
  for (const PersonId group : groups)
    if (!workforce.people[group].left) parts.push_back(workforce.people.split(group, one_person));
  workforce.run_to(2024y / 12 / 31);
  std::vector<double> left;
  for (const PersonId part : parts) left.push_back(workforce.people[part].left ? 1 : 0);
  CHECK_THAT(left, MeanIs(1 - std::exp(-yearly * 366 / days_per_year), {.false_alarm = 1e-6, .must_detect = 0.1}));
}

TEST_CASE("with a scale, holders are active one by one, not a group at a time", "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10'000};
  place.qualification.holders.total = Number{10'000};
  place.qualification.holders.active = Share{0.5};
  const SmallWorkforce workforce(place);
  // Binomial with a standard deviation of 50; six of them either side. As a group it would be 0 or 10 000.
  CHECK(workforce("people.qualified") > 4700);
  CHECK(workforce("people.qualified") < 5300);
}

TEST_CASE("with a scale, posts and courses still take people one by one", "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10};
  place.qualification.holders.total = Number{40};
  place.qualification.demand.first_time = Number{500};
  place.training.seats[AreaId{0}] = Number{17};
  stations::Parameters& stations = place.with_stations(3);
  stations.open_at_start = PerArea<int>(1, 3);
  stations.qualified_at_start = Share{1};
  place.posts.looking = Share{1};
  SmallWorkforce workforce(place);
  CHECK(workforce("posts.filled") == 6);
  CHECK(workforce("stations.qualified_share") == 1);
  CHECK(workforce("people.talents") == 40);  // the six belong to the forty
  CHECK(workforce("people.qualified") == 40);
  workforce.run_to(2022y / 5 / 31);
  CHECK(workforce("training.trainees") == 17);
  for (std::uint32_t post = 0; post < 6; ++post)
    CHECK(workforce.people[workforce.posts.incumbent(PostId{post}).person].weight == one_person);
}

TEST_CASE("with a scale, a session seats exactly as many people as it has seats", "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10};
  place.people.talents = Talents{Number{45}, Number{0}};
  place.training.sessions = {{"spring", "", 2022y / 3 / 12, {"all"}, Number{23}, Yuan{0}, Number{0.25}}};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 3 / 31);
  CHECK(workforce("training.trainees") == 23);
  CHECK(workforce("people.talents") == 45);
}

TEST_CASE("a scale leaves the mean unchanged and multiplies the random variance by itself", "[statistical][people]") {
  // Of n people who pass with probability p each, X pass: mean n p and variance n p (1 − p). In groups of s alike
  // it is s times a binomial number of n / s: the same mean, s times the variance. Faults tried: groups of 10 weighed
  // as 9, refused.
  const double n = 1000, p = 0.4;
  for (const double scale : {1.0, 10.0}) {
    SmallPlace place;
    place.start = 2022y / 4 / 30;
    place.people.scale = Number{scale};
    place.qualification.under_way = qualification::UnderWay{"2022", Number{n}, Number{0}, Share{0}};
    place.qualification.levels[0].subjects = {{"only", "", Share{p}}};
    std::vector<double> passed;
    for (std::uint64_t r = 0; r < 1500; ++r) {
      SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
      workforce.run_to(2022y / 8 / 31);
      passed.push_back(workforce("qualification.passed"));
    }
    INFO("scale " << scale);
    const double variance = scale * n * p * (1 - p);
    CHECK_THAT(test::Sample(passed), MeanIs(n * p, {.false_alarm = 1e-6, .must_detect = 0.03 * n * p}));
    CHECK_THAT(test::squared_deviations(passed, n * p),
               MeanIs(variance, {.false_alarm = 1e-6, .must_detect = 0.35 * variance}));
  }
}

TEST_CASE("with a scale, people look for a post one by one, not a group at a time", "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10'000};
  place.qualification.holders.total = Number{10'000};
  place.posts.looking = Share{0.3};
  place.posts.qualified_hires = Share{1};
  SmallWorkforce workforce(place);
  for (std::uint64_t seat = 0; seat < 5000; ++seat)
    workforce.posts.establish(AreaId{0}, key_of("town", Cohort::station, 0, 0), posts::no_station, seat);
  workforce.run_to(2022y / 1 / 31);
  CHECK(workforce("posts.filled") == 5000);
  // Binomial with a standard deviation of 46; six of them either side. As a group it would be 0 or 5 000.
  const double unqualified = workforce("people.entered");
  CHECK(unqualified > 5000 - 3280);
  CHECK(unqualified < 5000 - 2720);
}

TEST_CASE("with a scale, holders enter a recruitment round one by one", "[unit][people]") {
  SmallPlace place;
  place.people.scale = Number{10'000};
  place.qualification.holders.total = Number{10'000};
  posts::Establishment& made = place.posts.establishments.emplace_back();
  made.id = "institution";
  made.posts = PerArea<int>(1, 4000);
  made.filled_at_start = PerArea<int>(1, 0);
  made.first_round = 2022y / 9 / 15;
  made.advertised = Share{1};
  made.applies = Share{0.3};
  made.appointment = Days{90};
  made.grades = {{"junior", "", "assistant", Share{1}, Days{0}, Yuan{0}, Number{1}}};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  const double applicants = workforce("posts.applicants");
  CHECK(applicants > 2720);
  CHECK(applicants < 3280);
  CHECK(workforce("posts.filled") == applicants);
  CHECK(workforce("people.qualified") == 10'000);
}

}  // namespace

}  // namespace muster::people
