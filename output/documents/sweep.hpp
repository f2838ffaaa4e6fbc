// What is told of `muster sweep` and `muster solve`: from which value on a target is met, every point that was tried, the charts.
//
// Contract: one document for page and terminal, from the findings alone. Leaves out: how it looks.
#pragma once

#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/experiments/sweep.hpp"
#include "output/run_record.hpp"

#include <filesystem>

namespace muster::output {

/// The points as a table: their values and, with outcomes, in how many futures each target is met there; where no probability can be
/// told from another, its mean value and shortfall on the date as well.
/// @param differing_alone  only the targets whose probabilities differ, if there are any
[[nodiscard]] Grid points_of(const Sweep& sweep, bool differing_alone = false);

/// @param replications  of each point. What is given must outlive the document
[[nodiscard]] Document sweep_document(const std::filesystem::path& folder, const Sweep& sweep, std::size_t replications,
                                      const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                      const ReportContext& context);

/// @param answer  what the search found
/// @param tried  the values that it tried, with what they came to
/// @param replications  of all values together
[[nodiscard]] Document solve_document(const std::filesystem::path& folder, Section answer, const Sweep& tried,
                                      std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                                      const RunRecord& record, const ReportContext& context);

}  // namespace muster::output
