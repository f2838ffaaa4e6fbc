#include "cli/terminal.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace muster::cli {

void write_error(std::string_view bytes) noexcept {
  static_cast<void>(std::fwrite(bytes.data(), 1, bytes.size(), stderr));
  std::fflush(stderr);
}

void say_error(std::string_view words) noexcept {
  try {
    write_error(harmless(words));
  } catch (...) {  // not even memory for a copy
    write_error("error\n");
  }
}

void say(std::string_view words) { fmt::print("{}", harmless(words)); }

ProgressLine::ProgressLine(bool quiet) : shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (written_) write_error("\r\x1b[K");
}

void ProgressLine::show(const Progress& progress) {
  constexpr double seconds_between = 0.2;
  if (!shown_ || progress.seconds < last_ + seconds_between) return;
  last_ = progress.seconds;
  say(text("{} of {} replications, {:.0f} s, about {:.0f} s left", progress.finished, progress.planned,
           progress.seconds, progress.seconds_left));
}

void ProgressLine::say(const std::string& text) {
  if (!shown_) return;
  written_ = true;
  write_error("\r\x1b[K" + harmless(text));
}

std::uint64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

std::vector<std::string> words_of(std::string_view command) {
  std::vector<std::string> words;
  bool inside = false, in_word = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char letter = command[i];
    if (letter == ' ' && !inside) {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) words.emplace_back();
    if (letter == '\'') {
      inside = !inside;
    } else if (letter == '\\' && !inside && i + 1 < command.size()) {
      words.back() += command[++i];
    } else {
      words.back() += letter;
    }
  }
  return words;
}

}  // namespace muster::cli
