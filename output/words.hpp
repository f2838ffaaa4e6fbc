// Numbers and text for people, in their language: grouped digits, shares in per cent, widths on a terminal.
//
// Contract: rounding never claims more than the value bears (99.6 % does not become 100 %). Leaves out: the tables, whose
// numbers are for programs (csv.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/text/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// The same in every language there is, for a title that is made and not read: `localized([] { return text("as planned"); })`.
template <class Say>
[[nodiscard]] LocalizedText localized(const Say& say) {
  LocalizedText made;
  {
    const LanguageScope chinese(Language::chinese);
    made.written = say();
  }
  const LanguageScope english(Language::english);
  made.english = say();
  return made;
}

/// A wording where programs read it, whatever the language: English if it has that.
[[nodiscard]] inline const std::string& english_or_written(const LocalizedText& wording) {
  return wording.english.empty() ? wording.written : wording.english;
}

/// How the values of a series are shown: divided by `divisor`, with a unit that says so.
struct Scale {
  double divisor = 1;
  std::string unit;  // "people", "%", "million yuan"; in the current language
  bool percent = false;

  /// A value as a program's cell holds it, beside the unit: a share as it is, which the cell's format turns into per cent.
  [[nodiscard]] double in_cells(double value) const { return percent ? value : value / divisor; }
};

/// Money in millions from 100 000 on, in Chinese in 万元 and 亿元; people by the million from a million on, in Chinese in 万人 from
/// 100 000 on. @param largest  the largest value to be shown
[[nodiscard]] Scale scale_for(const SeriesName& series, double largest);

/// A value without its unit: `17 500`, `97`, `12.3`; `–` for NaN. @param gap  between groups of three digits
[[nodiscard]] std::string show(double value, const Scale& scale, std::string_view gap = " ");

/// What stands between a number and its unit: a blank, in Chinese nothing.
[[nodiscard]] const char* before_unit();

/// With its unit: `17 500 people`, `97 %`, `27.2 million yuan`.
[[nodiscard]] std::string show_with_unit(double value, const Scale& scale, std::string_view gap = " ");

/// A whole number with its digits grouped; in Chinese they are not.
[[nodiscard]] std::string grouped(std::uint64_t number, std::string_view gap = " ");

/// Names one after the other: `a, b, c`, in Chinese `a、b、c`.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// From one value to another, both without their unit: `4.3–9.7`, in Chinese `4.3～9.7`.
[[nodiscard]] std::string range_words(const std::string& low, const std::string& high);

/// The same with its first letter large, as a sentence begins.
[[nodiscard]] std::string capitalised(std::string words);

/// What ends a sentence: `.`, in Chinese `。`.
[[nodiscard]] const char* full_stop();

/// `1 replication`, `4 000 replications`; the same of events and threads.
[[nodiscard]] std::string replications_words(std::uint64_t number, std::string_view gap = " ");
/// `1 future`, `2 000 futures`, as replications are called where people read of them.
[[nodiscard]] std::string futures_words(std::uint64_t number, std::string_view gap = " ");
[[nodiscard]] std::string events_words(std::uint64_t number);
[[nodiscard]] std::string threads_words(std::uint64_t number);

/// `1.2 s`
[[nodiscard]] std::string seconds_words(double seconds);

/// How a difference of a series is called: of shares in points.
[[nodiscard]] std::string unit_of_change(const Scale& scale);

/// By how much something is short, in the unit of differences: `2.2 stations`, `6 points`; `–` for NaN.
[[nodiscard]] std::string show_shortfall(double value, const Scale& scale);

/// A probability and how well it is known: `0.41 ± 0.03`; at the ends the bound: `0.00 (below 0.004)`; `withheld`; without one:
/// `nothing to judge`.
[[nodiscard]] std::string show_probability(const TargetResult& target);

/// How many futures met a target: `in 61 of 200 futures`, `in none of 200 futures`, `in all 200 futures`; of a single one
/// `met` or `not met`.
[[nodiscard]] std::string met_words(std::uint64_t met, std::uint64_t replications);

/// How well that is known, rounded outwards: `24 to 37 in 100`, `at most 2 in 100`, `at least 98 in 100`.
[[nodiscard]] std::string bounds_words(const Interval& interval, std::uint64_t met, std::uint64_t replications);

/// Both: `in 61 of 200 simulations (24 to 37 in 100)`.
[[nodiscard]] std::string met_with_bounds(std::uint64_t met, std::uint64_t replications, const Interval& interval);

/// A date in a sentence: `2026-12-31`, in Chinese `2026年12月31日`. In tables it stays iso().
[[nodiscard]] std::string date_words(Date date);

/// When half of the replications met a target, if that was by its date and at least one in twenty does not meet it on its
/// date any more: "half of the futures met it by …, and 9 of 10 have lost it again by …"; else empty. No full stop.
[[nodiscard]] std::string met_and_lost(const TargetDefinition& target, const TargetResult& result);

/// A difference of shares with its sign, which nothing has not: `+0.15`, `-0.02`, `0.00`.
[[nodiscard]] std::string signed_share(double value);

/// A text as programs that draw take it: whatever is no character becomes U+FFFD, a control character or a separator of lines or
/// paragraphs a blank; line feeds stay.
[[nodiscard]] std::string drawable(std::string_view text);

/// Cells a text takes on a terminal: 2 for East Asian wide characters, 0 for combining ones and for sequences that colour it. Source: Unicode TR 11.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Blanks after (or before) a text up to a width in cells.
[[nodiscard]] std::string pad_right(std::string text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string text, std::size_t width);

/// A word as a shell reads it back.
[[nodiscard]] std::string quoted(const std::string& word);

}  // namespace muster::output
