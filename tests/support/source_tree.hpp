// The program's own C++ sources, for tests of their structure.
#pragma once

#include "tests/support/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace muster::test {

struct SourceFile {
  std::string path;  // relative to the root, with slashes
  std::string text;
};

/// Whether a file is used only by tests: everything in tests/, *_test.cpp, and test helpers in other folders.
[[nodiscard]] inline bool is_test(const std::string& path) {
  return path.starts_with("tests/") || path.ends_with("_test.cpp") || path == "scenarios/loader/toys.hpp" ||
         path == "scenarios/loader/test_files.hpp";
}

/// Every .hpp and .cpp file of the eight folders, sorted by path.
[[nodiscard]] inline std::vector<SourceFile> source_tree() {
  const std::filesystem::path root = testing::source_folder();
  std::vector<SourceFile> files;
  for (const char* folder : {"engine", "models", "scenarios", "output", "bench", "experiments", "cli", "tests"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp") continue;
      std::stringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      files.push_back({entry.path().lexically_relative(root).generic_string(), text.str()});
    }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace muster::test
