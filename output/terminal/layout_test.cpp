#include "output/terminal/layout.hpp"

#include "engine/text/text.hpp"
#include "output/words.hpp"
#include "tests/support/catch.hpp"

namespace muster::output {
namespace {

using Lines = std::vector<std::string>;

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    widest = std::max(widest, display_width(text.substr(at, end - at)));
    at = end + 1;
  }
  return widest;
}

TEST_CASE("a line ends at a space, never inside a date, or between a number and its unit or margin", "[unit]") {
  CHECK(lines_of("stands at 17 500 people by then", 17) == Lines{"stands at", "17 500 people by", "then"});
  CHECK(lines_of("in all 2.4 million people", 12) == Lines{"in all", "2.4 million", "people"});
  CHECK(lines_of("in all 2.4 million people", 18) == Lines{"in all", "2.4 million people"});
  CHECK(lines_of("on 2026-12-31 or later", 9) == Lines{"on", "2026-12-3", "1 or", "later"});  // too wide for a line
  CHECK(lines_of("on 2026-12-31 or later", 13) == Lines{"on", "2026-12-31 or", "later"});
  CHECK(lines_of("about 0.41 ± 0.03 of it", 12) == Lines{"about", "0.41 ± 0.03", "of it"});
  CHECK(lines_of("wanted ≥ 100 % of all", 12) == Lines{"wanted", "≥ 100 % of", "all"});
  CHECK(lines_of("a\nb", 80) == Lines{"a", "b"});
  CHECK(lines_of("", 80) == Lines{""});
}

TEST_CASE("Chinese is broken between characters, but not before closing or after opening marks", "[unit]") {
  CHECK(lines_of("社工站全部开放，无一例外", 14) == Lines{"社工站全部开", "放，无一例外"});
  CHECK(lines_of("他说（全部）开放", 6) == Lines{"他说", "（全", "部）开", "放"});
  CHECK(lines_of("至少12100人持证", 8) == Lines{"至少", "12100人", "持证"});
  CHECK(lines_of("共有306万人持证", 9) == Lines{"共有", "306万人持", "证"});
  CHECK(lines_of("平均差44个百分点，多", 12) == Lines{"平均差", "44个百分点，", "多"});
  CHECK(lines_of("到2026年12月31日达标", 17) == Lines{"到2026年12月31日", "达标"});
}

TEST_CASE("the first and the other lines of a paragraph are indented, and no wider than the screen", "[unit]") {
  CHECK(paragraph("one two three four", {12, false}, 0, 2) == "one two\n  three four\n");
  CHECK(paragraph("one two", {100, false}, 2, 4) == "  one two\n");
  CHECK(paragraph("", {100, false}, 2, 4) == "\n");
}

TEST_CASE("bold and colours take no width, and are used only on a screen that has them", "[unit]") {
  const Screen plain{20, false}, colours{20, true};
  CHECK(inked("met", Ink::good, plain) == "met");
  CHECK(inked("met", Ink::good, colours) == "\x1b[32mmet\x1b[0m");
  CHECK(display_width(inked("met", Ink::good, colours)) == 3);
  const std::string said = paragraph(inked("all five words are bold", Ink::bold, colours), colours);
  CHECK(said == "\x1b[1mall five words are\nbold\x1b[0m\n");
  CHECK(without_ink(said) == "all five words are\nbold\n");
  CHECK(length_of_ink("\x1b[2J") == 0);  // the sequence that clears the screen
}

TerminalTable stations() {
  TerminalTable table({{"", false, true},
                       {"met, of 60", true},
                       {"against the place as planned", false, true},
                       {"rank", true, false, false}});
  table.add({"as planned", "22", "", "2"});
  table.add({"who has no certificate leaves on the day", "60", "probability +0.63 (+0.48 to +0.75)", "1"});
  return table;
}

TEST_CASE("a table that becomes narrower first wraps cells, then leaves out columns, then makes blocks", "[unit]") {
  CHECK(stations().text({200, false}) ==
        "                                          met, of 60  against the place as planned        rank\n"
        "as planned                                        22                                         2\n"
        "who has no certificate leaves on the day          60  probability +0.63 (+0.48 to +0.75)     1\n");
  CHECK(stations().text({60, false}) ==
        "                                  against the place as\n"
        "                      met, of 60  planned               rank\n"
        "as planned                    22                           2\n"
        "who has no                    60  probability +0.63        1\n"
        "certificate leaves                (+0.48 to +0.75)\n"
        "on the day\n");
  CHECK(stations().text({30, false}) ==
        "as planned\n"
        "  met, of 60: 22\n"
        "  rank: 2\n"
        "who has no certificate\n"
        "  leaves on the day\n"
        "  met, of 60: 60\n"
        "  against the place as\n"
        "    planned: probability +0.63\n"
        "    (+0.48 to +0.75)\n"
        "  rank: 1\n");
}

TEST_CASE("no line of a table is wider than the screen, whatever the width", "[unit]") {
  for (std::size_t width = 20; width <= 200; ++width) {
    INFO(width);
    CHECK(widest_line(stations().text({width, false})) <= width);
  }
}

TEST_CASE("a column without content is not shown, and a line feed in a cell ends a line", "[unit]") {
  TerminalTable table({{"forecast", false, true}, {"", false}, {"2022-12-31", true}});
  table.add({"stations open", "", "7\n4.3–9.7"});
  CHECK(table.text({100, false}) ==
        "forecast       2022-12-31\n"
        "stations open           7\n"
        "                  4.3–9.7\n");
  CHECK(TerminalTable({{"a"}}).text({100, false}).empty());
}

}  // namespace
}  // namespace muster::output
