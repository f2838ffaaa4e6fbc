// What the terminal says of a comparison: the finding, each target strategy by strategy, what pairing was worth, what was run.
//
// Contract: as summary.hpp has it; says what ranks mean and how sure they are. Leaves out: files.
#pragma once

#include "output/comparison_record.hpp"
#include "output/terminal/layout.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string terminal_summary(const PairedComparison& comparison, const ComparisonRecord& record,
                                           const Screen& screen = {});

}  // namespace muster::output
