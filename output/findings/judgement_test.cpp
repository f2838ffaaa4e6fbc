#include "output/findings/judgement.hpp"

#include "cli/languages/languages.hpp"
#include "engine/statistics/intervals.hpp"
#include "output/findings/sentences.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <limits>

namespace muster::output {
namespace {

using std::chrono::days;

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr Date due = std::chrono::year{2022} / 6 / 30;

TargetDefinition target_of(double goal) {
  TargetDefinition target;
  target.goal = goal;
  target.by = due;
  return target;
}

TargetResult result_of(double probability, std::optional<Date> half = {}, double median = 0, std::size_t lost = 0) {
  TargetResult result;
  result.replications = 200;
  result.probability = probability;
  result.reached_p50 = half;
  result.p50 = median;
  result.lost = lost;
  if (!std::isnan(probability))
    result.interval = wilson_interval(static_cast<std::uint64_t>(std::llround(200 * probability)), 200);
  return result;
}

TargetOutlook outlook_on_date(const TargetResult& result) { return judgement_of(target_of(10), result).outlook; }

}  // namespace

TEST_CASE("a target is met, open, late, lost again, missed or out of reach", "[unit][output][report]") {
  CHECK(outlook_on_date(result_of(0.66, due)) == TargetOutlook::met);
  CHECK(outlook_on_date(result_of(0.65, due + days{3})) == TargetOutlook::open);
  CHECK(outlook_on_date(result_of(0.34)) == TargetOutlook::open);
  CHECK(outlook_on_date(result_of(0.33, due + days{1})) == TargetOutlook::late);
  CHECK(outlook_on_date(result_of(0, due + days{1})) == TargetOutlook::late);
  CHECK(outlook_on_date(result_of(0.2, due - days{90}, 8, 70)) == TargetOutlook::lost_again);
  CHECK(outlook_on_date(result_of(0.33, {}, 9)) == TargetOutlook::missed);
  CHECK(outlook_on_date(result_of(0.11, {}, 9)) == TargetOutlook::missed);
  CHECK(outlook_on_date(result_of(0.10, {}, 9)) == TargetOutlook::out_of_reach);
  CHECK(outlook_on_date(result_of(no_value)) == TargetOutlook::nothing_to_judge);
  TargetResult withheld = result_of(0.5);
  withheld.attainment_withheld = true;
  CHECK(outlook_on_date(withheld) == TargetOutlook::withheld);

  // 1 of 10, or 0 of 5, does not rule out a probability of a third; 0 of 10 does.
  TargetResult few = result_of(0.1, {}, 9);
  few.replications = 10;
  few.interval = wilson_interval(1, 10);
  CHECK(outlook_on_date(few) == TargetOutlook::missed);
  few.probability = 0;
  few.interval = wilson_interval(0, 10);
  CHECK(outlook_on_date(few) == TargetOutlook::out_of_reach);
  few.replications = 5;
  few.interval = wilson_interval(0, 5);
  CHECK(outlook_on_date(few) == TargetOutlook::missed);

  TargetResult alone = result_of(0, due + days{10});
  alone.replications = 1;
  CHECK(outlook_on_date(alone) == TargetOutlook::late);
  alone.probability = 1;
  CHECK(outlook_on_date(alone) == TargetOutlook::met);
}

TEST_CASE("a judgement has how late a target comes and how much of the goal is missing", "[unit][output][report]") {
  CHECK(judgement_of(target_of(10), result_of(0.1, due + days{17})).late == days{17});
  CHECK(judgement_of(target_of(10), result_of(0.7, due + days{17})).late == days{0});
  CHECK(judgement_of(target_of(200), result_of(0, {}, 150)).miss == 0.25);
  TargetDefinition most = target_of(0);
  most.bound = Bound::at_most;
  CHECK(judgement_of(most, result_of(0, {}, 25)).miss == 25);
  CHECK(judgement_of(target_of(10), result_of(0, {}, no_value)).miss == 0);  // its values are withheld
}

TEST_CASE("the largest miss comes first, and equal misses keep their order", "[unit][output][report]") {
  const std::vector<Judgement> judged{
      {TargetOutlook::met, {}, 0.1},           {TargetOutlook::late, days{17}, 17},
      {TargetOutlook::open, {}, 0.5},          {TargetOutlook::withheld, {}, 0},
      {TargetOutlook::late, days{48}, 48},     {TargetOutlook::out_of_reach, {}, 0.45},
      {TargetOutlook::met, {}, 0.1},           {TargetOutlook::missed, {}, 0.9},
      {TargetOutlook::out_of_reach, {}, 0.46}, {TargetOutlook::nothing_to_judge, {}, 0},
      {TargetOutlook::lost_again, {}, 0.4}};
  CHECK(worst_first(judged) == std::vector<std::size_t>{8, 5, 7, 10, 4, 1, 2, 0, 6, 9, 3});
}

}  // namespace muster::output
