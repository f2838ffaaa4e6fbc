// The pending event set: a two-level bucket queue over days and minutes, exactly ordered, O(1) per event at every
// size.
//
// Idea: an event of a later day is appended to the bucket of that day, in sequential memory. When a day is opened,
// its bucket is sorted once, stably, by (minute, phase); events scheduled into the open day go to one list for
// each (minute, phase). Appending keeps the order of scheduling, so "first scheduled, first fired" needs no
// sequence numbers. Contract: see each member. Nothing is allocated once the buckets have reached their size. The
// set-up, which is what a scenario schedules before anything else, is not part of the serialized state: a set with
// a different set-up can read that state, and at equal instant and phase its own set-up fires first. Leaves out:
// the meaning of events (known to Simulation) and going back to a day before the open one.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/events/phase.hpp"

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace muster {

class Serializer;

/// Identifies the function that handles an event: an index into the simulation's table of handlers.
using HandlerId = std::uint16_t;

/// Identifies a pending event that may be cancelled; the default value identifies none.
struct Handle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  friend constexpr auto operator<=>(Handle, Handle) = default;
};

class PendingEventSet {
 public:
  struct Fired {
    Instant at;
    Phase phase;
    HandlerId handler;
    std::uint64_t event;
  };

  PendingEventSet();
  PendingEventSet(const PendingEventSet&) = delete;
  PendingEventSet& operator=(const PendingEventSet&) = delete;
  ~PendingEventSet();

  /// Adds an event, on the open day or later; the open day is the last one from which events were taken.
  /// @throws std::logic_error if the event is on an earlier day
  void push(Instant at, Phase phase, HandlerId handler, std::uint64_t event) {
    add(at, phase, handler, no_slot, event);
  }
  [[nodiscard]] Handle push_cancellable(Instant at, Phase phase, HandlerId handler, std::uint64_t event);

  /// Cancels an event; returns whether it was still pending.
  bool cancel(Handle handle);

  /// If the first event is before the horizon, removes it, stores it in `fired` and returns true; otherwise
  /// returns false. Days that start at or after the horizon are not opened, so that events can still be added to
  /// them.
  bool pop_before(Instant horizon, Fired& fired);

  /// The handler and the event of an entry `places_ahead` positions ahead in the open day, as a hint of what to
  /// prefetch. The hint covers only the entries scheduled before the day was opened, some of which may have been
  /// cancelled; past the last of them it is handler 0 with event 0.
  struct Ahead {
    HandlerId handler;
    std::uint64_t event;
  };
  static constexpr unsigned places_ahead = 4;
  [[nodiscard]] Ahead ahead() const { return {run_[places_ahead].handler, run_[places_ahead].event}; }

  /// The number of pending events, without cancelled ones.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Declares all events pending now to be the set-up.
  void end_set_up();

  /// Serializes the pending events except the set-up. Slots and generations are included, so that handles stay
  /// valid. Reading drops the events of the set-up that are before now, and places the events read behind the
  /// remaining ones.
  /// @param now       everything before it has fired
  /// @param handlers  their number
  /// @throws std::logic_error if the set-up contains events that can be cancelled or, when reading, if a day has
  ///         been opened
  /// @throws BadState if the bytes are not a valid state
  void state(Serializer& serializer, Instant now, std::size_t handlers);

  /// Bytes of memory in use so far, by pending events or kept for reuse.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t no_slot = 0, none = UINT32_MAX;
  // Days are numbered from a date before the first instant, so that their numbers are unsigned and 0 is not a day.
  static constexpr std::int64_t calendar_start = std::int64_t{1491310} * minutes_per_day;
  static constexpr unsigned calendar_days = 2982620, page_days = 1024, phase_bits = 3;
  static constexpr unsigned day_keys = minutes_per_day << phase_bits;  // key: minute of the day, then phase
  static constexpr unsigned no_key = 0xfffe, end_of_run = 0xffff;
  static constexpr unsigned first_entries = 3, chunk_entries = 32, slab_chunks = 4096;
  static_assert(phase_count <= 1U << phase_bits && day_keys < no_key);

