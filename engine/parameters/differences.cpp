#include "engine/parameters/differences.hpp"

#include <algorithm>

namespace muster {

namespace {

std::optional<std::string> difference(const std::string& path, const ValueSetting& a, const ValueSetting& b) {
  return a == b ? std::nullopt : std::optional(path);
}

std::optional<std::string> difference(const std::string& path, const AreaSetting& a, const AreaSetting& b) {
  return a == b ? std::nullopt : std::optional(path);
}

std::optional<std::string> difference(const std::string&, const GroupSetting& a, const GroupSetting& b) {
  return first_difference(a, b);
}

std::optional<std::string> difference(const std::string& path, const std::vector<GroupSetting>& a,
                                      const std::vector<GroupSetting>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i >= a.size() || i >= b.size()) return path + "." + (i < a.size() ? a : b)[i].id;
    if (a[i].id != b[i].id) return path + "." + b[i].id;
    if (auto found = first_difference(a[i], b[i])) return found;
  }
  return std::nullopt;
}

const Setting* find_path(const GroupSetting& group, const std::string& path) {
  const auto found =
      std::find_if(group.fields.begin(), group.fields.end(), [&](const Setting& field) { return field.path == path; });
  return found == group.fields.end() ? nullptr : &*found;
}

}  // namespace

std::optional<std::string> first_difference(const GroupSetting& a, const GroupSetting& b) {
  for (const Setting& field : a.fields) {
    const Setting* other = find_path(b, field.path);
    if (!other || other->field != field.field || other->content.index() != field.content.index()) return field.path;
    const auto found = std::visit(
        [&](const auto& content) {
          return difference(field.path, content, std::get<std::decay_t<decltype(content)>>(other->content));
        },
        field.content);
    if (found) return found;
  }
  for (const Setting& field : b.fields)
    if (!find_path(a, field.path)) return field.path;
  return std::nullopt;
}

}  // namespace muster
