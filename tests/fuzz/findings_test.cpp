// Regression test of fuzzing: every stored finding is tried again, without libFuzzer.
#include "tests/fuzz/targets/targets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace muster::fuzz {

namespace {

const std::filesystem::path kept = std::filesystem::path(testing::source_folder()) / "tests/fuzz/findings";

std::vector<std::filesystem::path> findings_of(const Target& target) {
  std::vector<std::filesystem::path> files;
  std::error_code none_there;
  for (const auto& entry : std::filesystem::directory_iterator(kept / target.name, none_there))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The largest amount of memory that this process has used so far, in MB.
long most_memory() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss / 1024;
}

TEST_CASE("inputs that fuzzing found are read or refused as they should be", "[unit][fuzz]") {
  for (const Target& target : targets())
    for (const std::filesystem::path& path : findings_of(target)) {
      INFO(path.string());
      std::ifstream file(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      CHECK(!bytes.empty());
      const long before = most_memory();
      CHECK_NOTHROW(target.check(bytes));
      CHECK(most_memory() - before < 256);
    }
}

TEST_CASE("every finding is stored in the folder of a target", "[unit][fuzz]") {
  std::set<std::string> names;
  for (const Target& target : targets()) names.insert(target.name);
  for (const auto& entry : std::filesystem::directory_iterator(kept)) {
    INFO(entry.path().string());
    CHECK(names.contains(entry.path().filename().string()));
  }
}

TEST_CASE("every target accepts its seeds, and the first half of each", "[unit][fuzz]") {
  for (const Target& target : targets()) {
    const std::vector<std::string> seeds = target.seeds();
    CHECK(seeds.size() >= 3);
    for (const std::string& seed : seeds) {
      INFO(target.name << ": " << seed);
      CHECK_NOTHROW(target.check(seed));
      CHECK_NOTHROW(target.check(std::string_view(seed).substr(0, seed.size() / 2)));
    }
  }
}

TEST_CASE("the words of files are what models declare", "[unit][fuzz]") {
  const std::vector<std::string> words = words_of_files();
  for (const char* word : {"place", "extends", "registers", "replace", "lognormal", "万元"}) {
    INFO(word);
    CHECK(std::find(words.begin(), words.end(), word) != words.end());
  }
}

}  // namespace

}  // namespace muster::fuzz
