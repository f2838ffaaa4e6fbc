#include "models/training/training.hpp"

#include "engine/clock/calendar.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::training {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr AreaId east{0}, west{1};

// Two areas with unlimited money and without courses, sessions, supervision or pairing.
struct SmallSchool {
  Areas areas{std::vector<AreaDefinition>{{"east", "", ""}, {"west", "", ""}}};
  Date start = 2021y / 12 / 5;
  funding::Parameters funding;
  Parameters training;

  SmallSchool() {
    const std::size_t leaves = areas.leaf_count();
    funding.sources = {{"purse", "", Yuan{1e9}, Yuan{1e9}, Share{1}, funding::item_names},
                       {"aid", "", Yuan{0}, Yuan{0}, Share{0}, {"pairing"}}};
    funding.weight = PerArea<Number>(leaves, Number{1});
    funding.priority = funding::item_names;
    training.seats = PerArea<ByDate<Number>>(leaves, Number{0});
    training.before = Days{45};
  }

  // Each area has this much money a year, and nothing is carried over.
  void allow(double yuan_a_year) {
    funding.sources[0].per_year = funding.sources[0].at_start = Yuan{2 * yuan_a_year};
    funding.sources[0].carried_over = Share{0};
  }

  Session& with_session(const std::string& id, Date date, double seats) {
    return training.sessions.emplace_back(Session{id, "", date, {"all"}, Number{seats}, Yuan{0}, Number{0.25}});
  }

  Supervision& with_supervision(double workers_each, double supervisors) {
    Supervision& made = training.supervision.emplace();
    made.workers_each = Number{workers_each};
    made.supervisors = PerArea<Number>(areas.leaf_count(), Number{supervisors});
    made.attrition = Number{0.5};
    made.productivity = Number{1.25};
    return made;
  }

  // Links in the east only.
  Pairing& with_pairs(int pairs, Date from) {
    Pairing& made = training.pairing.emplace_back();
    made.id = "partners";
    made.pairs = PerArea<int>(areas.leaf_count(), 0);
    made.pairs[east] = pairs;
    made.from = from;
    made.paid_into = "aid";
    made.partner_pays = true;
    return made;
  }
};

class School {
 public:
  explicit School(const SmallSchool& place)
      : sim(Seed{20240611}, Replication{0}, start_of(place.start + days{1})),
        book(place.areas),
        funding(place.funding, sim, book),
        training(place.training, sim, book, funding) {
    training.on_session.connect<&School::session_held>(*this);
    training.on_supervision.connect<&School::slots_changed>(*this);
    training.on_rooms_given.connect<&School::rooms_given>(*this);
    training.populate();
    book.reset_flows();
    training.populate_before_start();
    row_.resize(book.areas().node_count() * book.series().size());
    book.open(row_);
  }

  // Runs to the end of a date and closes the period, which checks every identity.
  School& run_to(Date date) {
    sim.run_until(start_of(date + days{1}));
    book.close_period(row_);
    return *this;
  }

  double operator()(const std::string& series, const std::string& area = "all") const {
    return row_[book.areas().find(area).value() * book.series().size() + book.find(series)];
  }

  void session_held() {
    session_dates.push_back(date_of(sim.now()));
    for (const auto& [person, area] : wants)
      if (training.attend(person, area)) seated.push_back(person);
  }
  void slots_changed(AreaId area) { changes.emplace_back(date_of(sim.now()), area); }
  void rooms_given(AreaId area, int rooms) { rooms_in_east += area == east ? rooms : 0; }

  int take_places(AreaId area) {
    int taken = 0;
    while (training.take_supervision(area)) ++taken;
    return taken;
  }

  Simulation sim;
  SeriesBook book;
  funding::Funding funding;
  Training training;
  std::vector<std::pair<PersonId, AreaId>> wants;  // who comes to every session, in this order
  std::vector<PersonId> seated;
  std::vector<Date> session_dates;
  std::vector<std::pair<Date, AreaId>> changes;
  int rooms_in_east = 0;