  struct alignas(16) Entry {
    std::uint16_t key;
    HandlerId handler;
    std::uint32_t slot;
    std::uint64_t event;
  };
  static_assert(sizeof(Entry) == 16);

  /// The events of a closed day in the order of scheduling: three are stored here, so that a sparse day costs one
  /// cache line, and the rest in chunks.
  struct alignas(64) Day {
    Entry* write;  // where the next entry goes
    std::uint32_t count = 0;
    std::uint32_t last_chunk;  // of a chain of chunks, from the last to the first
    Entry first[first_entries];

    Day() : write(first), last_chunk(none) {}
  };
  static_assert(sizeof(Day) == 64);

  struct Page {
    std::array<Day, page_days> days;
    std::array<std::uint64_t, page_days / 64> filled{};  // which days have events
  };

  using Chunk = std::array<Entry, chunk_entries>;

  struct Slot {
    std::uint32_t generation = 0;
    std::uint32_t state = 0;  // live, cancelled, or the next free slot
  };
  static constexpr std::uint32_t live = UINT32_MAX, cancelled = UINT32_MAX - 1;

  struct Ends {
    std::uint32_t head, tail;
  };

  struct SetUp {  // when one event of the set-up fires
    std::uint32_t day;
    std::uint16_t key;
    friend constexpr auto operator<=>(SetUp, SetUp) = default;
  };

  void add(Instant at, Phase phase, HandlerId handler, std::uint32_t slot, std::uint64_t event);
  [[nodiscard]] std::vector<Entry> of_open_day() const;
  template <class Visit>
  void each_day(Visit&& visit);
  void write(Serializer& serializer);
  void read(Serializer& serializer, Instant now, std::size_t handlers);
  void append(std::uint32_t day, const Entry& entry);
  void append_today(const Entry& entry);
  Entry take_today();
  bool release(std::uint32_t slot);

  Page* add_page(std::uint32_t number);
  void add_chunk(Day& day);
  void grow_today();
  bool open_next_day(Instant horizon);
  [[nodiscard]] std::uint32_t next_filled_day(std::uint32_t from);
  void open(std::uint32_t day);
  void end_run_at(std::size_t count);
  void sort_into_run(const Day& day);
  template <class Visit>
  void backwards(const Day& day, Visit&& visit);
  template <unsigned width>
  void rank_into_run(const Day& day);
  void count_into_run(const Day& day);
  void clear(Day& day);
  void sweep();
  [[noreturn]] static void refuse(std::uint32_t day, std::uint32_t open_day);
  [[nodiscard]] Chunk& chunk(std::uint32_t id) { return slabs_[id / slab_chunks][id % slab_chunks]; }

  // The open day: the entries scheduled before it was opened, sorted and ended by a sentinel …
  const Entry* run_;
  unsigned today_min_ = no_key;  // … and the lowest key of those scheduled since
  std::uint32_t open_day_ = 0;
  std::int64_t open_start_ = 0;  // minutes of its 00:00
  std::size_t size_ = 0;

  // Closed days, found through their page and one bit for each day that has events.
  std::unique_ptr<Page*[]> directory_;
  std::vector<std::uint64_t> pages_filled_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<Page*> spare_pages_;

  std::vector<std::unique_ptr<Chunk[]>> slabs_;
  std::vector<std::uint32_t> next_chunk_;  // by chunk: the previous chunk of its day, or the next free chunk
  std::uint32_t free_chunk_ = none;

  // Lists of the open day, one for each key. A list whose bit in today_filled_ is not set is empty; its ends are
  // then invalid.
  std::unique_ptr<Ends[]> today_ends_;
  std::array<std::uint64_t, day_keys / 64> today_filled_{};
  std::array<std::uint64_t, (day_keys / 64 + 63) / 64> today_summary_{};
  std::vector<Entry> today_;
  std::vector<std::uint32_t> today_next_;
  std::uint32_t today_free_ = none;

  std::unique_ptr<Entry[]> sorted_, scratch_;
  std::size_t run_capacity_ = 0;

