#include "output/words.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace muster::output {

namespace {

std::string group_digits(std::string digits, std::string_view gap) {
  if (current_language() == Language::chinese) return digits;  // Chinese does not group digits by three
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  std::size_t point = std::min(digits.find('.'), digits.size());
  while (point > first + 3) {
    point -= 3;
    digits.insert(point, gap);
  }
  return digits;
}

struct Range {
  char32_t first, last;
};
// East Asian wide and full-width characters, roughly by block. Source: Unicode Standard Annex 11, EastAsianWidth.txt.
constexpr Range wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},
                          {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                          {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Range without_width[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t letter) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return letter >= range.first && letter <= range.last; });
}

}  // namespace

Scale scale_for(const SeriesName& series, double largest) {
  if (series.unit == "share") return {0.01, "%", true};
  if (series.unit == "yuan" && current_language() == Language::chinese) {
    if (largest >= 1e8) return {1e8, "亿元", false};
    if (largest >= 1e4) return {1e4, "万元", false};
  } else if (series.unit == "yuan" && largest >= 1e5) {
    return {1e6, tr("million yuan"), false};
  }
  if (series.unit == "people" || series.unit == "person-times") {
    const bool chinese = current_language() == Language::chinese;
    if (chinese && largest >= 1e5) return {1e4, "万" + translated(series.unit), false};
    if (!chinese && largest >= 1e6) return {1e6, "million " + series.unit, false};
  }
  return {1, translated(series.unit), false};
}

std::string show(double value, const Scale& scale, std::string_view gap) {
  if (std::isnan(value)) return "–";
  const double shown = value / scale.divisor;
  const double size = std::abs(shown);
  int digits = 0;
  if (scale.percent) {  // near 0 and 100 a whole per cent would read as none or all
    const bool near_end = (size > 0 && size < 1) || (size > 99 && size < 100);
    digits = near_end ? 1 : 0;
    if (size > 99.9 && size < 100) return "99.9";
    if (size > 0 && size < 0.1) return "0.1";
  } else if (std::abs(shown - std::round(shown)) > 1e-9) {
    const bool coarse = scale.divisor >= 1e8 && size < 10;  // 1.23 hundred million has three digits, like 123 million
    digits = size < 1 || coarse ? 2 : size < (scale.divisor > 1 ? 100 : 10) ? 1 : 0;
  }
  std::string said = fmt::format("{:.{}f}", shown, digits);
  if (scale.divisor == 1 && said.ends_with(".0")) said.resize(said.size() - 2);  // 3.97 stations are shown as 4
  if (said.starts_with('-') && said.find_first_of("123456789") == std::string::npos)
    said.erase(0, 1);  // zero has no sign
  return group_digits(std::move(said), gap);
}

const char* before_unit() { return current_language() == Language::chinese ? "" : " "; }

std::string show_with_unit(double value, const Scale& scale, std::string_view gap) {
  const std::string said = show(value, scale, gap);
  return std::isnan(value) ? said : with_unit(said, scale.unit);
}

std::string grouped(std::uint64_t number, std::string_view gap) {
  return group_digits(fmt::format("{}", number), gap);
}

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, current_language() == Language::chinese ? "、" : ", "));
}

std::string range_words(const std::string& low, const std::string& high) {
  return low == high ? low : low + (current_language() == Language::chinese ? "至" : "–") + high;
}

