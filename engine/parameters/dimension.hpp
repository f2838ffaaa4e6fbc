// The dimension of a parameter, and the notation of its numbers.
//
// Contract: text with its unit ("45 days", "12 %", "0.2 per year", "150 thousand yuan", "15 万元") is converted to
// one double in the dimension's canonical unit (days, share of 1, per year, yuan, plain), and back. Nothing is
// guessed: a duration without a unit is an error. Leaves out: files and source locations, which only the caller
// knows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster {

enum class Dimension : std::uint8_t { number, share, days, per_year, yuan };

/// The name of the canonical unit as printed in tables: "", "share", "days", "per year", "yuan".
[[nodiscard]] std::string_view unit_name(Dimension dimension);

/// How to write a number of a dimension, for messages and the reference page; in the current language.
[[nodiscard]] std::string how_to_write(Dimension dimension);

/// The units that a number of a dimension may have.
[[nodiscard]] std::vector<std::string> units_of(Dimension dimension);

/// Reads a number with its unit.
/// @param text  as written, surrounding blanks allowed; digits must not be grouped: 1200, not `1 200`, `1,200` or
///              `1_200`
/// @param noun  for plain numbers, the word that may follow ("people"); empty if there is none
/// @return      the value in the canonical unit, or a description of what should have been written, in the current
/// language
[[nodiscard]] std::variant<double, std::string> read_quantity(std::string_view text, Dimension dimension,
                                                              std::string_view noun = {});

/// A canonical value in readable notation: "45 days", "12 %", "150000 yuan".
[[nodiscard]] std::string write_quantity(double value, Dimension dimension, std::string_view noun = {});

/// The same for messages, in the current language: "45 天".
[[nodiscard]] std::string say_quantity(double value, Dimension dimension, std::string_view noun = {});

}  // namespace muster
