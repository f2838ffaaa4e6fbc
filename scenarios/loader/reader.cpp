#include "scenarios/loader/reader.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <new>
#include <unordered_map>
#include <unordered_set>

namespace muster::scenarios {

namespace {

constexpr std::array range_keys = {"low", "likely", "high", "moves_with", "correlation"};
constexpr double largest_int = std::numeric_limits<int>::max();

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::vector<std::string> notes_of(const FieldSpec& field) {
  return field.meaning.empty() ? std::vector<std::string>{} : std::vector{translated(field.meaning)};
}

const DistributionKind* find_kind(std::string_view name) {
  for (const DistributionKind& kind : distribution_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string meaning_of(const DistributionKind& kind) {
  return fmt::format("{}: {}", kind.name, translated(kind.meaning));
}

// The least, most likely and largest value a figure can take.
std::array<double, 3> corners(const ScalarSetting& figure) {
  if (const double* certain = std::get_if<double>(&figure)) return {*certain, *certain, *certain};
  const Uncertain& range = std::get<Uncertain>(figure);
  return {range.low, range.likely, range.high};
}

bool is_uncertain(const ScalarSetting& figure) { return std::holds_alternative<Uncertain>(figure); }

// Evidence that a group does not state comes from the enclosing group, unless it states a `fact` or `kind` of its own.
StatedEvidence within(StatedEvidence inner, const StatedEvidence& outer) {
  if (inner.facts || inner.kind) return inner;
  inner.facts = outer.facts;
  inner.kind = outer.kind;
  if (!inner.source) inner.source = outer.source;
  if (!inner.note) inner.note = outer.note;
  return inner;
}

Provenance provenance_of(const StatedEvidence& stated) {
  Provenance provenance;
  provenance.stated = stated.facts || stated.kind;
  // `kind` overrides `fact`: that something happens may be a fact while its amount is assumed.
  provenance.evidence = stated.kind.value_or(stated.facts ? Evidence::fact : Evidence::assumption);
  provenance.facts = stated.facts.value_or(std::vector<std::string>{});
  provenance.source = stated.source.value_or("");
  provenance.note = stated.note.value_or("");
  return provenance;
}

}  // namespace

std::variant<Date, std::string> read_date(std::string_view written) {
  struct Marks {
    std::string_view year, month, day;
  };
  constexpr std::array<Marks, 3> ways{Marks{"-", "-", ""}, Marks{"/", "/", ""}, Marks{"年", "月", "日"}};
  const auto read_as = [](std::string_view rest, const Marks& marks) -> std::optional<std::array<int, 3>> {
    std::array<int, 3> parts{};
    const std::array<std::pair<std::string_view, std::size_t>, 3> shape{std::pair{marks.year, std::size_t{4}},
                                                                        std::pair{marks.month, std::size_t{2}},
                                                                        std::pair{marks.day, std::size_t{2}}};
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const auto& [mark, most_digits] = shape[i];
      const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
      if (digits == 0 || digits > most_digits || (i == 0 && digits != most_digits)) return std::nullopt;
      for (const char digit : rest.substr(0, digits)) parts[i] = parts[i] * 10 + (digit - '0');
      rest.remove_prefix(digits);
      if (!rest.starts_with(mark)) return std::nullopt;
      rest.remove_prefix(mark.size());
    }
    return rest.empty() ? std::optional(parts) : std::nullopt;
  };
  std::optional<std::array<int, 3>> parts;
  for (const Marks& way : ways)
    if (!parts) parts = read_as(written, way);
  if (!parts) return tr("not a date such as 2026-12-31");
  const auto [in_year, in_month, in_day] = *parts;
  const std::chrono::year_month_day day{std::chrono::year(in_year),
                                        std::chrono::month(static_cast<unsigned>(in_month)),
                                        std::chrono::day(static_cast<unsigned>(in_day))};
  if (!day.month().ok()) return tr("a date with month {}; a year has 12", in_month);
  if (!day.ok()) {
    const std::chrono::year_month_day_last last{day.year() / day.month() / std::chrono::last};
    return tr("a date that does not exist; that month has {} days", static_cast<unsigned>(last.day()));
  }
  if (in_year < 1900 || in_year > 2199) return tr("a date outside 1900-01-01 to 2199-12-31");
  return Date{day};
}

Reader::Reader(const Node& root, const OwnText& own, const TableSpec& table, const std::vector<Section>& sections,
               Diagnostics& diagnostics)
    : root_(&root), own_(&own), table_(&table), sections_(&sections), diagnostics_(&diagnostics) {}

const Entry* Reader::WrittenValue::find(std::string_view key) const {
  for (const Entry* entry : keys)
    if (entry->key == key) return entry;
  return nullptr;
}

void Reader::error(const std::string& path, const SourceLocation& where, const std::string& message,
                   std::vector<std::string> notes) {
  faulty_.insert(path);
  diagnostics_->error(where, message, std::move(notes));
}

bool Reader::is_clean(const std::string& path) const {
  if (faulty_.contains(path)) return false;
  const auto below = faulty_.lower_bound(path + ".");
  return below == faulty_.end() || !below->starts_with(path + ".");
}

void Reader::no_value(const MessageContext& about, const SourceLocation& where) {
  error(about.path, where, tr("{} has no value; write {}", about.subject, how_to_write(about.field)),
        notes_of(about.field));
}

void Reader::unfit(const MessageContext& about, const SourceLocation& where, const std::string& written) {
  error(about.path, where, tr("{} is {}; write {}", about.subject, shown(written), how_to_write(about.field)),
        notes_of(about.field));
}

// ---- the file's top
// --------------------------------------------------------------------------------------------------------

std::map<std::string, std::string> Reader::read_sources() {
  std::map<std::string, std::string> sources;
  const Node* written = root_->find(sources_key);
  if (!written || !written->is_map()) return sources;
  for (const Entry& entry : written->entries) {
    const std::string path = joined(std::string(sources_key), entry.key);
    source_names_.push_back(entry.key);
    if (entry.value.is_scalar() && !entry.value.text.empty()) {
      sources.emplace(entry.key, entry.value.text);
    } else if (entry.value.kind != Node::Kind::faulty) {
      error(path, entry.key_where, tr("{} has no address; write it as text", shown(path)),
            {translated(sources_meaning)});
    }
  }
  return sources;
}

std::optional<Setting> Reader::read_top(const FieldSpec& field) {
  for (const Entry& entry : root_->entries)
    if (entry.key == field.name) return read_setting(field, entry.value, entry.key_where, "", {}, *root_);
  return std::nullopt;
}

void Reader::check_top() {
  std::set<std::string> misspelt;
  for (const Entry& entry : root_->entries)
    if (!table_->find(entry.key) && entry.key != sources_key)
      misspelt.insert(report_unknown("", entry, *table_, false));
  std::vector<const FieldSpec*> missing;
  for (const FieldSpec& field : table_->fields)
    if (!field.optional && !root_->find(field.name) && !misspelt.contains(field.name)) missing.push_back(&field);
  report_missing("", own_->head(), missing, *root_);
}

// ---- groups
// ----------------------------------------------------------------------------------------------------------------

std::string Reader::report_unknown(const std::string& path, const Entry& entry, const TableSpec& table, bool is_item) {
  const std::string& key = entry.key;
  std::vector<std::string> known = table.names();
  if (path.empty()) known.insert(known.end(), {std::string(extends_key), std::string(sources_key)});
  if (!path.empty()) known.insert(known.end(), provenance_keys.begin(), provenance_keys.end());
  if (is_item) known.emplace_back("id");
  if (known.size() <= provenance_keys.size() && !path.empty()) known.clear();

  // A parameter of another section, or of another group of this one, may be in the wrong group.
  std::optional<std::string> home;  // a path; empty: the top of the file
  const std::function<void(const TableSpec&, const std::string&)> search = [&](const TableSpec& inside,
                                                                               const std::string& at) {
    for (const FieldSpec& field : inside.fields) {
      if (field.name == key && !home) home = at;
      if (field.nested) search(*field.nested, joined(at, field.name));
    }
  };
  const std::string hint = nearest_hint(key, known);
  search(*table_, "");
  if (!hint.empty()) home.reset();
  const std::string belongs = !home           ? hint
                              : home->empty() ? tr("; it belongs at the top of the file")
                                              : tr("; it belongs in `{}`", *home);
  const std::string message = path.empty() ? tr("there is no section or key `{}`{}", shown(key), belongs)
                                           : tr("{} has no parameter `{}`{}", path, shown(key), belongs);
  error(path.empty() ? key : path, entry.key_where, message);
  return nearest(key, known);
}

void Reader::report_missing(const std::string& path, const SourceLocation& place,
                            const std::vector<const FieldSpec*>& missing, const Node& map) {
  std::vector<std::string> names, notes;
  for (const FieldSpec* field : missing) {
    const auto taken = std::find_if(map.removed.begin(), map.removed.end(),
                                    [&](const auto& removed) { return removed.first == field->name; });
    if (taken != map.removed.end()) {
      error(joined(path, field->name), taken->second,
            tr("{} is required but removed here; write another value", joined(path, field->name)), notes_of(*field));
      continue;
    }
    names.push_back(field->name);
    if (!field->meaning.empty() && notes.size() < 8)
      notes.push_back(fmt::format("{}: {}", field->name, translated(field->meaning)));
  }
  if (names.empty()) return;
  if (map.earlier_ids) {
    const std::string id = path.substr(path.rfind('.') + 1);
    notes.insert(notes.begin(), tr("the extended files have no item `{}`{}", id, nearest_hint(id, *map.earlier_ids)));
  }
  // A value that an extended file leaves open is to be written in the file that extends it.
  const SourceLocation at = path.empty() ? place : own_->location_of(path, place);
  if (own_->extends(place.file))
    notes.insert(notes.begin(),
                 tr("{} is at {}, in a file that this one extends; write here what it lacks", path, to_string(place)));
  error(path, at, path.empty() ? tr("the scenario lacks {}", list_of(names)) : tr("{} lacks {}", path, list_of(names)),
        std::move(notes));
}

Reader::Inherited Reader::read_inherited(const Node& map, const TableSpec& table, const std::string& path,
                                         const Inherited& outer) {
  std::map<std::string, std::vector<const Entry*>> by_file;
  for (const Entry& entry : map.entries)
    if (is_provenance_key(entry.key) && !table.find(entry.key)) by_file[entry.key_where.file].push_back(&entry);
  Inherited inherited = outer;
  for (const auto& [file, entries] : by_file) inherited[file] = within(read_stated(entries, path), inherited[file]);
  return inherited;
}

GroupSetting Reader::read_group(const TableSpec& table, const Node& map, const std::string& path,
                                const SourceLocation& place, const Inherited& outer, bool is_item) {
  GroupSetting group;
  group.where = place;
  const Inherited inherited = read_inherited(map, table, path, outer);
  std::unordered_map<std::string_view, const Entry*> written;
  std::set<std::string> misspelt;
  for (const Entry& entry : map.entries) {
    written.emplace(entry.key, &entry);
    if (table.find(entry.key) || is_provenance_key(entry.key) || (is_item && entry.key == "id")) continue;
    misspelt.insert(report_unknown(path, entry, table, is_item));
  }
  std::vector<const FieldSpec*> missing;
  for (const FieldSpec& field : table.fields) {
    if (is_of_series(table, field)) of_series_.insert(&field);
    const auto entry = written.find(field.name);
    if (entry == written.end()) {
      if (!field.optional && !misspelt.contains(field.name)) missing.push_back(&field);
    } else if (auto setting =
                   read_setting(field, entry->second->value, entry->second->key_where, path, inherited, map)) {
      group.fields.push_back(std::move(*setting));
    }
  }
  report_missing(path, place, missing, map);

  // A group with a change has the path of the parameter beside it. The path must be valid whatever the change is.
  const bool changes =
      std::any_of(table.fields.begin(), table.fields.end(), [](const FieldSpec& f) { return f.form == Form::change; });
  if (const Node* parameter = map.find("parameter"); changes && parameter && parameter->is_scalar())
    find_changeable(*parameter, joined(path, "parameter"));
  return group;
}

std::optional<Setting> Reader::read_setting(const FieldSpec& field, const Node& value, const SourceLocation& key_where,
                                            const std::string& path, const Inherited& inherited, const Node& around) {
  Setting setting;
  setting.field = &field;
  setting.path = joined(path, field.name);
  setting.where = value.where;
  setting.written = to_line(value);
  const MessageContext about{field, setting.path, setting.path};
  if (value.kind == Node::Kind::faulty) {
    faulty_.insert(setting.path);
    return std::nullopt;
  }
  if (value.kind == Node::Kind::nothing) {
    no_value(about, value.where.line == 0 ? key_where : value.where);
    return std::nullopt;
  }

  if (field.form == Form::group || field.form == Form::list) {
    setting.where = key_where;
    if (field.form == Form::group ? !value.is_map() : !value.is_list()) {
      unfit(about, value.where, setting.written);
      return std::nullopt;
    }
    if (field.form == Form::group) {
      setting.content = read_group(*field.nested, value, setting.path, key_where, inherited, false);
    } else {
      if (value.incomplete) faulty_.insert(setting.path);
      std::vector<GroupSetting> items;
      for (const Node& item : value.items) {
        const Node& id = *item.find("id");
        items.push_back(read_group(*field.nested, item, joined(setting.path, id.text), item.where, inherited, true));
        items.back().id = id.text;
      }
      setting.content = std::move(items);
    }
    return setting;
  }

  std::vector<const Entry*> evidence;
  const WrittenValue form = split(value, &evidence);
  const StatedEvidence own = read_stated(evidence, setting.path);
  const auto group_says = inherited.find(value.where.file);
  setting.provenance = provenance_of(group_says == inherited.end() ? own : within(own, group_says->second));

  if (field.form == Form::change) {
    auto changed = read_change(about, value, around);
    if (!changed) return std::nullopt;
    setting.content = std::move(*changed);
  } else if (field.by_area) {
    auto by_area = read_areas(about, form);
    if (!by_area) return std::nullopt;
    setting.content = std::move(*by_area);
  } else {
    auto read = read_value(about, form);
    if (!read) return std::nullopt;
    setting.content = std::move(*read);
  }
  return setting;
}

// ---- evidence
// --------------------------------------------------------------------------------------------------------------

Reader::WrittenValue Reader::split(const Node& value, std::vector<const Entry*>* evidence) const {
  WrittenValue form;
  form.where = value.where;
  if (!value.is_map()) {
    form.plain = &value;
    return form;
  }
  for (const Entry& entry : value.entries) {
    if (evidence && is_provenance_key(entry.key)) {
      evidence->push_back(&entry);
    } else {
      form.keys.push_back(&entry);
    }
  }
  if (form.keys.size() == 1 && form.keys[0]->key == "value") {
    const Node& inner = form.keys[0]->value;
    WrittenValue read = split(inner, nullptr);
    if (inner.kind == Node::Kind::nothing) read.where = form.keys[0]->key_where;
    return read;
  }
  return form;
}

StatedEvidence Reader::read_stated(const std::vector<const Entry*>& entries, const std::string& path) {
  StatedEvidence stated;
  for (const Entry* entry : entries) {
    const Node& node = entry->value;
    const std::string subject = joined(path, entry->key);
    if (node.kind == Node::Kind::faulty) continue;
    if (entry->key == "fact") {
      std::vector<std::string> ids;
      const std::vector<Node> single = node.is_list() ? std::vector<Node>{} : std::vector<Node>{node};
      for (const Node& id : node.is_list() ? node.items : single) {
        if (id.is_scalar() && is_id(id.text) && id.text != "true" && id.text != "false") {
          ids.push_back(id.text);
        } else if (id.kind != Node::Kind::faulty) {
          error(path, id.where,
                tr("{} is {}; write the id of a fact, such as S3, or a list of them", subject, shown(to_line(id))));
        }
      }
      if (node.is_list() && node.items.empty())
        error(path, node.where,
              tr("{} is {}; write the id of a fact, such as S3, or a list of them", subject, shown(to_line(node))));
      if (!ids.empty()) stated.facts = std::move(ids);
      continue;
    }
    if (!node.is_scalar() || node.text.empty()) {
      error(path, node.where,
            node.kind == Node::Kind::nothing ? tr("{} is empty; write a text", subject)
                                             : tr("{} is {}; write a text", subject, shown(to_line(node))));
      continue;
    }
    if (entry->key == "note") {
      stated.note = node.text;
    } else if (entry->key == "source") {
      const bool named = std::find(source_names_.begin(), source_names_.end(), node.text) != source_names_.end();
      if (named || node.text.starts_with("http://") || node.text.starts_with("https://") ||
          node.text.find(' ') != std::string::npos) {
        stated.source = node.text;
      } else {
        error(path, node.where,
              tr("{} is `{}`, which `sources` does not list{}", subject, shown(node.text),
                 nearest_hint(node.text, source_names_)),
              {tr("a source is an id listed in `sources`, a web address, or a full citation (more than one "
                  "word)")});
      }
    } else {
      const std::vector<std::string> kinds = {"fact", "estimate", "assumption"};
      const auto kind = std::find(kinds.begin(), kinds.end(), node.text);
      if (kind != kinds.end()) {
        stated.kind = static_cast<Evidence>(kind - kinds.begin());
      } else {
        error(path, node.where,
              tr("{} is {}; write one of {}{}", subject, shown(node.text), list_of(kinds),
                 nearest_hint(node.text, kinds)));
      }
    }
  }
  return stated;
}

// ---- values
// ----------------------------------------------------------------------------------------------------------------

bool Reader::has_known_keys(const MessageContext& about, const WrittenValue& form,
                            const std::vector<std::string>& keys) {
  bool known = true;
  for (const Entry* entry : form.keys) {
    if (std::find(keys.begin(), keys.end(), entry->key) != keys.end()) continue;
    known = false;
    const std::string hint = nearest_hint(entry->key, keys);
    error(about.path, entry->key_where,
          is_provenance_key(entry->key)
              ? tr("{} has `{}` inside part of a value; write it beside the whole value", about.subject, entry->key)
              : tr("{} has no key `{}`{}", about.subject, shown(entry->key),
                   hint.empty() ? tr("; it may have {}", list_of(keys)) : hint));
  }
  return known;
}

std::optional<AreaSetting> Reader::read_areas(const MessageContext& about, const WrittenValue& form) {
  const Entry* by_area = form.find("by_area");
  if (!by_area) {
    auto everywhere = read_value(about, form);
    if (!everywhere) return std::nullopt;
    if (!areas_) {
      faulty_.insert(about.path);
      return std::nullopt;
    }
    return AreaSetting{std::vector<ValueSetting>(areas_->leaf_count(), *everywhere)};
  }
  if (!has_known_keys(about, form, {"by_area"})) return std::nullopt;
  const Node& written = by_area->value;
  if (!written.is_map() || written.entries.empty()) {
    if (written.kind != Node::Kind::faulty)
      error(about.path, written.where,
            tr("{} has `by_area` without areas; write {{by_area: {{area: value, others: value}}}}", about.subject),
            notes_of(about.field));
    return std::nullopt;
  }

  bool fine = true;
  std::optional<ValueSetting> others;
  std::vector<std::optional<ValueSetting>> leaves(areas_ ? areas_->leaf_count() : 0);
  std::vector<std::size_t> breadth(leaves.size(),
                                   std::numeric_limits<std::size_t>::max());  // rank of the area that gives the value
  std::vector<bool> named(leaves.size(), false);
  std::vector<SourceLocation> locations(leaves.size(), by_area->key_where);
  bool others_named = false;
  SourceLocation others_location;
  for (const Entry& entry : written.entries) {
    auto value = read_value(about.as(tr("{} in {}", about.subject, shown(entry.key))), split(entry.value, nullptr));
    if (!value) fine = false;
    if (entry.key == "others") {
      others = std::move(value);
      others_location = entry.key_where;
      others_named = true;
      continue;
    }
    if (!areas_) continue;
    if (entry.key == "all") {
      error(about.path, entry.key_where, tr("{} names `all`; write `others` for the areas not named", about.subject));
      fine = false;
      continue;
    }
    const auto node = areas_->find(entry.key);
    if (!node) {
      std::vector<std::string> known = areas_->ids();
      known.back() = "others";
      error(about.path, entry.key_where,
            tr("{} names `{}`, which is not an area{}", about.subject, shown(entry.key), area_hint(entry.key, known)));
      fine = false;
      continue;
    }
    const std::vector<std::size_t>& covered = areas_->leaves_of(*node);
    // The value of the smallest area takes precedence. An area within another covers fewer leaves, or as many if it is
    // the only one; then the leaf itself ranks before the area around it.
    for (const std::size_t leaf : covered) {
      named[leaf] = true;
      const std::size_t rank = covered.size() * 2 + (*node < areas_->leaf_count() ? 0 : 1);
      if (rank > breadth[leaf]) continue;
      breadth[leaf] = rank;
      leaves[leaf] = value;
      locations[leaf] = entry.key_where;
    }
  }
  if (!areas_) {
    faulty_.insert(about.path);
    return std::nullopt;
  }
  std::vector<std::string> missing;
  for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
    if (!named[leaf] && !others_named) missing.push_back((*areas_)[leaf].id);
    if (!named[leaf]) leaves[leaf] = others;
    if (!named[leaf]) locations[leaf] = others_location;
  }
  if (!missing.empty() && fine) {
    error(about.path, by_area->key_where,
          missing.size() == 1
              ? tr("{} has no value for {}; name it or write `others`", about.subject, list_of(missing))
              : tr("{} has no value for {}; name them or write `others`", about.subject, list_of(missing)),
          notes_of(about.field));
    return std::nullopt;
  }
  if (!fine) return std::nullopt;
  AreaSetting setting;
  setting.locations = std::move(locations);
  for (auto& leaf : leaves) setting.leaves.push_back(std::move(*leaf));
  return setting;
}

std::optional<ValueSetting> Reader::read_value(const MessageContext& about, const WrittenValue& form) {
  if (form.plain && form.plain->kind == Node::Kind::faulty) {
    faulty_.insert(about.path);
    return std::nullopt;
  }
  if (form.plain && form.plain->kind == Node::Kind::nothing) {
    no_value(about, form.where);
    return std::nullopt;
  }
  switch (about.field.form) {
    case Form::number:
    case Form::distribution:
    case Form::by_date:
      return read_number(about, form);
    default:
      break;
  }
  if (form.plain) return read_plain(about, *form.plain);
  if (form.keys.empty()) {
    no_value(about, form.where);
  } else if (form.find("by_area") && !about.field.by_area) {
    error(about.path, form.find("by_area")->key_where, tr("{} may not differ by area", about.subject),
          notes_of(about.field));
  } else {
    has_known_keys(about, form, {"value", "fact", "kind", "source", "note"});
    if (form.find("value") == nullptr) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<ValueSetting> Reader::read_number(const MessageContext& about, const WrittenValue& form) {
  const FieldSpec& field = about.field;
  if (form.plain || form.keys.empty()) {
    if (!form.plain || form.plain->kind == Node::Kind::nothing) {
      no_value(about, form.where);
      return std::nullopt;
    }
    auto figure = read_figure(about, form, field.dimension, field.noun);
    if (!figure || !is_in_range(about, *figure, *form.plain, field.form == Form::distribution)) return std::nullopt;
    return ValueSetting{std::move(*figure)};
  }

  if (const Entry* by_date = form.find("by_date")) {
    if (field.form != Form::by_date) {
      error(about.path, by_date->key_where, tr("{} may not change by date; write one value", about.subject),
            notes_of(field));
      return std::nullopt;
    }
    auto timeline = read_timeline(about, form);
    if (!timeline) return std::nullopt;
    return ValueSetting{std::move(*timeline)};
  }
  if (const Entry* by_area = form.find("by_area")) {
    error(about.path, by_area->key_where,
          field.by_area ? tr("{} has `by_area` within `by_area`", about.subject)
                        : tr("{} may not differ by area", about.subject),
          notes_of(field));
    return std::nullopt;
  }
  for (const Entry* entry : form.keys) {
    const DistributionKind* kind = find_kind(entry->key);
    if (!kind) continue;
    if (field.form != Form::distribution) {
      error(about.path, entry->key_where,
            tr("{} may not be a distribution; write one value or a range", about.subject), notes_of(field));
      return std::nullopt;
    }
    if (!has_known_keys(about, form, {kind->name})) return std::nullopt;
    auto distribution = read_distribution(about, *entry, *kind);
    if (!distribution) return std::nullopt;
    return ValueSetting{std::move(*distribution)};
  }

  std::vector<std::string> keys = {"value", "low", "likely", "high", "moves_with", "correlation"};
  if (field.form == Form::by_date) keys.insert(keys.end(), {"by_date", "between"});
  if (field.by_area) keys.emplace_back("by_area");
  if (field.form == Form::distribution)
    for (const DistributionKind& kind : distribution_kinds()) keys.push_back(kind.name);
  if (!has_known_keys(about, form, keys)) return std::nullopt;
  auto figure = read_figure(about, form, field.dimension, field.noun);
  if (!figure) return std::nullopt;
  const bool of_mean = field.form == Form::distribution;
  bool fine = true;
  for (const char* part : {"low", "high"})
    fine = is_in_range(about.with(fmt::format(": {}", part)),
                       part[0] == 'l' ? std::get<Uncertain>(*figure).low : std::get<Uncertain>(*figure).high,
                       form.find(part)->value, of_mean) &&
           fine;
  if (!fine) return std::nullopt;
  return ValueSetting{std::move(*figure)};
}

std::optional<double> Reader::read_quantity(const MessageContext& about, const Node& node, Dimension dimension,
                                            const std::string& noun) {
  if (node.kind == Node::Kind::faulty) {
    faulty_.insert(about.path);
    return std::nullopt;
  }
  const std::string how = muster::how_to_write(dimension);
  if (!node.is_scalar() || node.text.empty()) {
    error(about.path, node.where,
          node.kind == Node::Kind::nothing || node.is_scalar()
              ? tr("{} has no value; write {}", about.subject, how)
              : tr("{} is {}; write {}", about.subject, shown(to_line(node)), how),
          notes_of(about.field));
    return std::nullopt;
  }
  if (of_series_.contains(&about.field)) {
    if (const auto goal = read_goal(node.text)) {
      goals_.push_back({about.path, goal->value, goal->unit, node.where});
      return goal->value;
    }
    error(
        about.path, node.where,
        tr("{} is {}; write a number with its unit, such as `100 %` or `500 people`", about.subject, shown(node.text)),
        notes_of(about.field));
    return std::nullopt;
  }
  const auto read = muster::read_quantity(node.text, dimension, noun);
  if (const double* value = std::get_if<double>(&read)) return *value;
  error(about.path, node.where, tr("{} is {}, {}", about.subject, shown(node.text), std::get<std::string>(read)),
        notes_of(about.field));
  return std::nullopt;
}

std::optional<ScalarSetting> Reader::read_figure(const MessageContext& about, const WrittenValue& form,
                                                 Dimension dimension, const std::string& noun) {
  if (form.plain) {
    const auto value = read_quantity(about, *form.plain, dimension, noun);
    if (!value) return std::nullopt;
    return ScalarSetting{*value};
  }
  if (!has_known_keys(about, form, {range_keys.begin(), range_keys.end()})) return std::nullopt;
  Uncertain range;
  std::vector<std::string> missing;
  bool fine = true;
  for (const auto& [key, part] :
       {std::pair{"low", &range.low}, std::pair{"likely", &range.likely}, std::pair{"high", &range.high}}) {
    const Entry* entry = form.find(key);
    if (!entry) {
      missing.emplace_back(key);
    } else if (const auto value = read_quantity(about.with(fmt::format(": {}", key)), entry->value, dimension, noun)) {
      *part = *value;
    } else {
      fine = false;
    }
  }
  if (!missing.empty()) {
    error(about.path, form.where, tr("{} lacks {}; a range has low, likely and high", about.subject, list_of(missing)),
          notes_of(about.field));
    return std::nullopt;
  }
  const Entry* moves_with = form.find("moves_with");
  const Entry* correlation = form.find("correlation");
  if ((moves_with == nullptr) != (correlation == nullptr)) {
    const Entry* lonely = moves_with ? moves_with : correlation;
    error(about.path, lonely->key_where,
          tr("{} has `{}` without `{}`; they go together", about.subject, lonely->key,
             moves_with ? "correlation" : "moves_with"));
    return std::nullopt;
  }
  if (moves_with) {
    const Node& name = moves_with->value;
    if (name.is_scalar() && is_id(name.text)) {
      range.moves_with = name.text;
    } else {
      error(about.path, name.where,
            tr("{} moves with {}; write a name of letters, digits, `_` and `-`", about.subject, shown(to_line(name))));
      fine = false;
    }
    const MessageContext of_correlation = about.with(": correlation");
    if (const auto value = read_quantity(of_correlation, correlation->value, Dimension::number, "")) {
      range.correlation = *value;
      if (*value < -1 || *value > 1) {
        error(about.path, correlation->value.where,
              tr("{} is {}; it may be -1 to 1", of_correlation.subject, shown(correlation->value.text)));
        fine = false;
      }
    } else {
      fine = false;
    }
  }
  if (!fine) return std::nullopt;
  const auto text_of = [&](const char* key) { return shown(form.find(key)->value.text); };
  if (range.low > range.likely) {
    error(about.path, form.find("likely")->value.where,
          tr("{} has likely {} below low {}", about.subject, text_of("likely"), text_of("low")));
    return std::nullopt;
  }
  if (range.likely > range.high) {
    error(about.path, form.find("likely")->value.where,
          tr("{} has likely {} above high {}", about.subject, text_of("likely"), text_of("high")));
    return std::nullopt;
  }
  if (range.low == range.high) {
    error(about.path, form.find("low")->value.where,
          tr("{} has the same low {} and high {}, which is not a range; write a single value", about.subject,
             text_of("low"), text_of("high")));
    return std::nullopt;
  }
  return ScalarSetting{range};
}

bool Reader::is_in_range(const MessageContext& about, const ScalarSetting& figure, const Node& written, bool of_mean) {
  const FieldSpec& field = about.field;
  const auto [low, likely, high] = corners(figure);
  const std::string as_written = shown(to_line(written));
  const bool broken = field.whole && !is_uncertain(figure) && likely != std::round(likely);
  if (low < field.lowest || high > field.highest || broken) {
    std::string range = range_of(field);
    if (field.whole) range = range.empty() ? tr("a whole number") : tr("a whole number, {}", range);
    error(about.path, written.where,
          of_mean ? tr("{} is {}; its mean may be {}", about.subject, as_written, range)
                  : tr("{} is {}; it may be {}", about.subject, as_written, range),
          notes_of(field));
    return false;
  }
  if (field.whole && std::max(std::abs(low), std::abs(high)) > largest_int) {
    error(about.path, written.where, tr("{} is {}; it may be at most {:.0f}", about.subject, as_written, largest_int),
          notes_of(field));
    return false;
  }
  return true;
}

std::optional<TimelineSetting> Reader::read_timeline(const MessageContext& about, const WrittenValue& form) {
  if (!has_known_keys(about, form, {"by_date", "between"})) return std::nullopt;
  TimelineSetting timeline;
  bool fine = true;
  if (const Entry* between = form.find("between")) {
    const std::string& word = between->value.text;
    timeline.ramps = word == "ramps";
    if (!between->value.is_scalar() || (word != "ramps" && word != "steps")) {
      error(about.path, between->value.where,
            tr("{} is {} between its dates; write steps or ramps", about.subject, shown(to_line(between->value))));
      fine = false;
    }
  }
  const Entry& by_date = *form.find("by_date");
  if (!by_date.value.is_map() || by_date.value.entries.empty()) {
    if (by_date.value.kind != Node::Kind::faulty)
      error(about.path, by_date.key_where,
            tr("{} has `by_date` without dates; write {{by_date: {{2023-01-01: value}}}}", about.subject),
            notes_of(about.field));
    faulty_.insert(about.path);
    return std::nullopt;
  }
  std::string before;
  for (const Entry& entry : by_date.value.entries) {
    const auto date = read_date(entry.key);
    if (const std::string* fault = std::get_if<std::string>(&date)) {
      error(about.path, entry.key_where, tr("{} has the date {}, {}", about.subject, shown(entry.key), *fault));
      fine = false;
      continue;
    }
    const Date when = std::get<Date>(date);
    if (!timeline.points.empty() && when <= timeline.points.back().first) {
      error(about.path, entry.key_where,
            tr("{} has {} after {}; the dates must rise", about.subject, entry.key,
               date_words(timeline.points.back().first)));
      fine = false;
    }
    const MessageContext at = about.as(tr("{} at {}", about.subject, entry.key));
    const WrittenValue part = split(entry.value, nullptr);
    if (part.plain && part.plain->kind == Node::Kind::nothing) {
      no_value(at, part.where);
      fine = false;
      continue;
    }
    const auto figure = read_figure(at, part, about.field.dimension, about.field.noun);
    if (!figure || !is_in_range(at, *figure, entry.value, false)) {
      fine = false;
      continue;
    }
    timeline.points.emplace_back(when, *figure);
  }
  if (!fine) return std::nullopt;
  return timeline;
}

std::optional<DistributionSetting> Reader::read_distribution(const MessageContext& about, const Entry& entry,
                                                             const DistributionKind& kind) {
  DistributionSetting setting;
  setting.kind = kind.name;
  const FieldSpec& field = about.field;
  const bool empirical = kind.arguments.empty();
  const std::vector<std::string> names = empirical ? std::vector<std::string>{"values", "weights"} : kind.arguments;
  const MessageContext inside = about.with(": " + kind.name);
  if (!entry.value.is_map()) {
    if (entry.value.kind != Node::Kind::faulty)
      error(about.path, entry.value.where.line == 0 ? entry.key_where : entry.value.where,
            tr("{} is {}; write {{{}: {{{}: …}}}}", about.subject,
               shown(entry.value.kind == Node::Kind::nothing ? kind.name : to_line(entry.value)), kind.name,
               fmt::join(names, ": …, ")),
            {translated(kind.meaning)});
    faulty_.insert(about.path);
    return std::nullopt;
  }
  const WrittenValue form = split(entry.value, nullptr);
  bool fine = has_known_keys(inside, form, names);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Entry* argument = form.find(names[i]);
    if (!argument) {
      missing.push_back(names[i]);
      continue;
    }
    const MessageContext about_argument = about.with(fmt::format(": {}", names[i]));
    const bool plain = empirical ? i == 1 : kind.plain[i];
    const Dimension dimension = plain ? Dimension::number : field.dimension;
    const std::string noun = plain ? std::string{} : field.noun;
    std::vector<ScalarSetting>& into = empirical && i == 1 ? setting.weights : setting.arguments;
    // Things that are counted are drawn as whole numbers, and the number of attempts in a binomial is whole.
    const bool must_be_whole = empirical ? field.whole && i == 0 : kind.name == "binomial" && i == 0;
    const auto read_part = [&](const Node& node) {
      const auto figure = read_figure(about_argument, split(node, nullptr), dimension, noun);
      const double* certain = figure ? std::get_if<double>(&*figure) : nullptr;
      if (figure && !(must_be_whole && certain && *certain != std::round(*certain))) {
        into.push_back(*figure);
        return;
      }
      if (figure)
        error(about.path, node.where,
              tr("{} has {}; write whole numbers", about_argument.subject, shown(to_line(node))), notes_of(field));
      fine = false;
    };
    if (empirical) {
      if (!argument->value.is_list()) {
        faulty_.insert(about.path);
        if (argument->value.kind != Node::Kind::faulty)
          error(about.path, argument->key_where,
                tr("{} is {}; write a list", about_argument.subject, shown(to_line(argument->value))));
        fine = false;
        continue;
      }
      for (const Node& item : argument->value.items) read_part(item);
    } else {
      read_part(argument->value);
    }
  }
  if (!missing.empty()) {
    error(about.path, entry.key_where, tr("{} lacks {}", inside.subject, list_of(missing)), {meaning_of(kind)});
    return std::nullopt;
  }
  if (!fine) return std::nullopt;

  // A draw may give each range its lowest or highest value, so every combination must be a distribution with a mean
  // in range.
  const std::size_t combinations = empirical ? 3 : static_cast<std::size_t>(std::pow(3, setting.arguments.size()));
  for (std::size_t combination = 0; combination < combinations; ++combination) {
    std::vector<double> arguments, weights;
    std::size_t rest = combination;
    for (const ScalarSetting& figure : setting.arguments) {
      arguments.push_back(corners(figure)[rest % 3]);
      if (!empirical) rest /= 3;
    }
    for (const ScalarSetting& figure : setting.weights) weights.push_back(corners(figure)[rest % 3]);
    double mean = 0, lower = 0;
    try {
      const Distribution made = make_distribution(kind.name, arguments, weights);
      mean = made.mean();
      lower = made.lower();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& fault) {
      error(about.path, entry.key_where,
            tr("{} is {}: {}", about.subject, shown(fmt::format("{{{}: {}}}", kind.name, to_line(entry.value))),
               fault.what()),
            {meaning_of(kind)});
      return std::nullopt;
    }
    if ((field.dimension == Dimension::days || !field.noun.empty()) && lower < 0) {
      error(about.path, entry.key_where,
            tr("{} is {}, which may fall below 0; write a distribution that cannot, such as lognormal", about.subject,
               shown(fmt::format("{{{}: {}}}", kind.name, to_line(entry.value)))),
            notes_of(field));
      return std::nullopt;
    }
    if (mean >= field.lowest && mean <= field.highest && std::isfinite(mean)) continue;
    const std::string range = range_of(field);
    error(about.path, entry.key_where,
          tr("{} has a mean of {}; its mean may be {}", about.subject, say_quantity(mean, field.dimension, field.noun),
             range.empty() ? tr("any finite number") : range),
          notes_of(field));
    return std::nullopt;
  }
  return setting;
}

std::optional<ValueSetting> Reader::read_plain(const MessageContext& about, const Node& node) {
  const FieldSpec& field = about.field;
  if (field.form == Form::words) return read_words(about, node);
  const std::string written = shown(to_line(node));
  if (!node.is_scalar()) {
    unfit(about, node.where, written);
    return std::nullopt;
  }
  switch (field.form) {
    case Form::text:
      if (field.names_areas && !is_area(about.path, node, about.subject)) return std::nullopt;
      if (field.names_series) series_uses_.push_back({node.text, about.path, node.where});
      return ValueSetting{node.text};
    case Form::choice:
      if (std::find(field.choices.begin(), field.choices.end(), node.text) != field.choices.end())
        return ValueSetting{node.text};
      error(about.path, node.where,
            tr("{} is {}; it may be {}{}", about.subject, written, how_to_write(field),
               nearest_hint(node.text, field.choices)),
            notes_of(field));
      return std::nullopt;
    case Form::flag: {
      const std::string word = lower_case(node.text);
      if (word == "yes" || word == "true" || word == "on") return ValueSetting{true};
      if (word == "no" || word == "false" || word == "off") return ValueSetting{false};
      error(about.path, node.where, tr("{} is {}; it may be yes or no", about.subject, written), notes_of(field));
      return std::nullopt;
    }
    case Form::date: {
      const auto date = read_date(node.text);
      if (const Date* day = std::get_if<Date>(&date)) return ValueSetting{*day};
      error(about.path, node.where, tr("{} is {}, {}", about.subject, written, std::get<std::string>(date)),
            notes_of(field));
      return std::nullopt;
    }
    default:
      unfit(about, node.where, written);
      return std::nullopt;
  }
}

std::optional<ValueSetting> Reader::read_words(const MessageContext& about, const Node& node) {
  std::vector<std::string> words;
  std::unordered_set<std::string> seen;
  bool fine = true;
  const auto add = [&](const Node& word) {
    if (!word.is_scalar() || word.text.empty()) {
      if (word.kind != Node::Kind::faulty)
        error(about.path, word.where,
              word.kind == Node::Kind::nothing || word.is_scalar()
                  ? tr("{} has nothing in its list; write a word", about.subject)
                  : tr("{} has {} in its list; write a word", about.subject, shown(to_line(word))),
              notes_of(about.field));
      faulty_.insert(about.path);
      fine = false;
      return;
    }
    if (!seen.insert(word.text).second) {
      error(about.path, word.where, tr("{} lists `{}` twice", about.subject, shown(word.text)));
      fine = false;
    }
    if (about.field.names_areas && !is_area(about.path, word, about.subject)) fine = false;
    if (about.field.names_series) series_uses_.push_back({word.text, about.path, word.where});
    words.push_back(word.text);
  };
  if (node.is_list()) {
    for (const Node& item : node.items) add(item);
  } else {
    add(node);
  }
  if (!fine) return std::nullopt;
  if (words.empty() && about.field.names_areas) {
    error(about.path, node.where,
          about.field.optional ? tr("{} names no area; write [all], or leave it out", about.subject)
                               : tr("{} names no area; write [all], or the ids of some", about.subject),
          notes_of(about.field));
    return std::nullopt;
  }
  return ValueSetting{std::move(words)};
}

bool Reader::is_area(const std::string& path, const Node& word, const std::string& subject) {
  if (!areas_) {
    faulty_.insert(path);
    return false;
  }
  if (areas_->find(word.text)) return true;
  error(path, word.where,
        tr("{} names `{}`, which is not an area{}", subject, shown(word.text), area_hint(word.text, areas_->ids())));
  return false;
}

std::string Reader::area_hint(const std::string& word, const std::vector<std::string>& ids) const {
  for (AreaNode node = 0; node < areas_->node_count(); ++node) {
    const AreaDefinition& area = (*areas_)[node];
    if (!word.empty() && (area.name.written == word || area.name.english == word))
      return tr("; write `{}`, the id of {}", area.id, word);
  }
  return nearest_hint(word, ids);
}

// ---- changes
// ---------------------------------------------------------------------------------------------------------------

const std::vector<std::string>& Reader::changeable_paths() {
  if (!changeable_) {
    changeable_ = collect_changeable();
    is_changeable_.insert(changeable_->begin(), changeable_->end());
  }
  return *changeable_;
}

bool Reader::is_changeable(const std::string& path) {
  static_cast<void>(changeable_paths());
  return is_changeable_.contains(path);
}

std::vector<std::string> Reader::collect_changeable() const {
  std::vector<std::string> paths;
  const std::function<void(const TableSpec&, const Node&, const std::string&)> collect =
      [&](const TableSpec& table, const Node& map, const std::string& path) {
        for (const FieldSpec& field : table.fields) {
          const Node* value = map.find(field.name);
          const std::string inner = joined(path, field.name);
          if (field.changeable) paths.push_back(inner);
          if (!value) continue;
          if (field.form == Form::group && value->is_map()) collect(*field.nested, *value, inner);
          if (field.form == Form::list)
            for (const Node& item : value->items) collect(*field.nested, item, joined(inner, item.find("id")->text));
        }
      };
  for (const Section& section : *sections_)
    if (const Node* map = root_->find(section.name); map && map->is_map()) collect(*section.table, *map, section.name);
  return paths;
}

const FieldSpec* Reader::find_changeable(const Node& parameter, const std::string& path) {
  const FieldSpec* field = field_at(*sections_, parameter.text);
  if (field && field->changeable && is_changeable(parameter.text)) return field;
  const std::string hint = nearest_hint(parameter.text, changeable_paths());
  const bool exists = field && field->form != Form::group && field->form != Form::list;
  error(path, parameter.where,
        exists && !field->changeable
            ? tr("{} is {}, which cannot change over time{}", path, shown(parameter.text), hint)
            : tr("{} is {}, which is not a parameter of this scenario{}", path, shown(parameter.text), hint));
  return nullptr;
}

std::optional<ValueSetting> Reader::read_change(const MessageContext& about, const Node& value, const Node& around) {
  const Node* parameter = around.find("parameter");
  if (!parameter || !parameter->is_scalar()) {
    error(about.path, value.where, tr("{} needs the key `parameter`, which names what changes", about.subject),
          notes_of(about.field));
    return std::nullopt;
  }
  const FieldSpec* field = field_at(*sections_, parameter->text);
  if (!field || !is_changeable(parameter->text)) {
    faulty_.insert(about.path);  // already reported at `parameter`
    return std::nullopt;
  }
  std::vector<const Entry*> evidence;
  const MessageContext target{*field, about.path, about.subject};
  return read_value(target, split(value, &evidence));
}

// ---- what structs check themselves
// -----------------------------------------------------------------------------------------

void Reader::run_checks(const Section& section, const GroupSetting& settings) {
  const std::shared_ptr<void> scratch = section.make();
  fill(settings, scratch.get(), std::nullopt);
  check_group(*section.table, settings, scratch.get(), section.name);
}

// Where to report a fault that a struct's check finds. If the value is in an extended file, which is valid by
// itself, the fault comes from what was merged into it: then the position of the nearest enclosing group that is not
// in an extended file.
const SourceLocation& Reader::merged_at(const GroupSetting& settings, const std::string& name,
                                        std::optional<AreaId> area) const {
  const SourceLocation& written = where_in(settings, name, area);
  for (std::string around = name; own_->extends(written.file) && !around.empty();) {
    around = around.substr(0, around.find('.') == std::string::npos ? 0 : around.rfind('.'));
    if (const SourceLocation& place = where_in(settings, around); !own_->extends(place.file)) return place;
  }
  return written;
}

void Reader::check_group(const TableSpec& table, const GroupSetting& settings, void* owner, const std::string& path) {
  for (const Setting& setting : settings.fields) {
    const FieldSpec& field = *setting.field;
    if (const auto* group = std::get_if<GroupSetting>(&setting.content)) {
      check_group(*field.nested, *group, field.group(owner), setting.path);
    } else if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content)) {
      for (std::size_t i = 0; i < items->size(); ++i)
        check_group(*field.nested, (*items)[i], field.item(owner, i), joined(setting.path, (*items)[i].id));
    }
  }
  if (!table.check || !is_clean(path)) return;
  Faults faults;
  table.check(owner, faults);
  for (std::size_t i = 0; i < faults.found().size(); ++i) {
    const auto& [name, message] = faults.found()[i];
    const FieldSpec* field =
        table.find(name.substr(0, name.find('.')));  // also for a path into a group: `villages.total`
    const std::string at = name.empty() ? path : joined(path, name);
    const auto area = faults.area_of(i);
    std::string subject = at;
    if (area) {
      const std::size_t leaf = index_of(*area);
      const std::string &id = (*areas_)[leaf].id, &title = areas_->title(leaf);
      subject = title == id ? tr("{} in {}", at, id) : tr("{} in {} (`{}`)", at, title, id);
    }
    std::vector<std::string> notes = field ? notes_of(*field) : std::vector<std::string>{};
    const SourceLocation& written = where_in(settings, name, area);
    const SourceLocation& mended = merged_at(settings, name, area);
    if (mended.file != written.file)
      notes.insert(notes.begin(), tr("{} is at {}, in a file that this one extends", at, to_string(written)));
    error(at, mended, fmt::format("{}: {}", subject, message), std::move(notes));
  }
}

}  // namespace muster::scenarios
