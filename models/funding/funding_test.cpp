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

using test::town;

// The payments, in order: claimant and item.
struct Till {
  std::vector<std::pair<unsigned, std::string>> paid;
  void request_paid(Item item, std::uint32_t claimant) {
    paid.emplace_back(claimant, item_names[static_cast<std::size_t>(item)]);
  }
};
using Paid = std::vector<std::pair<unsigned, std::string>>;

struct Treasury {
  explicit Treasury(const SmallPlace& place) : workforce(place) {
    workforce.funding.on_paid.connect<&Till::request_paid>(till);
  }
  Ticket ask(std::uint32_t claimant, Item item, double yuan, AreaId area = town) {
    return workforce.funding.request(area, item, Yuan{yuan}, claimant);
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

TEST_CASE("the money carried over is the exact share, without binary rounding", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{0}, Yuan{50}, Share{0.58}, {"running"}}});
  Treasury treasury(place);
  treasury.workforce.run_to(2023y / 1 / 31);
  CHECK(treasury.workforce("funding.carried") == 29);
  CHECK(treasury.workforce("funding.returned") == 21);
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
  CHECK(treasury.workforce("funding.granted") == 0);  // money at the start is no flow of the period

  treasury.workforce.run_to(2023y / 1 / 31);
  CHECK(treasury.workforce("funding.carried") == 150);  // half of 301 is not whole: the rest is returned
  CHECK(treasury.workforce("funding.returned") == 151);
  CHECK(treasury.workforce("funding.granted") == 1000);
  CHECK(treasury.workforce("funding.available") == 1150);
  CHECK(treasury.workforce("funding.spent") == 0);
}

TEST_CASE("a request that cannot be paid waits and is paid by priority when the next year's money comes",
          "[unit][funding]") {
  SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{500}, Share{0}, item_names}});
  place.funding.priority = {"running", "set_up",       "training", "salaries",
                            "rooms",   "exam_support", "bonuses",  "pairing"};
  Treasury treasury(place);
  treasury.ask(1, Item::set_up, 600);   // more than there is: waits
  treasury.ask(2, Item::set_up, 100);   // could be paid, but the one before waits and ranks the same
  treasury.ask(3, Item::running, 450);  // ranks higher: paid at once
  treasury.ask(4, Item::running, 300);  // waits, before the two
  CHECK(treasury.till.paid == Paid{{3, "running"}});
  CHECK_FALSE(
      treasury.workforce.funding.spend(town, Item::training, Yuan{10}));  // has lower priority than all that wait
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

