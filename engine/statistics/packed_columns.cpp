#include "engine/statistics/packed_columns.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace muster {

namespace {

constexpr std::size_t most_rows = 64, fewer_rows = 8;  // of a chunk; a mask of NaN values has one bit for each row

// The form of a column in a chunk is its number of bits per value. This bit is also set if some values are NaN; a
// mask then states which values are not.
constexpr std::uint8_t with_mask = 0x80;
constexpr std::uint8_t unpacked = 32;

template <class T>
void append(std::vector<std::byte>& to, const T* values, std::size_t count) {
  const auto* bytes = reinterpret_cast<const std::byte*>(values);
  to.insert(to.end(), bytes, bytes + count * sizeof(T));
}

template <class T>
T taken(const std::byte*& from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  from += sizeof value;
  return value;
}

// The number of bits for whole numbers from 0 to a range; `unpacked` if they are no fewer than those of a float.
std::uint8_t bits_for(std::uint32_t range) {
  if (range > 0xffff) return unpacked;
  const auto width = static_cast<unsigned>(std::bit_width(range));
  return width == 0 ? 0 : static_cast<std::uint8_t>(std::bit_ceil(width));
}

std::uint32_t bits_of(float value) { return std::bit_cast<std::uint32_t>(value); }

// Appends one column of a chunk and returns its form. The loops have no branches and a fixed length, so that the
// compiler can vectorize them.
template <std::size_t rows>
std::uint8_t append_column(std::vector<std::byte>& to, const float* values) {
  constexpr float exact = 16777216;  // 2^24: up to here a float holds every whole number
  constexpr std::uint32_t sign = 0x80000000, all_sizes = ~sign;
  std::uint32_t differs = 0, large = 0;  // or not a number
  for (std::size_t r = 0; r < rows; ++r) {
    differs |= bits_of(values[r]) ^ bits_of(values[0]);
    large |= (bits_of(values[r]) & all_sizes) > bits_of(exact) ? 1U : 0U;
  }
  if (differs == 0) {
    append(to, values, 1);
    return 0;
  }
  // A NaN is replaced by the first number of the column, and its bit in the mask is cleared.
  constexpr std::uint64_t all = ~std::uint64_t{0} >> (most_rows - rows);
  std::uint64_t mask = all;
  std::array<float, rows> filled;
  const float* numbers = values;
  if (large != 0) {
    const float* const first = std::find_if_not(values, values + rows, [](float value) { return std::isnan(value); });
    for (std::size_t r = 0; r < rows; ++r) {
      const bool none = std::isnan(values[r]);
      filled[r] = none && first != values + rows ? *first : values[r];
      if (none) mask ^= std::uint64_t{1} << r;
    }
    const bool too_large =
        std::any_of(filled.begin(), filled.end(), [](float value) { return !(std::abs(value) <= exact); });
    numbers = too_large ? nullptr : filled.data();
  }
  std::array<std::int32_t, rows> whole;
  std::int32_t least = std::numeric_limits<std::int32_t>::max(), most = std::numeric_limits<std::int32_t>::min();
  std::uint32_t broken = numbers ? 0 : 1;
  for (std::size_t r = 0; r < rows && numbers; ++r) {
    whole[r] = static_cast<std::int32_t>(numbers[r]);
    broken |= bits_of(static_cast<float>(whole[r])) ^ bits_of(numbers[r]);
    least = std::min(least, whole[r]);
    most = std::max(most, whole[r]);
  }
  const std::uint8_t width = broken != 0 ? unpacked : bits_for(static_cast<std::uint32_t>(most - least));
  if (width == unpacked) {
    append(to, values, rows);
    return unpacked;
  }
  append(to, &least, 1);
  if (mask != all) append(to, &mask, 1);
  std::array<std::uint8_t, 2 * rows> packed{};
  const auto above = [&](std::size_t r) { return static_cast<std::uint32_t>(whole[r] - least); };
  if (width == 16) {
    for (std::size_t r = 0; r < rows; ++r) {
      packed[2 * r] = static_cast<std::uint8_t>(above(r));
      packed[2 * r + 1] = static_cast<std::uint8_t>(above(r) >> 8);
    }
  } else if (width == 8) {
    for (std::size_t r = 0; r < rows; ++r) packed[r] = static_cast<std::uint8_t>(above(r));
  } else if (width > 0) {
    for (std::size_t r = 0; r < rows; ++r) {
      std::uint8_t& byte = packed[r * width / 8];
      byte = static_cast<std::uint8_t>(byte | above(r) << r * width % 8);
    }
  }
  append(to, packed.data(), rows * width / 8);
  return mask == all ? width : static_cast<std::uint8_t>(width | with_mask);
}

}  // namespace

