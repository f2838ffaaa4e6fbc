// The tables of a run as CSV: trajectories, targets, and the history of one replication.
//
// Contract: UTF-8, comma, `\n`, one header line, fields quoted where RFC 4180 asks; columns, names and order are fixed: other
// tools read them. Numbers are written the same everywhere: whole ones in full, others to 7 significant digits, a decimal
// point, no grouping; a field is empty where there is no value. Leaves out: opening files and checking the disk (file.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <array>
#include <fmt/format.h>
#include <ostream>
#include <string>
#include <string_view>

namespace muster::output {

/// Of which each cell has a value in the tables of trajectories, in the database, too.
inline constexpr std::array tabled_quantiles = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

/// A row for each date, area and series, in this order; areas in the order of the scenario, the whole (`all`) last.
/// Columns: date,area,series,unit,replications,mean,sd,p05,p10,p25,p50,p75,p90,p95
void write_trajectories(std::ostream& out, const Results& results);

/// A row for each target, in the order of the scenario.
/// Columns: target,area,series,comparison,goal,unit,by,probability,probability_low,probability_high,p05,p50,p95,
/// shortfall_mean,reached_share,reached_p50
void write_targets(std::ostream& out, const Results& results);

/// One replication's values, in the order of write_trajectories. Columns: date,area,series,unit,value
void write_history(std::ostream& out, const ResultsShape& shape, const History& history);

inline void append(fmt::memory_buffer& to, std::string_view text) { to.append(text); }

/// Writes what has come together and empties the buffer, once it holds so many bytes.
void flush_if_full(fmt::memory_buffer& buffer, std::ostream& out, std::size_t bytes = 1 << 16);

/// Appends a number as the tables have it; nothing for NaN.
void append_number(fmt::memory_buffer& to, double value);

/// Appends a text field, quoted if it holds a comma, a quote or a line end.
void append_text(fmt::memory_buffer& to, std::string_view text);

}  // namespace muster::output
