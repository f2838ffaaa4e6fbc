// What became of a target, in a sentence that needs no other knowledge: how often it is met, and where the middle one ends.
//
// Contract: in the current language, from the results alone. A replication is called a future here, for readers who do not know
// what a replication is. Leaves out: laying it out.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/words.hpp"

#include <cstdint>
#include <string>

namespace muster::output {

/// How likely a target is to be met, in the words of M. D. Mastrandrea et al., Guidance Note for Lead Authors of the IPCC Fifth
/// Assessment Report on Consistent Treatment of Uncertainties (2010), table 1; the bounds are 90, 66, 33 and 10 %.
enum class Outlook : std::uint8_t {
  very_likely,
  likely,
  open,
  unlikely,
  very_unlikely,
  met,
  missed,
  nothing_to_judge,
  withheld
};

/// @param replications  with one alone there is no likelihood: it met the target or did not
[[nodiscard]] Outlook outlook_of(const TargetResult& result);

/// "likely", "met", …
[[nodiscard]] std::string outlook_words(Outlook outlook);

/// A sign that says the same without colour.
[[nodiscard]] const char* outlook_mark(Outlook outlook);

/// One of five names for a colour: "good", "fair", "open", "poor", "none".
[[nodiscard]] const char* outlook_class(Outlook outlook);

/// How many replications met it. @param result  with something to judge
[[nodiscard]] std::size_t met_in(const TargetResult& result);

/// "every resident worker qualified: in 0 of 100 futures. On 2026-12-31 the median future stands at 55 %, 45 points short."
[[nodiscard]] std::string target_sentence(const TargetDefinition& target, const TargetResult& result,
                                          const ResultsShape& shape);

/// All at once: "Of 7 targets: 2 likely to be met, 1 about as likely as not, 4 unlikely to be met."
[[nodiscard]] std::string verdict(const Results& results);

/// The scale of a target's values. @return that of plain numbers for a series the shape does not have
[[nodiscard]] Scale scale_of(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape);

/// The same with its first letter large, as a sentence begins.
[[nodiscard]] std::string begun(std::string words);

}  // namespace muster::output
