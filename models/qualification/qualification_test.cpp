#include "models/qualification/qualification.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace muster::qualification {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

using test::town;

// A share that changes on a date: before it the first value, from it on the second.
ByDate<Share> turns(Share before, Date on, Share after) {
  return ByDate<Share>(Timeline{{{Date{}, before.value}, {on, after.value}}, false});
}

// A subject that is always passed in the exams of some years, and never in the others.
Subject passed_in(const std::string& id, const std::vector<int>& years_passed) {
  Timeline timeline{{{Date{}, 0}}, false};
  for (const int year : years_passed) {
    timeline.points.emplace_back(std::chrono::year{year} / 1 / 1, 1);
    timeline.points.emplace_back(std::chrono::year{year} / 12 / 31, 0);
  }
  return {id, "", ByDate<Share>(timeline)};
}

// 1 000 people registered for the exam of June 2022 whose registration is over.
SmallPlace thousand_registered() {
  SmallPlace place;
  place.start = 2022y / 4 / 30;
  place.qualification.under_way = UnderWay{"2022", Number{1000}, Number{0}, Share{0}};
  return place;
}

// Staff without a certificate, who all register when they are called.
struct Employer {
  Qualification& qualification;
  std::vector<PersonId> staff;
  void registration_opened() {
    for (const PersonId person : staff) qualification.call(person, LevelId{0}, Share{1});
  }
};

TEST_CASE("registration, exam, results and certificates come on their dates", "[unit][qualification]") {
  SmallPlace place;
  place.start = 2022y / 1 / 31;
  place.qualification.demand.first_time = Number{500};
  place.qualification.levels[0].subjects = {passed_in("only", {2022})};
  SmallWorkforce workforce(place);
  const auto on_two_days = [&](const std::string& series, Date second) {
    workforce.run_to(second - days{1});
    const double before = workforce(series);
    workforce.run_to(second);
    return std::pair(before, workforce(series));
  };
  const auto [none, registered] = on_two_days("qualification.registered", 2022y / 3 / 1);
  CHECK(none == 0);
  CHECK(registered > 400);
  CHECK(on_two_days("qualification.sat", 2022y / 6 / 15) == std::pair(0.0, registered));
  CHECK(on_two_days("qualification.passed", 2022y / 8 / 15) == std::pair(0.0, registered));
  CHECK(on_two_days("qualification.issued", 2022y / 10 / 1) == std::pair(0.0, registered));
  CHECK(workforce("qualification.held") == registered);
  CHECK(workforce("people.talents") == registered);
  CHECK(workforce("people.qualified") == registered);
}

TEST_CASE("people registered for a sitting under way are counted exactly, and their exam is still to come",
          "[unit][qualification]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.start = 2022y / 4 / 30;
  place.people.weight[AreaId{1}] = Number{2};
  place.qualification.under_way = UnderWay{"2022", Number{1000}, Number{0}, Share{0}};
  place.qualification.holders.total = Number{100};
  SmallWorkforce workforce(place);
  CHECK(workforce("qualification.registered", "east") == 333);
  CHECK(workforce("qualification.registered", "west") == 667);
  CHECK(workforce("qualification.sat") == 0);
  CHECK(workforce("qualification.held") == 100);
  CHECK(workforce("people.talents") == 100);
  workforce.run_to(2022y / 6 / 15);
  CHECK(workforce("qualification.registered") == 0);  // they were counted in the first row
  CHECK(workforce("qualification.sat") == 1000);
}

TEST_CASE("holders who have left the profession count among certificates but not among talents",
          "[unit][qualification]") {
  SmallPlace place;
  place.qualification.holders.total = Number{10000};
  place.qualification.holders.active = Share{0.9};
  SmallWorkforce workforce(place);
  CHECK(workforce("qualification.held") == 10000);
  CHECK(workforce("people.talents") == workforce("people.qualified"));
  CHECK(std::abs(workforce("people.talents") - 9000) < 4.9 * 30);  // sd 30; false alarm 1e-6
}

TEST_CASE("two subjects must be passed in one sitting where credits last one", "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.persistence = place.qualification.persistence_with_credit = Share{1};
  place.qualification.levels[0].subjects = {passed_in("a", {2022, 2024}), passed_in("b", {2023, 2024})};
  SmallWorkforce workforce(place);
  std::vector<double> passed;
  for (int year = 2022; year <= 2024; ++year) {
    workforce.run_to(std::chrono::year{year} / 12 / 31);
    passed.push_back(workforce("qualification.passed"));
  }
  CHECK(passed == std::vector<double>{0, 0, 1000});
}

