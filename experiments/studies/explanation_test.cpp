#include "experiments/studies/explanation.hpp"

#include "experiments/session/installation.hpp"
#include "models/assembly.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/explanation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace muster::experiments {
namespace {

using Catch::Matchers::ContainsSubstring;

const std::string targets = R"(targets:
  - {id: covered, title: 全覆盖, series: stations.coverage, at_least: 100 %, by: 2022-12-31}
  - {id: many, title: 持证, series: qualification.held, at_least: 20000 people, by: 2024-12-31}
)";

const std::atomic<bool> nobody_interrupts = false;

Runner runner(unsigned threads = 1) { return {.seed = Seed{1}, .threads = threads, .interrupted = &nobody_interrupts}; }

std::vector<scenarios::Constraint> money_and_more() {
  return {{"agencies", {"机构", "agencies"}, "more are founded", {{"agencies.founded", 2, {}}}},
          {"seats", {"名额", "seats"}, "twice the seats", {{"training.seats", 2, {}}}},
          {"pass_rate", {"通过率", "pass rate"}, "more pass", {{"qualification.levels.*.subjects.*.passes", 1.5, {}}}}};
}

std::string constraints_table(const Session& session, unsigned threads) {
  std::ostringstream out;
  output::write_csv(
      out,
      output::constraints_table(
          study_constraints(session, targets_of(session, {}), money_and_more(), true, runner(threads), 4).targets));
  return out.str();
}

// The errors found in a constraints file.
std::string faults_of(const std::string& text) {
  const testing::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "constraints.yaml";
  std::ofstream(file, std::ios::binary) << text;
  Diagnostics diagnostics;
  scenarios::InputFiles files;
  (void)scenarios::load_constraints(file, model_sections(), diagnostics, files);
  return diagnostics.to_string();
}

}  // namespace

TEST_CASE("relaxing shows which constraints bind, in which year, and which do not apply to the place", "[unit][cli]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas() + targets);
  const ConstraintStudy study =
      study_constraints(session, targets_of(session, {"many"}), money_and_more(), true, runner(), 12);
  REQUIRE(study.run.entered == 12);
  const output::TargetConstraints& many = study.targets.at(0);
  REQUIRE(many.whole.size() == 3);
  CHECK(many.whole[0].constraint == "pass_rate");
  CHECK(many.whole[0].relaxed == 6);
  CHECK(many.whole[0].effect->closed.mean > many.whole[0].effect->closed.half_width);
  CHECK_FALSE(many.by_probability);  // no relaxation reaches 20 000
  CHECK(many.whole[2].constraint == "agencies");
  CHECK_FALSE(many.whole[2].effect);
  // No course is held any more in 2021, so doubling the seats changes exactly nothing with the same random numbers.
  const auto before = std::find_if(many.by_period.begin(), many.by_period.end(),
                                   [](const auto& one) { return one.constraint == "seats" && one.period == "2021"; });
  REQUIRE(before != many.by_period.end());
  CHECK(before->relaxed == 1);
  CHECK(before->effect->closed.mean == 0);
  CHECK(before->effect->closed.half_width == 0);
  // All relaxations together achieve what the two effective ones do.
  CHECK(many.everything.relaxed == 7);
}

TEST_CASE("a study of constraints is the same on any number of threads", "[property][cli]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas() + targets);
  CHECK(constraints_table(session, 1) == constraints_table(session, 2));
}

TEST_CASE("figures as planned equal those of a run, although values are recorded only by year", "[unit][cli]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas() + targets);
  const std::vector<TargetDefinition> chosen = targets_of(session, {});
  const SpreadStudy study = study_spread(session, chosen, runner(), 6);
  RunSetup setup = session.setup(Seed{1});
  setup.replications = 6;
  const Ensemble ensemble = run(setup, session.shape, session.build, nobody_interrupts);
  for (std::size_t t = 0; t < chosen.size(); ++t) CHECK(study.results.target(t).p50 == ensemble.results.target(t).p50);
}

