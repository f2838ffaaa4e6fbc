// The pending events of a plain C++ program: a binary heap with the order that Simulation guarantees.
//
// Contract: entries are ordered by instant, then phase, then in the order in which they were pushed; at most 2^29
// events are pushed in all. Leaves out: cancelling, handlers.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/events/phase.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <stdexcept>
#include <utility>
#include <vector>

namespace muster::bench {

template <class Event>
class Heap {
 public:
  struct Entry {
    std::uint64_t order;  // minute, phase, sequence number
    Event event;

    [[nodiscard]] Instant at() const {
      return Instant{static_cast<std::int32_t>(static_cast<std::uint32_t>(order >> 32) ^ sign)};
    }
    friend bool operator>(const Entry& a, const Entry& b) { return a.order > b.order; }
  };

  explicit Heap(std::size_t capacity) {
    std::vector<Entry> storage;
    storage.reserve(capacity);
    queue_ = Queue(std::greater<Entry>{}, std::move(storage));
  }

  void push(Instant at, Phase phase, const Event& event) {
    if (sequence_ >> sequence_bits != 0) [[unlikely]]
      throw std::length_error("more than 2^29 events in the heap");
    const std::uint64_t minute = static_cast<std::uint32_t>(at.minutes) ^ sign;
    queue_.push({minute << 32 | std::uint64_t{static_cast<unsigned>(phase)} << sequence_bits | sequence_++, event});
  }

  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] const Entry& top() const { return queue_.top(); }
  void pop() { queue_.pop(); }

 private:
  using Queue = std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>>;
  static constexpr std::uint32_t sign = std::uint32_t{1} << 31;  // flipped, so that instants compare as unsigned
  static constexpr unsigned sequence_bits = 29;
  static_assert(phase_count <= 1U << (32 - sequence_bits));

  Queue queue_;
  std::uint64_t sequence_ = 0;
};

}  // namespace muster::bench
