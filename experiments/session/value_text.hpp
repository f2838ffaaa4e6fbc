// A parameter's value, and a target, as a person would write them.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/parameters/setting.hpp"
#include "engine/series/areas.hpp"

#include <string>

namespace muster::experiments {

/// "80 %", "60 % to 95 %, most likely 80 %", "from 2022-01-01: 20 million yuan; from 2023-01-01: …". A value written by area is
/// one for all where it is the same in all, else each area's; what is counted comes with its total.
[[nodiscard]] std::string value_text(const Setting& setting, const Areas& areas);

/// "stations.coverage in urban9 ≥ 100 % by 2022-06-30". @param unit  the goal's, as TargetText has it
[[nodiscard]] std::string value_text(const TargetDefinition& target, const std::string& unit);

}  // namespace muster::experiments
