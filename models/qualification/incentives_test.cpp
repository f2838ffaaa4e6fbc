// Incentives and their cost, talents who register by themselves, the last sitting before the start, and
// preparation from sessions.
#include "engine/random/distribution.hpp"
#include "models/qualification/qualification.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::qualification {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::MeanIs;
using test::Sample;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

using test::town;

// People in the profession without a certificate; a share of them registers.
SmallPlace with_talents(double count, double share, const std::vector<AreaDefinition>& areas = {{"town", "", ""}}) {
  SmallPlace place(areas);
  place.people.talents = people::Talents{Number{count}, Number{0}};
  place.qualification.talents_register = Share{share};
  place.qualification.levels[0].subjects = {{"only", "", Share{0.42}}};
  return place;
}

// An incentive that is always in force and costs nothing.
Incentive& with_incentive(SmallPlace& place, Reach reaches, double odds) {
  Incentive& made = place.qualification.incentives.emplace_back();
  made.id = "incentive_" + std::to_string(place.qualification.incentives.size());
  made.from = 2020y / 1 / 1;
  made.reaches = reaches;
  made.registers = Number{odds};
  return made;
}

// An employer who calls people without a certificate.
struct Caller {
  Qualification& qualification;
  Share share;
  std::vector<PersonId> staff = {};
  void registration_opened() {
    for (const PersonId person : staff) qualification.call(person, LevelId{0}, share);
  }
};

double by_odds(double share, double factor) { return share * factor / (1 - share + share * factor); }

double registered_in_2022(const SmallPlace& place, const std::string& area = "all") {
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 3 / 1);
  return workforce("qualification.registered", area);
}

// ---------------------------------------------------------------------------------------------------------- talents

TEST_CASE("talents register by themselves if they have no certificate and are not called", "[unit][qualification]") {
  SmallPlace place = with_talents(100, 1);
  place.qualification.holders.total = Number{10};
  SmallWorkforce workforce(place);
  Caller employer{workforce.qualification, Share{0}, {PersonId{20}, PersonId{30}, PersonId{40}}};
  workforce.qualification.on_registration.connect<&Caller::registration_opened>(employer);
  workforce.run_to(2022y / 2 / 28);
  CHECK(workforce("qualification.registered") == 0);
  workforce.run_to(2022y / 3 / 1);
  CHECK(workforce("qualification.registered") == 100 - 10 - 3);

  place.qualification.levels[0].eligible[0].practice = years(6);  // they have five, and nine more months by December
  CHECK(registered_in_2022(place) == 0);
  place.qualification.levels[0].eligible[0].practice = years(5.9);
  CHECK(registered_in_2022(place) == 90);
  place.qualification.talents_register = Share{0};
  CHECK(registered_in_2022(place) == 0);
}

TEST_CASE("talents who failed come again with the share of those who failed, and not a second time by themselves",
          "[unit][qualification]") {
  SmallPlace place = with_talents(1000, 1);
  place.qualification.levels[0].subjects = {{"only", "", Share{0}}};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.registered") == 1000);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.registered") == 0);  // already decided for this sitting
  workforce.run_to(2024y / 12 / 31);
  CHECK(workforce("qualification.registered") == 1000);
  CHECK(workforce("people.talents") == 1000);
}

// ------------------------------------------------------------------------------------------------------------- odds

// The share of 1 000 people who register, one value for each replication; `called`: an employer calls them all.
Sample share_registered(const SmallPlace& place, bool called, Date date = 2022y / 3 / 1) {
  std::vector<double> shares;
  for (std::uint64_t r = 0; r < 120; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    Caller employer{workforce.qualification, Share{0.3}};
    for (std::uint32_t person = 0; called && person < 1000; ++person) employer.staff.push_back(PersonId{person});
    workforce.qualification.on_registration.connect<&Caller::registration_opened>(employer);
    workforce.run_to(date - days{1});
    workforce.run_to(date);
    shares.push_back(workforce("qualification.registered") / 1000);
  }
  return shares;
}

