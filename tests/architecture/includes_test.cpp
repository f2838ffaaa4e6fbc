// Which folder may include which. The allowed arrows are drawn in docs/decisions/0001-folders-and-namespaces.md; an
// include that is not allowed fails here.
#include "tests/support/catch.hpp"
#include "tests/support/source_tree.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace muster {

namespace {

using test::SourceFile;

// Folder of the including file → folders it may include from, besides its own and the standard library.
const std::map<std::string, std::set<std::string>> folders_may_see = {
    {"engine", {}},
    {"models", {"engine"}},
    {"scenarios", {"engine"}},
    {"output", {"engine"}},
    {"experiments", {"engine", "models", "scenarios", "output", "bench"}},
    {"bench", {"engine"}},
    {"cli", {"engine", "models", "scenarios", "output", "experiments", "bench"}},
    {"tests", {"engine", "models", "scenarios", "output", "experiments", "cli", "bench"}},
};

// Between models, requests go down: people ← qualification ← posts ← stations ← services ← disaster, with training
// and funding below the first four, agencies below stations, and policy on its own. The files directly in models/
// are for all models.
const std::map<std::string, std::set<std::string>> models_may_see = {
    {"people", {}},
    {"funding", {}},
    {"training", {"funding"}},
    {"qualification", {"people", "training", "funding"}},
    {"posts", {"people", "qualification", "training", "funding"}},
    {"agencies", {}},
    {"stations", {"people", "qualification", "posts", "training", "funding", "agencies"}},
    {"services", {"people", "qualification", "posts", "stations", "training", "funding"}},
    {"disaster", {"people", "qualification", "posts", "stations", "services", "training", "funding"}},
    {"policy", {}},
};

struct Include {
  std::string file;  // relative to the root
  std::string path;
};

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex line("(^|\n)[ \t]*#[ \t]*include[ \t]*\"([^\"]+)\"");
  std::vector<Include> found;
  for (auto at = std::sregex_iterator(file.text.begin(), file.text.end(), line); at != std::sregex_iterator(); ++at)
    found.push_back({file.path, (*at)[2]});
  return found;
}

std::string part(const std::string& path, int n) {
  std::size_t from = 0;
  for (; n > 0; --n) {
    from = path.find('/', from);
    if (from == std::string::npos) return "";
    ++from;
  }
  const std::size_t to = path.find('/', from);
  return to == std::string::npos ? "" : path.substr(from, to - from);
}

// The first folder of a path; bench/ is treated as a folder even for files directly in it.
std::string folder(const std::string& path) { return path.starts_with("bench/") ? "bench" : part(path, 0); }

// What is wrong with an include; empty if nothing is.
std::string fault(const Include& include) {
  const std::string from = folder(include.file), to = folder(include.path);
  const auto arrow = [&](const std::string& what) {
    return fmt::format("{} includes {}: {}", include.file, include.path, what);
  };
  const bool test = test::is_test(include.file);
  if (!folders_may_see.contains(to)) return arrow("not written from the root");
  if (!test && test::is_test(include.path)) return arrow("nothing sees tests");
  if (test) return "";  // tests may include everything
  if (from != to && !folders_may_see.at(from).contains(to)) return arrow(fmt::format("{} may not see {}", from, to));
  if (from != "models" || to != "models") return "";
  const std::string model = part(include.file, 1), other = part(include.path, 1);
  // the assembly includes all models, and all may include the ids
  if (model.empty() || other.empty() || model == other) return "";
  if (!models_may_see.contains(model)) return arrow(fmt::format("the model {} is not drawn", model));
  if (!models_may_see.at(model).contains(other)) return arrow(fmt::format("{} may not see {}", model, other));
  return "";
}

TEST_CASE("every include follows an allowed arrow", "[unit][architecture]") {
  std::vector<std::string> faults;
  std::size_t count = 0;
  for (const SourceFile& file : test::source_tree())
    for (const Include& include : includes_of(file)) {
      ++count;
      if (const std::string what = fault(include); !what.empty()) faults.push_back(what);
    }
  CHECK(faults == std::vector<std::string>{});
  CHECK(count > 200);  // the source tree was really read
}

