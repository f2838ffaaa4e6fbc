// Reasons of the operating system in words.
#include "engine/text/system_errors.hpp"
#include "tests/support/catch.hpp"

#include <cerrno>
#include <filesystem>

namespace muster {

namespace {

TEST_CASE("a reason of the operating system fits into a sentence", "[text]") {
  CHECK(system_reason(EACCES) == "permission denied");
  CHECK(system_reason(EIO) == "input/output error");
  std::error_code error;
  static_cast<void>(std::filesystem::file_size("/there/is/no/such/file", error));
  CHECK(system_reason(error) == "no such file or directory");
}

}  // namespace

}  // namespace muster