PackedColumns::PackedColumns(std::size_t columns) : columns_(columns), chunk_rows_(rows_per_chunk(columns)) {}

// Rows that are not yet packed take much memory if there are very many columns, so chunks then have fewer rows.
std::size_t PackedColumns::rows_per_chunk(std::size_t columns) {
  constexpr std::size_t many = 1'000'000;
  return columns < many ? most_rows : fewer_rows;
}

std::vector<float>& PackedColumns::add_row() {
  if (waiting_ == chunk_rows_) pack();
  if (waiting_ == rows_.size()) rows_.emplace_back(columns_);
  return rows_[waiting_++];
}

std::size_t PackedColumns::length_of(std::uint8_t form) const {
  const std::size_t width = form & ~with_mask, values = chunk_rows_ * width / 8;
  if (width == unpacked) return values;
  return values + sizeof(std::int32_t) + ((form & with_mask) != 0 ? sizeof(std::uint64_t) : 0);
}

void PackedColumns::pack() {
  constexpr std::size_t block = 64;  // so that whole cache lines of a row are read
  Chunk chunk;
  chunk.forms.reserve(columns_);
  chunk.marks.reserve((columns_ + columns_per_mark - 1) / columns_per_mark);
  std::vector<std::byte> bytes;
  std::array<std::array<float, most_rows>, block> columns;
  const auto append_next = chunk_rows_ == most_rows ? append_column<most_rows> : append_column<fewer_rows>;
  for (std::size_t first = 0; first < columns_; first += block) {
    const std::size_t width = std::min(block, columns_ - first);
    for (std::size_t r = 0; r < chunk_rows_; ++r)
      for (std::size_t c = 0; c < width; ++c) columns[c][r] = rows_[r][first + c];
    for (std::size_t c = 0; c < width; ++c) {
      if ((first + c) % columns_per_mark == 0) chunk.marks.push_back(bytes.size());
      chunk.forms.push_back(append_next(bytes, columns[c].data()));
    }
  }
  chunk.bytes = bytes;  // a copy without unused capacity
  chunks_.push_back(std::move(chunk));
  waiting_ = 0;
}

void PackedColumns::read(std::size_t column, std::vector<float>& to) const {
  to.clear();
  for (const Chunk& chunk : chunks_) {
    const std::uint8_t form = chunk.forms[column];
    const std::byte* from = chunk.bytes.data() + chunk.marks[column / columns_per_mark];
    for (std::size_t c = column / columns_per_mark * columns_per_mark; c < column; ++c)
      from += length_of(chunk.forms[c]);
    const std::size_t width = form & ~with_mask;
    if (width == unpacked) {
      for (std::size_t r = 0; r < chunk_rows_; ++r)
        if (const float value = taken<float>(from); !std::isnan(value)) to.push_back(value);
    } else if (form == 0) {
      if (const float value = taken<float>(from); !std::isnan(value)) to.insert(to.end(), chunk_rows_, value);
    } else {
      const auto least = taken<std::int32_t>(from);
      const std::uint64_t mask = (form & with_mask) != 0 ? taken<std::uint64_t>(from) : ~std::uint64_t{0};
      const auto* packed = reinterpret_cast<const std::uint8_t*>(from);
      for (std::size_t r = 0; r < chunk_rows_; ++r) {
        if ((mask >> r & 1U) == 0) continue;
        const std::size_t bit = r * width;
        std::uint32_t offset = 0;
        if (width == 16) {
          offset = packed[bit / 8] | static_cast<std::uint32_t>(packed[bit / 8 + 1]) << 8;
        } else if (width > 0) {
          offset = packed[bit / 8] >> bit % 8 & ((1U << width) - 1);
        }
        to.push_back(static_cast<float>(least + static_cast<std::int32_t>(offset)));
      }
    }
  }
  for (std::size_t r = 0; r < waiting_; ++r)
    if (const float value = rows_[r][column]; !std::isnan(value)) to.push_back(value);
}

void PackedColumns::clear() {
  chunks_.clear();
  waiting_ = 0;
}

std::size_t PackedColumns::bytes() const {
  std::size_t bytes = rows_.size() * columns_ * sizeof(float);
  for (const Chunk& chunk : chunks_)
    bytes += chunk.forms.size() + chunk.marks.size() * sizeof(std::size_t) + chunk.bytes.size();
  return bytes;
}

std::size_t PackedColumns::bytes_at_most(std::size_t columns, std::size_t rows) {
  const std::size_t each = rows_per_chunk(columns), chunks = rows == 0 ? 0 : (rows - 1) / each;
  const std::size_t marks = (columns + columns_per_mark - 1) / columns_per_mark * sizeof(std::size_t);
  return chunks * (columns * (1 + each * sizeof(float)) + marks) + std::min(rows, each) * columns * sizeof(float);
}

}  // namespace muster
