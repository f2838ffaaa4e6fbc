#include "scenarios/loader/constraints.hpp"

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/inputs.hpp"

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
    has_only(root, tr("the file"), {"constraints"});
    const Node* list = root.find("constraints");
    if (!list || !list->is_list() || list->items.empty()) {
      diagnostics_->error(list ? list->where : root.where,
                          tr("constraints is not a list; write at least one constraint"));
      return made;
    }
    for (const Node& item : list->items) {
      if (!has_only(item, tr("a constraint"), {"id", "title", "english", "why", "changes"})) continue;
      Constraint constraint;
      constraint.id = text_at(item, "id", tr("a constraint"));
      const std::string what = "constraints." + constraint.id;
      constraint.title = {text_at(item, "title", what), text_at(item, "english", what)};
      constraint.why = text_at(item, "why", what);
      if (std::any_of(made.begin(), made.end(), [&](const Constraint& other) { return other.id == constraint.id; }))
        diagnostics_->error(item.where, tr("{} appears twice; give one of them another id", what));
      const Node* changes = item.find("changes");
      if (!changes || !changes->is_list() || changes->items.empty()) {
        diagnostics_->error(changes ? changes->where : item.where,
                            tr("{}.changes is not a list; write at least one parameter", what));
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
      diagnostics_->error(node.where, tr("{} consists of the keys {}; write it as a group of `key: value` lines", what,
                                         fmt::join(keys, ", ")));
      return false;
    }
    for (const Entry& entry : node.entries)
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        diagnostics_->error(entry.key_where,
                            tr("{} has no key `{}`{}", what, shown(entry.key), nearest_hint(entry.key, keys)));
    return true;
  }

  std::string text_at(const Node& item, const char* key, const std::string& what) {
    const Node* node = item.find(key);
    if (node && node->is_scalar() && !node->text.empty()) return node->text;
    diagnostics_->error(node ? node->where : item.where, tr("{} has no `{}`; write one", what, key));
    return {};
  }

  std::optional<ParameterChange> read_change(const Node& node, const std::string& what) {
    if (!has_only(node, what + ".changes", {"parameter", "scale", "set"})) return std::nullopt;
    ParameterChange change;
    change.path = text_at(node, "parameter", what + ".changes");
    if (change.path.empty()) return std::nullopt;
    if (std::find(paths_.begin(), paths_.end(), change.path) == paths_.end()) {
      diagnostics_->error(node.find("parameter")->where,
                          tr("{} changes `{}`, which is not a parameter with a number{}", what, shown(change.path),
                             nearest_hint(change.path, paths_)));
      return std::nullopt;
    }
    const FieldSpec& field = *field_at(*sections_, change.path);
    const Node *scale = node.find("scale"), *set = node.find("set");
    if ((scale == nullptr) == (set == nullptr)) {
      diagnostics_->error(node.where,
                          scale ? tr("{}: {} has both `scale` and `set`; write one of them", what, change.path)
                                : tr("{}: {} has neither `scale` nor `set`; write one of them", what, change.path));
      return std::nullopt;
    }
    if (scale) {
      change.scale = number(*scale, Dimension::number, {}, tr("{} scaled", change.path));
      if (change.scale && !(*change.scale >= 0 && *change.scale <= 1000 && *change.scale != 1))
        diagnostics_->error(scale->where, tr("{} is scaled by {}; write a factor from 0 to 1000 other than 1",
                                             change.path, shown(scale->text)));
    } else {
      change.set = number(*set, field.dimension, field.noun, change.path);
      if (change.set && (*change.set < field.lowest || *change.set > field.highest))
        diagnostics_->error(set->where,
                            tr("{} is set to {}; it may be {} to {}", change.path, shown(set->text),
                               say_quantity(field.lowest, field.dimension, field.noun),
                               say_quantity(field.highest, field.dimension, field.noun)),
                            {translated(field.meaning)});
    }
    return change;
  }

  std::optional<double> number(const Node& node, Dimension dimension, const std::string& noun,
                               const std::string& what) {
    const auto read = node.is_scalar() ? read_quantity(node.text, dimension, noun)
                                       : std::variant<double, std::string>(how_to_write(dimension));
    if (const double* value = std::get_if<double>(&read)) return *value;
    diagnostics_->error(node.where, tr("{} is {}: {}", what, shown(to_line(node)), std::get<std::string>(read)));
    return std::nullopt;
  }

  const std::vector<Section>* sections_;
  Diagnostics* diagnostics_;
  std::vector<std::string> paths_;
};

}  // namespace

Constraints load_constraints(const std::filesystem::path& file, const std::vector<Section>& sections,
                             Diagnostics& diagnostics, InputFiles& files) {
  const std::string name = file.generic_string();
  Constraints made{{}, {name, {}}};
  if (const std::string* kept = files.kept_bytes(file)) {
    made.input.bytes = *kept;
  } else {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      diagnostics.error({name, 0, 0, 1},
                        tr("there is no such file of constraints; `scenarios/common/constraints.yaml` is an example"));
      return made;
    }
    made.input.bytes.assign(std::istreambuf_iterator<char>(stream), {});
  }
  files.note(name, made.input.bytes);
  diagnostics.remember_text(name, without_byte_order_mark(made.input.bytes));
  if (const auto root = read_document(name, made.input.bytes, diagnostics))
    made.list = ConstraintsReader(sections, diagnostics).read(*root);
  return made;
}

}  // namespace muster::scenarios
