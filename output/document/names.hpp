// The names of areas, series, targets and units, which results refer to by their ids.
//
// Contract: names are texts that can be shown in any language; an id is shown only where the scenario gives no
// name. Leaves out: numbers (words.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/text/text.hpp"

#include <vector>

namespace muster::output {

/// The name of an area; the whole place may have no name of its own.
[[nodiscard]] Text called(const Areas& areas, AreaNode area);

[[nodiscard]] Text called(const SeriesName& series);
[[nodiscard]] Text called(const TargetDefinition& target);

/// The name of a target's series; a series that the shape does not have is named by its id and has no unit.
[[nodiscard]] SeriesName series_of(const TargetDefinition& target, const ResultsShape& shape);

/// The name of the area in which a target is judged.
[[nodiscard]] Text area_of(const TargetDefinition& target, const ResultsShape& shape);

/// All names of a shape, computed once for tables with many rows.
struct Names {
  std::vector<Text> areas, series, units;
  explicit Names(const ResultsShape& shape);
};

}  // namespace muster::output
