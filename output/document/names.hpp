// What things are called that results know by their ids: areas, series, targets, units.
//
// Contract: texts, to be shown in any language; an id only where a scenario gives no name. Leaves out: numbers (words.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/text/text.hpp"

#include <vector>

namespace muster::output {

/// What an area is called; the whole may have no name of its own.
[[nodiscard]] Text called(const Areas& areas, AreaNode area);

[[nodiscard]] Text called(const SeriesName& series);
[[nodiscard]] Text called(const TargetDefinition& target);

/// The name of a target's series; of plain numbers for one that the shape does not have.
[[nodiscard]] SeriesName series_of(const TargetDefinition& target, const ResultsShape& shape);

/// Where a target is judged.
[[nodiscard]] Text area_of(const TargetDefinition& target, const ResultsShape& shape);

/// Those of a whole shape, worked out once for tables of many rows.
struct Names {
  std::vector<Text> areas, series, units;
  explicit Names(const ResultsShape& shape);
};

}  // namespace muster::output
