#include "models/funding/funding.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::funding {

namespace {

using namespace std::chrono_literals;
using test::SmallPlace;
using test::SmallWorkforce;

constexpr AreaId town{0};

// Who was paid for what, in order.
struct Till {
  std::vector<std::pair<unsigned, std::string>> paid;
  void money_came(StationId station, Item item) {
    paid.emplace_back(static_cast<unsigned>(station), item_names[static_cast<std::size_t>(item)]);
  }
};
using Paid = std::vector<std::pair<unsigned, std::string>>;

struct Treasury {
  explicit Treasury(const SmallPlace& place) : workforce(place) {
    workforce.funding.on_paid.tells<&Till::money_came>(till);
  }
  void ask(unsigned station, Item item, double yuan, AreaId area = town) {
    workforce.funding.request(area, item, Yuan{yuan}, StationId{station});
  }
  SmallWorkforce workforce;
  Till till;
};

SmallPlace place_with(const std::vector<Source>& sources) {
  SmallPlace place;
  place.start = 2022y / 6 / 30;
  place.funding.sources = sources;
  return place;
}

TEST_CASE("money is kept to the yuan: granted, spent, carried over, returned", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{701}, Share{0.5}, {"running", "set_up"}}});
  Treasury treasury(place);
  treasury.ask(1, Item::running, 400);
  CHECK(treasury.till.paid == Paid{{1, "running"}});
  treasury.workforce.run_to(2022y / 12 / 31);
  CHECK(treasury.workforce("funding.spent.running") == 400);
  CHECK(treasury.workforce("funding.spent") == 400);
  CHECK(treasury.workforce("funding.available") == 301);
  CHECK(treasury.workforce("funding.granted") == 0);  // what was there at the start is no flow of the period

  treasury.workforce.run_to(2023y / 1 / 31);
  CHECK(treasury.workforce("funding.carried") == 150);  // half of 301 is not whole: what cannot stay goes back
  CHECK(treasury.workforce("funding.returned") == 151);
  CHECK(treasury.workforce("funding.granted") == 1000);
  CHECK(treasury.workforce("funding.available") == 1150);
  CHECK(treasury.workforce("funding.spent") == 0);
}

TEST_CASE("what cannot be paid waits and is served in the order of priority when the next year's money comes",
          "[unit][funding]") {
  SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{500}, Share{0}, item_names}});
  place.funding.priority = {"running", "set_up", "training"};
  Treasury treasury(place);
  treasury.ask(1, Item::set_up, 600);   // more than there is: waits
  treasury.ask(2, Item::set_up, 100);   // could be paid, but the one before waits and ranks the same
  treasury.ask(3, Item::running, 450);  // ranks higher: paid at once
  treasury.ask(4, Item::running, 300);  // waits, before the two
  CHECK(treasury.till.paid == Paid{{3, "running"}});
  CHECK_FALSE(treasury.workforce.funding.spend(town, Item::training, Yuan{10}));  // ranks behind all that wait
  treasury.workforce.run_to(2022y / 12 / 31);
  CHECK(treasury.workforce("funding.waiting") == 1000);
  CHECK(treasury.workforce("funding.asked") == 1000);
  CHECK(treasury.workforce("funding.available") == 50);
  CHECK(treasury.till.paid.size() == 1);

  treasury.workforce.run_to(2023y / 1 / 1);
  CHECK(treasury.till.paid == Paid{{3, "running"}, {4, "running"}, {1, "set_up"}, {2, "set_up"}});
  CHECK(treasury.workforce("funding.returned") == 50);
  CHECK(treasury.workforce("funding.served") == 1000);
  CHECK(treasury.workforce("funding.waiting") == 0);
  CHECK(treasury.workforce("funding.available") == 0);
}

