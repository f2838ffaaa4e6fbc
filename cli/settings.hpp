// A walk through every parameter of a scenario as it was written.
//
// Contract: groups and lists come before what is in them, sections and fields in the order of their declarations; the settings
// are the scenario's own and live as long as it does. Leaves out: the file's head (areas, targets, dates), and names in
// English, which rest on nothing of their own.
#pragma once

#include "scenarios/loader/loader.hpp"

#include <variant>
#include <vector>

namespace muster::cli {

template <class Visit>
void for_each_setting(const GroupSetting& group, const Visit& visit) {
  for (const Setting& setting : group.fields) {
    if (setting.field && setting.field->name == "english") continue;
    visit(setting);
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) for_each_setting(*nested, visit);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) for_each_setting(item, visit);
  }
}

template <class Visit>
void for_each_setting(const scenarios::Scenario& scenario, const Visit& visit) {
  for (const auto& [section, group] : scenario.sections) for_each_setting(group, visit);
}

}  // namespace muster::cli
