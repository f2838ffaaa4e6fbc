// What became of the targets, in sentences that need no other knowledge: all in one; of each how often it is met, where the middle
// future stands and when half meet it; and what would help.
//
// Contract: in the current language, from the results alone. A replication is called a future here, for readers who do not know
// what a replication is. Leaves out: laying it out.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/explanation.hpp"
#include "output/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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

/// What became of a target, without its name: "In 61 of 200 futures (24 to 37 in 100). Due
/// 2022-06-30: the middle future then stands at 98 %, 2 points short."
[[nodiscard]] std::string target_sentence(const TargetDefinition& target, const TargetResult& result,
                                          const ResultsShape& shape);

/// When half of the futures meet a target, and how late that is: "Half of the futures meet it by 2022-07-17, two weeks late." Where
/// some lose it again, so that half have it at the same time only later, that too. Empty where there is nothing to judge, where it is
/// withheld, and of a single replication.
[[nodiscard]] std::string when_sentence(const Results& results, std::size_t target);

/// All at once, the likely first and the worst by its name: "Three of seven will be met; three come two to seven weeks late; one – every
/// worker qualified by 2026 – is out of reach."
[[nodiscard]] std::string verdict(const Results& results);

/// What relaxing one constraint does for a target, in a sentence: "If a qualified person is sought for every hire and found twice as
/// often: 39 points less missing on the day (35 to 43)." @param one  with an effect
[[nodiscard]] std::string relaxation_sentence(const TargetConstraints& target, const ConstraintEffect& one);

/// Those that help a target beyond doubt, the largest effect first; of more than `most` the first. One that closes less than a
/// hundredth of the mean shortfall is left out.
[[nodiscard]] std::vector<const ConstraintEffect*> best_relaxations(const TargetConstraints& target,
                                                                    std::size_t most = 3);

/// What all relaxations at once come to: "all at once: 2 points still missing on average"; empty where it is not known.
[[nodiscard]] std::string everything_words(const TargetConstraints& target);

/// The targets for which a relaxation is worse beyond doubt, by more than a hundredth of the goal, as they are called within a sentence.
[[nodiscard]] std::vector<std::string> harmed_by(const std::vector<TargetConstraints>& targets,
                                                 const std::string& constraint);

/// Why there are none: "None of the 9 relaxations tried changes it in any future." @param target  none of whose relaxations helps
[[nodiscard]] std::string no_relaxation_sentence(const TargetConstraints& target);

/// The scale of a target's values. @return that of plain numbers for a series the shape does not have
[[nodiscard]] Scale scale_of(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape);

}  // namespace muster::output
