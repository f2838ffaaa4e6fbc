// What is told of a run: the answer, how it unfolds, area by area, what makes futures differ, and what it rests on.
//
// Contract: one document for the page, the brief and the terminal. Leaves out: how they look.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

#include <filesystem>

namespace muster::output {

/// @param folder  holds the tables, whose digest is named
/// @param media  where it is to stand; what stands nowhere of these is not worked out
/// What is given must outlive the document. @throws OutputError if a file cannot be read
[[nodiscard]] Document run_document(const std::filesystem::path& folder, const Results& results,
                                    const RunRecord& record, const ReportContext& context,
                                    std::uint8_t media = everywhere);

}  // namespace muster::output
