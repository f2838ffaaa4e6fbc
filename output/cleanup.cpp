#include "output/cleanup.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace muster::output {

namespace {

void clear_away(const std::filesystem::path& path) noexcept {
  constexpr int enough = 100;  // another thread or process may still be writing into it
  for (int attempt = 0; attempt < enough; ++attempt) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error != std::errc::directory_not_empty) return;
  }
}

}  // namespace

bool Cleanup::end() noexcept {
  mutex_.lock();
  for (const pid_t process : processes_)
    if (::kill(-process, SIGKILL) != 0) ::kill(process, SIGKILL);
  bool some = false;
  for (const UnfinishedPath* one : paths_) {
    some = some || !one->is_finished();
    clear_away(one->path());
  }
  return some;
}

UnfinishedPath::UnfinishedPath(Cleanup& list, std::filesystem::path path) : list_(list), path_(std::move(path)) {
  const std::lock_guard lock(list_.mutex_);
  list_.paths_.push_back(this);
}

UnfinishedPath::~UnfinishedPath() {
  const std::lock_guard lock(list_.mutex_);
  std::erase(list_.paths_, this);
}

void UnfinishedPath::finish(const std::function<bool()>& step) {
  const std::lock_guard lock(list_.mutex_);
  finished_ = step();
}

ChildProcess::ChildProcess(Cleanup& list, const std::function<pid_t()>& start) : list_(list) {
  const std::lock_guard lock(list_.mutex_);
  id_ = start();
  list_.processes_.push_back(id_);
}

ChildProcess::~ChildProcess() {
  const std::lock_guard lock(list_.mutex_);
  std::erase(list_.processes_, id_);
}

}  // namespace muster::output
