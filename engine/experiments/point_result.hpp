// What became of one point of an experiment: its targets, and what its headline series end with.
//
// Contract: a few sums for each target and series, however many replications; a flow's end is its total since the start, a stock's
// its level. The shape from ends_only() reports at the start and the end alone, which is all this needs. Leaves out: values
// over time and quantiles (results.hpp).
#pragma once

#include "engine/ensemble/met.hpp"
#include "engine/ensemble/paired.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/moments.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace muster {

/// A shape with two reports, the start and `end`: a flow's second value is its total in between.
[[nodiscard]] ResultsShape ends_only(ResultsShape shape, Date end);

/// What a series comes to over the whole by the end. @param ends  from ends_only() @return NaN where the shape does not have it
[[nodiscard]] double whole_at_end(const ResultsShape& ends, const ReplicationResult& result, std::string_view series);

struct PointTargetResult {
  Met seen;
  Moments value;      // on its date, of the replications with something to judge
  Moments shortfall;  // of the same
};

struct PointResult {
  std::size_t replications = 0;
  std::vector<PointTargetResult> targets;
  std::vector<Moments> headline;  // over the whole

  /// @param shape  that of the history, from ends_only()
  void add(const ResultsShape& shape, const ReplicationResult& result);

  /// The share of replications that met a target, and its interval (95 %, Wilson); NaN where there is nothing to judge.
  [[nodiscard]] double probability(std::size_t target) const;
  [[nodiscard]] Interval probability_interval(std::size_t target) const;
};

}  // namespace muster
