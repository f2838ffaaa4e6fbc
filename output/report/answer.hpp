// The first section of a run's page: the verdict, then each target, the largest miss first, with what would help.
//
// Contract: in the current language; whole without charts, on a phone and on paper; nothing is told by colour alone, and nothing that is
// withheld. Leaves out: how targets are judged (judgement.hpp), the sentences (sentences.hpp), and what works relaxations out.
#pragma once

#include "output/report/html.hpp"
#include "output/report/report.hpp"

namespace muster::output {

[[nodiscard]] Html answer(const Results& results, const RunRecord& record, const Relaxations& relaxations);

}  // namespace muster::output
