#include "experiments/session/lever.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/titles.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/settings.hpp"
#include "models/assembly.hpp"
#include "output/document/document.hpp"
#include "output/formats/csv.hpp"
#include "output/words.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace muster::experiments {

namespace {

constexpr std::size_t most_values = 10'000;  // on one axis

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Splits at commas, except inside brackets or quotes.
std::vector<std::string_view> cut_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  char quote = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char letter = i < text.size() ? text[i] : ',';
    if (i < text.size() && quote != 0) {
      if (letter == quote) quote = 0;
      continue;
    }
    if (letter == '"' || letter == '\'') quote = letter;
    if (letter == '{' || letter == '[') ++depth;
    if (letter == '}' || letter == ']') --depth;
    if (i == text.size() || (letter == ',' && depth == 0)) {
      parts.push_back(trimmed(text.substr(from, i - from)));
      from = i + 1;
    }
  }
  return parts;
}

// Rounds to 12 digits: 0.30000000000000004 becomes 0.3.
double without_noise(double value) {
  const std::string digits = fmt::format("{:.12g}", value);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

double day_of(Date date) { return static_cast<double>(date.time_since_epoch().count()); }
Date date_of_day(double day) { return Date{std::chrono::days{std::llround(day)}}; }

struct CalendarStep {
  int days = 0;
  int months = 0;

  // The nth date counted from a first one; in a month that is too short, its last day.
  [[nodiscard]] Date from(Date first, int n) const {
    if (months == 0) return first + std::chrono::days{n * days};
    const std::chrono::year_month_day day{first};
    const std::chrono::year_month month = day.year() / day.month() + std::chrono::months{n * months};
    return std::min(Date{month / 1} + (first - Date{day.year() / day.month() / 1}), Date{month / std::chrono::last});
  }
};

std::optional<CalendarStep> read_calendar_step(std::string_view text) {
  struct Unit {
    std::string_view name;
    CalendarStep step;
  };
  static constexpr std::array units = {Unit{"day", {1, 0}},   Unit{"days", {1, 0}},   Unit{"天", {1, 0}},
                                       Unit{"week", {7, 0}},  Unit{"weeks", {7, 0}},  Unit{"周", {7, 0}},
                                       Unit{"month", {0, 1}}, Unit{"months", {0, 1}}, Unit{"个月", {0, 1}},
                                       Unit{"year", {0, 12}}, Unit{"years", {0, 12}}, Unit{"年", {0, 12}}};
  int count = 0;
  text = trimmed(text);
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 1 || count > 10'000) return std::nullopt;
  const std::string_view name = trimmed(text.substr(static_cast<std::size_t>(rest - text.data())));
  for (const Unit& unit : units)
    if (unit.name == name) return CalendarStep{unit.step.days * count, unit.step.months * count};
  return std::nullopt;
}

}  // namespace

Lever::Lever(std::string path, std::string option)
    : path_(std::move(path)), option_(std::move(option)), field_(field_at(model_sections(), path_)) {}

bool Lever::is_number() const {
  return field_ &&
         (field_->form == Form::number || field_->form == Form::distribution || field_->form == Form::by_date);
}

bool Lever::is_date() const { return field_ && field_->form == Form::date; }

bool Lever::is_whole(double low, double high) const {
  if (is_date() || (is_number() && field_->whole)) return true;
  const bool counted = is_number() && field_->dimension == Dimension::number && !field_->noun.empty();
  return counted && low == std::round(low) && high == std::round(high);
}

std::string Lever::unit() const {
  if (!is_number()) return {};
  return field_->dimension == Dimension::number ? field_->noun : std::string(unit_name(field_->dimension));
}

void Lever::refuse(const std::string& why) const { throw InputError(tr("{}: error: {}\n", option_, why)); }

double Lever::read(std::string_view written) const {
  written = trimmed(written);
  if (is_date()) {
    const auto date = scenarios::read_date(written);
    if (const std::string* fault = std::get_if<std::string>(&date))
      refuse(tr("{} is `{}`, {}", path_, written, *fault));
    return day_of(std::get<Date>(date));
  }
  const auto number = read_quantity(written, field_->dimension, field_->noun);
  if (const std::string* fault = std::get_if<std::string>(&number))
    refuse(tr("{} is `{}`, {}", path_, written, *fault));
  const double value = std::get<double>(number);
  if (value < field_->lowest || value > field_->highest)
    refuse(tr("{} is {}; it may be {}", path_, written, scenarios::range_of(*field_)));
  if (field_->whole && value != std::round(value)) refuse(tr("{} is {}; it must be a whole number", path_, written));
  return value;
}

std::string Lever::write(double value) const {
  if (is_date()) return iso(date_of_day(value));
  if (is_number()) return write_quantity(value, field_->dimension, field_->noun);
  return words_.at(static_cast<std::size_t>(value));
}

Text Lever::say(double value) const {
  if (is_date()) return date_words(date_of_day(value));
  if (!is_number()) return Text::of(write(value));
  return Text::worded([series = SeriesName{path_, unit(), {}, {}}, value] {
    const output::Scale scale = output::scale_for(series, std::abs(value));
    const std::string number = fmt::format("{:.10g}", value / scale.divisor);
    return with_unit(number, scale.unit);
  });
}

Text Lever::name(const SectionSettings& written) const {
  return output::localized_text([&] { return called(written, path_); });
}

std::string Lever::write_plain(double value) const {
  if (!is_number()) return write(value);
  fmt::memory_buffer written;
  output::append_number(written, value);
  return fmt::to_string(written);
}

