// What commands that take a while share: a clean end on Ctrl-C, a line of progress, what to type to do it again.
#pragma once

#include "engine/ensemble/ensemble.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// What a program ends with.
enum ExitCode : int { done = 0, failed = 1, input_at_fault = 2, interrupted_by_user = 130 };

/// Set by the first Ctrl-C while an InterruptGuard lives.
extern std::atomic<bool> interrupted;

/// While one lives, the first Ctrl-C asks for a clean end; a second one ends the program.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;

 private:
  struct sigaction before_int_ {
  }, before_term_{};
};

/// Counts and time left on one line of the terminal, a few times a second; nothing where there is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;

  void show(const Progress& progress);
  void say(const std::string& text);

 private:
  bool shown_;
  bool written_ = false;
  double last_ = -1;
};

/// Bytes.
[[nodiscard]] std::uint64_t peak_memory();

/// A word as a shell reads it back.
[[nodiscard]] std::string quoted(const std::string& word);

/// The words of a command made of such.
[[nodiscard]] std::vector<std::string> words_of(std::string_view command);

}  // namespace muster::cli
