// Where the chart renderer lies: in the installed tree beside the program, else in the source tree it was built from.
#pragma once

#include <filesystem>

namespace muster::output {

/// The path of render.mjs; of the source tree's, present or not, if nothing is installed beside the program.
[[nodiscard]] std::filesystem::path chart_renderer();

}  // namespace muster::output
