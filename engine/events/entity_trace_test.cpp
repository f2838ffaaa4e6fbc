#include "engine/events/entity_trace.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/events/simulation.hpp"
#include "tests/support/catch.hpp"

namespace muster {

namespace {

using namespace std::chrono_literals;

constexpr Date start = 2022y / 1 / 1;
constexpr EntityKey anna{7}, ben{8};

std::vector<std::string> lines_of(const EntityTrace& trace) {
  std::vector<std::string> lines;
  for (const EntityTrace::Line& line : trace.lines()) lines.push_back(iso(date_of(line.at)) + " " + line.text);
  return lines;
}

}  // namespace

TEST_CASE("lines of a trace are ordered by instant, and within one instant as they were recorded", "[unit]") {
  Simulation sim(Seed{1}, Replication{0}, start_of(start));
  EntityTrace trace(anna);
  sim.attach(trace);
  REQUIRE(sim.follows(anna));
  CHECK_FALSE(sim.follows(ben));
  sim.record(start_of(2022y / 6 / 1), "learns the results");
  sim.record("comes");
  sim.record("sits down");
  sim.record(start_of(2020y / 1 / 1), "was here before");
  CHECK(lines_of(trace) == std::vector<std::string>{"2020-01-01 was here before", "2022-01-01 comes",
                                                    "2022-01-01 sits down", "2022-06-01 learns the results"});
}

TEST_CASE("without a trace no entity is traced, and recorded lines are dropped", "[unit]") {
  const Simulation sim(Seed{1}, Replication{0}, start_of(start));
  CHECK_FALSE(sim.follows(anna));
  CHECK_FALSE(sim.lists_entities());
  sim.record("nothing");
  sim.register_entity("person", anna, "Anna");
}

TEST_CASE("a trace without a key lists entities in the order of registration, one with a key lists none", "[unit]") {
  EntityTrace listed, following(anna);
  for (EntityTrace* trace : {&listed, &following}) {
    Simulation sim(Seed{1}, Replication{0}, start_of(start));
    sim.attach(*trace);
    sim.register_entity("person", ben, "Ben");
    sim.register_entity("person", anna, "Anna");
    sim.register_entity("station", EntityKey{9}, "east-1");
  }
  REQUIRE(listed.entities("person").size() == 2);
  CHECK(listed.entities("person")[0].name == "Ben");
  CHECK(listed.entities("person")[1].key == anna);
  CHECK(listed.entities("station").size() == 1);
  CHECK(listed.entities("agency").empty());
  CHECK(following.entities("person").empty());
}

}  // namespace muster
