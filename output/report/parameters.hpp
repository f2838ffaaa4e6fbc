// Every parameter of a run on a page: what it is, its value, where it is from; searched by words and by kind.
//
// Contract: a part for each section, closed until it is opened or printed. Leaves out: searching (page.js).
#pragma once

#include "output/documents/context.hpp"
#include "output/report/html.hpp"
#include "output/run_record.hpp"

namespace muster::output {

[[nodiscard]] Html parameter_list(const RunRecord& record, const ReportContext& context);

}  // namespace muster::output
