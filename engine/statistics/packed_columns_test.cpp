#include "engine/statistics/packed_columns.hpp"

#include "engine/random/stream.hpp"
#include "engine/statistics/moments.hpp"
#include "tests/support/catch.hpp"

#include <bit>
#include <cmath>
#include <functional>

namespace muster {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

// Columns of every form: the value of row n, given a uniform number from (0, 1).
const std::vector<std::function<float(std::size_t, double)>> kinds_of_columns{
    [](std::size_t, double) { return 7.5F; },
    [](std::size_t, double) { return no_value; },
    [](std::size_t, double u) { return u < 0.05 ? 1.0F : 0.0F; },
    [](std::size_t, double u) { return static_cast<float>(std::floor(1000 + 4 * u)); },
    [](std::size_t, double u) { return static_cast<float>(std::floor(-8 + 16 * u)); },
    [](std::size_t, double u) { return static_cast<float>(std::floor(256 * u)); },
    [](std::size_t, double u) { return static_cast<float>(std::floor(16'000'000 + 65'536 * u)); },
    [](std::size_t, double u) { return static_cast<float>(std::floor(65'537 * u)); },
    [](std::size_t n, double) { return n % 2 == 0 ? 0.0F : 65'536.0F; },  // one more than fits into 16 bits
    [](std::size_t n, double) { return n % 2 == 0 ? 0.0F : 65'535.0F; },
    [](std::size_t n, double) { return n % 2 == 0 ? -0.0F : 0.0F; },  // not the same bits
    [](std::size_t n, double) { return n % 2 == 0 ? 16'777'216.0F : 16'777'218.0F; },
    [](std::size_t n, double) { return n % 2 == 0 ? std::numeric_limits<float>::infinity() : 3.0F; },
    [](std::size_t, double u) { return static_cast<float>(u * u); },
    [](std::size_t, double u) { return u < 0.5 ? no_value : static_cast<float>(u); },
    [](std::size_t, double u) { return u < 0.5 ? no_value : 12.0F; },
    [](std::size_t, double u) { return u < 0.5 ? no_value : static_cast<float>(std::floor(300 * u)); },
    [](std::size_t n, double u) { return n < 100 ? 3.0F : static_cast<float>(std::floor(10 * u)); },
    [](std::size_t n, double) {
      return n == 63 || n == 64 ? no_value : 5.0F;
    },  // the last of a chunk and the first of the next
};

TEST_CASE("packed columns return every value with the same bits, in the order of the rows", "[property]") {
  const std::size_t columns = GENERATE(19U, 200U);
  PackedColumns packed(columns);
  std::vector<std::vector<float>> expected(columns);
  std::vector<float> read;
  Stream random(Seed{3}, Replication{0}, EntityKey{0}, purpose("test.packed"));
  for (std::size_t n = 0; n < 150; ++n) {
    std::vector<float>& row = packed.add_row();
    REQUIRE(row.size() == columns);
    for (std::size_t c = 0; c < columns; ++c) {
      row[c] = kinds_of_columns[c % kinds_of_columns.size()](n, random.uniform());
      if (!std::isnan(row[c])) expected[c].push_back(row[c]);
    }
    REQUIRE(packed.rows() == n + 1);
    REQUIRE(packed.bytes() <= PackedColumns::bytes_at_most(columns, n + 1));
    if (n != 0 && n != 63 && n != 64 && n != 128 && n != 149) continue;
    for (std::size_t c = 0; c < columns; ++c) {
      packed.read(c, read);
      INFO("column " << c << " after row " << n);
      REQUIRE(read.size() == expected[c].size());
      for (std::size_t i = 0; i < read.size(); ++i)
        REQUIRE(std::bit_cast<std::uint32_t>(read[i]) == std::bit_cast<std::uint32_t>(expected[c][i]));
    }
  }
  packed.clear();
  CHECK(packed.rows() == 0);
  packed.read(0, read);
  CHECK(read.empty());
}

TEST_CASE("a packed column takes as many bits as its values need", "[unit]") {
  constexpr std::size_t columns = 1600, rows = 1 + 64 * 8;
  const auto bytes_with = [&](const std::function<float(std::size_t)>& value) {
    PackedColumns packed(columns);
    for (std::size_t n = 0; n < rows; ++n)
      for (float& cell : packed.add_row()) cell = value(n);
    return packed.bytes() - 64 * columns * sizeof(float);  // without the rows not yet packed
  };
  constexpr std::size_t beside = 8 * (columns + columns / 16 * sizeof(std::size_t));  // in eight chunks
  CHECK(bytes_with([](std::size_t) { return 0.1F; }) == beside + 8 * columns * 4);
  CHECK(bytes_with([](std::size_t n) { return static_cast<float>(n % 2); }) == beside + 8 * columns * (4 + 8));
  CHECK(bytes_with([](std::size_t n) { return static_cast<float>(n % 7); }) == beside + 8 * columns * (4 + 32));
  CHECK(bytes_with([](std::size_t n) { return static_cast<float>(n % 64 * 4); }) == beside + 8 * columns * (4 + 64));
  CHECK(bytes_with([](std::size_t n) { return static_cast<float>(n) / 3; }) == beside + 8 * columns * 256);
}

}  // namespace
}  // namespace muster
