#include "scenarios/loader/loader.hpp"

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/merge.hpp"
#include "scenarios/loader/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <set>
#include <utility>

namespace muster::scenarios {

namespace {

constexpr std::size_t longest_chain = 50;  // of files that extend each other
constexpr std::size_t most_areas = 5000;   // every series has a cell for each
constexpr std::size_t deepest_area = 20;   // areas within areas
constexpr std::string_view command_line = "--set";

// ---- files -----------------------------------------------------------------------------------------------------------------

class Files {
 public:
  Files(const TableSpec& table, Diagnostics& diagnostics) : table_(&table), diagnostics_(&diagnostics) {}

  /// Reads a file and, before it, those it extends.
  void read(const std::filesystem::path& file) { read(file, {file.generic_string(), 0, 0, 1}); }

  [[nodiscard]] bool all_readable() const { return all_readable_; }
  [[nodiscard]] Node& merged() { return merged_; }
  [[nodiscard]] std::vector<InputFile> take_inputs() { return std::move(inputs_); }

 private:
  void read(const std::filesystem::path& file, const Where& asked_at) {
    const std::string name = file.generic_string();
    std::error_code unimportant;
    std::filesystem::path real = std::filesystem::weakly_canonical(file, unimportant);
    if (real.empty()) real = file;
    if (std::any_of(chain_.begin(), chain_.end(), [&](const auto& open) { return open.first == real; })) {
      std::string chain;
      bool inside = false;
      for (const auto& [path, shown_name] : chain_) {
        inside = inside || path == real;
        if (inside) chain += shown_name + " → ";
      }
      refuse(asked_at, fmt::format("files extend each other in a circle: {}{}", chain, name));
      return;
    }
    if (std::find(done_.begin(), done_.end(), real) != done_.end()) return;
    if (chain_.size() >= longest_chain) {
      refuse(asked_at, fmt::format("more than {} files extend each other in a row", longest_chain));
      return;
    }

    std::string bytes;
    if (!read_bytes(file, asked_at, bytes)) return;
    inputs_.push_back({name, bytes});
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    diagnostics_->remember_text(name, text);
    std::optional<Node> root = read_document(name, text, *diagnostics_);
    if (!root) {
      all_readable_ = false;
      return;
    }
    if (!root->is_map()) {
      if (root->kind == Node::Kind::nothing) {
        refuse({name, 0, 0, 1}, "this is empty; a scenario starts with lines such as `place: wenzhou`");
      } else if (root->kind != Node::Kind::faulty) {
        const bool wide_colon = root->text.find("：") != std::string::npos;
        diagnostics_->error(root->where,
                            fmt::format("this is {}; a scenario is a map: lines such as `place: wenzhou`",
                                        root->is_list() ? "a list" : "a text"),
                            wide_colon ? std::vector{std::string(wide_colon_note)} : std::vector<std::string>{});
      }
      all_readable_ = false;
      return;
    }

    chain_.emplace_back(real, name);
    if (const Node* extends = root->find(extends_key)) read_extended(file, *extends);
    chain_.pop_back();
    done_.push_back(real);
    merge(merged_, std::move(*root), *table_, *diagnostics_);
  }

  void read_extended(const std::filesystem::path& file, const Node& extends) {
    const auto follow = [&](const Node& path) {
      if (path.is_scalar() && !path.text.empty()) {
        read((file.parent_path() / path.text).lexically_normal(), path.where);
      } else if (path.kind != Node::Kind::faulty) {
        refuse(path.where, fmt::format("extends is {}; write a path from this file's folder, or a list of them",
                                       path.kind == Node::Kind::nothing ? "empty" : shown(to_line(path))));
      }
    };
    if (extends.is_list()) {
      for (const Node& path : extends.items) follow(path);
    } else {
      follow(extends);
    }
  }

  bool read_bytes(const std::filesystem::path& file, const Where& asked_at, std::string& bytes) {
    const std::string name = file.generic_string();
    const std::string what = asked_at.line == 0 ? std::string("this ") : shown(name) + " ";
    std::error_code fault;
    const auto status = std::filesystem::status(file, fault);
    if (status.type() == std::filesystem::file_type::not_found) {
      refuse(asked_at, asked_at.line == 0 ? "there is no such file" + neighbours(file)
                                          : fmt::format("there is no file {}{}", shown(name), neighbours(file)));
    } else if (fault) {
      refuse(asked_at, fmt::format("{}cannot be opened: {}", what, lower(fault.message())));
    } else if (std::filesystem::is_directory(status)) {
      refuse(asked_at, fmt::format("{}is a folder; name a file in it{}", what, neighbours(file / "*.yaml")));
    } else if (!std::filesystem::is_regular_file(status)) {
      refuse(asked_at, fmt::format("{}is no regular file; save the scenario as one", what));
    } else if (const auto size = std::filesystem::file_size(file, fault); fault || size > largest_file) {
      refuse(asked_at, fault ? fmt::format("{}cannot be opened: {}", what, lower(fault.message()))
                             : fmt::format("{}has {} bytes; a scenario file may have {}; divide it and use `extends`",
                                           what, size, largest_file));
    } else {
      std::ifstream stream(file, std::ios::binary);
      if (!stream) {
        refuse(asked_at,
               fmt::format("{}cannot be opened: {}; check who may read it", what, lower(std::strerror(errno))));
        return false;
      }
      bytes.resize(static_cast<std::size_t>(size) + 1);  // one more: the file may have grown since
      stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      bytes.resize(static_cast<std::size_t>(stream.gcount()));
      if (bytes.size() <= size && !stream.bad()) return true;
      refuse(asked_at, fmt::format("{}could not be read to its end", what));
    }
    return false;
  }

