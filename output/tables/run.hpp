// The tables of a run.
//
// Contract: one function for each table; run_tables() lists them in the order of the workbook's sheets, and every
// format writes that list. Results and all other arguments must outlive the tables, because rows are computed when
// they are read. The cell of a withheld figure is marked as withheld. Leaves out: the parameters
// (tables/parameters.hpp).
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

/// The quantiles that the table of trajectories has for each date, area and series.
inline constexpr std::array tabled_quantiles = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

/// A row for each date, area and series, in this order; areas are in the order of the scenario, groups after them,
/// and the whole place (`all`) last.
[[nodiscard]] Table trajectories_table(const Results& results);

/// A row for each target, in the order of the scenario.
[[nodiscard]] Table targets_table(const Results& results);

/// A value of a headline series over the whole place, at a date or, for a flow, in a calendar year; with
/// `published_quantiles`.
struct HeadlinePoint {
  Date date;
  std::string_view basis_id;  // what the value is taken over, for programs
  Text basis;                 // the same for readers: "total of the calendar year"
  Summary summary;            // of at least one replication
};
[[nodiscard]] std::vector<HeadlinePoint> headline_points(const Results& results, std::size_t series);

/// A row for each headline series and date over the whole place; for flows, a row for each calendar year.
[[nodiscard]] Table headline_table(const Results& results);

/// A row for each area and each target about a share whose area contains it: the target's goal applied to that
/// area alone.
[[nodiscard]] Table area_targets_table(const Results& results);

/// A row for each area: for each target about a share whose area contains it, the area's own probability and the
/// first period end at which half of the futures meet it; and the medians at the end of the headline series that are
/// levels. This table is for the report page only; files have area_targets instead.
[[nodiscard]] Table areas_table(const Results& results);

/// A row for each area and calendar year, in means: money asked for, granted and spent, and money unspent and
/// waited for at the end.
[[nodiscard]] Table area_money_table(const Results& results, const MoneySeries& money);

/// One replication's values, in the order of the trajectories.
[[nodiscard]] Table replication_table(const ResultsShape& shape, const ReplicationResult& result);

/// The tables that every run writes: all of the above but areas_table and replication_table.
[[nodiscard]] std::vector<Table> run_tables(const Results& results, const MoneySeries& money);

}  // namespace muster::output
