#include "engine/experiments/outcomes.hpp"

#include <cmath>
#include <limits>

namespace muster {

ResultsShape ends_only(ResultsShape shape, Date end) {
  shape.dates = {shape.dates.front(), end};
  return shape;
}

double whole_at_end(const ResultsShape& ends, const History& history, std::string_view series) {
  const auto found = ends.find(series);
  return found ? history.values[ends.cell(ends.dates.size() - 1, ends.areas.whole(), *found)]
               : std::numeric_limits<double>::quiet_NaN();
}

void Outcome::add(const ResultsShape& shape, const History& history) {
  targets.resize(shape.targets.size());
  headline.resize(shape.headline.size());
  ++replications;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const double value = history.target_values[t];
    targets[t].seen.add(shape.targets[t], value);
    if (std::isnan(value)) continue;
    targets[t].value.add(value);
    targets[t].shortfall.add(shape.targets[t].shortfall_of(value));
  }
  for (std::size_t h = 0; h < headline.size(); ++h) {
    const double end = history.values[shape.cell(shape.dates.size() - 1, shape.areas.whole(), shape.headline[h])];
    if (!std::isnan(end)) headline[h].add(end);
  }
}

double Outcome::probability(std::size_t target) const { return targets[target].seen.share(); }

Interval Outcome::probability_interval(std::size_t target) const { return targets[target].seen.interval(); }

}  // namespace muster
