// Visits every parameter of a scenario as it was written.
//
// Contract: as for_each_setting() of a group (engine/parameters/setting.hpp), with the sections in the order of
// their declarations. The settings belong to the scenario and live as long as it does. Leaves out: the file's head
// (areas, targets, dates).
#pragma once

#include "engine/parameters/setting.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::experiments {

template <class Visit>
void for_each_setting(const scenarios::Scenario& scenario, const Visit& visit) {
  for (const auto& [section, group] : scenario.sections) muster::for_each_setting(group, visit);
}

}  // namespace muster::experiments
