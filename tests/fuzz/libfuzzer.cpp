// The function that libFuzzer calls; compiled into one program for each target, MUSTER_FUZZ_TARGET.
#include "tests/fuzz/targets/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  muster::fuzz::MUSTER_FUZZ_TARGET.check({reinterpret_cast<const char*>(data), size});
  return 0;
}
