#include "engine/experiments/point_result.hpp"

#include <cmath>
#include <limits>

namespace muster {

ResultsShape ends_only(ResultsShape shape, Date end) {
  shape.dates = {shape.dates.front(), end};
  return shape;
}

double whole_at_end(const ResultsShape& ends, const ReplicationResult& result, std::string_view series) {
  const auto found = ends.find(series);
  return found ? result.values[ends.cell(ends.dates.size() - 1, ends.areas.whole(), *found)]
               : std::numeric_limits<double>::quiet_NaN();
}

void PointResult::add(const ResultsShape& shape, const ReplicationResult& result) {
  targets.resize(shape.targets.size());
  headline.resize(shape.headline.size());
  ++replications;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const double value = result.target_values[t];
    targets[t].seen.add(shape.targets[t], value);
    if (std::isnan(value)) continue;
    targets[t].value.add(value);
    targets[t].shortfall.add(shape.targets[t].shortfall_of(value));
  }
  for (std::size_t h = 0; h < headline.size(); ++h) {
    const double end = result.values[shape.cell(shape.dates.size() - 1, shape.areas.whole(), shape.headline[h])];
    if (!std::isnan(end)) headline[h].add(end);
  }
}

double PointResult::probability(std::size_t target) const { return targets[target].seen.share(); }

Interval PointResult::probability_interval(std::size_t target) const { return targets[target].seen.interval(); }

}  // namespace muster
