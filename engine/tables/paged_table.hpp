// A table that grows without moving: rows in pages of one size, found by shift and mask.
//
// A vector that outgrows its place copies itself and for a while needs twice the memory; the tables of a nation are the memory
// of a run. Contract: rows are small values, stay at their address until the table goes, and are not removed. Leaves out:
// iterators; whoever walks a table counts.
#pragma once

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
    if ((size_ & page_mask) == 0 && size_ >> page_bits == pages_.size())
      pages_.push_back(std::make_unique_for_overwrite<Row[]>(page_rows));
    return (*this)[size_++] = row;
  }

  /// Makes it so long at least, with rows alike at its end.
  void grow_to(std::size_t size, const Row& row = {}) {
    while (size_ < size) push_back(row);
  }

 private:
  static constexpr std::size_t page_bytes = std::size_t{1} << 18;
  static constexpr std::size_t page_bits = static_cast<std::size_t>(std::bit_width(page_bytes / sizeof(Row)) - 1);
  static constexpr std::size_t page_rows = std::size_t{1} << page_bits, page_mask = page_rows - 1;

  std::vector<std::unique_ptr<Row[]>> pages_;
  std::size_t size_ = 0;
};

}  // namespace muster
