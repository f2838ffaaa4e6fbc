// `muster doctor`, as a user types it on a new machine.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace muster::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("doctor names what is missing with the remedy, and how long a first run takes", "[cli][doctor]") {
  const TemporaryFolder folder;
  // without a PATH, so Node is missing
  const CommandOutput said = muster::testing::muster({"doctor", "--threads", "2"}, folder.path());
  CHECK(said.code == 1);
  CHECK(said.error.empty());
  CHECK_THAT(said.out, ContainsSubstring("✗  Node") && ContainsSubstring("install nodejs and npm, 18 or newer"));
  CHECK_THAT(said.out, ContainsSubstring("✗  Chinese font") && ContainsSubstring("install fonts-noto-cjk"));
  CHECK_THAT(said.out, ContainsSubstring("✓  scenarios") && ContainsSubstring(": 5 places, "));
  CHECK_THAT(said.out, ContainsSubstring("of which a run uses 2"));
  CHECK_THAT(said.out, ContainsSubstring("✓  first run") && ContainsSubstring("one replication took "));
  CHECK_THAT(said.out, ContainsSubstring("3 of these limit what Muster can do here.\n"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
}
