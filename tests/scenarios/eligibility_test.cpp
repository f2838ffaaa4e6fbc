// Who may sit which level under the exam rules that the places share: each rule at its limit.
#include "engine/parameters/parameter_sets.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"

#include <string>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

using test::town;

// The levels and kinds of education of the shipped places, in a place with nothing else.
SmallPlace with_shipped_rules() {
  const experiments::Session session = experiments::open_session(experiments::find_scenario("shenyang"), {});
  const ParameterSets sets(session.scenario.sections, std::nullopt);
  SmallPlace place;
  place.people.education = sets.get<people::Parameters>().education;
  place.people.age = years(60);
  place.qualification.levels = sets.get<qualification::Parameters>().levels;
  place.qualification.aims_high = Share{1};
  return place;
}

void everybody_studied(SmallPlace& place, const std::string& education) {
  bool known = false;
  for (people::Education& one : place.people.education) {
    one.share = Share{one.id == education ? 1.0 : 0.0};
    known = known || one.id == education;
  }
  REQUIRE(known);
}

struct Employer {
  qualification::Qualification& qualification;
  PersonId person;
  void registration_opened() { qualification.call(person, LevelId{0}, Share{1}); }
};

// The highest level that a person without a certificate may register for in 2022, with the given years of practice
// on the last day of that year.
std::string highest(SmallPlace& place, const std::string& education, double practice) {
  everybody_studied(place, education);
  place.people.practice = years(practice) - Days{364};  // on 1 January
  if (practice < 1) place.people.practice = Days{0};
  SmallWorkforce workforce(place);
  const PersonId person = workforce.people.join(key_of("town", Cohort::staff, 0, 0), town);
  Employer employer{workforce.qualification, person};
  workforce.qualification.on_registration.connect<&Employer::registration_opened>(employer);
  workforce.run_to(2022y / 3 / 1);
  for (const char* level : {"senior", "social_worker", "assistant"})
    if (workforce("qualification.registered." + std::string(level)) > 0) return level;
  return "none";
}

TEST_CASE("education and years of practice open the levels as rules A1 to A5 and B2 to B6 say", "[scenarios]") {
  SmallPlace place = with_shipped_rules();
  // The years of practice by the end of the year from which assistant, and then social worker, may be sat.
  struct Row {
    const char* education;
    int assistant, social_worker;
  };
  constexpr int never = 40;
  for (const Row& row : {Row{"secondary", 4, never},          // A1; B1 requires the certificate first
                         Row{"college_social_work", 2, 4},    // A2, B2
                         Row{"college_other", 4, 6},          // A4, B2 and two years by B6
                         Row{"bachelor_social_work", 0, 3},   // A3, B3
                         Row{"bachelor_other", 2, 5},         // A5, B3 and two years by B6
                         Row{"master_social_work", 0, 1}}) {  // A3, B4
    for (int practice = 1; practice <= 8; ++practice) {
      INFO(row.education << ", " << practice << " years");
      CHECK(highest(place, row.education, practice) == (practice >= row.social_worker ? "social_worker"
                                                        : practice >= row.assistant   ? "assistant"
                                                                                      : "none"));
    }
    if (row.assistant == 0) CHECK(highest(place, row.education, 0) != "none");
  }
}

// The next level that holders of a level may register for in 2022, if their certificate is so old on the last day
// of the year.
double upgrades(SmallPlace place, const std::string& education, const std::string& held, double since,
                const std::string& next) {
  everybody_studied(place, education);
  place.people.practice = years(30);
  for (qualification::Level& level : place.qualification.levels) level.holders = Number{level.id == held ? 1.0 : 0.0};
  place.qualification.holders.total = Number{10};
  place.qualification.holders.since = years(since) - Days{364};
  place.qualification.upgrades = Share{1};
  SmallWorkforce workforce(place);
  workforce.run_to(2022y / 3 / 1);
  return workforce("qualification.registered." + next);
}

TEST_CASE("years after a certificate open the next level as rules B1 and B7 say", "[scenarios]") {
  const SmallPlace place = with_shipped_rules();
  CHECK(upgrades(place, "secondary", "assistant", 6, "social_worker") == 10);
  CHECK(upgrades(place, "secondary", "assistant", 5.99, "social_worker") == 0);
  for (const char* degree : {"bachelor_social_work", "bachelor_other", "master_social_work"}) {
    CHECK(upgrades(place, degree, "social_worker", 5, "senior") == 10);
    CHECK(upgrades(place, degree, "social_worker", 4.99, "senior") == 0);
  }
  CHECK(upgrades(place, "college_social_work", "social_worker", 20, "senior") == 0);
}

}  // namespace

}  // namespace muster
