// The document of a run: the answer, the development over time, area by area, why futures differ, and what this is
// based on.
//
// Contract: one document for the page, the brief and the terminal. Leaves out: layout.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

#include <filesystem>

namespace muster::output {

/// The arguments must outlive the document.
/// @param folder  holds the tables, whose digest the document states
/// @param media  the media it is for; parts that appear in none of them are not computed
/// @throws OutputError if a file cannot be read
[[nodiscard]] Document run_document(const std::filesystem::path& folder, const Results& results,
                                    const RunRecord& record, const ReportContext& context,
                                    std::uint8_t media = everywhere);

}  // namespace muster::output
