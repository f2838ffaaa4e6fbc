#include "scenarios/loader/merge.hpp"

#include "engine/text/text.hpp"
#include "scenarios/loader/format.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace muster::scenarios {

namespace {

std::vector<std::string> keys_of(const Node& map) {
  std::vector<std::string> keys;
  for (const Entry& entry : map.entries) keys.push_back(entry.key);
  return keys;
}

const Node* id_of(const Node& item) {
  if (!item.is_map()) return nullptr;
  const Node* id = item.find("id");
  return id && id->is_scalar() ? id : nullptr;
}

std::vector<std::string> ids_of(const Node& list) {
  std::vector<std::string> ids;
  for (const Node& item : list.items)
    if (const Node* id = id_of(item)) ids.push_back(id->text);
  return ids;
}

// Whether a map changes the title or name of something that can have an English one, without giving a new English
// one. The old English name is then dropped.
bool renames(const Node& over, const TableSpec* table) {
  return table && table->find("english") && (over.find("title") || over.find("name")) && !over.find("english");
}

class Merger {
 public:
  explicit Merger(Diagnostics& diagnostics) : diagnostics_(&diagnostics) {}

  // Merges two maps. @param table  null for a map of plain values with free keys
  void merge_map(Node& base, Node over, const TableSpec* table, const std::string& path) {
    if (renames(over, table)) std::erase_if(base.entries, [](const Entry& entry) { return entry.key == "english"; });
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < base.entries.size(); ++i) at.insert_or_assign(base.entries[i].key, i);
    std::unordered_set<std::string> removed;
    for (Entry& entry : over.entries) {
      const FieldSpec* field = table ? table->find(entry.key) : nullptr;
      const auto existing = at.find(entry.key);
      if (asks_for_removal(entry.value)) {
        if (existing != at.end() && !removed.contains(entry.key)) {
          removed.insert(entry.key);
          base.removed.emplace_back(entry.key, entry.key_where);
        } else {
          diagnostics_->error(entry.key_where,
                              tr("{} cannot be removed, because it does not exist{}", shown(joined(path, entry.key)),
                                 nearest_hint(entry.key, keys_of(base))));
        }
        continue;
      }
      // The evidence stated for a group applies only to the values of the same file, so that of every file is kept.
      if (table && !field && !path.empty() && is_provenance_key(entry.key)) {
        put_provenance(base, std::move(entry));
        continue;
      }
      if (existing == at.end()) {
        at.emplace(entry.key, base.entries.size());
        Node value = std::move(entry.value);
        entry.value = Node{};
        entry.value.kind = value.kind;
        entry.value.where = value.where;
        base.entries.push_back(std::move(entry));
        Entry& added = base.entries.back();
        merge_value(added.value, std::move(value), field, path, added.key, added.key_where);
      } else {
        Entry& known = base.entries[existing->second];
        merge_value(known.value, std::move(entry.value), field, path, known.key, entry.key_where);
        known.key_where = std::move(entry.key_where);  // faults that merging causes are reported where it was merged
      }
    }
    if (!removed.empty()) std::erase_if(base.entries, [&](const Entry& entry) { return removed.contains(entry.key); });
  }

 private:
  void merge_value(Node& base, Node over, const FieldSpec* field, const std::string& path, const std::string& key,
                   const SourceLocation& key_where) {
    const bool free_map = !field && path.empty() && key == sources_key;
    const bool group = free_map || (field && field->form == Form::group);
    const bool list = field && field->form == Form::list;
    if (!group && !list) {
      base = std::move(over);
      return;
    }
    if (over.kind == Node::Kind::faulty) return;
    const Node::Kind expected = group ? Node::Kind::map : Node::Kind::list;
    const std::string inner = joined(path, key);
    if (over.kind != expected) {
      const std::string what = group ? tr("a group of `key: value` lines") : tr("a list of items, each with an `id`");
      if (over.kind == Node::Kind::nothing)
        diagnostics_->error(over.where.line == 0 ? key_where : over.where,
                            tr("{} has no value; write {}", shown(inner), what));
      else
        diagnostics_->error(over.where, tr("{} is {}; write {}", shown(inner), shown(to_line(over)), what));
      if (base.kind != expected) base.kind = Node::Kind::faulty;
      return;
    }
    if (base.kind != expected) {  // it was faulty
      base = Node{};
      base.kind = expected;
      base.where = over.where;
    }
    if (changes_nothing(base, over, inner)) return;
    if (group) {
      merge_map(base, std::move(over), free_map ? nullptr : field->nested.get(), inner);
    } else {
      merge_list(base, std::move(over), *field->nested, inner);
    }
  }