TEST_CASE("a large request that waits does not hold up a smaller one the new money can pay", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{0}, Share{0}, item_names}});
  Treasury treasury(place);
  treasury.ask(1, Item::set_up, 1500);
  treasury.ask(2, Item::set_up, 700);
  treasury.ask(3, Item::set_up, 400);
  treasury.workforce.run_to(2023y / 1 / 1);
  CHECK(treasury.till.paid == Paid{{2, "set_up"}});
  CHECK(treasury.workforce("funding.waiting") == 1900);
  treasury.workforce.run_to(2024y / 1 / 1);
  CHECK(treasury.till.paid == Paid{{2, "set_up"}, {3, "set_up"}});
}

TEST_CASE("sources pay in the order written, each only for what it may", "[unit][funding]") {
  const SmallPlace place = place_with({{"rooms", "", Yuan{0}, Yuan{100}, Share{1}, {"set_up"}},
                                       {"wages", "", Yuan{0}, Yuan{300}, Share{0}, {"running"}},
                                       {"both", "", Yuan{0}, Yuan{200}, Share{0.25}, {"running", "set_up"}}});
  Treasury treasury(place);
  treasury.ask(1, Item::running, 350);  // 300 of wages, 50 of both
  treasury.ask(2, Item::set_up, 210);   // 100 of rooms, 110 of both
  treasury.ask(3, Item::running, 41);   // 40 are left in both
  CHECK(treasury.till.paid == Paid{{1, "running"}, {2, "set_up"}});
  treasury.workforce.run_to(2022y / 12 / 31);
  CHECK(treasury.workforce("funding.available") == 40);
  treasury.workforce.run_to(2023y / 1 / 1);
  CHECK(treasury.workforce("funding.carried") == 10);
  CHECK(treasury.workforce("funding.returned") == 30);
}

TEST_CASE("areas get whole yuan by weight and do not lend to one another", "[unit][funding]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}, {"north", "", ""}});
  place.start = 2022y / 6 / 30;
  place.funding.sources = {{"budget", "", Yuan{100}, Yuan{100}, Share{0}, item_names}};
  place.funding.weight[AreaId{1}] = Number{4};
  Treasury treasury(place);  // weights 1, 4, 1: 16.67, 66.67, 16.67
  treasury.ask(1, Item::set_up, 18, AreaId{0});
  CHECK(treasury.till.paid.empty());
  treasury.workforce.run_to(2023y / 1 / 1);
  double sum = 0;
  for (const std::string area : {"east", "west", "north"}) sum += treasury.workforce("funding.granted", area);
  CHECK(sum == 100);
  CHECK(treasury.workforce("funding.available", "west") == 67);
  CHECK(treasury.workforce("funding.returned", "west") == 67);
  CHECK(treasury.workforce("funding.waiting", "east") == 18);
}

TEST_CASE("a place whose start is the last day of a year has the new year's budget from the next day",
          "[unit][funding]") {
  SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{30}, Share{0}, item_names}});
  place.start = 2021y / 12 / 31;
  SmallWorkforce workforce(place);
  CHECK(workforce("funding.available") == 30);
  workforce.run_to(2022y / 1 / 1);
  CHECK(workforce("funding.returned") == 30);
  CHECK(workforce("funding.available") == 1000);
  workforce.run_to(2022y / 12 / 31);
  CHECK(workforce("funding.granted") == 0);
}

TEST_CASE("a budget may change with the years", "[unit][funding]") {
  const Timeline budget{{{2022y / 1 / 1, 10}, {2024y / 1 / 1, 30}}, false};
  const SmallPlace place = place_with({{"budget", "", ByDate<Yuan>(budget), Yuan{0}, Share{1}, item_names}});
  Treasury treasury(place);
  for (const auto& [year, there] : {std::pair{2023y, 10.0}, {2024y, 40.0}, {2025y, 70.0}}) {
    treasury.workforce.run_to(year / 1 / 1);
    CHECK(treasury.workforce("funding.available") == there);
  }
}

}  // namespace

}  // namespace muster::funding
