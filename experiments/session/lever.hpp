// A parameter that an experiment varies, and its values as people write them.
//
// Contract: values carry the parameter's unit, as those of `--set` do; `1..5`, `10%..50% by 10%`,
// `2022-01-01..2024-01-01 by 6 months` and lists of such values are converted to numbers and back. Whether a value
// is allowed is checked when its session is opened; a parameter that is not declared, or whose values are not
// numbers, can still be varied over a list of words. Every error names the option. Leaves out: designs of
// experiments.
#pragma once

#include "engine/experiments/design.hpp"
#include "engine/experiments/solve.hpp"
#include "experiments/session/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

/// A parameter's path and how its values are read and written: as numbers with a unit, as dates (numbers of days),
/// or as listed words.
class Lever {
 public:
  /// @param path    such as `agencies.founded`; the parameter need not exist
  /// @param option  for messages: `--sweep agencies.founded=1..5`
  Lever(std::string path, std::string option);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& option() const { return option_; }

  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_date() const;

  /// Whether only whole values lie between two whole ones: for dates, whole numbers, and what is counted (agencies,
  /// people, posts).
  [[nodiscard]] bool is_whole(double low, double high) const;

  /// "share", "days", "yuan", "agencies", …; empty for dates and words.
  [[nodiscard]] std::string unit() const;

  /// Reads a value with its unit, within the declared range. @throws InputError
  [[nodiscard]] double read(std::string_view text) const;

  /// The value as it may be given to `--set`.
  [[nodiscard]] std::string write(double value) const;

  /// The value for readers, in their language and with all its digits: `8 agencies`, `4578 million yuan`, `94.2 %`.
  [[nodiscard]] Text say(double value) const;

  /// The parameter's title; its path if no section that was written declares it.
  [[nodiscard]] Text name(const SectionSettings& written) const;

  /// The value for tables: numbers in the canonical unit, dates as dates, words.
  [[nodiscard]] std::string write_plain(double value) const;

  /// The values of `1..5`, `10%,20%`, `keep,replace`. @throws InputError
  [[nodiscard]] Axis axis(std::string_view values);

  /// The range of `LOW..HIGH`, or the declared range for an empty text; its steps are whole, or fine and round.
  /// @throws InputError
  [[nodiscard]] LeverRange range(std::string_view text) const;

  /// The parameter's single number or date as planned, if it has one; for an uncertain value its likely value.
  [[nodiscard]] std::optional<double> as_planned(const scenarios::Scenario& scenario) const;

  [[noreturn]] void refuse(const std::string& why) const;

 private:
  [[nodiscard]] std::vector<double> steps(double low, double high, std::string_view by) const;

  std::string path_;
  std::string option_;
  const FieldSpec* field_ = nullptr;
  std::vector<std::string> words_;
};

/// Opens a session with one more value set, so that the loader refuses a path that does not exist.
/// @param option  for which the value was typed; the loader's errors name it
/// @throws InputError
void check_path(ScenarioChoice scenario, const std::string& path, const std::string& value, const std::string& option);

/// @throws InputError "<option>: error: <why>"
[[noreturn]] void refuse_option(const std::string& option, const std::string& why);

/// `a.b=values` split at the first `=`; the second part is empty if there is none.
[[nodiscard]] std::pair<std::string, std::string> cut_at_equals(const std::string& written);

}  // namespace muster::experiments
