#include "engine/experiments/outcomes.hpp"

#include <cmath>
#include <limits>

namespace muster {

ResultsShape ends_only(ResultsShape shape, Date end) {
  shape.dates = {shape.dates.front(), end};
  return shape;
}

void Outcome::add(const ResultsShape& shape, const History& history) {
  targets.resize(shape.targets.size());
  headline.resize(shape.headline.size());
  ++replications;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const double value = history.target_values[t];
    if (std::isnan(value)) continue;  // nothing to judge counts as not met
    if (shape.targets[t].met_by(value)) ++targets[t].met;
    targets[t].value.add(value);
    targets[t].shortfall.add(shape.targets[t].shortfall_of(value));
  }
  for (std::size_t h = 0; h < headline.size(); ++h) {
    const double end = history.values[shape.cell(shape.dates.size() - 1, shape.areas.whole(), shape.headline[h])];
    if (!std::isnan(end)) headline[h].add(end);
  }
}

double Outcome::probability(std::size_t target) const {
  if (replications == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(targets[target].met) / static_cast<double>(replications);
}

Interval Outcome::probability_interval(std::size_t target) const {
  return wilson_interval(targets[target].met, replications);
}

}  // namespace muster
