#include "engine/ensemble/ensemble.hpp"

#include "cli/languages/languages.hpp"
#include "engine/ensemble/work_units.hpp"
#include "engine/random/distribution.hpp"
#include "engine/state/serializer.hpp"
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

// A random walk: it steps every few days, and three replications in a hundred fail.
class Walk final : public Models {
 public:
  Walk(Simulation& sim, SeriesBook& book)
      : happened_(sim.handles<Stepped>(*this)), stream_(sim.stream(EntityKey{1}, purpose("test.walk"))) {
    book.add(moved_);
    book.add(level_).balances({+moved_});
    if (stream_.uniform() < 0.03) throw std::runtime_error("it rains");
    on({}, sim);
  }
  void on(const Stepped&, Simulation& sim) {
    const double step = normal_quantile(stream_.uniform());
    const double whole = std::round(1000 * step);
    moved_.add(AreaId{0}, whole);
    level_.step(AreaId{0}, whole);
    sim.schedule(happened_, sim.now() + Days{1 + 9 * stream_.uniform()}, Phase::serve, {});
  }

 private:
  HandlerOf<Stepped> happened_;
  Stream stream_;
  Flow moved_{{"walk.moved", "steps", "steps made", "steps made in the period"}};
  Stock level_{{"walk.level", "steps", "level", "where it stands at the end of the date"}};
};

const ModelFactory build_walk = [](Simulation& sim, SeriesBook& book) { return std::make_unique<Walk>(sim, book); };

RunSetup short_setup(std::size_t replications, unsigned threads) {
  RunSetup setup;
  setup.seed = Seed{3};
  setup.start = Date{2021y / 12 / 31};
  setup.horizon = Date{2022y / 3 / 31};
  setup.replications = replications;
  setup.threads = threads;
  return setup;
}

ResultsShape shape_of(const RunSetup& setup) {
  ResultsShape shape;
  shape.dates = month_ends(setup.start, setup.horizon);
  shape.areas = Areas{{{"here", "", ""}}};
  shape.series = {{{"walk.moved", "steps", "steps made", "steps made in the period"}, SeriesKind::flow},
                  {{"walk.level", "steps", "level", "where it stands at the end of the date"}, SeriesKind::stock}};
  TargetDefinition target;
  target.id = "far";
  target.series = "walk.level";
  target.area = "all";
  target.goal = 1000;
  target.by = setup.horizon;
  shape.targets = {target};
  shape.headline = {0, 1};
  return shape;
}

// All values of an ensemble, to the last bit.
std::vector<double> all_values(const Results& results) {
  const std::vector<double> probabilities{0.05, 0.25, 0.5, 0.75, 0.95};
  std::vector<double> values;
  const auto add = [&](const std::vector<Summary>& summaries) {
    for (const Summary& summary : summaries) {
      values.insert(values.end(), {static_cast<double>(summary.replications), summary.mean, summary.sd});
      values.insert(values.end(), summary.quantiles.begin(), summary.quantiles.end());
    }
  };
  add(results.summarise(0, results.shape().cell_count(), probabilities));
  add(results.running_totals(0, probabilities));
  add(results.totals_of_year(0, probabilities));
  const TargetResult target = results.target(0);
  values.insert(values.end(), {target.probability, target.p05, target.p50, target.p95, target.reached_share});
  return values;
}

TEST_CASE("results are the same for any number of threads, also when values are no longer kept", "[property]") {
  const std::size_t replications = GENERATE(100U, 1500U);
  std::vector<double> one;
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    const RunSetup setup = short_setup(replications, threads);
    const Ensemble ensemble = run(setup, shape_of(setup), build_walk, uninterrupted);
    CHECK(ensemble.results.replications() + ensemble.results.stopped().size() == replications);
    CHECK_FALSE(ensemble.results.stopped().empty());
    CHECK(ensemble.results.exact() == (replications == 100));
    if (threads == 1)
      one = all_values(ensemble.results);
    else
      CHECK(all_values(ensemble.results) == one);
  }
}

