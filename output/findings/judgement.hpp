// What became of a target in one word a planner would use – met, late, out of reach – and how large the miss is.
//
// Contract: from the results of one target alone, so that page, terminal and tables judge alike; one order for all, the largest miss
// first. Leaves out: how likely it is (Outlook, sentences.hpp), and every sentence.
#pragma once

#include "engine/ensemble/results.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::output {

/// The worst first. The bounds are those of Outlook: 66, 33 and 10 % of the replications.
enum class Fate : std::uint8_t {
  out_of_reach,  // fewer than half ever meet it up to the horizon, and at most one in ten on its date, which are enough to tell
  missed,      // fewer than half ever meet it, and at most a third on its date
  lost_again,  // half meet it before its date, and at most a third on it
  late,        // half meet it after its date, at most a third on it; that half never have it at the same time is a miss
  open,        // as likely as not
  met,         // likely; where a single replication was made: in that one
  nothing_to_judge,  // no replication has a value on the date
  withheld
};

struct Judgement {
  Fate fate = Fate::nothing_to_judge;
  // Between the date and the day by which half meet the goal; in judgements_of(), have it at the same time. 0 unless late.
  std::chrono::days late{};
  double miss = 0;  // within one fate the larger is the worse; of no unit; 0 where it is not known

  /// Whether there is something to help: a target that is judged and not likely met.
  [[nodiscard]] bool wants_help() const { return fate < Fate::met; }
};

[[nodiscard]] Judgement judgement_of(const TargetDefinition& target, const TargetResult& result);

/// Of each target of the results, in their order.
[[nodiscard]] std::vector<Judgement> judgements_of(const Results& results);

/// The targets by their places among all, the largest miss first; of those that are alike the first stated comes first.
[[nodiscard]] std::vector<std::size_t> worst_first(const std::vector<Judgement>& judgements);

}  // namespace muster::output
