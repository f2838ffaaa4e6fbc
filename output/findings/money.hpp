// What became of money, in a sentence: where it lies unspent while others wait.
//
// Contract: in the current language, from means; nothing where a figure is withheld. Leaves out: the table of it (tables/run.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::output {

/// Money that lies unspent in areas that wait for nothing while others wait for some, in means, at the end of a calendar year.
struct IdleMoney {
  Date end{};
  double idle = 0, wanted = 0;       // in the unit of money
  std::vector<AreaNode> have, wait;  // where it lies and where it is waited for, the most first
};

/// Of the year in which most lies there; none where nothing does, or where a figure is withheld.
[[nodiscard]] std::optional<IdleMoney> idle_money(const Results& results, const MoneySeries& money);

/// "At the end of 2023 8.7 million yuan lie unspent in 6 areas (…) while 3 others wait for 2.1 million yuan more than they
/// have left (…)"; empty where nothing
/// does.
[[nodiscard]] std::string idle_money_sentence(const Results& results, const MoneySeries& money);

}  // namespace muster::output
