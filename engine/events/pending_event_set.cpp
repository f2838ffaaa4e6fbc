#include "engine/events/pending_event_set.hpp"

#include "engine/state/serializer.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace muster {

namespace {

// Measured: up to this number of entries, ranking is faster than counting. Such a day has at most one chunk.
constexpr unsigned ranking_limit = 32;
constexpr unsigned digit_bits = 7;  // a key of 14 bits has two digits
constexpr unsigned digit_values = 1U << digit_bits;
constexpr unsigned low_digit(unsigned key) { return key % digit_values; }
constexpr unsigned high_digit(unsigned key) { return key >> digit_bits; }

}  // namespace

PendingEventSet::PendingEventSet()
    : directory_(std::make_unique<Page*[]>(calendar_days / page_days + 1)),
      pages_filled_(calendar_days / page_days / 64 + 1),
      today_ends_(std::make_unique_for_overwrite<Ends[]>(day_keys)),
      slots_(1) {
  static_assert(high_digit(day_keys) < digit_values);
  run_capacity_ = ranking_limit;
  sorted_ = std::make_unique<Entry[]>(run_capacity_ + 1 + places_ahead);
  scratch_ = std::make_unique_for_overwrite<Entry[]>(run_capacity_ + 1);
  end_run_at(0);
  run_ = sorted_.get();
}

PendingEventSet::~PendingEventSet() = default;

