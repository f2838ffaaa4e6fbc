// Counts how often this thread has allocated memory through operator new, for tests of code that must not allocate.
//
// Contract: counts in every build except with AddressSanitizer, which needs its own operator new. Leaves out:
// direct calls of malloc.
#pragma once

#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)  // the macro of GCC
#define MUSTER_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)  // the feature test of Clang
#define MUSTER_COUNTS_ALLOCATIONS !__has_feature(address_sanitizer)
#else
#define MUSTER_COUNTS_ALLOCATIONS 1
#endif

namespace muster::test {

inline constexpr bool allocations_are_counted = MUSTER_COUNTS_ALLOCATIONS;

[[nodiscard]] std::uint64_t allocations();

}  // namespace muster::test
