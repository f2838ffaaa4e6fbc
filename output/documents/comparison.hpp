// What is told of a comparison: which strategy does best, at what price, how strategies differ, and what it rests on.
//
// Contract: one document for page and terminal. Nothing is said that the paired intervals do not bear. Leaves out:
// how it looks.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "output/comparison_record.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"

#include <filesystem>

namespace muster::output {

/// @param folder  holds the tables, whose digest is named
/// @param media  where it is to stand; what stands nowhere of these is not worked out
/// What is given must outlive the document. @throws OutputError if a file cannot be read
[[nodiscard]] Document comparison_document(const std::filesystem::path& folder, const PairedComparison& comparison,
                                           const ComparisonRecord& record, const ReportContext& context,
                                           std::uint8_t media = everywhere);

}  // namespace muster::output
