#include "engine/ensemble/comparison.hpp"

#include "engine/random/distribution.hpp"
#include "engine/statistics/paired_interval.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

namespace muster {
namespace {

using Catch::Approx;

const std::atomic<bool> never{false};

struct Happened {};

// What a toy gains on 10 January: a normal number shared by all toys, a constant, and a little noise of its own.
struct Toy {
  double more = 0;
  double own_noise = 0;
  double cost = 0;
  Purpose own_purpose = purpose("test.own");
  double fails_below = 0;  // a replication whose own uniform number is lower stops
};

class ToyModels final : public Models {
 public:
  ToyModels(const Toy& toy, Simulation& sim, SeriesBook& book) : happened_(sim.handles<Happened>(*this)) {
    book.add(gained_);
    book.add(spent_);
    Stream shared = sim.stream(EntityKey{1}, purpose("test.shared"));
    Stream own = sim.stream(EntityKey{1}, toy.own_purpose);
    gain_ = normal_quantile(shared.uniform()) + toy.more + toy.own_noise * normal_quantile(own.uniform());
    cost_ = toy.cost;
    Stream fate = sim.stream(EntityKey{1}, purpose("test.fate"));
    if (fate.uniform() < toy.fails_below) throw std::runtime_error("it rains");
    sim.schedule(happened_, start_of(std::chrono::year{2022} / 1 / 10), Phase::serve, {});
  }
  void on(const Happened&, Simulation&) {
    gained_.add(AreaId{0}, gain_);
    spent_.add(AreaId{0}, cost_);
  }

