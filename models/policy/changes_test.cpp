// Changes computed by hand: the value of a parameter on each date that matters.
#include "models/policy/policy.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::policy {

namespace {

using namespace std::chrono_literals;
using Catch::Approx;

struct Town {
  Number level;
  ByDate<Share> share;
  PerArea<Number> seats;
  bool closed = false;
  std::optional<Date> from;

  static void declare(ParameterTable<Town>& table) {
    table.field("level", &Town::level).in(0, 1000).changeable();
    table.field("share", &Town::share).in(0, 1).changeable();
    table.field("seats", &Town::seats).in(0, 1000).whole().changeable();
    table.field("closed", &Town::closed).changeable();
    table.field("from", &Town::from).changeable();
  }
};

Setting written(const FieldSpec& field, ValueSetting value) {
  Setting setting;
  setting.field = &field;
  setting.path = "town." + field.name;
  setting.content = std::move(value);
  return setting;
}

// A town of three areas, `centre` and `rim` within `ring` and `far`, whose stock `people` a test sets.
struct Place {
  Areas areas{{{"ring", "", ""}, {"centre", "", "ring"}, {"rim", "", "ring"}, {"far", "", ""}}};
  Section town = section<Town>("town", "the town", "a town");
  Simulation sim{Seed{1}, Replication{0}, start_of(2022y / 1 / 1)};
  SeriesBook book{areas};
  Stock people{{"town.people", "people", "people", "people"}};
  Flow came{{"town.came", "people", "people coming", "people who came"}};
  ParameterSets sets{settings(), std::nullopt};
  Parameters parameters;
  std::unique_ptr<Policy> policy;

  Place(std::vector<Change> changes) {
    book.add(came);
    book.add(people).balances({+came});
    parameters.changes = std::move(changes);
    policy = std::make_unique<Policy>(parameters, sim, book, sets);
  }

  SectionSettings settings() {
    GroupSetting group;
    const auto& table = *town.table;
    group.fields.push_back(written(*table.find("level"), ScalarSetting(10.0)));
    group.fields.push_back(
        written(*table.find("share"), TimelineSetting{{{2022y / 1 / 1, 0.2}, {2024y / 1 / 1, 0.4}}, false}));
    Setting seats = written(*table.find("seats"), ScalarSetting(0.0));
    seats.content = AreaSetting{std::vector<ValueSetting>(3, ScalarSetting(10.0))};
    group.fields.push_back(std::move(seats));
    return {{&town, std::move(group)}};
  }

