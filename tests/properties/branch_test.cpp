// Saving and reading a state gives the same as never having stopped; sharing the starting states of strategies
// gives the same as simulating each alone.
#include "engine/clock/calendar.hpp"
#include "engine/ensemble/paired.hpp"
#include "engine/ensemble/replication_run.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;

const std::atomic<bool> not_interrupted{false};

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

// Results are megabytes, so a failure does not print them.
bool same(const ReplicationResult& a, const ReplicationResult& b) {
  return a.replication == b.replication && same(a.values, b.values) && same(a.target_values, b.target_values) &&
         a.reached == b.reached && a.events == b.events;
}

experiments::Session opened(const std::string& place, const std::string& strategy = "",
                            const std::vector<scenarios::Override>& overrides = {}) {
  return experiments::open_session(experiments::find_scenario(place), overrides, experiments::open_strategy(strategy));
}

// A strategy whose changes are of parameters that every place has.
std::string strategy_file(const testing::TemporaryFolder& folder, const std::string& id, const std::string& place,
                          const std::string& changes) {
  const std::filesystem::path file = folder.path() / (id + ".yaml");
  std::ofstream(file) << fmt::format("strategy: {}\nplace: {}\ntitle: 试验\nwhy: to see\nchanges:\n{}", id, place,
                                     changes);
  return file.string();
}

std::string hires(Date on, int percent) {
  return fmt::format("  - {{id: hires, parameter: posts.qualified_hires, set: {} %, on: {}}}\n", percent, iso(on));
}
std::string demand(Date on) {
  return fmt::format(
      "  - {{id: demand, parameter: qualification.demand.drive, scale: 1.5, on: {}, over: 300 days, shape: s_curve}}\n",
      iso(on));
}
std::string rich(Date on) {
  return fmt::format(
      "  - {{id: rich, parameter: posts.from_elsewhere, set: 50 %, on: {}, "
      "when: {{series: posts.filled, area: all, at_least: 1}}, until: {}}}\n",
      iso(on), iso(on + std::chrono::days{90}));
}
std::string leaves(Date on) {
  return fmt::format("  - {{id: leaves, parameter: posts.attrition_factor, scale: 0.7, on: {}}}\n", iso(on));
}

// The dates at these fractions of a scenario's period, on arbitrary days of the month.
std::vector<Date> dates_of(const experiments::Session& session, const std::vector<double>& parts) {
  const auto days = static_cast<double>((session.scenario.horizon - session.scenario.start).count());
  std::vector<Date> dates;
  for (const double part : parts)
    dates.push_back(session.scenario.start + std::chrono::days{static_cast<int>(days * part)});
  return dates;
}

void check_states(const experiments::Session& session, const std::vector<Date>& dates, std::uint64_t replications) {
  const RunSetup setup = session.setup(Seed{20240611});
  for (std::uint64_t r = 0; r < replications; ++r) {
    const Replication replication{r};
    const ReplicationResult whole = simulate(setup, session.shape, replication, session.build);
    // One replication run is stopped and saved on each date, and the next one continues from its state.
    std::optional<std::string> state;
    for (const Date date : dates) {
      ReplicationRun run(setup, session.shape, replication, session.build);
      if (state)
        run.begin_from(*state);
      else
        run.begin();
      run.run_to(date);
      state = run.save();
    }
    ReplicationRun last(setup, session.shape, replication, session.build);
    last.begin_from(state.value());
    const ReplicationResult in_parts = last.finish();
    CAPTURE(session.scenario.place, r);
    CHECK(in_parts.events == whole.events);
    CHECK(same(in_parts, whole));
  }
}

// Checks a number of dates, spread over the scenario's period.
void check_states(const std::string& place, const std::string& strategy, int dates, std::uint64_t replications) {
  const experiments::Session session = opened(place, strategy);
  std::vector<double> parts{0};
  for (int n = 1; n < dates; ++n) parts.push_back((n + 0.3) / dates);
  INFO(strategy);
  check_states(session, dates_of(session, parts), replications);
}

TEST_CASE("a replication saved and read on many dates equals the one that was never stopped",
          "[property][places][state]") {
  check_states("shenyang", "", 70, 1);
  check_states("shenyang", "full_package", 40, 1);      // during ramps
  check_states("shenyang", "pilot_then_scale", 40, 1);  // with a rollout on hold
  check_states("henan", "", 70, 2);                     // during the teams' days of work
  check_states("henan", "teams_stay_on", 40, 1);
  check_states("tongren", "", 70, 1);
  check_states("wenzhou", "", 3, 1);
}

