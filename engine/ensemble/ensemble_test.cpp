#include "engine/ensemble/ensemble.hpp"

#include "cli/languages/languages.hpp"
#include "engine/ensemble/pieces.hpp"
#include "engine/random/distribution.hpp"
#include "engine/state/archive.hpp"
#include "tests/support/catch.hpp"

#include <barrier>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace muster {
namespace {

using namespace std::chrono_literals;

const std::atomic<bool> uninterrupted{false};

struct Stepped {};

// Something happens every few days; it gains or loses a little, and three replications in a hundred fail.
class Walk final : public World {
 public:
  Walk(Simulation& sim, SeriesBook& book)
      : happened_(sim.handles<Stepped>(*this)), luck_(sim.stream(EntityKey{1}, purpose("test.walk"))) {
    book.add(moved_);
    book.add(level_).balances({+moved_});
    if (luck_.uniform() < 0.03) throw std::runtime_error("it rains");
    on({}, sim);
  }
  void on(const Stepped&, Simulation& sim) {
    const double step = normal_quantile(luck_.uniform());
    const double whole = std::round(1000 * step);
    moved_.add(AreaId{0}, whole);
    level_.step(AreaId{0}, whole);
    sim.schedule(happened_, sim.now() + Days{1 + 9 * luck_.uniform()}, Phase::serve, {});
  }

