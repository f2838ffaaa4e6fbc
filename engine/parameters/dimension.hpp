// What kind of number a parameter is, and how people write such numbers.
//
// Contract: text with its unit ("45 days", "12 %", "0.2 per year", "150 thousand yuan", "15 万元") becomes one double in the
// dimension's canonical unit (days, share of 1, per year, yuan, plain), and back. Nothing is guessed: a duration without a
// unit is an error. Leaves out: files and places; the caller knows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster {

enum class Dimension : std::uint8_t { number, share, days, per_year, yuan };

/// The canonical unit's name as tables print it: "", "share", "days", "per year", "yuan".
[[nodiscard]] std::string_view unit_name(Dimension dimension);

/// How to write a number of a dimension, for messages and the reference page; in the current language.
[[nodiscard]] std::string how_to_write(Dimension dimension);

/// The units a number of a dimension may carry.
[[nodiscard]] std::vector<std::string> units_of(Dimension dimension);

/// Reads a number with its unit.
/// @param text  what was written, outer blanks allowed; `1 200`, `1,200` and `1_200` are not numbers here, 1200 is
/// @param noun  for plain numbers, the word that may follow ("people"); empty if none
/// @return      the value in the canonical unit, or in the current language's words what should have been written
[[nodiscard]] std::variant<double, std::string> read_quantity(std::string_view text, Dimension dimension,
                                                              std::string_view noun = {});

/// A canonical value as a person would write it: "45 days", "12 %", "150000 yuan".
[[nodiscard]] std::string write_quantity(double value, Dimension dimension, std::string_view noun = {});

/// The same for messages, in the current language: "45 天".
[[nodiscard]] std::string say_quantity(double value, Dimension dimension, std::string_view noun = {});

}  // namespace muster
