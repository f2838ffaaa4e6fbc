#include "output/charts/render.hpp"

#include "engine/text/text.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <sstream>
#include <system_error>
#include <thread>

namespace muster::output {
namespace {

using Clock = std::chrono::steady_clock;

// A temporary file without a name, for the output of a program.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) throw std::system_error(errno, std::generic_category(), "a temporary file");
  }
  [[nodiscard]] int descriptor() const { return fileno(file_.get()); }
  [[nodiscard]] std::string text() const {
    std::string text(static_cast<std::size_t>(std::max<off_t>(lseek(descriptor(), 0, SEEK_END), 0)), '\0');
    const ssize_t count = pread(descriptor(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

struct Finished {
  int status = 0;     // as waitpid() returns it
  bool late = false;  // stopped at the limit
  std::string out, err;
};

// Runs a program found on PATH without input, in a process group of its own.
// @throws std::system_error if it cannot be started
Finished run(std::vector<std::string> words, std::chrono::milliseconds limit, Cleanup& cleanup) {
  const Clock::time_point deadline = Clock::now() + limit;
  const Scratch out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A process group, so that the program's children can be stopped with it. All signals get their default
  // handling, because signals that this program ignores would be ignored by the new one as well.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigdefault(&attributes, &all);

  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const auto start = [&] {
    pid_t child = 0;
    const int failure = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) throw std::system_error(failure, std::generic_category(), words[0]);
    return child;
  };

  Finished finished;
  pid_t child = 0;
  {
    // Registered only until the process has ended: waitpid() below frees its id, which another process may get then.
    const ChildProcess started(cleanup, start);
    child = started.id();
    siginfo_t ended{};
    while (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0) {
      if (!finished.late && Clock::now() >= deadline) {
        finished.late = true;
        kill(-child, SIGKILL);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }
  while (waitpid(child, &finished.status, 0) < 0 && errno == EINTR) {
  }
  finished.out = out.text();
  finished.err = err.text();
  return finished;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream rest(text);
  for (std::string line; std::getline(rest, line);)
    if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

bool has_specifications(const std::filesystem::path& directory) {
  std::error_code error;
  for (std::filesystem::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error))
    if (at->path().filename().string().ends_with(".vl.json")) return true;
  return false;
}

std::string why(const Finished& finished, std::chrono::milliseconds limit) {
  if (finished.late) return tr("the renderer was stopped after {} ms", limit.count());
  if (WIFSIGNALED(finished.status)) return tr("the renderer was ended by signal {}", WTERMSIG(finished.status));
  if (WEXITSTATUS(finished.status) == 0) return {};
  const std::vector<std::string> words = lines_of(finished.err);
  if (words.empty()) return tr("the renderer ended with exit code {}", WEXITSTATUS(finished.status));
  return words.size() == 1 ? translated(words[0]) : tr("{} (and {} more)", translated(words[0]), words.size() - 1);
}

}  // namespace

std::filesystem::path chart_renderer() {
  std::error_code ignored;  // without /proc or an installed renderer, that of the source tree is used
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto installed = (program.parent_path() / MUSTER_RENDERER_FROM_PROGRAM).lexically_normal();
  return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path{MUSTER_RENDERER_IN_SOURCES};
}

RenderResult render_charts(const std::filesystem::path& directory, Cleanup& cleanup,
                           const std::filesystem::path& renderer, std::chrono::milliseconds limit) {
  if (!has_specifications(directory)) return {};
  try {
    const Finished finished = run({"node", renderer.string(), directory.string()}, limit, cleanup);
    RenderResult result{.made = {}, .reason = why(finished, limit)};
    for (std::string& line : lines_of(finished.out)) result.made.emplace_back(std::move(line));
    return result;
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_such_file_or_directory)
      return {.made = {}, .reason = tr("node (Node.js 18 or later) is missing")};
    return {.made = {}, .reason = error.what()};
  }
}

}  // namespace muster::output
