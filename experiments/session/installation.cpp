#include "experiments/session/installation.hpp"

#include "output/file.hpp"
#include "output/manifest.hpp"

#include <sys/resource.h>
#include <system_error>

namespace muster::experiments {

const std::string_view version = MUSTER_VERSION;
const std::string_view compiler = MUSTER_COMPILER;

const std::string& program_digest() {
  static const std::string digest = []() -> std::string {
    try {
      return output::sha256(output::read_file("/proc/self/exe"));
    } catch (const output::OutputError&) {
      return {};
    }
  }();
  return digest;
}

BuildId this_program() { return {std::string(version), std::string(compiler), program_digest()}; }

std::uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::filesystem::path shipped_scenarios() {
  std::error_code ignored;  // without /proc or an installed folder, the source tree is used
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto installed = (program.parent_path() / MUSTER_SCENARIOS_FROM_PROGRAM).lexically_normal();
  return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path{MUSTER_SCENARIOS_IN_SOURCES};
}

}  // namespace muster::experiments
