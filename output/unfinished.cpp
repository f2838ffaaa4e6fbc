#include "output/unfinished.hpp"

#include <algorithm>
#include <csignal>
#include <mutex>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace muster::output {

namespace {

struct All {
  std::mutex mutex;  // of what follows; end_unfinished() never gives it back
  std::vector<const Unfinished*> unfinished;
  std::vector<pid_t> helpers;
};

All& all() {
  static All* const one = new All;  // NOLINT: it outlives whoever ends the program
  return *one;
}

void clear_away(const std::filesystem::path& path) noexcept {
  constexpr int enough = 100;  // somebody may still be writing into it
  for (int attempt = 0; attempt < enough; ++attempt) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error != std::errc::directory_not_empty) return;
  }
}

}  // namespace

Unfinished::Unfinished(std::filesystem::path path) : path_(std::move(path)) {
  const std::lock_guard lock(all().mutex);
  all().unfinished.push_back(this);
}

Unfinished::~Unfinished() {
  const std::lock_guard lock(all().mutex);
  std::erase(all().unfinished, this);
}

void Unfinished::finish(const std::function<bool()>& step) {
  const std::lock_guard lock(all().mutex);
  finished_ = step();
}

Helper::Helper(const std::function<pid_t()>& start) {
  const std::lock_guard lock(all().mutex);
  process_ = start();
  all().helpers.push_back(process_);
}

Helper::~Helper() {
  const std::lock_guard lock(all().mutex);
  std::erase(all().helpers, process_);
}

bool end_unfinished() noexcept {
  all().mutex.lock();
  for (const pid_t helper : all().helpers)
    if (::kill(-helper, SIGKILL) != 0) ::kill(helper, SIGKILL);
  bool some = false;
  for (const Unfinished* one : all().unfinished) {
    some = some || !one->is_finished();
    clear_away(one->path());
  }
  return some;
}

}  // namespace muster::output
