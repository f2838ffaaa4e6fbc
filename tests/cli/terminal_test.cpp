// Output fits the width of its window, and has bold and colours only on a terminal.
#include "output/terminal/layout.hpp"
#include "output/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

#include <pty.h>
#include <sstream>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

// The output of the program on a terminal of a given width; errors and progress go to a file.
std::string on_terminal(unsigned short width, std::vector<std::string> words, const fs::path& folder,
                        const Environment& environment = {}) {
  words.insert(words.begin(), program());
  int terminal = -1;
  winsize window{};
  window.ws_row = 24;
  window.ws_col = width;
  const pid_t process = forkpty(&terminal, nullptr, nullptr, &window);
  if (process == 0) {
    fs::current_path(folder);
    if (!std::freopen((folder / ".stderr").c_str(), "w", stderr)) std::_Exit(126);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("PATH", "/nonexistent", 1);  // hides Node, so that no pictures are drawn
    setenv("TERM", "xterm-256color", 1);
    for (const char* variable : {"COLUMNS", "NO_COLOR"}) unsetenv(variable);
    for (const auto& [variable, value] : environment) setenv(variable.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    std::_Exit(127);
  }
  std::string said;
  char bytes[4096];
  for (ssize_t count = 0; (count = read(terminal, bytes, sizeof bytes)) > 0;)
    said.append(bytes, static_cast<std::size_t>(count));
  int status = 0;
  waitpid(process, &status, 0);
  close(terminal);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  std::erase(said, '\r');
  return said;
}

// The lines wider than that, except paths and commands, which are not wrapped so that they can be copied.
std::string too_wide(const std::string& said, std::size_t width) {
  std::string found;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (muster::output::display_width(line) > width && line.find("out/") == std::string::npos &&
        !line.starts_with("  muster "))
      found += line + "\n";
  return found;
}

}  // namespace

TEST_CASE("output fits the width of the window, in both languages", "[cli][slow]") {
  const TemporaryFolder folder;
  for (const unsigned short width : std::initializer_list<unsigned short>{40, 80, 120, 200})
    for (const char* language : {"en", "zh"})
      for (const std::vector<std::string>& words : {std::vector<std::string>{"run", "shenyang"},
                                                    {"compare", "shenyang", "qualified_only", "replace_on_the_day"}}) {
        std::vector<std::string> all{"--lang", language};
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--replications", "3", "--out", "out/terminal"});
        const std::string said = on_terminal(width, all, folder.path());
        INFO(width << " " << language << "\n" << said);
        CHECK(too_wide(said, width).empty());
        CHECK(said.find("\x1b[1m") != std::string::npos);
      }
}

TEST_CASE("bold and colours appear only on terminals, and not if the user turned them off", "[cli]") {
  const TemporaryFolder folder;
  const std::vector<std::string> words{"run", "shenyang", "--replications", "2", "--out", "out/terminal"};
  const std::string said = on_terminal(100, words, folder.path());
  CHECK(said.find("\x1b[1m") != std::string::npos);
  CHECK(on_terminal(100, words, folder.path(), {{"NO_COLOR", "1"}}).find('\x1b') == std::string::npos);
  CHECK(on_terminal(100, words, folder.path(), {{"NO_COLOR", ""}}).find('\x1b') != std::string::npos);
  CHECK(on_terminal(100, words, folder.path(), {{"TERM", "dumb"}}).find('\x1b') == std::string::npos);
  CHECK(too_wide(on_terminal(200, words, folder.path(), {{"COLUMNS", "60"}}), 60).empty());

  // The output to a file does not depend on the window; only the time and memory of the run differ.
  const auto steady = [](const std::string& text) { return text.substr(0, text.rfind("\n2 ")); };
  const CommandOutput to_file = muster::testing::muster(words, folder.path());
  CHECK(to_file.code == 0);
  CHECK(to_file.out.find('\x1b') == std::string::npos);
  CHECK(steady(to_file.out) == steady(muster::output::without_style(said)));
}
