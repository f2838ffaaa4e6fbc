// What is told of `muster explain`: what holds each target back, what futures differ by, or which change did what.
//
// Contract: one document each for page and terminal, from the findings alone. Leaves out: how it looks.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/explanation.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <vector>

namespace muster::output {

/// @param shape  of the scenario; what is given must outlive the document
/// @param spreads  may be without outputs, where they were not worked out
[[nodiscard]] Document constraints_document(const std::filesystem::path& folder, const ResultsShape& shape,
                                            const std::vector<TargetConstraints>& targets, const Spreads& spreads,
                                            const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                            const ReportContext& context);

[[nodiscard]] Document attribution_document(const std::filesystem::path& folder, const ResultsShape& shape,
                                            const AttributedChanges& changes,
                                            const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                            const ReportContext& context);

}  // namespace muster::output