TEST_CASE("two years of several items and sources balance to the yuan", "[unit][funding]") {
  const Timeline city{{{2022y / 1 / 1, 400}, {2024y / 1 / 1, 700}}, false};
  SmallPlace place = place_with({{"state", "", Yuan{1000}, Yuan{600}, Share{0.5}, {"running", "salaries", "set_up"}},
                                 {"city", "", ByDate<Yuan>(city), Yuan{300}, Share{0}, {"set_up", "rooms", "bonuses"}},
                                 {"aid", "", Yuan{0}, Yuan{50}, Share{1}, {"pairing", "training"}}});
  place.funding.priority = {"running",      "salaries", "rooms",    "set_up",
                            "exam_support", "bonuses",  "training", "pairing"};
  Treasury treasury(place);
  const SmallWorkforce& now = treasury.workforce;
  treasury.ask(1, Item::running, 250);   // state 600 → 350
  treasury.ask(2, Item::set_up, 400);    // state 350 → 0, city 300 → 250
  treasury.ask(3, Item::salaries, 100);  // state is empty: waits
  treasury.ask(4, Item::rooms, 200);     // salaries rank higher and wait for other money: city 250 → 50
  treasury.ask(5, Item::pairing, 60);    // aid has 50: waits
  treasury.ask(6, Item::exam_support, 0);
  treasury.ask(7, Item::bonuses, 10);  // city 50 → 40
  CHECK(treasury.till.paid == Paid{{1, "running"}, {2, "set_up"}, {4, "rooms"}, {6, "exam_support"}, {7, "bonuses"}});
  treasury.workforce.run_to(2022y / 12 / 31);
  CHECK(now("funding.available") == 90);
  CHECK(now("funding.spent") == 860);
  CHECK(now("funding.waiting") == 160);

  treasury.till.paid.clear();
  treasury.workforce.run_to(2023y / 1 / 1);  // state 1000, city 400, aid 50; pairing needs 60
  CHECK(treasury.till.paid == Paid{{3, "salaries"}});
  CHECK(now("funding.granted") == 1400);
  CHECK(now("funding.carried") == 50);
  CHECK(now("funding.returned") == 40);
  CHECK(now("funding.spent.salaries") == 100);
  CHECK(now("funding.waiting") == 60);
  CHECK(now("funding.available") == 1350);  // state 900, city 400, aid 50

  treasury.till.paid.clear();
  treasury.workforce.funding.receive(town, 2, Yuan{25});           // aid 75 → 15
  const Ticket large = treasury.ask(8, Item::set_up, 1400);        // state and city have 1 300: waits
  treasury.ask(9, Item::running, 300);                             // ranks higher: state 900 → 600
  treasury.ask(10, Item::rooms, 30);                               // likewise: city 400 → 370
  treasury.ask(11, Item::set_up, 50);                              // waits behind the large one
  treasury.ask(12, Item::bonuses, 20);                             // ranks lower and would take city's money: waits
  treasury.ask(13, Item::training, 5);                             // ranks lower and takes other money: aid 15 → 10
  treasury.workforce.funding.withdraw(town, Item::set_up, large);  // the requests behind it still wait for money
  treasury.ask(14, Item::set_up, 40);
  CHECK(treasury.till.paid == Paid{{5, "pairing"}, {9, "running"}, {10, "rooms"}, {13, "training"}});
  treasury.workforce.run_to(2023y / 12 / 31);
  CHECK(now("funding.granted") == 25);
  CHECK(now("funding.spent.pairing") == 60);
  CHECK(now("funding.spent") == 395);
  CHECK(now("funding.withdrawn") == 1400);
  CHECK(now("funding.waiting") == 110);
  CHECK(now("funding.available") == 980);

  treasury.till.paid.clear();
  treasury.workforce.run_to(2024y / 1 / 1);
  CHECK(treasury.till.paid == Paid{{11, "set_up"}, {14, "set_up"}, {12, "bonuses"}});
  CHECK(now("funding.granted") == 1700);
  CHECK(now("funding.carried") == 310);  // half of state's 600, nothing of city's 370, all of aid's 10
  CHECK(now("funding.returned") == 670);
  CHECK(now("funding.spent.set_up") == 90);
  CHECK(now("funding.waiting") == 0);
  CHECK(now("funding.available") == 1900);
  // In: 950 at the start, 1 400, 25, 1 700. Spent: 860, 100, 395, 110. Returned: 40, 670.
  CHECK(950 + 1400 + 25 + 1700 == (860 + 100 + 395 + 110) + (40 + 670) + now("funding.available"));
}

TEST_CASE("the order of priority decides which of two items waits", "[unit][funding]") {
  for (const std::string first : {"rooms", "training"}) {
    const std::string second = first == "rooms" ? "training" : "rooms";
    SmallPlace place = place_with({{"budget", "", Yuan{100}, Yuan{0}, Share{0}, item_names}});
    place.funding.priority = {first, second, "running", "salaries", "set_up", "exam_support", "bonuses", "pairing"};
    Treasury treasury(place);
    treasury.ask(1, Item::rooms, 70);
    treasury.ask(2, Item::training, 80);
    treasury.workforce.run_to(2023y / 1 / 1);
    CHECK(treasury.till.paid == Paid{{first == "rooms" ? 1U : 2U, first}});
    treasury.workforce.run_to(2024y / 1 / 1);
    CHECK(treasury.till.paid.back() == std::pair{first == "rooms" ? 2U : 1U, second});
  }
}

TEST_CASE("a request of 0 yuan never waits", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{0}, Yuan{0}, Share{0}, {"running"}}});
  Treasury treasury(place);
  treasury.ask(1, Item::running, 1);
  CHECK(treasury.ask(2, Item::running, 0) == 0);
  CHECK(treasury.workforce.funding.spend(town, Item::bonuses, Yuan{0}));  // although no source pays for it
  CHECK(treasury.till.paid == Paid{{2, "running"}});
}

