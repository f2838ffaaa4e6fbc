#include "engine/tables/paged_table.hpp"

#include "tests/support/catch.hpp"

#include <cstdint>
#include <vector>

namespace muster {

namespace {

struct Row {
  std::uint64_t number = 7;
  std::uint32_t half = 0;
};

TEST_CASE("rows of a paged table stay at their address", "[unit][tables]") {
  PagedTable<Row> table;
  std::vector<const Row*> addresses;
  const std::uint32_t rows = 400'000;  // 6.4 MB: small pages, then pages from more than one large block
  for (std::uint32_t n = 0; n < rows; ++n) addresses.push_back(&table.push_back({std::uint64_t{n} * n, n}));
  REQUIRE(table.size() == rows);
  bool same = true;
  for (std::uint32_t n = 0; n < rows; ++n)
    same = same && &table[n] == addresses[n] && table[n].number == std::uint64_t{n} * n && table[n].half == n;
  CHECK(same);
}

TEST_CASE("a paged table grows by copies of a row and never shrinks", "[unit][tables]") {
  PagedTable<Row> table;
  table.grow_to(3);
  CHECK(table.size() == 3);
  CHECK(table[2].number == 7);
  table[2].number = 1;
  table.grow_to(70'000, {9, 9});
  table.grow_to(10);
  CHECK(table.size() == 70'000);
  CHECK(table[2].number == 1);
  CHECK(table[3].number == 9);
  CHECK(table[69'999].half == 9);
}

TEST_CASE("a vector on large pages keeps its values, small or large", "[unit][tables]") {
  std::vector<Row, OnLargePages<Row>> rows;
  for (std::uint32_t n = 0; n < 1'000'000; ++n) rows.push_back({n, n});  // grows past 4 MB on the way
  bool same = true;
  for (std::uint32_t n = 0; n < 1'000'000; ++n) same = same && rows[n].number == n && rows[n].half == n;
  CHECK(same);
  CHECK(reinterpret_cast<std::uintptr_t>(rows.data()) % large_page == 0);
  rows.resize(10);
  rows.shrink_to_fit();
  CHECK(rows[9].number == 9);
}

}  // namespace

}  // namespace muster
