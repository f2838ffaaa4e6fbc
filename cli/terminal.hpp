// What is said on standard output and standard error: words, errors, a line of progress; exit codes.
#pragma once

#include "cli/signals.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "output/terminal/layout.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// What a program ends with.
enum ExitCode : int { done = 0, failed = 1, input_at_fault = 2, interrupted_by_user = 130 };

/// The screen that standard output goes to. Its width: COLUMNS if that is set to a width, else the terminal's; 100 cells where there is no
/// terminal, so that a file does not depend on a window. Colours: on a terminal that has them, unless NO_COLOR is set to anything
/// (https://no-color.org) or TERM is `dumb`.
[[nodiscard]] output::Screen screen();

/// Says something on standard output, where all that a command says goes through this: names and paths can do nothing to the terminal.
/// @throws std::system_error if it cannot be written
void print(const std::string& words);

/// Why say() could not write, as a number of the system; 0: it could. What it has not written by then is flushed at the end.
[[nodiscard]] int output_error();

/// Says something on standard error. What cannot be said there is lost, and nothing ends because of that.
void print_error(const std::string& words) noexcept;

/// Says warnings on standard error; of very many the first.
void print_warnings(const std::vector<std::string>& warnings);

/// The same for bytes that may steer a terminal, such as those that clear the line of progress.
void write_error(std::string_view bytes) noexcept;

/// Counts and time left on one line of the terminal, cut to its width, a few times a second; nothing where there is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;

  void show(const Progress& progress);
  void print(const std::string& text);

 private:
  bool shown_;
  bool written_ = false;
  double last_ = -1;
};

/// Gives memory that is free in this program back to the system: what a nation took to simulate is not needed to write
/// what came of it.
void release_free_memory();

}  // namespace muster::cli
