#include "scenarios/loader/loader.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/files.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/merge.hpp"
#include "scenarios/loader/reader.hpp"
#include "scenarios/loader/strategy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace muster::scenarios {

namespace {

constexpr std::size_t most_areas = 5000;  // limited, because every series has a cell for each
constexpr std::size_t deepest_area = 20;  // areas within areas

void apply(const std::vector<Override>& overrides, Node& merged, const TableSpec& table, Diagnostics& diagnostics) {
  std::map<std::string, std::string> texts;  // the text that was typed, by option
  for (const Override& given : overrides) {
    std::string line = given.path + "=" + given.value;
    std::replace(line.begin(), line.end(), '\n', ' ');
    texts[given.option] += line + "\n";
  }
  for (const auto& [option, text] : texts) diagnostics.remember_text(option, text);
  std::map<std::string, int> lines;
  for (const Override& given : overrides) {
    const int line = ++lines[given.option];
    const SourceLocation where{given.option, line, 1, std::max(1, characters_in(given.path))};
    auto value = read_value(given.option, given.value, line, characters_in(given.path) + 2, diagnostics);
    if (value) override_value(merged, given.path, std::move(*value), where, table, diagnostics);
  }
}

// ---- the head
// --------------------------------------------------------------------------------------------------------------

const std::vector<GroupSetting>& items_of(const std::optional<Setting>& setting) {
  static const std::vector<GroupSetting> none;
  if (!setting) return none;
  const auto* items = std::get_if<std::vector<GroupSetting>>(&setting->content);
  return items ? *items : none;
}

// The value and the position of a text field.
std::pair<std::string, SourceLocation> text_of(const GroupSetting& item, std::string_view name) {
  const Setting* setting = item.find(name);
  if (!setting) return {{}, item.where};
  return {std::get<std::string>(std::get<ValueSetting>(setting->content)), setting->where};
}

// All areas, or nothing if they do not form a tree.
std::optional<Areas> read_areas(const std::optional<Setting>& written, Reader& reader) {
  if (!written) return std::nullopt;
  const std::vector<GroupSetting>& items = items_of(written);
  if (items.empty()) {
    reader.error("areas", written->where, tr("areas is empty; write at least one"));
    return std::nullopt;
  }
  if (items.size() > most_areas) {
    reader.error("areas", written->where, tr("areas has {} items; it may have at most {}", items.size(), most_areas));
    return std::nullopt;
  }
  std::vector<AreaDefinition> definitions;
  std::map<std::string, std::string> around;
  std::vector<std::string> ids;
  bool fine = true;
  for (const GroupSetting& item : items) {
    if (item.id == "all" || item.id == "others") {
      reader.error("areas", item.where,
                   item.id == "all"
                       ? tr("areas has the id `all`, which means the whole; choose another")
                       : tr("areas has the id `others`, which means the areas not named; choose another"));
      fine = false;
    }
    definitions.push_back(
        {item.id, {text_of(item, "name").first, text_of(item, "english").first}, text_of(item, "within").first});
    around.emplace(item.id, definitions.back().within);
    ids.push_back(item.id);
  }
  for (const GroupSetting& item : items) {
    const auto [within, where] = text_of(item, "within");
    const std::string path = "areas." + item.id + ".within";
    if (within.empty() || around.contains(within)) continue;
    reader.error(path, where,
                 tr("{} is `{}`, which is not an area{}", path, shown(within), nearest_hint(within, ids)));
    fine = false;
  }
  if (!fine || !reader.is_clean("areas")) return std::nullopt;
  for (const GroupSetting& item : items) {
    const std::string path = "areas." + item.id + ".within";
    std::string chain = item.id;
    std::size_t steps = 0;
    for (std::string at = around.at(item.id); !at.empty() && fine; at = around.at(at)) {
      if (++steps <= 6) chain += " → " + at;
      if (at == item.id) {
        reader.error(path, text_of(item, "within").second, tr("areas lie within each other in a circle: {}", chain));
        return std::nullopt;  // once: the other areas of the circle would give the same error
      }
      if (steps > definitions.size()) break;  // a circle further up, which is reported at one of its own areas
      if (steps == deepest_area && !around.at(at).empty() && definitions.size() > deepest_area) {
        std::set<std::string> seen;
        std::string further = at;
        while (!further.empty() && seen.insert(further).second) further = around.at(further);
        if (!further.empty()) break;
        reader.error(path, text_of(item, "within").second,
                     tr("{} lies within more than {} areas", path, deepest_area));
        fine = false;
      }
    }
  }
  if (!fine) return std::nullopt;
  return Areas(definitions);
}

void read_targets(const std::optional<Setting>& written, const std::vector<TargetEntry>& entries, const Setting* start,
                  const Setting* horizon, Reader& reader, Scenario& scenario) {
  const std::vector<GroupSetting>& items = items_of(written);
  for (std::size_t i = 0; i < items.size() && i < entries.size(); ++i) {
    const GroupSetting& item = items[i];
    const TargetEntry& entry = entries[i];
    const std::string path = "targets." + item.id;
    if (!reader.is_clean(path)) continue;
    const Setting* at_least = item.find("at_least");
    const Setting* at_most = item.find("at_most");
    if ((at_least == nullptr) == (at_most == nullptr)) {
      reader.error(path, item.where,
                   at_least ? tr("{} has both `at_least` and `at_most`; write one of them", path)
                            : tr("{} has neither `at_least` nor `at_most`; write one of them", path));
      continue;
    }
    const Setting& setting = at_least ? *at_least : *at_most;
    const auto goal = read_goal(at_least ? entry.at_least : entry.at_most);
    if (!goal) {
      reader.error(setting.path, setting.where,
                   tr("{} is {}; write a number with its unit, such as `100 %` or `500 people`", setting.path,
                      shown(setting.written)));
      continue;
    }
    const Setting& by = *item.find("by");
    if (start && entry.by <= scenario.start)
      reader.error(
          by.path, reader.location_of(by, *start),
          tr("{} is {}; it must lie after the start {}", by.path, date_words(entry.by), date_words(scenario.start)));
    else if (horizon && entry.by > scenario.horizon)
      reader.error(by.path, reader.location_of(by, *horizon),
                   tr("{} is {}, after the horizon {}", by.path, date_words(entry.by), date_words(scenario.horizon)));
    scenario.targets.push_back({item.id,
                                {entry.title, entry.english},
                                entry.series,
                                entry.area,
                                at_least ? Bound::at_least : Bound::at_most,
                                goal->value,
                                entry.by,
                                setting.provenance.facts});
    scenario.target_texts.push_back({goal->unit, setting.where, setting.provenance});
  }
}

void read_history(const std::optional<Setting>& written, const std::vector<HistoryEntry>& entries,
                  const Setting* start, Reader& reader, Scenario& scenario) {
  const std::vector<GroupSetting>& items = items_of(written);
  std::map<std::tuple<std::string, std::string, Date>, std::string>
      counted;  // by series, area and date: the id of the first
  for (std::size_t i = 0; i < items.size() && i < entries.size(); ++i) {
    const GroupSetting& item = items[i];
    const HistoryEntry& entry = entries[i];
    const std::string path = "history." + item.id;
    if (!reader.is_clean(path)) continue;
    const Setting& setting = *item.find("value");
    const auto figure = read_goal(entry.value);
    if (!figure) {
      reader.error(setting.path, setting.where,
                   tr("{} is {}; write a number with its unit, such as `5356 people` or `12 %`", setting.path,
                      shown(setting.written)));
      continue;
    }
    if (start && entry.on > scenario.start) {
      const Setting* on = item.find("on");
      reader.error(on->path, reader.location_of(*on, *start),
                   tr("{} is {}, after the start {}; the history may only have dates up to it", on->path,
                      date_words(entry.on), date_words(scenario.start)));
      continue;
    }
    const auto [first, is_new] = counted.try_emplace({entry.series, entry.area, entry.on}, item.id);
    if (!is_new)
      reader.error(path, item.where,
                   tr("{} is of the same series, area and date as history.{}; keep one", path, first->second));
    scenario.history.push_back(
        {item.id, entry.series, entry.area, entry.on, figure->value, figure->unit, setting.where, setting.provenance});
  }
  std::stable_sort(scenario.history.begin(), scenario.history.end(),
                   [](const HistoryText& a, const HistoryText& b) { return a.on < b.on; });
}

void read_scenario(const Node& merged, const OwnText& own, const TableSpec& table,
                   const std::vector<Section>& sections, Diagnostics& diagnostics, Scenario& scenario) {
  Reader reader(merged, own, table, sections, diagnostics);
  scenario.sources = reader.read_sources();
  reader.check_top();

  // Areas come first, because everything else may name them.
  std::optional<Setting> written_areas, written_targets, written_history;
  written_areas = reader.read_top(*table.find("areas"));
  if (auto areas = read_areas(written_areas, reader)) {
    scenario.areas = std::move(*areas);
    reader.know(scenario.areas);
  }
  GroupSetting head_settings;
  for (const FieldSpec& field : table_of<Head>()->fields) {
    if (field.name == "areas") continue;
    if (auto setting = reader.read_top(*table.find(field.name))) head_settings.fields.push_back(std::move(*setting));
  }
  Head head;
  fill(head_settings, &head, std::nullopt);
  scenario.place = head.place;
  scenario.title = {head.title, head.english};
  scenario.start = head.start;
  scenario.horizon = head.horizon;
  scenario.headline = head.headline;
  if (head.sweep) {
    constexpr std::array designs = {"grid", "lockstep", "lhs", "sobol"};
    SweepText& sweep = scenario.sweep.emplace();
    for (const AxisEntry& axis : head.sweep->axes) sweep.axes.push_back({axis.parameter, axis.values});
    sweep.design = designs[static_cast<std::size_t>(head.sweep->design)];
    sweep.points = head.sweep->points;
    sweep.where = head.sweep->where;
  }
  if (const Setting* place = head_settings.find("place"); place && !is_id(head.place))
    reader.error("place", place->where,
                 tr("place is `{}`; an id is made of letters, digits, `_` and `-`", shown(head.place)));
  const Setting* start = head_settings.find("start");
  const Setting* horizon = head_settings.find("horizon");
  if (start && horizon && head.horizon <= head.start)
    reader.error(
        "horizon", reader.location_of(*horizon, *start),
        tr("horizon is {}; it must lie after the start {}", date_words(head.horizon), date_words(head.start)));
  for (Setting& setting : head_settings.fields)
    if (setting.field->name == "targets")
      written_targets = std::move(setting);
    else if (setting.field->name == "history")
      written_history = std::move(setting);
  read_targets(written_targets, head.targets, start, horizon, reader, scenario);
  read_history(written_history, head.history, start, reader, scenario);

  for (const Section& section : sections) {
    auto setting = reader.read_top(*table.find(section.name));
    if (!setting) continue;
    auto& group = std::get<GroupSetting>(setting->content);
    reader.run_checks(section, group);
    scenario.sections.emplace_back(&section, std::move(group));
  }
  scenario.series_uses = reader.series_uses();
  scenario.goals = reader.goals();
}

}  // namespace

Scenario load(const std::filesystem::path& file, const std::vector<Section>& sections,
              const std::vector<Override>& overrides, Diagnostics& diagnostics, const StrategyUse& strategy,
              InputFiles& input_files) {
  Scenario scenario;
  const TableSpec table = file_table(sections);
  Files files(table, tr_noop("a scenario"), "place: wenzhou", diagnostics, input_files);
  files.read(file);
  scenario.inputs = files.take_inputs();
  if (!files.all_readable()) return scenario;
  if (!strategy.file.empty()) {
    if (!apply_strategy(files.merged(), strategy, table, sections, diagnostics, input_files, scenario))
      return scenario;
  }
  apply(overrides, files.merged(), table, diagnostics);
  read_scenario(files.merged(), files.own(), table, sections, diagnostics, scenario);
  return scenario;
}

}  // namespace muster::scenarios