TEST_CASE("incentives multiply the odds of registering of those they reach, and combine as a product",
          "[statistical][qualification]") {
  // p f / (1 − p + p f), the logistic model: D. R. Cox, Analysis of Binary Data, sec. 1.4. Staff are reached by all
  // three, people in the profession by two, candidates from outside by one.
  // Faults tried: p f in place of the odds, z = 12 and more; every incentive for all, z = 119 and more.
  SmallPlace place = with_talents(1000, 0.3);
  with_incentive(place, Reach::everybody, 2);
  with_incentive(place, Reach::profession, 0.6);
  with_incentive(place, Reach::staff, 3);
  const test::Stated stated{.false_alarm = 1e-6, .must_detect = 0.013};
  SECTION("people in the profession") {
    CHECK_THAT(share_registered(place, false), MeanIs(by_odds(0.3, 2 * 0.6), stated));
  }
  SECTION("staff called by their employer") {
    CHECK_THAT(share_registered(place, true), MeanIs(by_odds(0.3, 2 * 0.6 * 3), stated));
  }
  SECTION("candidates from outside who failed") {
    place.people.talents.reset();
    place.start = 2022y / 4 / 30;
    place.qualification.under_way = UnderWay{"2022", Number{1000}, Number{0}, Share{0}};
    place.qualification.levels[0].subjects = {{"only", "", Share{0}}};
    place.qualification.persistence = Share{0.3};
    CHECK_THAT(share_registered(place, false, 2023y / 3 / 1), MeanIs(by_odds(0.3, 2), stated));
  }
  SECTION("holders who go for the next level") {
    std::vector<Level>& levels = place.qualification.levels;
    levels.push_back(levels[0]);
    levels[1].id = "social_worker";
    levels[1].demand = Share{0};
    levels[1].holders = Number{0};
    place.qualification.holders.total = Number{1000};
    place.qualification.upgrades = Share{0.3};
    CHECK_THAT(share_registered(place, false), MeanIs(by_odds(0.3, 2 * 0.6), stated));
  }
}

TEST_CASE("an incentive that reaches everybody multiplies the number of newcomers", "[statistical][qualification]") {
  // A Poisson number. Faults tried: no factor, z = -161; that of the profession too, z = 458.
  SmallPlace place;
  place.qualification.demand.first_time = Number{1000};
  place.qualification.demand.growth = PerYear{0};
  with_incentive(place, Reach::everybody, 1.5);
  with_incentive(place, Reach::profession, 3);
  CHECK_THAT(share_registered(place, false), MeanIs(1.5, {.false_alarm = 1e-6, .must_detect = 0.035}));
}

TEST_CASE("an incentive is in force from its first day to its last", "[unit][qualification]") {
  // With the same random numbers, so outside that time the numbers are those without it.
  const auto registered = [](std::optional<std::pair<Date, Date>> in_force) {
    SmallPlace place = with_talents(1000, 0.2);
    place.qualification.levels[0].subjects = {{"only", "", Share{0}}};
    if (in_force) {
      Incentive& incentive = with_incentive(place, Reach::profession, 4);
      incentive.from = in_force->first;
      incentive.until = in_force->second;
    }
    SmallWorkforce workforce(place);
    std::vector<double> by_year;
    for (int year = 2022; year <= 2024; ++year) {
      workforce.run_to(std::chrono::year{year} / 12 / 31);
      by_year.push_back(workforce("qualification.registered"));
    }
    return by_year;
  };
  const std::vector<double> without = registered({});
  const std::vector<double> on_the_day = registered(std::pair{2022y / 3 / 1, 2022y / 3 / 1});
  CHECK(on_the_day[0] > 1.5 * without[0]);
  CHECK(registered(std::pair{2022y / 3 / 2, 2023y / 2 / 28}) == without);
  const std::vector<double> second = registered(std::pair{2022y / 3 / 2, 2023y / 3 / 1});
  CHECK(second[0] == without[0]);
  CHECK(second[1] > 1.5 * without[1]);
}

// -------------------------------------------------------------------------------------------------------- campaigns

