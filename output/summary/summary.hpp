// What the terminal says after a run: what was run, the forecasts, the targets, and what went wrong.
//
// Contract: plain UTF-8 text, columns aligned in display cells (a Chinese character takes two), numbers rounded to what they
// can bear. Leaves out: colours, and every series but the headline ones; the tables have them all.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string terminal_summary(const Results& results, const RunRecord& record);

}  // namespace muster::output
