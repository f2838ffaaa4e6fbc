#include "scenarios/loader/document.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace muster::scenarios {

namespace {

constexpr std::size_t longest_shown = 80;  // bytes of a text in a message

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// The width of a value on its first line, in bytes.
std::size_t width_on_line(std::string_view rest, const Node& node) {
  if (rest.empty()) return 1;
  const char first = rest.front();
  if (first == '"' || first == '\'') {
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (first == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == first) {
        return i + 1;
      }
    }
  } else if (first == '{' || first == '[') {
    int open = 0;
    char quote = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const char c = rest[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{' || c == '[') {
        ++open;
      } else if ((c == '}' || c == ']') && --open == 0) {
        return i + 1;
      }
    }
  } else if (node.is_scalar() && !node.quoted) {
    if (rest.starts_with(node.text)) return node.text.size();
  } else {
    return 1;
  }
  while (rest.size() > 1 && rest.back() == ' ') rest.remove_suffix(1);
  return rest.size();
}

// A character that an escape in double quotes stands for. Source: YAML 1.2, section 5.7.
struct Escape {
  char32_t code = 0;
  std::size_t width = 2;  // bytes of the escape
};

Escape escape_at(std::string_view backslash) {
  constexpr std::string_view letters = "0abtnvfreN_LP";
  constexpr std::array<char32_t, letters.size()> codes{0,    0x07, 0x08, 0x09, 0x0A,   0x0B,  0x0C,
                                                       0x0D, 0x1B, 0x85, 0xA0, 0x2028, 0x2029};
  if (backslash.size() < 2) return {0, backslash.size()};
  const char letter = backslash[1];
  if (const std::size_t at = letters.find(letter); at != std::string_view::npos) return {codes[at], 2};
  const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0 || backslash.size() < 2 + digits) return {static_cast<unsigned char>(letter), 2};
  std::uint32_t code = 0;
  std::from_chars(backslash.data() + 2, backslash.data() + 2 + digits, code, 16);
  return {code, 2 + digits};
}

// The text in UTF-8: yaml-cpp turns `\_` and `\N` into a single byte, which is not UTF-8.
std::string in_utf8(std::string_view unescaped) {
  std::string whole;
  while (!unescaped.empty()) {
    const std::string_view before = unescaped;
    const Character one = take_character(unescaped);
    whole += one.readable ? std::string(before.substr(0, before.size() - unescaped.size())) : utf8(one.code);
  }
  return whole;
}