TEST_CASE("a campaign is paid when registration closes, to the yuan, divided by people.weight",
          "[unit][qualification]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.people.weight[AreaId{1}] = Number{2};
  Incentive& campaign = with_incentive(place, Reach::everybody, 2);
  campaign.campaign = Yuan{1000};
  campaign.until = 2023y / 12 / 31;
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 2 / 28);
  CHECK(workforce("funding.spent") == 0);
  workforce.run_to(2022y / 3 / 1);
  CHECK(workforce("funding.spent.exam_support", "east") == 333);
  CHECK(workforce("funding.spent.exam_support", "west") == 667);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("funding.spent") == 0);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("funding.spent") == 1000);
  workforce.run_to(2024y / 12 / 31);
  CHECK(workforce("funding.spent") == 0);
}

TEST_CASE("only an area that cannot pay for a campaign is without it", "[unit][qualification]") {
  const std::vector<AreaDefinition> areas = {{"east", "", ""}, {"west", "", ""}};
  SmallPlace place = with_talents(2000, 0.2, areas);
  place.funding.weight[AreaId{1}] = Number{0};
  place.funding.sources[0].per_year = Yuan{0};
  place.funding.sources[0].at_start = Yuan{500};
  const double east = registered_in_2022(place, "east"), west = registered_in_2022(place, "west");
  Incentive& campaign = with_incentive(place, Reach::everybody, 4);
  CHECK(registered_in_2022(place, "west") > 1.5 * west);  // an incentive without cost is in force
  campaign.campaign = Yuan{1000};
  campaign.amount = Yuan{50};
  CHECK(registered_in_2022(place, "east") > 1.5 * east);
  CHECK(registered_in_2022(place, "west") == west);
  campaign.campaign = Yuan{1002};
  CHECK(registered_in_2022(place, "east") == east);  // one yuan short

  campaign.campaign = Yuan{1000};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 6 / 30);
  CHECK(workforce("funding.spent.exam_support") == 500);
  CHECK(workforce("funding.waiting", "west") == 0);  // nothing is due for an incentive that was not in force
  CHECK(workforce("funding.waiting", "east") == 50 * workforce("qualification.sat", "east"));
}

// -------------------------------------------------------------------------------------------------- money for people

TEST_CASE("exam support is due for everybody reached who came to the exam, to the yuan", "[unit][qualification]") {
  SmallPlace place = with_talents(100, 1);
  place.qualification.attendance = Share{0.6};
  place.qualification.demand.first_time = Number{200};
  Reach reaches = Reach::everybody;
  SECTION("everybody") {}
  SECTION("the profession") { reaches = Reach::profession; }
  SECTION("staff") { reaches = Reach::staff; }
  with_incentive(place, reaches, 1).amount = Yuan{61};
  SmallWorkforce workforce(place);
  // A person who is called does not also register by herself; her attendance is certain.
  Caller employer{workforce.qualification, Share{1}};
  for (std::uint32_t person = 0; person < 7; ++person) employer.staff.push_back(PersonId{person});
  workforce.qualification.on_registration.connect<&Caller::registration_opened>(employer);
  workforce.run_to(2022y / 6 / 14);
  CHECK(workforce("funding.spent") == 0);
  workforce.run_to(2022y / 6 / 15);
  const double sat = workforce("qualification.sat");
  CHECK(sat < 300);
  double reached = sat;
  if (reaches == Reach::staff) reached = 7;
  if (reaches == Reach::profession) {
    SmallPlace inside =
        place;  // the same people in the profession, with the same random numbers, and none from outside
    inside.qualification.demand.first_time = Number{0};
    SmallWorkforce alone(inside);
    Caller same{alone.qualification, Share{1}, employer.staff};
    alone.qualification.on_registration.connect<&Caller::registration_opened>(same);
    alone.run_to(2022y / 6 / 15);
    reached = alone("qualification.sat");
    CHECK(reached < sat);
  }
  CHECK(workforce("funding.spent.exam_support") == 61 * reached);
  CHECK(workforce("funding.spent.bonuses") == 0);
}

// Ten holders of the lower level who all go for the upper one, and twenty talents who go for the lower; all pass.
SmallPlace two_levels() {
  SmallPlace place = with_talents(30, 1);
  place.qualification.holders.total = Number{10};
  place.qualification.upgrades = Share{1};
  std::vector<Level>& levels = place.qualification.levels;
  levels[0].subjects = {{"only", "", Share{1}}};
  levels.push_back(levels[0]);
  levels[1].id = "social_worker";
  levels[1].demand = Share{0};
  levels[1].holders = Number{0};
  return place;
}

