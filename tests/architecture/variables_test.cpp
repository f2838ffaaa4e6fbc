// No layer below the command line may have mutable process-wide variables. The compiled libraries show which
// variables there are, wherever and however they are written; the sources show which of them are constant.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/source_tree.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // sanitizers add variables of their own

namespace muster {

namespace {

using test::SourceFile;

// The name of a variable in writable memory, from a line of `objdump --syms --demangle`; empty for all other lines.
// Memory that the compiler fills at program start, for constants and virtual functions, is written by nothing else
// and is left out.
std::string variable_in(const std::string& line) {
  static const std::regex symbol(R"(^[0-9a-f]+ .{7} (\.t?(?:bss|data)\S*)\s[0-9a-f]+ +(muster::.*)$)");
  std::smatch found;
  if (!std::regex_match(line, found, symbol) || found.str(1).starts_with(".data.rel.ro")) return {};
  std::string name = found.str(2);
  name = name.substr(name.rfind("::") + 2);
  return name.substr(0, name.find('['));
}

std::set<std::string> variables_of(const std::filesystem::path& library) {
  std::set<std::string> found;
  std::FILE* const said = ::popen(("objdump --syms --demangle '" + library.string() + "'").c_str(), "r");
  REQUIRE(said);
  std::string line;
  for (int letter = std::fgetc(said); letter != EOF; letter = std::fgetc(said)) {
    if (letter != '\n') {
      line += static_cast<char>(letter);
      continue;
    }
    if (const std::string name = variable_in(line); !name.empty()) found.insert(name);
    line.clear();
  }
  REQUIRE(::pclose(said) == 0);
  return found;
}

// Whether the sources declare something of that name as constant: the variable itself, not only what it points to
// or what points to it. An indented line declares a local variable unless it says `static`.
bool is_constant(const std::string& name, const std::string& sources) {
  static const std::regex arguments("<[^<>]*>"), handle("_ptr<(?!const )");
  const std::regex declared(
      "(?:^|\\n)(?:\\s+static |(?:static |inline |extern |thread_local )*)const(?:expr)? ([^;{}()=]*[ &*])?" +
      std::string("(?:[A-Za-z_]\\w*::)*") + name + "(?:\\[[^\\]]*\\])?\\s*[;{(=,]");
  for (auto at = std::sregex_iterator(sources.begin(), sources.end(), declared); at != std::sregex_iterator(); ++at) {
    std::string type = (*at)[1].str();
    if (std::regex_search(type, handle)) continue;
    for (std::string before; before != type; type = std::regex_replace(type, arguments, "")) before = type;
    if (const std::size_t star = type.rfind('*');
        star == std::string::npos || type.find("const", star) != std::string::npos)
      return true;
  }
  return false;
}

std::string without_comments(const std::string& text) { return std::regex_replace(text, std::regex("//[^\n]*"), ""); }

}  // namespace

TEST_CASE("nothing below the command line may change for the whole process", "[unit][architecture]") {
  // Allowed: the scope in which a thread shows its texts, which ends with the scope; and a thread's last random
  // number, a pure function of its arguments.
  const std::set<std::string> scopes{"engine: innermost", "engine: last"};
  const std::filesystem::path built = std::filesystem::path(testing::program()).parent_path();
  const std::vector<std::string> layers{"engine", "models", "scenarios", "output", "experiments", "bench"};
  std::string sources;  // of all folders, since a header's variables are in every library that uses it
  for (const SourceFile& file : test::source_tree())
    if (std::find(layers.begin(), layers.end(), file.path.substr(0, file.path.find('/'))) != layers.end())
      sources += without_comments(file.text) + "\n";
  std::set<std::string> changing;
  std::size_t constants = 0;
  for (const std::string& layer : layers)
    for (const std::string& name : variables_of(built / layer / ("lib" + layer + ".a")))
      if (is_constant(name, sources))
        ++constants;
      else
        changing.insert(layer + ": " + name);
  CHECK(changing == scopes);
  CHECK(constants > 20);
}

TEST_CASE("a variable counts as constant only if it is declared so itself", "[unit][architecture]") {
  for (const char* constant : {"constexpr std::array<int, 2> name{1, 2};", "static const std::regex name(\"x\");",
                               "inline constexpr int name = 1;", "const char* const name = \"\";",
                               "const std::map<int, int> name = {\n{1, 2}};", "extern const std::string_view name;",
                               "const std::array<double, 2 * 6> detail::name = [] {",
                               "  static const std::shared_ptr<const All> name = [] {"}) {
    INFO(constant);
    CHECK(is_constant("name", constant));
  }
  for (const char* other :
       {"std::atomic<int> name{0};", "static int name = 0;", "const char* name = nullptr;",
        "static All* const name = new All;", "static const std::unique_ptr<All> name;", "int name[5];",
        "std::string Thing::name;", "const int other = name;", "  const bool first = true, name = false;",
        "static thread_local std::map<int, int> name;"}) {
    INFO(other);
    CHECK_FALSE(is_constant("name", other));
  }
  CHECK(variable_in("0000000000000008 l       .tbss\t0000000000000030 muster::(anonymous namespace)::f(int)::last") ==
        "last");
  CHECK(variable_in("0000000000009850 l     O .bss\t0000000000000018 muster::all[abi:cxx11]") == "all");
  CHECK(variable_in("0000000000009850 l     O .data.rel.ro\t0000000000000018 muster::all").empty());
  CHECK(variable_in("0000000000009850 l     O .bss\t0000000000000008 guard variable for muster::f()::all").empty());
}

}  // namespace muster

#endif