TEST_CASE("an automatic run stops at the same replication on any number of threads", "[property]") {
  std::vector<std::size_t> replications;
  for (const unsigned threads : {1U, 2U, 8U}) {
    RunSetup setup = short_setup(0, threads);
    setup.automatic = Precision{0.02, 1e9, 4000};
    const Ensemble ensemble = run(setup, shape_of(setup), build_walk, uninterrupted);
    CHECK(ensemble.ending == Ending::precise);
    CHECK(ensemble.widest_probability <= 0.02);
    replications.push_back(ensemble.results.replications());
  }
  CHECK(replications[0] > Results::most_kept);
  CHECK(replications[1] == replications[0]);
  CHECK(replications[2] == replications[0]);
}

TEST_CASE("progress counts every replication once and ends with all of them", "[unit]") {
  const RunSetup setup = short_setup(300, 4);
  std::size_t calls = 0, last = 0;
  const Ensemble ensemble = run(setup, shape_of(setup), build_walk, uninterrupted, [&](const Progress& progress) {
    ++calls;
    CHECK(progress.finished >= last);
    CHECK(progress.planned == 300);
    last = progress.finished;
  });
  CHECK(calls == 300);
  CHECK(ensemble.results.replications() + ensemble.results.stopped().size() == 300);
}

TEST_CASE("results are passed to the keep callback in order, and an exception thrown by it ends the ensemble",
          "[unit]") {
  const RunSetup setup = short_setup(100, 4);
  std::vector<Replication> kept;
  const Ensemble ensemble = run(setup, shape_of(setup), build_walk, uninterrupted, {},
                                [&](const ReplicationResult& result) { kept.push_back(result.replication); });
  CHECK(kept == ensemble.results.numbers());
  CHECK(kept.size() < 100);  // some stopped
  const auto fail = [](const ReplicationResult& result) {
    if (result.replication > Replication{5}) throw std::runtime_error("the disk is full");
  };
  CHECK_THROWS_WITH(run(setup, shape_of(setup), build_walk, uninterrupted, {}, fail), "the disk is full");
}

TEST_CASE("every thread states why a replication stopped in the language of the calling thread", "[unit]") {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  std::barrier both(2);
  const ModelFactory stopping = [&](Simulation&, SeriesBook&) -> std::unique_ptr<Models> {
    both.arrive_and_wait();  // so each of the two threads simulates one replication
    throw std::runtime_error(tr("start"));
  };
  const RunSetup setup = short_setup(2, 2);
  const Ensemble ensemble = run(setup, shape_of(setup), stopping, uninterrupted);
  REQUIRE(ensemble.results.stopped().size() == 2);
  for (const ReplicationFailure& stopped : ensemble.results.stopped()) CHECK(stopped.why == "起点");
}

TEST_CASE("lack of memory ends the ensemble and is not a failure of a replication", "[unit]") {
  const ModelFactory starving = [](Simulation&, SeriesBook&) -> std::unique_ptr<Models> { throw std::bad_alloc(); };
  for (const unsigned threads : {1U, 4U}) {
    const RunSetup setup = short_setup(10, threads);
    CHECK_THROWS_AS(run(setup, shape_of(setup), starving, uninterrupted), std::bad_alloc);
  }
}

// Keeps everything in memory; limited by `room`.
class MemoryCache final : public ReplicationCache {
 public:
  std::optional<ReplicationResult> find(const std::string& variant, Replication replication) override {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find({variant, replication});
    if (found == kept_.end()) return std::nullopt;
    return found->second;
  }
  void keep(const std::string& variant, const ReplicationResult& result) override {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= room) throw std::runtime_error("no room");
    kept_[{variant, result.replication}] = result;
  }
  [[nodiscard]] std::size_t count() const { return kept_.size(); }
  void forget(Replication replication) { kept_.erase({"#0", replication}); }

  std::size_t room = 100'000;

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, Replication>, ReplicationResult> kept_;
};

