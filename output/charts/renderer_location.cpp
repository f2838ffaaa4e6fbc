#include "output/charts/renderer_location.hpp"

#include <system_error>

namespace muster::output {

std::filesystem::path chart_renderer() {
  std::error_code ignored;  // no /proc, or nothing there: then it is the source tree's
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto installed = (program.parent_path() / MUSTER_RENDERER_FROM_PROGRAM).lexically_normal();
  return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path{MUSTER_RENDERER_IN_SOURCES};
}

}  // namespace muster::output
