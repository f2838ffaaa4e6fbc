#include "experiments/session/value_text.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/clock/quantity.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace muster::experiments {

namespace {

std::string text_of(double number, Dimension dimension, const std::string& noun) {
  // Years are stored as days; a number of years is usually not a whole number of days.
  const double years = number / days_per_year, hundredths = std::round(years * 100);
  const bool in_years =
      dimension == Dimension::days && number != std::round(number) && std::abs(years * 100 - hundredths) < 1e-6;
  return in_years ? tr("{} years", hundredths / 100) : say_quantity(number, dimension, noun);
}

std::string text_of(const ScalarSetting& figure, Dimension dimension, const std::string& noun) {
  if (const double* number = std::get_if<double>(&figure)) return text_of(*number, dimension, noun);
  const Uncertain& range = std::get<Uncertain>(figure);
  return tr("{} to {}, most likely {}", text_of(range.low, dimension, noun), text_of(range.high, dimension, noun),
            text_of(range.likely, dimension, noun));
}

std::string text_of(const DistributionSetting& written, Dimension dimension, const std::string& noun) {
  const auto& kinds = distribution_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.name == written.kind; });
  const bool named = kind != kinds.end() && kind->arguments.size() == written.arguments.size();
  std::string said = written.kind + ":";
  for (std::size_t i = 0; i < written.arguments.size(); ++i) {
    const bool plain = named && kind->plain[i];
    said += i == 0 ? " " : "; ";
    if (named) said += kind->arguments[i] + " ";
    said += text_of(written.arguments[i], plain ? Dimension::number : dimension, plain ? "" : noun);
    if (i < written.weights.size()) said += " " + tr("weighs {}", text_of(written.weights[i], Dimension::number, ""));
  }
  return said;
}

std::string text_of(const TimelineSetting& written, Dimension dimension, const std::string& noun) {
  std::string said;
  for (const auto& [date, figure] : written.points)
    said +=
        (said.empty() ? "" : "; ") + (written.ramps ? tr("at {}: {}", iso(date), text_of(figure, dimension, noun))
                                                    : tr("from {}: {}", iso(date), text_of(figure, dimension, noun)));
  return said;
}

std::string text_of(const std::string& word, Dimension /*dimension*/, const std::string& /*noun*/) { return word; }
std::string text_of(bool flag, Dimension /*dimension*/, const std::string& /*noun*/) {
  return flag ? tr("yes") : tr("no");
}
std::string text_of(Date date, Dimension /*dimension*/, const std::string& /*noun*/) { return iso(date); }
std::string text_of(const std::vector<std::string>& words, Dimension /*dimension*/, const std::string& /*noun*/) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string text_of(const ValueSetting& value, const FieldSpec& field) {
  return std::visit([&](const auto& form) { return text_of(form, field.dimension, field.noun); }, value);
}

// One value for all areas, or each area's value; counts are preceded by their total.
std::string text_of(const AreaSetting& by_area, const FieldSpec& field, const Areas& areas) {
  std::vector<std::string> values;
  double total = 0;
  bool is_count = field.whole && field.dimension == Dimension::number;
  for (const ValueSetting& leaf : by_area.leaves) {
    const ScalarSetting* figure = std::get_if<ScalarSetting>(&leaf);
    const double* number = figure ? std::get_if<double>(figure) : nullptr;
    is_count = is_count && number;
    if (number) total += *number;
    values.push_back(text_of(leaf, field));
  }
  if (values.size() > 1 && std::set<std::string>(values.begin(), values.end()).size() == 1)
    return tr("{} in every area", values.front());
  std::string said = is_count ? tr("{} in all", text_of(total, field.dimension, field.noun)) : "";
  for (std::size_t leaf = 0; leaf < values.size(); ++leaf)
    said += fmt::format(
        "{}{}: {}",
        said.empty() ? ""
        : leaf == 0  ? " – "
                     : "; ",
        areas.title(static_cast<AreaNode>(leaf)),
        is_count ? fmt::format("{}", std::get<double>(std::get<ScalarSetting>(by_area.leaves[leaf]))) : values[leaf]);
  return said;
}

}  // namespace

std::string value_text(const Setting& setting, const Areas& areas) {
  if (const auto* by_area = std::get_if<AreaSetting>(&setting.content)) return text_of(*by_area, *setting.field, areas);
  const auto* value = std::get_if<ValueSetting>(&setting.content);
  // The value of a change is written as that of the parameter it changes, so only the written text is known.
  if (!value || setting.field->form == Form::change) return setting.written;
  return text_of(*value, *setting.field);
}

std::string value_text(const TargetDefinition& target, const std::string& unit) {
  Dimension dimension = Dimension::number;
  for (const Dimension known : {Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan})
    if (unit == unit_name(known)) dimension = known;
  return tr("{} in {} {} {} by {}", target.series, target.area, target.bound == Bound::at_least ? "≥" : "≤",
            text_of(target.goal, dimension, dimension == Dimension::number ? unit : ""), iso(target.by));
}

}  // namespace muster::experiments
