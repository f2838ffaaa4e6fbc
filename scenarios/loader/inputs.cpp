#include "scenarios/loader/inputs.hpp"

namespace muster::scenarios {

namespace {

const std::string* find(const std::map<std::string, std::string>& in, const std::string& key) {
  const auto found = in.find(key);
  return found == in.end() ? nullptr : &found->second;
}

}  // namespace

void InputFiles::keep(const Inputs& inputs) {
  for (const auto& [path, bytes] : inputs.files) kept_.files[path] = bytes;
  for (const auto& [written, path] : inputs.found) kept_.found[written] = path;
}

const std::string* InputFiles::kept_bytes(const std::filesystem::path& file) const {
  return find(kept_.files, file.generic_string());
}

bool InputFiles::has(const std::filesystem::path& file) const {
  std::error_code ignored;  // a file that cannot be examined counts as missing; the loader reports it
  return kept_bytes(file) != nullptr || std::filesystem::is_regular_file(file, ignored);
}

const std::string* InputFiles::found_before(const std::string& written) const { return find(kept_.found, written); }

}  // namespace muster::scenarios
