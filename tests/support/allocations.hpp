// How often this thread has allocated memory through operator new, for tests that promise it does not.
//
// Contract: counts in every build but AddressSanitizer's, which needs its own operator new. Leaves out: malloc called
// directly.
#pragma once

#include <cstdint>

namespace muster::test {

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool allocations_are_counted = false;
#else
inline constexpr bool allocations_are_counted = true;
#endif

[[nodiscard]] std::uint64_t allocations();

}  // namespace muster::test
