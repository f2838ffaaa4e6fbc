// The tables of a comparison as CSV: differences from the place as planned, and how strategies rank for each target.
//
// Contract: as csv.hpp has it; columns, names and order are fixed. Leaves out: what each variant's own values are.
#pragma once

#include "engine/ensemble/comparison.hpp"

#include <ostream>

namespace muster::output {

/// A row for each strategy but the first, date, area and series that both have.
/// Columns: strategy,date,area,series,unit,mean_difference,low,high,replications,variance_ratio
void write_differences(std::ostream& out, const PairedComparison& comparison);

/// A row for each target and strategy, the first included. Of gain and value_gain the one that the rank rests on is told, which `judged_by`
/// says: "probability" or "value".
/// Columns: strategy,target,area,probability,probability_low,probability_high,unit,median,shortfall_mean,judged_by,gain,gain_low,
/// gain_high,value_gain,value_gain_low,value_gain_high,extra_spent,rank
void write_ranking(std::ostream& out, const PairedComparison& comparison);

}  // namespace muster::output
