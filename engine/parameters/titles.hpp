// What a parameter is called in words, for readers who know no paths.
//
// Contract: made of the titles that stand beside the declarations and of what a scenario calls the items of its lists, in the
// current language: "senior social worker · practice (senior): share that passes". A path is said wherever it leads: to a section,
// a group, an item or a value. Leaves out: values and their units.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <string>
#include <string_view>

namespace muster {

/// What the path of a section, a group, an item or a parameter is called. A section is said only where the path ends at it: titles
/// of its fields do without. Items have the name they are given in `title` and `english`; of those in a list that share one, each
/// has its number in the list; one without is called by its list and its id: "exam sitting 2022".
/// @return  the path itself if no section that was written declares it
[[nodiscard]] std::string called(const SectionSettings& written, std::string_view path);

}  // namespace muster
