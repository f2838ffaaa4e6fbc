#include "engine/ensemble/ensemble.hpp"

#include "engine/ensemble/pieces.hpp"
#include "engine/random/distribution.hpp"
#include "engine/state/archive.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
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

// Some others in this process: each takes pieces for a while, and is lost with the last ones it took.
class MortalCrew final : public Crew {
 public:
  MortalCrew(const Plan& plan, const ResultsShape& shape, std::size_t lives)
      : variant_{"", shape, build_walk}, pieces_(plan, 0, {&variant_, 1}, uninterrupted), lives_(lives) {}
  [[nodiscard]] bool leads() const override { return true; }
  [[nodiscard]] std::size_t places() const override { return 4; }
  void lead(Handout& handout, const std::atomic<bool>&) override {
    std::vector<std::size_t> out;
    while (!handout.is_empty()) {
      while (out.size() < places()) {
        const std::optional<std::size_t> piece = handout.take_now();
        if (!piece) break;
        out.push_back(*piece);
      }
      if (lives_ == 0) break;
      while (!out.empty() && lives_ > 0) {
        handout.give(out.back(), pieces_.simulate(out.back()));  // late ones first
        out.pop_back();
        --lives_;
        ++done;
      }
      if (out.empty()) std::this_thread::yield();
    }
    for (const std::size_t piece : out) handout.give_back(piece);
  }
  void dismiss() override { ++dismissed; }
  void serve(const DoPiece&, unsigned) override {}

  int dismissed = 0, done = 0;

 private:
  Variant variant_;
  Pieces pieces_;
  std::size_t lives_;
};

TEST_CASE("with helpers that are lost at any time the results are the same", "[property]") {
  Plan plan = short_plan(300, 2);
  const ResultsShape shape = shape_of(plan);
  const std::vector<double> alone = told(run(plan, shape, build_walk, uninterrupted).results);
  for (const std::size_t lives : {0U, 1U, 7U, 50U, 1000U}) {
    INFO(lives);
    MortalCrew crew(plan, shape, lives);
    Plan helped = plan;
    helped.crew = &crew;
    const Ensemble ensemble = run(helped, shape, build_walk, uninterrupted);
    CHECK(told(ensemble.results) == alone);
    CHECK(crew.dismissed == 1);
    CHECK(crew.done <= static_cast<int>(lives));
  }
}

// Takes all it can get and brings nothing back; then somebody asks to end.
class IdleCrew final : public Crew {
 public:
  explicit IdleCrew(std::atomic<bool>& interrupted) : interrupted_(interrupted) {}
  [[nodiscard]] bool leads() const override { return true; }
  [[nodiscard]] std::size_t places() const override { return 1; }
  void lead(Handout& handout, const std::atomic<bool>&) override {
    for (int tries = 0; tries < 1000; ++tries)
      if (handout.take_now()) ++taken;
    std::this_thread::sleep_for(50ms);  // the others wait behind what was taken by now
    interrupted_ = true;
  }
  void dismiss() override {}
  void serve(const DoPiece&, unsigned) override {}

  int taken = 0;

 private:
  std::atomic<bool>& interrupted_;
};

TEST_CASE("an interruption is not held up by helpers that bring nothing", "[unit]") {
  std::atomic<bool> interrupted{false};
  IdleCrew crew(interrupted);
  Plan plan = short_plan(100'000, 2);
  plan.crew = &crew;
  const Ensemble ensemble = run(plan, shape_of(plan), build_walk, interrupted);
  CHECK(ensemble.ending == Ending::interrupted);
  CHECK(crew.taken > 0);
}

// The part of those who do not lead.
class ServingCrew final : public Crew {
 public:
  [[nodiscard]] bool leads() const override { return false; }
  [[nodiscard]] std::size_t places() const override { return 0; }
  void lead(Handout&, const std::atomic<bool>&) override {}
  void dismiss() override {}
  void serve(const DoPiece& work, unsigned) override { outcome = work(7); }

  PieceOutcome outcome;
};

TEST_CASE("who does not lead does pieces by their number and has no results", "[unit]") {
  Plan plan = short_plan(10, 1);
  ServingCrew crew;
  plan.crew = &crew;
  const Ensemble nothing = run(plan, shape_of(plan), build_walk, uninterrupted);
  CHECK(nothing.results.replications() == 0);
  REQUIRE(crew.outcome.size() == 1);
  const History alone = simulate(plan, shape_of(plan), Replication{7}, build_walk);
  CHECK(bytes_of(crew.outcome[0]) == bytes_of(alone));
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
