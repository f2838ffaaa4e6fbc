#include "engine/events/chronicle.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/events/simulation.hpp"
#include "tests/support/catch.hpp"

namespace muster {

namespace {

using namespace std::chrono_literals;

constexpr Date start = 2022y / 1 / 1;
constexpr EntityKey anna{7}, ben{8};

std::vector<std::string> told(const Chronicle& chronicle) {
  std::vector<std::string> lines;
  for (const Chronicle::Line& line : chronicle.story()) lines.push_back(iso(date_of(line.at)) + " " + line.text);
  return lines;
}

}  // namespace

TEST_CASE("a story is in the order of its instants, and of one instant in the order told", "[unit]") {
  Simulation sim(Seed{1}, Replication{0}, start_of(start));
  Chronicle chronicle(anna);
  sim.keep(chronicle);
  REQUIRE(sim.follows(anna));
  CHECK_FALSE(sim.follows(ben));
  sim.tell(start_of(2022y / 6 / 1), "learns the results");
  sim.tell("comes");
  sim.tell("sits down");
  sim.tell(start_of(2020y / 1 / 1), "was here before");
  CHECK(told(chronicle) == std::vector<std::string>{"2020-01-01 was here before", "2022-01-01 comes",
                                                    "2022-01-01 sits down", "2022-06-01 learns the results"});
}

TEST_CASE("without a chronicle nobody is followed, and what is told is lost", "[unit]") {
  const Simulation sim(Seed{1}, Replication{0}, start_of(start));
  CHECK_FALSE(sim.follows(anna));
  CHECK_FALSE(sim.takes_roll());
  sim.tell("nothing");
  sim.introduce("person", anna, "Anna");
}

TEST_CASE("the roll has everybody of a kind in the order of birth; one who follows takes none", "[unit]") {
  Chronicle roll, following(anna);
  for (Chronicle* chronicle : {&roll, &following}) {
    Simulation sim(Seed{1}, Replication{0}, start_of(start));
    sim.keep(*chronicle);
    sim.introduce("person", ben, "Ben");
    sim.introduce("person", anna, "Anna");
    sim.introduce("station", EntityKey{9}, "east-1");
  }
  REQUIRE(roll.roll("person").size() == 2);
  CHECK(roll.roll("person")[0].name == "Ben");
  CHECK(roll.roll("person")[1].key == anna);
  CHECK(roll.roll("station").size() == 1);
  CHECK(roll.roll("agency").empty());
  CHECK(following.roll("person").empty());
}

}  // namespace muster
