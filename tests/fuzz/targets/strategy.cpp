// A strategy file: any bytes, applied to Shenyang.
#include "tests/fuzz/targets/shipped.hpp"
#include "tests/fuzz/targets/targets.hpp"

namespace muster::fuzz {

namespace {

constexpr const char* file = "strategies/any.yaml";

void check(std::string_view bytes) {
  const Shipped files(file, bytes);
  files.open_or_refuse(Shipped::path("places/shenyang.yaml"), {}, {Shipped::path(file), {}});
}

std::vector<std::string> seeds() { return shipped_files("strategies"); }

}  // namespace

const Target strategy{"strategy", check, seeds};

}  // namespace muster::fuzz