  void run_to(Date date) { sim.run_until(start_of(date) + Days{0.5}); }  // noon
  [[nodiscard]] double number(const std::string& path) const { return sets.numbers(path, sim.now()).at(0); }
  [[nodiscard]] const Town& now() const { return sets.get<Town>(); }
};

Change change(std::string parameter) {
  Change made;
  made.id = "a";
  made.parameter = std::move(parameter);
  return made;
}

TEST_CASE("a ramp is half way at half time, and at its goal at the end", "[unit][policy]") {
  Change to = change("town.level");
  to.on = 2022y / 3 / 1;
  to.set = 30.0;
  to.over = Days{100};
  Place place({to});
  place.run_to(2022y / 3 / 1);
  CHECK(place.number("town.level") == 10);  // it begins that day
  place.run_to(2022y / 4 / 20);             // 50 days later
  CHECK(place.number("town.level") == Approx(20));
  place.run_to(2022y / 6 / 9);
  CHECK(place.number("town.level") == 30);
  place.run_to(2023y / 6 / 9);
  CHECK(place.number("town.level") == 30);
}

TEST_CASE("an S-curve is slow at first and at the end", "[unit][policy]") {
  Change to = change("town.level");
  to.on = 2022y / 3 / 1;
  to.set = 110.0;
  to.over = Days{100};
  to.shape = Shape::s_curve;
  Place place({to});
  for (const auto& [days, level] : std::vector<std::pair<int, double>>{{10, 2.8}, {50, 50}, {90, 97.2}, {100, 100}}) {
    place.run_to(Date{2022y / 3 / 1} + std::chrono::days{days});
    CHECK(place.number("town.level") == Approx(10 + level));  // 3 w^2 - 2 w^3
  }
}

TEST_CASE("a growing factor keeps the steps of a timeline", "[unit][policy]") {
  Change half = change("town.share");
  half.on = 2023y / 1 / 1;
  half.scale = Number{0.5};
  half.over = Days{730};
  Place place({half});
  place.run_to(2024y / 1 / 1);  // half way: 0.75 of 0.4
  CHECK(place.number("town.share") == Approx(0.3));
  place.run_to(2025y / 1 / 1);
  CHECK(place.number("town.share") == Approx(0.2));
}

TEST_CASE("a change that is taken back leaves the value as before, for every kind of parameter", "[unit][policy]") {
  Change closed = change("town.closed");
  closed.on = 2022y / 3 / 1;
  closed.until = 2022y / 6 / 1;
  closed.set = true;
  Change date = change("town.from");
  date.on = closed.on;
  date.until = closed.until;
  date.set = Date{2030y / 1 / 1};
  Place place({closed, date});
  place.run_to(2022y / 5 / 31);
  CHECK(place.now().closed);
  CHECK(place.now().from == Date{2030y / 1 / 1});
  place.run_to(2022y / 6 / 1);
  CHECK_FALSE(place.now().closed);
  CHECK_FALSE(place.now().from);
}

TEST_CASE("a change may act in some areas, and in the parts of an area", "[unit][policy]") {
  Change more = change("town.seats");
  more.on = 2022y / 3 / 1;
  more.areas = {"ring"};
  more.scale = Number{3};
  Change far = change("town.seats");
  far.id = "b";
  far.on = 2022y / 4 / 1;
  far.areas = {"far"};
  far.set = 50.0;
  far.over = Days{10};
  Place place({more, far});
  place.run_to(2022y / 3 / 1);
  CHECK(place.sets.numbers("town.seats", place.sim.now()) == std::vector<double>{30, 30, 10});
  place.run_to(2022y / 4 / 6);
  CHECK(place.sets.numbers("town.seats", place.sim.now()) == std::vector<double>{30, 30, 30});
}

TEST_CASE("a change with only_while is in force exactly while its condition holds", "[unit][policy]") {
  Change pause = change("town.closed");
  pause.when = Condition{"town.people", "ring", {}, Number{5}};
  pause.only_while = true;
  pause.set = true;
  Change once = change("town.level");
  once.id = "b";
  once.when = Condition{"town.people", "ring", Number{6}, {}};
  once.set = 99.0;
  Place place({pause, once});
  const auto set_people = [&](double count) {
    const double more = count - place.people[AreaId{0}];
    place.came.add(AreaId{0}, more);
    place.people.step(AreaId{0}, more);
  };
  place.run_to(2022y / 3 / 2);
  CHECK(place.now().closed);  // there are no people: at most 5
  CHECK(place.number("town.level") == 10);
  set_people(7);
  place.run_to(2022y / 3 / 3);
  CHECK_FALSE(place.now().closed);
  CHECK(place.number("town.level") == 99);
  set_people(5);
  place.run_to(2022y / 3 / 4);
  CHECK(place.now().closed);
  CHECK(place.number("town.level") == 99);  // for good
}

TEST_CASE("the end of a change leaves all other changes in force", "[unit][policy]") {
  Change first = change("town.level");
  first.on = 2022y / 3 / 1;
  first.until = 2023y / 3 / 1;
  first.set = 20.0;
  Change second = change("town.level");
  second.id = "b";
  second.on = 2022y / 9 / 1;
  second.until = 2023y / 9 / 1;
  second.scale = Number{2};
  Change seats = change("town.seats");
  seats.id = "c";
  seats.on = 2022y / 3 / 1;
  seats.until = 2022y / 6 / 1;
  seats.areas = {"rim"};
  seats.set = 70.0;
  Change more = change("town.seats");
  more.id = "d";
  more.on = 2022y / 4 / 1;
  more.areas = {"far"};
  more.scale = Number{3};
  Place place({first, second, seats, more});
  place.run_to(2022y / 12 / 1);
  CHECK(place.number("town.level") == 40);  // twice the value set by the first
  CHECK(place.sets.numbers("town.seats", place.sim.now()) == std::vector<double>{10, 10, 30});
  place.run_to(2023y / 4 / 1);
  CHECK(place.number("town.level") == 20);  // twice the written value
  place.run_to(2023y / 10 / 1);
  CHECK(place.number("town.level") == 10);
}

TEST_CASE("a change with only_while hides a change that comes meanwhile, and leaves it in force", "[unit][policy]") {
  Change go = change("town.closed");
  go.on = 2022y / 3 / 10;
  go.set = false;
  Change pause = change("town.closed");
  pause.id = "b";
  pause.when = Condition{"town.people", "ring", {}, Number{5}};
  pause.only_while = true;
  pause.set = true;
  Change wait = change("town.closed");
  wait.id = "c";
  wait.on = 2022y / 1 / 1;
  wait.set = true;
  Place place({go, pause, wait});
  place.run_to(2022y / 3 / 20);
  CHECK(place.now().closed);
  place.came.add(AreaId{0}, 9);
  place.people.step(AreaId{0}, 9);
  place.run_to(2022y / 3 / 21);
  CHECK_FALSE(place.now().closed);
}

TEST_CASE("a scaled value stays within the range, in steps and at once, and whole numbers stay whole",
          "[unit][policy]") {
  Change share = change("town.share");
  share.on = 2022y / 3 / 1;
  share.scale = Number{4};
  Change seats = change("town.seats");
  seats.id = "b";
  seats.on = 2022y / 3 / 1;
  seats.scale = Number{1.26};
  Place place({share, seats});
  place.run_to(2022y / 3 / 2);
  CHECK(place.number("town.share") == Approx(0.8));
  CHECK(place.number("town.seats") == 13);  // 12.6
  place.run_to(2024y / 3 / 2);
  CHECK(place.number("town.share") == 1);  // 0.4 times 4 would be 1.6
}

TEST_CASE("a change that was over before the start is not made, and an impossible one is refused", "[unit][policy]") {
  Change over = change("town.level");
  over.on = 2021y / 3 / 1;
  over.until = 2021y / 6 / 1;
  over.set = 30.0;
  Place place({over});
  place.run_to(2022y / 3 / 1);
  CHECK(place.number("town.level") == 10);

  Change areas = change("town.level");
  areas.on = 2022y / 3 / 1;
  areas.areas = {"ring"};
  areas.set = 30.0;
  CHECK_THROWS_WITH(Place({areas}), "policy.changes.a.areas: town.level is one value for the whole place");
  Change gradual = change("town.closed");
  gradual.on = 2022y / 3 / 1;
  gradual.set = true;
  gradual.over = Days{10};
  CHECK_THROWS_WITH(Place({gradual}), "policy.changes.a cannot go step by step: town.closed is not a number");
  Faults faults;
  gradual.only_while = true;
  gradual.until = 2022y / 1 / 1;
  gradual.check(faults);
  std::vector<std::string> fields;
  for (const auto& [field, message] : faults.found()) fields.push_back(field);
  CHECK(fields == std::vector<std::string>{"only_while", "over", "until", "over"});
}

}  // namespace

}  // namespace muster::policy
