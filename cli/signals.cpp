#include "cli/signals.hpp"

#include "cli/terminal.hpp"
#include "engine/text/text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <pthread.h>
#include <string_view>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace muster::cli {

std::atomic<bool> interrupted{false};

namespace {

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "a signal handler uses them");

std::atomic<int> waiting{0};  // number of guards that wait for a first Ctrl-C
std::atomic<int> alarm{-1};   // the eventfd that wakes the watcher thread; -1: there is no watcher

// What the watcher prints when it ends the program, and in which language.
struct LastWords {
  std::mutex mutex;
  LanguageContext language;
  std::string more;  // after the first line
};

// Never destroyed, since the watcher may print it while the process is ending normally.
LastWords& last_words() {
  static LastWords* const one = new LastWords;  // NOLINT
  return *one;
}

using SharedCleanup = std::shared_ptr<output::Cleanup>;

void on_signal(int /*number*/) {
  const int error = errno;
  if (waiting == 0 || interrupted.exchange(true)) {
    if (alarm < 0) std::_Exit(interrupted_by_user);
    const std::uint64_t once = 1;
    static_cast<void>(::write(alarm, &once, sizeof once));
  }
  errno = error;
}

// Writes directly to standard error, because another thread may hold the lock of its buffer. Prints nothing if the
// write would block.
void say_at_once(const std::string& words) {
  pollfd error{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&error, 1, 0) == 1 && (error.revents & POLLOUT) != 0)
    static_cast<void>(::write(STDERR_FILENO, words.data(), words.size()));
}

void* watch(void* given) {
  const std::unique_ptr<SharedCleanup> cleanup(static_cast<SharedCleanup*>(given));
  std::uint64_t count = 0;
  while (::read(alarm, &count, sizeof count) < 0 && errno == EINTR) {
  }
  const bool some = (*cleanup)->end();
  std::string words = isatty(STDERR_FILENO) == 1 ? "\r\x1b[K" : "";
  {
    LastWords& last = last_words();
    const std::lock_guard lock(last.mutex);
    const LanguageScope scope(last.language);
    words += some ? tr("interrupted; what was not finished has been removed\n") : tr("interrupted\n");
    words += last.more;
  }
  say_at_once(words);
  std::_Exit(interrupted_by_user);
}

}  // namespace

InterruptGuard::InterruptGuard() { ++waiting; }

InterruptGuard::~InterruptGuard() { simulated(); }

void InterruptGuard::simulated() {
  if (std::exchange(waits_, false)) --waiting;
}

void open_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
    // A standard output that was closed is opened for reading only, so that writing still fails: lost output is an
    // error.
    static_cast<void>(
        ::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY));  // open() takes the lowest free number
  }
}

void watch_signals(SharedCleanup cleanup) {
  set_interrupt_message({});
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  constexpr std::size_t stack = std::size_t{1} << 20;
  alarm = ::eventfd(0, EFD_CLOEXEC);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t watcher{};
  auto given = std::make_unique<SharedCleanup>(std::move(cleanup));
  if (alarm >= 0 && ::pthread_create(&watcher, &attributes, &watch, given.get()) == 0) {
    static_cast<void>(given.release());  // the watcher owns it now
  } else if (alarm >= 0) {
    ::close(alarm);
    alarm = -1;  // no thread could be started: signals end the program, and unfinished files stay
  }
  pthread_attr_destroy(&attributes);

  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    struct sigaction before {};
    const bool ignored = ::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
    if (number != SIGHUP || !ignored) ::sigaction(number, &action, nullptr);  // nohup makes the process ignore it
  }
}

void set_interrupt_message(std::string words) {
  LastWords& last = last_words();
  const std::lock_guard lock(last.mutex);
  last.language = current_context();
  last.more = std::move(words);
}

void exit_if_output_is_closed() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&out, 1, 0) != 1 || (out.revents & POLLERR) == 0) return;
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

}  // namespace muster::cli
