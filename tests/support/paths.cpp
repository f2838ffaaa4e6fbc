#include "tests/support/paths.hpp"

namespace muster::testing {

const std::string& source_folder() {
  static const std::string folder = MUSTER_SOURCE_DIR;
  return folder;
}

const std::string& program() {
  static const std::string file = MUSTER_PROGRAM;
  return file;
}

const std::string& bench_program() {
  static const std::string file = MUSTER_BENCH_PROGRAM;
  return file;
}

}  // namespace muster::testing
