// Every command shown in the README and in the first pages of the guide works. They run with fewer replications, so
// that the test takes seconds.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <regex>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

// The fenced blocks of a language, without their fences.
std::vector<std::string> blocks_of(const std::string& text, const std::string& language) {
  std::vector<std::string> blocks;
  const std::string open = "```" + language + "\n";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    const std::size_t from = at + open.size();
    const std::size_t to = text.find("```", from);
    blocks.push_back(text.substr(from, to - from));
    at = to;
  }
  return blocks;
}

}  // namespace

TEST_CASE("every command of the README does what it says", "[cli][slow]") {
  std::string pages;
  for (const char* page : {"README.md", "docs/guide/first-forecast.md", "docs/guide/your-own-question.md",
                           "docs/guide/strategies.md", "docs/guide/why.md"})
    pages += contents_of(fs::path(muster::testing::source_folder()) / page);
  const TemporaryFolder folder;
  fs::create_directory_symlink(fs::path(muster::testing::source_folder()) / "scenarios", folder.path() / "scenarios");
  const std::vector<std::string> files = blocks_of(pages, "yaml");
  REQUIRE(files.size() == 1);
  std::ofstream(folder.path() / "mine.yaml") << files[0];

  int commands = 0;
  for (const std::string& block : blocks_of(pages, "sh")) {
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line);) {
      line = std::regex_replace(line, std::regex("\\s+#.*$"), "");
      if (line.rfind("./muster ", 0) != 0 || line == "./muster test") continue;  // the suite does not run itself
      line = line.substr(std::string("./muster ").size());
      line = std::regex_replace(line, std::regex(" --replications \\d+"), "");
      line = std::regex_replace(line, std::regex("(--pending|--customers|--events) \\d+"), "$1 10000");
      line = std::regex_replace(line, std::regex("^(run|report|compare|explain|sweep) .*$"), "$& --replications 3");
      line = std::regex_replace(line, std::regex("^solve .*$"), "$& --replications 100 --most 400");
      INFO(line);
      const std::string shell = "exec \"" + muster::testing::program() + "\" " + line;
      const CommandOutput said = Started({"/bin/sh", "-c", shell}, folder.path()).wait();
      INFO(said.error);
      CHECK((said.code == 0 || (line == "doctor" && said.code == 1)));  // 1: the machine lacks something
      ++commands;
    }
  }
  CHECK(commands >= 20);
}
