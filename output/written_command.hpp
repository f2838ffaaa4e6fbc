// A command in its canonical form: the options that decide its results, as values.
//
// Contract: the command line makes it from the parsed options (cli/command_line.hpp); checkpoints, manifests,
// `resume`, `verify`, `merge` and the section "How to repeat it" of pages all use it. Leaves out: options that
// change no result, such as threads and folders.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

/// A command with its options, as they were parsed.
struct WrittenCommand {
  struct Word {
    std::string option;  // "--seed"; the first one is the command itself, and a positional argument has ""
    std::optional<std::string> value;  // none: the option takes no value

    friend bool operator==(const Word&, const Word&) = default;
  };
  std::vector<Word> words;

  WrittenCommand& add(std::string option, std::optional<std::string> value = {}) {
    words.push_back({std::move(option), std::move(value)});
    return *this;
  }
  /// The value of an option; null if the option is missing or has no value.
  [[nodiscard]] const std::string* value_of(const std::string& option) const;
  /// Sets the value of an option, adding the option if it is missing; without a value the option is removed.
  void set(const std::string& option, std::optional<std::string> value);

  friend bool operator==(const WrittenCommand&, const WrittenCommand&) = default;
};

/// The words of the command, without the name of the program.
[[nodiscard]] std::vector<std::string> words_of(const WrittenCommand& asked);

/// The command as it is typed: "muster run shenyang --seed 1 …".
[[nodiscard]] std::string typed(const WrittenCommand& asked);

}  // namespace muster::output
