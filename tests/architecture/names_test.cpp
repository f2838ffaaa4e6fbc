// Consistent names: a model's folder, its section in the scenario file, and the prefix of its series and of its
// purposes.
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "models/assembly.hpp"
#include "models/roles.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/source_tree.hpp"

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace muster {

namespace {

using test::SourceFile;

// The string literals of a file that are arguments of a call, as in ("purpose", purpose("…")).
std::vector<std::string> literals(const SourceFile& file, const std::string& before) {
  const std::regex pattern(before + "\"([^\"]*)\"");
  std::vector<std::string> found;
  for (auto at = std::sregex_iterator(file.text.begin(), file.text.end(), pattern); at != std::sregex_iterator(); ++at)
    found.push_back((*at)[1]);
  return found;
}

std::string before_dot(const std::string& name) { return name.substr(0, name.find('.')); }

// models/posts/posts.cpp → posts; empty outside a model.
std::string model_of(const std::string& path) {
  static const std::regex pattern("models/([^/]+)/.*");
  std::smatch match;
  return std::regex_match(path, match, pattern) ? match[1].str() : "";
}

std::set<std::string> section_names() {
  std::set<std::string> names;
  for (const Section& section : model_sections()) names.insert(section.name);
  return names;
}

TEST_CASE("every purpose is written once, under its model's name, and no two have the same hash",
          "[unit][architecture]") {
  std::map<std::string, std::string> written;  // purpose → file
  std::map<Purpose, std::string> hashed;
  for (const SourceFile& file : test::source_tree()) {
    if (test::is_test(file.path)) continue;
    for (const std::string& name : literals(file, "\\bpurpose\\(\\s*")) {
      INFO(file.path << ": " << name);
      if (name == "moves with ") continue;  // a prefix, followed by the name of each factor
      const auto [already, is_new] = written.emplace(name, file.path);
      INFO("written already in " << already->second);
      CHECK(is_new);
      CHECK(hashed.emplace(purpose(name), name).second);
      if (!model_of(file.path).empty()) CHECK(before_dot(name) == model_of(file.path));
    }
  }
  CHECK(written.size() > 30);
}

// Every path of a section's settings, including items of lists.
void collect_paths(const GroupSetting& group, std::vector<std::string>& paths) {
  for (const Setting& setting : group.fields) {
    paths.push_back(setting.path);
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) collect_paths(*nested, paths);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) collect_paths(item, paths);
  }
}

TEST_CASE("no two parameters of a place draw their uncertain values from the same stream", "[unit][architecture]") {
  for (const char* place : {"wenzhou", "shenyang"}) {
    const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
    std::vector<std::string> paths;
    for (const auto& [section, group] : session.scenario.sections) collect_paths(group, paths);
    CHECK(paths.size() > 200);
    std::map<Purpose, std::string> hashed;
    for (const std::string& path : paths) {
      INFO(path);
      CHECK(hashed.emplace(purpose(path), path).second);
      CHECK(section_names().contains(before_dot(path)));
    }
  }
}

TEST_CASE("a model's folder has the name of its section in the file", "[unit][architecture]") {
  std::set<std::string> folders;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(testing::source_folder()) / "models"))
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  CHECK(folders == section_names());
}

TEST_CASE("the program writes to standard error in one place, which copes with its being closed",
          "[unit][architecture]") {
  for (const SourceFile& file : test::source_tree()) {
    if (test::is_test(file.path) || file.path == "bench/main.cpp" || file.path == "cli/terminal.cpp") continue;
    INFO(file.path);
    CHECK_FALSE(std::regex_search(file.text, std::regex("\\bstderr\\b|\\bcerr\\b")));
  }
}

TEST_CASE("a series is recorded by the model whose name it has", "[unit][architecture]") {
  // The series that models declare in their sources …
  std::map<std::string, std::string> writer;
  for (const SourceFile& file : test::source_tree()) {
    const std::string model = model_of(file.path);
    if (model.empty() || test::is_test(file.path)) continue;
    for (const char* declared :
         {"\\{\\{?\\s*", "SeriesName\\{\\s*", "declare_flows\\([a-z_]+, ", "by_level\\(parameters_, "})
      for (const std::string& name : literals(file, declared))
        if (std::regex_match(name, std::regex("[a-z]+\\.[a-z_.]+"))) {
          INFO(file.path << ": " << name);
          CHECK(before_dot(name) == model);
          writer[name] = model;
        }
  }
  // … are those of a scenario.
  const experiments::Session session = experiments::open_session(experiments::find_scenario("wenzhou"), {});
  for (const SeriesInfo& info : session.shape.series) {
    const std::string& name = info.name.name;
    INFO(name);
    const bool declared = writer.contains(name) || writer.contains(name.substr(0, name.rfind('.'))) ||
                          writer.contains(name.substr(0, name.rfind('.') + 1));
    CHECK(declared);
    CHECK(session.shape.series.size() > 50);
    CHECK_FALSE(info.name.unit.empty());
    CHECK_FALSE(info.name.meaning.empty());
  }
}

TEST_CASE("commands get the names of series and of the scale from the models", "[unit][architecture]") {
  std::set<std::string> names{scale_parameter};
  for (const SeriesInfo& info : experiments::open_session(experiments::find_scenario("tongren"), {}).shape.series)
    names.insert(info.name.name);
  names.erase("agencies.founded");  // also a parameter, which examples vary
  for (const char* const role : {series_roles.people, series_roles.open, series_roles.registered, series_roles.spent})
    CHECK(names.contains(role));
  for (const SourceFile& file : test::source_tree()) {
    if (test::is_test(file.path) || !(file.path.starts_with("cli/") || file.path.starts_with("experiments/"))) continue;
    static const std::regex comment("//[^\n]*"), dotted("[a-z]+\\.[a-z_.]+[a-z]");
    const std::string code = std::regex_replace(file.text, comment, "");
    INFO(file.path);
    for (auto at = std::sregex_iterator(code.begin(), code.end(), dotted); at != std::sregex_iterator(); ++at)
      CHECK_FALSE(names.contains(at->str()));
  }
}

}  // namespace

}  // namespace muster
