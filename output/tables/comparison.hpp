// The tables of a comparison: differences from the place as planned, and how strategies rank for each target.
//
// Contract: as tables/run.hpp. Leaves out: all of a strategy's own values but those of the headline series.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "output/comparison_record.hpp"
#include "output/document/table.hpp"

#include <vector>

namespace muster::output {

/// A row for each target and strategy, the place as planned included. Only one of gain and value_gain is filled:
/// the one that the rank rests on, which `judged_by` names ("probability" or "value").
[[nodiscard]] Table ranking_table(const PairedComparison& comparison, const ComparisonRecord& record);

/// A row for each strategy but the first, and each date, area and series that it has in common with the place as
/// planned.
[[nodiscard]] Table differences_table(const PairedComparison& comparison, const ComparisonRecord& record);

/// A row for each strategy, headline series and date over the whole place, as in headline_table() (tables/run.hpp).
[[nodiscard]] Table strategies_headline_table(const PairedComparison& comparison, const ComparisonRecord& record);

[[nodiscard]] std::vector<Table> comparison_tables(const PairedComparison& comparison, const ComparisonRecord& record);

}  // namespace muster::output
