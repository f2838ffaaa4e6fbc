#include "experiments/studies/relaxations.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

namespace muster::experiments {

TEST_CASE("if the budget is too small for twenty replications, a command is given and nothing simulated",
          "[unit][cli][report]") {
  const testing::TemporaryFolder folder;
  const std::string target =
      "targets: [{id: held, title: 持证, series: qualification.held, at_least: 9000 people, by: 2023-12-31}]\n";
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas() + target);
  const scenarios::Constraints constraints = constraints_in("", *session.choice.files);
  output::WrittenCommand asked;
  asked.add("report", "pair.yaml").add("--seed", "7").add("--set", "training.seats=9").add("--replications", "20");
  const auto found = [&](std::size_t replications, double held, std::uint64_t events) {
    Results results(session.shape);
    for (std::uint64_t number = 0; number < replications; ++number) {
      ReplicationResult result;
      result.replication = Replication{number};
      result.values.assign(session.shape.cell_count(), nan);
      result.target_values = {held};
      result.reached = {std::nullopt};
      result.events = events;
      results.add(result);
    }
    Runner runner;
    runner.asked = asked;
    return relaxations_of(session, constraints.list, results, runner);
  };

  const output::Relaxations nation = found(20, 5000, 10'000'000);
  CHECK(nation.replications == 0);
  CHECK(nation.targets.empty());
  CHECK(nation.why_none.english.find("scenarios of 20 futures each") != std::string::npos);
  CHECK(nation.command ==
        "muster explain pair.yaml --seed 7 --set training.seats=9 --target held --whole --replications 20");
  CHECK(found(19, 5000, 1000).why_none.english ==
        "What would help can be worked out only from 20 futures or more; this run has fewer.");
  CHECK(found(20, 9000, 10'000'000).why_none.empty());  // the target is met, so nothing needs help
}

}  // namespace muster::experiments
