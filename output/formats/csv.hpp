// Tables as CSV.
//
// Contract: UTF-8, comma, `\n`, one header line of column ids, fields quoted where RFC 4180 asks: other tools read them. Numbers are
// written the same everywhere: whole ones in full, others to 7 significant digits, a decimal point, no grouping; a field is empty
// where there is no value or it is withheld; of what has a name the id is written. Leaves out: what a table says (tables/),
// opening files and checking the disk (file.hpp).
#pragma once

#include "output/document/table.hpp"
#include "output/manifest.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <ostream>
#include <string_view>
#include <vector>

namespace muster::output {

void write_csv(std::ostream& out, const Table& table);

/// Writes each table to `<id>.csv`. @throws OutputError
void write_csv(TableFiles& files, const std::vector<Table>& tables);
void write_csv(const std::filesystem::path& folder, const std::vector<Table>& tables);

/// Appends a number as the tables have it; nothing for NaN.
void append_number(fmt::memory_buffer& to, double value);

/// Appends a text field, quoted if it holds a comma, a quote or a line end.
void append_text(fmt::memory_buffer& to, std::string_view text);

/// To the digits that the tables have; NaN stays NaN.
[[nodiscard]] double as_in_tables(double value);

}  // namespace muster::output
