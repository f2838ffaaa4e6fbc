// Tables as CSV.
//
// Contract: UTF-8, comma, `\n`, one header line of column ids, fields quoted where RFC 4180 requires it, so that
// other tools can read them. Numbers are written the same everywhere: whole ones in full, others to 7 significant
// digits, with a decimal point and without grouping. A field is empty if there is no value or it is withheld;
// things that have a name are written by their id. Leaves out: the content of a table (tables/), opening files and
// checking the disk (file.hpp).
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

/// Appends a number in the format of the tables; nothing for NaN.
void append_number(fmt::memory_buffer& to, double value);

/// Appends a text field, quoted if it holds a comma, a quote or a line end.
void append_text(fmt::memory_buffer& to, std::string_view text);

/// A number rounded to the digits that the tables show; NaN stays NaN.
[[nodiscard]] double as_in_tables(double value);

}  // namespace muster::output
