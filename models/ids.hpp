// Ids of persons, posts and stations, and the keys that name their random numbers.
//
// Contract: an id is an index into the table of the model that owns the entity and is never reused. A key names an
// entity by its origin (area, cohort, year, seat), never by the order of creation, so that one more person leaves
// the random numbers of all others unchanged.
#pragma once

#include "engine/random/stream.hpp"
#include "engine/series/areas.hpp"

#include <cstdint>
#include <string_view>

namespace muster {

enum class PersonId : std::uint32_t {};
enum class PostId : std::uint32_t {};
enum class StationId : std::uint32_t {};

/// A level of the ladder, an index from 0 in rising order.
enum class LevelId : std::uint8_t {};

template <class Id>
[[nodiscard]] constexpr std::size_t index(Id id) {
  return static_cast<std::size_t>(id);
}

/// The number of people that one simulated person stands for.
enum class Weight : std::uint16_t {};
inline constexpr Weight one_person{1};
[[nodiscard]] constexpr double count_of(Weight weight) { return static_cast<double>(weight); }

/// The kinds of entities that a trace can follow.
inline constexpr const char* person_kind = "person";
inline constexpr const char* station_kind = "station";

inline constexpr PersonId nobody{0xFFFFFFFF};
inline constexpr PostId no_post{0xFFFFFFFF};

/// How an entity came into the simulation; part of its key.
enum class Cohort : std::uint8_t {
  area,
  holder,
  registrant,
  candidate,
  staff,
  recruit,
  station,
  post,
  source,
  establishment,
  talent,
  facility,
  agency
};

/// The key of an entity created in an area. The area enters by its id, so that adding an area does not change the
/// keys.
/// @param year  year of creation in the simulation, below 4 096; 0 for entities that exist at the start
/// @param seat  number within area, cohort and year; below 2^20
[[nodiscard]] constexpr EntityKey key_of(std::string_view area_id, Cohort cohort, int year, std::uint64_t seat) {
  const std::uint64_t area =
      static_cast<std::uint64_t>(purpose(area_id)) >> 36U;  // 28 bits; areas with equal bits are refused
  return EntityKey{(area << 36U) | (static_cast<std::uint64_t>(cohort) << 32U) |
                   (static_cast<std::uint64_t>(year & 0xFFF) << 20U) | (seat & 0xFFFFF)};
}

/// The seat in a key made from an area's id.
[[nodiscard]] constexpr std::uint64_t seat_of(EntityKey key) { return key.value & 0xFFFFF; }

/// The key of the nth entity that another entity brought in, such as the third recruit of a post.
[[nodiscard]] constexpr EntityKey key_of(EntityKey parent, Cohort cohort, std::uint64_t nth) {
  std::uint64_t mixed = parent.value + 0x9E3779B97F4A7C15 * (nth * 16 + static_cast<std::uint64_t>(cohort) + 1);
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EB;
  return EntityKey{mixed ^ (mixed >> 31U)};
}

}  // namespace muster