TEST_CASE("a credit lasts for two consecutive sittings; after that the subject must be sat again",
          "[unit][qualification]") {
  const auto passed_by_year = [](const std::vector<int>& a, const std::vector<int>& b) {
    SmallPlace place = thousand_registered();
    place.qualification.persistence = place.qualification.persistence_with_credit = Share{1};
    place.qualification.levels[0].credit_sittings = 2;
    place.qualification.levels[0].subjects = {passed_in("a", a), passed_in("b", b)};
    SmallWorkforce workforce(place);
    std::vector<double> passed;
    for (int year = 2022; year <= 2025; ++year) {
      workforce.run_to(std::chrono::year{year} / 12 / 31);
      passed.push_back(workforce("qualification.passed"));
    }
    return passed;
  };
  CHECK(passed_by_year({2022}, {2023}) == std::vector<double>{0, 1000, 0, 0});
  CHECK(passed_by_year({2022}, {2024}) == std::vector<double>{0, 0, 0, 0});
  CHECK(passed_by_year({2022, 2025}, {2024}) == std::vector<double>{0, 0, 0, 1000});
  // Passed in 2022 and credited in 2023, so the subject does not count as passed in 2023.
  CHECK(passed_by_year({2022, 2023}, {2024}) == std::vector<double>{0, 0, 0, 0});
}

TEST_CASE("a cancelled sitting is not one of the two in which credits combine", "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.persistence = place.qualification.persistence_with_credit = Share{1};
  place.qualification.levels[0].credit_sittings = 2;
  place.qualification.levels[0].subjects = {passed_in("a", {2022}), passed_in("b", {2024})};
  place.qualification.sittings[1].cancelled = true;
  place.qualification.demand.first_time = Number{100};
  place.qualification.demand.drive = ByDate<Number>(Timeline{{{2022y / 1 / 1, 1}, {2023y / 12 / 31, 0}}, false});
  SmallWorkforce workforce(place);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.registered") == 0);
  CHECK(workforce("qualification.sat") == 1000);  // in 2022
  workforce.run_to(2024y / 12 / 31);
  CHECK(workforce("qualification.passed") == 1000);
}

TEST_CASE("candidates register again or give up, with their own share if they have a credit",
          "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.levels[0].credit_sittings = 2;
  place.qualification.levels[0].subjects = {passed_in("a", {}), passed_in("b", {})};
  place.qualification.persistence = Share{0};
  place.qualification.persistence_with_credit = Share{1};
  SmallWorkforce without(place);
  without.run_to(2023y / 12 / 31);
  CHECK(without("qualification.registered") == 0);

  place.qualification.levels[0].subjects[0] = passed_in("a", {2022});
  SmallWorkforce with(place);
  with.run_to(2023y / 12 / 31);
  CHECK(with("qualification.registered") == 1000);
  with.run_to(2024y / 12 / 31);
  CHECK(with("qualification.registered") == 0);  // the credit has expired
}

TEST_CASE("each earlier attempt shifts the results of the next by `learning`", "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.persistence = Share{1};
  place.qualification.shared_ability = Share{0};
  place.qualification.levels[0].subjects = {{"only", "", turns(Share{0}, 2022y / 12 / 31, Share{0.5})}};
  place.qualification.learning = Number{40};  // so much that the second attempt cannot fail
  SmallWorkforce workforce(place);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.passed") == 1000);
}

TEST_CASE("a candidate who gives up leaves no state for the next candidate in the same table row",
          "[property][qualification]") {
  // The exam of 2023 is the same whether or not thousands sat and gave up in 2022.
  const auto passed_in_2023 = [](double registered_in_2022) {
    SmallPlace place;
    place.start = 2022y / 4 / 30;
    place.qualification.under_way = UnderWay{"2022", Number{registered_in_2022}, Number{0}, Share{0}};
    place.qualification.demand.first_time = Number{3000};
    place.qualification.levels[0].credit_sittings = 2;
    place.qualification.learning = Number{1};
    SmallWorkforce workforce(place);
    workforce.run_to(2022y / 12 / 31);
    workforce.run_to(2023y / 12 / 31);
    return std::pair(workforce("qualification.sat"), workforce("qualification.passed"));
  };
  CHECK(passed_in_2023(0).first > 2700);
  CHECK(passed_in_2023(5000) == passed_in_2023(0));
}