std::optional<char32_t> hidden_in(std::string_view text) {
  while (!text.empty())
    if (const Character one = take_character(text); is_hidden(one.code)) return one.code;
  return std::nullopt;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::size_t leading_digits(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

bool begins_with_year(std::string_view text) {
  if (leading_digits(text) != 4) return false;
  text.remove_prefix(4);
  return text.starts_with('-') || text.starts_with('/') || text.starts_with("年");
}

// A number as it was probably meant: `3,000 people` as 3000 people, `2,5 %` as 2.5 %.
std::string without_commas(const std::string& number) {
  std::string joined;
  bool thousands = true;
  std::size_t commas = 0;
  for (std::string_view rest = number; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (!joined.empty() || commas > 0) thousands = thousands && leading_digits(part) == 3;
    if (comma != std::string_view::npos) ++commas;
    joined += part;
  }
  const std::size_t comma = number.find(',');
  const std::size_t run = std::min(number.find_last_not_of("0123456789", comma - 1) + 1, comma);
  if (commas > 1 || (thousands && comma - run <= 3 && number[run] != '0')) return joined;
  return number.substr(0, comma) + "." + number.substr(comma + 1);
}

struct Stop {};  // thrown to stop reading the text; the reason has been reported

class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string file, std::string_view text, int line, int column, Diagnostics& diagnostics)
      : file_(std::move(file)),
        text_(text),
        lines_(lines_of(text)),
        line_(line),
        column_(column),
        diagnostics_(&diagnostics) {}

  [[nodiscard]] SourceLocation where(const YAML::Mark& mark) const {
    SourceLocation where{file_, line_, column_, 1};
    if (mark.line < 0) return where;
    where.line = line_ + mark.line;
    const int first = mark.line == 0 ? column_ : 1;
    const std::string_view line = line_at(mark);
    where.column = first + characters_in(line.substr(0, static_cast<std::size_t>(std::max(0, mark.column))));
    return where;
  }

  [[nodiscard]] std::string_view rest_at(const YAML::Mark& mark) const {
    const std::string_view line = line_at(mark);
    return line.substr(std::min(line.size(), static_cast<std::size_t>(std::max(0, mark.column))));
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!begun_) {
      begun_ = true;
      return;
    }
    diagnostics_->error(where(mark), tr("a second document begins here; a file holds one"));
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = start(mark, "?", anchor);
    // For a missing value the parser gives the position of what follows, perhaps lines below. The key or the list is
    // the better position.
    if (!open_.empty() && node.kind == Node::Kind::nothing) {
      const Open& around = open_.back();
      if (around.key) node.where = around.key->second;
      if (around.node.is_list()) node.where = around.node.where;
    }
    put(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_->error(where(mark), tr("anchors and aliases are not supported; write the value out"));
    Node node;
    node.kind = Node::Kind::faulty;
    node.where = where(mark);
    put(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = start(mark, tag, anchor);
    if (node.kind != Node::Kind::faulty) node.kind = Node::Kind::scalar;
    node.text = in_utf8(value);
    node.quoted = tag == "!";
    node.where.width = width(mark, node);
    if (node.quoted && !is_closed(mark)) {
      diagnostics_->error(node.where, tr("a quote opens here and is not closed"));
      throw Stop{};
    }
    if (const auto hidden = hidden_in(node.text)) {
      diagnostics_->error(where_escaped(mark, *hidden).value_or(node.where), tr("{}; remove it", name_of(*hidden)));
      node.kind = Node::Kind::faulty;
    }
    put(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

  [[nodiscard]] Node take_root() { return std::move(root_); }

 private:
  struct Open {
    Node node;
    bool faulty = false;
    std::optional<std::pair<std::string, SourceLocation>> key;  // of a map: the key whose value comes next
    bool skips_value = false;                                   // the key was refused
    std::optional<std::size_t> repeats;                         // index of an earlier entry with the same key
    std::string number;  // a number that commas divide, as read so far; else empty
    int comma_at = 0;    // column of its first comma
    std::unordered_map<std::string, std::size_t> seen;
  };

  [[nodiscard]] std::string_view line_at(const YAML::Mark& mark) const {
    const auto line = static_cast<std::size_t>(std::max(0, mark.line));
    return line < lines_.size() ? lines_[line] : std::string_view{};
  }
  [[nodiscard]] int width(const YAML::Mark& mark, const Node& node) const {
    const std::string_view rest = rest_at(mark);
    return std::max(1, characters_in(rest.substr(0, width_on_line(rest, node))));
  }

  // A node without a kind yet, or a faulty one.
  Node start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    Node node;
    node.where = where(mark);
    if (++count_ > most_values) {
      diagnostics_->error(node.where, tr("more than {} values in one file; divide it and use `extends`", most_values));
      throw Stop{};
    }
    if (anchor != YAML::NullAnchor) {
      diagnostics_->error(node.where, tr("anchors and aliases are not supported; write the value out"));
      node.kind = Node::Kind::faulty;
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      diagnostics_->error(node.where, tr("tags such as `{}` are not supported; leave it out", shown(tag)));
      node.kind = Node::Kind::faulty;
    }
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    Open opened{start(mark, tag, anchor), false, std::nullopt, false, std::nullopt, {}, 0, {}};
    opened.faulty = opened.node.kind == Node::Kind::faulty;
    opened.node.kind = kind;
    opened.node.where.width = width(mark, opened.node);
    if (open_.size() >= static_cast<std::size_t>(deepest_level)) {
      diagnostics_->error(opened.node.where,
                          tr("more than {} levels of groups and lists within each other", deepest_level));
      throw Stop{};
    }
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    hint_at_commas(closed);
    if (has_divided_number(closed.node)) closed.faulty = true;
    if (closed.faulty) closed.node.kind = Node::Kind::faulty;
    put(std::move(closed.node));
  }

  void put(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& around = open_.back();
    if (around.node.is_list()) {
      around.node.items.push_back(std::move(node));
      return;
    }
    if (around.skips_value) {
      around.skips_value = false;
      return;
    }
    if (!around.key) {
      put_key(around, std::move(node));
      return;
    }
    auto [key, key_where] = std::move(*around.key);
    around.key.reset();
    const std::optional<std::size_t> earlier = std::exchange(around.repeats, std::nullopt);
    if (node.kind == Node::Kind::nothing && goes_on_with_number(around, key, key_where)) {
      if (!earlier) around.seen.erase(key);
      return;
    }
    hint_at_commas(around);
    if (earlier) {
      diagnostics_->error(key_where, tr("`{}` is written twice", shown(key)),
                          {tr("first at {}", to_string(around.node.entries[*earlier].key_where))});
      return;
    }
    around.node.entries.push_back({std::move(key), std::move(key_where), std::move(node)});
  }

  void put_key(Open& around, Node node) {
    if (node.kind == Node::Kind::faulty) {
      around.skips_value = true;
      return;
    }
    if (!node.is_scalar() || node.text.empty()) {
      diagnostics_->error(node.where, tr("a key must be a word, which `null` and `~` are not"));
      around.skips_value = true;
      return;
    }
    const auto [earlier, is_new] = around.seen.emplace(node.text, around.node.entries.size());
    if (!is_new) around.repeats = earlier->second;
    around.key = {std::move(node.text), std::move(node.where)};
  }

  // Whether a key without a value is the part of a number after a comma: between braces, YAML reads `low: 3,000
  // people` as the value 3 and the key `000 people`. The value is then refused and reported once.
  static bool goes_on_with_number(Open& around, const std::string& key, const SourceLocation& where) {
    if (around.node.entries.empty()) return false;
    Node& before = around.node.entries.back().value;
    const bool more = !around.number.empty();
    if (!more && (!before.is_scalar() || before.quoted)) return false;
    const std::string& number = more ? around.number : before.text;
    const std::size_t digits = leading_digits(key);
    if (digits == 0 || number.empty() || !is_digit(number.back()) || begins_with_year(number) || begins_with_year(key))
      return false;
    if (where.line != before.where.line || where.file != before.where.file) return false;
    const bool adjacent = where.column == before.where.column + characters_in(number) + 1;
    const bool plain = leading_digits(number) == number.size() || more;
    const bool is_word = (number[0] | 0x20) >= 'a' && (number[0] | 0x20) <= 'z';
    if (!(adjacent && (digits == 3 || !is_word)) && !(plain && digits == 3)) return false;
    around.number = number + "," + key;
    if (!more) around.comma_at = before.where.column + characters_in(before.text);
    before.kind = Node::Kind::faulty;
    return true;
  }

  void hint_at_commas(Open& around) {
    if (around.number.empty()) return;
    const SourceLocation& where = around.node.entries.back().value.where;
    diagnostics_->error({where.file, where.line, around.comma_at, 1},
                        tr("the comma ends the value here; write {}", shown(without_commas(around.number))));
    around.number.clear();
  }

  // Whether a list without spaces after its commas has one number divided into several items, such as `[1,200
  // people]`: only the last item has a unit, or it begins with a zero. Reports it if so.
  bool has_divided_number(const Node& list) {
    const auto follows = [](const Node& before, const Node& item) {
      return before.is_scalar() && !before.quoted && item.is_scalar() && !item.quoted &&
             item.where.line == before.where.line &&
             item.where.column == before.where.column + characters_in(before.text) + 1;
    };
    for (std::size_t first = 0, last = 0; last + 1 < list.items.size(); ++last) {
      const Node& before = list.items[last];
      const std::string& part = list.items[last + 1].text;
      const bool is_number = leading_digits(before.text) == before.text.size() && !before.text.empty();
      if (!is_number || !follows(before, list.items[last + 1]) || begins_with_year(part)) {
        first = last + 1;
        continue;
      }
      std::size_t end = leading_digits(part);
      if (end > 0 && part.substr(end).starts_with('.')) end += 1 + leading_digits(part.substr(end + 1));
      const bool has_unit = end > 0 && end < part.size() &&
                            (part[end] == ' ' || part[end] == '%' || static_cast<unsigned char>(part[end]) >= 0x80);
      const std::string& head = list.items[first].text;
      const bool has_thousands =
          head.size() <= 3 && !head.starts_with('0') && part.starts_with('0') && part.size() == 3 && end == 3;
      if (!has_unit && !has_thousands) continue;
      std::string whole = head;
      for (std::size_t i = first + 1; i <= last + 1; ++i) whole += "," + list.items[i].text;
      SourceLocation where = list.items[first].where;
      where.column += characters_in(list.items[first].text);
      where.width = 1;
      diagnostics_->error(where, tr("the comma divides {} into several values; write {} if it is one, else each with "
                                    "its unit",
                                    shown(whole), shown(without_commas(whole))));
      return true;
    }
    return false;
  }

  // The position at which a text in double quotes has a character as an escape.
  [[nodiscard]] std::optional<SourceLocation> where_escaped(const YAML::Mark& mark, char32_t code) const {
    const std::string_view here = rest_at(mark);
    if (!here.starts_with('"')) return std::nullopt;
    const std::string_view rest = text_.substr(static_cast<std::size_t>(here.data() - text_.data()));
    SourceLocation at = where(mark);
    for (std::size_t i = 0; i < rest.size() && (i == 0 || rest[i] != '"');) {
      const Escape escape = rest[i] == '\\' ? escape_at(rest.substr(i)) : Escape{0, 1};
      const std::string_view written = rest.substr(i, escape.width);
      if (rest[i] == '\\' && escape.code == code) {
        at.width = characters_in(written);
        return at;
      }
      const std::size_t line_end = written.find('\n');
      at.line += line_end == std::string_view::npos ? 0 : 1;
      at.column = line_end == std::string_view::npos ? at.column + characters_in(written) : 1;
      i += escape.width;
    }
    return std::nullopt;
  }

  // Whether a quote is closed. The parser accepts the end of the text as its end, so the text itself is searched.
  [[nodiscard]] bool is_closed(const YAML::Mark& mark) const {
    const std::string_view here = rest_at(mark);
    if (here.empty() || (here.front() != '"' && here.front() != '\'')) return true;
    const std::string_view rest = text_.substr(static_cast<std::size_t>(here.data() - text_.data()));
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (here.front() == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == here.front()) {
        if (here.front() == '"' || i + 1 == rest.size() || rest[i + 1] != '\'') return true;
        ++i;
      }
    }
    return false;
  }

  std::string file_;
  std::string_view text_;
  std::vector<std::string_view> lines_;
  int line_;  // position of the text's first character
  int column_;
  Diagnostics* diagnostics_;
  bool begun_ = false;
  std::size_t count_ = 0;
  std::vector<Open> open_;
  Node root_;
};

// Whether a text looks like UTF-16, with two bytes a character: in that case ASCII characters have their zero byte
// always on the same side, and few other characters (such as 一, U+4E00) have one on the other side.
bool is_utf16(std::string_view bytes) {
  constexpr std::size_t enough = 4096;
  bytes = bytes.substr(0, enough);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < bytes.size(); ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const auto [few, many] = std::minmax(zeros[0], zeros[1]);
  return few * 4 <= many && many >= 3 && many * 16 >= bytes.size() / 2;
}

// Returns false and reports the first character that is not allowed in a text, if there is one.
bool has_clean_bytes(const std::string& file, std::string_view bytes, int line, int column, Diagnostics& diagnostics) {
  const bool wide = is_utf16(bytes);
  int line_width = column;
  while (!bytes.empty()) {
    const Character read = take_character(bytes);
    const SourceLocation where{file, line, line_width, 1};
    if (wide && (!read.readable || is_hidden(read.code))) {
      diagnostics.error(where, tr("the file looks like UTF-16, which is not read; save it as UTF-8"));
      return false;
    }
    if (!read.readable) {
      diagnostics.error(where,
                        tr("byte 0x{:02X} is not UTF-8; save the file as UTF-8", static_cast<unsigned>(read.code)));
      return false;
    }
    const bool ends_line = read.code == '\n';
    if (read.code == '\r' && bytes.starts_with('\n')) continue;
    if (read.code == '\r') {
      diagnostics.error(where, tr("a carriage return without a line feed; end lines with a line feed"));
      return false;
    }
    if (is_hidden(read.code)) {
      diagnostics.error(where, tr("{}; remove it", name_of(read.code)));
      return false;
    }
    line_width = ends_line ? 1 : line_width + 1;
    if (line_width > longest_line) {
      diagnostics.error({file, line, 1, 1}, tr("a line of more than {} characters; break it", longest_line));
      return false;
    }
    line += ends_line ? 1 : 0;
  }
  return true;
}

bool has_clean_indentation(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  int line_number = 0;
  for (const std::string_view line : lines_of(bytes)) {
    ++line_number;
    const std::size_t first = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (first == std::string_view::npos || line[first] == '#' || tab == std::string_view::npos || tab > first) continue;
    diagnostics.error({file, line_number, static_cast<int>(tab) + 1, 1}, tr("a tab in the indentation; use spaces"));
    return false;
  }
  return true;
}

// Limits the number of values before parsing: the parser reads a bracket to its end before it reports any value, and
// it needs some hundred bytes of memory for a few bytes of text.
bool has_few_marks(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  constexpr std::string_view marks = "[{,:?&*!\"'";
  constexpr std::size_t most_marks = 4 * most_values;  // two quotes, a colon and a comma each
  std::size_t count = 0;
  int line = 1;
  for (const char letter : bytes) {
    line += letter == '\n' ? 1 : 0;
    if (marks.find(letter) == std::string_view::npos || ++count <= most_marks) continue;
    diagnostics.error({file, line, 1, 1},
                      tr("more than {} values in one file; divide it and use `extends`", most_values));
    return false;
  }
  return true;
}

std::vector<std::string> notes_on(const std::string& message) {
  if (message == "illegal map value" || message == "illegal map key")
    return {tr("a text with `: ` in it needs quotes; the keys of one group must start in the same column")};
  if (message == "end of map not found" || message == "end of sequence not found")
    return {tr("the keys of one group, and the dashes of one list, must start in the same column")};
  if (message == "end of map flow not found") return {tr("a `{}` needs its `{}`", "{", "}")};
  if (message == "end of sequence flow not found") return {tr("a `{}` needs its `{}`", "[", "]")};
  if (message == "illegal EOF in scalar") return {tr("a quote that opens needs one that closes")};
  if (message == "unknown token")
    return {tr("a text that starts with a mark such as `%`, `@` or `` ` `` needs quotes")};
  return {};
}

// Builds the tree of a text from the parser's events. @throws YAML::Exception, Stop
std::optional<Node> build(Builder& builder, std::string_view bytes) {
  std::istringstream stream{std::string(bytes)};
  YAML::Parser parser(stream);
  if (!parser.HandleNextDocument(builder)) return std::nullopt;
  while (parser.HandleNextDocument(builder)) {
  }
  return builder.take_root();
}

// Finds the look-alike character (such as a full-width colon) that broke the syntax: the one whose replacement by
// the ASCII character lets the parser get further.
class Suspicion {
 public:
  struct Found {
    SourceLocation where;
    std::string message;
  };

  Suspicion(const std::string& file, std::string_view text, int line, int column)
      : file_(file), text_(text), lines_(lines_of(text)), line_(line), column_(column) {}

  /// @param stuck_at  the line, from 0, at which the parser gave up
  std::optional<Found> find(int stuck_at) {
    constexpr int reach = 20;  // lines; after a full-width colon the parser may read on for some lines
    stuck_at = std::clamp(stuck_at, 0, std::max(0, static_cast<int>(lines_.size()) - 1));
    for (int step = 0; step <= 2 * reach; ++step) {
      const int at = step <= reach ? stuck_at - step : stuck_at + step - reach;
      if (at < 0 || at >= static_cast<int>(lines_.size())) continue;
      if (auto found = find_on(static_cast<std::size_t>(at), stuck_at)) return found;
    }
    return std::nullopt;
  }

 private:
  struct Suspect {
    std::size_t offset;  // in the line
    char32_t code;
    char keyboard;
  };

  std::optional<Found> find_on(std::size_t line, int stuck_at) {
    std::vector<Suspect> suspects;
    for (std::string_view rest = lines_[line]; !rest.empty();) {
      const std::size_t offset = lines_[line].size() - rest.size();
      const Character one = take_character(rest);
      if (const auto form = keyboard_form(one.code)) suspects.push_back({offset, one.code, *form});
    }
    const auto only = [&](std::string_view forms) {
      std::vector<Suspect> some;
      for (const Suspect& suspect : suspects)
        if (forms.find(suspect.keyboard) != std::string_view::npos) some.push_back(suspect);
      return some;
    };
    std::vector<std::vector<Suspect>> guesses;
    for (const Suspect& suspect : suspects) guesses.push_back({suspect});
    for (const std::string_view forms : {",", ":", " ", "{}[]", "\"'", ",:", ",: {}[]-\"'"})
      guesses.push_back(only(forms));
    guesses.push_back(suspects);
    for (std::vector<Suspect>& guess : guesses) {
      if (guess.empty() || !helps(line, guess, stuck_at)) continue;
      for (std::size_t i = guess.size(); i-- > 0 && guess.size() > 1;) {  // keep only the replacements that are needed
        std::vector<Suspect> fewer = guess;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (helps(line, fewer, stuck_at)) guess = std::move(fewer);
      }
      return found_at(line, guess.front());
    }
    return std::nullopt;
  }

  [[nodiscard]] bool needs_blank(std::size_t line, const Suspect& suspect) const {
    const std::string_view after = lines_[line].substr(suspect.offset + utf8(suspect.code).size());
    return suspect.keyboard == ':' && !after.empty() && after.front() != ' ';
  }

  bool helps(std::size_t line, const std::vector<Suspect>& guess, int stuck_at) {
    return helps(line, guess, stuck_at, 1) || (guess.front().code == U'\u3000' && helps(line, guess, stuck_at, 2));
  }

  bool helps(std::size_t line, const std::vector<Suspect>& guess, int stuck_at, int blanks) {
    constexpr std::size_t most_read = std::size_t{16} << 20;  // bytes in all
    if ((read_ += text_.size()) > most_read) return false;
    std::string mended;
    std::size_t from = 0;
    for (const Suspect& suspect : guess) {
      mended += lines_[line].substr(from, suspect.offset - from);
      mended += suspect.keyboard == ' ' ? std::string(static_cast<std::size_t>(blanks), ' ')
                                        : std::string(1, suspect.keyboard);
      if (needs_blank(line, suspect)) mended += ' ';
      from = suspect.offset + utf8(suspect.code).size();
    }
    mended += lines_[line].substr(from);
    const auto begin = static_cast<std::size_t>(lines_[line].data() - text_.data());
    const std::string whole =
        std::string(text_.substr(0, begin)) + mended + std::string(text_.substr(begin + lines_[line].size()));
    Diagnostics unsaid;
    Builder builder(file_, whole, 1, 1, unsaid);
    try {
      static_cast<void>(build(builder, whole));
      return true;
    } catch (const Stop&) {
      return false;
    } catch (const YAML::Exception& fault) {
      return fault.mark.line > std::max(stuck_at, static_cast<int>(line));
    }
  }

  [[nodiscard]] Found found_at(std::size_t line, const Suspect& suspect) const {
    Found found{{file_, line_ + static_cast<int>(line), line == 0 ? column_ : 1, 1}, {}};
    found.where.column += characters_in(lines_[line].substr(0, suspect.offset));
    found.message = needs_blank(line, suspect) ? tr("{}; write `:` and a space", name_of(suspect.code))
                                               : remedy_for(suspect.code, std::string(1, suspect.keyboard));
    return found;
  }

  std::string file_;
  std::string_view text_;
  std::vector<std::string_view> lines_;
  int line_, column_;
  std::size_t read_ = 0;
};

std::optional<Node> read(const std::string& file, std::string_view bytes, int line, int column,
                         Diagnostics& diagnostics) {
  Builder builder(file, bytes, line, column, diagnostics);
  try {
    if (auto root = build(builder, bytes)) return root;
    Node nothing;
    nothing.where.file = file;
    return nothing;
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    if (const auto suspect = Suspicion(file, bytes, line, column).find(fault.mark.line)) {
      diagnostics.error(suspect->where, suspect->message);
      return std::nullopt;
    }
    std::string message = fault.msg;
    if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z' && !message.starts_with("YAML"))
      message[0] = static_cast<char>(message[0] - 'A' + 'a');
    if (message.starts_with("the referenced anchor is not defined"))  // yaml-cpp 0.8 adds the anchor's name
      message = tr_noop("anchors and aliases are not supported; write the value out");
    diagnostics.error(builder.where(fault.mark), shown(translated(message)), notes_on(message));
    return std::nullopt;
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

std::string_view without_byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

std::optional<Node> read_document(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  bytes = without_byte_order_mark(bytes);
  if (!has_clean_bytes(file, bytes, 1, 1, diagnostics) || !has_clean_indentation(file, bytes, diagnostics) ||
      !has_few_marks(file, bytes, diagnostics))
    return std::nullopt;
  return read(file, bytes, 1, 1, diagnostics);
}

std::optional<Node> read_value(const std::string& file, std::string_view bytes, int line, int column,
                               Diagnostics& diagnostics) {
  if (!has_clean_bytes(file, bytes, line, column, diagnostics)) return std::nullopt;
  if (bytes.find('\n') != std::string_view::npos) {
    diagnostics.error({file, line, column, 1}, tr("a value of several lines; write it on one"));
    return std::nullopt;
  }
  std::optional<Node> value = read(file, bytes, line, column, diagnostics);
  if (value && value->where.line == 0) value->where = {file, line, column, 1};
  return value;
}

std::string to_line(const Node& node) {
  std::string line;
  switch (node.kind) {
    case Node::Kind::nothing:
    case Node::Kind::faulty:
      break;
    case Node::Kind::scalar:
      line = node.text;
      std::replace(line.begin(), line.end(), '\n', ' ');
      while (line.ends_with(' ')) line.pop_back();
      break;
    case Node::Kind::map:
      for (const Entry& entry : node.entries)
        line += fmt::format("{}{}: {}", line.empty() ? "" : ", ", entry.key, to_line(entry.value));
      return "{" + line + "}";
    case Node::Kind::list:
      for (const Node& item : node.items) line += (line.empty() ? "" : ", ") + to_line(item);
      return "[" + line + "]";
  }
  return line;
}

std::string joined(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

std::string shown(std::string_view text) {
  std::string line(text.substr(0, 2 * longest_shown));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  std::string clean;
  for (std::string_view rest = line; !rest.empty();) {
    const std::string_view before = rest;
    take_character(rest);
    if (clean.size() >= longest_shown) return clean + " …";
    clean += harmless(before.substr(0, before.size() - rest.size()));
  }
  return clean;
}

}  // namespace muster::scenarios
