// Numbers and text for people, in the current language: grouped digits, shares in per cent, widths on a terminal.
//
// Contract: rounding never overstates a value (99.6 % does not become 100 %). Leaves out: the tables, whose
// numbers are for programs (formats/csv.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/text/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// The text that a function returns, in both languages, for a title that the program makes: `localized([] { return
/// tr("as planned"); })`.
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

/// The wording for programs, whatever the current language: English if there is one, else as written.
[[nodiscard]] inline const std::string& english_or_written(const LocalizedText& wording) {
  return wording.english.empty() ? wording.written : wording.english;
}

/// How the values of a series are shown: divided by `divisor`, with a matching unit.
struct Scale {
  double divisor = 1;
  std::string unit;  // "people", "%", "million yuan"; in the current language
  bool percent = false;

  /// A value for a spreadsheet cell in this unit; a share stays as it is, since the format of the cell shows it in
  /// per cent.
  [[nodiscard]] double in_cells(double value) const { return percent ? value : value / divisor; }
};

/// Money is in millions from 100 000 upwards, in Chinese in 万元 and 亿元; people are in millions from a million
/// upwards, in Chinese in 万人 from 100 000 upwards. @param largest  the largest value to be shown
[[nodiscard]] Scale scale_for(const SeriesName& series, double largest);

/// A value without its unit: `17 500`, `97`, `12.3`; `–` for NaN. @param gap  between groups of three digits
[[nodiscard]] std::string show(double value, const Scale& scale, std::string_view gap = " ");

/// The separator between a number and its unit: a space, in Chinese nothing.
[[nodiscard]] const char* before_unit();

/// With its unit: `17 500 people`, `97 %`, `27.2 million yuan`.
[[nodiscard]] std::string show_with_unit(double value, const Scale& scale, std::string_view gap = " ");

/// A whole number with its digits grouped; in Chinese they are not.
[[nodiscard]] std::string grouped(std::uint64_t number, std::string_view gap = " ");

/// A list of names: `a, b, c`, in Chinese `a、b、c`.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// A range of values without their unit: `4.3–9.7`, in Chinese `4.3至9.7`.
[[nodiscard]] std::string range_words(const std::string& low, const std::string& high);

/// The words with an initial capital, as at the start of a sentence.
[[nodiscard]] std::string capitalised(std::string words);

/// The full stop: `.`, in Chinese `。`.
[[nodiscard]] const char* full_stop();

/// `1 replication`, `4 000 replications`; likewise for events and threads below.
[[nodiscard]] std::string replications_words(std::uint64_t number, std::string_view gap = " ");
/// `1 future`, `2 000 futures`: replications, in texts for planners.
[[nodiscard]] std::string futures_words(std::uint64_t number, std::string_view gap = " ");
[[nodiscard]] std::string events_words(std::uint64_t number);
[[nodiscard]] std::string threads_words(std::uint64_t number);

/// `1.2 s`
[[nodiscard]] std::string seconds_words(double seconds);

/// The unit of differences: points for shares, else the unit of the scale.
[[nodiscard]] std::string unit_of_change(const Scale& scale);

/// A shortfall, in the unit of differences: `2.2 stations`, `6 points`; `–` for NaN.
[[nodiscard]] std::string show_shortfall(double value, const Scale& scale);

/// A probability with its margin: `0.41 ± 0.03`; at 0 and 1 with its bound: `0.00 (below 0.004)`; or `withheld`,
/// or `nothing to judge` where there is none.
[[nodiscard]] std::string show_probability(const TargetResult& target);

/// How many futures met a target: `in 61 of 200 futures`, `in none of 200 futures`, `in all 200 futures`; for a
/// single future `met` or `not met`.
[[nodiscard]] std::string met_words(std::uint64_t met, std::uint64_t replications);

/// The interval of that probability, rounded outwards: `24 to 37 in 100`, `at most 2 in 100`, `at least 98 in 100`.
[[nodiscard]] std::string bounds_words(const Interval& interval, std::uint64_t met, std::uint64_t replications);

/// Both together: `in 61 of 200 futures (24 to 37 in 100)`.
[[nodiscard]] std::string met_with_bounds(std::uint64_t met, std::uint64_t replications, const Interval& interval);

/// If half of the replications met a target by its date, and at least one in twenty met it but no longer does on
/// its date: "half of the futures met it by …, and 9 of 10 have lost it again by …"; else empty. No full stop.
[[nodiscard]] std::string met_and_lost(const TargetDefinition& target, const TargetResult& result);

/// A difference of shares with its sign; one that rounds to zero has no sign: `+0.15`, `-0.02`, `0.00`.
[[nodiscard]] std::string signed_share(double value);

/// A text that drawing programs accept: invalid bytes become U+FFFD, control characters and separators of lines or
/// paragraphs become spaces; line feeds stay.
[[nodiscard]] std::string drawable(std::string_view text);

/// The number of terminal cells that a text takes: 2 for East Asian wide characters, 0 for combining characters
/// and for escape sequences that set colours. Source: Unicode TR 11.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Pads a text with spaces after (or before) it to a width in cells.
[[nodiscard]] std::string pad_right(std::string text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string text, std::size_t width);

/// A word quoted for a shell, where it needs quoting.
[[nodiscard]] std::string quoted(const std::string& word);

}  // namespace muster::output
