// The names of parameters in words, for readers who do not know their paths.
//
// Contract: names are composed of the titles in the declarations and the names that a scenario gives to list
// items, in the current language: "senior social worker · practice (senior): share that passes". Any path has a
// name, whether it leads to a section, a group, an item or a value. Leaves out: values and their units.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <string>
#include <string_view>

namespace muster {

/// The name of a section, a group, an item or a parameter, given its path. The section's title is included only if
/// the path ends at the section: the titles of its fields are clear without it. Items have the name given in their
/// `title` and `english`; if several items of a list share a name, each is followed by its number in the list; an
/// item without a name is named by its list and its id: "exam sitting 2022".
/// @return  the path itself if no section of the scenario declares it
[[nodiscard]] std::string called(const SectionSettings& written, std::string_view path);

}  // namespace muster