std::vector<double> Lever::steps(double low, double high, std::string_view by) const {
  std::vector<double> values;
  const auto too_many = [&] { refuse(tr("more than {} values of {}; write a longer step", most_values, path_)); };
  if (is_date()) {
    const auto step = read_calendar_step(by);
    if (!step) refuse(tr("`by {}` is not a step between dates; write one such as `by 6 months`", trimmed(by)));
    for (int n = 0; day_of(step->from(date_of_day(low), n)) <= high; ++n) {
      values.push_back(day_of(step->from(date_of_day(low), n)));
      if (values.size() > most_values) too_many();
    }
    return values;
  }
  double step = 1;
  if (!by.empty()) {
    const auto read = read_quantity(by, field_->dimension, field_->noun);
    if (const std::string* fault = std::get_if<std::string>(&read))
      refuse(tr("the step `{}` is {}", trimmed(by), *fault));
    step = std::get<double>(read);
    if (!(step > 0)) refuse(tr("the step `{}` must be above 0", trimmed(by)));
  }
  const double last = std::floor((high - low) / step + 1e-9);
  if (last >= static_cast<double>(most_values)) too_many();
  for (double k = 0; k <= last; ++k) values.push_back(without_noise(low + k * step));
  return values;
}

Axis Lever::axis(std::string_view written) {
  Axis axis{path_, {}, std::nullopt};
  const std::vector<std::string_view> parts = cut_at_commas(written);
  for (const std::string_view part : parts) {
    if (part.empty()) refuse(tr("{} has an empty value; write {}=1..5 or {}=1,2,5", path_, path_, path_));
    if (!is_number() && !is_date()) {
      axis.values.push_back(static_cast<double>(words_.size()));
      words_.emplace_back(part);
      continue;
    }
    const std::size_t dots = part.find("..");
    if (dots == std::string_view::npos) {
      axis.values.push_back(read(part));
      continue;
    }
    const std::size_t by = part.find(" by ");
    const std::string_view to = part.substr(dots + 2, by == std::string_view::npos ? by : by - dots - 2);
    const double low = read(part.substr(0, dots)), high = read(to);
    if (low >= high)
      refuse(tr("the range from {} to {} is empty; write the lower end first", write(low), write(high)));
    const bool counted = is_number() && field_->dimension == Dimension::number;
    if (by != std::string_view::npos || counted) {
      const std::string_view step = by == std::string_view::npos ? std::string_view{} : part.substr(by + 4);
      const std::vector<double> values = steps(low, high, step);
      axis.values.insert(axis.values.end(), values.begin(), values.end());
    }
    if (by == std::string_view::npos) {
      if (parts.size() > 1 && !counted) refuse(tr("{} has no step; write {} by …", part, part));
      if (parts.size() == 1) axis.range = AxisRange{low, high, is_whole(low, high)};
    }
  }
  return axis;
}

LeverRange Lever::range(std::string_view written) const {
  if (!is_number() && !is_date())
    refuse(tr("{} is neither a number nor a date, so it has no range; compare its values with `muster sweep`", path_));
  LeverRange range;
  if (trimmed(written).empty()) {
    constexpr double widest =
        1e6;  // a wider declared range only excludes impossible values; it is not meant to be searched
    if (is_date() || !(field_->highest - field_->lowest <= widest))
      refuse(tr("{} has no range of its own to search; write one: --lever '{}=LOW..HIGH'", path_, path_));
    range.low = field_->lowest;
    range.high = field_->highest;
  } else {
    const std::size_t dots = written.find("..");
    if (dots == std::string_view::npos)
      refuse(tr("`{}` is not a range; write --lever '{}=LOW..HIGH'", trimmed(written), path_));
    range.low = read(written.substr(0, dots));
    range.high = read(written.substr(dots + 2));
    if (range.low >= range.high)
      refuse(tr("the range from {} to {} is empty; write the lower end first", write(range.low), write(range.high)));
  }
  constexpr double fine = 1e4, month = 30;
  const bool whole_days = is_number() && field_->dimension == Dimension::days && range.high - range.low >= month;
  range.step = is_whole(range.low, range.high) || whole_days ? 1 : round_step((range.high - range.low) / fine);
  return range;
}

std::optional<double> Lever::as_planned(const scenarios::Scenario& scenario) const {
  std::optional<double> found;
  for_each_setting(scenario, [&](const Setting& setting) {
    const auto* value = setting.path == path_ ? std::get_if<ValueSetting>(&setting.content) : nullptr;
    if (!value) return;
    if (const Date* date = std::get_if<Date>(value)) found = day_of(*date);
    if (const ScalarSetting* figure = std::get_if<ScalarSetting>(value))
      found =
          std::holds_alternative<double>(*figure) ? std::get<double>(*figure) : std::get<Uncertain>(*figure).likely;
  });
  return found;
}

void check_path(ScenarioChoice scenario, const std::string& path, const std::string& value,
                const std::string& option) {
  scenario.overrides.push_back({path, value, option});
  static_cast<void>(open_session(scenario));
}

void refuse_option(const std::string& option, const std::string& why) {
  throw InputError(tr("{}: error: {}\n", option, why));
}

std::pair<std::string, std::string> cut_at_equals(const std::string& written) {
  const std::size_t equals = written.find('=');
  if (equals == std::string::npos) return {written, {}};
  return {written.substr(0, equals), written.substr(equals + 1)};
}

}  // namespace muster::experiments
