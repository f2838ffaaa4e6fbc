// The judgement of a target in one word that a planner would use (met, late, out of reach), and the size of the miss.
//
// Contract: from the results of one target alone, so that page, terminal and tables agree; all use the same order,
// the largest miss first. Leaves out: how likely the target is (Outlook, sentences.hpp), and sentences.
#pragma once

#include "engine/ensemble/results.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::output {

/// How a target may stand, the worst first. The bounds are those of Outlook: 66, 33 and 10 % of the replications.
enum class TargetOutlook : std::uint8_t {
  // Fewer than half ever meet it up to the horizon, and at most one in ten on its date, in enough replications to
  // be sure.
  out_of_reach,
  missed,      // fewer than half ever meet it, and at most a third on its date
  lost_again,  // half meet it before its date, and at most a third on it
  late,        // half meet it only after its date, at most a third on it; missed if half never do at the same time
  open,        // as likely as not
  met,         // likely; with a single replication: met in it
  nothing_to_judge,  // no replication has a value on the date
  withheld
};

struct Judgement {
  TargetOutlook outlook = TargetOutlook::nothing_to_judge;
  // From the date to the day by which half have met the goal or, in judgements_of(), meet it at the same time. 0
  // unless late.
  std::chrono::days late{};
  double miss = 0;  // orders targets with the same outlook, the larger the worse; no unit; 0 where it is not known

  /// Whether the target needs help: it is judged and is not likely to be met.
  [[nodiscard]] bool needs_help() const { return outlook < TargetOutlook::met; }
};

[[nodiscard]] Judgement judgement_of(const TargetDefinition& target, const TargetResult& result);

/// The judgement of each target, in the order of the results.
[[nodiscard]] std::vector<Judgement> judgements_of(const Results& results);

/// The indices of the targets, the largest miss first; equal ones keep their order.
[[nodiscard]] std::vector<std::size_t> worst_first(const std::vector<Judgement>& judgements);

}  // namespace muster::output
