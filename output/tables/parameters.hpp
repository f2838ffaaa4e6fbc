// Tables of parameters: all parameters of a place, and those that strategies change.
//
// Contract: as tables/run.hpp; a parameter whose value depends on area or date has a row for each of them. Leaves
// out: parameters in a form for programs (manifest.hpp).
#pragma once

#include "output/comparison_record.hpp"
#include "output/document/table.hpp"
#include "output/run_record.hpp"

namespace muster::output {

/// All parameters of a run; no rows if the record has no parameters.
[[nodiscard]] Table parameters_table(const RunRecord& record, const ResultsShape& shape);

/// The parameters that each strategy changes; the first column is the strategy.
[[nodiscard]] Table changes_table(const ComparisonRecord& record, const ResultsShape& shape);

}  // namespace muster::output
