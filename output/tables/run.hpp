// The tables of a run.
//
// Contract: one function a table; run_tables() lists them in the order in which a workbook has them, and from there they stand in
// every format. Results and whatever else is given must outlive the tables, whose rows are worked out when they are asked for.
// Of withheld figures a cell says that they are withheld. Leaves out: the parameters (tables/parameters.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/table.hpp"
#include "output/published_quantiles.hpp"
#include "output/run_record.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// Of which each cell has a value in the table of trajectories.
inline constexpr std::array tabled_quantiles = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

/// A row for each date, area and series, in this order; areas in the order of the scenario, groups after them, the whole (`all`) last.
[[nodiscard]] Table trajectories_table(const Results& results);

/// A row for each target, in the order of the scenario.
[[nodiscard]] Table targets_table(const Results& results);

/// What a headline series came to over the whole: at each date, of a flow by calendar year; with `told_quantiles`.
struct HeadlinePoint {
  Date date;
  std::string_view basis_id;  // what it is of, for programs
  Text basis;                 // and for people: "total of the calendar year"
  Summary summary;            // of at least one replication
};
[[nodiscard]] std::vector<HeadlinePoint> headline_points(const Results& results, std::size_t series);

/// A row for each headline series and date over the whole; of a flow, for each calendar year.
[[nodiscard]] Table headline_table(const Results& results);

/// A row for each area and each target about a share that the area lies within: how the area itself fares by it.
[[nodiscard]] Table area_targets_table(const Results& results);

/// A row for each area: its probability of each target about a share that it lies within and when half of the futures have it, and the
/// medians of the levels among the headline series at the end. It stands on the page and is in no file, where area_targets says the same.
[[nodiscard]] Table areas_table(const Results& results);

/// A row for each area and calendar year, in means: what was asked for, granted and spent, and what is unspent at its end.
[[nodiscard]] Table area_money_table(const Results& results, const MoneySeries& money);

/// One replication's values, in the order of the trajectories.
[[nodiscard]] Table replication_table(const ResultsShape& shape, const ReplicationResult& result);

/// All of a run's but the history.
[[nodiscard]] std::vector<Table> run_tables(const Results& results, const MoneySeries& money);

}  // namespace muster::output
