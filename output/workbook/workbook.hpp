// workbook.xlsx: a run or a comparison for users of spreadsheets, in the current language.
//
// Contract: a sheet for each table, charts of the headline series with a sheet of their data, and a first sheet that
// explains the file. Numbers are stored as numbers, with the digits of the other formats, and dates as dates; a
// missing value is an empty cell. The same results give the same bytes. A table with too many rows is shortened by
// a rule that the first sheet states: first only the start and the ends of years are kept, then only groups of
// areas and the whole place, then only the whole place. Leaves out: single replications.
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

/// Limit of rows on a sheet. A spreadsheet holds 1 048 575 rows below its heading; but only far fewer can be
/// opened, filtered and printed with ease, and all rows are held in memory while the file is written.
inline constexpr std::size_t most_workbook_rows = 20'000;

/// Writes the workbook of a run; the second form writes that of a comparison. @throws OutputError if the system
/// refuses to store it
void write_workbook(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                    std::size_t most_rows = most_workbook_rows);

void write_workbook(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record, std::size_t most_rows = most_workbook_rows);

}  // namespace muster::output
