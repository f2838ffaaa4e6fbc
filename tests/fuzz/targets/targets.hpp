// What is fuzzed: a target takes any bytes at all and does with them what the program would.
//
// Contract: check() returns if the bytes were read, or refused in one of the ways their reader promises; whatever else it throws
// is a finding, as is what a sanitizer reports. Nothing is kept from one call to the next. seeds() are bytes that are right, or
// nearly: mutation starts from them. Leaves out: who makes up the bytes (libfuzzer.cpp), and who tries those that once were a
// finding (findings_test.cpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::fuzz {

struct Target {
  std::string name;
  void (*check)(std::string_view bytes);
  std::vector<std::string> (*seeds)();
};

extern const Target scenario, strategy, set, outcome, checkpoint;

/// All of them.
[[nodiscard]] std::vector<Target> targets();

/// The words that scenario and strategy files are made of: every declared key and every choice.
[[nodiscard]] std::vector<std::string> words_of_files();

}  // namespace muster::fuzz
