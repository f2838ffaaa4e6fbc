// A table of document/table.hpp on a page: names in the reader's language, one unit a column, sorted by a click on a heading.
//
// Contract: what is told of a column of values is in one unit, which its heading names if the rows have no unit of their own to
// show; cells carry the value they are sorted by. Leaves out: which table stands where (report.cpp).
#pragma once

#include "output/document/table.hpp"
#include "output/report/parts.hpp"

#include <functional>
#include <string>

namespace muster::output {

/// @param keep  which rows; null: all. It is given the row's cells
[[nodiscard]] Html page_table(const Table& table, const std::string& caption,
                              const std::function<bool(std::span<const Cell>)>& keep = nullptr);

}  // namespace muster::output
