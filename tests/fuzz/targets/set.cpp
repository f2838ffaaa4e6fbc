// Values from the command line: each line is `path=value`, used as for `--set` on Shenyang, and as for `--sweep`
// and `--lever`.
#include "engine/parameters/diagnostic.hpp"
#include "experiments/session/lever.hpp"
#include "tests/fuzz/targets/shipped.hpp"
#include "tests/fuzz/targets/targets.hpp"
#include "tests/support/paths.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace muster::fuzz {

namespace {

template <class Read>
void read_or_refuse(const Read& read) {
  try {
    read();
  } catch (const InputError&) {
  }
}

// A value that a lever reads must also be written, so that it can be given to `--set`.
void check_axis(experiments::Lever& lever, const std::string& values) {
  for (const double value : lever.axis(values).values)
    if (lever.write(value).empty()) throw std::logic_error("a value without words");
}

void check(std::string_view bytes) {
  const Shipped files("places/any.yaml", "");
  std::vector<scenarios::Override> overrides;
  for (const std::string& line : lines_of(bytes)) {
    const auto cut = experiments::cut_at_equals(line);
    const std::string &path = cut.first, &value = cut.second;
    overrides.push_back({path, value});
    experiments::Lever lever(path, "--sweep " + line);
    read_or_refuse([&] { check_axis(lever, value); });
    read_or_refuse([&] { static_cast<void>(lever.range(value)); });
  }
  files.open_or_refuse(Shipped::path("places/shenyang.yaml"), overrides);
}

// The values after an option in a page of the docs: `--set posts.attrition_later='0.09 per year'`.
void collect(const std::string& page, const std::string& option, std::set<std::string>& values) {
  for (std::size_t at = page.find(option); at != std::string::npos; at = page.find(option, at)) {
    at += option.size();
    const bool quoted = at < page.size() && (page[at] == '\'' || page[at] == '"');
    const std::size_t from = quoted ? at + 1 : at;
    const std::size_t end = quoted ? page.find(page[at], from) : page.find_first_of(" `\n\\)", from);
    const std::string value = page.substr(from, end == std::string::npos ? end : end - from);
    if (value.find('=') != std::string::npos) values.insert(value);
  }
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// All values shown in the docs, and some of each form.
std::vector<std::string> seeds() {
  const std::filesystem::path root = testing::source_folder();
  std::vector<std::filesystem::path> pages = {root / "README.md", root / "scenarios/README.md"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  std::set<std::string> values = {
      "posts.mandate.hire_only_qualified_from=2023-01-01\nposts.mandate.sanction=replace",
      "posts.mandate.registers={low: 60 %, likely: 80 %, high: 95 %}",
      "posts.mandate.registers={by_date: {2022-01-01: 10 %, 2024-01-01: 30 %}, between: ramps}",
      "stations.procurement={lognormal: {mean: 45 days, sd: 25 days}}",
      "stations.townships={by_area: {urban9: 1, others: 5}}",
      "posts.mandate.hire_only_qualified_from=2022-01-01..2024-01-01 by 6 months",
      "areas.heping={remove: true}",
  };
  for (const auto& page : pages)
    for (const char* option : {"--set ", "--sweep ", "--lever "}) collect(bytes_of(page), option, values);
  return {values.begin(), values.end()};
}

}  // namespace

const Target set{"set", check, seeds};

}  // namespace muster::fuzz