 private:
  HandlerOf<Happened> happened_;
  double gain_ = 0, cost_ = 0;
  Flow gained_{{"toy.gained", "steps", "steps gained", "steps gained in the period"}};
  Flow spent_{{"toy.spent", "yuan", "money spent", "money spent in the period"}};
};

RunSetup toy_setup(unsigned threads = 1) {
  RunSetup setup;
  setup.seed = Seed{20240611};
  setup.start = std::chrono::year{2021} / 12 / 31;
  setup.horizon = std::chrono::year{2022} / 2 / 28;
  setup.threads = threads;
  return setup;
}

Variant variant_of(const std::string& id, const Toy& toy) {
  const RunSetup setup = toy_setup();
  Variant variant{
      id, {}, [toy](Simulation& sim, SeriesBook& book) { return std::make_unique<ToyModels>(toy, sim, book); }};
  variant.shape.dates = month_ends(setup.start, setup.horizon);
  variant.shape.areas = Areas{{{"here", "", ""}}};
  variant.shape.series = {{{"toy.gained", "steps", "steps gained", "steps gained in the period"}, SeriesKind::flow},
                          {{"toy.spent", "yuan", "money spent", "money spent in the period"}, SeriesKind::flow}};
  TargetDefinition target;
  target.id = "far";
  target.series = "toy.gained";
  target.area = "all";
  target.goal = 1;
  target.by = std::chrono::year{2022} / 2 / 10;
  variant.shape.targets = {target};
  variant.shape.headline = {0};
  return variant;
}

PairedComparison compared(const std::vector<Variant>& variants, std::size_t replications, unsigned threads = 1) {
  PairedComparison comparison(variants, {"toy.spent", {}});
  const PairedRun run = run_paired(toy_setup(threads), 0, replications, variants, never,
                                   [&](std::span<const ReplicationResult> results) { comparison.add(results); });
  for (const PairFailure& stopped : run.stopped) comparison.add(stopped);
  return comparison;
}

std::vector<std::size_t> ranks_of(const PairedComparison& comparison) {
  std::vector<std::size_t> ranks;
  for (const Standing& one : comparison.standings(0)) ranks.push_back(one.rank);
  return ranks;
}

TEST_CASE("sharing random numbers makes a difference far more precise than independent ones do",
          "[statistical][comparison]") {
  // First: Z. Other: Z + 2 + Z'/10. So the difference is normal with mean 2 and sd 0.1, and (1 + 1.01) / 0.01 = 201.
  std::vector<double> seen;
  const std::vector<Variant> variants{variant_of("first", {}), variant_of("other", {.more = 2, .own_noise = 0.1})};
  PairedComparison comparison(variants, {"toy.spent", {}});
  (void)run_paired(toy_setup(), 0, 2000, variants, never, [&](std::span<const ReplicationResult> results) {
    comparison.add(results);
    const std::size_t cell = variants[0].shape.cell(1, 1, 0);
    seen.push_back(results[1].values[cell] - results[0].values[cell]);
  });
  const Difference difference = comparison.difference(1, 1, 1, 0);
  CHECK_THAT(seen, test::MeanIs(2, {.false_alarm = 1e-6, .must_detect = 0.02}));
  // Variances of 2 000 normal numbers: 201 within a sixth is five standard deviations of their quotient.
  CHECK(difference.variance_ratio == Approx(201).epsilon(1.0 / 6));
  CHECK(difference.replications == 2000);
  CHECK(difference.interval.low < 2);
  CHECK(difference.interval.high > 2);

  double mean = 0, squares = 0;
  for (const double value : seen) mean += value / 2000;
  for (const double value : seen) squares += (value - mean) * (value - mean);
  CHECK(difference.mean == Approx(mean).epsilon(1e-12));
  // t with 1 999 degrees of freedom at 0.975 is 1.961151.
  CHECK(difference.interval.high - mean == Approx(1.961151 * std::sqrt(squares / 1999 / 2000)).epsilon(1e-5));
  CHECK(comparison.headline_difference(1, 2, 0).mean == Approx(mean));  // nothing happens in February
  CHECK(comparison.difference(1, 2, 1, 0).mean == 0);
}

TEST_CASE("a variant that changes nothing differs by exactly 0", "[unit][comparison]") {
  const PairedComparison comparison = compared({variant_of("first", {}), variant_of("same", {})}, 50);
  for (std::size_t date = 0; date < 3; ++date)
    for (AreaNode area = 0; area < 2; ++area)
      for (std::size_t series = 0; series < 2; ++series) {
        const Difference difference = comparison.difference(1, date, area, series);
        CHECK(difference.replications == 50);
        CHECK(difference.mean == 0);
        CHECK(difference.interval.low == 0);
        CHECK(difference.interval.high == 0);
        CHECK(std::isnan(difference.variance_ratio));
      }
  const Gain gain = comparison.gain(1, 0);
  CHECK(gain.mean == 0);
  CHECK(gain.interval.low == 0);
  CHECK(gain.interval.high == 0);
  CHECK(ranks_of(comparison) == std::vector<std::size_t>{1, 1});
  CHECK(comparison.standings(0)[1].gain.is_nothing());
  CHECK(comparison.extra_cost(1, 0)->mean == 0);
}

TEST_CASE("a variant that changes values but no target's attainment still has an interval around 0",
          "[unit][comparison]") {
  const PairedComparison comparison = compared({variant_of("first", {}), variant_of("near", {.more = 1e-9})}, 50);
  const Gain gain = comparison.gain(1, 0);
  CHECK(gain.mean == 0);
  // Bonett and Price with no discordant pair among 50: ± z √(2/52 / 52), z = 2.241403 at 97.5 %, since two
  // statements share 95 %.
  CHECK(gain.interval.high == Approx(2.241403 * std::sqrt(2.0) / 52).epsilon(1e-6));
  CHECK(gain.interval.low == -gain.interval.high);
}

TEST_CASE("the cost up to a target's date is a paired difference, its probability a paired gain",
          "[unit][comparison]") {
  const std::vector<Variant> variants{variant_of("first", {.cost = 5}), variant_of("dear", {.more = 1, .cost = 12})};
  PairedComparison comparison(variants, {"toy.spent", {}});
  std::uint64_t won = 0;
  (void)run_paired(toy_setup(), 0, 400, variants, never, [&](std::span<const ReplicationResult> results) {
    comparison.add(results);
    won += results[0].target_values[0] < 1 && results[1].target_values[0] >= 1 ? 1 : 0;
  });
  const Difference cost = comparison.extra_cost(1, 0).value();
  CHECK(cost.mean == 7);
  CHECK(cost.interval.low == 7);
  CHECK(cost.interval.high == 7);
  CHECK(comparison.extra_cost(0, 0)->mean == 0);
  const Gain gain = comparison.gain(1, 0);
  CHECK(won > 0);
  CHECK(gain.mean == static_cast<double>(won) / 400);
  const Interval interval = paired_probability_interval(won, 0, 400, 0.975);
  CHECK(gain.interval.low == interval.low);
  CHECK(gain.interval.high == interval.high);
  CHECK(gain.mean ==
        Approx(comparison.results(1).target(0).probability - comparison.results(0).target(0).probability));

  const PairedComparison free(variants, {"toy.unknown", {}});
  CHECK_FALSE(free.extra_cost(1, 0).has_value());
}

TEST_CASE("variants are tied where their paired intervals include 0", "[unit][comparison]") {
  const PairedComparison comparison = compared({variant_of("first", {}), variant_of("best", {.more = 2}),
                                                variant_of("near", {.more = 1.9}), variant_of("worst", {.more = -2})},
                                               200);
  // The ranks are tied although the probabilities differ.
  CHECK(comparison.results(1).target(0).probability > comparison.results(2).target(0).probability);
  std::vector<std::size_t> by_probability;
  for (const Standing& one : comparison.standings(0)) by_probability.push_back(one.first_rank);
  CHECK(by_probability == std::vector<std::size_t>{3, 1, 1, 4});
  CHECK(ranks_of(comparison) ==
        std::vector<std::size_t>{3, 1, 2, 4});  // of the two, one gains 0.1 more in every replication
}

TEST_CASE("where no probability differs, variants are ranked by the value on the date and its interval",
          "[unit][comparison]") {
  // The goal is 1; the values are about -40, so none ever meets it. The noise of `same` has mean 0.
  const PairedComparison comparison =
      compared({variant_of("first", {.more = -40}), variant_of("nearer", {.more = -23}),
                variant_of("same", {.more = -40, .own_noise = 0.1}), variant_of("farther", {.more = -50})},
               60);
  CHECK(ranks_of(comparison) == std::vector<std::size_t>{2, 1, 2, 4});
  const std::vector<Standing> standings = comparison.standings(0);
  for (const Standing& one : standings) CHECK(one.first_rank == 1);
  CHECK(standings[0].by == RankingMeasure::nothing);
  CHECK(standings[1].by == RankingMeasure::value);
  CHECK(standings[1].gain.mean == Approx(17));
  CHECK(standings[1].gain.interval.low > 16);
  CHECK(standings[3].gain.mean == Approx(-10));
  // The interval includes 0 if and only if the rank is shared with the first.
  CHECK(standings[2].gain.interval.low < 0);
  CHECK(standings[2].gain.interval.high > 0);
}

TEST_CASE("the interval of a variant includes 0 exactly where it shares the rank of the first", "[unit][comparison]") {
  // 9 of 60 against about 0 of 60: at 95 % for one pair alone the two differ, at the joint confidence of six
  // scenarios they need not.
  std::vector<Variant> variants{variant_of("first", {})};
  for (const double more : {-2.0, -0.3, 0.1, 0.4, 1.0})
    variants.push_back(variant_of(std::to_string(more), {.more = more}));
  const PairedComparison comparison = compared(variants, 60);
  const std::vector<Standing> standings = comparison.standings(0);
  for (std::size_t v = 1; v < variants.size(); ++v) {
    INFO(variants[v].id);
    const Interval interval = standings[v].gain.interval;
    const bool apart = interval.low > 0 || interval.high < 0;
    CHECK(apart == (standings[v].rank != standings[0].rank));
    if (apart) CHECK((standings[v].rank < standings[0].rank) == (standings[v].gain.mean > 0));
  }
}

TEST_CASE("a variant with nothing to judge has no rank", "[unit][comparison]") {
  const std::vector<Variant> variants{variant_of("first", {}), variant_of("none", {}),
                                      variant_of("other", {.more = 2})};
  PairedComparison comparison(variants, {});
  (void)run_paired(toy_setup(), 0, 50, variants, never, [&](std::span<const ReplicationResult> results) {
    std::vector<ReplicationResult> changed(results.begin(), results.end());
    changed[1].target_values[0] = std::numeric_limits<double>::quiet_NaN();
    comparison.add(changed);
  });
  CHECK(ranks_of(comparison) == std::vector<std::size_t>{2, 0, 1});
  CHECK(comparison.standings(0)[1].by == RankingMeasure::nothing);
  CHECK(comparison.met(1, 0).nothing_to_judge());
}

TEST_CASE("the same difference in every one of a few replications decides no rank", "[unit][comparison]") {
  // With two scenarios, each statement has an error of 2.5 %: 2^-6 < 0.025 < 2^-5.
  for (const auto& [replications, rank] : {std::pair{6, 1}, std::pair{7, 2}}) {
    const PairedComparison comparison =
        compared({variant_of("first", {.more = -40}), variant_of("nearer", {.more = -39})}, replications);
    INFO(replications);
    CHECK(ranks_of(comparison) == std::vector<std::size_t>{static_cast<std::size_t>(rank), 1});
  }
}

TEST_CASE("a comparison is the same for any number of threads and leaves out what stops in one variant",
          "[property][comparison]") {
  // The variants share the number that decides on stopping: replications that stop in `worse`, one in five,
  // include those that stop in `other`, one in ten.
  const std::vector<Variant> variants{variant_of("first", {}),
                                      variant_of("other", {.more = 0.5, .own_noise = 0.3, .fails_below = 0.1}),
                                      variant_of("worse", {.more = -0.5, .own_noise = 0.2, .fails_below = 0.2})};
  const PairedComparison one = compared(variants, 300, 1), three = compared(variants, 300, 3);
  CHECK(one.replications() < 290);
  CHECK(one.replications() + one.results(0).stopped().size() == 300);
  CHECK(one.results(0).numbers() == one.results(2).numbers());
  CHECK(one.results(0).numbers() == three.results(0).numbers());
  std::size_t in_other = 0;
  for (const ReplicationFailure& stopped : one.results(0).stopped())
    in_other += stopped.why == "other: it rains" ? 1 : 0;
  CHECK(in_other > 0);
  CHECK(in_other < one.results(0).stopped().size());
  for (std::size_t variant = 1; variant < 3; ++variant)
    for (std::size_t date = 0; date < 3; ++date) {
      const Difference a = one.difference(variant, date, 0, 0), b = three.difference(variant, date, 0, 0);
      CHECK(a.mean == b.mean);
      CHECK(a.interval.low == b.interval.low);
      CHECK((a.variance_ratio == b.variance_ratio || date != 1));
      CHECK(one.gain(variant, 0).mean == three.gain(variant, 0).mean);
    }
}

TEST_CASE("series are matched by name, and a series that a variant does not have has no difference",
          "[unit][comparison]") {
  ResultsShape shape = testing::small_shape();
  Variant first{"first", shape, {}}, other{"other", shape, {}};
  other.shape.series.erase(other.shape.series.begin() + 1);  // without coverage
  other.shape.headline = {0, 1};
  PairedComparison comparison(std::vector{first, other}, {"", {"posts.time_to_fill"}});
  for (std::uint64_t number = 0; number < 4; ++number) {
    const ReplicationResult result = testing::small_result(shape, number);
    ReplicationResult without{result.replication, {}, result.target_values, result.reached, result.events};
    for (std::size_t i = 0; i < result.values.size(); ++i)
      if (i % 4 != 1) without.values.push_back(result.values[i] + (i % 4 == 2 ? 1 : 0));
    comparison.add(std::vector{result, without});
  }
  CHECK(comparison.shares(1, 0));
  CHECK_FALSE(comparison.shares(1, 1));
  CHECK(comparison.difference(1, 2, 0, 1).replications == 0);
  CHECK(comparison.difference(1, 2, 0, 0).mean == 0);
  CHECK(comparison.difference(1, 2, 0, 2).mean == 1);          // one certificate more in every period
  CHECK(comparison.headline_difference(1, 2, 2).mean == 2);    // over two periods, without what came before the start
  CHECK(comparison.difference(1, 2, 0, 3).replications == 3);  // no post was filled in replication 0
  CHECK(comparison.results(1).shape().series.size() == 3);
  CHECK(comparison.results(0).shape().series.size() == 4);
  CHECK(comparison.results(0).shape().headline == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("scenarios with different dates, areas or targets cannot be compared", "[unit][comparison]") {
  const Variant first{"first", testing::small_shape(), {}};
  const auto refused = [&](const Variant& other, const std::string& words) {
    CHECK_THROWS_MATCHES(PairedComparison(std::vector{first, other}, {}), std::invalid_argument,
                         Catch::Matchers::Message(words));
  };
  Variant later = first, elsewhere = first, bolder = first;
  later.id = elsewhere.id = bolder.id = "other";
  later.shape.dates.back() += std::chrono::days{1};
  elsewhere.shape.areas = Areas{{{"east", "", ""}, {"south", "", ""}}};
  bolder.shape.targets[0].goal = 11;
  refused(later, "the strategy `other` has other recorded dates, so it cannot be compared with the place as planned");
  refused(elsewhere, "the strategy `other` has other areas, so it cannot be compared with the place as planned");
  refused(bolder, "the strategy `other` has other targets, so it cannot be compared with the place as planned");
  CHECK_THROWS_AS(PairedComparison({}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace muster
