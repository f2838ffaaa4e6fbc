// Every area on a page: how it fares by each target, where it stands at the end, and its money by year.
//
// Contract: tables that a reader sorts; and a sentence where money lies unspent in some areas while others wait for theirs. Leaves
// out: charts by area, and the same tables in other formats (tables/run.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/table.hpp"
#include "output/report/html.hpp"
#include "output/run_record.hpp"

#include <string>
#include <vector>

namespace muster::output {

/// A row for each area: its probability of each target about a share that it lies within and when half of the futures have it, and the
/// medians of the levels among the headline series at the end.
[[nodiscard]] Table areas_table(const Results& results);

/// "At the end of 2023 8.7 million yuan lie unspent in 6 areas (…) while 3 others wait for 2.1 million yuan (…)": of the year in
/// which most lies there; empty where nothing does. In the current language.
[[nodiscard]] std::string idle_money_sentence(const Results& results, const MoneySeries& money);

/// What the page says of every area; nothing of a place with one area.
[[nodiscard]] std::vector<Html> area_tables(const Results& results, const RunRecord& record);

}  // namespace muster::output
