#include "cli/installation.hpp"

#include "output/file.hpp"
#include "output/manifest.hpp"

#include <system_error>

namespace muster::cli {

const std::string_view version = MUSTER_VERSION;
const std::string_view compiler = MUSTER_COMPILER;

const std::string& program_digest() {
  static const std::string digest = []() -> std::string {
    std::error_code ignored;
    std::filesystem::path file = "/proc/self/exe";
    const std::filesystem::path lies_at = std::filesystem::read_symlink(file, ignored);
    if (lies_at.filename() == "muster-mpi")  // the same program, started as one of several
      file = lies_at.parent_path() / "muster";
    try {
      return output::sha256(output::read_file(file));
    } catch (const output::OutputError&) {
      return {};
    }
  }();
  return digest;
}

std::filesystem::path shipped_scenarios() {
  std::error_code ignored;  // no /proc, or nothing there: then it is the source tree's
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto installed = (program.parent_path() / MUSTER_SCENARIOS_FROM_PROGRAM).lexically_normal();
  return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path{MUSTER_SCENARIOS_IN_SOURCES};
}

}  // namespace muster::cli
