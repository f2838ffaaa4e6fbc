#include "output/file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <filesystem>

namespace muster::output {
namespace {

TEST_CASE("a file is written completely, whatever the sizes of the writes", "[unit]") {
  const testing::TemporaryFolder folder;
  std::string expected;
  write_file(folder.path() / "a", [&](std::ostream& out) {
    for (const std::size_t size : {1U, 65'535U, 2U, 65'536U, 200'000U, 3U}) {
      const std::string block(size, static_cast<char>('a' + size % 7));
      out.write(block.data(), static_cast<std::streamsize>(block.size()));
      out << 17 << '\n';
      expected += block + "17\n";
    }
  });
  CHECK(read_file(folder.path() / "a") == expected);
  std::string in_blocks;
  std::size_t largest = 0;
  read_file(folder.path() / "a", [&](std::string_view block) {
    in_blocks += block;
    largest = std::max(largest, block.size());
  });
  CHECK(in_blocks == expected);
  CHECK(largest < expected.size());
  write_file(folder.path() / "a", "short");
  CHECK(read_file(folder.path() / "a") == "short");
}

TEST_CASE("a full disk is an error that names the file and the reason", "[unit]") {
  if (!std::filesystem::exists("/dev/full")) return;  // on Linux, a device that is always full
  CHECK_THROWS_WITH(write_file("/dev/full", "x"), "/dev/full cannot be written: no space left on device");
  CHECK_THROWS_WITH(write_file("/dev/full", std::string(1 << 20, 'x')),
                    "/dev/full cannot be written: no space left on device");
}

TEST_CASE("a missing folder is an error that names the file and the reason", "[unit]") {
  const testing::TemporaryFolder folder;
  const std::string path = (folder.path() / "missing" / "a").string();
  CHECK_THROWS_WITH(write_file(path, "x"), path + " cannot be written: no such file or directory");
  CHECK_THROWS_WITH(read_file(path), path + " cannot be read: no such file or directory");
}

}  // namespace
}  // namespace muster::output
