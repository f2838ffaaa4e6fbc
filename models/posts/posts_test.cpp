#include "models/posts/posts.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::posts {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::MeanIs;
using test::SmallPlace;
using test::SmallWorkforce;
using test::years;

using test::town;

std::vector<PostId> establish(SmallWorkforce& workforce, std::uint64_t count) {
  std::vector<PostId> posts;
  for (std::uint64_t seat = 0; seat < count; ++seat)
    posts.push_back(workforce.posts.establish(town, key_of("town", Cohort::station, 0, 0), StationId{}, seat));
  return posts;
}

Mandate mandate_by(Date by) { return {by, 2022y / 1 / 1, Share{0}, {}, Sanction::keep, {}}; }

// The only subject: all candidates pass it, or none.
void exam_passes(SmallPlace& place, double share) {
  place.qualification.levels[0].subjects = {{"only", "", Share{share}}};
}

TEST_CASE("a post is vacant for its time to fill, and then filled", "[unit][posts]") {
  SmallPlace place;
  place.posts.time_to_fill = Days{45};
  place.posts.fill_factor[town] = Number{2};
  SmallWorkforce workforce(place);
  establish(workforce, 3);
  workforce.run_to(2022y / 3 / 31);  // 90 days from 1 January
  CHECK(workforce("posts.established") == 3);
  CHECK(workforce("posts.vacant") == 3);
  CHECK(std::isnan(workforce("posts.time_to_fill")));
  workforce.run_to(2022y / 4 / 1);
  CHECK(workforce("posts.filled") == 3);
  CHECK(workforce("posts.hires") == 3);
  CHECK(workforce("posts.time_to_fill") == 90);
  CHECK(workforce("people.entered") == 3);
}

TEST_CASE("a qualified person of the area is sought first, and only those who look for a post are found",
          "[unit][posts]") {
  SmallPlace place;
  place.qualification.holders.total = Number{5};
  place.posts.qualified_hires = Share{1};
  place.posts.looking = Share{1};
  SmallWorkforce looking(place);
  establish(looking, 7);
  looking.run_to(2022y / 1 / 31);
  CHECK(looking("people.talents") == 7);  // five holders and two recruits without a certificate
  CHECK(looking("people.entered") == 2);

  place.posts.looking = Share{0};
  SmallWorkforce settled(place);
  establish(settled, 7);
  settled.run_to(2022y / 1 / 31);
  CHECK(settled("people.entered") == 7);
}

TEST_CASE("where the area has no one left, a qualified person may come from elsewhere", "[unit][posts]") {
  SmallPlace place;
  place.posts.qualified_hires = Share{1};
  place.posts.from_elsewhere = Share{1};
  SmallWorkforce workforce(place);
  establish(workforce, 4);
  workforce.run_to(2022y / 1 / 31);
  CHECK(workforce("people.qualified") == 4);
  CHECK(workforce("qualification.arrived") == 4);
  CHECK(workforce("qualification.held") == 4);
  CHECK(workforce("qualification.issued") == 0);
}

TEST_CASE("hire_only_qualified_from excludes unqualified people from that date on", "[unit][posts]") {
  SmallPlace place;
  place.posts.time_to_fill = Days{30};
  place.posts.advertised_again = Days{10};
  place.posts.mandate = mandate_by(2026y / 12 / 31);
  place.posts.mandate->hire_only_qualified_from = 2022y / 2 / 1;
  SmallWorkforce workforce(place);
  establish(workforce, 5);
  workforce.run_to(2022y / 1 / 31);
  CHECK(workforce("posts.hires") == 5);  // the day before, as before
  establish(workforce, 5);
  workforce.run_to(2024y / 12 / 31);
  CHECK(workforce("posts.hires") == 0);
  CHECK(workforce("posts.vacant") == 5);

  // One holder looks for a post, and the post is offered every ten days: the first offer finds her.
  place.qualification.holders.total = Number{1};
  place.posts.looking = Share{1};
  place.posts.mandate->hire_only_qualified_from = 2022y / 1 / 1;
  SmallWorkforce one(place);
  establish(one, 2);
  one.run_to(2022y / 1 / 31);
  CHECK(one("posts.hires") == 1);
  CHECK(one("people.entered") == 0);
}

