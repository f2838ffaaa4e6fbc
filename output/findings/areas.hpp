// How single areas stand with a target on a share, and in which areas it is missed.
//
// Contract: each area is judged by the goal of the target, from the results alone; sentences are in the current
// language. Leaves out: targets on anything but a share, since an area has no goal of its own in a total.
#pragma once

#include "engine/ensemble/results.hpp"

#include <optional>
#include <string>

namespace muster::output {

/// How one area stands with a target on a share, on the target's date. The area lies within the area of the target.
struct AreaOutlook {
  bool withheld = false;   // if so, the other members have no meaning
  double probability = 0;  // of meeting the goal
  double p05 = 0, p50 = 0, p95 = 0;
};

/// None where the target is not on a share, where the area lies outside that of the target, or where the area has
/// no value.
[[nodiscard]] std::optional<AreaOutlook> area_outlook(const Results& results, const TargetDefinition& target,
                                                      AreaNode area);

/// The first recorded date on which half of the replications meet the goal.
/// @param target  one for which area_outlook() the area has a value
[[nodiscard]] std::optional<Date> half_meet_by(const Results& results, const TargetDefinition& target, AreaNode area);

/// When half of the replications meet a target at the same time, if that is later than the date by which half have
/// met it once.
struct Together {
  bool is_later = false;
  std::optional<Date> on;  // a recorded date; empty: never
};

/// `is_later` is false where it cannot be determined: the target is not on a share, or is withheld.
/// @param first  the date by which half have met the target at least once
[[nodiscard]] Together half_together(const Results& results, const TargetDefinition& target, Date first);

/// Where a target is missed: how many areas meet it on its date in most futures, and which of the others are
/// furthest from it. Empty where fewer than two areas have a value, and where one of them is withheld.
[[nodiscard]] std::string where_sentence(const Results& results, const TargetDefinition& target);

}  // namespace muster::output
