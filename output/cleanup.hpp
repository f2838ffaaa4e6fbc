// What has to be cleared away if the program is ended now: folders and files that are not finished, processes that work for it.
//
// Contract: a Cleanup is a list. Each UnfinishedPath and ChildProcess is on one while it lives. Cleanup::end() clears all of them away from
// any thread, whatever the others are doing, and lets none of them go on that would finish one. Leaves out: when the program ends, and
// what is said of it (cli/signals.hpp).
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <sys/types.h>
#include <vector>

namespace muster::output {

class UnfinishedPath;

class Cleanup {
 public:
  Cleanup() = default;
  ~Cleanup() = default;
  Cleanup(const Cleanup&) = delete;
  Cleanup& operator=(const Cleanup&) = delete;
  Cleanup(Cleanup&&) = delete;
  Cleanup& operator=(Cleanup&&) = delete;

  /// Ends the processes and removes the paths. Call it once, before the process ends: from then on every other thread that would begin,
  /// finish or give up something on the list waits for ever.
  /// @return whether there was something unfinished
  bool end() noexcept;

 private:
  friend class UnfinishedPath;
  friend class ChildProcess;

  std::mutex mutex_;  // of what follows; end() never gives it back
  std::vector<const UnfinishedPath*> paths_;
  std::vector<pid_t> processes_;
};

/// A folder or file that is not finished while this lives.
class UnfinishedPath {
 public:
  /// @param list  must outlive this
  UnfinishedPath(Cleanup& list, std::filesystem::path path);
  ~UnfinishedPath();
  UnfinishedPath(const UnfinishedPath&) = delete;
  UnfinishedPath& operator=(const UnfinishedPath&) = delete;
  UnfinishedPath(UnfinishedPath&&) = delete;
  UnfinishedPath& operator=(UnfinishedPath&&) = delete;

  /// Takes the step that finishes it, such as renaming it, unless the program is being ended. Whatever lies under the path
  /// afterwards is only to be cleared away. @param step  whether it succeeded
  void finish(const std::function<bool()>& step);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool is_finished() const { return finished_; }

 private:
  Cleanup& list_;
  std::filesystem::path path_;
  bool finished_ = false;
};

/// A process that works for the program while this lives, with all of its group if it leads one.
class ChildProcess {
 public:
  /// @param list   must outlive this
  /// @param start  starts it; the program is not ended between that and its being on the list
  ChildProcess(Cleanup& list, const std::function<pid_t()>& start);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ChildProcess(ChildProcess&&) = delete;
  ChildProcess& operator=(ChildProcess&&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }

 private:
  Cleanup& list_;
  pid_t id_;
};

}  // namespace muster::output
