// The documents of `muster sweep` and `muster solve`: from which value on a target is met, every point that was
// tried, the charts.
//
// Contract: each is one document for page and terminal, from the findings alone. Leaves out: layout.
#pragma once

#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/experiments/sweep.hpp"
#include "output/run_record.hpp"

#include <filesystem>

namespace muster::output {

/// The points as a table: their values and, once simulated, in how many futures each target is met; where the
/// probabilities of a target cannot be distinguished, also its mean value and shortfall on the date.
/// @param differing_alone  only the targets whose probabilities differ, if there are any
[[nodiscard]] Grid points_of(const Sweep& sweep, bool differing_alone = false);

/// The arguments must outlive the document. @param replications  of each point
[[nodiscard]] Document sweep_document(const std::filesystem::path& folder, const Sweep& sweep, std::size_t replications,
                                      const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                                      const ReportContext& context);

/// @param answer  the finding of the search
/// @param tried  the values that it tried, with their results
/// @param replications  of all values together
[[nodiscard]] Document solve_document(const std::filesystem::path& folder, Section answer, const Sweep& tried,
                                      std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                                      const RunRecord& record, const ReportContext& context);

}  // namespace muster::output
