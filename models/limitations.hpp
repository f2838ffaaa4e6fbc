// What each model leaves out, for those who read its results and not its README, which says the same with more words.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace muster {

/// By section, in the order of model_sections(); each text in English, with an entry in the catalogue.
[[nodiscard]] const std::vector<std::pair<std::string, std::vector<std::string>>>& limitations_of_models();

}  // namespace muster