TEST_CASE("a bonus is due with the certificate, for its level and at the amount of that day",
          "[unit][qualification]") {
  SmallPlace place = two_levels();
  Incentive& lower = with_incentive(place, Reach::everybody, 1);
  lower.level = "assistant";
  lower.paid_on = PaidOn::certificate;
  lower.amount = ByDate<Yuan>(Timeline{{{Date{}, 500}, {2022y / 9 / 1, 501}}, false});
  Incentive& upper = with_incentive(place, Reach::everybody, 1);
  upper.level = "social_worker";
  upper.paid_on = PaidOn::certificate;
  upper.amount = Yuan{1500};
  Incentive& any = with_incentive(place, Reach::everybody, 1);
  any.amount = Yuan{7};  // on the exam, of any level
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 9 / 30);
  CHECK(workforce("funding.spent.bonuses") == 0);
  CHECK(workforce("funding.spent.exam_support") == 7 * 30);
  workforce.run_to(2022y / 10 / 1);
  CHECK(workforce("qualification.issued.assistant") == 20);
  CHECK(workforce("qualification.issued.social_worker") == 10);
  CHECK(workforce("funding.spent.bonuses") == 20 * 501 + 10 * 1500);
  workforce.run_to(2023y / 9 / 30);
  CHECK(workforce("funding.spent.bonuses") == 0);
}

TEST_CASE("a bonus after a panel's review is due with the panel's decision", "[unit][qualification]") {
  SmallPlace place = two_levels();
  place.qualification.levels[1].review = Review{Share{1}, Days{100}};
  Incentive& bonus = with_incentive(place, Reach::everybody, 1);
  bonus.level = "social_worker";
  bonus.paid_on = PaidOn::certificate;
  bonus.amount = Yuan{1500};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 11 / 22);
  CHECK(workforce("funding.spent.bonuses") == 0);
  workforce.run_to(2022y / 11 / 23);
  CHECK(workforce("funding.spent.bonuses") == 15000);
}

TEST_CASE("a bonus for the profession is not paid to candidates from outside", "[unit][qualification]") {
  SmallPlace place = two_levels();
  place.qualification.demand.first_time = Number{300};
  Incentive& bonus = with_incentive(place, Reach::profession, 1);
  bonus.paid_on = PaidOn::certificate;
  bonus.amount = Yuan{1000};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.issued") > 200);
  CHECK(workforce("funding.spent.bonuses") == 30000);
}

TEST_CASE("an incentive in force when registration closed is due for that sitting", "[unit][qualification]") {
  SmallPlace place = two_levels();
  Incentive& bonus = with_incentive(place, Reach::everybody, 1);
  bonus.paid_on = PaidOn::certificate;
  bonus.amount = Yuan{1000};
  bonus.until = 2022y / 3 / 1;
  SmallWorkforce ended(place);
  ended.run_to(2022y / 12 / 31);
  CHECK(ended("funding.spent.bonuses") == 30000);
  bonus.until.reset();
  bonus.from = 2022y / 3 / 2;
  SmallWorkforce late(place);
  late.run_to(2022y / 12 / 31);
  CHECK(late("funding.spent.bonuses") == 0);
}

TEST_CASE("exam support and bonuses that cannot be paid wait for money", "[unit][qualification]") {
  SmallPlace place = two_levels();
  place.funding.sources[0].at_start = Yuan{400};
  place.funding.sources[0].per_year = ByDate<Yuan>(Timeline{{{Date{}, 0}, {2023y / 1 / 1, 2900}}, false});
  with_incentive(place, Reach::everybody, 1).amount = Yuan{10};
  Incentive& bonus = with_incentive(place, Reach::everybody, 1);
  bonus.paid_on = PaidOn::certificate;
  bonus.amount = Yuan{100};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("funding.spent.exam_support") == 300);
  CHECK(workforce("funding.waiting") == 3000);
  workforce.run_to(2023y / 1 / 1);
  CHECK(workforce("funding.spent.bonuses") == 3000);  // of 100 + 2 900
  CHECK(workforce("funding.waiting") == 0);
}

