#include "engine/ensemble/ensemble.hpp"

#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <cmath>
#include <string>
#include <thread>

namespace muster {
namespace {

using namespace std::chrono_literals;

const std::atomic<bool> never{false};

struct Happened {};

// Something happens every few days; it gains or loses a little, and three replications in a hundred fail.
class Walk final : public World {
 public:
  Walk(Simulation& sim, SeriesBook& book)
      : happened_(sim.handles<Happened>(*this)), luck_(sim.stream(EntityKey{1}, purpose("test.walk"))) {
    book.add(moved_);
    book.add(level_).balances({+moved_});
    if (luck_.uniform() < 0.03) throw std::runtime_error("it rains");
    on({}, sim);
  }
  void on(const Happened&, Simulation& sim) {
    const double step = normal_quantile(luck_.uniform());
    const double whole = std::round(1000 * step);
    moved_.add(AreaId{0}, whole);
    level_.step(AreaId{0}, whole);
    sim.schedule(happened_, sim.now() + Days{1 + 9 * luck_.uniform()}, Phase::serve, {});
  }

 private:
  HandlerOf<Happened> happened_;
  Stream luck_;
  Flow moved_{{"walk.moved", "steps", "steps made in the period"}};
  Stock level_{{"walk.level", "steps", "where it stands at the end of the date"}};
};

const Build build_walk = [](Simulation& sim, SeriesBook& book) { return std::make_unique<Walk>(sim, book); };

Plan short_plan(std::size_t replications, unsigned threads) {
  Plan plan;
  plan.seed = Seed{3};
  plan.start = Date{2021y / 12 / 31};
  plan.horizon = Date{2022y / 3 / 31};
  plan.replications = replications;
  plan.threads = threads;
  return plan;
}

ResultsShape shape_of(const Plan& plan) {
  ResultsShape shape;
  shape.dates = monthly_reports(plan.start, plan.horizon);
  shape.areas = Areas{{{"here", "", ""}}};
  shape.series = {{{"walk.moved", "steps", "steps made in the period"}, SeriesKind::flow},
                  {{"walk.level", "steps", "where it stands at the end of the date"}, SeriesKind::stock}};
  TargetDefinition target;
  target.id = "far";
  target.series = "walk.level";
  target.area = "all";
  target.goal = 1000;
  target.by = plan.horizon;
  shape.targets = {target};
  shape.headline = {0, 1};
  return shape;
}

// Everything that is told of an ensemble, to the last bit.
std::vector<double> told(const Results& results) {
  const std::vector<double> probabilities{0.05, 0.25, 0.5, 0.75, 0.95};
  std::vector<double> told;
  const auto add = [&](const std::vector<Summary>& summaries) {
    for (const Summary& summary : summaries) {
      told.insert(told.end(), {static_cast<double>(summary.replications), summary.mean, summary.sd});
      told.insert(told.end(), summary.quantiles.begin(), summary.quantiles.end());
    }
  };
  add(results.summarise(0, results.shape().cell_count(), probabilities));
  add(results.running_totals(0, probabilities));
  add(results.totals_of_year(0, probabilities));
  const TargetResult target = results.target(0);
  told.insert(told.end(), {target.probability, target.p05, target.p50, target.p95, target.reached_share});
  return told;
}

TEST_CASE("beyond what is kept, too, any number of threads gives the same", "[property]") {
  const std::size_t replications = GENERATE(100U, 1500U);
  std::vector<double> one;
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    const Plan plan = short_plan(replications, threads);
    const Ensemble ensemble = run(plan, shape_of(plan), build_walk, never);
    CHECK(ensemble.results.replications() + ensemble.results.stopped().size() == replications);
    CHECK_FALSE(ensemble.results.stopped().empty());
    CHECK(ensemble.results.exact() == (replications == 100));
    if (threads == 1)
      one = told(ensemble.results);
    else
      CHECK(told(ensemble.results) == one);
  }
}

TEST_CASE("an automatic plan stops at the same replication on any number of threads", "[property]") {
  std::vector<std::size_t> replications;
  for (const unsigned threads : {1U, 2U, 8U}) {
    Plan plan = short_plan(0, threads);
    plan.automatic = Precision{0.02, 1e9, 4000};
    const Ensemble ensemble = run(plan, shape_of(plan), build_walk, never);
    CHECK(ensemble.ending == Ending::precise);
    CHECK(ensemble.widest_probability <= 0.02);
    replications.push_back(ensemble.results.replications());
  }
  CHECK(replications[0] > Results::most_kept);
  CHECK(replications[1] == replications[0]);
  CHECK(replications[2] == replications[0]);
}

TEST_CASE("progress counts every replication once and ends with all of them", "[unit]") {
  const Plan plan = short_plan(300, 4);
  std::size_t told = 0, last = 0;
  const Ensemble ensemble = run(plan, shape_of(plan), build_walk, never, [&](const Progress& progress) {
    ++told;
    CHECK(progress.finished >= last);
    CHECK(progress.planned == 300);
    last = progress.finished;
  });
  CHECK(told == 300);
  CHECK(ensemble.results.replications() + ensemble.results.stopped().size() == 300);
}

TEST_CASE("histories that finish are handed on in order, and a keeper that fails ends the ensemble", "[unit]") {
  const Plan plan = short_plan(100, 4);
  std::vector<Replication> kept;
  const Ensemble ensemble = run(plan, shape_of(plan), build_walk, never, {},
                                [&](const History& history) { kept.push_back(history.replication); });
  CHECK(kept == ensemble.results.numbers());
  CHECK(kept.size() < 100);  // some stopped
  const auto fail = [](const History& history) {
    if (history.replication > Replication{5}) throw std::runtime_error("the disk is full");
  };
  CHECK_THROWS_WITH(run(plan, shape_of(plan), build_walk, never, {}, fail), "the disk is full");
}

}  // namespace
}  // namespace muster
