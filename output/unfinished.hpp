// What the program would leave behind if it were ended now: folders and files that are not finished, processes at work for it.
//
// Contract: whoever makes one holds an object of it for as long; end_unfinished() clears all of them away from any thread, whatever the
// others are doing, and lets none go on that would finish one. Leaves out: when the program ends, and what is said of it (cli).
#pragma once

#include <filesystem>
#include <functional>
#include <sys/types.h>

namespace muster::output {

/// A folder or file that is not finished while this lives.
class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path path);
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  Unfinished(Unfinished&&) = delete;
  Unfinished& operator=(Unfinished&&) = delete;

  /// Takes the step that finishes it, such as renaming it, unless the program is being ended. Whatever lies under the path
  /// afterwards is only to be cleared away. @param step  whether it succeeded
  void finish(const std::function<bool()>& step);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool is_finished() const { return finished_; }

 private:
  std::filesystem::path path_;
  bool finished_ = false;
};

/// A process that works for the program while this lives, with all of its group if it leads one.
class Helper {
 public:
  /// @param start  starts it; the program is not ended between that and its being known
  explicit Helper(const std::function<pid_t()>& start);
  ~Helper();
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  Helper(Helper&&) = delete;
  Helper& operator=(Helper&&) = delete;

  [[nodiscard]] pid_t process() const { return process_; }

 private:
  pid_t process_;
};

/// Ends the helpers and removes all that is unfinished. Call it once, before the process ends: from then on every other thread that
/// would begin, finish or give up something waits for ever.
/// @return whether there was something unfinished
bool end_unfinished() noexcept;

}  // namespace muster::output
