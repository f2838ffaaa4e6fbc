// Disclosure control: suppression of small counts of people in public outputs.
//
// Contract: units and flows decide which series count people; the rule itself is applied by the results
// (Results::withhold), so that every table, chart and report follows it. Leaves out: attacks that solve sums over
// areas and changes over dates together, and means of few cases, such as a time to fill. A person must therefore
// read an output before it is published.
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>

namespace muster::output {

/// @param least  the smallest count of people, besides 0, that is published
[[nodiscard]] Withholding small_counts_of_people(const ResultsShape& shape, unsigned least);

/// The text shown in place of a withheld figure: "withheld (fewer than 10 people)".
[[nodiscard]] std::string withheld_figure(const Results& results);

/// A sentence without a full stop that says what is withheld; empty if there is no rule.
[[nodiscard]] std::string withheld_words(const Results& results);

}  // namespace muster::output
