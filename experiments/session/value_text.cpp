#include "experiments/session/value_text.hpp"

#include "engine/clock/quantity.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/titles.hpp"
#include "engine/text/dates.hpp"
#include "output/document/names.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace muster::experiments {

namespace {

using scenarios::Scenario;

std::string joined(const std::string& before, const std::string& next) {
  return before.empty() ? next : tr("{}; {}", before, next);
}

// What a number counts, and what the words of a value name.
struct Naming {
  const FieldSpec& field;
  const Scenario& scenario;
  std::span<const SeriesInfo> series;
  Dimension dimension = field.dimension;
  std::string noun = field.noun;

  [[nodiscard]] Naming of_plain_number() const { return {field, scenario, series, Dimension::number, ""}; }
};

std::string title_of_series(const std::string& id, std::span<const SeriesInfo> series) {
  const auto named = std::ranges::find(series, id, [](const SeriesInfo& one) { return one.name.name; });
  return named == series.end() ? id : named->name.title.to_string();
}

std::string title_of_area(const std::string& id, const Areas& areas) {
  const std::optional<AreaNode> area = areas.find(id);
  return area ? output::called(areas, *area).to_string() : id;
}

std::string text_of(double number, const Naming& naming) {
  // Years and months are stored as days; their number is usually not a whole number of days.
  if (naming.dimension != Dimension::days || number == std::round(number))
    return say_quantity(number, naming.dimension, naming.noun);
  const auto near_whole = [](double count) { return std::abs(count - std::round(count)) < 1e-6; };
  const double years = number / days_per_year, months = years * 12;
  if (near_whole(months) && !near_whole(years))
    return with_unit(fmt::format("{}", std::round(months)), translated(tr_noop("months")));
  if (near_whole(years * 100))
    return with_unit(fmt::format("{}", std::round(years * 100) / 100), translated(tr_noop("years")));
  return say_quantity(number, naming.dimension, naming.noun);
}

std::string text_of(const ScalarSetting& figure, const Naming& naming) {
  if (const double* number = std::get_if<double>(&figure)) return text_of(*number, naming);
  const Uncertain& range = std::get<Uncertain>(figure);
  return tr("{} to {}, most likely {}", text_of(range.low, naming), text_of(range.high, naming),
            text_of(range.likely, naming));
}

// What the arguments of distributions are called in texts.
const char* title_of_argument(std::string_view name) {
  constexpr std::pair<std::string_view, const char*> titles[] = {
      {"low", tr_noop("lowest")},  {"likely", tr_noop("most likely")},    {"high", tr_noop("highest")},
      {"mean", tr_noop("mean")},   {"sd", tr_noop("standard deviation")}, {"shape", tr_noop("shape")},
      {"scale", tr_noop("scale")}, {"chance", tr_noop("chance")},         {"n", tr_noop("number of draws")}};
  return std::ranges::find(titles, name, [](const auto& one) { return one.first; })->second;
}

std::string text_of(const DistributionSetting& written, const Naming& naming) {
  const auto& kinds = distribution_kinds();
  const auto kind = std::ranges::find(kinds, written.kind, &DistributionKind::name);
  if (kind == kinds.end()) return written.kind;
  const bool named = kind->arguments.size() == written.arguments.size();
  std::string said;
  for (std::size_t i = 0; i < written.arguments.size(); ++i) {
    std::string one = text_of(written.arguments[i], named && kind->plain[i] ? naming.of_plain_number() : naming);
    if (named) one = tr("{} {}", translated(title_of_argument(kind->arguments[i])), one);
    if (i < written.weights.size())
      one = tr("{} (weight {})", one, text_of(written.weights[i], naming.of_plain_number()));
    said = joined(said, one);
  }
  return tr("{}: {}", translated(kind->title), said);
}

std::string text_of(const TimelineSetting& written, const Naming& naming) {
  std::string said;
  for (const auto& [date, figure] : written.points)
    said = joined(said, written.ramps ? tr("at {}: {}", date_words(date), text_of(figure, naming))
                                      : tr("from {}: {}", date_words(date), text_of(figure, naming)));
  return said;
}

std::string text_of(const std::string& word, const Naming& naming) {
  const FieldSpec& field = naming.field;
  const auto called_so = std::ranges::find(field.word_titles, word, [](const auto& one) { return one.first; });
  if (called_so != field.word_titles.end()) return translated(called_so->second);
  if (field.names_areas) return title_of_area(word, naming.scenario.areas);
  if (field.names_series) return title_of_series(word, naming.series);
  if (field.names_parameter) return called(naming.scenario.sections, word);
  return field.names_items.empty() ? word : called(naming.scenario.sections, field.names_items + "." + word);
}

std::string text_of(bool flag, const Naming& /*naming*/) { return flag ? tr("yes") : tr("no"); }

std::string text_of(Date date, const Naming& /*naming*/) { return date_words(date); }

std::string text_of(const std::vector<std::string>& words, const Naming& naming) {
  std::vector<std::string> titles;
  for (const std::string& word : words) titles.push_back(text_of(word, naming));
  return output::listed(titles);
}

std::string text_of(const ValueSetting& value, const Naming& naming) {
  return std::visit([&](const auto& form) { return text_of(form, naming); }, value);
}

// One value for all areas, or each area's value; counts are preceded by their total.
std::string text_of(const AreaSetting& by_area, const Naming& naming) {
  std::vector<std::string> values;
  double total = 0;
  bool is_count = naming.field.whole && naming.dimension == Dimension::number;
  for (const ValueSetting& leaf : by_area.leaves) {
    const ScalarSetting* figure = std::get_if<ScalarSetting>(&leaf);
    const double* number = figure ? std::get_if<double>(figure) : nullptr;
    is_count = is_count && number;
    if (number) total += *number;
    values.push_back(text_of(leaf, naming));
  }
  if (values.size() > 1 && std::set<std::string>(values.begin(), values.end()).size() == 1)
    return tr("{} in every area", values.front());
  std::string said;
  for (std::size_t leaf = 0; leaf < values.size(); ++leaf) {
    const std::string value = is_count ? text_of(by_area.leaves[leaf], naming.of_plain_number()) : values[leaf];
    said = joined(said, tr("{}: {}", naming.scenario.areas.title(static_cast<AreaNode>(leaf)), value));
  }
  return is_count ? tr("{} in all: {}", text_of(total, naming), said) : said;
}

}  // namespace

std::string value_text(const Setting& setting, const Scenario& scenario, std::span<const SeriesInfo> series) {
  const Naming naming{*setting.field, scenario, series};
  if (const auto* by_area = std::get_if<AreaSetting>(&setting.content)) return text_of(*by_area, naming);
  const auto* value = std::get_if<ValueSetting>(&setting.content);
  // The value of a change is written as that of the parameter it changes, so only the written text is known.
  if (!value || setting.field->form == Form::change) return setting.written;
  return text_of(*value, naming);
}

std::string value_text(const TargetDefinition& target, const std::string& unit, const Scenario& scenario,
                       std::span<const SeriesInfo> series) {
  FieldSpec goal;
  for (const Dimension known : {Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan})
    if (unit == unit_name(known)) goal.dimension = known;
  if (goal.dimension == Dimension::number) goal.noun = unit;
  return tr("{} in {} {} {} by {}", title_of_series(target.series, series), title_of_area(target.area, scenario.areas),
            target.bound == Bound::at_least ? "≥" : "≤", text_of(target.goal, Naming{goal, scenario, series}),
            date_words(target.by));
}

}  // namespace muster::experiments
