#include "engine/parameters/dimension.hpp"

#include "engine/clock/quantity.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <span>

namespace muster {

namespace {

struct Unit {
  std::string_view name;
  double canonical;  // the number of canonical units in `divisor` of this unit
  // divides instead of multiplying, so that 57 % is the double nearest to 0.57, which 57 * 0.01 is not
  double divisor = 1;
};

constexpr std::array day_units = {Unit{"days", 1},
                                  Unit{"day", 1},
                                  Unit{"d", 1},
                                  Unit{"天", 1},
                                  Unit{"日", 1},
                                  Unit{"小时", 1, 24},
                                  Unit{"hours", 1, 24},
                                  Unit{"hour", 1, 24},
                                  Unit{"weeks", 7},
                                  Unit{"week", 7},
                                  Unit{"周", 7},
                                  Unit{"星期", 7},
                                  Unit{"months", days_per_month},
                                  Unit{"month", days_per_month},
                                  Unit{"个月", days_per_month},
                                  Unit{"years", days_per_year},
                                  Unit{"year", days_per_year},
                                  Unit{"年", days_per_year}};
constexpr std::array share_units = {Unit{"%", 1, 100}, Unit{"％", 1, 100}, Unit{"", 1}};
constexpr std::array rate_units = {Unit{"per year", 1},
                                   Unit{"/year", 1},
                                   Unit{"% per year", 1, 100},
                                   Unit{"%/year", 1, 100},
                                   Unit{"每年", 1},
                                   Unit{"%每年", 1, 100},
                                   Unit{"/年", 1},
                                   Unit{"%/年", 1, 100},
                                   Unit{"per month", 12},
                                   Unit{"% per month", 12, 100},
                                   Unit{"每月", 12},
                                   Unit{"%每月", 12, 100},
                                   Unit{"/月", 12},
                                   Unit{"%/月", 12, 100}};
constexpr std::array money_units = {
    Unit{"yuan", 1}, Unit{"thousand yuan", 1e3}, Unit{"million yuan", 1e6}, Unit{"billion yuan", 1e9},
    Unit{"元", 1},   Unit{"万元", 1e4},          Unit{"亿元", 1e8}};
constexpr std::array plain_units = {Unit{"", 1}, Unit{"thousand", 1e3}, Unit{"million", 1e6}, Unit{"万", 1e4}};

std::span<const Unit> table_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::share:
      return share_units;
    case Dimension::days:
      return day_units;
    case Dimension::per_year:
      return rate_units;
    case Dimension::yuan:
      return money_units;
    case Dimension::number:
      break;
  }
  return plain_units;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Rates may be written `每年30%` or `30%每年`, with or without blanks, and with a full-width `％`; converts them to the
// second form.
std::string in_one_order(std::string_view rate) {
  std::string after;
  for (const std::string_view each : {"每年", "每月"})
    if (after.empty() && rate.starts_with(each)) {
      after = each;
      rate = trimmed(rate.substr(each.size()));
    }
  std::string one = std::string(rate) + after;
  if (const std::size_t wide = one.find("％"); wide != std::string::npos)
    one.replace(wide, std::string_view("％").size(), "%");
  if (one.find("每") != std::string::npos || one.find('/') != std::string::npos) std::erase(one, ' ');
  return one;
}

// Whether a word may be written for a noun: the noun itself, its Chinese translation with or without the measure
// word, or the measure word alone.
bool is_noun(std::string_view word, std::string_view noun) {
  if (noun.empty()) return false;
  if (word == noun || word == "个") return true;
  if (noun == "people") return word == "人" || word == "名" || word == "位";
  const LanguageScope chinese(Language::chinese);
  const std::string counted = translated(noun);
  return word == counted || (counted.starts_with("个") && word == trimmed(std::string_view(counted).substr(3)));
}

// Whether a unit consists of a multiple and a noun: "thousand people", "万人".
bool is_multiple_of_noun(std::string_view unit, std::string_view multiple, std::string_view noun) {
  return unit.starts_with(multiple) && is_noun(trimmed(unit.substr(multiple.size())), noun);
}

}  // namespace

std::string_view unit_name(Dimension dimension) {
  switch (dimension) {
    case Dimension::share:
      return "share";
    case Dimension::days:
      return "days";
    case Dimension::per_year:
      return "per year";
    case Dimension::yuan:
      return "yuan";
    case Dimension::number:
      break;
  }
  return "";
}

