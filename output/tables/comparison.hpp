// The tables of a comparison: differences from the place as planned, and how strategies rank for each target.
//
// Contract: as tables/run.hpp. Leaves out: what each strategy's own values are.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "output/comparison_record.hpp"
#include "output/document/table.hpp"

#include <vector>

namespace muster::output {

/// A row for each target and strategy, the place as planned included. Of gain and value_gain the one that the rank rests on is told, which
/// `judged_by` says: "probability" or "value".
[[nodiscard]] Table ranking_table(const PairedComparison& comparison, const ComparisonRecord& record);

/// A row for each strategy but the first, date, area and series that both have.
[[nodiscard]] Table differences_table(const PairedComparison& comparison, const ComparisonRecord& record);

/// A row for each strategy, headline series and date over the whole, as the table of a run has them.
[[nodiscard]] Table strategies_headline_table(const PairedComparison& comparison, const ComparisonRecord& record);

[[nodiscard]] std::vector<Table> comparison_tables(const PairedComparison& comparison, const ComparisonRecord& record);

}  // namespace muster::output
