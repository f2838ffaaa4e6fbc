// A parameter's value or a target in words: dates, units, and the titles of what it names.
//
// Contract: the text is in the current language. Areas, list items, parameters and fixed words have the titles that
// the scenario or the declaration gives them. Series have theirs if the series of the scenario's models are given;
// otherwise they have their ids.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/parameters/setting.hpp"
#include "engine/series/series.hpp"
#include "scenarios/loader/loader.hpp"

#include <span>
#include <string>

namespace muster::experiments {

/// "80 %", "60 % to 95 %, most likely 80 %", "from 2022-01-01: 20 million yuan; from 2023-01-01: …". For a value
/// written by area, one value where all areas have the same, otherwise each area's value; counts are preceded by
/// their total.
[[nodiscard]] std::string value_text(const Setting& setting, const scenarios::Scenario& scenario,
                                     std::span<const SeriesInfo> series = {});

/// "townships with a station in the urban districts ≥ 100 % by 2022-06-30".
/// @param unit  the unit of the target's value, as in TargetText
[[nodiscard]] std::string value_text(const TargetDefinition& target, const std::string& unit,
                                     const scenarios::Scenario& scenario, std::span<const SeriesInfo> series = {});

}  // namespace muster::experiments