 private:
  std::vector<double> row_;
};

std::vector<std::pair<PersonId, AreaId>> crowd(std::uint32_t first, std::uint32_t count, AreaId area) {
  std::vector<std::pair<PersonId, AreaId>> people;
  for (std::uint32_t i = 0; i < count; ++i) people.emplace_back(PersonId{first + i}, area);
  return people;
}

using People = std::vector<PersonId>;
using Changes = std::vector<std::pair<Date, AreaId>>;

// ---------------------------------------------------------------------------------------------------------- sessions

TEST_CASE("a session is held on its date and seats those who come first, in all its areas together",
          "[unit][training]") {
  SmallSchool place;
  place.with_session("spring", 2022y / 3 / 12, 3);
  School school(place);
  school.wants = {
      {PersonId{7}, west}, {PersonId{5}, east}, {PersonId{7}, west}, {PersonId{9}, west}, {PersonId{4}, east}};
  CHECK(school.run_to(2022y / 3 / 11)("training.sessions") == 0);
  school.run_to(2022y / 3 / 12);
  CHECK(school.session_dates == std::vector<Date>{2022y / 3 / 12});
  CHECK(school.seated == People{PersonId{7}, PersonId{5}, PersonId{9}});  // no one twice, and no one without a seat
  CHECK(school("training.trainees", "east") == 1);
  CHECK(school("training.trainees", "west") == 2);
  CHECK(school("training.sessions", "east") == 1);  // in its first area
  CHECK(school("training.sessions") == 1);
  CHECK(school.run_to(2023y / 3 / 12)("training.trainees") == 0);
}

TEST_CASE("a session is for the people of its areas, and no one is seated when none is held", "[unit][training]") {
  SmallSchool place;
  place.with_session("western", 2022y / 3 / 12, 10).areas = {"west"};
  School school(place);
  school.wants = {{PersonId{1}, east}, {PersonId{2}, west}};
  CHECK_FALSE(school.training.attend(PersonId{2}, west));
  CHECK_FALSE(school.training.seats_left());
  school.run_to(2022y / 12 / 31);
  CHECK(school.seated == People{PersonId{2}});
  CHECK(school("training.sessions", "west") == 1);
  CHECK_FALSE(school.training.attend(PersonId{1}, west));
  CHECK(school("training.trainees") == 1);
}

TEST_CASE("a session seats as many as each area has the money for", "[unit][training]") {
  SmallSchool place;
  place.allow(1000);
  place.with_session("spring", 2022y / 3 / 12, 100).cost = Yuan{300};
  School school(place);
  school.wants = crowd(0, 10, east);
  for (const auto& person : crowd(50, 2, west)) school.wants.push_back(person);
  school.run_to(2022y / 3 / 12);
  CHECK(school.seated == People{PersonId{0}, PersonId{1}, PersonId{2}, PersonId{50}, PersonId{51}});
  CHECK(school("funding.spent.training", "east") == 900);
  CHECK(school("funding.spent.training", "west") == 600);
}

TEST_CASE("a session that costs nothing seats people although others wait for money", "[unit][training]") {
  SmallSchool place;
  place.allow(1000);
  place.with_session("spring", 2022y / 3 / 12, 2);
  School school(place);
  school.wants = crowd(0, 2, east);
  school.funding.request(east, funding::Item::running, Yuan{5000});
  school.run_to(2022y / 3 / 12);
  CHECK(school("funding.waiting") == 5000);
  CHECK(school("training.trainees") == 2);
}

TEST_CASE("preparation adds up over sessions and is used once", "[unit][training]") {
  SmallSchool place;
  place.with_session("first", 2022y / 3 / 12, 2);
  place.with_session("second", 2022y / 4 / 12, 1).effect = Number{0.5};
  School school(place);
  school.wants = crowd(0, 3, east);
  school.run_to(2022y / 4 / 12);
  CHECK(school.training.take_preparation(PersonId{0}) == 0.75);
  CHECK(school.training.take_preparation(PersonId{0}) == 0);
  CHECK(school.training.take_preparation(PersonId{1}) == 0.25);
  CHECK(school.training.take_preparation(PersonId{2}) == 0);
}