  // What else lies in the folder, for whoever mistyped a name.
  static std::string neighbours(const std::filesystem::path& file) {
    std::vector<std::string> names;
    std::error_code fault;
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end; entry.increment(fault))
      if (entry->path().extension() == ".yaml") names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    if (file.filename() == "*.yaml") return names.empty() ? std::string{} : ", such as `" + names.front() + "`";
    return nearest_hint(file.filename().string(), names);
  }

  static std::string lower(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
  }

  void refuse(const Where& where, const std::string& message) {
    all_readable_ = false;
    diagnostics_->error(where, message);
  }

  const TableSpec* table_;
  Diagnostics* diagnostics_;
  Node merged_;
  std::vector<InputFile> inputs_;
  std::vector<std::pair<std::filesystem::path, std::string>> chain_;  // files being read
  std::vector<std::filesystem::path> done_;
  bool all_readable_ = true;
};

void apply(const std::vector<Override>& overrides, Node& merged, const TableSpec& table, Diagnostics& diagnostics) {
  const std::string file(command_line);
  std::string text;
  for (const Override& given : overrides) {
    std::string line = given.path + "=" + given.value;
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += line + "\n";
  }
  diagnostics.remember_text(file, text);
  int line = 0;
  for (const Override& given : overrides) {
    ++line;
    const Where where{file, line, 1, std::max(1, characters_in(given.path))};
    auto value = read_value(file, given.value, line, characters_in(given.path) + 2, diagnostics);
    if (value) override_value(merged, given.path, std::move(*value), where, table, diagnostics);
  }
}

// ---- the head --------------------------------------------------------------------------------------------------------------

std::string date_text(Date date) {
  const std::chrono::year_month_day day{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

const std::vector<GroupSetting>& items_of(const std::optional<Setting>& setting) {
  static const std::vector<GroupSetting> none;
  if (!setting) return none;
  const auto* items = std::get_if<std::vector<GroupSetting>>(&setting->content);
  return items ? *items : none;
}

// A text field's value and place.
std::pair<std::string, Where> text_of(const GroupSetting& item, std::string_view name) {
  const Setting* setting = item.find(name);
  if (!setting) return {{}, item.where};
  return {std::get<std::string>(std::get<ValueSetting>(setting->content)), setting->where};
}

// Every area, or nothing if they make no tree.
std::optional<Areas> read_areas(const std::optional<Setting>& written, Reader& reader) {
  if (!written) return std::nullopt;
  const std::vector<GroupSetting>& items = items_of(written);
  if (items.empty()) {
    reader.error("areas", written->where, "areas is empty; write at least one");
    return std::nullopt;
  }
  if (items.size() > most_areas) {
    reader.error("areas", written->where,
                 fmt::format("areas has {} items; it may have at most {}", items.size(), most_areas));
    return std::nullopt;
  }
  std::vector<AreaDefinition> definitions;
  std::map<std::string, std::string> around;
  std::vector<std::string> ids;
  bool fine = true;
  for (const GroupSetting& item : items) {
    if (item.id == "all" || item.id == "others") {
      reader.error("areas", item.where,
                   fmt::format("areas has the id `{}`, which means {}; choose another", item.id,
                               item.id == "all" ? "the whole" : "the areas not named"));
      fine = false;
    }
    definitions.push_back({item.id, text_of(item, "name").first, text_of(item, "within").first});
    around.emplace(item.id, definitions.back().within);
    ids.push_back(item.id);
  }
  for (const GroupSetting& item : items) {
    const auto [within, where] = text_of(item, "within");
    const std::string path = "areas." + item.id + ".within";
    if (within.empty() || around.contains(within)) continue;
    reader.error(path, where,
                 fmt::format("{} is `{}`, which is no area{}", path, shown(within), nearest_hint(within, ids)));
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
        reader.error(path, text_of(item, "within").second,
                     fmt::format("areas lie within each other in a circle: {}", chain));
        return std::nullopt;  // the others of the circle would say the same
      }
      if (steps > definitions.size()) break;  // a circle further out, found at one of its own
      if (steps == deepest_area && !around.at(at).empty() && definitions.size() > deepest_area) {
        std::set<std::string> seen;
        std::string further = at;
        while (!further.empty() && seen.insert(further).second) further = around.at(further);
        if (!further.empty()) break;
        reader.error(path, text_of(item, "within").second,
                     fmt::format("{} lies within more than {} areas", path, deepest_area));
        fine = false;
      }
    }
  }
  if (!fine) return std::nullopt;
  return Areas(definitions);
}

struct Goal {
  double value = 0;
  std::string unit;
};

// `100 %`, `500 people`, `15 万元`, 0.95; nothing if it starts with no number.
std::optional<Goal> read_goal(const std::string& text) {
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
  while (unit.ends_with(' ')) unit.pop_back();
  for (const char* multiple : {"thousand ", "million ", "万"})
    if (unit.starts_with(multiple)) unit.erase(0, std::strlen(multiple));
  const auto read = read_quantity(text, Dimension::number, unit);
  const double* value = std::get_if<double>(&read);
  if (!value || unit.starts_with('_') || unit.starts_with(',')) return std::nullopt;
  if (unit == "thousand" || unit == "million" || unit == "万") unit.clear();
  return Goal{*value, unit};
}

void read_targets(const std::optional<Setting>& written, const std::vector<TargetEntry>& entries, Reader& reader,
                  Scenario& scenario) {
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
                   fmt::format("{} has {} `at_least` {} `at_most`; write one of them", path,
                               at_least ? "both" : "neither", at_least ? "and" : "nor"));
      continue;
    }
    const Setting& setting = at_least ? *at_least : *at_most;
    const auto goal = read_goal(at_least ? entry.at_least : entry.at_most);
    if (!goal) {
      reader.error(setting.path, setting.where,
                   fmt::format("{} is {}; write a number with its unit, such as `100 %` or `500 people`", setting.path,
                               shown(setting.written)));
      continue;
    }
    if (entry.by < scenario.start) {
      const Setting* by = item.find("by");
      reader.error(
          by->path, by->where,
          fmt::format("{} is {}, before the start {}", by->path, date_text(entry.by), date_text(scenario.start)));
    }
    scenario.targets.push_back({item.id, entry.title, entry.series, entry.area,
                                at_least ? Comparison::at_least : Comparison::at_most, goal->value, entry.by,
                                setting.provenance.facts});
    scenario.target_texts.push_back({goal->unit, setting.where, setting.provenance});
  }
}

