// A comparison of the four small replications (small_results.hpp) with two strategies, for tests of what is written
// about comparisons.
//
// The strategy `more` opens one more station in the east from the end of 2021 and issues 5 more certificates in
// each period; the strategy `nothing` changes nothing.
#pragma once

#include "output/comparison_record.hpp"
#include "tests/support/small_results.hpp"

#include <cmath>
#include <vector>

namespace muster::testing {

inline ReplicationResult more_history(const ResultsShape& shape, std::uint64_t number) {
  ReplicationResult result = small_result(shape, number);
  for (std::size_t date = 1; date < shape.dates.size(); ++date)
    for (const AreaNode area : {AreaNode{0}, AreaNode{2}}) {
      result.values[shape.cell(date, area, 0)] += 1;
      result.values[shape.cell(date, area, 1)] += area == 0 ? 0.25 : 0.1;
      result.values[shape.cell(date, area, 2)] += 5;
    }
  result.target_values[0] += 1;
  result.target_values[1] += 0.25;
  return result;
}

inline PairedComparison small_comparison() {
  const ResultsShape shape = small_shape();
  const std::vector<Variant> variants{{"as_planned", shape, {}}, {"more", shape, {}}, {"nothing", shape, {}}};
  PairedComparison comparison(variants, {"qualification.issued", {"stations.open", "stations.coverage"}});
  for (std::uint64_t number = 0; number < 4; ++number)
    comparison.add(std::vector{small_result(shape, number), more_history(shape, number), small_result(shape, number)});
  return comparison;
}

inline output::ComparisonRecord small_comparison_record() {
  output::ComparisonRecord record;
  record.run.version = "0.1.0";
  record.run.place = "small";
  record.run.title = "小城 Small";
  record.run.seed = Seed{7};
  record.run.threads = 2;
  record.run.wall_seconds = 1.25;
  record.run.peak_memory = 12'300'000;
  record.run.replications_requested = 4;
  record.strategies = {{"as_planned", "the place as planned", "", {}, nullptr},
                       {"more", "多建一站", "one more", {{"one", "一站"}}, nullptr},
                       {"nothing", "", "", {}, nullptr}};
  record.cost = "qualification.issued";  // stands in for money
  record.rollout = "stations.open";
  record.coverage = "stations.coverage";
  return record;
}

}  // namespace muster::testing
