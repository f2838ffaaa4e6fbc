#include "engine/experiments/relaxation.hpp"

#include <algorithm>
#include <utility>

namespace muster {

namespace {

// Draws numbers as `draw` does: the points of a timeline are numbered like the arguments of a distribution.
std::vector<double> drawn(const std::vector<ScalarSetting>& figures, std::size_t first, std::string_view path,
                          const DrawKey& key) {
  TimelineSetting carrier;
  for (std::size_t i = 0; i < first; ++i) carrier.points.emplace_back(Date{}, 0.0);
  for (const ScalarSetting& figure : figures) carrier.points.emplace_back(Date{}, figure);
  const Value value = draw(carrier, path, key);
  std::vector<double> numbers;
  for (const auto& [date, number] : std::get<Timeline>(value).points) numbers.push_back(number);
  numbers.erase(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(first));
  return numbers;
}

double changed(double value, const ParameterChange& change, const FieldSpec& field) {
  return std::clamp(change.set ? *change.set : value * change.scale.value_or(1), field.lowest, field.highest);
}

// A timeline with the change applied to its values within a period.
Timeline changed_within(const Timeline& plain, const ParameterChange& change, const FieldSpec& field,
                        const Period& period) {
  const auto at = [&](Date date) {
    const double value = plain.at(start_of(date));
    return date >= period.from && date < period.until ? changed(value, change, field) : value;
  };
  std::vector<Date> dates{Date{}, period.from, period.until};
  for (const auto& [date, value] : plain.points) dates.push_back(date);
  // values are interpolated between dates, but the change itself must be a step
  if (plain.ramps)
    for (const Date step : {period.from, period.until}) dates.push_back(step - std::chrono::days{1});
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  Timeline made{{}, plain.ramps};
  for (const Date date : dates) made.points.emplace_back(date, at(date));
  return made;
}

TimelineSetting as_written(const Timeline& timeline) {
  TimelineSetting written{{}, timeline.ramps};
  for (const auto& [date, value] : timeline.points) written.points.emplace_back(date, value);
  return written;
}

ValueSetting changed(const ValueSetting& written, const ParameterChange& change, const Setting& setting,
                     const std::optional<Period>& period, const DrawKey& key) {
  const FieldSpec& field = *setting.field;
  if (const auto* distribution = std::get_if<DistributionSetting>(&written)) {
    if (change.set) return ScalarSetting(changed(0, change, field));
    DistributionSetting made = *distribution;
    std::vector<bool> plain(made.arguments.size(), false);
    for (const DistributionKind& kind : distribution_kinds())
      if (kind.name == made.kind && !kind.plain.empty()) plain = kind.plain;
    const std::vector<double> arguments = drawn(made.arguments, 0, setting.path, key);
    const std::vector<double> weights = drawn(made.weights, arguments.size(), setting.path, key);
    for (std::size_t i = 0; i < arguments.size(); ++i)
      made.arguments[i] = plain[i] ? arguments[i] : arguments[i] * change.scale.value_or(1);
    std::copy(weights.begin(), weights.end(), made.weights.begin());
    return made;
  }
  const Value value = draw(written, setting.path, key);
  if (const double* number = std::get_if<double>(&value)) {
    if (!period) return ScalarSetting(changed(*number, change, field));
    return as_written(changed_within(Timeline{{{Date{}, *number}}, false}, change, field, *period));
  }
  const auto* timeline = std::get_if<Timeline>(&value);
  if (!timeline) return written;
  if (period) return as_written(changed_within(*timeline, change, field, *period));
  Timeline made = *timeline;
  for (auto& [date, number] : made.points) number = changed(number, change, field);
  return as_written(made);
}

template <class Visit>
void for_each_value(GroupSetting& group, const Visit& visit) {
  for (Setting& setting : group.fields) {
    if (auto* nested = std::get_if<GroupSetting>(&setting.content)) {
      for_each_value(*nested, visit);
    } else if (auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content)) {
      for (GroupSetting& item : *items) for_each_value(item, visit);
    } else {
      visit(setting);
    }
  }
}

bool is_number(const FieldSpec& field) {
  return field.form == Form::number || field.form == Form::distribution || field.form == Form::by_date;
}

}  // namespace

bool follows(std::string_view path, std::string_view pattern) {
  for (;;) {
    const std::size_t in_path = path.find('.'), in_pattern = pattern.find('.');
    const std::string_view step = pattern.substr(0, in_pattern);
    if (step != "*" && step != path.substr(0, in_path)) return false;
    if (in_path == std::string_view::npos || in_pattern == std::string_view::npos) return in_path == in_pattern;
    path.remove_prefix(in_path + 1);
    pattern.remove_prefix(in_pattern + 1);
  }
}

std::vector<Relaxable> relaxable(const SectionSettings& written, std::span<const ParameterChange> changes) {
  std::vector<Relaxable> found;
  SectionSettings settings = written;
  for (auto& [section, group] : settings)
    for_each_value(group, [&](const Setting& setting) {
      if (is_number(*setting.field) && std::any_of(changes.begin(), changes.end(), [&](const ParameterChange& change) {
            return follows(setting.path, change.path);
          }))
        found.push_back({setting.path, setting.field->form == Form::by_date});
    });
  return found;
}

SectionSettings relaxed(const SectionSettings& written, std::span<const ParameterChange> changes,
                        const std::optional<Period>& period, const DrawKey& key) {
  SectionSettings settings = written;
  for (auto& [section, group] : settings)
    for_each_value(group, [&](Setting& setting) {
      if (!is_number(*setting.field) || (period && setting.field->form != Form::by_date)) return;
      for (const ParameterChange& change : changes) {
        if (!follows(setting.path, change.path)) continue;
        if (auto* value = std::get_if<ValueSetting>(&setting.content)) {
          *value = changed(*value, change, setting, period, key);
        } else if (auto* by_area = std::get_if<AreaSetting>(&setting.content)) {
          for (ValueSetting& leaf : by_area->leaves) leaf = changed(leaf, change, setting, period, key);
        }
      }
    });
  return settings;
}

}  // namespace muster
