// A parameter that an experiment turns, and its values as people write them.
//
// Contract: values carry the parameter's unit as those of `--set` do; `1..5`, `10%..50% by 10%`, `2022-01-01..2024-01-01 by 6 months`
// and lists of them become numbers, and back. Whether a value is allowed at all is checked when its session is opened; what
// stands in no table, or is no number, can still be listed word by word. Every fault names the option. Leaves out: designs.
#pragma once

#include "engine/experiments/design.hpp"
#include "engine/experiments/solve.hpp"
#include "experiments/session/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

/// A path and how its values are read and written: as numbers with a unit, as dates (their day), or as words in a list.
class Lever {
 public:
  /// @param path    such as `agencies.founded`; it need not exist
  /// @param option  for messages: `--sweep agencies.founded=1..5`
  Lever(std::string path, std::string option);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& option() const { return option_; }

  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_date() const;

  /// Only whole values between two that are whole: dates, whole numbers, and things that are counted (agencies, people, posts).
  [[nodiscard]] bool is_whole(double low, double high) const;

  /// "share", "days", "yuan", "agencies", …; empty for dates and words.
  [[nodiscard]] std::string unit() const;

  /// A value with its unit, within the declared range. @throws InputError
  [[nodiscard]] double read(std::string_view text) const;

  /// As it may be given to `--set`.
  [[nodiscard]] std::string write(double value) const;

  /// For people, in their language and with every digit it has: `8 agencies`, `4578 million yuan`, `94.2 %`.
  [[nodiscard]] Text say(double value) const;

  /// What it is called; its path if no section that was written declares it.
  [[nodiscard]] Text name(const SectionSettings& written) const;

  /// For tables: numbers in the canonical unit, dates as dates, words.
  [[nodiscard]] std::string write_plain(double value) const;

  /// The values of `1..5`, `10%,20%`, `keep,replace`. @throws InputError
  [[nodiscard]] Axis axis(std::string_view values);

  /// The range of `LOW..HIGH`, or the declared one for an empty text; its steps are whole, or fine and round. @throws InputError
  [[nodiscard]] LeverRange range(std::string_view text) const;

  /// The single number or date it has as planned, if it has one; the likely value of an uncertain one.
  [[nodiscard]] std::optional<double> as_planned(const scenarios::Scenario& scenario) const;

  [[noreturn]] void refuse(const std::string& why) const;

 private:
  [[nodiscard]] std::vector<double> steps(double low, double high, std::string_view by) const;

  std::string path_;
  std::string option_;
  const FieldSpec* field_ = nullptr;
  std::vector<std::string> words_;
};

/// Opens a session with one more value given, so that the loader refuses a path that is none.
/// @param option  for which the value was typed; the loader's errors name it
/// @throws InputError
void check_path(ScenarioChoice scenario, const std::string& path, const std::string& value, const std::string& option);

/// @throws InputError "<option>: error: <why>"
[[noreturn]] void refuse_option(const std::string& option, const std::string& why);

/// `a.b=values` cut at the first `=`; the second is empty without one.
[[nodiscard]] std::pair<std::string, std::string> cut_at_equals(const std::string& written);

}  // namespace muster::experiments