std::string how_to_write(Dimension dimension) {
  switch (dimension) {
    case Dimension::share:
      return tr("a share such as `12 %` or 0.12");
    case Dimension::days:
      return tr("a duration with its unit, such as `45 days` or `6 months`");
    case Dimension::per_year:
      return tr("a rate with its unit, such as `0.2 per year` or `20 % per year`");
    case Dimension::yuan:
      return tr("money with its unit, such as `150 thousand yuan` or `15 万元`");
    case Dimension::number:
      break;
  }
  return tr("a number");
}

std::vector<std::string> units_of(Dimension dimension) {
  std::vector<std::string> names;
  for (const Unit& unit : table_of(dimension))
    if (!unit.name.empty()) names.emplace_back(unit.name);
  return names;
}

std::variant<double, std::string> read_quantity(std::string_view written, Dimension dimension, std::string_view noun) {
  std::string plain = with_single_blanks(written);
  if (dimension == Dimension::per_year) plain = in_one_order(plain);
  written = plain;
  double number = 0;
  const auto [rest, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error == std::errc::result_out_of_range) return tr("a number too large or too small to hold");
  if (error != std::errc{} || !std::isfinite(number)) return tr("not {}", how_to_write(dimension));
  const std::string_view digits = written.substr(0, static_cast<std::size_t>(rest - written.data()));
  const std::string_view unsigned_digits = digits.starts_with('-') ? digits.substr(1) : digits;
  if (unsigned_digits.size() > 1 && unsigned_digits[0] == '0' && unsigned_digits[1] != '.' &&
      unsigned_digits[1] != 'e')
    return tr("a number with a leading zero, which some readers take as octal; write {}", number);
  const std::string_view unit = trimmed(written.substr(digits.size()));
  if (!unit.empty() && std::string_view("0123456789_,'").find(unit.front()) != std::string_view::npos)
    return tr("a number with separated digits; write the digits together");

  for (const Unit& known : table_of(dimension)) {
    const bool with_noun = dimension == Dimension::number && is_multiple_of_noun(unit, known.name, noun);
    if (unit != known.name && !with_noun) continue;
    const double value = number * known.canonical / known.divisor;
    if (!std::isfinite(value)) return tr("a number too large or too small to hold");
    return value;
  }
  if (unit.empty()) return tr("without a unit; write {}", how_to_write(dimension));
  std::vector<std::string> known = units_of(dimension);
  if (!noun.empty()) known.emplace_back(noun);
  return tr("in a unit that does not fit{}; write {}", nearest_hint(unit, known), how_to_write(dimension));
}

std::string write_quantity(double value, Dimension dimension, std::string_view noun) {
  switch (dimension) {
    case Dimension::share:
      return fmt::format("{:.6g} %", value * 100);
    case Dimension::days:
      return fmt::format("{:.6g} {}", value, value == 1 ? "day" : "days");
    case Dimension::per_year:
      return fmt::format("{:.6g} per year", value);
    case Dimension::yuan:
      return fmt::format("{:.10g} yuan", value);
    case Dimension::number:
      break;
  }
  return noun.empty() ? fmt::format("{:.10g}", value) : fmt::format("{:.10g} {}", value, noun);
}

std::string say_quantity(double value, Dimension dimension, std::string_view noun) {
  switch (dimension) {
    case Dimension::share:
      return tr("{:.6g} %", value * 100);
    case Dimension::days:
      return value == 1 ? tr("1 day") : tr("{:.6g} days", value);
    case Dimension::per_year:
      return tr("{:.6g} per year", value);
    case Dimension::yuan: {
      const auto in = [&](double size, const std::string& unit) {
        return with_unit(fmt::format("{:.10g}", value / size), unit);
      };
      if (current_language() == Language::chinese && std::abs(value) >= 1e8) return in(1e8, "亿元");
      if (current_language() == Language::chinese && std::abs(value) >= 1e4) return in(1e4, "万元");
      return std::abs(value) >= 1e6 ? in(1e6, tr("million yuan")) : in(1, tr("yuan"));
    }
    case Dimension::number:
      break;
  }
  return with_unit(fmt::format("{:.10g}", value), noun.empty() ? "" : translated(noun));
}

}  // namespace muster