TEST_CASE("at the end of a mandate's date the sanction applies to the unqualified only", "[unit][posts]") {
  const auto after = [](Sanction sanction) {
    SmallPlace place;
    place.qualification.holders.total = Number{2};
    place.posts.qualified_hires = place.posts.looking = Share{1};
    place.posts.time_to_fill = Days{30};
    place.posts.mandate = mandate_by(2022y / 6 / 30);
    place.posts.mandate->sanction = sanction;
    SmallWorkforce workforce(place);
    establish(workforce, 5);
    workforce.run_to(2022y / 6 / 29);
    CHECK(workforce("posts.filled") == 5);
    workforce.run_to(2022y / 6 / 30);
    return std::vector<double>{workforce("posts.filled"), workforce("posts.separations"), workforce("people.talents"),
                               workforce("people.left"), workforce("people.qualified")};
  };
  CHECK(after(Sanction::keep) == std::vector<double>{5, 0, 5, 0, 2});
  CHECK(after(Sanction::replace) == std::vector<double>{2, 3, 2, 3, 2});
  CHECK(after(Sanction::move) == std::vector<double>{2, 3, 5, 0, 2});
}

TEST_CASE("staff who are spared are neither called nor subject to the sanction", "[unit][posts]") {
  const auto after = [](std::optional<Date> spared) {
    SmallPlace place;
    exam_passes(place, 0);
    place.posts.time_to_fill = Days{30};
    place.posts.mandate = mandate_by(2024y / 6 / 30);
    place.posts.mandate->registers = Share{1};
    place.posts.mandate->sanction = Sanction::replace;
    place.posts.mandate->spares_hired_before = spared;
    SmallWorkforce workforce(place);
    establish(workforce, 5);  // all start within weeks, without a certificate
    workforce.run_to(2022y / 12 / 31);
    const double called = workforce("qualification.registered");
    workforce.run_to(2024y / 6 / 30);
    return std::vector<double>{called, workforce("posts.filled")};
  };
  CHECK(after({}) == std::vector<double>{5, 0});
  CHECK(after(2023y / 1 / 1) == std::vector<double>{0, 5});
  CHECK(after(2022y / 1 / 1) == std::vector<double>{5, 0});
}

TEST_CASE("a mandate's call raises registrations of unqualified staff from its announcement on", "[unit][posts]") {
  SmallPlace place;
  exam_passes(place, 0);
  place.posts.registers = Share{0};
  place.posts.mandate = mandate_by(2030y / 12 / 31);
  place.posts.mandate->from = 2023y / 3 / 1;
  place.posts.mandate->registers = Share{1};
  SmallWorkforce workforce(place);
  establish(workforce, 10);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("qualification.registered") == 0);
  workforce.run_to(2023y / 12 / 31);
  CHECK(workforce("qualification.registered") == 10);  // called on the day of the signal already
  workforce.run_to(2024y / 12 / 31);
  CHECK(workforce("qualification.registered") == 10);  // and again after failing

  place.posts.mandate.reset();
  place.posts.registers = Share{1};
  exam_passes(place, 1);
  SmallWorkforce willing(place);
  establish(willing, 10);
  willing.run_to(2022y / 12 / 31);
  CHECK(willing("qualification.passed") == 10);
  CHECK(willing("people.qualified") == 10);
  willing.run_to(2023y / 12 / 31);
  CHECK(willing("qualification.registered") == 0);  // qualified people are not called
}

TEST_CASE("a level above the required one counts as qualified", "[unit][posts]") {
  SmallPlace place;
  std::vector<qualification::Level>& levels = place.qualification.levels;
  levels.push_back(levels[0]);
  levels[1].id = "social_worker";
  levels[0].holders = Number{0};
  levels[1].demand = Share{0};
  place.qualification.holders.total = Number{3};
  place.posts.qualified_hires = place.posts.looking = Share{1};
  SmallWorkforce lower(place);
  establish(lower, 3);
  lower.run_to(2022y / 1 / 31);
  CHECK(lower("people.entered") == 0);

  place.posts.level = "social_worker";
  levels[0].holders = Number{1};
  levels[1].holders = Number{0};
  SmallWorkforce higher(place);
  establish(higher, 3);
  higher.run_to(2022y / 1 / 31);
  CHECK(higher("people.entered") == 3);  // holders of the lower level do not suffice

  place.posts.level = "master";
  CHECK_THROWS_WITH(SmallWorkforce(place), "posts.level is `master`, which is not a level of qualification.levels");
}

