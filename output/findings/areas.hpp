// How single areas fare by a target about a share, and where it is missed.
//
// Contract: the goal is asked of the area itself, from the results alone; sentences are in the current language. Leaves out: targets
// that are about anything but a share, for an area has no goal of its own in a total.
#pragma once

#include "engine/ensemble/results.hpp"

#include <optional>
#include <string>

namespace muster::output {

/// How one area fares by a target about a share that it lies within, on the target's date.
struct AreaFare {
  bool withheld = false;   // all of the following are then empty
  double probability = 0;  // of meeting the goal
  double p05 = 0, p50 = 0, p95 = 0;
};

/// Nothing where the target is about something else, or another area, or where the area has none of what the share is of.
[[nodiscard]] std::optional<AreaFare> fare_of(const Results& results, const TargetDefinition& target, AreaNode area);

/// The first report date on which half of the replications meet it. @param target  with a fare in that area
[[nodiscard]] std::optional<Date> half_have_by(const Results& results, const TargetDefinition& target, AreaNode area);

/// When half of the replications have a target at the same time, where that is later than half have met it once.
struct Together {
  bool is_later = false;
  std::optional<Date> on;  // a report date; empty: never
};

/// @param first  when half have met it at least once. Not later where that cannot be told: the target is about no share, or withheld.
[[nodiscard]] Together half_together(const Results& results, const TargetDefinition& target, Date first);

/// Where a target is missed: how many areas have it on its date in most futures, and which of the others lie furthest from it. Empty where fewer than
/// two areas have what the share is of, and where one of them is withheld.
[[nodiscard]] std::string where_sentence(const Results& results, const TargetDefinition& target);

}  // namespace muster::output
