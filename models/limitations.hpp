// What each model leaves out, in short sentences for readers of the results. The models' README files give more
// detail.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace muster {

/// Texts by section, in the order of model_sections(); in English, each with an entry in the translation catalogue.
[[nodiscard]] const std::vector<std::pair<std::string, std::vector<std::string>>>& limitations_of_models();

}  // namespace muster
