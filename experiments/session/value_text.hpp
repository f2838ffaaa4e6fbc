// A parameter's value or a target, as a person would write it.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/parameters/setting.hpp"
#include "engine/series/areas.hpp"

#include <string>

namespace muster::experiments {

/// "80 %", "60 % to 95 %, most likely 80 %", "from 2022-01-01: 20 million yuan; from 2023-01-01: …". For a value
/// written by area, one value where all areas have the same, otherwise each area's value; counts are preceded by
/// their total.
[[nodiscard]] std::string value_text(const Setting& setting, const Areas& areas);

/// "stations.coverage in urban9 ≥ 100 % by 2022-06-30". @param unit  the unit of the target's value, as in TargetText
[[nodiscard]] std::string value_text(const TargetDefinition& target, const std::string& unit);

}  // namespace muster::experiments
