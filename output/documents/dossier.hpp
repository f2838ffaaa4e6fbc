// The quality dossier for a reviewer: what the model is, what it is based on, the evidence that it works as
// described, and visibly empty fields for what only a person can state.
//
// Contract: a document for a page, filled from the results, the record of the run and the checks made for it;
// every figure that can be computed is computed, not typed in by hand. The items are those of STRESS-DES. Source: T.
// Monks et al., Strengthening the reporting of empirical simulation studies: introducing the STRESS guidelines,
// Journal of Simulation 13 (2019), table 1. Leaves out: judging whether the model is fit for a purpose.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace muster::output {

/// One check made for this dossier.
struct Check {
  enum class Kind : std::uint8_t { conservation, determinism, closed_form };
  Kind kind{};
  Text what;            // what was done
  Text expected, seen;  // expected and observed result, with their numbers
  bool holds = false;
};

/// The arguments must outlive the document. @param folder  holds the tables, whose digest the document states
[[nodiscard]] Document dossier_document(const std::filesystem::path& folder, const Results& results,
                                        const RunRecord& record, const ReportContext& context,
                                        const std::vector<Check>& evidence);

}  // namespace muster::output