// ------------------------------------------------------------------------------------------------------- supervision

TEST_CASE("the supervisors of an area look after a limited number of workers", "[unit][training]") {
  SmallSchool place;
  place.with_supervision(2.5, 3);
  School school(place);
  CHECK(school.take_places(east) == 7);
  CHECK_FALSE(school.training.supervision_free(east));
  CHECK(school.training.supervision_free(west));
  school.training.leave_supervision(east);
  CHECK(school.training.supervision_free(east));
  CHECK_FALSE(school.training.supervision_exceeded(east));
  school.run_to(2021y / 12 / 31);
  CHECK(school("training.supervision_places") == 14);
  CHECK(school("training.supervised", "east") == 6);
  CHECK(school("training.supervision_began") == 7);
  CHECK(school("training.supervision_ended") == 1);
  CHECK_THROWS_AS(school.training.leave_supervision(west), std::logic_error);
}

TEST_CASE("without supervision there are no slots and all factors are 1", "[unit][training]") {
  SmallSchool place;
  School none(place);
  CHECK_FALSE(none.training.take_supervision(east));
  CHECK(none.training.supervised_attrition() == 1);
  CHECK(none.training.supervised_productivity() == 1);

  place.with_supervision(5, 1);
  School some(place);
  CHECK(some.training.supervised_attrition() == 0.5);
  CHECK(some.training.supervised_productivity() == 1.25);
}

TEST_CASE("supervisors are paid on 1 January, and those not paid do not work that year", "[unit][training]") {
  SmallSchool place;
  const Timeline cost{{{2021y / 1 / 1, 400}, {2023y / 1 / 1, 600}, {2024y / 1 / 1, 250}}, false};
  place.allow(1000);
  place.with_supervision(5, 3).cost = ByDate<Yuan>(cost);
  School school(place);
  CHECK(school.take_places(east) == 15);
  school.run_to(2021y / 12 / 31);
  CHECK(school("funding.spent.training") == 0);  // the start's year is paid
  CHECK(school("training.supervision_places", "east") == 15);
  school.run_to(2022y / 1 / 1);
  CHECK(school("funding.spent.training", "east") == 800);
  CHECK(school("training.supervision_places", "east") == 10);
  CHECK(school("training.supervision_places_lost", "east") == 5);
  CHECK(school.training.supervision_exceeded(east));
  for (int i = 0; i < 5; ++i) school.training.leave_supervision(east);
  CHECK_FALSE(school.training.supervision_exceeded(east));
  CHECK(school.run_to(2022y / 12 / 31)("training.supervision_places", "east") == 10);
  CHECK(school.run_to(2023y / 1 / 1)("training.supervision_places", "east") == 5);
  CHECK(school.run_to(2024y / 1 / 1)("training.supervision_places", "east") == 15);
  CHECK(school("training.supervision_places_added", "east") == 10);
  CHECK(school.changes == Changes{{2022y / 1 / 1, east},
                                  {2022y / 1 / 1, west},
                                  {2023y / 1 / 1, east},
                                  {2023y / 1 / 1, west},
                                  {2024y / 1 / 1, east},
                                  {2024y / 1 / 1, west}});
}

TEST_CASE("supervisors are paid after requests that have waited since last year", "[unit][training]") {
  SmallSchool place;
  place.allow(1000);
  place.with_supervision(5, 2).cost = Yuan{400};
  School school(place);
  school.funding.request(east, funding::Item::running, Yuan{1000});
  school.funding.request(east, funding::Item::running, Yuan{300});
  school.run_to(2022y / 1 / 1);
  CHECK(school("funding.served", "east") == 300);
  CHECK(school("training.supervision_places", "east") == 5);
  CHECK(school("training.supervision_places", "west") == 10);
}

