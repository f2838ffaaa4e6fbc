#include "experiments/studies/trace.hpp"

#include "output/terminal/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"

#include <cstring>
#include <fmt/format.h>

namespace muster::experiments {

namespace {

// One station in one town; only the exam is random, and nearly everybody passes it.
std::string one_station() {
  return fmt::format(R"(place: town
title: 小镇
headline: [stations.open]
extends: {}/scenarios/common/workforce.yaml
start: 2021-12-05
horizon: 2024-12-31
areas: [{{id: town, name: 镇}}]
people:
  education:
    - {{id: secondary, share: 0 %}}
    - {{id: college_social_work, share: 0 %}}
    - {{id: college_other, share: 0 %}}
    - {{id: bachelor_social_work, share: 100 %}}
    - {{id: bachelor_other, share: 0 %}}
    - {{id: master_social_work, share: 0 %}}
  weight: 1
  age: 30 years
  practice: 2 years
  departures: 0 per year
qualification:
  levels:
    - id: assistant
      subjects: [{{id: comprehensive, passes: 99 %}}, {{id: practice, passes: 99 %}}]
  shared_ability: 0.5
  difficulty_sd: 0.01
  refused: 0 %
  attendance_called: 100 %
  aims_high: 0 %
  upgrades: 0 %
  demand: {{first_time: 0 people}}
posts:
  time_to_fill: 40 days
  qualified_hires: 0 %
  attrition_first_year: 0 per year
  attrition_later: 0 per year
  registers: 0 %
  mandate: {{by: 2024-06-30, from: 2023-01-01, registers: 100 %, sanction: replace}}
stations:
  townships: 1
  open_at_start: 0
  qualified_at_start: 0 %
  staff_posts: 1
  planning: 10 days
  procurement: 20 days
  fitting_out: 30 days
  settling: 60 days
  set_up_cost: 40000 yuan
  running_cost: 100000 yuan
  waves:
    - {{id: first, title: 第一批, areas: [all], start: 2021-12-06, deadline: 2022-02-10}}
  evaluation: {{every: 365 days, fails: 0 %, replacement: 60 days}}
services:
  fields: [{{id: anything, title: 服务, share: 100 %}}]
training:
  seats: 0 people
funding:
  weight: 1
  sources:
    - {{id: budget, title: 预算, per_year: 1 million yuan, at_start: 1 million yuan, carried_over: 0 %, pays_for: [running, set_up, training]}}
)",
                     testing::source_folder());
}

experiments::Session town(const testing::TemporaryFolder& folder,
                          const std::vector<scenarios::Override>& overrides = {}) {
  return test::open_scenario(folder, "town.yaml", one_station(), overrides);
}

std::string words_of(const TraceResult& trace) { return output::shown(trace.document(), {.width = 400}); }

std::string story(const Session& session, const TracedEntity& followed) {
  const TraceResult trace = trace_entity(session, Seed{1}, Replication{0}, followed);
  CHECK_FALSE(trace.stopped.has_value());
  return words_of(trace);
}

std::string refusal(const Session& session, const TracedEntity& followed) {
  try {
    (void)trace_entity(session, Seed{1}, Replication{3}, followed);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the trace of a worker goes from the first day to the horizon", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  CHECK(story(town(folder), {.person = 0, .station = {}}) == R"(person 0 in replication 0 of 小镇, seed 1

2022-02-14  joins the profession in 镇: 30 years old, bachelor (social work), 2.0 years in practice
2022-02-14  takes a post of station town-1, unqualified
2022-04-19  is called to the exam of 2022 by the employer and does not register
2023-04-18  registers for the exam of 2023 (assistant social worker), called by the employer
2023-06-17  sits the exam of 2023 (assistant social worker)
2023-08-16  passes the exam of 2023 (assistant social worker): passed comprehensive skills (junior), practice (junior)
2023-09-30  obtains the certificate (assistant social worker)
2024-12-31  the simulation ends: in the profession, 32 years old; certificate (assistant social worker) since 2023-09-30; in a post of station town-1 since 2022-02-14
)");
}

TEST_CASE("the trace of a station goes from planning to regular service", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  CHECK(story(town(folder), {.person = {}, .station = "town-1"}) ==
        R"(station town-1 (镇) in replication 0 of 小镇, seed 1

2021-12-06  is planned in the wave 第一批, to be open by 2022-02-10
2021-12-16  asks for 40000 yuan to be set up
2021-12-16  is granted the money; a tender for an operator begins
2022-01-05  has its operator: an agency
2022-01-05  is being fitted out; workers are recruited
2022-01-05  has 1 post for workers
2022-02-04  is fitted out; 0 of 1 posts filled, too few to open
2022-02-10  misses its deadline: it is not open
2022-02-14  person 0 (unqualified) starts; 1 of 1 posts filled
2022-02-14  opens, 4 days after the deadline; 1 of 1 posts filled
2022-02-14  asks for 87945 yuan of running cost
2022-02-14  has its running cost of 2022 paid
2022-04-15  has settled in
2022-04-15  is in regular service from now on
2023-01-01  asks for 100000 yuan of running cost
2023-01-01  has its running cost of 2023 paid
2023-02-14  passes its evaluation
2023-09-30  person 0 has become qualified
2024-01-01  asks for 100000 yuan of running cost
2024-01-01  has its running cost of 2024 paid
2024-02-14  passes its evaluation
2024-12-31  the simulation ends: in regular service, 1 of 1 posts filled
)");
}

TEST_CASE("a trace includes the time before joining, and the reason for having to leave", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  // Nobody registers, so the mandate finds the worker without a certificate.
  const Session unqualified = town(folder, {{"posts.mandate.registers", "0 %"}});
  CHECK_THAT(story(unqualified, {.person = 0, .station = {}}),
             Catch::Matchers::ContainsSubstring("2024-06-30  has no certificate on the day of the mandate and must "
                                                "leave a post of station town-1 after 2.4 years\n"
                                                "2024-06-30  leaves the profession\n"));
  const Session outsiders = town(folder, {{"qualification.demand.first_time", "1 people"},
                                          {"qualification.attendance", "100 %"},
                                          {"qualification.levels.social_worker.demand", "0 %"},
                                          {"qualification.levels.assistant.demand", "100 %"}});
  // Someone who joins by passing the exam registered from outside the profession before.
  int from_outside = 0;
  for (std::uint64_t replication = 0; replication < 8; ++replication) {
    const std::string one =
        words_of(trace_entity(outsiders, Seed{1}, Replication{replication}, {.person = 1, .station = {}}));
    const std::size_t registered = one.find("registers for the exam of 20");
    const std::size_t joined = one.find("joins the profession");
    if (registered == std::string::npos) continue;
    ++from_outside;
    CHECK(registered < joined);
    CHECK(one.find("from outside the profession in 镇: 30 years old") < joined);
    CHECK(one.find("obtains the certificate (assistant social worker)") < joined);
  }
  CHECK(from_outside > 0);
}

TEST_CASE("tracing a person or station does not change any result", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  const ReplicationResult alone = simulate(session.setup(Seed{5}), session.shape, Replication{2}, session.build);
  EntityTrace listed;
  const auto with = [&](EntityTrace& trace) {
    return simulate(session.setup(Seed{5}), session.shape, Replication{2}, [&](Simulation& sim, SeriesBook& book) {
      sim.attach(trace);
      return session.build(sim, book);
    });
  };
  const ReplicationResult with_list = with(listed);
  REQUIRE(listed.entities("person").size() > 100);
  EntityTrace person(listed.entities("person")[50].key), station(listed.entities("station")[0].key);
  const ReplicationResult followed = with(person), beside = with(station);
  CHECK(person.lines().size() > 1);
  CHECK(station.lines().size() > 5);
  for (const ReplicationResult* other : {&with_list, &followed, &beside}) {
    CHECK(other->values.size() == alone.values.size());
    CHECK(std::memcmp(other->values.data(), alone.values.data(), alone.values.size() * sizeof(double)) == 0);
    CHECK(other->events == alone.events);
  }
}

TEST_CASE("an unknown person or station is refused, with what can be traced", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  const Session session = town(folder);
  CHECK(refusal(session, {}) ==
        "muster trace: error: nothing to trace is given; write --person 0 or --station NAME; --list lists the persons "
        "and stations\n");
  CHECK(refusal(session, {.person = 0, .station = "town-1"}) ==
        "muster trace: error: --person and --station are both given; give only one of them\n");
  CHECK(refusal(session, {.person = 7, .station = {}}) == "--person 7: error: replication 3 has the persons 0 to 0\n");
  CHECK(refusal(session, {.person = {}, .station = "town-2"}) ==
        "--station town-2: error: replication 3 has no such station among its 1; nearest is `town-1`; --list names "
        "them all\n");
  CHECK(refusal(town(folder, {{"people.scale", "10 people"}}), {.person = 0, .station = {}}) ==
        "--person 0: error: people.scale is 10, so one simulated person stands for 10 people, who fare differently "
        "later; add --set 'people.scale=1 people'\n");
}

TEST_CASE("the list gives the number of persons and names the stations by area", "[unit][trace]") {
  const testing::TemporaryFolder folder;
  CHECK(words_of(list_of_entities(town(folder), Seed{1}, Replication{0})) ==
        "who there is in replication 0 of 小镇, seed 1\n\n"
        "persons             0 to 0, numbered as they come into the profession\n"
        "number of stations  1\n"
        "                    town-1 to town-1 (镇)\n");
}

}  // namespace muster::experiments