Handle PendingEventSet::push_cancellable(Instant at, Phase phase, HandlerId handler, std::uint64_t event) {
  if (free_slot_ == no_slot) {
    slots_.push_back({});
    free_slot_ = static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_slot_;
  add(at, phase, handler, slot, event);
  free_slot_ = slots_[slot].state;
  slots_[slot].state = live;
  return {slot, slots_[slot].generation};
}

bool PendingEventSet::cancel(Handle handle) {
  if (handle.slot == no_slot || handle.slot >= slots_.size()) return false;
  Slot& slot = slots_[handle.slot];
  if (slot.generation != handle.generation || slot.state != live) return false;
  slot.state = cancelled;
  --size_;
  if (++cancelled_ > sweep_above_ + size_) sweep();
  return true;
}

/// Frees the slot of an entry that has been reached; returns whether the event was still pending, that is, not
/// cancelled.
bool PendingEventSet::release(std::uint32_t slot) {
  const bool pending = slots_[slot].state == live;
  if (!pending) --cancelled_;
  ++slots_[slot].generation;
  slots_[slot].state = free_slot_;
  free_slot_ = slot;
  return pending;
}

PendingEventSet::Page* PendingEventSet::add_page(std::uint32_t number) {
  if (spare_pages_.empty()) {
    pages_.push_back(std::make_unique<Page>());
    spare_pages_.reserve(pages_.size());
    spare_pages_.push_back(pages_.back().get());
  }
  Page* const page = spare_pages_.back();
  spare_pages_.pop_back();
  directory_[number] = page;
  pages_filled_[number / 64] |= std::uint64_t{1} << (number % 64);
  return page;
}

void PendingEventSet::add_chunk(Day& day) {
  if (free_chunk_ == none) {
    const auto fresh = static_cast<std::uint32_t>(next_chunk_.size());
    if (fresh % slab_chunks == 0) slabs_.push_back(std::make_unique_for_overwrite<Chunk[]>(slab_chunks));
    next_chunk_.push_back(none);
    free_chunk_ = fresh;
  }
  const std::uint32_t added = free_chunk_;
  free_chunk_ = next_chunk_[added];
  next_chunk_[added] = day.last_chunk;
  day.last_chunk = added;
  day.write = chunk(added).data();
}

void PendingEventSet::grow_today() {
  const auto from = static_cast<std::uint32_t>(today_.size());
  const std::uint32_t to = std::max(from * 2, std::uint32_t{64});
  today_.resize(to);
  today_next_.resize(to);
  for (std::uint32_t node = to; node-- > from;) {
    today_next_[node] = today_free_;
    today_free_ = node;
  }
}

/// The first day with events on or after a day, or `none`. Pages that have no events left are kept for reuse.
std::uint32_t PendingEventSet::next_filled_day(std::uint32_t from) {
  const std::uint32_t first_page = from / page_days;
  std::uint64_t pages = pages_filled_[first_page / 64] & (~std::uint64_t{0} << (first_page % 64));
  for (std::uint32_t word = first_page / 64;;) {
    while (pages != 0) {
      const std::uint32_t number = word * 64 + static_cast<std::uint32_t>(std::countr_zero(pages));
      Page& page = *directory_[number];
      const std::uint32_t position = number == first_page ? from % page_days : 0;
      std::uint64_t days = page.filled[position / 64] & (~std::uint64_t{0} << (position % 64));
      for (std::uint32_t i = position / 64;;) {
        if (days != 0) return number * page_days + i * 64 + static_cast<std::uint32_t>(std::countr_zero(days));
        if (++i == page.filled.size()) break;
        days = page.filled[i];
      }
      pages &= pages - 1;
      if (number == first_page &&
          std::any_of(page.filled.begin(), page.filled.end(), [](auto days_of) { return days_of != 0; }))
        continue;  // it still has events before `from`, so it is kept: a caller may visit days without opening them
      pages_filled_[word] &= ~(std::uint64_t{1} << (number % 64));
      directory_[number] = nullptr;
      spare_pages_.push_back(&page);
    }
    if (++word == pages_filled_.size()) return none;
    pages = pages_filled_[word];
  }
}

bool PendingEventSet::open_next_day(Instant horizon) {
  const std::uint32_t day = next_filled_day(open_day_);
  if (day == none || std::int64_t{day} * minutes_per_day - calendar_start >= horizon.minutes) return false;
  open(day);
  return true;
}

void PendingEventSet::open(std::uint32_t number) {
  Page& page = *directory_[number / page_days];
  const std::uint32_t position = number % page_days;
  page.filled[position / 64] &= ~(std::uint64_t{1} << (position % 64));
  open_day_ = number;
  open_start_ = std::int64_t{number} * minutes_per_day - calendar_start;

  Day& day = page.days[position];
  if (day.count > run_capacity_) {
    run_capacity_ = std::max<std::size_t>(day.count, run_capacity_ * 2);
    sorted_ = std::make_unique<Entry[]>(run_capacity_ + 1 + places_ahead);
    scratch_ = std::make_unique_for_overwrite<Entry[]>(run_capacity_ + 1);
  }
  sort_into_run(day);
  end_run_at(day.count);
  run_ = sorted_.get();
  clear(day);
}

// The sentinel is followed by `places_ahead` dummy entries, so that `ahead()` never reads past the array.
void PendingEventSet::end_run_at(std::size_t count) {
  for (std::size_t n = 0; n <= places_ahead; ++n) sorted_[count + n] = Entry{end_of_run, 0, 0, 0};
}

void PendingEventSet::sort_into_run(const Day& day) {
  if (day.count <= 4)
    rank_into_run<4>(day);
  else if (day.count <= 8)
    rank_into_run<8>(day);
  else if (day.count <= 16)
    rank_into_run<16>(day);
  else if (day.count <= ranking_limit)
    rank_into_run<ranking_limit>(day);
  else
    count_into_run(day);
}

/// Sorts a small day: the position of each entry is the number of entries before it. There are no branches that
/// depend on the data, and the compiler can vectorize the loops.
template <unsigned width>
void PendingEventSet::rank_into_run(const Day& day) {
  static_assert(ranking_limit <= first_entries + chunk_entries);
  const std::uint32_t count = day.count < width ? day.count : width;
  const Entry* const more = count > first_entries ? chunk(day.last_chunk).data() - first_entries : nullptr;
  std::array<std::int32_t, width> order, position{};
  order.fill(INT32_MAX);
  for (std::uint32_t i = 0; i < count; ++i)
    order[i] = static_cast<std::int32_t>((i < first_entries ? day.first[i] : more[i]).key * width + i);
  for (std::uint32_t j = 0; j < count; ++j)
    for (std::uint32_t i = 0; i < width; ++i) position[i] += order[i] > order[j];
  for (std::uint32_t i = 0; i < count; ++i)
    sorted_[static_cast<std::size_t>(position[i])] = i < first_entries ? day.first[i] : more[i];
}

/// Calls visit with each entry from the last to the first, which is the order of the chain of chunks.
template <class Visit>
void PendingEventSet::backwards(const Day& day, Visit&& visit) {
  std::uint32_t in_chunk = day.count > first_entries ? (day.count - first_entries - 1) % chunk_entries + 1 : 0;
  for (std::uint32_t id = day.last_chunk; id != none; id = next_chunk_[id], in_chunk = chunk_entries) {
    const Chunk& entries = chunk(id);
    if (const std::uint32_t ahead = next_chunk_[id]; ahead != none)  // it may be anywhere in memory
      for (std::uint32_t i = 0; i < chunk_entries; i += 4) __builtin_prefetch(&chunk(ahead)[i]);
    for (std::uint32_t i = in_chunk; i-- > 0;) visit(entries[i]);
  }
  for (std::uint32_t i = day.count < first_entries ? day.count : first_entries; i-- > 0;) visit(day.first[i]);
}

/// Sorts a larger day: a stable counting sort by each digit of the key, the lower digit first.
/// Source: D. E. Knuth, The Art of Computer Programming 3, 2nd ed., sec. 5.2.5.
void PendingEventSet::count_into_run(const Day& day) {
  std::array<std::uint32_t, digit_values> low{}, high{};
  backwards(day, [&](const Entry& entry) {
    ++low[low_digit(entry.key)];
    ++high[high_digit(entry.key)];
  });
  const unsigned any = day.first[0].key;
  const bool one_low = low[low_digit(any)] == day.count, one_high = high[high_digit(any)] == day.count;
  const bool two_passes = !one_low && !one_high;

  // Entries are visited backwards, so each is placed at the end of the free positions of its digit.
  Entry* const sorted = sorted_.get();
  Entry* const to = two_passes ? scratch_.get() : sorted;
  const auto place_backwards = [&](std::array<std::uint32_t, digit_values>& ends, auto digit) {
    std::uint32_t end = 0;
    for (std::uint32_t& position : ends) position = end += position;
    backwards(day, [&](const Entry& entry) { to[--ends[digit(entry.key)]] = entry; });
  };
  if (one_low)
    place_backwards(high, [](unsigned key) { return high_digit(key); });
  else
    place_backwards(low, [](unsigned key) { return low_digit(key); });
  if (!two_passes) return;

  std::uint32_t start = 0;
  for (std::uint32_t& position : high) position = std::exchange(start, start + position);
  for (std::uint32_t i = 0; i < day.count; ++i) sorted[high[high_digit(to[i].key)]++] = to[i];
}

void PendingEventSet::clear(Day& day) {
  for (std::uint32_t id = day.last_chunk; id != none;) {
    const std::uint32_t following = next_chunk_[id];
    next_chunk_[id] = free_chunk_;
    free_chunk_ = id;
    id = following;
  }
  day.write = day.first;
  day.count = 0;
  day.last_chunk = none;
}

/// Drops the cancelled events of closed days, so that memory stays bounded if a model reschedules again and again.
void PendingEventSet::sweep() {
  for (std::uint32_t number = next_filled_day(open_day_); number != none; number = next_filled_day(number + 1)) {
    Page& page = *directory_[number / page_days];
    Day& day = page.days[number % page_days];
    kept_.clear();
    backwards(day, [&](const Entry& entry) {
      if (entry.slot == no_slot || slots_[entry.slot].state == live)
        kept_.push_back(entry);
      else
        release(entry.slot);
    });
    clear(day);
    page.filled[number % page_days / 64] &= ~(std::uint64_t{1} << (number % 64));
    for (std::size_t i = kept_.size(); i-- > 0;) append(number, kept_[i]);
  }
  sweep_above_ = 2 * cancelled_ + 1024;  // the remaining ones are on the open day and will be dropped soon
}

// The pending entries of the open day, in the order in which they fire.
std::vector<PendingEventSet::Entry> PendingEventSet::of_open_day() const {
  std::vector<Entry> entries;
  const Entry* run = run_;
  const auto add_run_up_to = [&](unsigned key) {
    while (run->key <= key) entries.push_back(*run++);
  };
  for (std::size_t i = 0; i < today_filled_.size(); ++i)
    for (std::uint64_t word = today_filled_[i]; word != 0; word &= word - 1) {
      const auto key = static_cast<unsigned>(i * 64) + static_cast<unsigned>(std::countr_zero(word));
      add_run_up_to(key);
      for (std::uint32_t node = today_ends_[key].head;; node = today_next_[node]) {
        entries.push_back(today_[node]);
        if (node == today_ends_[key].tail) break;
      }
    }
  add_run_up_to(no_key);
  return entries;
}

/// Calls visit with each day that has entries and with these entries; those with the same key are in the order in
/// which they fire.
template <class Visit>
void PendingEventSet::each_day(Visit&& visit) {
  std::vector<Entry> entries = of_open_day();
  if (!entries.empty()) visit(open_day_, entries);
  for (std::uint32_t day = next_filled_day(open_day_); day != none; day = next_filled_day(day + 1)) {
    entries.clear();
    backwards(directory_[day / page_days]->days[day % page_days],
              [&](const Entry& entry) { entries.push_back(entry); });
    std::reverse(entries.begin(), entries.end());
    visit(day, entries);
  }
}

void PendingEventSet::end_set_up() {
  set_up_.clear();
  set_up_is_firm_ = slots_.size() == 1;
  each_day([&](std::uint32_t day, const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) set_up_.push_back({day, entry.key});
  });
  std::sort(set_up_.begin(), set_up_.end());
}

