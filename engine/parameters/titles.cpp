#include "engine/parameters/titles.hpp"

#include "engine/text/text.hpp"

#include <algorithm>

namespace muster {

namespace {

// Removes the first name from a path and returns it.
std::string_view take_name(std::string_view& path) {
  const std::string_view name = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(path.size(), name.size() + 1));
  return name;
}

std::string words_in(const GroupSetting& item, std::string_view field) {
  const Setting* setting = item.find(field);
  const auto* value = setting ? std::get_if<ValueSetting>(&setting->content) : nullptr;
  const auto* words = value ? std::get_if<std::string>(value) : nullptr;
  return words ? *words : std::string{};
}

std::string name_of(const GroupSetting& item) {
  return LocalizedText{words_in(item, "title"), words_in(item, "english")}.to_string();
}

// @param items  the list as written; null: it was not written
std::string name_of_item(const FieldSpec& list, const std::vector<GroupSetting>* items, std::string_view id) {
  std::string name;
  std::size_t alike = 0, number = 0;
  if (items) {
    const auto item = std::find_if(items->begin(), items->end(), [&](const GroupSetting& one) { return one.id == id; });
    if (item != items->end()) name = name_of(*item);
    if (!name.empty())
      for (auto other = items->begin(); other != items->end(); ++other) {
        if (name_of(*other) != name) continue;
        ++alike;
        if (other <= item) ++number;
      }
  }
  if (name.empty()) return tr("{} {}", translated(list.title), id);
  return alike > 1 ? tr("{} ({})", name, number) : name;
}

}  // namespace

std::string called(const SectionSettings& written, std::string_view path) {
  std::string_view rest = path;
  const std::string_view first = take_name(rest);
  const auto section =
      std::find_if(written.begin(), written.end(), [&](const auto& one) { return one.first->name == first; });
  if (section == written.end()) return std::string(path);
  if (rest.empty()) return translated(section->first->title);
  const TableSpec* table = section->first->table.get();
  const GroupSetting* group = &section->second;
  std::string around;  // the names of the groups and items along the path
  const auto enter = [&](const std::string& name) { around = around.empty() ? name : tr("{} · {}", around, name); };
  while (true) {
    const std::string_view name = take_name(rest);
    const FieldSpec* field = table ? table->find(name) : nullptr;
    if (!field) return std::string(path);
    const Setting* setting = group ? group->find(name) : nullptr;
    group = setting ? std::get_if<GroupSetting>(&setting->content) : nullptr;
    if (field->form == Form::list && !rest.empty()) {
      const auto* items = setting ? std::get_if<std::vector<GroupSetting>>(&setting->content) : nullptr;
      const std::string_view id = take_name(rest);
      enter(name_of_item(*field, items, id));
      if (rest.empty()) return around;
      if (items)
        for (const GroupSetting& item : *items)
          if (item.id == id) group = &item;
    } else if (rest.empty()) {
      const std::string title = translated(field->title);
      return around.empty() ? title : tr("{}: {}", around, title);
    } else {
      enter(translated(field->title));
    }
    table = field->nested.get();
  }
}

}  // namespace muster
