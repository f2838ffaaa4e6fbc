// A target: a series, an area, a bound, a value and a date.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/series/areas.hpp"
#include "engine/text/text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster {

enum class Bound : std::uint8_t { at_least, at_most };

struct TargetDefinition {
  std::string id;
  LocalizedText title;
  std::string series;
  std::string area;  // an area's id, or `all`
  Bound bound = Bound::at_least;
  double goal = 0;  // in the series' unit
  Date by;          // judged at the end of this date
  std::vector<std::string> facts;

  /// The title in the current language, or the id if it has no title.
  [[nodiscard]] const std::string& to_string() const { return title.empty() ? id : title.to_string(); }

  [[nodiscard]] bool met_by(double value) const {  // false for NaN, which means that there is nothing to judge
    return bound == Bound::at_least ? value >= goal : value <= goal;
  }
  /// How far a value falls short of the goal; 0 if it does not.
  [[nodiscard]] double shortfall_of(double value) const {
    const double gap = bound == Bound::at_least ? goal - value : value - goal;
    return gap > 0 ? gap : 0;
  }
};

}  // namespace muster
