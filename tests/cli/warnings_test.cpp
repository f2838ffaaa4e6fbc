// Where warnings are shown, in both languages, and that they do not stop a command.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <string>

namespace muster {

namespace {

using Catch::Matchers::ContainsSubstring;
using testing::muster;
using testing::TemporaryFolder;

TEST_CASE("check, run and compare warn of settings without effect and continue", "[cli][warnings]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "late.yaml")
      << "strategy: late\nplace: shenyang\ntitle: t\nwhy: w\nchanges:\n"
         "  - {id: c, parameter: funding.sources.budget.per_year, scale: 2, on: 2027-07-01}\n";
  const std::string why =
      "late.yaml:6:71: warning: the change c is in effect from 2027-07-01 to 2027-12-31, and "
      "funding.sources.budget.per_year is used only on 1 January of each year, for the last time before the "
      "change on 2027-01-01: it has no effect; let it take effect by then\n"
      "    6 |   - {id: c, ";
  const auto checked = muster({"check", "shenyang", "--strategy", "late.yaml"}, folder.path());
  CHECK(checked.code == 0);
  CHECK_THAT(checked.out, ContainsSubstring("no errors") && ContainsSubstring("\n1 warning\n"));
  CHECK_THAT(checked.error, ContainsSubstring(why));
  const auto chinese = muster({"--lang", "zh", "check", "shenyang", "--strategy", "late.yaml"}, folder.path());
  CHECK(chinese.code == 0);
  CHECK_THAT(chinese.error, ContainsSubstring("警告：改动 c 自2027年7月1日至2027年12月31日有效") &&
                                ContainsSubstring("此前最后一次为2027年1月1日，因此不起作用"));
  const auto ran =
      muster({"run", "shenyang", "--strategy", "late.yaml", "--replications", "2", "--out", "run"}, folder.path());
  CHECK(ran.code == 0);
  CHECK_THAT(ran.error, ContainsSubstring(why));
  const auto compared =
      muster({"compare", "shenyang", "late.yaml", "--replications", "2", "--out", "compare"}, folder.path());
  CHECK(compared.code == 0);
  CHECK_THAT(compared.error, ContainsSubstring(why));
  // the warning is shown only once
  CHECK(compared.error.find("warning", compared.error.find("warning") + 1) == std::string::npos);
  CHECK(muster({"check", "shenyang"}, folder.path()).error.empty());
}

}  // namespace

}  // namespace muster
