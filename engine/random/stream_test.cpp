#include "engine/random/stream.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <array>
#include <cstdint>
#include <set>
#include <vector>

using namespace muster;
using muster::test::Counts;
using muster::test::equal_cells;
using muster::test::MeanIs;
using muster::test::Sample;

namespace {

using Block = std::array<std::uint64_t, 4>;

Block philox(const Block& counter, const std::array<std::uint64_t, 2>& key) {
  const auto block = r123::Philox4x64{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {block.v[0], block.v[1], block.v[2], block.v[3]};
}

Block next_block(Stream& stream) { return {stream.bits(), stream.bits(), stream.bits(), stream.bits()}; }

}  // namespace

TEST_CASE("Philox4x64-10 gives its published known answers", "[unit][random]") {
  // Random123 1.14, tests/kat_vectors, lines "philox4x64 10".
  const std::uint64_t ones = ~std::uint64_t{0};
  CHECK(philox({0, 0, 0, 0}, {0, 0}) ==
        Block{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
  CHECK(philox({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
               {0x452821e638d01377, 0xbe5466cf34e90c6c}) ==
        Block{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6});
}

TEST_CASE("a stream is Philox under key (seed, replication) at counter (who, why, nth, block)", "[unit][random]") {
  Stream zeros(Seed{0}, Replication{0}, EntityKey{0}, Purpose{0});
  CHECK(zeros.bits() == 0x16554d9eca36314c);

  Stream stream(Seed{11}, Replication{12}, EntityKey{13}, Purpose{14}, 15);
  for (std::uint64_t block = 0; block < 5; ++block) CHECK(next_block(stream) == philox({13, 14, 15, block}, {11, 12}));
}

TEST_CASE("a purpose is the 64-bit FNV-1a hash of its name, at compile time too", "[unit][random]") {
  // draft-eastlake-fnv, test vectors for FNV-1a, 64 bits.
  static_assert(purpose("") == Purpose{0xcbf29ce484222325});
  static_assert(purpose("a") == Purpose{0xaf63dc4c8601ec8c});
  CHECK(purpose("foobar") == Purpose{0x85944171f73967e8});
  CHECK(purpose("posts.time_to_fill") != purpose("posts.time_to_file"));
}

TEST_CASE("streams with different names share no number", "[property][random]") {
  std::set<std::uint64_t> seen;
  std::size_t streams = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed)
    for (std::uint64_t replication = 0; replication < 5; ++replication)
      for (std::uint64_t who = 0; who < 20; ++who)
        for (std::uint64_t why = 0; why < 5; ++why)
          for (std::uint64_t nth = 0; nth < 5; ++nth) {
            Stream stream(Seed{seed}, Replication{replication}, EntityKey{who}, Purpose{why}, nth);
            for (int i = 0; i < 8; ++i) seen.insert(stream.bits());
            ++streams;
          }
  CHECK(seen.size() == streams * 8);  // two of 10^5 random numbers are equal with a probability of 3e-10
}

TEST_CASE("a stream does not depend on what other streams have drawn", "[property][random]") {
  Stream alone(Seed{1}, Replication{2}, EntityKey{3}, purpose("x"));
  const Block expected = next_block(alone);
  Stream other(Seed{1}, Replication{2}, EntityKey{4}, purpose("x"));
  Stream again(Seed{1}, Replication{2}, EntityKey{3}, purpose("x"));
  for (int i = 0; i < 7; ++i) static_cast<void>(other.bits());
  CHECK(next_block(again) == expected);
}

TEST_CASE("uniform numbers fill (0, 1) evenly", "[statistical][random]") {
  Stream stream(Seed{20240611}, Replication{0}, EntityKey{1}, purpose("uniform"));
  std::vector<double> values(400'000);
  std::vector<std::uint64_t> cells(1000);
  for (double& value : values) {
    value = stream.uniform();
    REQUIRE((value > 0 && value < 1));
    ++cells[static_cast<std::size_t>(value * 1000)];
  }
  CHECK_THAT(Counts(cells), equal_cells(1000, {.false_alarm = 1e-6, .must_detect = 0.04}));
  CHECK_THAT(Sample(values), MeanIs(0.5, {.false_alarm = 1e-6, .must_detect = 0.004}));
}

TEST_CASE("neighbouring streams are independent of each other", "[statistical][random]") {
  // The first numbers of two streams whose names differ by one in one component, counted in 20 x 20 cells: the
  // cells are even if the streams are independent.
  const auto neighbour = GENERATE(0, 1, 2, 3, 4);
  std::vector<std::uint64_t> cells(400);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    std::array<std::uint64_t, 5> name{7, i / 1000, 2 * i, 40, 2 * i + 9};
    std::array<double, 2> drawn{};
    for (double& value : drawn) {
      value = Stream(Seed{name[0]}, Replication{name[1]}, EntityKey{name[2]}, Purpose{name[3]}, name[4]).uniform();
      ++name[static_cast<std::size_t>(neighbour)];
    }
    ++cells[static_cast<std::size_t>(drawn[0] * 20) * 20 + static_cast<std::size_t>(drawn[1] * 20)];
  }
  CHECK_THAT(Counts(cells), equal_cells(400, {.false_alarm = 1e-6, .must_detect = 0.06}));
}
