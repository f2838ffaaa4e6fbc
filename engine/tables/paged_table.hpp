// A table that grows without moving its rows: they are stored in pages of one size and found by shift and mask.
//
// Idea: a vector that outgrows its memory copies its rows and needs twice the memory while it does so, and the
// tables of a national scenario are most of the memory of a run. Contract: rows are small values; they stay at
// their address until the table is destroyed, and cannot be removed. Leaves out: iterators; the caller loops over
// indices.
#pragma once

#include "engine/state/serializer.hpp"
#include "engine/tables/large_pages.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace muster {

template <class Row>
class PagedTable {
  static_assert(std::is_trivially_copyable_v<Row>);

 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Row& operator[](std::size_t n) { return pages_[n >> page_bits][n & page_mask]; }
  [[nodiscard]] const Row& operator[](std::size_t n) const { return pages_[n >> page_bits][n & page_mask]; }

  Row& push_back(const Row& row) {
    if ((size_ & page_mask) == 0 && size_ >> page_bits == pages_.size()) add_page();
    return (*this)[size_++] = row;
  }

  /// Appends copies of a row until the table has at least this number of rows.
  void grow_to(std::size_t size, const Row& row = {}) {
    while (size_ < size) push_back(row);
  }

  void state(Serializer& serializer) {
    size_ = serializer.count_of(size_, PlainState<Row> ? sizeof(Row) : 1);
    while (pages_.size() << page_bits < size_) add_page();
    for (std::size_t from = 0; from < size_; from += page_rows) {
      const std::size_t count = std::min(page_rows, size_ - from);
      if constexpr (PlainState<Row>) {
        serializer.bytes(pages_[from >> page_bits], count * sizeof(Row));
      } else {
        for (std::size_t n = from; n < from + count; ++n) {
          if (serializer.is_reading()) std::construct_at(&(*this)[n]);
          serializer((*this)[n]);
        }
      }
    }
  }

 private:
  static constexpr std::size_t page_bytes = std::size_t{1} << 18;
  static constexpr std::size_t page_bits = static_cast<std::size_t>(std::bit_width(page_bytes / sizeof(Row)) - 1);
  static constexpr std::size_t page_rows = std::size_t{1} << page_bits, page_mask = page_rows - 1;
  static constexpr std::size_t pages_per_block = large_page / (page_rows * sizeof(Row));
  struct FreeSmall {
    void operator()(Row* block) const { ::operator delete(block); }
  };
  struct FreeLarge {
    void operator()(Row* block) const { free_large(block); }
  };

  // The first pages are allocated one by one, because the tables of a city need no more; after that, as many at
  // once as fit into a large page.
  void add_page() {
    if (pages_.size() < pages_per_block) {
      pages_.push_back(small_.emplace_back(static_cast<Row*>(::operator new(page_rows * sizeof(Row)))).get());
      return;
    }
    const std::size_t index = pages_.size() % pages_per_block;
    if (index == 0) large_.emplace_back(static_cast<Row*>(allocate_large(large_page)));
    pages_.push_back(large_.back().get() + index * page_rows);
  }

  std::vector<Row*> pages_;
  std::vector<std::unique_ptr<Row, FreeSmall>> small_;
  std::vector<std::unique_ptr<Row, FreeLarge>> large_;
  std::size_t size_ = 0;
};

}  // namespace muster