TEST_CASE("qualified staff at the start are holders of the area, not newly created people", "[unit][posts]") {
  SmallPlace place;
  place.qualification.holders.total = Number{2};
  place.posts.time_to_fill = Days{100};
  SmallWorkforce workforce(place, Seed{}, Replication{}, [](SmallWorkforce& starting) {
    const std::vector<PostId> posts = establish(starting, 4);
    starting.posts.staff_at_start(posts[0], true);
    starting.posts.staff_at_start(posts[1], false);
    starting.posts.staff_at_start(posts[2], true);
    starting.posts.staff_at_start(posts[3], true);  // no holder is left, so a person without a certificate
  });
  CHECK(workforce("people.talents") == 4);
  CHECK(workforce("people.qualified") == 2);
  CHECK(workforce("qualification.held") == 2);
  workforce.run_to(2022y / 1 / 31);
  CHECK(workforce("posts.filled") == 4);
  CHECK(workforce("posts.hires") == 0);
}

TEST_CASE("a qualified person who leaves a post but not the profession takes the next vacancy", "[unit][posts]") {
  // Two holders take turns in one post; no one else ever comes.
  SmallPlace place;
  place.qualification.holders.total = Number{2};
  place.posts.qualified_hires = place.posts.looking = Share{1};
  place.posts.attrition_first_year = place.posts.attrition_later = PerYear{5};
  SmallWorkforce workforce(place);
  establish(workforce, 1);
  workforce.run_to(2030y / 12 / 31);
  CHECK(workforce("posts.separations") > 10);
  CHECK(workforce("people.entered") == 0);
  CHECK(workforce("people.talents") == 2);
}

// The share of many posts still held by their first person at the end of some dates, one value for each replication.
struct Stays {
  static constexpr std::uint64_t count = 1000;
  SmallPlace place;
  std::function<void(SmallWorkforce&)> meanwhile = {};  // after half a year
  test::Sample held(Date date) const {
    std::vector<double> shares;
    for (std::uint64_t r = 0; r < 250; ++r) {
      SmallWorkforce workforce(place, Seed{20240611}, Replication{r}, [](SmallWorkforce& starting) {
        for (const PostId post : establish(starting, count)) starting.posts.staff_at_start(post, false);
      });
      if (meanwhile) {
        workforce.run_to(2022y / 6 / 30);  // 181 days
        meanwhile(workforce);
      }
      workforce.run_to(date);
      shares.push_back(workforce("posts.filled") / count);
    }
    return shares;
  }
};

TEST_CASE("separation is a hazard of one rate in the first year and another after", "[statistical][posts]") {
  // The survivor function of a piecewise constant hazard is exp(−∫ hazard): D. R. Cox and D. Oakes, Analysis of
  // Survival Data, sec. 2.3. With 0.342 per year, 1 − exp(−0.342) = 29 % leave within the first year.
  Stays stays;
  stays.place.posts.time_to_fill = Days{30000};  // nobody follows
  stays.place.posts.attrition_first_year = PerYear{0.342};
  stays.place.posts.attrition_later = PerYear{0.18};
  // Faults tried: 0.36 in the first year, z = -14 to -7; the later rate from the start, z = 61 to 169; 20 posts,
  // refused.
  const test::Stated stated{.false_alarm = 1e-6, .must_detect = 0.01};
  SECTION("new staff") {
    // 2022-12-31 24:00 is 365 days after the start.
    CHECK_THAT(stays.held(2022y / 12 / 31), MeanIs(std::exp(-0.342 * 365 / days_per_year), stated));
    CHECK_THAT(stays.held(2024y / 12 / 31),
               MeanIs(std::exp(-0.342 - 0.18 * (1096 - days_per_year) / days_per_year), stated));
  }
  SECTION("staff already half a year in their posts") {
    stays.place.posts.tenure_at_start = years(0.5);
    CHECK_THAT(stays.held(2023y / 12 / 31), MeanIs(std::exp(-0.342 / 2 - 0.18 * (730 / days_per_year - 0.5)), stated));
  }
  SECTION("pay that halves the attrition of those hired under it") {
    stays.place.posts.attrition_factor = Number{0.5};
    CHECK_THAT(stays.held(2024y / 12 / 31),
               MeanIs(std::exp(-0.171 - 0.09 * (1096 - days_per_year) / days_per_year), stated));
  }
}