  std::vector<Slot> slots_;
  std::uint32_t free_slot_ = no_slot;
  std::size_t cancelled_ = 0;  // cancelled entries that have not been dropped yet
  std::size_t sweep_above_ = 1024;
  std::vector<Entry> kept_;
  std::vector<SetUp> set_up_;   // sorted
  bool set_up_is_firm_ = true;  // none of its events can be cancelled
};

inline void PendingEventSet::append(std::uint32_t day, const Entry& entry) {
  Page* page = directory_[day / page_days];
  if (page == nullptr) [[unlikely]]
    page = add_page(day / page_days);
  const std::uint32_t index = day % page_days;
  Day& bucket = page->days[index];
  if ((bucket.count - first_entries) % chunk_entries == 0) [[unlikely]]
    add_chunk(bucket);  // the three entries or the last chunk are full
  // Set without a test, which would be mispredicted where days are sparse.
  page->filled[index / 64] |= std::uint64_t{1} << (index % 64);
  ++bucket.count;
  *bucket.write++ = entry;
}

inline void PendingEventSet::append_today(const Entry& entry) {
  if (today_free_ == none) [[unlikely]]
    grow_today();
  const std::uint32_t node = today_free_;
  today_free_ = today_next_[node];
  today_[node] = entry;
  const unsigned key = entry.key;
  std::uint64_t& word = today_filled_[key / 64];
  const std::uint64_t bit = std::uint64_t{1} << (key % 64);
  if ((word & bit) != 0) {
    today_next_[today_ends_[key].tail] = node;
    today_ends_[key].tail = node;
  } else {
    word |= bit;
    today_summary_[key / 64 / 64] |= std::uint64_t{1} << (key / 64 % 64);
    today_ends_[key] = {node, node};
    if (key < today_min_) today_min_ = key;
  }
}

inline PendingEventSet::Entry PendingEventSet::take_today() {
  const unsigned key = today_min_;
  Ends& ends = today_ends_[key];
  const std::uint32_t node = ends.head;
  const Entry entry = today_[node];
  if (node != ends.tail) {
    ends.head = today_next_[node];
  } else {
    unsigned word = key / 64;
    if ((today_filled_[word] &= ~(std::uint64_t{1} << (key % 64))) == 0)
      today_summary_[word / 64] &= ~(std::uint64_t{1} << (word % 64));
    today_min_ = no_key;
    for (unsigned i = 0; i < today_summary_.size(); ++i) {
      if (today_summary_[i] == 0) continue;
      word = i * 64 + static_cast<unsigned>(std::countr_zero(today_summary_[i]));
      today_min_ = word * 64 + static_cast<unsigned>(std::countr_zero(today_filled_[word]));
      break;
    }
  }
  today_next_[node] = today_free_;
  today_free_ = node;
  return entry;
}

inline void PendingEventSet::add(Instant at, Phase phase, HandlerId handler, std::uint32_t slot, std::uint64_t event) {
  const auto minute = static_cast<std::uint64_t>(at.minutes + calendar_start);
  const auto day = static_cast<std::uint32_t>(minute / minutes_per_day);
  const auto key = static_cast<unsigned>(minute - std::uint64_t{day} * minutes_per_day) << phase_bits |
                   static_cast<unsigned>(phase);
  const Entry entry{static_cast<std::uint16_t>(key), handler, slot, event};
  if (day > open_day_)
    append(day, entry);
  else if (day == open_day_)
    append_today(entry);
  else
    refuse(day, open_day_);
  ++size_;
}

inline bool PendingEventSet::pop_before(Instant horizon, Fired& fired) {
  for (;;) {
    const unsigned key = run_->key < today_min_ ? run_->key : today_min_;
    if (key == no_key) {
      if (!open_next_day(horizon)) return false;
      continue;
    }
    const Instant at{static_cast<std::int32_t>(open_start_ + (key >> phase_bits))};
    if (at >= horizon) return false;
    // At equal keys the run goes first, because all of its entries were scheduled before the day was opened.
    const Entry entry = run_->key == key ? *run_++ : take_today();
    if (entry.slot != no_slot && !release(entry.slot)) continue;
    --size_;
    fired = {at, static_cast<Phase>(key & ((1U << phase_bits) - 1)), entry.handler, entry.event};
    return true;
  }
}

}  // namespace muster