TEST_CASE("a difference between strategies is shared out to the last person and yuan", "[unit][cli]") {
  const testing::TemporaryFolder folder;
  const std::string text = test::two_areas() + targets;
  const std::vector<scenarios::Override> changes{{"qualification.levels.assistant.subjects.practice.passes", "60 %"},
                                                 {"training.seats", "200 people"},
                                                 {"stations.set_up_cost", "20000 yuan"}};
  AttributionStage stage;
  for (const scenarios::Override& change : changes) stage.changes.push_back({change.path, "", false});
  stage.open = [&](Coalition coalition) {
    std::vector<scenarios::Override> made;
    for (std::size_t k = 0; k < changes.size(); ++k)
      if ((coalition >> k & 1U) != 0) made.push_back(changes[k]);
    return test::open_scenario(folder, "pair.yaml", text, made);
  };
  const Session session = stage.open(0);
  const AttributionStudy study = study_attribution({stage}, targets_of(session, {"many"}), runner(), 5);
  REQUIRE(study.found.differences.size() == 3);
  for (const output::AttributedDifference& difference : study.found.differences) {
    double shapley = 0, alone = 0;
    for (const ChangeShare& share : difference.attribution.changes) {
      shapley += share.shapley.mean;
      alone += share.alone.mean;
    }
    INFO(difference.measure);
    const double scale = std::max(1.0, std::abs(difference.from));
    CHECK(std::abs(shapley - (difference.to - difference.from)) < 1e-9 * scale);
    CHECK(std::abs(alone + difference.attribution.interactions.mean - (difference.to - difference.from)) <
          1e-9 * scale);
  }
  const output::AttributedDifference& held = study.found.differences[1];
  CHECK(held.to > held.from);
  CHECK(held.attribution.changes[0].shapley.mean > held.attribution.changes[2].shapley.mean);
}

TEST_CASE("an unknown target is refused, with the nearest suggested", "[unit][cli]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas() + targets);
  CHECK_THROWS_WITH(targets_of(session, {"coverd"}),
                    "--target coverd: error: pair has no such target; nearest is `covered`; it has covered, many\n");
}

TEST_CASE("the constraints shipped with the program are without error", "[unit][cli]") {
  Diagnostics diagnostics;
  const auto file = shipped_scenarios() / "common" / "constraints.yaml";
  scenarios::InputFiles files;
  const scenarios::Constraints read = scenarios::load_constraints(file, model_sections(), diagnostics, files);
  CHECK(diagnostics.to_string() == Diagnostics{}.to_string());
  CHECK(read.list.size() >= 7);
}

TEST_CASE("errors in a constraints file are reported with the position and what is allowed there", "[unit][cli]") {
  const std::string text = faults_of(R"(constraints:
  - id: seats
    title: 名额
    english: seats
    why: more seats
    changes:
      - {parameter: training.seat, scale: 2}
      - {parameter: posts.registers, set: 120 %}
      - {parameter: training.seats, scale: 2, set: 3}
      - {parameter: training.cost, scale: -1}
      - {paramter: training.cost, scale: 2}
)");
  CHECK_THAT(text,
             ContainsSubstring("constraints.yaml:7:21: error: constraints.seats changes `training.seat`, which is not a "
                               "parameter with a number; nearest is `training.seats`"));
  CHECK_THAT(text, ContainsSubstring("posts.registers is set to 120 %; it may be 0 % to 100 %"));
  CHECK_THAT(text, ContainsSubstring("training.seats has both `scale` and `set`; write one of them"));
  CHECK_THAT(text, ContainsSubstring("training.cost is scaled by -1; write a factor from 0 to 1000 other than 1"));
  CHECK_THAT(text, ContainsSubstring("constraints.seats.changes has no key `paramter`; nearest is `parameter`"));
  CHECK_THAT(faults_of("constraints: []\n"), ContainsSubstring("write at least one constraint"));
}

}  // namespace muster::experiments