TEST_CASE("becoming qualified multiplies the hazard from that day on", "[statistical][posts]") {
  // Proportional hazards with a covariate that changes once: D. R. Cox and D. Oakes, Analysis of Survival Data, sec.
  // 8.1.
  Stays stays;
  exam_passes(stays.place, 1);  // all in post sit in 2022 and hold a certificate from 1 October, day 273
  stays.place.posts.registers = Share{1};
  stays.place.posts.time_to_fill = Days{30000};
  stays.place.posts.attrition_first_year = PerYear{0.342};
  stays.place.posts.attrition_later = PerYear{0.18};
  stays.place.posts.attrition_qualified = Number{0.4};
  const double until_certificate = 0.342 * 273 / days_per_year;
  const double after = 0.4 * (0.342 * (1 - 273 / days_per_year) + 0.18 * (1096 / days_per_year - 1));
  // Faults tried: the ratio left out, z = -142; a stay that begins anew with its old length, z = 154.
  CHECK_THAT(stays.held(2024y / 12 / 31),
             MeanIs(std::exp(-until_certificate - after), {.false_alarm = 1e-6, .must_detect = 0.01}));
}

TEST_CASE("a post's nth vacancy has its own random numbers, whatever happens in other posts", "[property][posts]") {
  const auto filled_by_month = [](std::uint64_t others) {
    SmallPlace place({{"town", "", ""}, {"village", "", ""}});
    place.posts.time_to_fill = DistributionOf<Days>(Distribution::lognormal(45, 25));
    place.posts.attrition_first_year = PerYear{1};
    place.posts.attrition_later = PerYear{0.5};
    place.posts.leaves_profession = Share{0.7};
    SmallWorkforce workforce(place);
    for (std::uint64_t seat = 0; seat < others; ++seat)
      workforce.posts.establish(AreaId{1}, key_of("village", Cohort::station, 0, seat), StationId{}, 0);
    establish(workforce, 40);
    std::vector<double> filled;
    for (int month = 1; month < 60; ++month) {
      workforce.run_to(place.start + days{30 * month});
      filled.push_back(workforce("posts.filled", "town"));
      filled.push_back(workforce("posts.hires", "town"));
    }
    return filled;
  };
  CHECK(filled_by_month(0) == filled_by_month(300));
}

// ------------------------------------------------------------------------------- supervision, secondment and strain

// Supervisors of the town itself, who cost nothing.
training::Supervision& with_supervision(SmallPlace& place, double places) {
  training::Supervision& made = place.training.supervision.emplace();
  made.workers_each = Number{places};
  made.supervisors = PerArea<Number>(place.areas.leaf_count(), Number{1});
  made.attrition = Number{0.5};
  made.productivity = Number{1};
  return made;
}

// A partner who sends one more supervisor and pays for it.
training::Pairing& with_partner(SmallPlace& place, Date from, std::optional<Date> until = {}) {
  training::Pairing& made = place.training.pairing.emplace_back();
  made.id = "partner";
  made.pairs = PerArea<int>(place.areas.leaf_count(), 0);
  made.pairs[town] = 1;
  made.from = from;
  made.until = until;
  made.supervisors = Number{1};
  made.paid_into = "purse";
  made.partner_pays = true;
  return made;
}

// The signals of posts, in order.
struct Heard {
  SmallWorkforce& workforce;
  std::vector<std::string> said = {};
  void supervision_changed(PostId post) { say("supervision", post); }
  void presence_changed(PostId post) { say("presence", post); }
  void vacated(PostId post, bool) { say("vacated", post); }
  void say(const std::string& what, PostId post) {
    const Incumbent now = workforce.posts.incumbent(post);
    said.push_back(what + " " + std::to_string(index(post)) + (now.supervised ? " supervised" : "") +
                   (now.away ? " away" : ""));
  }
};

std::vector<bool> supervised(const SmallWorkforce& workforce, std::uint32_t count) {
  std::vector<bool> marks;
  for (std::uint32_t post = 0; post < count; ++post)
    marks.push_back(workforce.posts.incumbent(PostId{post}).supervised);
  return marks;
}