// ------------------------------------------------------------------------- the last sitting before the start

// 1 000 registered in 2022, of whom 300 passed; the next sitting is that of 2023.
SmallPlace after_last_sitting() {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.start = 2022y / 12 / 31;
  place.people.weight[AreaId{1}] = Number{2};
  place.qualification.last_sitting = LastSitting{"2022", Number{1000}, Number{300}};
  place.qualification.levels[0].subjects = {{"only", "", Share{0.42}}};
  return place;
}

TEST_CASE("the last sitting's registered and passed are exactly the flows of the first row", "[unit][qualification]") {
  SmallPlace place = after_last_sitting();
  place.qualification.holders.total = Number{40};
  SmallWorkforce workforce(place);
  CHECK(workforce("qualification.registered") == 1000);
  CHECK(workforce("qualification.registered", "east") == 100 + 233);
  CHECK(workforce("qualification.passed") == 300);
  CHECK(workforce("qualification.passed", "west") == 200);
  CHECK(workforce("qualification.sat") == 0);  // not known
  CHECK(workforce("qualification.held") == 40);
  CHECK(workforce("people.talents") == 40);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.registered") == 0);  // no one registers again
}

TEST_CASE("people who did not pass the last sitting come again, with one attempt behind them",
          "[unit][qualification]") {
  SmallPlace place = after_last_sitting();
  place.qualification.persistence = Share{1};
  place.qualification.learning = Number{40};  // so much that the second attempt cannot fail
  SmallWorkforce workforce(place);
  workforce.run_to(2023y / 2 / 28);
  CHECK(workforce("qualification.registered") == 0);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.registered") == 700);
  CHECK(workforce("qualification.passed") == 700);
}

TEST_CASE("of those who failed the last sitting the stated shares return, with and without a credit",
          "[statistical][qualification]") {
  // Two independent subjects passed with probability p each. Of those who have not passed both, 2 p q / (1 − p²)
  // have one of them. Faults tried: no credit kept, z = -261.
  SmallPlace place = after_last_sitting();
  place.qualification.levels[0].credit_sittings = 2;
  const double p = 0.42, q = 1 - p;
  place.qualification.levels[0].subjects = {{"a", "", Share{p}}, {"b", "", Share{p}}};
  place.qualification.persistence = Share{0.2};
  place.qualification.persistence_with_credit = Share{0.7};
  std::vector<double> shares;
  for (std::uint64_t r = 0; r < 200; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    workforce.run_to(2023y / 3 / 1);
    shares.push_back(workforce("qualification.registered") / 700);
  }
  const double credited = 2 * p * q / (1 - p * p);
  CHECK_THAT(Sample(shares), MeanIs(0.2 + 0.5 * credited, {.false_alarm = 1e-6, .must_detect = 0.013}));
}

TEST_CASE("a last sitting whose results are not out, or that did not take place, is refused",
          "[unit][qualification]") {
  SmallPlace place = after_last_sitting();
  place.start = 2022y / 8 / 14;
  CHECK_THROWS_WITH(SmallWorkforce(place),
                    "the results of the sitting `2022` are not out at the start: they come out on 2022-08-15; write "
                    "it as qualification.under_way");
  place.start = 2022y / 8 / 15;
  CHECK_NOTHROW(SmallWorkforce(place));
  place.qualification.sittings[0].cancelled = true;
  CHECK_THROWS_WITH(SmallWorkforce(place),
                    "the results of the sitting `2022` are not out at the start: it is cancelled; write it as "
                    "qualification.under_way");
}

// --------------------------------------------------------------------------------------------------------- sessions

void with_session(SmallPlace& place, Date date, double seats, double effect) {
  place.training.sessions.push_back({"session_" + std::to_string(place.training.sessions.size()),
                                     "",
                                     date,
                                     {"all"},
                                     Number{seats},
                                     Yuan{0},
                                     Number{effect}});
}