TEST_CASE("money received pays what waits in its area, by priority and only for items of its source",
          "[unit][funding]") {
  SmallPlace place({{"east", "", ""}, {"west", "", ""}});
  place.start = 2022y / 6 / 30;
  place.funding.sources = {{"works", "", Yuan{0}, Yuan{0}, Share{1}, {"set_up", "running"}},
                           {"aid", "", Yuan{0}, Yuan{0}, Share{1}, {"pairing"}}};
  Treasury treasury(place);
  constexpr AreaId east{0}, west{1};
  treasury.ask(1, Item::pairing, 30, east);
  treasury.ask(2, Item::set_up, 50, east);
  treasury.ask(3, Item::running, 60, east);
  treasury.ask(4, Item::running, 10, west);
  funding::Funding& funding = treasury.workforce.funding;
  REQUIRE(funding.find_source("works") == 0);
  REQUIRE(funding.find_source("aid") == 1);
  CHECK_FALSE(funding.find_source("purse"));
  funding.receive(east, 0, Yuan{100});
  CHECK(treasury.till.paid == Paid{{3, "running"}});  // 40 are left
  funding.receive(east, 1, Yuan{29});
  CHECK(treasury.till.paid.size() == 1);
  funding.receive(east, 1, Yuan{1});
  funding.receive(east, 0, Yuan{10});
  CHECK(treasury.till.paid == Paid{{3, "running"}, {1, "pairing"}, {2, "set_up"}});
  treasury.workforce.run_to(2022y / 7 / 31);
  CHECK(treasury.workforce("funding.granted", "east") == 140);
  CHECK(treasury.workforce("funding.granted", "west") == 0);
  CHECK(treasury.workforce("funding.available") == 0);
  CHECK(treasury.workforce("funding.served") == 140);
  CHECK(treasury.workforce("funding.waiting", "west") == 10);
}

TEST_CASE("a waiting request is withdrawn by its ticket only", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{10}, Share{0}, item_names}});
  Treasury treasury(place);
  CHECK(treasury.ask(1, Item::running, 10) == 0);  // paid at once
  const Ticket first = treasury.ask(2, Item::running, 20);
  const Ticket second = treasury.ask(2, Item::running, 40);  // the same claimant asks twice
  CHECK(first != 0);
  CHECK(second != first);
  funding::Funding& funding = treasury.workforce.funding;
  funding.withdraw(town, Item::running, 0);
  funding.withdraw(town, Item::set_up, first);  // not the item of this request
  funding.withdraw(town, Item::running, first);
  funding.withdraw(town, Item::running, first);  // already withdrawn
  treasury.workforce.run_to(2022y / 12 / 31);
  CHECK(treasury.workforce("funding.withdrawn") == 20);
  CHECK(treasury.workforce("funding.waiting") == 40);
  treasury.workforce.run_to(2023y / 1 / 1);
  CHECK(treasury.till.paid == Paid{{1, "running"}, {2, "running"}});
  CHECK(treasury.workforce("funding.served") == 40);
}

// A listener that requests and withdraws from inside the signal.
struct Eager {
  Funding& funding;
  Ticket given_up = 0;
  std::vector<std::pair<unsigned, std::string>> paid = {};
  void request_paid(Item item, std::uint32_t claimant) {
    paid.emplace_back(claimant, item_names[static_cast<std::size_t>(item)]);
    if (item != Item::set_up) return;
    if (claimant == 1) funding.withdraw(town, Item::set_up, given_up);
    funding.request(town, Item::running, Yuan{30}, claimant + 10);
    if (claimant < 20) funding.request(town, Item::set_up, Yuan{100}, claimant + 20);
    funding.request(town, Item::training, Yuan{5}, claimant + 30);
  }
};

TEST_CASE("a listener of a payment may request and withdraw from inside the signal", "[unit][funding]") {
  const SmallPlace place = place_with({{"budget", "", Yuan{1000}, Yuan{0}, Share{0}, item_names}});
  SmallWorkforce workforce(place);
  Eager eager{workforce.funding};
  workforce.funding.on_paid.connect<&Eager::request_paid>(eager);
  for (const std::uint32_t claimant : {1U, 2U, 3U}) {
    const Ticket ticket = workforce.funding.request(town, Item::set_up, Yuan{100}, claimant);
    if (claimant == 2) eager.given_up = ticket;  // the next in the queue when the first is paid
  }
  workforce.run_to(2023y / 1 / 1);
  // Running cost has higher priority and is paid at once; set-up joins the end of its queue; training is paid
  // after that queue.
  CHECK(eager.paid == Paid{{1, "set_up"},
                           {11, "running"},
                           {3, "set_up"},
                           {13, "running"},
                           {21, "set_up"},
                           {31, "running"},
                           {23, "set_up"},
                           {33, "running"},
                           {31, "training"},
                           {33, "training"},
                           {51, "training"},
                           {53, "training"}});
  CHECK(workforce("funding.available") == 1000 - 4 * 135);
  CHECK(workforce("funding.withdrawn") == 100);
  CHECK(workforce("funding.waiting") == 0);
}

TEST_CASE("a large waiting request does not hold up a smaller one that the new money can pay", "[unit][funding]") {
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

TEST_CASE("sources pay in the order written, each only for its items", "[unit][funding]") {
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
