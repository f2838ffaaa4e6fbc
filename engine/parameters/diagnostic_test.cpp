#include "engine/parameters/diagnostic.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

namespace muster {

namespace {

TEST_CASE("errors are printed in the order of files, lines and columns, once each", "[unit]") {
  Diagnostics diagnostics;
  diagnostics.remember_text("b.yaml", "first: 1\nsecond: 2\n");
  diagnostics.remember_text("a.yaml", "third: 3\n");
  diagnostics.error({"a.yaml", 1, 8, 1}, "third is 3");
  diagnostics.error({"b.yaml", 2, 1, 6}, "second is 2", {"a note", "another"});
  diagnostics.error({"b.yaml", 1, 1, 5}, "first is 1");
  diagnostics.error({"b.yaml", 1, 1, 5}, "first is 1");
  diagnostics.error({"b.yaml", 0, 0, 1}, "the whole file");
  CHECK(diagnostics.to_string() == R"(b.yaml: error: the whole file
b.yaml:1:1: error: first is 1
    1 | first: 1
      | ^~~~~
b.yaml:2:1: error: second is 2
    2 | second: 2
      | ^~~~~~
  note: a note
  note: another
a.yaml:1:8: error: third is 3
    1 | third: 3
      |        ^
4 errors; nothing was simulated
)");
}

TEST_CASE("the caret is below its character whatever precedes it", "[unit]") {
  Diagnostics diagnostics;
  diagnostics.remember_text("a.yaml", "名\té: x\n");
  diagnostics.error({"a.yaml", 1, 6, 1}, "here");
  CHECK(diagnostics.to_string() ==
        "a.yaml:1:6: error: here\n    1 | 名\té: x\n      |   \t   ^\n1 error; nothing was simulated\n");
}

TEST_CASE("control characters in a source line are not printed to the terminal", "[unit]") {
  Diagnostics diagnostics;
  diagnostics.remember_text("a.yaml", "a: \x1b[31m \xFF \xC2\x9B\n");
  diagnostics.error({"a.yaml", 1, 4, 1}, "here");
  CHECK(diagnostics.to_string() ==
        "a.yaml:1:4: error: here\n    1 | a: \uFFFD[31m \uFFFD \uFFFD\n      |    ^\n1 error; nothing was simulated\n");
}

TEST_CASE("a character that looks like a keyboard character is named at its position", "[unit]") {
  const auto located = [](const std::string& line, int column, int width) {
    Diagnostics diagnostics;
    diagnostics.remember_text("a.yaml", line);
    diagnostics.error({"a.yaml", 1, column, width}, "here");
    const Diagnostic only = diagnostics.sorted().front();
    return to_string(only.where) + (only.notes.empty() ? "" : " " + only.notes.front());
  };
  CHECK(located("series：x.y", 1, 10) == "a.yaml:1:7 U+FF1A, a full-width colon; write `:`");
  CHECK(located("by: １００％", 5, 4) == "a.yaml:1:5 U+FF11, a full-width digit; write `100%`");
  CHECK(located("by: 2022－06－30", 5, 10) == "a.yaml:1:9 U+FF0D, a full-width hyphen; write `2022-06-30`");
  CHECK(located("\u00A0by: 1", 1, 3) == "a.yaml:1:1 U+00A0, a no-break space; write ` `");
  CHECK(located("a: 晋江市（全）", 4, 6) == "a.yaml:1:4");          // normal punctuation in Chinese text
  CHECK(located("- {id: a, title: 1：2}", 3, 19) == "a.yaml:1:3");  // the location means the whole mapping
}

TEST_CASE("of a hundred thousand errors, the first ones and the total number are printed", "[unit]") {
  Diagnostics diagnostics;
  for (int line = 1; line <= 100'000; ++line) diagnostics.error({"a.yaml", line, 1, 1}, "here");
  const std::string printed = diagnostics.to_string();
  CHECK(printed.size() < 3000);
  CHECK(printed.ends_with("a.yaml:50:1: error: here\n… and 99950 more errors\n100000 errors; nothing was simulated\n"));
}

TEST_CASE("a long line is cut around the location, measured in cells, and always has a caret", "[unit]") {
  const auto shown = [](const std::string& line, int column, int width) {
    Diagnostics diagnostics;
    diagnostics.remember_text("a.yaml", line);
    diagnostics.error({"a.yaml", 1, column, width}, "here");
    const std::string all = diagnostics.to_string(diagnostics.sorted().front());
    return all.substr(all.find('\n') + 1);
  };
  const auto x = [](std::size_t count) { return std::string(count, 'x'); };
  const auto blanks = [](std::size_t count) { return std::string(count, ' '); };
  CHECK(shown(x(1000), 500, 3) == "    1 | … " + x(160) + " …\n      | " + blanks(82) + "^~~\n");
  CHECK(shown(x(1000), 1, 1) == "    1 | " + x(160) + " …\n      | ^\n");
  CHECK(shown(x(1000), 1000, 1) == "    1 | … " + x(160) + "\n      | " + blanks(161) + "^\n");
  CHECK(shown(x(160), 160, 1) == "    1 | " + x(160) + "\n      | " + blanks(159) + "^\n");
  CHECK(shown(x(161), 161, 1) == "    1 | … " + x(160) + "\n      | " + blanks(161) + "^\n");
  std::string wide;
  for (int i = 0; i < 80; ++i) wide += "晚";
  CHECK(shown(wide, 80, 1) == "    1 | " + wide + "\n      | " + blanks(158) + "^\n");  // 160 cells
  CHECK(shown(wide + "\ty: z" + x(300), 84, 1) == "    1 | … " + wide.substr(wide.size() - 3 * 38) + "\ty: z" + x(79) +
                                                      " …\n      | " + blanks(2 + 76) + "\t  ^\n");
  // A marked range that continues beyond the cut is marked as far as it is printed.
  CHECK(shown(x(1000), 115, 60) ==
        "    1 | " + x(160) + " …\n      | " + blanks(114) + "^" + std::string(45, '~') + "\n");
}

TEST_CASE("the nearest word is one that differs by a typing error", "[unit]") {
  const std::vector<std::string> known = {"attrition", "time_to_fill", "by", "first"};
  CHECK(nearest("atrition", known) == "attrition");
  CHECK(nearest("attritoin", known) == "attrition");
  CHECK(nearest("frist", known) == "first");  // swapped neighbours are one typing error
  CHECK(nearest("time-to-fill", known) == "time_to_fill");
  CHECK(nearest("bye", known) == "by");
  CHECK(nearest("salary", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(1'000'000, 'x'), known).empty());
  CHECK(nearest_hint("frist", known) == "; nearest is `first`");
  CHECK(nearest_hint("salary", known).empty());
}

}  // namespace

}  // namespace muster
