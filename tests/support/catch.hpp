// Catch2 under one set of names, whether version 2 or version 3 is installed.
//
// Contract: the macros, generators, Catch::Approx and everything in Catch::Matchers are spelled as in version 3; a
// custom matcher derives from Catch::Matchers::MatcherBase<T> and overrides match() and describe(). Leaves out: the
// entry point, which is tests/support/catch_main.cpp for version 2 and part of the library for version 3.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)

#include <catch2/catch_all.hpp>

#else

#include <catch2/catch.hpp>
#include <string>

namespace Catch {

using Detail::Approx;

namespace Matchers {

using Impl::MatcherBase;

inline auto ContainsSubstring(const std::string& text) { return Contains(text); }

}  // namespace Matchers
}  // namespace Catch

#endif
