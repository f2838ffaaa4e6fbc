// The paths of the sources, the program under test and the benchmark program. Only paths.cpp is compiled with these
// paths, so that all other tests compile to the same bytes in every checkout and can share a compiler cache.
#pragma once

#include <string>

namespace muster::testing {

[[nodiscard]] const std::string& source_folder();
[[nodiscard]] const std::string& program();
[[nodiscard]] const std::string& bench_program();

}  // namespace muster::testing
