// The dossier a reviewer asks for: what the model is, what it rests on, what shows that it does what it says, and what only a
// person can say, left visibly empty.
//
// Contract: one page like report.html, in both languages, filled from the results, the record of the run and the evidence gathered
// for it; nothing in it is typed in that could be computed. The items are those of STRESS-DES. Source: T. Monks et al.,
// Strengthening the reporting of empirical simulation studies: introducing the STRESS guidelines, Journal of Simulation 13 (2019),
// table 1. Leaves out: judging whether the model is fit for a purpose.
#pragma once

#include "output/report/report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::output {

/// One check made for this dossier. All texts are English with an entry in the catalogue, but for the numbers in them.
struct Check {
  enum class Kind : std::uint8_t { conservation, determinism, closed_form };
  Kind kind{};
  std::string what;            // what was done
  std::string expected, seen;  // both sides, with their numbers
  bool holds = false;
};

/// @param gather  the evidence, in the current language; asked once for each
[[nodiscard]] std::string dossier_page(const std::filesystem::path& folder, const Results& results,
                                       const RunRecord& record, const ReportContext& context,
                                       const std::function<std::vector<Check>()>& gather);

/// Writes folder/qa.html. @throws OutputError
void write_dossier(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                   const ReportContext& context, const std::function<std::vector<Check>()>& gather);

}  // namespace muster::output