// ----------------------------------------------------------------------------------------------------------- pairing

TEST_CASE("links start on their date with all they bring, and end on their last day", "[unit][training]") {
  SmallSchool place;
  place.with_supervision(12, 1).cost = Yuan{10000};
  Pairing& pairing = place.with_pairs(8, 2022y / 4 / 1);
  pairing.until = 2024y / 3 / 31;
  pairing.supervisors = Number{0.25};
  pairing.money = Yuan{18750};
  pairing.rooms = 1;
  pairing.trained = 2;
  pairing.trained_effect = Number{0.5};
  School school(place);
  school.wants = crowd(0, 100, east);
  school.run_to(2022y / 3 / 31);
  CHECK(school("training.pairs") == 0);
  CHECK(school("training.supervision_places", "east") == 12);
  CHECK(school("funding.granted") == 1e9);  // the yearly grant only
  CHECK(school("funding.spent") == 20000);

  school.run_to(2022y / 4 / 1);
  CHECK(school("training.pairs", "east") == 8);
  CHECK(school("training.pairs", "west") == 0);
  CHECK(school("training.pairs_started") == 8);
  CHECK(school("training.supervision_places", "east") == 36);
  CHECK(school("training.supervision_places", "west") == 12);
  CHECK(school("funding.granted", "east") == 150000);
  CHECK(school("funding.spent.pairing", "east") == 150000);
  CHECK(school("funding.spent") == 150000);
  CHECK(school.rooms_in_east == 8);
  CHECK(school("training.mentored", "east") == 16);
  CHECK(school.seated.size() == 16);  // two for each link, and no one twice
  CHECK(school("training.trainees") == 0);
  CHECK(school("training.sessions") == 0);
  CHECK(school.training.take_preparation(PersonId{15}) == 0.5);
  CHECK(school.take_places(east) == 36);

  school.run_to(2024y / 3 / 30);
  CHECK(school("training.pairs") == 8);
  CHECK(school("funding.spent") == 40000);  // the partner pays its own
  school.sim.run_until(end_of(2024y / 3 / 31));
  CHECK_FALSE(school.training.supervision_exceeded(east));  // all of their last day
  school.run_to(2024y / 3 / 31);
  CHECK(school("training.pairs") == 0);
  CHECK(school("training.pairs_ended") == 8);
  CHECK(school("training.supervision_places", "east") == 12);
  CHECK(school("training.supervision_places_lost", "east") == 24);
  CHECK(school.training.supervision_exceeded(east));
  CHECK_FALSE(school.training.supervision_exceeded(west));
  CHECK(school("training.supervised") == 36);
  Changes changes(8, {2022y / 4 / 1, east});  // each link adds three slots
  changes.insert(changes.end(), 8, {2024y / 3 / 31, east});
  CHECK(school.changes == changes);
  CHECK(school.run_to(2025y / 12 / 31)("funding.spent.pairing") == 0);
}

TEST_CASE("fractions of a supervisor add up, and the signal is sent when a whole slot is added", "[unit][training]") {
  SmallSchool place;
  place.with_supervision(1, 0);
  Pairing& pairing = place.with_pairs(100, 2022y / 4 / 1);
  pairing.supervisors = Number{0.29};  // in binary, 100 of it are a little less than 29
  School school(place);
  school.run_to(2022y / 4 / 1);
  CHECK(school("training.supervision_places") == 29);
  CHECK(school.changes == Changes(29, {2022y / 4 / 1, east}));
}

