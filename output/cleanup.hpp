// What has to be removed if the program ends now: unfinished folders and files, and child processes.
//
// Contract: a Cleanup is a list; each UnfinishedPath and each ChildProcess is on one for as long as it exists.
// Cleanup::end() may be called from any thread, whatever the others are doing: it removes everything on the list
// and blocks any thread that would finish an entry. Leaves out: when the program ends, and the message about it
// (cli/signals.hpp).
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

  /// Kills the processes and removes the paths. Call it once, just before the process ends: from then on every
  /// other thread that adds, finishes or removes an entry of the list waits for ever.
  /// @return whether anything was unfinished
  bool end() noexcept;

 private:
  friend class UnfinishedPath;
  friend class ChildProcess;

  std::mutex mutex_;  // guards the members below; end() never releases it
  std::vector<const UnfinishedPath*> paths_;
  std::vector<pid_t> processes_;
};

/// A folder or file that is unfinished until finish() succeeds.
class UnfinishedPath {
 public:
  /// @param list  must outlive this
  UnfinishedPath(Cleanup& list, std::filesystem::path path);
  ~UnfinishedPath();
  UnfinishedPath(const UnfinishedPath&) = delete;
  UnfinishedPath& operator=(const UnfinishedPath&) = delete;
  UnfinishedPath(UnfinishedPath&&) = delete;
  UnfinishedPath& operator=(UnfinishedPath&&) = delete;

  /// Takes the step that finishes it, such as renaming it, unless the program is being ended. Cleanup::end() still
  /// removes whatever is at the path afterwards, but no longer counts it as unfinished. @param step  returns
  /// whether it succeeded
  void finish(const std::function<bool()>& step);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool is_finished() const { return finished_; }

 private:
  Cleanup& list_;
  std::filesystem::path path_;
  bool finished_ = false;
};

/// A child process that works for the program while this object exists, with its whole process group if it leads one.
class ChildProcess {
 public:
  /// @param list   must outlive this
  /// @param start  starts the process; the program cannot end between the start and the entry in the list
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
