// The document of a comparison: which strategy does best, at what price, how the strategies differ, and what this
// is based on.
//
// Contract: one document for page and terminal; every statement is supported by the paired intervals. Leaves out:
// layout.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "output/comparison_record.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"

#include <filesystem>

namespace muster::output {

/// The arguments must outlive the document.
/// @param folder  holds the tables, whose digest the document states
/// @param media  the media it is for; parts that appear in none of them are not computed
/// @throws OutputError if a file cannot be read
[[nodiscard]] Document comparison_document(const std::filesystem::path& folder, const PairedComparison& comparison,
                                           const ComparisonRecord& record, const ReportContext& context,
                                           std::uint8_t media = everywhere);

}  // namespace muster::output
