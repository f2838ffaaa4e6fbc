// Errors in a file are reported in both languages at the same lines and with the same carets.
#include "engine/text/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

namespace {

using testing::CommandOutput;
using testing::TemporaryFolder;

constexpr std::string_view faulty = R"(title: 温州
posts:
  time_to_fill: 1200 days
  level: {value: assistant, note: 按《办法》, sauce: 省厅}
  atrition: 3
stations:
  grace: 十天
)";

void write_faulty(const TemporaryFolder& folder) {
  std::ofstream(folder.path() / "faulty.yaml")
      << "extends: " << testing::source_folder() << "/scenarios/places/wenzhou.yaml\n"
      << faulty;
}

// The lines that show the file, and the carets below them.
std::vector<std::string> shown_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (line.size() > 6 && line.substr(5, 3) == " | ") lines.push_back(line);
  return lines;
}

TEST_CASE("muster check says what is wrong in Chinese, at the same places as in English", "[cli][languages]") {
  const TemporaryFolder folder;
  write_faulty(folder);
  const CommandOutput english = testing::muster({"check", "faulty.yaml"}, folder.path());
  const CommandOutput chinese = testing::muster({"check", "faulty.yaml", "--lang", "zh"}, folder.path());
  CHECK(english.code == 2);
  CHECK(chinese.code == 2);
  CHECK(chinese.out.empty());
  CHECK(shown_lines(english.error).size() == 8);
  CHECK(shown_lines(chinese.error) == shown_lines(english.error));
  CHECK(chinese.error ==
        R"(faulty.yaml:4:17: 错误：posts.time_to_fill 为 1200 days；其均值应为1天至730天
    4 |   time_to_fill: 1200 days
      |                 ^~~~~~~~~
  说明：从岗位空缺到有人到岗
faulty.yaml:5:42: 错误：posts.level 没有键 `sauce`；可用的键有 `value`、`fact`、`kind`、`source`和`note`
    5 |   level: {value: assistant, note: 按《办法》, sauce: 省厅}
      |                                               ^~~~~
faulty.yaml:6:3: 错误：posts 没有参数 `atrition`
    6 |   atrition: 3
      |   ^~~~~~~~
faulty.yaml:8:10: 错误：stations.grace 为 十天，应为带单位的时长，例如 `45天` 或 `6个月`
    8 |   grace: 十天
      |          ^~
  说明：驻站社工少于常态化服务所需人数多久后退出常态化服务
4处错误；未进行模拟
)");
}

TEST_CASE("the schema is in English in every language", "[cli][languages]") {
  const TemporaryFolder folder;
  const CommandOutput english = testing::muster({"schema"}, folder.path());
  const CommandOutput chinese = testing::muster({"schema", "--lang", "zh"}, folder.path());
  CHECK(chinese.code == 0);
  CHECK(english.out.size() > 10000);
  CHECK((chinese.out == english.out));  // the parentheses avoid printing it: it is too long
}

}  // namespace

}  // namespace muster
