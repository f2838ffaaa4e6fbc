// What the library that reads the command line says, in Muster's words and in the language spoken: help and refusals.
//
// Contract: every fault of what was typed is an InputError that names the words at fault and the remedy; `--help` is aligned in display
// cells. Leaves out: what the commands mean (one file each), and what a scenario says.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace muster::cli {

/// Labels, groups and alignment of help; call it before any option or command is added.
void prepare_help(CLI::App& program);

/// The headings under which a command and its `--help` stand, which it does not take from the program.
void finish_help(CLI::App& command);

/// Why the command line was not understood, with the remedy; a line.
[[nodiscard]] std::string refusal_of(const CLI::ParseError& error, const CLI::App& program);

/// Checks of single values. Each refuses with an InputError that begins with the option and its value.
[[nodiscard]] CLI::Validator whole_number(std::string option, std::uint64_t low,
                                          std::uint64_t high = std::numeric_limits<std::uint64_t>::max());
[[nodiscard]] CLI::Validator any_number(std::string option);
[[nodiscard]] CLI::Validator one_of(std::string option, std::vector<std::string> words);

}  // namespace muster::cli
