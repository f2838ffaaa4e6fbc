#include "scenarios/loader/inputs.hpp"

namespace muster::scenarios {

namespace {

Inputs& kept() {
  static Inputs inputs;
  return inputs;
}

const std::string* find(const std::map<std::string, std::string>& in, const std::string& key) {
  const auto found = in.find(key);
  return found == in.end() ? nullptr : &found->second;
}

}  // namespace

Inputs& inputs_read() {
  static Inputs inputs;
  return inputs;
}

void read_from(const Inputs& inputs) {
  for (const auto& [path, bytes] : inputs.files) kept().files[path] = bytes;
  for (const auto& [written, path] : inputs.found) kept().found[written] = path;
}

const std::string* found_before(const std::string& written) { return find(kept().found, written); }

const std::string* kept_bytes(const std::filesystem::path& file) { return find(kept().files, file.generic_string()); }

bool is_input(const std::filesystem::path& file) {
  std::error_code ignored;  // what cannot be looked at is not there; the loader says so
  return kept_bytes(file) != nullptr || std::filesystem::is_regular_file(file, ignored);
}

}  // namespace muster::scenarios