TEST_CASE("results in the cache are not simulated again and give the same output", "[unit]") {
  RunSetup setup = short_setup(200, 3);
  const std::vector<double> whole = all_values(run(setup, shape_of(setup), build_walk, uninterrupted).results);
  std::atomic<int> built{0};
  const ModelFactory counted = [&built](Simulation& sim, SeriesBook& book) {
    ++built;
    return std::make_unique<Walk>(sim, book);
  };
  MemoryCache cache;
  setup.cache = &cache;
  setup.replications = 120;
  const Ensemble first = run(setup, shape_of(setup), counted, uninterrupted);
  CHECK(built == 120);
  CHECK(cache.count() == first.results.replications());  // failures are not cached …
  setup.replications = 200;
  const Ensemble more = run(setup, shape_of(setup), counted, uninterrupted);
  CHECK(built == 200 + static_cast<int>(first.results.stopped().size()));  // … but simulated again
  CHECK(all_values(more.results) == whole);
  cache.forget(Replication{5});  // one in the middle
  built = 0;
  CHECK(all_values(run(setup, shape_of(setup), counted, uninterrupted).results) == whole);
  CHECK(built == 1 + static_cast<int>(more.results.stopped().size()));
}

TEST_CASE("an exception thrown by the cache ends the run", "[unit]") {
  for (const unsigned threads : {1U, 4U}) {
    RunSetup setup = short_setup(5000, threads);
    MemoryCache cache;
    cache.room = 20;
    setup.cache = &cache;
    CHECK_THROWS_WITH(run(setup, shape_of(setup), build_walk, uninterrupted), "no room");
    CHECK(cache.count() == 20);
  }
}

TEST_CASE("shards are disjoint and together contain all replications", "[unit]") {
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

TEST_CASE("the shards together fill the cache, so that nothing is simulated again", "[property]") {
  RunSetup setup = short_setup(100, 2);
  const Ensemble alone = run(setup, shape_of(setup), build_walk, uninterrupted);
  MemoryCache cache;
  setup.cache = &cache;
  std::atomic<int> built{0};
  const ModelFactory counted = [&](Simulation& sim, SeriesBook& book) {
    ++built;
    return build_walk(sim, book);
  };
  std::size_t entered = 0;
  for (const std::size_t number : {2U, 0U, 1U}) {
    RunSetup shard = setup;
    shard.shard = {number, 3};
    const Ensemble part = run(shard, shape_of(setup), counted, uninterrupted);
    CHECK(part.ending == Ending::count);
    CHECK(part.results.replications() + part.results.stopped().size() == shard.shard.among(0, 100));
    entered += part.results.replications();
  }
  CHECK(entered == alone.results.replications());
  CHECK(built == 100);
  CHECK(all_values(run(setup, shape_of(setup), counted, uninterrupted).results) == all_values(alone.results));
  CHECK(built == 100 + static_cast<int>(alone.results.stopped().size()));  // failures are not cached
}

TEST_CASE("an automatic run cannot be divided into shards", "[unit]") {
  RunSetup setup = short_setup(10, 1);
  setup.automatic = Precision{};
  setup.shard = {0, 2};
  CHECK_THROWS_AS(run(setup, shape_of(setup), build_walk, uninterrupted), std::logic_error);
}

TEST_CASE("a serialized outcome is restored to the last bit", "[unit]") {
  const RunSetup setup = short_setup(1, 1);
  const ReplicationResult result = simulate(setup, shape_of(setup), Replication{0}, build_walk);
  const std::string bytes = bytes_of(result);
  const ReplicationOutcome back = outcome_of(bytes);
  REQUIRE(std::holds_alternative<ReplicationResult>(back));
  CHECK(std::get<ReplicationResult>(back).values == result.values);
  CHECK(std::get<ReplicationResult>(back).reached == result.reached);
  CHECK(bytes_of(back) == bytes);
  const ReplicationOutcome stopped = outcome_of(bytes_of(ReplicationFailure{Replication{9}, "it rains"}));
  CHECK(std::get<ReplicationFailure>(stopped).why == "it rains");
  CHECK(number_of(stopped) == Replication{9});
  CHECK_THROWS_AS(outcome_of(""), BadState);
  CHECK_THROWS_AS(outcome_of("x" + bytes), BadState);
  CHECK_THROWS_AS(outcome_of(bytes + "x"), BadState);
  CHECK_THROWS_AS(outcome_of(bytes.substr(0, bytes.size() / 2)), BadState);
}

}  // namespace
}  // namespace muster
