// A command in its one written form: the options that decide its results, as values.
//
// Contract: made by the command line from the parsed options (cli/command_line.hpp); checkpoints, manifests, `resume`, `verify`, `merge` and
// the pages' "how to repeat it" all take it from here. Leaves out: options that change no result, such as threads and folders.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

/// What was asked for, in values: a command with its options as they were understood.
struct WrittenCommand {
  struct Word {
    std::string option;  // "--seed"; the first of all is the command, and "" stands before what has no option
    std::optional<std::string> value;  // none: the option says it all

    friend bool operator==(const Word&, const Word&) = default;
  };
  std::vector<Word> words;

  WrittenCommand& add(std::string option, std::optional<std::string> value = {}) {
    words.push_back({std::move(option), std::move(value)});
    return *this;
  }
  /// The value of an option; null if it is not there or has none.
  [[nodiscard]] const std::string* value_of(const std::string& option) const;
  /// Gives an option another value, or leaves it out; one that is not there is added.
  void set(const std::string& option, std::optional<std::string> value);

  friend bool operator==(const WrittenCommand&, const WrittenCommand&) = default;
};

/// Its words, without the program's name.
[[nodiscard]] std::vector<std::string> words_of(const WrittenCommand& asked);

/// The same as it is typed: "muster run shenyang --seed 1 …".
[[nodiscard]] std::string typed(const WrittenCommand& asked);

}  // namespace muster::output