TEST_CASE("every place and strategy can be saved and read on any date", "[property][places][state][slow]") {
  for (const std::string place : {"shenyang", "tongren", "henan", "wenzhou"}) {
    check_states(place, "", 200, 3);
    for (const std::string& strategy : experiments::shipped_names("strategies")) {
      try {
        (void)opened(place, strategy);
      } catch (const InputError&) {
        continue;  // the strategy is for another place
      }
      check_states(place, strategy, 60, 1);
    }
  }
}

TEST_CASE("a nation can be saved and read", "[property][places][state][slow]") {
  const experiments::Session session = opened("china", "", {{"people.scale", "50 people"}});
  check_states(session, dates_of(session, {0.1, 0.55}), 1);
}

struct Compared {
  std::vector<std::vector<ReplicationResult>> results;  // by replication, then variant
  std::vector<PairFailure> stopped;
};

Compared compared(const std::vector<experiments::Session>& sessions, std::size_t replications, unsigned threads,
                  bool shared, const StartingStates* starting_states = nullptr) {
  std::vector<Variant> variants;
  for (const experiments::Session& session : sessions)
    variants.push_back({fmt::format("v{}", variants.size()), session.shape, session.build});
  RunSetup setup = sessions.front().setup(Seed{7});
  setup.threads = threads;
  setup.starting_states = starting_states;
  Compared found;
  SharedPast past;
  if (shared) past = [&](std::size_t a, std::size_t b) { return divergence(sessions[a], sessions[b]).shared_until; };
  PairedRun run = run_paired(
      setup, 0, replications, variants, not_interrupted,
      [&](std::span<const ReplicationResult> results) { found.results.emplace_back(results.begin(), results.end()); },
      {}, past);
  found.stopped = std::move(run.stopped);
  return found;
}

void check_same(const Compared& a, const Compared& b) {
  REQUIRE(a.results.size() == b.results.size());
  for (std::size_t r = 0; r < a.results.size(); ++r)
    for (std::size_t v = 0; v < a.results[r].size(); ++v) {
      CAPTURE(r, v);
      CHECK(same(a.results[r][v], b.results[r][v]));
    }
}

std::vector<experiments::Session> strategies_for(const std::string& place, const testing::TemporaryFolder& folder,
                                                 const std::vector<scenarios::Override>& overrides = {}) {
  std::vector<experiments::Session> sessions{opened(place, "", overrides)};
  const std::vector<Date> dates = dates_of(sessions.front(), {0, 0.2, 0.45, 0.45, 0.6, 0.9});
  const auto add = [&](const std::string& changes) {
    const std::string id = fmt::format("s{}", sessions.size());
    sessions.push_back(opened(place, strategy_file(folder, id, place, changes), overrides));
  };
  add(hires(dates[2], 90));
  add(leaves(dates[5]));
  add(demand(dates[1]) + hires(dates[4], 10));
  add("  - {id: at_once, parameter: posts.qualified_hires, set: 35 %}\n");  // shares no starting states
  add(demand(dates[3]) + rich(dates[3] + std::chrono::days{40}) + leaves(dates[3]));
  // shares them only with that one
  add("  - {id: at_once, parameter: posts.qualified_hires, set: 35 %}\n" + hires(dates[4], 70));
  return sessions;
}

TEST_CASE("strategies that share starting states have the results they would have alone", "[property][places][state]") {
  const std::string place = GENERATE("shenyang", "tongren", "henan", "wenzhou");
  const testing::TemporaryFolder folder;
  const std::vector<experiments::Session> sessions = strategies_for(place, folder);
  CHECK(divergence(sessions[0], sessions[1]).by == "policy.changes.hires");
  CHECK(divergence(sessions[0], sessions[1]).shared_until ==
        dates_of(sessions[0], {0.45}).front() - std::chrono::days{1});
  CHECK(divergence(sessions[0], sessions[4]).by == "posts.qualified_hires");
  CHECK_FALSE(divergence(sessions[0], sessions[4]).shared_until);
  CHECK(divergence(sessions[4], sessions[6]).shared_until);
  const Compared alone = compared(sessions, 2, 2, false);
  REQUIRE(alone.results.size() == 2);
  for (std::size_t v = 1; v < sessions.size(); ++v) CHECK_FALSE(same(alone.results[0][0], alone.results[0][v]));
  for (const unsigned threads : {1U, 2U}) check_same(compared(sessions, 2, threads, true), alone);
}

TEST_CASE("strategies for a nation that share starting states have the results they would have alone",
          "[property][places][state][slow]") {
  const testing::TemporaryFolder folder;
  const std::vector<experiments::Session> sessions = strategies_for("china", folder, {{"people.scale", "50 people"}});
  check_same(compared(sessions, 1, 2, true), compared(sessions, 1, 2, false));
}

}  // namespace

}  // namespace muster
