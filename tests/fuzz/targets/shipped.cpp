#include "tests/fuzz/targets/shipped.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

namespace muster::fuzz {

namespace {

const std::string root = "shipped/";  // not a folder on the disk

std::map<std::string, std::string> read_folder(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(testing::source_folder()) / "scenarios" / folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files[Shipped::path(folder + "/" + entry.path().filename().string())] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

std::map<std::string, std::string> read_all() {
  std::map<std::string, std::string> files;
  for (const char* folder : {"places", "strategies", "common"}) files.merge(read_folder(folder));
  return files;
}

}  // namespace

std::string Shipped::path(const std::string& file) { return root + file; }

Shipped::Shipped(const std::string& file, std::string_view bytes) : files_(std::make_shared<scenarios::InputFiles>()) {
  static const std::map<std::string, std::string> shipped = read_all();
  files_->keep({shipped, {}});
  files_->keep({{{path(file), std::string(bytes)}}, {}});
}

void Shipped::open_or_refuse(const std::string& file, const std::vector<scenarios::Override>& overrides,
                             const scenarios::StrategyUse& strategy) const {
  try {
    static_cast<void>(experiments::open_session(file, overrides, strategy, files_));
  } catch (const InputError& fault) {
    if (std::string_view(fault.what()).empty()) throw std::logic_error("refused without a word");
  }
}

std::vector<std::string> shipped_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& [name, bytes] : read_folder(folder)) files.push_back(bytes);
  return files;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

}  // namespace muster::fuzz
