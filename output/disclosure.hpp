// Small counts of people, which public outputs do not tell.
//
// Contract: which series count people is read from their units and flows; the rule itself is the results'
// (Results::withhold), so that every table, chart and report follows it. Leaves out: sums over areas and changes over
// dates solved together, and means of few cases, such as a time-to-fill. Before such a dossier is published, a person is to
// read it.
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>

namespace muster::output {

/// @param least  the smallest count of people that is told, beside 0
[[nodiscard]] Withholding small_counts_of_people(const ResultsShape& shape, unsigned least);

/// What stands where a figure is withheld: "withheld (fewer than 10 people)".
[[nodiscard]] std::string withheld_figure(const Results& results);

/// What is withheld, in a sentence without a full stop; empty if no rule was given.
[[nodiscard]] std::string withheld_words(const Results& results);

}  // namespace muster::output