void staff_three(SmallWorkforce& starting) {
  for (const PostId post : establish(starting, 3)) starting.posts.staff_at_start(post, false);
}

TEST_CASE("a person who starts in a post takes a supervision slot if one is free", "[unit][posts]") {
  SmallPlace place;
  with_supervision(place, 2);
  SmallWorkforce staffed(place, Seed{}, Replication{}, staff_three);
  CHECK(supervised(staffed, 3) == std::vector<bool>{true, true, false});
  CHECK(staffed("training.supervised") == 2);

  SmallWorkforce hiring(place);
  establish(hiring, 3);
  hiring.run_to(2022y / 1 / 30);
  CHECK(supervised(hiring, 3) == std::vector<bool>{false, false, false});
  hiring.run_to(2022y / 1 / 31);
  CHECK(supervised(hiring, 3) == std::vector<bool>{true, true, false});
  CHECK(hiring("training.supervision_began") == 2);
}

TEST_CASE("a supervision slot that becomes free goes to the first post without one", "[unit][posts]") {
  SmallPlace place;
  with_supervision(place, 1);
  SmallWorkforce workforce(place, Seed{}, Replication{}, staff_three);
  Heard heard{workforce};
  workforce.posts.on_supervision_changed.connect<&Heard::supervision_changed>(heard);
  CHECK(supervised(workforce, 3) == std::vector<bool>{true, false, false});
  workforce.people.leave(workforce.posts.incumbent(PostId{0}).person);
  CHECK(supervised(workforce, 3) == std::vector<bool>{false, true, false});
  CHECK(heard.said == std::vector<std::string>{"supervision 0", "supervision 1 supervised"});
  workforce.run_to(2022y / 3 / 31);
  CHECK(workforce("posts.filled") == 3);
  CHECK(supervised(workforce, 3) == std::vector<bool>{false, true, false});  // the newcomer finds none free
  workforce.people.leave(workforce.posts.incumbent(PostId{2}).person);       // the one without a slot
  CHECK(supervised(workforce, 3) == std::vector<bool>{false, true, false});
  workforce.people.leave(workforce.posts.incumbent(PostId{1}).person);
  CHECK(supervised(workforce, 3) == std::vector<bool>{true, false, false});
  workforce.run_to(2022y / 4 / 15);
  CHECK(workforce("training.supervised") == 1);
}

TEST_CASE("slots lost when a partner leaves are taken from the last posts", "[unit][posts]") {
  SmallPlace place;
  with_supervision(place, 1);
  with_partner(place, 2022y / 3 / 1, 2022y / 6 / 30);
  SmallWorkforce workforce(place, Seed{}, Replication{}, staff_three);
  Heard heard{workforce};
  workforce.posts.on_supervision_changed.connect<&Heard::supervision_changed>(heard);
  workforce.run_to(2022y / 2 / 28);
  CHECK(supervised(workforce, 3) == std::vector<bool>{true, false, false});
  workforce.run_to(2022y / 3 / 1);
  CHECK(supervised(workforce, 3) == std::vector<bool>{true, true, false});
  workforce.people.leave(workforce.posts.incumbent(PostId{0}).person);  // so the second and the third have the slots
  CHECK(supervised(workforce, 3) == std::vector<bool>{false, true, true});
  heard.said.clear();
  workforce.run_to(2022y / 6 / 29);
  CHECK(heard.said.empty());
  workforce.run_to(2022y / 6 / 30);
  CHECK(heard.said == std::vector<std::string>{"supervision 2"});
  CHECK(supervised(workforce, 3) == std::vector<bool>{false, true, false});
  CHECK(workforce("training.supervised") == 1);
  CHECK(workforce("training.supervision_places") == 1);
}