  // Reports an empty list or map that is merged over one with content: it would remove nothing, which may not be
  // what was meant. Removals are written out.
  bool changes_nothing(const Node& base, const Node& over, const std::string& path) {
    if (over.incomplete || !over.items.empty() || !over.entries.empty()) return false;
    if (base.items.empty() && base.entries.empty()) return false;
    const std::vector<std::string> ids = base.is_list() ? ids_of(base) : std::vector<std::string>{};
    diagnostics_->error(
        over.where,
        ids.empty()
            ? tr("{} is empty, so nothing of it changes; write what changes, or leave it out", shown(path))
            : tr("{} is an empty list, which removes nothing; write {{id: {}, remove: true}} for each item to remove",
                 shown(path), ids.front()));
    return true;
  }

  void merge_list(Node& base, Node over, const TableSpec& table, const std::string& path) {
    const auto earlier = std::make_shared<const std::vector<std::string>>(ids_of(base));
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < base.items.size(); ++i)
      if (const Node* id = id_of(base.items[i])) at.emplace(id->text, i);
    std::unordered_map<std::string, SourceLocation> written;
    std::unordered_set<std::string> removed;
    for (Node& item : over.items) {
      const bool incomplete = std::exchange(base.incomplete, true);  // until the item turns out to be usable
      if (item.kind == Node::Kind::faulty) continue;
      const Node* id = id_of(item);
      if (!id) {
        const Node* faulty_id = item.is_map() ? item.find("id") : nullptr;
        if (!faulty_id || faulty_id->kind != Node::Kind::faulty)
          diagnostics_->error(item.where, tr("{} has an item without an id; write {{id: …}}", shown(path)));
        continue;
      }
      const std::string name = id->text;
      if (!is_id(name)) {
        diagnostics_->error(id->where, tr("{} has the id `{}`; an id is made of letters, digits, `_` and `-`",
                                          shown(path), shown(name)));
        continue;
      }
      if (const auto [first, is_new] = written.emplace(name, id->where); !is_new) {
        diagnostics_->error(id->where, tr("{} has two items `{}`", shown(path), name),
                            {tr("first at {}", to_string(first->second))});
        continue;
      }
      const auto existing = at.find(name);
      if (const Node* remove = item.find("remove"); remove && !table.find("remove")) {
        if (remove->text != "true" || item.entries.size() != 2) {
          diagnostics_->error(item.where, tr("to remove {}, write {{id: {}, remove: true}} and nothing else",
                                             shown(joined(path, name)), name));
        } else if (existing == at.end()) {
          diagnostics_->error(id->where, tr("{} cannot be removed, because it does not exist{}",
                                            shown(joined(path, name)), nearest_hint(name, *earlier)));
        } else {
          removed.insert(name);
          base.incomplete = incomplete;
        }
        continue;
      }
      base.incomplete = incomplete;
      const std::string inner = joined(path, name);
      if (existing == at.end()) {
        Node added;
        added.kind = Node::Kind::map;
        added.where = item.where;
        if (!earlier->empty()) added.earlier_ids = earlier;
        at.emplace(name, base.items.size());
        base.items.push_back(std::move(added));
        merge_map(base.items.back(), std::move(item), &table, inner);
      } else if (item.entries.size() == 1) {
        diagnostics_->error(item.where, tr("{} has nothing but its id, so nothing changes; write what changes, or "
                                           "{{id: {}, remove: true}} to remove it",
                                           shown(inner), name));
      } else {
        base.items[existing->second].where = item.where;
        merge_map(base.items[existing->second], std::move(item), &table, inner);
      }
    }
    if (!removed.empty())
      std::erase_if(base.items, [&](const Node& item) {
        const Node* id = id_of(item);
        return id && removed.contains(id->text);
      });
  }

  static void put_provenance(Node& base, Entry entry) {
    for (Entry& known : base.entries) {
      if (known.key != entry.key || known.key_where.file != entry.key_where.file) continue;
      known = std::move(entry);
      return;
    }
    base.entries.push_back(std::move(entry));
  }

  // Whether a value is `{remove: true}`.
  bool asks_for_removal(Node& value) {
    if (!value.is_map() || value.entries.size() != 1 || value.entries[0].key != "remove") return false;
    const Node& flag = value.entries[0].value;
    if (flag.is_scalar() && flag.text == "true") return true;
    diagnostics_->error(flag.where, tr("`remove` may only be true"));
    value.kind = Node::Kind::faulty;
    return false;
  }

  Diagnostics* diagnostics_;
};

}  // namespace

void merge(Node& base, Node over, const TableSpec& table, Diagnostics& diagnostics) {
  if (!base.is_map()) {
    base.kind = Node::Kind::map;
    base.where = over.where;
  }
  std::erase_if(over.entries, [](const Entry& entry) { return entry.key == extends_key; });
  Merger(diagnostics).merge_map(base, std::move(over), &table, "");
}

