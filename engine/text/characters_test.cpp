#include "engine/text/characters.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster {

namespace {

std::vector<char32_t> codes_of(std::string_view text) {
  std::vector<char32_t> codes;
  while (!text.empty()) {
    const Character one = take_character(text);
    codes.push_back(one.readable ? one.code : 0x110000U + one.code);
  }
  return codes;
}

TEST_CASE("a text is split into characters, and invalid bytes are returned one by one", "[unit][text]") {
  CHECK(codes_of("a晚\xA0") == std::vector<char32_t>{'a', U'晚', 0x1100A0U});
  CHECK(codes_of("\xE6\x99") == std::vector<char32_t>{0x1100E6U, 0x110099U});  // truncated
  CHECK(codes_of("\xC0\x80\xED\xA0\x80").size() == 5);                         // an overlong form; a surrogate
  CHECK(utf8(0x1F600) == "\xF0\x9F\x98\x80");
  CHECK(characters_in("a晚\u00A0") == 3);
}

TEST_CASE("invisible characters are distinguished from visible ones", "[unit][text]") {
  for (const char32_t code :
       {0x00U,   0x1BU,   0x0DU,   0x7FU,   0x85U,   0x9BU,   0xADU,   0x61CU,  0x200BU, 0x200DU,  0x200EU,
        0x2028U, 0x2029U, 0x202EU, 0x2060U, 0x2066U, 0x2069U, 0xFEFFU, 0xFFFEU, 0xFFFFU, 0xE0041U, 0x1FFFFU})
    CHECK(is_hidden(code));
  // The first and last of each range of Default_Ignorable_Code_Point, and the characters on either side of it.
  for (const auto& [from, to] : std::vector<std::pair<char32_t, char32_t>>{{0xAD, 0xAD},
                                                                           {0x34F, 0x34F},
                                                                           {0x61C, 0x61C},
                                                                           {0x115F, 0x1160},
                                                                           {0x17B4, 0x17B5},
                                                                           {0x180B, 0x180F},
                                                                           {0x200B, 0x200F},
                                                                           {0x2060, 0x206F},
                                                                           {0x2800, 0x2800},
                                                                           {0x3164, 0x3164},
                                                                           {0xFE00, 0xFE0F},
                                                                           {0xFEFF, 0xFEFF},
                                                                           {0xFFA0, 0xFFA0},
                                                                           {0xFFF0, 0xFFFB},
                                                                           {0x1BCA0, 0x1BCA3},
                                                                           {0x1D173, 0x1D17A},
                                                                           {0xE0000, 0xE0FFF}}) {
    INFO(static_cast<unsigned>(from));
    for (char32_t code = from; code <= to; ++code) CHECK(is_hidden(code));
    CHECK((from == 0xE0000 || !is_hidden(from - 1)));  // U+DFFFF is a noncharacter
    CHECK_FALSE(is_hidden(to + 1));
  }
  for (const char32_t code : {U'\n', U'\t', U' ', U'晚', U'：', U'（', U'　', U'é', U'\u00A0', U'…', U'\U0001F600'})
    CHECK_FALSE(is_hidden(code));
}

TEST_CASE("a character that looks like a keyboard character is named together with it", "[unit][text]") {
  CHECK(in_keyboard_form("１００％：，　｛｝［］“x”‘y’－–—\u00A0\u2009。、（Ａ）") == "100%:, {}[]\"x\"'y'---  .,(A)");
  CHECK(in_keyboard_form("社工站 a\x9B") == "社工站 a\x9B");
  CHECK(keyboard_form(U':') == std::nullopt);
  CHECK(name_of(U'：') == "U+FF1A, a full-width colon");
  CHECK(name_of(U'３') == "U+FF13, a full-width digit");
  CHECK(name_of(0x202E) == "U+202E, a mark that changes the writing direction");
  CHECK(name_of(0xFE0F) == "U+FE0F, a mark that selects the shape of the character before it");
  CHECK(name_of(0x2800) == "U+2800, a Braille pattern without dots");
  CHECK(name_of(U'晚') == "U+665A");
}

TEST_CASE("runs of blanks and tabs are replaced with one blank", "[unit][text]") {
  CHECK(with_single_blanks(" \t20 %\t per  year\t") == "20 % per year");
  CHECK(with_single_blanks(" \t ").empty());
}

TEST_CASE("control characters are made visible instead of controlling the terminal", "[unit][text]") {
  CHECK(harmless("a\x1B[31m\u009B31m\u202E\u2028\xFF 晚：\t\n") ==
        "a<U+001B>[31m<U+009B>31m<U+202E><U+2028><0xFF> 晚：\t\n");
}

}  // namespace

}  // namespace muster
