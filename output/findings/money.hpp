// What became of money, in a sentence: where it lies unspent while others wait.
//
// Contract: in the current language, from means; nothing where a figure is withheld. Leaves out: the table of it (tables/run.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"

#include <string>

namespace muster::output {

/// "At the end of 2023 8.7 million yuan lie unspent in 6 areas (…) while 3 others wait for 2.1 million yuan (…)": of the year in
/// which most lies there; empty where nothing does.
[[nodiscard]] std::string idle_money_sentence(const Results& results, const MoneySeries& money);

}  // namespace muster::output