TEST_CASE("supervision multiplies the hazard of leaving while it lasts", "[statistical][posts]") {
  // The ratio of hazards of a proportional hazards model, constant and with a covariate that changes at known times:
  // D. R. Cox and D. Oakes, Analysis of Survival Data, sec. 7.1 and 8.1. All have a slot, so none is passed on.
  Stays stays;
  stays.place.posts.time_to_fill = Days{30000};  // nobody follows
  stays.place.posts.attrition_first_year = stays.place.posts.attrition_later = PerYear{0.3};
  training::Supervision& supervision = with_supervision(stays.place, Stays::count);
  const double a_day = 0.3 / days_per_year;
  // Faults tried: no effect, z = -187 and -96; an effect that stays after the partner has gone, z = 74.
  const test::Stated stated{.false_alarm = 1e-6, .must_detect = 0.01};
  SECTION("all the time") { CHECK_THAT(stays.held(2023y / 12 / 31), MeanIs(std::exp(-0.5 * 730 * a_day), stated)); }
  SECTION("while a partner's supervisors are there") {
    supervision.supervisors[town] = Number{0};
    with_partner(stays.place, 2022y / 4 / 11, 2023y / 5 / 15);  // days 100 to 500
    CHECK_THAT(stays.held(2023y / 12 / 31), MeanIs(std::exp(-(100 + 0.5 * 400 + 230) * a_day), stated));
  }
}

TEST_CASE("strain multiplies the hazard of leaving until it ends", "[statistical][posts]") {
  // As above. Faults tried: a strain that does not end, z = -298; one that starts the stay anew, z = 61 and 235.
  Stays stays;
  stays.place.posts.time_to_fill = Days{30000};
  stays.place.posts.attrition_first_year = stays.place.posts.attrition_later = PerYear{0.3};
  const double a_day = 0.3 / days_per_year;
  const auto strain_all = [](SmallWorkforce& workforce, double factor) {
    for (std::uint32_t post = 0; post < Stays::count; ++post) workforce.posts.strain(PostId{post}, factor);
  };
  const test::Stated stated{.false_alarm = 1e-6, .must_detect = 0.01};
  SECTION("for good") {
    stays.meanwhile = [&](SmallWorkforce& workforce) { strain_all(workforce, 1.6); };
    CHECK_THAT(stays.held(2023y / 12 / 31), MeanIs(std::exp(-(181 + 1.6 * 549) * a_day), stated));
  }
  SECTION("for a quarter") {
    stays.meanwhile = [&](SmallWorkforce& workforce) {
      strain_all(workforce, 3);
      workforce.run_to(2022y / 9 / 30);  // day 273
      strain_all(workforce, 1);
    };
    CHECK_THAT(stays.held(2023y / 12 / 31), MeanIs(std::exp(-(181 + 3 * 92 + 457) * a_day), stated));
  }
}

TEST_CASE("strain belongs to the person and not to the post", "[unit][posts]") {
  SmallPlace place;
  place.posts.attrition_first_year = place.posts.attrition_later = PerYear{5};
  SmallWorkforce workforce(place, Seed{}, Replication{}, staff_three);
  for (std::uint32_t post = 0; post < 3; ++post) workforce.posts.strain(PostId{post}, 0);
  workforce.run_to(2029y / 12 / 31);
  CHECK(workforce("posts.separations") == 0);
  for (std::uint32_t post = 0; post < 3; ++post) {
    workforce.people.leave(workforce.posts.incumbent(PostId{post}).person);
    workforce.posts.strain(PostId{post}, 0);  // the post is vacant: no effect
  }
  workforce.run_to(2036y / 12 / 31);
  CHECK(workforce("posts.separations") > 10);
}

// When each of three posts is vacated if the person in it is away between two dates.
std::vector<Instant> vacated_at(const SmallPlace& place, std::optional<std::pair<Date, Date>> away) {
  struct Noted {
    SmallWorkforce& workforce;
    std::vector<Instant> at = std::vector<Instant>(3);
    void vacated(PostId post, bool) { at[index(post)] = workforce.sim.now(); }
  };
  SmallWorkforce workforce(place, Seed{7}, Replication{}, staff_three);
  Noted noted{workforce};
  workforce.posts.on_vacated.connect<&Noted::vacated>(noted);
  if (away) {
    workforce.run_to(away->first);
    for (std::uint32_t post = 0; post < 3; ++post) workforce.posts.second(PostId{post});
    workforce.run_to(away->second);
    for (std::uint32_t post = 0; post < 3; ++post) workforce.posts.give_back(PostId{post});
  }
  workforce.run_to(2040y / 12 / 31);
  return noted.at;
}