TEST_CASE("refused papers and absences are counted separately", "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.levels[0].subjects = {passed_in("only", {2022})};
  place.qualification.refused = Share{1};
  SmallWorkforce refused(place);
  refused.run_to(2022y / 12 / 31);
  CHECK(refused("qualification.sat") == 0);
  CHECK(refused("qualification.passed") == 0);

  place.qualification.refused = Share{0.2};
  place.qualification.attendance = Share{0.5};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(std::abs(workforce("qualification.sat") - 400) < 4.9 * std::sqrt(1000 * 0.4 * 0.6));  // false alarm 1e-6
  CHECK(workforce("qualification.passed") == workforce("qualification.sat"));
}

TEST_CASE("staff called by their employer have their own attendance and come before others for courses",
          "[unit][qualification]") {
  SmallPlace place;
  place.qualification.demand.first_time = Number{50};
  place.qualification.attendance = Share{0};
  place.training.seats[town] = Number{7};
  place.training.cost = Yuan{300};
  place.qualification.shared_ability = Share{0};
  place.qualification.levels[0].subjects = {{"only", "", Share{0.5}}};
  place.training.effect = Number{40};  // candidates with a course cannot fail
  SmallWorkforce workforce(place);
  Employer employer{workforce.qualification, {}};
  workforce.qualification.on_registration.connect<&Employer::registration_opened>(employer);
  for (std::uint64_t seat = 0; seat < 7; ++seat) {
    employer.staff.push_back(workforce.people.join(key_of("town", Cohort::staff, 0, seat), town));
  }
  workforce.run_to(2022y / 4 / 30);
  CHECK(workforce("qualification.registered") > 7);
  workforce.run_to(2022y / 5 / 1);  // 45 days before
  CHECK(workforce("training.trainees") == 7);
  CHECK(workforce("funding.spent.training") == 2100);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.sat") == 7);
  CHECK(workforce("qualification.passed") == 7);
}

TEST_CASE("a course that cannot be paid has no trainees", "[unit][qualification][training]") {
  SmallPlace place = thousand_registered();
  place.training.seats[town] = Number{100};
  place.training.cost = Yuan{300};
  place.funding.sources[0].at_start = Yuan{1000};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 6 / 30);
  CHECK(workforce("training.trainees") == 3);
  CHECK(workforce("funding.available") == 100);
}

// Eligibility: staff of one education and practice, called to the exam of June 2022 (or 2023).
struct Rules {
  SmallPlace place;

  Rules() {
    place.people.education = {{"school", "", Share{0}}, {"degree", "", Share{1}}};
    std::vector<Level>& levels = place.qualification.levels;
    levels[0].eligible = {{"A1", "school", years(4), {}}, {"A5", "degree", years(2), {}}};
    levels.push_back(levels[0]);
    levels[1].id = "social_worker";
    levels[1].eligible = {{"B1", "school", years(6), "assistant"}, {"B6", "degree", years(5), {}}};
    levels[1].demand = Share{0};
    levels[1].holders = Number{0};
  }

  // The level registered for; "": none.
  std::string registers(const std::string& education, Days practice) {
    for (people::Education& known : place.people.education) known.share = Share{known.id == education ? 1.0 : 0.0};
    place.people.practice = practice;
    place.people.age = years(50);
    SmallWorkforce workforce(place);
    Employer employer{workforce.qualification, {}};
    workforce.qualification.on_registration.connect<&Employer::registration_opened>(employer);
    employer.staff.push_back(workforce.people.join(key_of("town", Cohort::staff, 0, 0), town));
    workforce.run_to(2022y / 3 / 1);
    std::string levels;
    for (const Level& level : place.qualification.levels)
      if (workforce("qualification.registered." + level.id) > 0) levels += level.id;
    return levels;
  }
};

TEST_CASE("practice counts to 31 December of the year of the exam", "[unit][qualification]") {
  Rules rules;  // the simulation begins on 1 January 2022: 364 days before that date
  CHECK(rules.registers("degree", years(2) - Days{364}) == "assistant");
  CHECK(rules.registers("degree", years(2) - Days{366}) == "");
  CHECK(rules.registers("school", years(2)) == "");
  CHECK(rules.registers("school", years(4) - Days{364}) == "assistant");
}

