#include "scenarios/loader/document.hpp"

#include "engine/text/characters.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <tuple>
#include <vector>

namespace muster::scenarios {

namespace {

std::optional<Node> read(const std::string& text, Diagnostics& diagnostics) {
  diagnostics.remember_text("a.yaml", text);
  return read_document("a.yaml", text, diagnostics);
}

std::string faults_in(const std::string& text) {
  Diagnostics diagnostics;
  (void)read(text, diagnostics);
  return diagnostics.empty() ? std::string{} : diagnostics.to_string();
}

std::string head_of(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// The text in UTF-16 without a byte order mark.
std::string utf16(std::string_view text, bool big_endian) {
  std::string bytes;
  while (!text.empty()) {
    const char32_t code = take_character(text).code;
    const auto high = static_cast<char>(code >> 8U), low = static_cast<char>(code & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST_CASE("every key and value has its position", "[unit]") {
  Diagnostics diagnostics;
  const auto root = read("名字: 中文\r\nlist: [a, \"b c\", {d: 1}]\r\ntext: |\r\n  two\r\n  lines\r\n", diagnostics);
  REQUIRE(diagnostics.empty());
  REQUIRE(root);
  REQUIRE(root->entries.size() == 3);
  CHECK(root->entries[0].key_where == SourceLocation{"a.yaml", 1, 1, 2});
  CHECK(root->entries[0].value.where == SourceLocation{"a.yaml", 1, 5, 2});  // columns count characters
  const Node& list = root->entries[1].value;
  CHECK(list.where == SourceLocation{"a.yaml", 2, 7, 18});
  CHECK(list.items[1].where == SourceLocation{"a.yaml", 2, 11, 5});
  CHECK(list.items[1].quoted);
  CHECK_FALSE(list.items[0].quoted);
  CHECK(list.items[2].entries[0].value.where == SourceLocation{"a.yaml", 2, 22, 1});
  CHECK(root->entries[2].value.text == "two\nlines\n");
  CHECK(to_line(*root) == "{名字: 中文, list: [a, b c, {d: 1}], text: two lines}");
}

TEST_CASE("unsupported parts of YAML are refused with their position", "[unit]") {
  const std::vector<std::tuple<std::string, std::string>> faults = {
      {"a: &x b\n", "a.yaml:1:4: error: anchors and aliases are not supported; write the value out"},
      {"a: *x\n", "a.yaml:1:4: error: anchors and aliases are not supported; write the value out"},
      {"a: &x {b: *x}\n", "a.yaml:1:4: error: anchors and aliases are not supported; write the value out"},
      {"a: !!str b\n", "a.yaml:1:4: error: tags such as `tag:yaml.org,2002:str` are not supported; leave it out"},
      {"a: !mine [b]\n", "a.yaml:1:4: error: tags such as `!mine` are not supported; leave it out"},
      {"a: b\n---\na: c\n", "a.yaml:2:1: error: a second document begins here; a file holds one"},
      {"a: b\na: c\n", "a.yaml:2:1: error: `a` is written twice"},
      {"? {a: b}\n: c\n", "a.yaml:1:3: error: a key must be a word, which `null` and `~` are not"},
      {"~: c\n", "a.yaml:1:1: error: a key must be a word, which `null` and `~` are not"},
      {"a:\n\tb: c\n", "a.yaml:2:1: error: a tab in the indentation; use spaces"},
      {"a:\n  \tb: c\n", "a.yaml:2:3: error: a tab in the indentation; use spaces"},
      {"a: \"b\nc: d\n", "a.yaml:1:4: error: a quote opens here and is not closed"},
      {"a: 'b''\nc: d\n", "a.yaml:1:4: error: a quote opens here and is not closed"},
      {"a: \"b", "a.yaml:1:6: error: illegal EOF in scalar"},
      {"a: b: c\n", "a.yaml:1:5: error: illegal map value"},
      {"a:\n  b: 1\n c: 2\n", "a.yaml:3:2: error: end of map not found"},
      {"a: [b, c}\n", "a.yaml:1:9: error: illegal flow end"},
      {"a: @b\n", "a.yaml:1:4: error: unknown token"},
      {"a: %b\n", "a.yaml:1:4: error: unknown token"},
      {"a: \"\\q\"\n", "a.yaml:1:7: error: unknown escape character: q"},
      {"a: \"\\x1b[31m\"\n", "a.yaml:1:5: error: U+001B, a control character; remove it"},
      {"a: \"x\\_y\n  \\\"é\\u202e\"\n",
       "a.yaml:2:6: error: U+202E, a mark that changes the writing direction; remove it"},
      {"a: \"\\u009b31m\"\n", "a.yaml:1:5: error: U+009B, a control character; remove it"},
      {"a: \"b\\Nc\"\n", "a.yaml:1:6: error: U+0085, a control character; remove it"},
      {"a: \"b\\L\"\n", "a.yaml:1:6: error: U+2028, a line separator; remove it"},
      {"a: \"b\\P\"\n", "a.yaml:1:6: error: U+2029, a paragraph separator; remove it"},
      {"\"b\\U0000200B\": c\n", "a.yaml:1:3: error: U+200B, a zero-width space; remove it"},
      {"a: b\n\uFEFFc: d\n",
       "a.yaml:2:1: error: U+FEFF, a byte order mark, which belongs only at the start of a file; remove it"},
      {"a: b # \u2028\n", "a.yaml:1:8: error: U+2028, a line separator; remove it"},
      {"a: \u0085b\n", "a.yaml:1:4: error: U+0085, a control character; remove it"},
      {"a: 晚\u2066\n", "a.yaml:1:5: error: U+2066, a mark that changes the writing direction; remove it"},
      {"a: caf\xE9\n", "a.yaml:1:7: error: byte 0xE9 is not UTF-8; save the file as UTF-8"},
      {"\xFF\xFE"
       "a",
       "a.yaml:1:1: error: byte 0xFF is not UTF-8; save the file as UTF-8"},
      {"a: 中\n中中\xED\xA0\x80\n", "a.yaml:2:3: error: byte 0xED is not UTF-8; save the file as UTF-8"},
      {"a: \xC0\xAF\n", "a.yaml:1:4: error: byte 0xC0 is not UTF-8; save the file as UTF-8"},
      {"a: b\xE4\xB8", "a.yaml:1:5: error: byte 0xE4 is not UTF-8; save the file as UTF-8"},
      {std::string("a: b\0c\n", 7), "a.yaml:1:5: error: U+0000, a control character; remove it"},
      {utf16("a: 一晚\nbcd: e\n", false),
       "a.yaml:1:2: error: the file looks like UTF-16, which is not read; save it as UTF-8"},
      {utf16("a: 一晚\nbcd: e\n", true),
       "a.yaml:1:1: error: the file looks like UTF-16, which is not read; save it as UTF-8"},
      {"\xFF\xFE" + utf16("abcd: e\n", false),
       "a.yaml:1:1: error: the file looks like UTF-16, which is not read; save it as UTF-8"},
      {std::string("a: b\0\0\0\0\0\0", 10), "a.yaml:1:5: error: U+0000, a control character; remove it"},
      {"a: b\x04"
       "c\n",
       "a.yaml:1:5: error: U+0004, a control character; remove it"},
      {"a: b\rc: d\n", "a.yaml:1:5: error: a carriage return without a line feed; end lines with a line feed"},
      {"%YAML 9.2\n---\na: b\n", "a.yaml:1:1: error: YAML major version too large"},
      {repeated("[", 101) + repeated("]", 101) + "\n",
       "a.yaml:1:101: error: more than 100 levels of groups and lists within each other"},
      {repeated("- ", 101) + "a\n", "a.yaml:1:201: error: more than 100 levels of groups and lists within each other"},
      {"a: [" + repeated("b,\n", 200'001) + "]\n",
       "a.yaml:199998:1: error: more than 200000 values in one file; divide it and use `extends`"},
      {repeated(std::string(9'000, '[') + "\n", 460),  // refused before the parser stores a token for each
       "a.yaml:89:1: error: more than 200000 values in one file; divide it and use `extends`"},
      {"[[\n" + repeated(repeated("a,", 4'500) + "\n", 460),
       "a.yaml:179:1: error: more than 200000 values in one file; divide it and use `extends`"},
      {"a: " + std::string(10'001, 'b') + "\n", "a.yaml:1:1: error: a line of more than 10000 characters; break it"},
  };
  for (const auto& [text, expected] : faults) {
    INFO(text.substr(0, 40));
    CHECK(head_of(faults_in(text)) == expected);
  }
}

TEST_CASE("a look-alike character that breaks the text is reported at its position, with what to write", "[unit]") {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"a: b\nstart：2021-07-01\nhorizon: 2026-12-31\n",
       "a.yaml:2:6: error: U+FF1A, a full-width colon; write `:` and a space"},
      {"a:\n  - {id: x，title: 全市（覆盖），从早：到晚，by: c}\nb: c\n",
       "a.yaml:2:11: error: U+FF0C, a full-width comma; write `,`"},
      {"a:\n  - {id: b}\n　　- {id: c, d: e}\n", "a.yaml:3:1: error: U+3000, a full-width space; write ` `"},
      {"a:\n  - {id: b}\n　- {id: c, d: e}\n", "a.yaml:3:1: error: U+3000, a full-width space; write ` `"},
      {"a:\u00A0b\nc: d\n", "a.yaml:1:3: error: U+00A0, a no-break space; write ` `"},
      {"a:\n  - {id: b, title: 晚｝\n  - {id: c}\n", "a.yaml:2:21: error: U+FF5D, a full-width bracket; write `}`"},
      {"a: [b, c］\nd: e\n", "a.yaml:1:9: error: U+FF3D, a full-width bracket; write `]`"},
      {"a:\n  － id: b\n    c: d\n", "a.yaml:2:3: error: U+FF0D, a full-width hyphen; write `-`"},
      {"a: “b: c”\n", "a.yaml:1:4: error: U+201C, a typographic quote; write `\"`"},
      {"a: 全市，（覆盖）: c\n",
       "a.yaml:1:11: error: illegal map value"},  // the full-width comma is in text and not the cause
  };
  for (const auto& [text, expected] : faults) {
    INFO(text);
    CHECK(head_of(faults_in(text)) == expected);
  }
}

TEST_CASE("full-width marks in text are kept, and YAML's non-breaking space is one character", "[unit]") {
  Diagnostics diagnostics;
  const auto root = read("a: 全市：“覆盖”，（一）。　完\nb: \"晚\\_x\"\n", diagnostics);
  REQUIRE(root);
  CHECK(diagnostics.empty());
  CHECK(root->entries[0].value.text == "全市：“覆盖”，（一）。　完");
  CHECK(root->entries[1].value.text == "晚\u00A0x");
}

TEST_CASE("a comma within a number of a list is reported once, with what to write", "[unit]") {
  const auto message_for = [](const std::string& whole, const std::string& number) {
    return "error: the comma divides " + whole + " into several values; write " + number +
           " if it is one, else each with its unit";
  };
  const std::vector<std::tuple<std::string, std::string, std::string>> faults = {
      {"a: [1,200 people]\n", "1:6: ", message_for("1,200 people", "1200 people")},
      {"a: {empirical: {values: [300 people, 1,200 people,2,400 people]}}\n",
       "1:39: ", message_for("1,200 people", "1200 people")},
      {"a: [1,234,567 yuan, 5 yuan]\n", "1:6: ", message_for("1,234,567 yuan", "1234567 yuan")},
      {"a: [2,5 %, 3 %]\n", "1:6: ", message_for("2,5 %", "2.5 %")},
      {"a: [2,200万元]\n", "1:6: ", message_for("2,200万元", "2200万元")},
      {"a: [1,200.5 days]\n", "1:6: ", message_for("1,200.5 days", "1200.5 days")},
      {"a: [3,000]\n", "1:6: ", message_for("3,000", "3000")},
  };
  for (const auto& [text, place, message] : faults) {
    INFO(text);
    CHECK(head_of(faults_in(text)) == "a.yaml:" + place + message);
    CHECK_THAT(faults_in(text), Catch::Matchers::EndsWith("1 error; nothing was simulated\n"));
  }
  for (const char* list : {"a: [1,200,300]\n", "a: [1, 200 people]\n", "a: [110105,110106]\n", "a: [001,002]\n",
                           "a: [110105,000]\n", "a: [2021,2022-01-01]\n", "a: ['1',200 people]\n", "a: [1,2b]\n",
                           "a: [north,200 people]\n", "a: [2021,2022年1月1日]\n"}) {
    INFO(list);
    Diagnostics diagnostics;
    CHECK(read(list, diagnostics));
    CHECK(diagnostics.empty());
  }
}

TEST_CASE("a comma within a number between braces is reported once, with what to write", "[unit]") {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"a: {low: 3,000 people, likely: 4000 people}\n",
       "1:11: error: the comma ends the value here; write 3000 people"},
      {"a: {low: 3, 000 people}\n", "1:11: error: the comma ends the value here; write 3000 people"},
      {"a: {licheng: 1,330, jinjiang: 5}\n", "1:15: error: the comma ends the value here; write 1330"},
      {"a: {by_date: {2022-01-01: 2,200万元, 2023-01-01: 2500万元}}\n",
       "1:28: error: the comma ends the value here; write 2200万元"},
      {"a: {value: 2,5 % per year, fact: S3}\n", "1:13: error: the comma ends the value here; write 2.5 % per year"},
      {"a: {value: 0,125}\n", "1:13: error: the comma ends the value here; write 0.125"},
      {"a: {value: 14,65万元}\n", "1:14: error: the comma ends the value here; write 14.65万元"},
      {"a: {value: 每年2,5%}\n", "1:15: error: the comma ends the value here; write 每年2.5%"},
      {"a: {value: 1,234,567 yuan, b: c}\n", "1:13: error: the comma ends the value here; write 1234567 yuan"},
      {"a: {value: 1,234.5 people}\n", "1:13: error: the comma ends the value here; write 1234.5 people"},
      {"- {id: a, title: 新增3,000人, b: c}\n", "1:21: error: the comma ends the value here; write 新增3000人"},
      {"- {id: a, at_least: 6,500 people,\n   by: c}\n",
       "1:22: error: the comma ends the value here; write 6500 people"},
  };
  for (const auto& [text, expected] : faults) {
    INFO(text);
    const std::string printed = faults_in(text);
    CHECK(head_of(printed) == "a.yaml:" + expected);
    CHECK_THAT(printed, Catch::Matchers::EndsWith("1 error; nothing was simulated\n"));
  }
  // Two of them end with the same digits: the second is not reported as a key written twice.
  CHECK_THAT(faults_in("a: {b: 1,330, c: 2,330}\n"),
             Catch::Matchers::ContainsSubstring("write 1330") && Catch::Matchers::ContainsSubstring("write 2330") &&
                 Catch::Matchers::EndsWith("2 errors; nothing was simulated\n"));
  CHECK(head_of(faults_in("a: {330: 1, b: 2,330}\n")) ==
        "a.yaml:1:17: error: the comma ends the value here; write 2330");
  CHECK(head_of(faults_in("a: {b: 1, c: 2, b: 3}\n")) == "a.yaml:1:17: error: `b` is written twice");
  // A key that is not part of a number is left to the reader, which knows the valid keys.
  for (const char* key :
       {"a: {2022-01-01: 5, 2023-01-01}\n", "a: {b: 5, 310102}\n", "a: {by: 2022-01-01, 330 b}\n", "a: {b: '1', 330}\n",
        "a: {b: c, 330}\n", "a:\n  b: 1\n  330:\n", "a: {b: 1, c}\n", "a: {b: 1,330: 5}\n"}) {
    INFO(key);
    CHECK(faults_in(key).empty());
  }
}

TEST_CASE("a duplicate key is reported with both positions", "[unit]") {
  CHECK(faults_in("posts:\n  salary: 1 yuan\n  salary: 2 yuan\n") == R"(a.yaml:3:3: error: `salary` is written twice
    3 |   salary: 2 yuan
      |   ^~~~~~
  note: first at a.yaml:2:3
1 error; nothing was simulated
)");
}

TEST_CASE("a missing value is reported at its key", "[unit]") {
  Diagnostics diagnostics;
  const auto root = read("a:\n\n\nb: ~\nc: null\nd: ''\n", diagnostics);
  REQUIRE(root);
  CHECK(root->entries[0].value.kind == Node::Kind::nothing);
  CHECK(root->entries[0].value.where == SourceLocation{"a.yaml", 1, 1, 1});
  CHECK(root->entries[1].value.kind == Node::Kind::nothing);
  CHECK(root->entries[2].value.kind == Node::Kind::nothing);
  CHECK(root->entries[3].value.is_scalar());
}

TEST_CASE("an empty text is nothing, without a fault", "[unit]") {
  for (const char* text : {"", "# only this\n", "---\n", "\n\n"}) {
    Diagnostics diagnostics;
    const auto root = read(text, diagnostics);
    REQUIRE(root);
    CHECK(root->kind == Node::Kind::nothing);
    CHECK(diagnostics.empty());
  }
}

TEST_CASE("a text in a message is one short line", "[unit]") {
  CHECK(shown("a\x1b[31m\nb\u202E") == "a<U+001B>[31m b<U+202E>");
  CHECK(shown(std::string(300, 'x')) == std::string(80, 'x') + " …");
  CHECK(characters_in(shown(repeated("中", 100))) == 29);  // 27 characters of three bytes, a space and the dots
}

}  // namespace

}  // namespace muster::scenarios
