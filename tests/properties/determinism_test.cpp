// The same run setup gives the same bytes: on any number of threads, alone or in an ensemble, and every time.
#include "experiments/session/session.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <cmath>
#include <cstring>
#include <sstream>
#include <string>
#include <vector>

namespace muster {

namespace {

const std::atomic<bool> uninterrupted{false};

std::string tables(const Results& results) {
  std::ostringstream out;
  output::write_csv(out, output::trajectories_table(results));
  output::write_csv(out, output::targets_table(results));
  return out.str();
}

// NaN equals NaN: where one result has no value, the other must have none.
bool same_bytes(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

void check_threads(const std::string& place, std::size_t replications) {
  const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
  RunSetup setup = session.setup(Seed{20240611});
  setup.replications = replications;
  std::string one;
  for (const unsigned threads : {1U, 2U, 4U}) {
    setup.threads = threads;
    const Ensemble ensemble = run(setup, session.shape, session.build, uninterrupted);
    CHECK(ensemble.results.stopped().empty());
    REQUIRE(ensemble.results.replications() == replications);
    for (std::size_t r = 0; r < replications; ++r) CHECK(ensemble.results.numbers()[r] == Replication{r});
    const std::string bytes = tables(ensemble.results);
    if (threads == 1) one = bytes;
    const bool identical = bytes == one;  // the tables are megabytes, so a failure does not print them
    CHECK(identical);
  }
}

TEST_CASE("one, two and four threads give the same bytes", "[property][places]") {
  check_threads("shenyang", 16);
  check_threads("tongren", 8);
  check_threads("henan", 16);
}

TEST_CASE("one, two and four threads give the same bytes in an ensemble of each place", "[property][places][slow]") {
  for (const std::string place : {"shenyang", "wenzhou", "tongren", "henan"}) check_threads(place, 24);
}

TEST_CASE("a replication alone equals that of the ensemble, and different numbers give different ones",
          "[property][places]") {
  const std::string place = GENERATE("shenyang", "tongren", "henan");
  INFO(place);
  const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
  RunSetup setup = session.setup(Seed{20240611});
  setup.replications = 4;
  setup.threads = 2;
  const Ensemble ensemble = run(setup, session.shape, session.build, uninterrupted);

  Results one_by_one(session.shape);
  for (std::uint64_t number = 0; number < 4; ++number)
    one_by_one.add(simulate(setup, session.shape, Replication{number}, session.build));
  const bool identical = tables(one_by_one) == tables(ensemble.results);
  CHECK(identical);

  const ReplicationResult alone = simulate(setup, session.shape, Replication{2}, session.build);

  const ReplicationResult again = simulate(setup, session.shape, Replication{2}, session.build);
  CHECK(same_bytes(again.values, alone.values));
  CHECK(same_bytes(again.target_values, alone.target_values));
  CHECK(again.reached == alone.reached);
  CHECK(again.events == alone.events);

  const ReplicationResult next = simulate(setup, session.shape, Replication{3}, session.build);
  CHECK_FALSE(same_bytes(next.values, alone.values));
  RunSetup other_seed = setup;
  other_seed.seed = Seed{20240612};
  CHECK_FALSE(same_bytes(simulate(other_seed, session.shape, Replication{2}, session.build).values, alone.values));
}

}  // namespace

}  // namespace muster
