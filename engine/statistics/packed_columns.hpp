// Many columns of numbers that arrive row by row, kept exactly in little memory.
//
// Contract: every value is returned with the bits it came with, as a 32-bit float, in the order of the rows. Rows are
// packed in chunks: a column that is the same in a whole chunk takes 4 bytes there, whole numbers take as many bits as
// their range needs (1, 2, 4, 8 or 16) and 4 bytes for the smallest of them, anything else takes 32 bits a value. A column
// takes 1.5 bytes more in each chunk, and 8 where some of its whole numbers are missing. Reading one column touches that
// column alone, so that columns can be read in any order. Leaves out: changing or removing single rows.
// Source: frame-of-reference coding, J. Goldstein, R. Ramakrishnan, U. Shaft, Compressing relations and indexes (1998).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster {

class PackedColumns {
 public:
  explicit PackedColumns(std::size_t columns);

  /// The next row, as many values as there are columns, to be filled in before anything else is called.
  [[nodiscard]] std::vector<float>& add_row();

  [[nodiscard]] std::size_t rows() const { return chunks_.size() * chunk_rows_ + waiting_; }

  /// Replaces `to` by the values of a column; a value that is NaN is left out.
  void read(std::size_t column, std::vector<float>& to) const;

  void clear();

  /// What the values take up.
  [[nodiscard]] std::size_t bytes() const;

  /// What bytes() is at most for so many rows, whatever the values are.
  [[nodiscard]] static std::size_t bytes_at_most(std::size_t columns, std::size_t rows);

 private:
  // The place of every sixteenth column is stored; to reach another, the lengths of the columns before it are added up.
  static constexpr std::size_t columns_a_mark = 16;

  struct Chunk {
    std::vector<std::uint8_t> forms;  // of the columns
    std::vector<std::size_t> marks;   // where every sixteenth column begins
    std::vector<std::byte> bytes;
  };

  [[nodiscard]] static std::size_t rows_a_chunk(std::size_t columns);
  [[nodiscard]] std::size_t length_of(std::uint8_t form) const;
  void pack();

  std::size_t columns_;
  std::size_t chunk_rows_;
  std::vector<Chunk> chunks_;
  std::vector<std::vector<float>> rows_;  // those not yet packed; kept when they are, to be filled again
  std::size_t waiting_ = 0;               // so many of them are filled
};

}  // namespace muster
