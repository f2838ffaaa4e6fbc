// The values that a parameter may have once a replication has drawn what is uncertain.
//
// Contract: ByDate, DistributionOf and PerArea add the declared unit to plain numbers; Value is the untyped form,
// for code that carries values from a file to a struct. Leaves out: how values are written.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/random/distribution.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster {

/// A number that changes over time: in steps, or by linear interpolation between dates.
struct Timeline {
  // at least one, dates increasing; the first value also holds before the first date
  std::vector<std::pair<Date, double>> points;
  bool ramps = false;

  [[nodiscard]] double at(Instant when) const {
    const auto later = std::upper_bound(points.begin(), points.end(), when,
                                        [](Instant t, const auto& point) { return t < start_of(point.first); });
    if (later == points.begin()) return points.front().second;
    const auto& [date, value] = *(later - 1);
    if (!ramps || later == points.end()) return value;
    const double way = (when - start_of(date)) / (start_of(later->first) - start_of(date));
    return value + way * (later->second - value);
  }

  friend bool operator==(const Timeline&, const Timeline&) = default;
};

/// A Timeline with its unit.
template <class Q>
class ByDate {
 public:
  ByDate() : ByDate(Q{}) {}
  ByDate(Q constant) : timeline_{{{Date{}, constant.value}}, false} {}  // NOLINT: implicit, plain values are accepted
  explicit ByDate(Timeline timeline) : timeline_(std::move(timeline)) {}

  [[nodiscard]] Q at(Instant when) const { return Q{timeline_.at(when)}; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }

 private:
  Timeline timeline_;
};

/// A Distribution with its unit.
template <class Q>
class DistributionOf {
 public:
  DistributionOf() : DistributionOf(Q{}) {}
  DistributionOf(Q constant) : distribution_(Distribution::constant(constant.value)) {}  // NOLINT: likewise
  explicit DistributionOf(Distribution distribution) : distribution_(std::move(distribution)) {}

  [[nodiscard]] Q sample(Stream& stream) const { return Q{distribution_.sample(stream)}; }
  [[nodiscard]] Q mean() const { return Q{distribution_.mean()}; }
  [[nodiscard]] const Distribution& distribution() const { return distribution_; }

 private:
  Distribution distribution_;
};

/// Any of these values, untyped.
using Value = std::variant<double, Distribution, Timeline, std::string, bool, Date, std::vector<std::string>>;

}  // namespace muster
