// The command line: commands, their options, what was typed, help and refusals, in the language spoken.
//
// Contract: a command has one written form, which asked() makes from the values that were read, defaults included: every option of
// it but those that decide no result. Every fault of what was typed is an InputError that names the words at fault and the remedy; `--help` is aligned in display
// cells. CLI11 reads the words; only command_line.cpp includes it, because its header alone takes seconds to compile. Leaves out:
// what the commands mean (one file each), and what a scenario says.
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

/// An option as it stands in the written form of its command.
struct WrittenOption {
  std::string name;  // "--seed"; of a positional, what the help calls it
  bool positional = false;
  bool decides = true;                               // what comes out
  std::function<std::vector<std::string>()> values;  // as they are now: none where it says nothing; of a flag ""
};

/// An option of a command, to be described further. The checks refuse with an InputError that begins with the option and its value.
class Option {
 public:
  Option required();
  Option shows_default();  // the value it has now stands in the help
  Option excludes(Option other);
  Option needs(Option other);
  Option whole_number(std::uint64_t low, std::uint64_t high = std::numeric_limits<std::uint64_t>::max());
  Option any_number();
  Option one_of(std::vector<std::string> words);
  /// What was typed is read as something else that means the same. @param normal  throws InputError for what means nothing
  Option normalised(std::function<std::string(const std::string&)> normal);
  Option decides_nothing();  // about the results: it is no part of the written form

 private:
  friend class CommandLine;
  Option(CLI::Option& option, WrittenOption* written) : option_(&option), written_(written) {}
  CLI::Option* option_;
  WrittenOption* written_;
};

/// A command: a handle, which may be copied. What options are read into must live until the words have been read.
class CommandLine {
 public:
  CommandLine add_command(const std::string& name, const std::string& description);

  /// An option (`--name`) or a positional (`NAME`). Of a list, an option takes one value each time it is typed, a positional every
  /// word that follows.
  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::string>& value, const std::string& description);
  Option add_option(const std::string& name, std::vector<std::string>& values, const std::string& description);
  Option add_option(const std::string& name, std::uint64_t& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::uint64_t>& value, const std::string& description);
  Option add_option(const std::string& name, unsigned& value, const std::string& description);
  Option add_option(const std::string& name, double& value, const std::string& description);
  Option add_flag(const std::string& name, bool& value, const std::string& description);

  [[nodiscard]] Option option(const std::string& name) const;

  /// One of its commands must be typed.
  void require_command();

  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool was_typed() const;
  [[nodiscard]] bool was_typed(const std::string& option) const;

  /// Its options but those of every command, in the order in which they were added.
  [[nodiscard]] const std::deque<WrittenOption>& options() const { return *written_; }

  /// The command in its one written form: its name, what it takes, and each option that decides a result, with the values that they have
  /// now, whether they were typed or not.
  [[nodiscard]] output::WrittenCommand asked() const;

 private:
  friend class Program;
  explicit CommandLine(CLI::App& app) : app_(&app), written_(std::make_shared<std::deque<WrittenOption>>()) {}
  template <class Value>
  Option add(const std::string& name, Value& value, const std::string& description);
  CLI::App* app_;
  std::shared_ptr<std::deque<WrittenOption>> written_;
};

/// The whole command line: options that every command has, and the commands.
class Program : public CommandLine {
 public:
  /// @param version  what `--version` prints
  Program(const std::string& name, const std::string& description, const std::string& version);

  /// Reads the words after the program's own name. Returns an exit code if that was all: help or the version was asked for.
  /// @throws InputError naming the words at fault
  [[nodiscard]] std::optional<int> read(const std::vector<std::string>& words);

 private:
  explicit Program(std::shared_ptr<CLI::App> app);
  std::shared_ptr<CLI::App> program_;
};

}  // namespace muster::cli
