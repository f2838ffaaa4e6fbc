#include "output/charts/render.hpp"

#include "engine/text/text.hpp"
#include "output/unfinished.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <string_view>
#include <system_error>

namespace muster::output {
namespace {

using Clock = std::chrono::steady_clock;

// The reading end of a pipe whose writing end a child gets.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_writer();
    close(ends_[0]);
  }

  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_writer() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

struct Finished {
  int status = 0;     // as waitpid gives it
  bool late = false;  // stopped at the limit
  std::string out, err;
};

// Reads both pipes until the child and all that inherited them have closed them; false at the limit.
bool read_until(Clock::time_point deadline, std::array<const Pipe*, 2> pipes, std::array<std::string*, 2> texts) {
  std::array<pollfd, 2> waiting{{{pipes[0]->reader(), POLLIN, 0}, {pipes[1]->reader(), POLLIN, 0}}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    if (poll(waiting.data(), waiting.size(), static_cast<int>(std::min<decltype(left)>(left, 60'000))) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      std::array<char, 4096> block;
      const ssize_t count = read(waiting[i].fd, block.data(), block.size());
      if (count > 0)
        texts[i]->append(block.data(), static_cast<std::size_t>(count));
      else if (count == 0 || errno != EINTR)
        waiting[i].fd = -1;  // poll passes over negative ones
    }
  }
  return true;
}

// Runs a program found on PATH without input, in a process group of its own.
// @throws std::system_error if it cannot be started
Finished run(std::vector<std::string> words, std::chrono::milliseconds limit) {
  const Clock::time_point deadline = Clock::now() + limit;
  Pipe out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writer(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.writer(), STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A group, so that its children can be stopped with it; what this program ignores would be ignored there as well.
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
    out.close_writer();
    err.close_writer();
    return child;
  };

  Finished finished;
  pid_t child = 0;
  {
    const Helper helper(start);  // until it has said all it had to
    child = helper.process();
    finished.late = !read_until(deadline, {&out, &err}, {&finished.out, &finished.err});
  }
  if (finished.late) kill(-child, SIGKILL);
  while (waitpid(child, &finished.status, 0) < 0 && errno == EINTR) {
  }
  return finished;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool has_specifications(const std::filesystem::path& directory) {
  std::error_code error;
  for (std::filesystem::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error))
    if (const std::string name = at->path().filename().string();
        name.ends_with(".vl.json") || name.ends_with(".vg.json"))
      return true;
  return false;
}

std::string why(const Finished& finished, std::chrono::milliseconds limit) {
  if (finished.late) return text("the renderer was stopped after {} ms", limit.count());
  if (WIFSIGNALED(finished.status)) return text("the renderer was ended by signal {}", WTERMSIG(finished.status));
  if (WEXITSTATUS(finished.status) == 0) return {};
  const std::vector<std::string> words = lines_of(finished.err);
  if (words.empty()) return text("the renderer ended with exit code {}", WEXITSTATUS(finished.status));
  return words.size() == 1 ? translated(words[0]) : text("{} (and {} more)", translated(words[0]), words.size() - 1);
}

}  // namespace

RenderResult render_charts(const std::filesystem::path& directory, const std::filesystem::path& renderer,
                           std::chrono::milliseconds limit) {
  if (!has_specifications(directory)) return {};
  try {
    const Finished finished = run({"node", renderer.string(), directory.string()}, limit);
    RenderResult result{.made = {}, .reason = why(finished, limit)};
    for (std::string& line : lines_of(finished.out)) result.made.emplace_back(std::move(line));
    return result;
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_such_file_or_directory)
      return {.made = {}, .reason = text("node (Node.js 18 or later) is missing")};
    return {.made = {}, .reason = error.what()};
  }
}

}  // namespace muster::output
