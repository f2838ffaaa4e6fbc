// The whole program: from the words typed to the exit code.
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

  /// The language given by `--lang`; nothing if it was not typed.
  [[nodiscard]] std::optional<Language> language() const { return language_with(*language_); }

 private:
  std::shared_ptr<std::string> language_;
};

/// Executes a command line and prints errors. @param words  without the program's name
[[nodiscard]] ExitCode run_program(const std::vector<std::string>& words, const Invocation& invocation);

}  // namespace muster::cli
