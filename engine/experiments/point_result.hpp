// The results of one point of an experiment: its targets, and the final values of its headline series.
//
// Contract: a few sums for each target and series, however many replications; the final value of a flow is its
// total since the start, that of a stock its level. The shape from ends_only() records only at the start and at
// the end, which is all that is needed here. Leaves out: values over time and quantiles (results.hpp).
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

/// A shape with two recorded dates, the start and `end`: the second value of a flow is its total between them.
[[nodiscard]] ResultsShape ends_only(ResultsShape shape, Date end);

/// The final value of a series over all areas.
/// @param ends  a shape from ends_only()
/// @return NaN if the shape does not have the series
[[nodiscard]] double whole_at_end(const ResultsShape& ends, const ReplicationResult& result, std::string_view series);

struct PointTargetResult {
  Met seen;
  Moments value;      // on the target's date, over the replications with something to judge
  Moments shortfall;  // over the same replications
};

struct PointResult {
  std::size_t replications = 0;
  std::vector<PointTargetResult> targets;
  std::vector<Moments> headline;  // final values over all areas

  /// @param shape  the shape of the result, from ends_only()
  void add(const ResultsShape& shape, const ReplicationResult& result);

  /// The share of replications that met a target, and its interval (95 %, Wilson); NaN if there is nothing to
  /// judge.
  [[nodiscard]] double probability(std::size_t target) const;
  [[nodiscard]] Interval probability_interval(std::size_t target) const;
};

}  // namespace muster
