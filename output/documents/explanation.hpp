// The documents of `muster explain`: what holds each target back and why futures differ, or which change has which
// effect.
//
// Contract: each is one document for page and terminal, from the findings alone. Leaves out: layout.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/explanation.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <vector>

namespace muster::output {

/// The arguments must outlive the document.
/// @param shape  of the scenario
/// @param spreads  has no outputs where they were not computed
[[nodiscard]] Document constraints_document(const std::filesystem::path& folder, const ResultsShape& shape,
                                            const std::vector<TargetConstraints>& targets, const Spreads& spreads,
                                            const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                            const ReportContext& context);

[[nodiscard]] Document attribution_document(const std::filesystem::path& folder, const ResultsShape& shape,
                                            const AttributedChanges& changes,
                                            const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                            const ReportContext& context);

}  // namespace muster::output