TEST_CASE("people who aim high sit the highest level for which they are eligible", "[unit][qualification]") {
  Rules rules;
  CHECK(rules.registers("degree", years(20)) == "assistant");
  rules.place.qualification.aims_high = Share{1};
  CHECK(rules.registers("degree", years(5) - Days{364}) == "social_worker");
  CHECK(rules.registers("degree", years(5) - Days{366}) == "assistant");
  CHECK(rules.registers("school", years(20)) == "assistant");  // B1 requires the certificate first
}

TEST_CASE("a rule that requires a certificate counts the time since that certificate", "[unit][qualification]") {
  // The holder's certificate has the stated age; the level above requires six years with it by 31 December 2022.
  const auto upgrades = [](Days held_for) {
    Rules rules;
    rules.place.people.education[0].share = Share{1};
    rules.place.people.education[1].share = Share{0};
    rules.place.people.practice = years(25);
    rules.place.qualification.holders.total = Number{10};
    rules.place.qualification.holders.since = held_for;
    rules.place.qualification.upgrades = Share{1};
    SmallWorkforce workforce(rules.place);
    workforce.run_to(2022y / 3 / 1);
    return workforce("qualification.registered.social_worker");
  };
  CHECK(upgrades(years(6) - Days{364}) == 10);
  CHECK(upgrades(years(6) - Days{366}) == 0);
}

TEST_CASE("a holder who passes the next level holds both certificates and is counted once as a person",
          "[unit][qualification]") {
  SmallPlace place;
  std::vector<Level>& levels = place.qualification.levels;
  levels.push_back(levels[0]);
  levels[1].id = "social_worker";
  levels[1].subjects = {passed_in("only", {2022})};
  levels[1].demand = Share{0};
  levels[1].holders = Number{0};
  place.qualification.holders.total = Number{10};
  place.qualification.upgrades = Share{1};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.held.assistant") == 10);
  CHECK(workforce("qualification.held.social_worker") == 10);
  CHECK(workforce("qualification.held") == 20);
  CHECK(workforce("people.qualified") == 10);
  CHECK(workforce("people.talents") == 10);
}

TEST_CASE("at a level with a review panel, certificates are issued after the review to those confirmed",
          "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.levels[0].subjects = {passed_in("only", {2022})};
  place.qualification.levels[0].review = Review{Share{1}, Days{100}};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 8 / 15);
  CHECK(workforce("qualification.passed") == 1000);
  workforce.run_to(2022y / 11 / 22);
  CHECK(workforce("qualification.held") == 0);
  workforce.run_to(2022y / 11 / 23);
  CHECK(workforce("qualification.held") == 1000);
}

TEST_CASE("a registration that is not renewed lapses only if renewal.lapses is set", "[unit][qualification]") {
  SmallPlace place;
  place.qualification.holders.total = Number{10};
  place.qualification.holders.since = Days{0};  // on the last day before the simulation begins
  place.qualification.renewal = Renewal{true, Days{365}, Days{1096}, Share{0}};
  SmallWorkforce lapses(place);
  lapses.run_to(2022y / 12 / 31);
  CHECK(lapses("people.qualified") == 10);
  lapses.run_to(2023y / 1 / 1);
  CHECK(lapses("people.qualified") == 0);
  CHECK(lapses("qualification.held") == 10);
  CHECK(lapses("people.talents") == 10);

  place.qualification.renewal.renews = Share{1};  // the next one falls due 1 096 days later
  lapses.run_to(2025y / 12 / 31);
  CHECK(lapses("people.qualified") == 0);
  lapses.run_to(2026y / 1 / 1);
  CHECK(lapses("people.qualified") == 10);

  SmallWorkforce renewed(place);
  renewed.run_to(2030y / 12 / 31);
  CHECK(renewed("people.qualified") == 10);

  place.qualification.renewal = Renewal{false, Days{365}, Days{1096}, Share{0}};
  SmallWorkforce stays(place);
  stays.run_to(2030y / 12 / 31);
  CHECK(stays("people.qualified") == 10);
}

