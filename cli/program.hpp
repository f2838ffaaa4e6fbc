// The program from its words to its exit code.
#pragma once

#include "cli/commands.hpp"
#include "engine/text/text.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// The whole command line with every command, ready to read words.
struct MusterProgram {
  MusterProgram();

  Program line;
  std::vector<Command> commands;

  /// That of `--lang`; nothing if it is not among the words.
  [[nodiscard]] std::optional<Language> language() const { return language_with(*language_); }

 private:
  std::shared_ptr<std::string> language_;
};

/// Does what the words say and reports what goes wrong. @param words  without the program's name
[[nodiscard]] ExitCode run_program(const std::vector<std::string>& words, const Invocation& invocation);

}  // namespace muster::cli