void read_scenario(const Node& merged, const TableSpec& table, const std::vector<Section>& sections,
                   const std::string& file, Diagnostics& diagnostics, Scenario& scenario) {
  Reader reader(merged, table, sections, diagnostics);
  scenario.sources = reader.read_sources();
  reader.check_top({file, 0, 0, 1});

  // Areas come first: everything else may name them.
  std::optional<Setting> written_areas, written_targets;
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
  scenario.title = head.title;
  scenario.start = head.start;
  scenario.horizon = head.horizon;
  scenario.headline = head.headline;
  if (const Setting* place = head_settings.find("place"); place && !is_id(head.place))
    reader.error("place", place->where,
                 fmt::format("place is `{}`; an id is made of letters, digits, `_` and `-`", shown(head.place)));
  const Setting* start = head_settings.find("start");
  const Setting* horizon = head_settings.find("horizon");
  if (start && horizon && head.horizon <= head.start)
    reader.error(
        "horizon", horizon->where,
        fmt::format("horizon is {}; it must lie after the start {}", date_text(head.horizon), date_text(head.start)));
  for (Setting& setting : head_settings.fields)
    if (setting.field->name == "targets") written_targets = std::move(setting);
  read_targets(written_targets, head.targets, reader, scenario);

  for (const Section& section : sections) {
    auto setting = reader.read_top(*table.find(section.name));
    if (!setting) continue;
    auto& group = std::get<GroupSetting>(setting->content);
    reader.run_checks(section, group);
    scenario.sections.emplace_back(&section, std::move(group));
  }
  scenario.series_uses = reader.series_uses();
}

}  // namespace

Scenario load(const std::filesystem::path& file, const std::vector<Section>& sections,
              const std::vector<Override>& overrides, Diagnostics& diagnostics, const StrategyUse&) {
  Scenario scenario;
  const TableSpec table = file_table(sections);
  Files files(table, diagnostics);
  files.read(file);
  scenario.inputs = files.take_inputs();
  if (!files.all_readable()) return scenario;
  apply(overrides, files.merged(), table, diagnostics);
  read_scenario(files.merged(), table, sections, file.generic_string(), diagnostics, scenario);
  return scenario;
}

}  // namespace muster::scenarios
