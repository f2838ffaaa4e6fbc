// A walk through every parameter of a scenario as it was written.
//
// Contract: as that through a group (engine/parameters/setting.hpp), sections in the order of their declarations; the settings are the
// scenario's own and live as long as it does. Leaves out: the file's head (areas, targets, dates).
#pragma once

#include "engine/parameters/setting.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::experiments {

template <class Visit>
void for_each_setting(const scenarios::Scenario& scenario, const Visit& visit) {
  for (const auto& [section, group] : scenario.sections) muster::for_each_setting(group, visit);
}

}  // namespace muster::experiments