TEST_CASE("demand grows from the start towards its ceiling along a logistic curve", "[unit][qualification]") {
  // n(t) = K / (1 + (K - 1) exp(-r t K / (K - 1))): slope r at the start, K at the end. Verhulst (1838).
  SmallPlace place;
  place.qualification.demand = {Number{400000}, PerYear{0.2}, Number{2}, Share{0}, Number{1}};
  place.start = 2022y / 1 / 31;
  const double k = 2, r = 0.2;
  for (const int year : {2022, 2023, 2027}) {
    SmallPlace at = place;
    at.qualification.sittings.clear();
    at.add_sitting(year);
    SmallWorkforce workforce(at);
    workforce.run_to(std::chrono::year{year} / 3 / 1);
    const double expected = 400000 * k / (1 + (k - 1) * std::exp(-r * (year - 2022) * k / (k - 1)));
    CHECK(std::abs(workforce("qualification.registered") - expected) < 5.5 * std::sqrt(expected));  // Poisson; 4e-8
  }
}

TEST_CASE("the year of the start is that of its date, also on the last day of a year", "[unit][qualification]") {
  const auto registered = [](Date start) {
    SmallPlace place;
    place.start = start;
    place.qualification.demand = {Number{20000}, PerYear{0.3}, Number{4}, Share{0}, Number{1}};
    SmallWorkforce workforce(place);
    workforce.run_to(2022y / 3 / 1);
    return workforce("qualification.registered");
  };
  CHECK(registered(2021y / 12 / 31) == registered(2021y / 12 / 30));
  CHECK(registered(2022y / 1 / 1) < registered(2021y / 12 / 31));
}

TEST_CASE("a sitting under way with results before the start is refused", "[unit][qualification]") {
  SmallPlace place;
  place.start = 2022y / 8 / 31;
  place.qualification.under_way = UnderWay{"2022", Number{10}, Number{0}, Share{0}};
  CHECK_THROWS_WITH(SmallWorkforce(place),
                    "the results of the sitting `2022` came out on 2022-08-15, before the start; count "
                    "its certificates in qualification.holders.total instead");
}

TEST_CASE("a place in which no one is eligible for a level is refused instead of drawing for ever",
          "[unit][qualification]") {
  SmallPlace place = thousand_registered();
  place.qualification.levels[0].eligible = {{"A1", "school", years(6), {}}};
  CHECK_THROWS_WITH(
      SmallWorkforce(place),
      "no candidate in town is eligible for the level of assistant; with people.education, people.age and "
      "people.practice as they are, nobody may sit it");
}

TEST_CASE("a credit of the 255th sitting counts like any other", "[unit][qualification]") {
  // A sitting each week. A candidate at the nth sitting passes one subject in it and the other in the next.
  constexpr int sittings = 260;
  const Date monday = 2022y / 1 / 3;
  for (const int n : {10, 252, 253, 254, 255, 256}) {
    SmallPlace place;
    const auto day_of = [&](int nth) { return monday + std::chrono::days{7 * nth}; };
    place.qualification.sittings.clear();
    for (int nth = 0; nth < sittings; ++nth) {
      const Date day = day_of(nth);
      const auto later = [&](int more) { return day + std::chrono::days{more}; };
      place.qualification.sittings.push_back({std::to_string(nth), day, later(1), later(2), later(3), false});
    }
    const auto shares = [&](double up_to, double after) {
      return ByDate<Share>(Timeline{{{Date{}, up_to}, {day_of(n + 1), after}}, false});
    };
    place.qualification.levels[0].credit_sittings = 2;
    place.qualification.levels[0].subjects = {{"a", "", shares(1, 0)}, {"b", "", shares(0, 1)}};
    place.qualification.persistence = place.qualification.persistence_with_credit = Share{1};
    place.qualification.demand.first_time = Number{100};
    place.qualification.demand.drive =
        ByDate<Number>(Timeline{{{Date{}, 0}, {day_of(n), 1}, {day_of(n + 1), 0}}, false});
    SmallWorkforce workforce(place);
    workforce.run_to(day_of(n) + std::chrono::days{6});
    const double came = workforce("qualification.registered");
    INFO("the sitting with " << n << " before it");
    CHECK(came > 50);
    CHECK(workforce("qualification.passed") == 0);
    workforce.run_to(day_of(n + 1) + std::chrono::days{6});
    CHECK(workforce("qualification.passed") == came);
  }
}

}  // namespace

}  // namespace muster::qualification