TEST_CASE("includes that are not allowed are detected", "[unit][architecture]") {
  CHECK(fault({"engine/series/series.cpp", "models/ids.hpp"}) ==
        "engine/series/series.cpp includes models/ids.hpp: engine may not see models");
  CHECK(fault({"models/people/people.cpp", "models/qualification/qualification.hpp"}) ==
        "models/people/people.cpp includes models/qualification/qualification.hpp: people may not see qualification");
  CHECK(fault({"models/posts/posts.cpp", "models/stations/stations.hpp"}) != "");
  CHECK(fault({"models/policy/policy.cpp", "models/posts/posts.hpp"}) != "");
  CHECK(fault({"models/weather/weather.cpp", "models/posts/posts.hpp"}) != "");
  CHECK(fault({"output/tables/csv.cpp", "scenarios/loader/loader.hpp"}) != "");
  CHECK(fault({"scenarios/loader/loader.cpp", "models/assembly.hpp"}) != "");
  CHECK(fault({"output/manifest.cpp", "experiments/folder.hpp"}) ==
        "output/manifest.cpp includes experiments/folder.hpp: output may not see experiments");
  CHECK(fault({"experiments/folder.cpp", "cli/executor.hpp"}) != "");
  CHECK(fault({"experiments/folder.cpp", "output/manifest.hpp"}) == "");
  CHECK(fault({"cli/run.cpp", "tests/support/catch.hpp"}) != "");
  CHECK(fault({"bench/hold.cpp", "models/ids.hpp"}) ==
        "bench/hold.cpp includes models/ids.hpp: bench may not see models");
  CHECK(fault({"bench/hold.cpp", "experiments/session/installation.hpp"}) != "");
  CHECK(fault({"engine/events/simulation.cpp", "bench/hold.hpp"}) != "");
  CHECK(fault({"cli/main.cpp", "bench/hold.hpp"}) == "");
  CHECK(fault({"models/posts/posts.cpp", "posts.hpp"}) ==
        "models/posts/posts.cpp includes posts.hpp: not written from the root");
  CHECK(fault({"models/posts/posts.cpp", "models/qualification/qualification.hpp"}) == "");
  CHECK(fault({"models/posts/posts_test.cpp", "models/stations/stations.hpp"}) == "");
  CHECK(fault({"models/assembly.cpp", "models/policy/policy.hpp"}) == "");
  CHECK(includes_of({"a.cpp", "#include \"b.hpp\"\n  #  include \"c/d.hpp\"\n#include <e>\n"}).size() == 2);
}

TEST_CASE("a command has its options and one call, and only the executor makes output folders",
          "[unit][architecture]") {
  constexpr std::ptrdiff_t longest_command = 60, most_of_cli = 3000;
  std::ptrdiff_t all = 0, commands = 0;
  std::set<std::string> with_folder;
  for (const SourceFile& file : test::source_tree()) {
    if (!file.path.starts_with("cli/") || test::is_test(file.path)) continue;
    const std::ptrdiff_t lines = std::count(file.text.begin(), file.text.end(), '\n');
    all += lines;
    for (const Include& include : includes_of(file))
      if (include.path == "experiments/folder.hpp" && file.text.find("OutputFolder") != std::string::npos)
        with_folder.insert(file.path);
    if (!file.path.starts_with("cli/commands/")) continue;
    INFO(file.path);
    CHECK(lines <= longest_command);
    ++commands;
  }
  CHECK(commands >= 20);
  CHECK(all <= most_of_cli);
  CHECK(with_folder == std::set<std::string>{"cli/executor.cpp"});
}

TEST_CASE("an experiment returns its findings and does not use the terminal", "[unit][architecture]") {
  std::size_t files = 0;
  for (const SourceFile& file : test::source_tree()) {
    if (!file.path.starts_with("experiments/") || test::is_test(file.path)) continue;
    INFO(file.path);
    for (const Include& include : includes_of(file)) CHECK_FALSE(include.path.starts_with("output/terminal/"));
    ++files;
  }
  CHECK(files > 50);
}

TEST_CASE("commands print only through say(), so that no path or name can send control codes to a terminal",
          "[unit][architecture]") {
  const std::regex around("fmt::print\\((?!stderr)|std::cout|\\bputs\\(|std::printf");
  std::size_t commands = 0;
  for (const SourceFile& file : test::source_tree()) {
    if (!file.path.starts_with("cli/") || test::is_test(file.path) || file.path == "cli/terminal.cpp") continue;
    INFO(file.path);
    CHECK_FALSE(std::regex_search(file.text, around));
    ++commands;
  }
  CHECK(commands >= 20);
}

TEST_CASE("every header has an include guard", "[unit][architecture]") {
  for (const SourceFile& file : test::source_tree()) {
    if (!file.path.ends_with(".hpp")) continue;
    INFO(file.path);
    CHECK(file.text.find("#pragma once\n") != std::string::npos);
  }
}

}  // namespace

}  // namespace muster
