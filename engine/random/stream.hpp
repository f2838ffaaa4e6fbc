// Random numbers named by the decision they serve.
//
// Idea: a stream is named by five values: seed, replication, who, why and nth. Philox is a bijection of its
// counter under every key, so two different names under the same seed and replication never share a block of
// numbers, whatever else is drawn, in whatever order and on whichever thread. Contract: the same name gives the
// same numbers on every machine. Leaves out: a global generator, jumping ahead, and state that outlives a
// decision; a stream is made where it is used and then discarded.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

#include <Random123/philox.h>

namespace muster {

enum class Seed : std::uint64_t {};
enum class Replication : std::uint64_t {};
enum class Purpose : std::uint64_t {};

/// Identifies the entity that a decision is about. The key is derived from the origin of the entity (area, cohort,
/// seat), never from a counter of created entities, because one more person must not renumber the others.
struct EntityKey {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(EntityKey, EntityKey) = default;
};

/// The purpose with a name such as "posts.time_to_fill": its 64-bit FNV-1a hash, the same on every machine and in
/// every build. Among n names, two have the same hash with a probability of about n^2 / 2^65; code that keeps a
/// list of purposes checks it for duplicates.
/// Source: G. Fowler, L. Noll, K. Vo, D. Eastlake, The FNV non-cryptographic hash algorithm, draft-eastlake-fnv.
[[nodiscard]] constexpr Purpose purpose(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  return Purpose{hash};
}

/// The random numbers of one decision. It takes 96 bytes and allocates nothing; making one costs about as much as
/// its first four numbers.
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11
/// (Philox4x64-10).
class Stream {
 public:
  Stream(Seed seed, Replication replication, EntityKey who, Purpose why, std::uint64_t nth = 0)
      : key_{{static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(replication)}},
        counter_{{who.value, static_cast<std::uint64_t>(why), nth, 0}} {}

  /// The next 64 random bits.
  [[nodiscard]] std::uint64_t bits() {
    if (lane_ == lanes) {
      block_ = r123::Philox4x64{}(counter_, key_);
      ++counter_.v[3];
      lane_ = 0;
    }
    return block_.v[lane_++];
  }

  /// The first number of the stream with this name, for decisions that need only one.
  [[nodiscard]] static double first(Seed seed, Replication replication, EntityKey who, Purpose why,
                                    std::uint64_t nth = 0) {
    const r123::Philox4x64::ctr_type counter{{who.value, static_cast<std::uint64_t>(why), nth, 0}};
    const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(replication)}};
    return in_unit_interval(r123::Philox4x64{}(counter, key).v[0]);
  }

  /// The next number in (0, 1): the midpoint of one of 2^52 equal cells, so neither end occurs and log() is safe.
  [[nodiscard]] double uniform() { return in_unit_interval(bits()); }

 private:
  static double in_unit_interval(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

  static constexpr unsigned lanes = 4;

  r123::Philox4x64::key_type key_;
  r123::Philox4x64::ctr_type counter_;
  r123::Philox4x64::ctr_type block_{};
  unsigned lane_ = lanes;
};

}  // namespace muster
