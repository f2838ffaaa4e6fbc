// The command line: commands, their options, the values that were typed, help and errors, in the current language.
//
// Contract: a command has one written form, which asked() makes from the values that were read, defaults included;
// it has every option except those that do not affect the results. Every mistake in what was typed is an InputError
// that names the words at fault and the remedy. `--help` is aligned in display cells. CLI11 parses the words; only
// command_line.cpp includes it, because its header alone takes seconds to compile. Leaves out: what the commands do
// (one file each), and what a scenario contains.
#pragma once

#include "output/written_command.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace muster::cli {

/// An option as it appears in the written form of its command.
struct WrittenOption {
  std::string name;  // "--seed"; for a positional, its name in the help
  bool positional = false;
  bool decides = true;                               // whether it affects the results
  std::function<std::vector<std::string>()> values;  // the current ones: none if it is not set; for a flag ""
};

/// An option of a command, which can be described further. A failed check throws an InputError that begins with the
/// option and its value.
class Option {
 public:
  Option required();
  Option shows_default();  // the help shows its current value
  Option excludes(Option other);
  Option needs(Option other);
  Option whole_number(std::uint64_t low, std::uint64_t high = std::numeric_limits<std::uint64_t>::max());
  Option any_number();
  Option one_of(std::vector<std::string> words);
  /// Replaces what was typed by its normal form. @param normal  throws InputError if what was typed is not valid
  Option normalised(std::function<std::string(const std::string&)> normal);
  Option does_not_affect_results();  // does not affect the results, so it is not part of the written form

 private:
  friend class CommandLine;
  Option(CLI::Option& option, WrittenOption* written) : option_(&option), written_(written) {}
  CLI::Option* option_;
  WrittenOption* written_;
};

/// A handle to a command; it may be copied. The variables that options are read into must live until the words have
/// been read; asked() reads them again.
class CommandLine {
 public:
  CommandLine add_command(const std::string& name, const std::string& description);

  /// Adds an option (`--name`) or a positional (`NAME`). For a list, an option takes one value each time it is
  /// typed, and a positional takes every word that follows.
  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::string>& value, const std::string& description);
  Option add_option(const std::string& name, std::vector<std::string>& values, const std::string& description);
  Option add_option(const std::string& name, std::uint64_t& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::uint64_t>& value, const std::string& description);
  Option add_option(const std::string& name, unsigned& value, const std::string& description);
  Option add_option(const std::string& name, double& value, const std::string& description);
  Option add_flag(const std::string& name, bool& value, const std::string& description);

  [[nodiscard]] Option option(const std::string& name) const;

  /// Makes it an error if none of the subcommands is typed.
  void require_command();

  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool was_typed() const;
  [[nodiscard]] bool was_typed(const std::string& option) const;

  /// Its own options (without those that every command has), in the order in which they were added.
  [[nodiscard]] const std::deque<WrittenOption>& options() const { return *written_; }

  /// The command in its one written form: its name, its positionals and each option that affects the results, with
  /// their current values, whether they were typed or not.
  [[nodiscard]] output::WrittenCommand asked() const;

 private:
  friend class Program;
  explicit CommandLine(CLI::App& app) : app_(&app), written_(std::make_shared<std::deque<WrittenOption>>()) {}
  template <class Value>
  Option add(const std::string& name, Value& value, const std::string& description);
  CLI::App* app_;
  std::shared_ptr<std::deque<WrittenOption>> written_;
};

/// The whole command line: the options that every command has, and the commands.
class Program : public CommandLine {
 public:
  /// @param version  what `--version` prints
  Program(const std::string& name, const std::string& description, const std::string& version);

  /// Reads the words after the program's own name. Returns an exit code if nothing remains to be done, because help
  /// or the version was printed.
  /// @throws InputError naming the words at fault
  [[nodiscard]] std::optional<int> read(const std::vector<std::string>& words);

 private:
  explicit Program(std::shared_ptr<CLI::App> app);
  std::shared_ptr<CLI::App> program_;
};

}  // namespace muster::cli
