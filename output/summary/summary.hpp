// What the terminal says after a run: the verdict, each target, the forecasts, what went wrong, and what was run.
//
// Contract: the verdict in one sentence, then the targets, the largest miss first, then the headline series; what it took comes last.
// Laid out for the screen (terminal/layout.hpp), numbers rounded to what they can bear, nobody's ids. Leaves out: every series but the
// headline ones; the tables have them all.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"
#include "output/terminal/layout.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string terminal_summary(const Results& results, const RunRecord& record, const Screen& screen = {});

}  // namespace muster::output
