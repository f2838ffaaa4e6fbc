// What a report needs to know beside the results: the place's words, what the models leave out, where files come from.
#pragma once

#include "cli/session.hpp"
#include "output/report/report.hpp"

namespace muster::cli {

[[nodiscard]] output::ReportContext report_of(const Session& session, output::ChartContext charts);

}  // namespace muster::cli
