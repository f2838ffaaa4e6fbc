// Runs the program as a user does and captures its output.
#pragma once

#include "tests/support/paths.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace muster::testing {

[[nodiscard]] inline std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct CommandOutput {
  int code = -1;  // as in a shell: 128 + signal for a killed program
  std::string out;
  std::string error;
};

/// Environment variables and their values; an empty value counts as unset.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// A program started in a folder; its output goes to files there.
class Started {
 public:
  /// @param environment  overrides that of the tests; the default makes the program's language English wherever
  ///                     tests run
  Started(const std::vector<std::string>& words, const std::filesystem::path& folder,
          const Environment& environment = {{"LC_ALL", "C.UTF-8"}})
      : out_(folder / ".stdout"), error_(folder / ".stderr") {
    process_ = fork();
    if (process_ != 0) return;
    std::filesystem::current_path(folder);
    if (!std::freopen(out_.c_str(), "w", stdout) || !std::freopen(error_.c_str(), "w", stderr)) std::_Exit(126);
    for (const auto& [variable, value] : environment) setenv(variable.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    std::_Exit(127);
  }

  void signal(int number) const { kill(process_, number); }

  [[nodiscard]] CommandOutput wait() const {
    int status = 0;
    waitpid(process_, &status, 0);
    CommandOutput said;
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    said.out = contents_of(out_);
    said.error = contents_of(error_);
    return said;
  }

 private:
  pid_t process_ = 0;
  std::filesystem::path out_, error_;
};

/// Runs the program under test with arguments in a folder until it ends. Node is hidden from it, so charts are
/// written as specifications only: drawing them takes seconds, and few tests examine pictures.
[[nodiscard]] inline CommandOutput muster(std::vector<std::string> arguments, const std::filesystem::path& folder) {
  arguments.insert(arguments.begin(), testing::program());
  return Started(arguments, folder, {{"LC_ALL", "C.UTF-8"}, {"PATH", "/nonexistent"}}).wait();
}

/// The same with pictures, if Node and its packages are installed.
[[nodiscard]] inline CommandOutput muster_with_pictures(std::vector<std::string> arguments,
                                                        const std::filesystem::path& folder) {
  arguments.insert(arguments.begin(), testing::program());
  return Started(arguments, folder).wait();
}

}  // namespace muster::testing