TEST_CASE("time away postpones a resignation by exactly that time, with the same random number", "[unit][posts]") {
  SmallPlace place;
  place.posts.time_to_fill = Days{30000};
  place.posts.attrition_first_year = place.posts.attrition_later = PerYear{0.4};
  const std::vector<Instant> at_home = vacated_at(place, {});
  const std::vector<Instant> once = vacated_at(place, std::pair{2022y / 1 / 10, 2022y / 4 / 20});
  for (std::size_t post = 0; post < 3; ++post) {
    REQUIRE(at_home[post] > start_of(2022y / 1 / 12));                                  // they stay beyond
    CHECK(std::abs((once[post] - at_home[post]).value - 100) < 1.5 / minutes_per_day);  // to the minute
  }
}

TEST_CASE("time away counts as time in the post", "[unit][posts]") {
  // In the first year all would leave, and afterwards none does.
  SmallPlace place;
  place.posts.time_to_fill = Days{30000};
  place.posts.attrition_first_year = PerYear{5};
  place.posts.attrition_later = PerYear{0};
  CHECK(vacated_at(place, std::pair{2022y / 1 / 1, 2023y / 1 / 2}) == std::vector<Instant>(3));
}

TEST_CASE("no one resigns while away, and a person who leaves the profession is no longer away", "[unit][posts]") {
  SmallPlace place;
  place.posts.time_to_fill = Days{30000};
  place.posts.attrition_first_year = place.posts.attrition_later = PerYear{5};
  SmallWorkforce workforce(place, Seed{}, Replication{}, staff_three);
  Heard heard{workforce};
  workforce.posts.on_presence_changed.connect<&Heard::presence_changed>(heard);
  workforce.posts.on_vacated.connect<&Heard::vacated>(heard);
  workforce.posts.second(PostId{0});
  workforce.posts.second(PostId{0});  // has no further effect
  CHECK(heard.said == std::vector<std::string>{"presence 0 away"});
  workforce.run_to(2032y / 12 / 31);
  CHECK(workforce("posts.filled") == 1);
  CHECK(workforce.posts.incumbent(PostId{0}).away);
  heard.said.clear();
  workforce.people.leave(workforce.posts.incumbent(PostId{0}).person);
  CHECK(heard.said == std::vector<std::string>{"presence 0", "vacated 0"});
  CHECK_THROWS_WITH(workforce.posts.second(PostId{0}), "only a person in a post can be seconded");
  workforce.posts.give_back(PostId{0});  // the post is vacant: no effect
  CHECK(heard.said.size() == 2);
}

TEST_CASE("staff without a certificate get session seats first, then qualified staff, and none who are away",
          "[unit][posts][training]") {
  const auto seated = [](double seats, bool away) {
    SmallPlace place;
    place.qualification.holders.total = Number{2};
    place.training.sessions.push_back({"spring", "", 2022y / 4 / 1, {"all"}, Number{seats}, Yuan{0}, Number{1}});
    SmallWorkforce workforce(place, Seed{}, Replication{}, [](SmallWorkforce& starting) {
      const std::vector<PostId> posts = establish(starting, 4);
      for (std::size_t post = 0; post < 4; ++post) starting.posts.staff_at_start(posts[post], post < 2);
    });
    if (away) workforce.posts.second(PostId{2});
    workforce.run_to(2022y / 4 / 1);
    CHECK(workforce("training.trainees") == seats);
    std::vector<bool> prepared;
    for (std::uint32_t post = 0; post < 4; ++post)
      prepared.push_back(workforce.training.take_preparation(workforce.posts.incumbent(PostId{post}).person) > 0);
    return prepared;
  };
  const std::vector<bool> one = seated(1, false), three = seated(3, false);
  CHECK(one[2] + one[3] == 1);  // at random
  CHECK(one[0] + one[1] == 0);
  CHECK(three[2] + three[3] == 2);
  CHECK(three[0] + three[1] == 1);
  CHECK(seated(1, true) == std::vector<bool>{false, false, false, true});
  CHECK(seated(3, true) == std::vector<bool>{true, true, false, true});
}

TEST_CASE("a mandate whose date is before its announcement is refused", "[unit][posts]") {
  Faults faults;
  mandate_by(2021y / 12 / 31).check(faults);
  CHECK(faults.found() ==
        std::vector<std::pair<std::string, std::string>>{{"by", "the mandate's date is before its announcement"}});
}

}  // namespace

}  // namespace muster::posts
