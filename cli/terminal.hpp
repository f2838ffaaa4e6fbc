// Output to standard output and standard error: text, errors, warnings, a line of progress; exit codes.
#pragma once

#include "cli/signals.hpp"
#include "engine/ensemble/ensemble.hpp"
#include "output/terminal/layout.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// The exit codes of the program.
enum ExitCode : int { done = 0, failed = 1, input_at_fault = 2, interrupted_by_user = 130 };

/// The screen that standard output goes to. Its width is COLUMNS if that is set to a number, else that of the
/// terminal, or 100 cells if there is no terminal, so that files do not depend on the window. Colours are used on a
/// terminal, unless NO_COLOR is set to anything (https://no-color.org) or TERM is empty or `dumb`.
[[nodiscard]] output::Screen screen();

/// Prints on standard output. All output of commands goes through this function, so that control characters in names
/// and paths cannot affect the terminal. A failed write does not throw: it is noted for output_error().
void print(const std::string& words);

/// The `errno` of the first write of print() that failed; 0 if none did. Text still in the buffer counts only once
/// flushed.
[[nodiscard]] int output_error();

/// Prints on standard error. What cannot be written is lost; that is no error.
void print_error(const std::string& words) noexcept;

/// Prints warnings on standard error; if there are very many, the first of them and the number of the others.
void print_warnings(const std::vector<std::string>& warnings);

/// The same as print_error() without removing control characters, such as those that clear the line of progress.
void write_error(std::string_view bytes) noexcept;

/// Shows counts and the time left on one line of the terminal, cut to its width, a few times a second. Shows nothing
/// if standard error is not a terminal.
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

/// Returns free memory of this process to the system: the memory that simulating a national scenario took is not
/// needed for writing its results.
void release_free_memory();

}  // namespace muster::cli
