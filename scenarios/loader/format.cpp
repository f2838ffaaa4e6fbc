#include "scenarios/loader/format.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace muster::scenarios {

void AreaEntry::declare(ParameterTable<AreaEntry>& table) {
  table.field("name", &AreaEntry::name).called("name").means("as people write it, in any script");
  table.field("english", &AreaEntry::english).called("name in English").optional().means(english_meaning);
  table.field("within", &AreaEntry::within)
      .called("lies within")
      .optional()
      .means("the id of the area that contains it; if left out, it lies directly in the whole");
}

void TargetEntry::declare(ParameterTable<TargetEntry>& table) {
  table.field("title", &TargetEntry::title).called("name").means("as the planner says it, in any script");
  table.field("english", &TargetEntry::english).called("name in English").optional().means(english_meaning);
  table.field("series", &TargetEntry::series)
      .called("series judged")
      .names_series()
      .means("the series that is judged");
  table.field("area", &TargetEntry::area)
      .called("where it is judged")
      .optional()
      .names_areas()
      .means("where it is judged: an area's id; if left out, the whole");
  table.field("at_least", &TargetEntry::at_least)
      .called("reaches at least")
      .optional()
      .means("the goal with its unit, such as `100 %` or `500 people`: met at or above it");
  table.field("at_most", &TargetEntry::at_most)
      .called("is at most")
      .optional()
      .means("the goal with its unit: met at or below it");
  table.field("by", &TargetEntry::by).called("due date").means("the date at whose end it is judged");
}

void HistoryEntry::declare(ParameterTable<HistoryEntry>& table) {
  table.field("series", &HistoryEntry::series)
      .called("series counted")
      .names_series()
      .means("the series that was counted");
  table.field("area", &HistoryEntry::area)
      .called("where it was counted")
      .optional()
      .names_areas()
      .means("where it was counted: an area's id; if left out, the whole");
  table.field("on", &HistoryEntry::on)
      .called("counted on")
      .means(
          "the date of the count, not after the start; for a flow, the last day of the calendar year whose total it "
          "is");
  table.field("value", &HistoryEntry::value)
      .called("value counted")
      .means("what was counted, with its unit, such as `5356 people`");
}

void AxisEntry::declare(ParameterTable<AxisEntry>& table) {
  table.field("parameter", &AxisEntry::parameter)
      .called("parameter varied")
      .means("the path of the parameter that is varied");
  table.field("values", &AxisEntry::values)
      .called("values tried")
      .means("its values as after `--sweep`: `1..5`, `10%..50% by 10%`, `2022-01-01,2023-01-01`");
}

void SweepEntry::declare(ParameterTable<SweepEntry>& table) {
  table.field("axes", &SweepEntry::axes).called("what varies").means("what is varied");
  table
      .choice("design", &SweepEntry::design,
              {{"grid", Design::grid, "every value with every other"},
               {"lockstep", Design::lockstep, "value by value together"},
               {"lhs", Design::lhs, "a Latin hypercube sample"},
               {"sobol", Design::sobol, "a Sobol sample"}})
      .optional()
      .called("how values are combined")
      .means(
          "every value with every other; the first values together, then the second; or a sample of all combinations");
  table.field("points", &SweepEntry::points)
      .called("points of a sample")
      .in(1, 1000)
      .counts("points")
      .means("how many points a sample has");
  table.field("where", &SweepEntry::where)
      .called("points kept")
      .optional()
      .means("only points that meet these conditions: `a.b<=c.d`, `a.b<30 days`");
}

void Head::declare(ParameterTable<Head>& table) {
  table.field("place", &Head::place)
      .called("id of the place")
      .means("the id of the place, which also names the output folder");
  table.field("title", &Head::title).called("name").means("what the scenario is called in reports");
  table.field("english", &Head::english).called("name in English").optional().means(english_meaning);
  table.field("start", &Head::start)
      .called("start")
      .means("the date at whose end the state is stated; the first date recorded");
  table.field("horizon", &Head::horizon)
      .called("horizon")
      .means("the date at whose end the simulation ends; the last date recorded");
  table.field("headline", &Head::headline)
      .called("series shown first")
      .names_series()
      .means("the series to show first");
  table.field("areas", &Head::areas)
      .called("area")
      .means("every area except the whole, which is `all`; an area that contains others is only their sum");
  table.field("targets", &Head::targets).called("target").optional().means("what should be reached where and when");
  table.field("history", &Head::history)
      .called("count before the start")
      .optional()
      .means("what was counted before the start, which charts show before the forecast; nothing is computed from it");
  table.field("sweep", &Head::sweep)
      .called("sweep")
      .means("what `muster sweep` varies if the command line names nothing");
}

