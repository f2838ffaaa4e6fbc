// workbook.xlsx: a run, or a comparison, for people who work with spreadsheets, in the current language.
//
// Contract: written when the tables (csv.hpp, comparison.hpp) are in the folder, and takes their rows from them, so that a cell
// says what the CSV says. Numbers are numbers, dates dates, and what has no value is empty. The same tables and language give
// the same bytes. Rows beyond the limit are left out by a rule that the first sheet states: first all but the ends of years,
// then areas that are part of others. Leaves out: single replications.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "engine/ensemble/results.hpp"
#include "output/comparison_record.hpp"
#include "output/run_record.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace muster::output {

inline constexpr std::string_view workbook_file = "workbook.xlsx";

/// Of a sheet. A spreadsheet holds 1 048 575 rows below its heading; far fewer are what it still opens and filters with ease.
inline constexpr std::size_t most_workbook_rows = 200'000;

/// @param folder  holds trajectories.csv and targets.csv
/// @throws OutputError if the system refuses to store it
void write_workbook(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                    std::size_t most_rows = most_workbook_rows);

/// @param folder  holds differences.csv and ranking.csv
void write_workbook(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record, std::size_t most_rows = most_workbook_rows);

}  // namespace muster::output