void override_value(Node& base, const std::string& path, Node value, const SourceLocation& where,
                    const TableSpec& table, Diagnostics& diagnostics) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    words.push_back(path.substr(from, dot - from));
    from = dot + 1;
  }
  if (std::any_of(words.begin(), words.end(), [](const std::string& word) { return word.empty(); })) {
    diagnostics.error(where, tr("`{}` is not a path; write the names from the section down, such as posts.time_to_fill",
                                shown(path)));
    return;
  }

  // Wraps the value in the maps and items of its path, which gives a file with one value, and merges that over the
  // rest.
  Node file;
  file.kind = Node::Kind::map;
  file.where = where;
  Node* into = &file;
  const Node* at = &base;
  const TableSpec* inside = &table;
  std::string so_far;
  SourceLocation place = where;
  const auto refuse = [&](const std::string& message) { diagnostics.error(place, message); };

  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool last = i + 1 == words.size();
    place.width = characters_in(word);
    const FieldSpec* field = inside ? inside->find(word) : nullptr;
    const bool of_sources = so_far.empty() && word == sources_key;
    const Node* known = at->find(word);
    if (inside && !field && !of_sources && !(is_provenance_key(word) && !so_far.empty())) {
      std::vector<std::string> names = inside->names();
      if (so_far.empty()) names.emplace_back(sources_key);
      refuse(so_far.empty() ? tr("there is no section or key `{}`{}", shown(word), nearest_hint(word, names))
                            : tr("{} has no parameter `{}`{}", so_far, shown(word), nearest_hint(word, names)));
      return;
    }
    so_far = joined(so_far, word);
    Entry entry{word, place, Node{}};
    entry.value.kind = Node::Kind::map;
    entry.value.where = place;
    if (last) {
      entry.value = std::move(value);
      into->entries.push_back(std::move(entry));
      merge(base, std::move(file), table, diagnostics);
      return;
    }
    place.column += characters_in(word) + 1;

    if (of_sources) {
      into->entries.push_back(std::move(entry));
      into = &into->entries.back().value;
      static const Node empty;
      at = known && known->is_map() ? known : &empty;
      inside = nullptr;
    } else if (field && field->form == Form::group) {
      if (!known || !known->is_map()) {
        place.column -= characters_in(word) + 1;
        refuse(tr("{} is not part of this scenario", so_far));
        return;
      }
      into->entries.push_back(std::move(entry));
      into = &into->entries.back().value;
      at = known;
      inside = field->nested.get();
    } else if (field && field->form == Form::list) {
      const std::string& id = words[++i];
      place.width = characters_in(id);
      const Node* item = nullptr;
      if (known)
        for (const Node& candidate : known->items)
          if (const Node* name = id_of(candidate); name && name->text == id) item = &candidate;
      if (!item) {
        refuse(tr("{} has no item `{}`{}", so_far, shown(id),
                  nearest_hint(id, known ? ids_of(*known) : std::vector<std::string>{})));
        return;
      }
      so_far = joined(so_far, id);
      Node named;
      named.kind = Node::Kind::scalar;
      named.text = id;
      named.where = place;
      Node wrapped;
      wrapped.kind = Node::Kind::map;
      wrapped.where = place;
      wrapped.entries.push_back({"id", place, std::move(named)});
      entry.value.kind = Node::Kind::list;
      if (i + 1 == words.size()) {
        // The path ends at an item: the value must be a map, which is merged with the item.
        if (!value.is_map()) {
          refuse(tr("{} is an item with parameters of its own; write one of them after a dot", so_far));
          return;
        }
        for (Entry& inner : value.entries)
          if (inner.key != "id") wrapped.entries.push_back(std::move(inner));
        entry.value.items.push_back(std::move(wrapped));
        into->entries.push_back(std::move(entry));
        merge(base, std::move(file), table, diagnostics);
        return;
      }
      entry.value.items.push_back(std::move(wrapped));
      into->entries.push_back(std::move(entry));
      into = &into->entries.back().value.items.back();
      place.column += characters_in(id) + 1;
      at = item;
      inside = field->nested.get();
    } else {
      // The path leads into a value, such as to the `likely` of a range: only parts that exist may be replaced.
      Node* part = const_cast<Node*>(known);
      for (++i; i < words.size(); ++i) {
        place.width = characters_in(words[i]);
        Node* next = part && part->is_map() ? part->find(words[i]) : nullptr;
        if (Node* by_area = part && !next ? part->find("by_area") : nullptr; by_area && by_area->is_map())
          next = by_area->find(words[i]);  // `stations.townships.anxi`, one area's value
        if (!next) {
          refuse(tr("{} has no `{}` to replace{}", so_far, shown(words[i]),
                    part && part->is_map() ? nearest_hint(words[i], keys_of(*part)) : std::string{}));
          return;
        }
        so_far = joined(so_far, words[i]);
        place.column += characters_in(words[i]) + 1;
        part = next;
      }
      *part = std::move(value);
      return;
    }
  }
}

}  // namespace muster::scenarios
