#include "cli/terminal.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace muster::cli {

namespace {

// Cells: no layout works in less, and longer lines cannot be read.
constexpr std::size_t narrowest = 20, widest = 1000;

std::optional<std::size_t> width_from_environment() {
  const char* written = std::getenv("COLUMNS");
  if (!written) return std::nullopt;
  const std::string_view digits = written;
  std::size_t width = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  if (error != std::errc{} || rest != digits.data() + digits.size() || width == 0) return std::nullopt;
  return std::clamp(width, narrowest, widest);
}

std::size_t width_of(int stream) {
  if (const auto width = width_from_environment()) return *width;
  winsize window{};
  const bool known = isatty(stream) == 1 && ioctl(stream, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
  return known ? std::clamp<std::size_t>(window.ws_col, narrowest, widest) : output::Screen{}.width;
}

bool is_set(const char* variable) {
  const char* written = std::getenv(variable);
  return written && *written != '\0';
}

}  // namespace

output::Screen screen() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = !terminal || *terminal == '\0' || std::string_view(terminal) == "dumb";
  return {width_of(STDOUT_FILENO), isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR") && !dumb};
}

void write_error(std::string_view bytes) noexcept {
  static_cast<void>(std::fwrite(bytes.data(), 1, bytes.size(), stderr));
  std::fflush(stderr);
}

void print_error(const std::string& words) noexcept {
  try {
    write_error(harmless(words));
  } catch (...) {  // not enough memory even for a copy
    write_error("error\n");
  }
}

void print_warnings(const std::vector<std::string>& warnings) {
  constexpr std::size_t most_shown = 50;
  for (std::size_t i = 0; i < std::min(warnings.size(), most_shown); ++i) print_error(warnings[i]);
  if (warnings.size() > most_shown) print_error(tr("… and {} more warnings\n", warnings.size() - most_shown));
}

namespace {
int refused = 0;  // the errno of the first failed write of print()
}

void print(const std::string& text) {
  std::string_view words = text;
  std::string said;  // the text with its colours, without other control sequences
  if (!screen().colours) {
    said = harmless(words);
    words = {};
  }
  while (!words.empty()) {
    const std::size_t ink = output::length_of_style(words);
    const std::size_t end = ink > 0 ? ink : std::min(words.find('\x1b', 1), words.size());
    said += ink > 0 ? std::string(words.substr(0, end)) : harmless(words.substr(0, end));
    words.remove_prefix(end);
  }
  errno = 0;
  if (std::fwrite(said.data(), 1, said.size(), stdout) < said.size() && refused == 0) refused = errno;
}

int output_error() { return refused; }

ProgressLine::ProgressLine(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (written_) write_error("\r\x1b[K");
}

void ProgressLine::show(const Progress& progress) {
  constexpr double seconds_between = 0.2;
  if (!shown_ || progress.seconds < last_ + seconds_between) return;
  last_ = progress.seconds;
  print(tr("{} of {} replications, {:.0f} s, about {:.0f} s left", progress.finished, progress.planned,
           progress.seconds, progress.seconds_left));
}

void ProgressLine::print(const std::string& text) {
  if (!shown_) return;
  written_ = true;
  const std::size_t width =
      width_of(STDERR_FILENO) - 1;  // a full line would wrap to the next, which could not be cleared
  write_error("\r\x1b[K" + harmless(output::lines_of(text, width).front()));
}

void release_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace muster::cli
