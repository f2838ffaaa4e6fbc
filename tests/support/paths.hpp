// Where the sources, the program under test and the bench program are. Only the file behind it is compiled with these paths, so
// that all other tests compile to the same bytes in every checkout and a compiler cache may share them.
#pragma once

#include <string>

namespace muster::testing {

[[nodiscard]] const std::string& source_folder();
[[nodiscard]] const std::string& program();
[[nodiscard]] const std::string& bench_program();

}  // namespace muster::testing