TEST_CASE("a session seats those without a certificate first", "[unit][qualification]") {
  SmallPlace place = with_talents(50, 0);
  place.qualification.holders.total = Number{20};
  with_session(place, 2022y / 2 / 1, 40, 1);
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 2 / 1);
  CHECK(workforce("training.trainees") == 40);
  int certified = 0, others = 0;
  for (std::uint32_t id = 0; id < 50; ++id)
    if (workforce.training.take_preparation(PersonId{id}) > 0)
      ++(workforce.people[PersonId{id}].qualified ? certified : others);
  CHECK(others == 30);
  CHECK(certified == 10);
}

TEST_CASE("sessions before an exam shift the results of that exam only", "[statistical][qualification]") {
  // One-factor probit: P = Φ(Φ⁻¹(p) + effect), whatever the shared ability. F. M. Lord and M. R. Novick,
  // Statistical Theories of Mental Test Scores (1968), ch. 16.
  // Faults tried: no effect, z = -129 and below; an effect kept for the next sitting, z = 109 in 2023.
  SmallPlace place = with_talents(1000, 1);
  place.qualification.persistence = Share{1};
  const double z = normal_quantile(0.42);
  double first = 0.42, second = 0.42;
  SECTION("two before it") {
    with_session(place, 2022y / 1 / 10, 1000, 0.2);
    with_session(place, 2022y / 2 / 10, 1000, 0.3);
    place.qualification.shared_ability = Share{0};  // so that those who fail are not weaker candidates
    first = normal_cdf(z + 0.5);
  }
  SECTION("one after registration") {
    with_session(place, 2022y / 4 / 1, 1000, 0.5);
    place.qualification.shared_ability = Share{0};
    first = normal_cdf(z + 0.5);
  }
  SECTION("one after the exam, for the next") {
    with_session(place, 2022y / 7 / 1, 1000, 0.5);
    place.qualification.shared_ability = Share{0};
    second = normal_cdf(z + 0.5);
  }
  SECTION("results that have much in common") {
    with_session(place, 2022y / 1 / 10, 1000, 0.5);
    place.qualification.shared_ability = Share{0.6};
    first = normal_cdf(z + 0.5);
    second = -1;  // weaker candidates: see tests/statistical/exam_test.cpp
  }
  std::vector<double> in_2022, in_2023;
  for (std::uint64_t r = 0; r < 200; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    workforce.run_to(2022y / 12 / 31);
    in_2022.push_back(workforce("qualification.passed") / 1000);
    workforce.run_to(2023y / 12 / 31);
    in_2023.push_back(workforce("qualification.passed") / workforce("qualification.registered"));
  }
  CHECK_THAT(Sample(in_2022), MeanIs(first, {.false_alarm = 1e-6, .must_detect = 0.01}));
  if (second >= 0) CHECK_THAT(Sample(in_2023), MeanIs(second, {.false_alarm = 1e-6, .must_detect = 0.02}));
}

// ------------------------------------------------------------------------------------------------- faults

TEST_CASE("incentives and a last sitting that contradict other settings are refused, with both values",
          "[unit][qualification]") {
  using Found = std::vector<std::pair<std::string, std::string>>;
  const auto found = [](const auto& checked) {
    Faults faults;
    checked.check(faults);
    return faults.found();
  };
  SmallPlace place;
  CHECK(found(place.qualification).empty());
  Incentive& incentive = with_incentive(place, Reach::everybody, 1);
  incentive.until = 2019y / 12 / 31;
  CHECK(found(incentive) == Found{{"until", "the last day 2019-12-31 is before the first 2020-01-01"}});
  CHECK(found(LastSitting{"2022", Number{10}, Number{11}}) ==
        Found{{"passed", "11 people passed, and only 10 were registered"}});
  CHECK(found(LastSitting{"2022", Number{10}, Number{10}}).empty());
  incentive.level = "master";
  CHECK(found(place.qualification) ==
        Found{{"incentives.incentive_1.level", "incentive_1 names the level `master`, which is not on the ladder"}});
  incentive.level.reset();
  place.qualification.last_sitting = LastSitting{"1999", Number{10}, Number{1}};
  CHECK(found(place.qualification) ==
        Found{{"last_sitting.sitting", "there is no sitting `1999` in qualification.sittings"}});
}

}  // namespace

}  // namespace muster::qualification
