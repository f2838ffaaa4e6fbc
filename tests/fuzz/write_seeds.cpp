// write_seeds FOLDER: writes the seeds of every target, each into its own folder, and the words of scenario files
// as libFuzzer's dictionary.
#include "tests/fuzz/targets/targets.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <string>

namespace {

// A word in the syntax of libFuzzer's dictionaries: only ASCII is written as it is.
std::string as_entry(const std::string& word) {
  std::string entry = "\"";
  for (const char letter : word) {
    const auto byte = static_cast<unsigned char>(letter);
    entry += byte < 0x80 ? std::string(1, letter) : fmt::format("\\x{:02X}", byte);
  }
  return entry + "\"\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "write_seeds FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  for (const muster::fuzz::Target& target : muster::fuzz::targets()) {
    std::filesystem::create_directories(folder / target.name);
    std::size_t number = 0;
    for (const std::string& seed : target.seeds())
      std::ofstream(folder / target.name / ("seed-" + std::to_string(number++)), std::ios::binary) << seed;
  }
  std::ofstream dictionary(folder / "words.dict", std::ios::binary);
  for (const std::string& word : muster::fuzz::words_of_files()) dictionary << as_entry(word);
  return dictionary ? 0 : 1;
}
