// Money in a sentence: which areas have unspent money while others wait for money.
//
// Contract: the sentence is in the current language and based on means; there is none where a figure is withheld.
// Leaves out: the table of money (tables/run.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::output {

/// Mean amounts at the end of a calendar year: money unspent in areas that wait for none, while other areas wait
/// for money.
struct IdleMoney {
  Date end{};
  double idle = 0, wanted = 0;       // in the unit of the money series
  std::vector<AreaNode> have, wait;  // areas with unspent money and areas that wait, the largest amount first
};

/// For the year with the largest amount that is both unspent and waited for; none where there is none, or where a
/// figure is withheld.
[[nodiscard]] std::optional<IdleMoney> idle_money(const Results& results, const MoneySeries& money);

/// "At the end of 2023, an average of 8.7 million yuan lies unspent in areas that are not waiting for money (…),
/// while other areas are waiting for 2.1 million yuan more than they have left (…). …"; empty where idle_money()
/// is.
[[nodiscard]] std::string idle_money_sentence(const Results& results, const MoneySeries& money);

}  // namespace muster::output
