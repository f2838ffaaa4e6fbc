#include "output/findings/areas.hpp"

#include "cli/languages/languages.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/sentences.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <vector>

namespace muster::output {
namespace {

// Results for a place with three areas, whose shares at three dates are given for each future. The target: the
// whole place at 100 % on the second date.
Results results_of(const std::vector<std::array<std::array<double, 3>, 3>>& futures) {
  ResultsShape shape;
  shape.dates = {testing::start, testing::year_end, testing::horizon};
  shape.areas =
      Areas{{{"north", {"北区", "North"}, ""}, {"south", {"南区", "South"}, ""}, {"west", {"西区", "West"}, ""}}};
  shape.series = {{{"stations.coverage", "share", "coverage", "coverage"}, SeriesKind::share}};
  TargetDefinition all;
  all.id = "all_covered";
  all.series = "stations.coverage";
  all.area = "all";
  all.goal = 1;
  all.by = testing::year_end;
  shape.targets = {all};
  Results results(shape);
  for (std::size_t number = 0; number < futures.size(); ++number) {
    ReplicationResult result;
    result.replication = Replication{number};
    result.values.assign(shape.cell_count(), 0);
    std::optional<Date> reached;
    for (std::size_t date = 0; date < 3; ++date) {
      double whole = 0;
      for (AreaNode area = 0; area < 3; ++area) {
        result.values[shape.cell(date, area, 0)] = futures[number][date][area];
        whole += futures[number][date][area] / 3;
      }
      result.values[shape.cell(date, 3, 0)] = whole;
      if (whole > 1 - 1e-9) result.values[shape.cell(date, 3, 0)] = 1;
      if (!reached && whole > 1 - 1e-9) reached = shape.dates[date];
    }
    result.target_values = {result.values[shape.cell(1, 3, 0)]};
    result.reached = {reached};
    results.add(result);
  }
  return results;
}

std::string where_of(const Results& results) { return where_sentence(results, results.shape().targets[0]); }

}  // namespace

TEST_CASE("the sentence on where a target is missed names the areas furthest from it", "[unit][output][report]") {
  const Results some = results_of({{{{0, 0, 0}, {1, 0.5, 0.9}, {1, 1, 1}}}, {{{0, 0, 0}, {1, 0.7, 1}, {1, 1, 1}}}});
  CHECK(where_of(some) ==
        "Where: 2 of the 3 areas meet it then in most futures; furthest from it: South (40 points short).");
  const Results none =
      results_of({{{{0, 0, 0}, {0.2, 0.5, 0.99}, {1, 1, 1}}}, {{{0, 0, 0}, {0.2, 0.7, 0.98}, {1, 1, 1}}}});
  CHECK(where_of(none).starts_with(
      "Where: none of the 3 areas meets it then in most futures; furthest from it: North (80 "));
  // Each area misses it in a different one of four futures, so each meets it by its median and in three of four.
  const Results each = results_of({{{{0, 0, 0}, {0.5, 1, 1}, {1, 1, 1}}},
                                   {{{0, 0, 0}, {1, 0.5, 1}, {1, 1, 1}}},
                                   {{{0, 0, 0}, {1, 1, 0.5}, {1, 1, 1}}},
                                   {{{0, 0, 0}, {1, 1, 1}, {1, 1, 1}}}});
  CHECK(where_of(each) ==
        "Where: each of the 3 areas alone meets it then in most futures, but all together do so in fewer; least "
        "certain: North (in 3 of 4 futures), South (in 3 of 4 futures), West (in 3 of 4 futures).");
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  CHECK(where_of(some) == "分地区看：3个地区中有2个届时在多数模拟中达标；差距最大的是：南区（差40个百分点）。");
}

TEST_CASE("no area is named for a target on a number, for one area alone, or where each meets it in every future",
          "[unit][output][report]") {
  const Results small = testing::small_results();
  CHECK(where_sentence(small, small.shape().targets[0]).empty());
  CHECK(where_sentence(small, small.shape().targets[1]).empty());
  CHECK(where_of(results_of({{{{0, 0, 0}, {1, 1, 1}, {1, 1, 1}}}})).empty());
  Results withheld = results_of({{{{0, 0, 0}, {1, 0.5, 0.9}, {1, 1, 1}}}});
  withheld.withhold({100, {true}});
  CHECK(where_of(withheld).empty());
}

TEST_CASE("a sentence says when half meet a target at the same time, if later than half have met it once",
          "[unit][output][report]") {
  // One of three meets it at first and loses it; two meet it on the date, and one of them loses it.
  const Results lost = results_of(
      {{{{1, 1, 1}, {1, 1, 0}, {1, 1, 1}}}, {{{0, 0, 0}, {1, 1, 1}, {1, 1, 0}}}, {{{0, 0, 0}, {0, 0, 0}, {1, 1, 1}}}});
  const TargetDefinition& target = lost.shape().targets[0];
  REQUIRE(lost.target(0).reached_p50 == testing::year_end);
  CHECK(half_meet_by(lost, target, 3) == testing::horizon);
  CHECK(half_meet_by(lost, target, 0) == testing::year_end);
  CHECK(when_sentence(lost, 0) ==
        "Half of the futures met it by 2021-12-31, and 1 of 3 have lost it again by 2021-12-31. Half of the futures "
        "meet it at the same time only on 2022-12-31, twelve months late.");
  // Half have met it once only after the date, but one of these has lost it by then, so half never meet it at the
  // same time.
  const Results late = results_of({{{{0, 0, 0}, {1, 1, 1}, {1, 1, 0}}},
                                   {{{0, 0, 0}, {0, 0, 0}, {1, 1, 1}}},
                                   {{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}},
                                   {{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}}});
  REQUIRE(late.target(0).reached_p50 == testing::horizon);
  CHECK_FALSE(half_meet_by(late, target, 3).has_value());
  CHECK(when_sentence(late, 0).ends_with("On no recorded date do half of the futures meet it at the same time."));
  REQUIRE(judgement_of(target, late.target(0)).outlook == TargetOutlook::late);
  CHECK(judgements_of(late)[0].outlook == TargetOutlook::missed);
  const Results kept = results_of({{{{0, 0, 0}, {1, 1, 1}, {1, 1, 1}}}, {{{0, 0, 0}, {1, 1, 1}, {1, 1, 1}}}});
  CHECK(half_meet_by(kept, target, 3) == testing::year_end);
  CHECK(when_sentence(kept, 0) == "Half of the futures meet it by 2021-12-31.");
}

}  // namespace muster::output
