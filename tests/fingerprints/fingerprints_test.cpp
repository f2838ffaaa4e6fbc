// Regression test of results at a fixed seed: each recorded run must still have the events, trajectories and
// targets it had.
//
// If a change alters results on purpose, record them again with tests/fingerprints/record and explain the change in
// CHANGELOG.md, under **results**.
#include "engine/parameters/diagnostic.hpp"
#include "tests/fingerprints/fingerprint.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace muster::testing {

namespace {

struct Recorded {
  std::string name, place, strategy;
  std::vector<scenarios::Override> overrides;
  std::size_t replications = 2;
};

const std::vector<Recorded> runs = {
    {"wenzhou", "wenzhou", "", {}},
    {"shenyang", "shenyang", "", {}},
    {"tongren", "tongren", "", {}},
    {"henan", "henan", "", {}},
    {"china", "china", "", {}, 1},
    {"strategy", "shenyang", "full_package", {}},
    {"agencies", "tongren", "", {{"agencies.founded", "6 agencies"}}},
    {"disaster", "shenyang", "flood_in_the_rollout", {}},
};

TEST_CASE("the numbers of a recorded run are what they were", "[fingerprint]") {
  const Recorded& run = GENERATE(from_range(runs));
  const experiments::Session session = experiments::open_session(experiments::find_scenario(run.place), run.overrides,
                                                                 experiments::open_strategy(run.strategy));
  const Fingerprint now = Fingerprint::of(session, run.replications);
  const std::string file = source_folder() + "/tests/fingerprints/" + run.name + ".txt";
  if (const char* record = std::getenv("MUSTER_RECORD_FINGERPRINTS"); record && *record) {
    std::ofstream(file) << now.text();
    WARN("recorded: " << file);
    return;
  }
  std::ifstream in(file);
  REQUIRE(in);
  std::stringstream recorded;
  recorded << in.rdbuf();
  const std::string difference = now.first_difference(Fingerprint::read(recorded.str()));
  INFO("place " << run.place << ", " << file);
  CHECK(difference == "");
}

// The fingerprint of a small place, or of the same place with something changed.
struct Pair {
  TemporaryFolder folder;
  experiments::Session plain = test::open_scenario(folder, "pair.yaml", test::two_areas());
  Fingerprint made = Fingerprint::of(plain, 2);

  [[nodiscard]] std::string difference_with(const std::vector<scenarios::Override>& changes) {
    const experiments::Session other = test::open_scenario(folder, "pair.yaml", test::two_areas(), changes);
    return Fingerprint::of(other, 2).first_difference(Fingerprint::read(made.text()));
  }
};

TEST_CASE("a fingerprint is read as it was written", "[fingerprint]") {
  const Pair pair;
  CHECK(Fingerprint::read(pair.made.text()).text() == pair.made.text());
  CHECK(pair.made.first_difference(Fingerprint::read(pair.made.text())).empty());
  CHECK_THROWS_AS(Fingerprint::read("events many\n"), std::invalid_argument);
}

TEST_CASE("a change is located at its first event and value", "[fingerprint]") {
  Pair pair;
  // From March 2023 on, other people sit the exam; nothing before that changes.
  const std::string change = "[{id: late, parameter: posts.fill_factor, set: 3, on: 2023-03-05}]";
  const std::string found = pair.difference_with({{"policy", "{changes: " + change + "}"}});
  CHECK_THAT(found, Catch::Matchers::ContainsSubstring("replication 0"));
  CHECK_THAT(found, Catch::Matchers::ContainsSubstring("is the first that differs: 2023-03-0"));
  CHECK_THAT(found, Catch::Matchers::ContainsSubstring("ChangeDue"));
  CHECK_THAT(found, Catch::Matchers::ContainsSubstring("the first value that differs"));
}

}  // namespace

}  // namespace muster::testing
