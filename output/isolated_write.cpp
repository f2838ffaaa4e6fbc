#include "output/isolated_write.hpp"

#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <optional>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::output {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw OutputError(tr("{} cannot be written: {}", file.string(), why));
}

// Runs in the child process; sends the message of an error through the pipe. Never returns.
[[noreturn]] void work(const std::filesystem::path& file, const std::function<void()>& write, int to, pid_t parent) {
  // A Ctrl-C in the terminal reaches this process as well. It is ignored here, because the parent handles it; this
  // process is killed when the parent ends.
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, SIG_IGN);
  std::signal(SIGXCPU, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) std::_Exit(1);  // the parent has already ended
  if (const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0)
    ::dup2(nowhere, STDERR_FILENO);  // silences messages of libraries
  std::string fault;
  try {
    write();
    std::_Exit(0);
  } catch (const std::bad_alloc&) {
    fault = tr("{} cannot be written: {}", file.string(), system_reason(ENOMEM));
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  static_cast<void>(::write(to, fault.data(), fault.size()));
  std::_Exit(1);
}

std::string all_of(int pipe) {
  std::string said;
  std::array<char, 4096> block;
  while (true) {
    const ssize_t count = ::read(pipe, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return said;
    said.append(block.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

void write_isolated(const std::filesystem::path& file, const std::function<void()>& write) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) refuse(file, system_reason(errno));
  const pid_t parent = ::getpid(), child = ::fork();
  if (child == 0) work(file, write, ends[1], parent);
  const int error = errno;
  ::close(ends[1]);
  std::string fault;
  if (child > 0) fault = all_of(ends[0]);  // cannot block for ever: the child ends when this process does, see work()
  ::close(ends[0]);
  if (child < 0) refuse(file, system_reason(error));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (!fault.empty()) throw OutputError(fault);
  if (!WIFSIGNALED(status)) refuse(file, tr("the process that writes it ended with code {}", WEXITSTATUS(status)));
  refuse(file, tr("the process that writes it was ended by signal {} ({}); there may be too little memory",
                  WTERMSIG(status), ::strsignal(WTERMSIG(status))));
}

}  // namespace muster::output