std::string capitalised(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

const char* full_stop() { return current_language() == Language::chinese ? "。" : "."; }

std::string replications_words(std::uint64_t number, std::string_view gap) {
  return number == 1 ? tr("1 replication") : tr("{} replications", grouped(number, gap));
}

std::string futures_words(std::uint64_t number, std::string_view gap) {
  return number == 1 ? tr("1 future") : tr("{} futures", grouped(number, gap));
}

std::string events_words(std::uint64_t number) {
  return number == 1 ? tr("1 event") : tr("{} events", grouped(number));
}

std::string threads_words(std::uint64_t number) {
  return number == 1 ? tr("1 thread") : tr("{} threads", grouped(number));
}

std::string seconds_words(double seconds) { return seconds < 10 ? tr("{:.1f} s", seconds) : tr("{:.0f} s", seconds); }

std::string unit_of_change(const Scale& scale) { return scale.percent ? tr("points") : scale.unit; }

std::string show_shortfall(double value, const Scale& scale) {
  const std::string unit = unit_of_change(scale), said = show(value, scale);
  return std::isnan(value) ? said : with_unit(said, unit);
}

std::string show_probability(const TargetResult& target) {
  if (target.attainment_withheld) return tr("withheld");
  if (std::isnan(target.probability)) return tr("nothing to judge");
  const auto bound = [](double value) {  // two digits are precise enough for a bound
    return fmt::format("{:.{}f}", value, value > 0.99 || value < 0.01 ? 3 : 2);
  };
  if (target.probability <= 0) return tr("0.00 (below {})", bound(target.interval.high));
  if (target.probability >= 1) return tr("1.00 (above {})", bound(target.interval.low));
  const double half_width = (target.interval.high - target.interval.low) / 2;
  const int digits = half_width < 0.005 || target.probability < 0.005 || target.probability > 0.995 ? 3 : 2;
  return fmt::format("{:.{}f} ± {:.{}f}", target.probability, digits, half_width, digits);
}

std::string met_words(std::uint64_t met, std::uint64_t replications) {
  const std::string all = grouped(replications);
  if (replications == 1) return met > 0 ? tr("met") : tr("not met");
  if (met == 0) return tr("in none of {} futures", all);
  if (met == replications) return tr("in all {} futures", all);
  return tr("in {} of {} futures", grouped(met), all);
}

std::string bounds_words(const Interval& interval, std::uint64_t met, std::uint64_t replications) {
  constexpr double hundred = 100, noise = 1e-9;
  const int low = static_cast<int>(std::floor(interval.low * hundred + noise));
  const int high = static_cast<int>(std::ceil(interval.high * hundred - noise));
  if (met == 0) return tr("at most {} in 100", high);
  if (met == replications) return tr("at least {} in 100", low);
  return tr("{} to {} in 100", low, high);
}

std::string met_with_bounds(std::uint64_t met, std::uint64_t replications, const Interval& interval) {
  const std::string words = met_words(met, replications);
  return replications == 1 ? words : tr("{} ({})", words, bounds_words(interval, met, replications));
}

std::string met_and_lost(const TargetDefinition& target, const TargetResult& result) {
  constexpr std::size_t rare = 20;  // fewer than one in 20 are not worth reporting
  if (!result.reached_p50 || *result.reached_p50 > target.by || result.lost * rare < result.replications) return {};
  return tr("half of the futures met it by {}, and {} of {} have lost it again by {}", date_words(*result.reached_p50),
            grouped(result.lost), grouped(result.replications), date_words(target.by));
}

std::string signed_share(double value) {
  const std::string said = fmt::format("{:+.2f}", value);
  return said.find_first_of("123456789") == std::string::npos ? "0.00" : said;
}

std::string drawable(std::string_view text) {
  constexpr char32_t line_separator = 0x2028, paragraph_separator = 0x2029, replacement = 0xFFFD;
  std::string made;
  while (!text.empty()) {
    const Character one = take_character(text);
    const bool control = (one.code < 0x20 && one.code != '\n') || (one.code >= 0x7F && one.code < 0xA0) ||
                         one.code == line_separator || one.code == paragraph_separator;
    made += !one.readable ? utf8(replacement) : control ? " " : utf8(one.code);
  }
  return made;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == 0x1B) {
      i = std::min(text.find('m', i), text.size() - 1) + 1;
      continue;
    }
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t letter = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      letter = (letter << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    width += is_in(without_width, letter) ? 0 : is_in(wide, letter) ? 2 : 1;
    i += length;
  }
  return width;
}

std::string pad_right(std::string text, std::size_t width) {
  if (const std::size_t has = display_width(text); has < width) text.append(width - has, ' ');
  return text;
}

std::string pad_left(std::string text, std::size_t width) {
  if (const std::size_t has = display_width(text); has < width) text.insert(0, width - has, ' ');
  return text;
}

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=:%+-") ==
                                          std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char letter : word) text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return text + "'";
}

}  // namespace muster::output
