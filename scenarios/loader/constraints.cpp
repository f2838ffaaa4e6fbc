#include "scenarios/loader/constraints.hpp"

#include "engine/parameters/table.hpp"
#include "scenarios/loader/document.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>

namespace muster::scenarios {

namespace {

void collect_paths(const TableSpec& table, const std::string& before, std::vector<std::string>& paths) {
  for (const FieldSpec& field : table.fields) {
    const std::string path = before + "." + field.name;
    if (field.form == Form::group) {
      collect_paths(*field.nested, path, paths);
    } else if (field.form == Form::list) {
      collect_paths(*field.nested, path + ".*", paths);
    } else if (field.form == Form::number || field.form == Form::distribution || field.form == Form::by_date) {
      paths.push_back(path);
    }
  }
}

class ConstraintsReader {
 public:
  ConstraintsReader(const std::vector<Section>& sections, Diagnostics& diagnostics)
      : sections_(&sections), diagnostics_(&diagnostics) {
    for (const Section& section : sections) collect_paths(*section.table, section.name, paths_);
  }

  std::vector<Constraint> read(const Node& root) {
    std::vector<Constraint> made;
    has_only(root, "the file", {"constraints"});
    const Node* list = root.find("constraints");
    if (!list || !list->is_list() || list->items.empty()) {
      diagnostics_->error(list ? list->where : root.where, "constraints is no list; write at least one constraint");
      return made;
    }
    for (const Node& item : list->items) {
      if (!has_only(item, "a constraint", {"id", "title", "english", "why", "changes"})) continue;
      Constraint constraint;
      constraint.id = text(item, "id", "a constraint");
      const std::string what = "constraints." + constraint.id;
      constraint.title = {text(item, "title", what), text(item, "english", what)};
      constraint.why = text(item, "why", what);
      if (std::any_of(made.begin(), made.end(), [&](const Constraint& other) { return other.id == constraint.id; }))
        diagnostics_->error(item.where, fmt::format("{} is there twice; give one another id", what));
      const Node* changes = item.find("changes");
      if (!changes || !changes->is_list() || changes->items.empty()) {
        diagnostics_->error(changes ? changes->where : item.where,
                            fmt::format("{}.changes is no list; write at least one parameter", what));
      } else {
        for (const Node& change : changes->items)
          if (auto read = read_change(change, what)) constraint.changes.push_back(std::move(*read));
      }
      made.push_back(std::move(constraint));
    }
    return made;
  }

 private:
  bool has_only(const Node& node, const std::string& what, const std::vector<std::string>& keys) {
    if (node.kind == Node::Kind::faulty) return false;
    if (!node.is_map()) {
      diagnostics_->error(node.where, fmt::format("{} has the keys {}; write a map", what, fmt::join(keys, ", ")));
      return false;
    }
    for (const Entry& entry : node.entries)
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        diagnostics_->error(entry.key_where,
                            fmt::format("{} has no key `{}`{}", what, shown(entry.key), nearest_hint(entry.key, keys)));
    return true;
  }

  std::string text(const Node& item, const char* key, const std::string& what) {
    const Node* node = item.find(key);
    if (node && node->is_scalar() && !node->text.empty()) return node->text;
    diagnostics_->error(node ? node->where : item.where, fmt::format("{} has no `{}`; write one", what, key));
    return {};
  }

  std::optional<ParameterChange> read_change(const Node& node, const std::string& what) {
    if (!has_only(node, what + ".changes", {"parameter", "scale", "set"})) return std::nullopt;
    ParameterChange change;
    change.path = text(node, "parameter", what + ".changes");
    if (change.path.empty()) return std::nullopt;
    if (std::find(paths_.begin(), paths_.end(), change.path) == paths_.end()) {
      diagnostics_->error(node.find("parameter")->where,
                          fmt::format("{} changes `{}`, which is no parameter with a number{}", what,
                                      shown(change.path), nearest_hint(change.path, paths_)));
      return std::nullopt;
    }
    const FieldSpec& field = *field_at(*sections_, change.path);
    const Node *scale = node.find("scale"), *set = node.find("set");
    if ((scale == nullptr) == (set == nullptr)) {
      diagnostics_->error(node.where, fmt::format("{}: {} has {} `scale` {} `set`; write one of them", what,
                                                  change.path, scale ? "both" : "neither", scale ? "and" : "nor"));
      return std::nullopt;
    }
    if (scale) {
      change.scale = number(*scale, Dimension::number, {}, change.path + " scaled");
      if (change.scale && !(*change.scale >= 0 && *change.scale <= 1000 && *change.scale != 1))
        diagnostics_->error(scale->where, fmt::format("{} is scaled by {}; write a factor from 0 to 1000 other than 1",
                                                      change.path, shown(scale->text)));
    } else {
      change.set = number(*set, field.dimension, field.noun, change.path);
      if (change.set && (*change.set < field.lowest || *change.set > field.highest))
        diagnostics_->error(set->where,
                            fmt::format("{} is set to {}; it may be {} to {}", change.path, shown(set->text),
                                        write_quantity(field.lowest, field.dimension, field.noun),
                                        write_quantity(field.highest, field.dimension, field.noun)),
                            {field.meaning});
    }
    return change;
  }

  std::optional<double> number(const Node& node, Dimension dimension, const std::string& noun,
                               const std::string& what) {
    const auto read = node.is_scalar() ? read_quantity(node.text, dimension, noun)
                                       : std::variant<double, std::string>(std::string(how_to_write(dimension)));
    if (const double* value = std::get_if<double>(&read)) return *value;
    diagnostics_->error(node.where,
                        fmt::format("{} is {}: {}", what, shown(to_line(node)), std::get<std::string>(read)));
    return std::nullopt;
  }

  const std::vector<Section>* sections_;
  Diagnostics* diagnostics_;
  std::vector<std::string> paths_;
};

}  // namespace

Constraints load_constraints(const std::filesystem::path& file, const std::vector<Section>& sections,
                             Diagnostics& diagnostics) {
  const std::string name = file.generic_string();
  Constraints made{{}, {name, {}}};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    diagnostics.error({name, 0, 0, 1},
                      "there is no such file of constraints; scenarios/common/constraints.yaml is one");
    return made;
  }
  made.input.bytes.assign(std::istreambuf_iterator<char>(stream), {});
  diagnostics.remember_text(name, made.input.bytes);
  if (const auto root = read_document(name, made.input.bytes, diagnostics))
    made.list = ConstraintsReader(sections, diagnostics).read(*root);
  return made;
}

}  // namespace muster::scenarios
