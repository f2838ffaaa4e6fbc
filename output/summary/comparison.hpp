// What the terminal says of a comparison: each target strategy by strategy, and what pairing was worth.
//
// Contract: plain text in aligned columns, as summary.hpp has it; says what ranks mean and how sure they are. Leaves out: files.
#pragma once

#include "output/comparison_record.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string terminal_summary(const PairedComparison& comparison, const ComparisonRecord& record);

}  // namespace muster::output