bool is_provenance_key(std::string_view key) {
  return std::find(provenance_keys.begin(), provenance_keys.end(), key) != provenance_keys.end();
}

TableSpec file_table(const std::vector<Section>& sections) {
  TableSpec table = *table_of<Head>();
  for (const Section& section : sections) {
    FieldSpec& field = table.fields.emplace_back();
    field.name = section.name;
    field.title = section.title;
    field.meaning = section.meaning;
    field.form = Form::group;
    field.nested = section.table;
    field.optional = !section.required;
  }
  return table;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 80 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string how_to_write(const FieldSpec& field) {
  switch (field.form) {
    case Form::number:
    case Form::distribution:
    case Form::by_date:
      if (field.dimension == Dimension::number && field.whole) return tr("a whole number");
      return muster::how_to_write(field.dimension);
    case Form::text:
      return tr("a text");
    case Form::choice:
      return tr("one of {}", list_of(field.choices));
    case Form::flag:
      return tr("yes or no");
    case Form::date:
      return tr("a date such as 2026-12-31");
    case Form::words:
      return field.names_areas ? tr("a list of areas such as [all]") : tr("a list of words such as [a, b]");
    case Form::group:
      return tr("a group of `key: value` lines");
    case Form::list:
      return tr("a list of items, each with an `id`");
    case Form::change:
      return tr("a value that the parameter itself may have");
  }
  return {};
}

bool is_of_series(const TableSpec& table, const FieldSpec& field) {
  return field.form == Form::number && field.dimension == Dimension::number && field.noun.empty() && !field.whole &&
         std::any_of(table.fields.begin(), table.fields.end(),
                     [](const FieldSpec& other) { return other.form == Form::text && other.names_series; });
}

std::optional<Goal> read_goal(const std::string& written) {
  const std::string text = with_single_blanks(written);
  for (const Dimension dimension : {Dimension::share, Dimension::yuan, Dimension::days, Dimension::per_year}) {
    const auto read = read_quantity(text, dimension);
    const bool plain =
        dimension == Dimension::share && text.find('%') == std::string::npos && text.find("％") == std::string::npos;
    if (const double* value = std::get_if<double>(&read); value && !plain)
      return Goal{*value, std::string(unit_name(dimension))};
  }
  const std::size_t unit_at = text.find_first_not_of("0123456789.-+eE");
  std::string unit = unit_at == std::string::npos ? std::string{} : text.substr(unit_at);
  unit.erase(0, unit.find_first_not_of(' '));
  for (const char* multiple : {"thousand ", "million ", "万"})
    if (unit.starts_with(multiple)) unit.erase(0, std::strlen(multiple));
  const auto read = read_quantity(text, Dimension::number, unit);
  const double* value = std::get_if<double>(&read);
  if (!value || unit.starts_with('_') || unit.starts_with(',')) return std::nullopt;
  if (unit == "thousand" || unit == "million" || unit == "万") unit.clear();
  return Goal{*value, unit};
}

std::string range_of(const FieldSpec& field) {
  const bool from = std::isfinite(field.lowest);
  const bool to = std::isfinite(field.highest);
  const std::string lowest = say_quantity(field.lowest, field.dimension, from && to ? std::string_view{} : field.noun);
  const std::string highest = say_quantity(field.highest, field.dimension, field.noun);
  if (from && to) return tr("{} to {}", lowest, highest);
  if (from) return tr("at least {}", lowest);
  if (to) return tr("at most {}", highest);
  return {};
}

std::string list_of(const std::vector<std::string>& words) {
  constexpr std::size_t most = 8;
  std::string list;
  const std::size_t count = std::min(words.size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string word = "`" + words[i] + "`";
    list = i == 0 ? word : i + 1 == words.size() ? tr("{} and {}", list, word) : tr("{}, {}", list, word);
  }
  if (words.size() > most) list = tr("{} and {} more", list, words.size() - most);
  return list;
}

}  // namespace muster::scenarios
