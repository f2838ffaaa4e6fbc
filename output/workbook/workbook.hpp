// workbook.xlsx: a run, or a comparison, for people who work with spreadsheets, in the current language.
//
// Contract: a sheet for each table, charts of the main series with a sheet of what they are drawn from, and a first sheet that says
// what this is. Numbers are numbers with the digits of the other formats, dates dates, and what has no value is empty. Same
// results, same bytes. Rows beyond the limit are left out by a rule that the first sheet states: first all but the ends of years,
// then areas that are part of others. Leaves out: single replications.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "engine/ensemble/results.hpp"
#include "output/comparison_record.hpp"
#include "output/run_record.hpp"
#include "output/tables/run.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace muster::output {

inline constexpr std::string_view workbook_file = "workbook.xlsx";

/// Of a sheet. A spreadsheet holds 1 048 575 rows below its heading; far fewer are what it still opens, filters and prints with ease,
/// and what is written is held in memory.
inline constexpr std::size_t most_workbook_rows = 20'000;

/// @throws OutputError if the system refuses to store it
void write_workbook(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                    std::size_t most_rows = most_workbook_rows);

void write_workbook(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record, std::size_t most_rows = most_workbook_rows);

}  // namespace muster::output
