#include "engine/state/serializer.hpp"

#include "tests/support/catch.hpp"

#include <limits>
#include <new>

namespace muster {

namespace {

struct Inside {
  std::vector<std::string> names;
  std::optional<std::string> note;
  void state(Serializer& serializer) { serializer(names, note); }
};

struct Outer {
  std::int32_t number = 0;
  std::vector<double> values;
  std::vector<bool> flags;
  std::deque<std::uint16_t> queue;
  std::map<std::string, Inside> by_name;
  std::unordered_set<std::uint32_t> members;
  std::optional<std::int64_t> when;
  void state(Serializer& serializer) { serializer(number, values, flags, queue, by_name, members, when); }
};

std::string bytes_of(Outer& outer) {
  Serializer serializer;
  serializer(outer);
  return serializer.take();
}

Outer an_outer() {
  return {-7,     {0.5, std::numeric_limits<double>::infinity()}, {true, false, true},
          {1, 2}, {{"甲", {{"", "b"}, "noted"}}, {"empty", {}}},  {3, 9},
          12};
}

}  // namespace

TEST_CASE("a serializer reads what was written") {
  Outer before = an_outer();
  const std::string bytes = bytes_of(before);
  Outer after;
  after.values = {1, 2, 3, 4};  // replaced by what is read
  after.by_name["gone"] = {};
  Serializer serializer{std::string_view(bytes)};
  serializer(after);
  serializer.end();
  CHECK(after.number == -7);
  CHECK(after.values == before.values);
  CHECK(after.flags == before.flags);
  CHECK(after.queue == before.queue);
  CHECK(after.members == before.members);
  CHECK(after.when == before.when);
  REQUIRE(after.by_name.size() == 2);
  CHECK(after.by_name.at("甲").names == std::vector<std::string>{"", "b"});
  CHECK(after.by_name.at("甲").note == std::optional<std::string>("noted"));
  CHECK_FALSE(after.by_name.at("empty").note);
  CHECK(bytes_of(after) == bytes);
}

TEST_CASE("bytes that are cut short, too long or state wrong sizes are refused without allocating memory") {
  Outer outer = an_outer();
  const std::string bytes = bytes_of(outer);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    Outer after;
    Serializer serializer(std::string_view(bytes).substr(0, length));
    CHECK_THROWS_AS(serializer(after), BadState);
  }
  {
    const std::string longer = bytes + "x";
    Outer after;
    Serializer serializer{std::string_view(longer)};
    serializer(after);
    CHECK_THROWS_AS(serializer.end(), BadState);
  }
  for (const std::uint64_t count : {std::uint64_t{1} << 40, std::numeric_limits<std::uint64_t>::max()}) {
    Serializer lie;
    std::uint64_t written = count;
    lie(written);
    const std::string lied = lie.take();
    std::vector<double> values;
    std::string text;
    std::map<std::uint32_t, double> map;
    CHECK_THROWS_AS(Serializer(std::string_view(lied))(values), BadState);
    CHECK_THROWS_AS(Serializer(std::string_view(lied))(text), BadState);
    CHECK_THROWS_AS(Serializer(std::string_view(lied))(map), BadState);
    CHECK(values.capacity() + text.capacity() < 100);
  }
}

namespace {

enum class Kind : std::uint8_t { first, second };

struct Padded {  // 5 of its 16 bytes are padding
  double value = 0;
  Kind kind = Kind::first;
  std::uint16_t number = 0;
};

struct Nested {
  std::uint8_t before = 0;
  Padded inner;
  std::optional<std::int64_t> when;
  std::array<Padded, 2> both;
};

struct Dense {
  double value = 0;
  std::array<float, 2> more{};
};

static_assert(PlainState<Dense> && PlainState<std::array<std::uint16_t, 3>> && PlainState<double>);
static_assert(!PlainState<Padded> && !PlainState<Nested> && !PlainState<std::array<Padded, 2>>);
static_assert(!PlainState<std::optional<std::int64_t>> && !PlainState<long double>);

// The same values, in memory that was filled with other bytes before.
std::string nested_over(unsigned char rubbish) {
  alignas(Nested) std::array<unsigned char, sizeof(Nested)> memory{};
  memory.fill(rubbish);
  Nested* const there = new (memory.data()) Nested;
  there->before = 1;
  there->inner.value = 2.5;
  there->inner.kind = Kind::second;
  there->both[1].number = 7;
  Serializer serializer;
  serializer(*there);
  return serializer.take();
}

}  // namespace

TEST_CASE("equal values give equal bytes, whatever their padding contains") {
  const std::string bytes = nested_over(0x00);
  CHECK(bytes == nested_over(0xff));
  CHECK(bytes.size() == 1 + 11 + 1 + 2 * 11);

  std::vector<Padded> rows(3);
  rows[2].value = 9;
  Serializer writes;
  writes(rows);
  const std::string written = writes.take();
  CHECK(written.size() == 8 + 3 * 11);
  std::vector<Padded> read;
  Serializer reads{std::string_view(written)};
  reads(read);
  reads.end();
  REQUIRE(read.size() == 3);
  CHECK(read[2].value == 9);
  CHECK(read[0].kind == Kind::first);

  Nested after;
  Serializer again{std::string_view(bytes)};
  again(after);
  again.end();
  CHECK(after.inner.kind == Kind::second);
  CHECK_FALSE(after.when);
  CHECK(after.both[1].number == 7);
}

}  // namespace muster
