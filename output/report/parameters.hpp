// The list of every parameter of a run on a page: its meaning, value and source, with a form to filter by words
// and by kind.
//
// Contract: a part for each section, which is closed until it is opened or printed. Leaves out: the filtering
// (page.js).
#pragma once

#include "output/documents/context.hpp"
#include "output/report/html.hpp"
#include "output/run_record.hpp"

namespace muster::output {

[[nodiscard]] Html parameter_list(const RunRecord& record, const ReportContext& context);

}  // namespace muster::output
