// The targets in sentences for readers without further knowledge: one verdict on all of them; for each, how often
// it is met, where the middle future stands, and when half of the futures meet it; and what would help.
//
// Contract: in the current language, from the results alone. A replication is called a future here, for readers
// who do not know what a replication is. Leaves out: layout.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/explanation.hpp"
#include "output/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::output {

/// How likely a target is to be met, in the words of M. D. Mastrandrea et al., Guidance Note for Lead Authors of
/// the IPCC Fifth Assessment Report on Consistent Treatment of Uncertainties (2010), table 1; the bounds are 90,
/// 66, 33 and 10 %.
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

/// With a single replication there is no likelihood: it met the target or missed it.
[[nodiscard]] Outlook outlook_of(const TargetResult& result);

/// "likely", "met", …
[[nodiscard]] std::string outlook_words(Outlook outlook);

/// A sign for the outlook, which needs no colour.
[[nodiscard]] const char* outlook_mark(Outlook outlook);

/// The name of the colour class: "good", "fair", "open", "poor", "none".
[[nodiscard]] const char* outlook_class(Outlook outlook);

/// The number of replications that met the target. @param result  with something to judge
[[nodiscard]] std::size_t met_in(const TargetResult& result);

/// The result for a target, without its name: "In 61 of 200 futures (24 to 37 in 100). Due
/// 2022-06-30: the middle future then stands at 98 %, 2 points short."
[[nodiscard]] std::string target_sentence(const TargetDefinition& target, const TargetResult& result,
                                          const ResultsShape& shape);

/// When half of the futures meet a target, and how late that is: "Half of the futures meet it for the first time
/// by 2022-07-17, two weeks late." If some lose it again, so that half meet it at the same time only later, the
/// sentence says so. Empty where there is nothing to judge, where the target is withheld, and for a single
/// replication.
[[nodiscard]] std::string when_sentence(const Results& results, std::size_t target);

/// The verdict on all targets, the likely ones first and the worst by name: "Three of seven will be met; three
/// come two to seven weeks late; one – every worker qualified by 2026 – is out of reach."
[[nodiscard]] std::string verdict(const Results& results);

/// The effect of relaxing one constraint on a target, in a sentence: "If a qualified person is sought for every
/// hire and found twice as often: 39 points less missing on the date (35 to 43)." @param one  with an effect
[[nodiscard]] std::string relaxation_sentence(const TargetConstraints& target, const ConstraintEffect& one);

/// The relaxations that certainly help a target, the largest effect first, `most` of them at most. One that closes
/// less than a hundredth of the mean shortfall is left out.
[[nodiscard]] std::vector<const ConstraintEffect*> best_relaxations(const TargetConstraints& target,
                                                                    std::size_t most = 3);

/// The effect of all relaxations at once: "all at once: 2 points still missing on average"; empty where it is not
/// known.
[[nodiscard]] std::string everything_words(const TargetConstraints& target);

/// The titles, for use within a sentence, of the targets that a relaxation certainly worsens: fewer futures meet
/// them, or the shortfall grows by at least a hundredth of the goal.
[[nodiscard]] std::vector<std::string> harmed_by(const std::vector<TargetConstraints>& targets,
                                                 const std::string& constraint);

/// Why there are no best relaxations: "None of the 9 relaxations tried changes it in any future." @param target
/// none of whose relaxations helps
[[nodiscard]] std::string no_relaxation_sentence(const TargetConstraints& target);

/// The scale of a target's values; plain numbers for a series that the shape does not have.
[[nodiscard]] Scale scale_of(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape);

}  // namespace muster::output