 private:
  HandlerOf<Stepped> happened_;
  Stream luck_;
  Flow moved_{{"walk.moved", "steps", "steps made", "steps made in the period"}};
  Stock level_{{"walk.level", "steps", "level", "where it stands at the end of the date"}};
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
  shape.series = {{{"walk.moved", "steps", "steps made", "steps made in the period"}, SeriesKind::flow},
                  {{"walk.level", "steps", "level", "where it stands at the end of the date"}, SeriesKind::stock}};
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
    const Ensemble ensemble = run(plan, shape_of(plan), build_walk, uninterrupted);
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
    const Ensemble ensemble = run(plan, shape_of(plan), build_walk, uninterrupted);
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
  const Ensemble ensemble = run(plan, shape_of(plan), build_walk, uninterrupted, [&](const Progress& progress) {
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
  const Ensemble ensemble = run(plan, shape_of(plan), build_walk, uninterrupted, {},
                                [&](const History& history) { kept.push_back(history.replication); });
  CHECK(kept == ensemble.results.numbers());
  CHECK(kept.size() < 100);  // some stopped
  const auto fail = [](const History& history) {
    if (history.replication > Replication{5}) throw std::runtime_error("the disk is full");
  };
  CHECK_THROWS_WITH(run(plan, shape_of(plan), build_walk, uninterrupted, {}, fail), "the disk is full");
}

TEST_CASE("every thread says why a replication stopped in the language of whoever started it", "[unit]") {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  std::barrier both(2);
  const Build stopping = [&](Simulation&, SeriesBook&) -> std::unique_ptr<World> {
    both.arrive_and_wait();  // neither thread simulates the two of them alone
    throw std::runtime_error(text("start"));
  };
  const Plan plan = short_plan(2, 2);
  const Ensemble ensemble = run(plan, shape_of(plan), stopping, uninterrupted);
  REQUIRE(ensemble.results.stopped().size() == 2);
  for (const Stopped& stopped : ensemble.results.stopped()) CHECK(stopped.why == "起点");
}

TEST_CASE("too little memory ends the ensemble; it is no fault of a replication", "[unit]") {
  const Build starving = [](Simulation&, SeriesBook&) -> std::unique_ptr<World> { throw std::bad_alloc(); };
  for (const unsigned threads : {1U, 4U}) {
    const Plan plan = short_plan(10, threads);
    CHECK_THROWS_AS(run(plan, shape_of(plan), starving, uninterrupted), std::bad_alloc);
  }
}

// Keeps everything in memory, and counts.
class MemoryLedger final : public Ledger {
 public:
  std::optional<History> find(const std::string& variant, Replication replication) override {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find({variant, replication});
    if (found == kept_.end()) return std::nullopt;
    return found->second;
  }
  void keep(const std::string& variant, const History& history) override {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= room) throw std::runtime_error("no room");
    kept_[{variant, history.replication}] = history;
  }
  [[nodiscard]] std::size_t count() const { return kept_.size(); }
  void forget(Replication replication) { kept_.erase({"#0", replication}); }

  std::size_t room = 100'000;

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, Replication>, History> kept_;
};

TEST_CASE("what a ledger has is not simulated again, and gives the same", "[unit]") {
  Plan plan = short_plan(200, 3);
  const std::vector<double> whole = told(run(plan, shape_of(plan), build_walk, uninterrupted).results);
  std::atomic<int> built{0};
  const Build counted = [&built](Simulation& sim, SeriesBook& book) {
    ++built;
    return std::make_unique<Walk>(sim, book);
  };
  MemoryLedger ledger;
  plan.ledger = &ledger;
  plan.replications = 120;
  const Ensemble first = run(plan, shape_of(plan), counted, uninterrupted);
  CHECK(built == 120);
  CHECK(ledger.count() == first.results.replications());  // those that stopped are not kept …
  plan.replications = 200;
  const Ensemble more = run(plan, shape_of(plan), counted, uninterrupted);
  CHECK(built == 200 + static_cast<int>(first.results.stopped().size()));  // … and tried again
  CHECK(told(more.results) == whole);
  ledger.forget(Replication{5});  // one in the middle
  built = 0;
  CHECK(told(run(plan, shape_of(plan), counted, uninterrupted).results) == whole);
  CHECK(built == 1 + static_cast<int>(more.results.stopped().size()));
}

TEST_CASE("a ledger that takes no more ends the run with its reason", "[unit]") {
  for (const unsigned threads : {1U, 4U}) {
    Plan plan = short_plan(5000, threads);
    MemoryLedger ledger;
    ledger.room = 20;
    plan.ledger = &ledger;
    CHECK_THROWS_WITH(run(plan, shape_of(plan), build_walk, uninterrupted), "no room");
    CHECK(ledger.count() == 20);
  }
}

TEST_CASE("shares are disjoint, and together all of the replications", "[unit]") {
  for (const std::size_t of : {1U, 2U, 3U, 7U})
    for (const std::size_t first : {0U, 4U, 20U})
      for (const std::size_t count : {0U, 1U, 6U, 20U}) {
        std::set<std::size_t> all;
        std::size_t sum = 0;
        for (std::size_t number = 0; number < of; ++number) {
          const Shard shard{number, of};
          const std::size_t own = shard.among(first, count);
          sum += own;
          for (std::size_t k = 0; k < own; ++k) all.insert(shard.first_from(first) + k * of);
        }
        INFO(of << " " << first << " " << count);
        CHECK(sum == count);
        CHECK(all.size() == count);
        if (count > 0) CHECK((*all.begin() == first && *all.rbegin() == first + count - 1));
      }
}

TEST_CASE("what shares have put into a ledger is the whole, and nothing is simulated again", "[property]") {
  Plan plan = short_plan(100, 2);
  const Ensemble alone = run(plan, shape_of(plan), build_walk, uninterrupted);
  MemoryLedger ledger;
  plan.ledger = &ledger;
  std::atomic<int> built{0};
  const Build counted = [&](Simulation& sim, SeriesBook& book) {
    ++built;
    return build_walk(sim, book);
  };
  std::size_t entered = 0;
  for (const std::size_t number : {2U, 0U, 1U}) {
    Plan shard = plan;
    shard.shard = {number, 3};
    const Ensemble part = run(shard, shape_of(plan), counted, uninterrupted);
    CHECK(part.ending == Ending::count);
    CHECK(part.results.replications() + part.results.stopped().size() == shard.shard.among(0, 100));
    entered += part.results.replications();
  }
  CHECK(entered == alone.results.replications());
  CHECK(built == 100);
  CHECK(told(run(plan, shape_of(plan), counted, uninterrupted).results) == told(alone.results));
  CHECK(built == 100 + static_cast<int>(alone.results.stopped().size()));  // those that stopped are not kept
}

TEST_CASE("an automatic plan is not shared", "[unit]") {
  Plan plan = short_plan(10, 1);
  plan.automatic = Precision{};
  plan.shard = {0, 2};
  CHECK_THROWS_AS(run(plan, shape_of(plan), build_walk, uninterrupted), std::logic_error);
}

TEST_CASE("a replication's bytes give it back to the last bit", "[unit]") {
  const Plan plan = short_plan(1, 1);
  const History history = simulate(plan, shape_of(plan), Replication{0}, build_walk);
  const std::string bytes = bytes_of(history);
  const Finished back = finished_of(bytes);
  REQUIRE(std::holds_alternative<History>(back));
  CHECK(std::get<History>(back).values == history.values);
  CHECK(std::get<History>(back).reached == history.reached);
  CHECK(bytes_of(back) == bytes);
  const Finished stopped = finished_of(bytes_of(Stopped{Replication{9}, "it rains"}));
  CHECK(std::get<Stopped>(stopped).why == "it rains");
  CHECK(number_of(stopped) == Replication{9});
  CHECK_THROWS_AS(finished_of(""), BadState);
  CHECK_THROWS_AS(finished_of("x" + bytes), BadState);
  CHECK_THROWS_AS(finished_of(bytes + "x"), BadState);
  CHECK_THROWS_AS(finished_of(bytes.substr(0, bytes.size() / 2)), BadState);
}

}  // namespace
}  // namespace muster