TEST_CASE("twice the pairs bring twice as much", "[property][training]") {
  const auto brought = [](int pairs, Date from) {
    SmallSchool place;
    place.with_supervision(8, 0);
    Pairing& pairing = place.with_pairs(pairs, from);
    pairing.supervisors = Number{0.5};
    pairing.money = Yuan{18750};
    pairing.trained = 1;
    School school(place);
    school.wants = crowd(0, 1000, east);
    std::vector<double> values;
    const auto read = [&] {
      for (const char* series :
           {"training.pairs", "training.mentored", "training.supervision_places", "funding.spent.pairing"})
        values.push_back(school(series));
    };
    read();
    school.run_to(2022y / 12 / 31);
    read();
    return values;
  };
  std::vector<double> twice = brought(16, 2022y / 4 / 1);
  CHECK(twice == std::vector<double>{0, 0, 0, 0, 16, 16, 64, 300000});
  for (double& value : twice) value *= 2;
  CHECK(brought(32, 2022y / 4 / 1) == twice);
  CHECK(brought(32, 2021y / 9 / 1) == std::vector<double>{32, 32, 128, 600000, 32, 0, 128, 0});
}

TEST_CASE("supervisors whom the partner does not pay cost the rest of the year when they come, then whole years",
          "[unit][training]") {
  SmallSchool place;
  place.with_supervision(4, 0).cost = Yuan{36500};
  Pairing& pairing = place.with_pairs(2, 2022y / 10 / 3);  // 90 days of 2022 are left
  pairing.supervisors = Number{0.5};
  pairing.partner_pays = false;
  School paid(place);
  paid.run_to(2022y / 10 / 3);
  CHECK(paid("funding.spent.training", "east") == 9000);
  CHECK(paid("training.supervision_places", "east") == 4);
  CHECK(paid.run_to(2023y / 1 / 1)("funding.spent.training") == 36500);

  place.allow(9000 / 2);
  School half(place);
  half.run_to(2022y / 10 / 3);
  CHECK(half("funding.spent.training", "east") == 4500);
  CHECK(half("training.supervision_places", "east") == 2);
  CHECK(half.run_to(2023y / 1 / 1)("training.supervision_places", "east") == 0);
}

TEST_CASE("links that start on 1 January are paid once, after waiting requests", "[unit][training]") {
  SmallSchool place;
  place.allow(1000);
  place.with_supervision(4, 0).cost = Yuan{400};
  Pairing& pairing = place.with_pairs(2, 2022y / 1 / 1);
  pairing.supervisors = Number{1};
  pairing.partner_pays = false;
  School alone(place);
  alone.run_to(2022y / 1 / 1);
  CHECK(alone("funding.spent.training", "east") == 800);
  CHECK(alone("training.supervision_places", "east") == 8);

  School school(place);
  school.funding.request(east, funding::Item::running, Yuan{1000});
  school.funding.request(east, funding::Item::running, Yuan{300});
  school.run_to(2022y / 1 / 1);
  CHECK(school("funding.served", "east") == 300);
  CHECK(school("funding.spent.training", "east") == 400);
  CHECK(school("training.supervision_places", "east") == 4);
}

TEST_CASE("a partner's money is spent on the pairing although others wait for other money", "[unit][training]") {
  SmallSchool place;
  place.allow(1000);
  place.with_pairs(3, 2022y / 4 / 1).money = Yuan{18750};
  School school(place);
  school.funding.request(east, funding::Item::running, Yuan{50000});
  school.run_to(2022y / 4 / 1);
  CHECK(school("funding.spent.pairing", "east") == 56250);
  CHECK(school("funding.waiting", "east") == 50000);
}

