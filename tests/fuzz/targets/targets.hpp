// The fuzz targets: each takes arbitrary bytes and processes them as the program would.
//
// Contract: check() returns if the bytes were read, or refused in one of the ways that their reader documents;
// anything else it throws is a finding, as is anything that a sanitizer reports. No state is kept between calls.
// seeds() are valid or nearly valid inputs, from which mutation starts. Leaves out: generating the inputs
// (libfuzzer.cpp), and retrying earlier findings (findings_test.cpp).
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

/// All targets.
[[nodiscard]] std::vector<Target> targets();

/// The words that scenario and strategy files consist of: every declared key and every choice.
[[nodiscard]] std::vector<std::string> words_of_files();

}  // namespace muster::fuzz
