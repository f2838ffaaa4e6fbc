// Many columns of numbers that arrive row by row, stored exactly in little memory.
//
// Contract: values are 32-bit floats; each is returned with the same bits, in the order of the rows. Rows are
// packed in chunks. In each chunk, a column of equal values takes 4 bytes; whole numbers take as many bits each as
// their range needs (1, 2, 4, 8 or 16) and 4 bytes for the smallest of them; all other columns take 32 bits per
// value. In addition, a column takes 1.5 bytes in each chunk, and 8 bytes if some of its whole numbers are
// missing. Reading a column touches only that column, so columns can be read in any order. Leaves out: changing or
// removing single rows.
// Source: frame-of-reference coding, J. Goldstein, R. Ramakrishnan, U. Shaft, Compressing relations and indexes
// (1998).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster {

class PackedColumns {
 public:
  explicit PackedColumns(std::size_t columns);

  /// Adds a row and returns it: one value for each column, to be filled in before any other call.
  [[nodiscard]] std::vector<float>& add_row();

  [[nodiscard]] std::size_t rows() const { return chunks_.size() * chunk_rows_ + waiting_; }

  /// Replaces the contents of `to` by the values of a column; NaN values are left out.
  void read(std::size_t column, std::vector<float>& to) const;

  void clear();

  /// The memory that the values take.
  [[nodiscard]] std::size_t bytes() const;

  /// The largest that bytes() can be for this number of rows, whatever their values.
  [[nodiscard]] static std::size_t bytes_at_most(std::size_t columns, std::size_t rows);

 private:
  // The position of every sixteenth column is stored; to find another, the lengths of the columns between are
  // added up.
  static constexpr std::size_t columns_per_mark = 16;

  struct Chunk {
    std::vector<std::uint8_t> forms;  // by column: its number of bits per value, and whether some are missing
    std::vector<std::size_t> marks;   // the positions of every sixteenth column
    std::vector<std::byte> bytes;
  };

  [[nodiscard]] static std::size_t rows_per_chunk(std::size_t columns);
  [[nodiscard]] std::size_t length_of(std::uint8_t form) const;
  void pack();

  std::size_t columns_;
  std::size_t chunk_rows_;
  std::vector<Chunk> chunks_;
  std::vector<std::vector<float>> rows_;  // rows not yet packed; reused after packing
  std::size_t waiting_ = 0;               // the number of rows filled
};

}  // namespace muster