TEST_CASE("sessions and money before the start are counted in the first row only", "[unit][training]") {
  // Tongren, T16 to T21: three trainings of 100, and 32 links that gave 18 750 yuan and trained one person each.
  SmallSchool place;
  for (const char* id : {"first", "second", "third"}) place.with_session(id, 2021y / 12 / 5, 100).cost = Yuan{100};
  place.training.sessions[2].seats = Number{101};
  place.with_supervision(10, 0);
  Pairing& pairing = place.with_pairs(30, 2021y / 3 / 1);
  pairing.pairs[west] = 2;
  pairing.supervisors = Number{0.25};
  pairing.money = Yuan{18750};
  pairing.rooms = pairing.trained = 1;
  School school(place);
  CHECK(school("training.trainees") == 301);
  CHECK(school("training.trainees", "east") == 151);
  CHECK(school("training.sessions") == 3);
  CHECK(school("training.mentored") == 32);
  CHECK(school("training.mentored", "west") == 2);
  CHECK(school("training.pairs", "east") == 30);
  CHECK(school("training.pairs", "west") == 2);
  CHECK(school("training.supervision_places", "east") == 75);
  CHECK(school("training.supervision_places", "west") == 5);
  CHECK(school("funding.granted") == 600000);
  CHECK(school("funding.spent.pairing") == 600000);
  CHECK(school("funding.spent") == 600000);  // the sessions were paid before
  CHECK(school("funding.asked") == 0);
  school.run_to(2022y / 12 / 31);
  for (const char* series : {"training.trainees", "training.sessions", "training.mentored", "training.pairs_started",
                             "training.supervision_places_added", "funding.spent"}) {
    INFO(series);
    CHECK(school(series) == 0);
  }
  CHECK(school("training.pairs") == 32);
  CHECK(school.rooms_in_east == 0);
  CHECK(school.session_dates.empty());
}

TEST_CASE("a link that ended before the start has no effect, and one that ends on the next day has",
          "[unit][training]") {
  SmallSchool place;
  place.with_pairs(4, 2020y / 3 / 1).until = 2021y / 12 / 5;
  place.with_pairs(3, 2020y / 3 / 1).until = 2021y / 12 / 6;
  for (Pairing& pairing : place.training.pairing) pairing.trained = 1;
  School school(place);
  CHECK(school("training.pairs") == 3);
  CHECK(school("training.mentored") == 7);
  CHECK(school.run_to(2021y / 12 / 6)("training.pairs") == 0);
}

// -------------------------------------------------------------------------------------------------------- parameters

TEST_CASE("a pairing that pays into no source, or into one that is not for pairing, is refused by name",
          "[unit][training]") {
  SmallSchool place;
  place.with_pairs(1, 2022y / 4 / 1).paid_into = "aids";
  CHECK_THROWS_WITH(School(place),
                    "training.pairing.partners.paid_into names the source `aids`, which is not in funding.sources; "
                    "nearest is `aid`");
  place.training.pairing[0].paid_into = "budget";
  place.funding.sources.push_back({"budget", "", Yuan{0}, Yuan{0}, Share{0}, {"running", "training"}});
  CHECK_THROWS_WITH(School(place),
                    "training.pairing.partners.paid_into names the source `budget`, which pays for running, training "
                    "and not for pairing");
}

TEST_CASE("dates in the wrong order, sessions without an area and supervisors without supervision are faults",
          "[unit][training]") {
  using Found = std::vector<std::pair<std::string, std::string>>;
  const auto faults_of = [](const auto& checked) {
    Faults faults;
    checked.check(faults);
    return Found(faults.found().begin(), faults.found().end());
  };
  SmallSchool place;
  Pairing& pairing = place.with_pairs(1, 2022y / 4 / 1);
  pairing.supervisors = Number{0.25};
  pairing.until = 2022y / 4 / 1;
  CHECK(faults_of(pairing).empty());
  pairing.until = 2022y / 3 / 31;
  CHECK(faults_of(pairing) == Found{{"until", "the last day 2022-03-31 is before the first 2022-04-01"}});
  CHECK(faults_of(place.training) == Found{{"pairing.partners.supervisors",
                                            "partners sends supervisors, and it is not stated how many workers each "
                                            "can look after; write `supervision`"}});
  place.with_supervision(5, 0);
  CHECK(faults_of(place.training).empty());
  Session& session = place.with_session("spring", 2022y / 3 / 12, 3);
  CHECK(faults_of(session).empty());
  session.areas.clear();
  CHECK(faults_of(session) == Found{{"areas", "it names no area; write [all] for a session open to everybody"}});
}

}  // namespace

}  // namespace muster::training
