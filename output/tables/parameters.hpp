// Tables of parameters: all of a place, and those that strategies set otherwise.
//
// Contract: as tables/run.hpp; a parameter has a row for each area and date on which its value hangs. Leaves out: values as files
// have them for programs (manifest.hpp).
#pragma once

#include "output/comparison_record.hpp"
#include "output/document/table.hpp"
#include "output/run_record.hpp"

namespace muster::output {

/// No rows where the record has no parameters.
[[nodiscard]] Table parameters_table(const RunRecord& record, const ResultsShape& shape);

/// The parameters that each strategy sets otherwise, with the strategy in front.
[[nodiscard]] Table changes_table(const ComparisonRecord& record, const ResultsShape& shape);

}  // namespace muster::output
