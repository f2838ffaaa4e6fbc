#include "engine/state/archive.hpp"

#include "tests/support/catch.hpp"

#include <limits>

namespace muster {

namespace {

struct Inner {
  std::vector<std::string> names;
  std::optional<std::string> note;
  void state(Archive& archive) { archive(names, note); }
};

struct Outer {
  std::int32_t number = 0;
  std::vector<double> values;
  std::vector<bool> flags;
  std::deque<std::uint16_t> queue;
  std::map<std::string, Inner> by_name;
  std::unordered_set<std::uint32_t> members;
  std::optional<std::int64_t> when;
  void state(Archive& archive) { archive(number, values, flags, queue, by_name, members, when); }
};

std::string bytes_of(Outer& outer) {
  Archive archive;
  archive(outer);
  return archive.take();
}

Outer an_outer() {
  return {-7,     {0.5, std::numeric_limits<double>::infinity()}, {true, false, true},
          {1, 2}, {{"甲", {{"", "b"}, "noted"}}, {"empty", {}}},  {3, 9},
          12};
}

}  // namespace

TEST_CASE("an archive gives back what was written into it") {
  Outer before = an_outer();
  const std::string bytes = bytes_of(before);
  Outer after;
  after.values = {1, 2, 3, 4};  // what was there gives way
  after.by_name["gone"] = {};
  Archive archive{std::string_view(bytes)};
  archive(after);
  archive.end();
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

TEST_CASE("an archive that is cut short, too long or lies about sizes is refused without asking for memory") {
  Outer outer = an_outer();
  const std::string bytes = bytes_of(outer);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    Outer after;
    Archive archive(std::string_view(bytes).substr(0, length));
    CHECK_THROWS_AS(archive(after), BadState);
  }
  {
    const std::string longer = bytes + "x";
    Outer after;
    Archive archive{std::string_view(longer)};
    archive(after);
    CHECK_THROWS_AS(archive.end(), BadState);
  }
  for (const std::uint64_t count : {std::uint64_t{1} << 40, std::numeric_limits<std::uint64_t>::max()}) {
    Archive lie;
    std::uint64_t written = count;
    lie(written);
    const std::string lied = lie.take();
    std::vector<double> values;
    std::string text;
    std::map<std::uint32_t, double> map;
    CHECK_THROWS_AS(Archive(std::string_view(lied))(values), BadState);
    CHECK_THROWS_AS(Archive(std::string_view(lied))(text), BadState);
    CHECK_THROWS_AS(Archive(std::string_view(lied))(map), BadState);
    CHECK(values.capacity() + text.capacity() < 100);
  }
}

}  // namespace muster
