#include "tests/support/catch.hpp"

#include <string>

namespace {

struct IsEven : Catch::Matchers::MatcherBase<int> {
  bool match(const int& value) const override { return value % 2 == 0; }
  std::string describe() const override { return "is even"; }
};

TEST_CASE("a custom matcher works with either version of Catch2", "[unit]") {
  CHECK_THAT(4, IsEven{});
  CHECK_THAT(3, !IsEven{});
  CHECK_THAT(std::string{"a long story"}, Catch::Matchers::ContainsSubstring("long"));
  CHECK(1.0 + 1e-9 == Catch::Approx(1.0));
}

}  // namespace