void PendingEventSet::state(Serializer& serializer, Instant now, std::size_t handlers) {
  if (!set_up_is_firm_)
    throw std::logic_error(
        "the set-up contains events that can be cancelled, so the state can be neither saved nor read");
  if (serializer.is_reading())
    read(serializer, now, handlers);
  else
    write(serializer);
}

void PendingEventSet::write(Serializer& serializer) {
  serializer(slots_, free_slot_, cancelled_, sweep_above_);
  each_day([&](std::uint32_t day, std::vector<Entry>& entries) {
    // At each instant and phase the entries of the set-up come first.
    auto next = std::lower_bound(set_up_.begin(), set_up_.end(), SetUp{day, 0});
    std::vector<std::uint16_t> keys;
    for (; next != set_up_.end() && next->day == day; ++next) keys.push_back(next->key);
    if (!keys.empty())
      std::erase_if(entries, [&](const Entry& entry) {
        const auto found = std::find(keys.begin(), keys.end(), entry.key);
        if (found == keys.end()) return false;
        keys.erase(found);
        return true;
      });
    if (!entries.empty()) serializer(day, entries);
  });
  std::uint32_t no_more = none;
  serializer(no_more);
}

void PendingEventSet::read(Serializer& serializer, Instant now, std::size_t handlers) {
  if (open_day_ != 0) throw std::logic_error("a state cannot be read after events have fired");
  const auto first = static_cast<std::uint64_t>(now.minutes + calendar_start);
  std::vector<std::pair<std::uint32_t, std::vector<Entry>>> own;
  each_day([&](std::uint32_t day, const std::vector<Entry>& entries) { own.emplace_back(day, entries); });
  size_ = 0;
  for (auto& [number, entries] : own) {
    Page& page = *directory_[number / page_days];
    clear(page.days[number % page_days]);
    page.filled[number % page_days / 64] &= ~(std::uint64_t{1} << (number % 64));
    for (const Entry& entry : entries) {
      if (std::uint64_t{number} * minutes_per_day + (entry.key >> phase_bits) < first) continue;
      append(number, entry);
      ++size_;
    }
  }
  serializer(slots_, free_slot_, cancelled_, sweep_above_);
  std::vector<Entry> entries;
  for (std::uint32_t day = 0;;) {
    serializer(day);
    if (day == none) return;
    serializer(entries);
    if (day < first / minutes_per_day || day >= calendar_days)
      throw BadState("an event is on a past day or outside the calendar");
    for (const Entry& entry : entries) {
      if (entry.key >= day_keys || entry.handler >= handlers || entry.slot >= slots_.size())
        throw BadState("an event has an invalid phase, handler or slot");
      append(day, entry);
      if (entry.slot == no_slot || slots_[entry.slot].state == live) ++size_;
    }
  }
}

std::size_t PendingEventSet::memory_bytes() const {
  return sizeof *this + (calendar_days / page_days + 1) * sizeof(Page*) + pages_filled_.size() * sizeof(std::uint64_t) +
         pages_.size() * sizeof(Page) + next_chunk_.size() * (sizeof(Chunk) + sizeof(std::uint32_t)) +
         day_keys * sizeof(Ends) + today_.size() * (sizeof(Entry) + sizeof(std::uint32_t)) +
         2 * (run_capacity_ + 1) * sizeof(Entry) + slots_.size() * sizeof(Slot) + kept_.capacity() * sizeof(Entry);
}

void PendingEventSet::refuse(std::uint32_t day, std::uint32_t open_day) {
  throw std::logic_error("an event of day " + std::to_string(day) + " was added when day " + std::to_string(open_day) +
                         " was already open");
}

}  // namespace muster
