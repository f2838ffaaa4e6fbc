// A dated record of what happens to one entity during a replication, and the list of entities that can be
// traced.
//
// Idea: a simulation may have one EntityTrace attached. A trace without a key lists entities: each of them
// registers itself when it is created. A trace with a key keeps every line that models record about that entity.
// Contract: a trace influences nothing, so a replication gives the same results with and without one. Asking
// whether an entity is traced costs one comparison, and text is made only for the traced one. Leaves out: what
// is worth recording (the models decide) and how it is printed.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/random/stream.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

class EntityTrace {
 public:
  struct Line {
    Instant at;
    std::string text;
  };
  /// An entity that can be traced.
  struct Entry {
    EntityKey key;
    std::string name;
  };

  /// A trace that lists entities and follows none of them.
  EntityTrace() = default;
  explicit EntityTrace(EntityKey traced) : traced_(traced) {}

  [[nodiscard]] bool lists_entities() const { return traced_ == EntityKey{}; }
  [[nodiscard]] EntityKey traced() const { return traced_; }

  /// @param at  may be before the simulation's start or after its end
  void record(Instant at, std::string text) { lines_.push_back({at, std::move(text)}); }
  void register_entity(const std::string& kind, EntityKey key, std::string name) {
    entities_[kind].push_back({key, std::move(name)});
  }

  /// The recorded lines in the order of their instants; lines of the same instant in the order in which they were
  /// recorded.
  [[nodiscard]] std::vector<Line> lines() const {
    std::vector<Line> sorted = lines_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
    return sorted;
  }

  /// All entities of a kind, in the order in which they were registered.
  [[nodiscard]] const std::vector<Entry>& entities(const std::string& kind) const {
    static const std::vector<Entry> none;
    const auto found = entities_.find(kind);
    return found == entities_.end() ? none : found->second;
  }

 private:
  EntityKey traced_;
  std::vector<Line> lines_;
  std::map<std::string, std::vector<Entry>> entities_;
};

}  // namespace muster
