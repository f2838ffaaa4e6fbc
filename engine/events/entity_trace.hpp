// What happened to one entity, told by the models while a replication runs; and who there is to follow.
//
// A simulation may keep a EntityTrace. One that follows nobody takes the roll: every entity that is born introduces itself. One
// that follows a key takes down each line told of it. Contract: a trace decides nothing, so a replication followed is the
// same as one that is not; asking whether somebody is followed is one compare, and text is made only for who is.
// Leaves out: what is worth telling (models know) and how it is printed.
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
  /// Somebody who may be followed.
  struct Entry {
    EntityKey key;
    std::string name;
  };

  /// Takes the roll.
  EntityTrace() = default;
  explicit EntityTrace(EntityKey followed) : followed_(followed) {}

  [[nodiscard]] bool lists_entities() const { return followed_ == EntityKey{}; }
  [[nodiscard]] EntityKey followed() const { return followed_; }

  /// @param at  may be before the simulation's start or after its end
  void record(Instant at, std::string text) { lines_.push_back({at, std::move(text)}); }
  void register_entity(const std::string& kind, EntityKey key, std::string name) {
    entities_[kind].push_back({key, std::move(name)});
  }

  /// What was told, by instant; of one instant, in the order told.
  [[nodiscard]] std::vector<Line> story() const {
    std::vector<Line> sorted = lines_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
    return sorted;
  }

  /// Everybody of a kind, in the order of birth.
  [[nodiscard]] const std::vector<Entry>& entities(const std::string& kind) const {
    static const std::vector<Entry> none;
    const auto found = entities_.find(kind);
    return found == entities_.end() ? none : found->second;
  }

 private:
  EntityKey followed_;
  std::vector<Line> lines_;
  std::map<std::string, std::vector<Entry>> entities_;
};

}  // namespace muster
