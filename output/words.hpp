// Numbers and text for people: grouped digits, shares in per cent, widths on a terminal.
//
// Contract: rounding never claims more than the value bears (99.6 % does not become 100 %). Leaves out: the tables, whose
// numbers are for programs (csv.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <string>
#include <string_view>

namespace muster::output {

/// How the values of a series are shown: divided by `divisor`, with a unit that says so.
struct Scale {
  double divisor = 1;
  std::string unit;  // "people", "%", "million yuan"
  bool percent = false;
};

/// @param largest  the largest value to be shown
[[nodiscard]] Scale scale_for(const SeriesName& series, double largest);

/// A value without its unit: `17 500`, `97`, `12.3`; `–` for NaN. @param gap  between groups of three digits
[[nodiscard]] std::string show(double value, const Scale& scale, std::string_view gap = " ");

/// With its unit: `17 500 people`, `97 %`, `27.2 million yuan`.
[[nodiscard]] std::string show_with_unit(double value, const Scale& scale, std::string_view gap = " ");

/// A whole number with its digits grouped.
[[nodiscard]] std::string grouped(std::uint64_t number, std::string_view gap = " ");

/// A probability and how well it is known: `0.41 ± 0.03`; at the ends the bound: `0.00 (below 0.004)`.
[[nodiscard]] std::string show_probability(const TargetResult& target);

/// Cells a text takes on a terminal: 2 for East Asian wide characters, 0 for combining ones. Source: Unicode TR 11.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Blanks after (or before) a text up to a width in cells.
[[nodiscard]] std::string pad_right(std::string text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string text, std::size_t width);

}  // namespace muster::output
