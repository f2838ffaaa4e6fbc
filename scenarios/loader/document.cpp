#include "scenarios/loader/document.hpp"

#include "engine/text/text.hpp"

#include <algorithm>
#include <boost/locale/utf.hpp>
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

using Utf8 = boost::locale::utf::utf_traits<char>;

constexpr std::size_t longest_shown = 80;  // bytes of a text in a message

bool starts_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F; }

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

// How far a value reaches on its first line, in bytes.
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

struct Stop {};  // the rest of the text is not worth reading; why has been reported

class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string file, std::string_view text, int line, int column, Diagnostics& diagnostics)
      : file_(std::move(file)),
        text_(text),
        lines_(lines_of(text)),
        line_(line),
        column_(column),
        diagnostics_(&diagnostics) {}

  [[nodiscard]] Where where(const YAML::Mark& mark) const {
    Where where{file_, line_, column_, 1};
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
    diagnostics_->error(where(mark), text("a second document begins here; a file holds one"));
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = start(mark, "?", anchor);
    // The parser stands at what follows a value left out, perhaps lines below: the key or the list is the better place.
    if (!open_.empty() && node.kind == Node::Kind::nothing) {
      const Open& around = open_.back();
      if (around.key) node.where = around.key->second;
      if (around.node.is_list()) node.where = around.node.where;
    }
    put(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_->error(where(mark), text("anchors and aliases are not read here; write the value out"));
    Node node;
    node.kind = Node::Kind::faulty;
    node.where = where(mark);
    put(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = start(mark, tag, anchor);
    if (node.kind != Node::Kind::faulty) node.kind = Node::Kind::scalar;
    node.text = value;
    node.quoted = tag == "!";
    node.where.width = width(mark, node);
    if (node.quoted && !is_closed(mark)) {
      diagnostics_->error(node.where, text("a quote opens here and is not closed"));
      throw Stop{};
    }
    if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\n' && c != '\t'; })) {
      diagnostics_->error(node.where, text("a text with a control character in it; leave it out"));
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
    std::optional<std::pair<std::string, Where>> key;  // of a map, its value awaited
    bool skips_value = false;                          // the key was refused
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

  // A node of no kind yet, or a faulty one.
  Node start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    Node node;
    node.where = where(mark);
    if (++count_ > most_values) {
      diagnostics_->error(node.where,
                          text("more than {} values in one file; divide it and use `extends`", most_values));
      throw Stop{};
    }
    if (anchor != YAML::NullAnchor) {
      diagnostics_->error(node.where, text("anchors and aliases are not read here; write the value out"));
      node.kind = Node::Kind::faulty;
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      diagnostics_->error(node.where, text("tags such as `{}` are not read here; leave it out", shown(tag)));
      node.kind = Node::Kind::faulty;
    }
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    Open opened{start(mark, tag, anchor), false, std::nullopt, false, {}};
    opened.faulty = opened.node.kind == Node::Kind::faulty;
    opened.node.kind = kind;
    opened.node.where.width = width(mark, opened.node);
    if (open_.size() >= static_cast<std::size_t>(deepest_level)) {
      diagnostics_->error(opened.node.where,
                          text("more than {} levels of maps and lists within each other", deepest_level));
      throw Stop{};
    }
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
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
    around.node.entries.push_back({std::move(key), std::move(key_where), std::move(node)});
  }

  void put_key(Open& around, Node node) {
    if (node.kind == Node::Kind::faulty) {
      around.skips_value = true;
      return;
    }
    if (!node.is_scalar() || node.text.empty()) {
      diagnostics_->error(node.where, text("a key must be a word; `null` and `~` are none"));
      around.skips_value = true;
      return;
    }
    const auto [earlier, is_new] = around.seen.emplace(node.text, around.node.entries.size());
    if (!is_new) {
      diagnostics_->error(node.where, text("`{}` is written twice", shown(node.text)),
                          {text("first at {}", to_string(around.node.entries[earlier->second].key_where))});
      around.skips_value = true;
      return;
    }
    around.key = {std::move(node.text), std::move(node.where)};
  }

  // The parser takes the end of the text for a quote's end; the text itself tells whether there is one.
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
  int line_;  // of the text's first character
  int column_;
  Diagnostics* diagnostics_;
  bool begun_ = false;
  std::size_t count_ = 0;
  std::vector<Open> open_;
  Node root_;
};

// Reports the first byte that cannot stand in a text.
bool has_clean_bytes(const std::string& file, std::string_view bytes, int line, int column, Diagnostics& diagnostics) {
  int line_width = column;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at != end) {
    const char* const start = at;
    const boost::locale::utf::code_point read = Utf8::decode(at, end);
    const Where where{file, line, line_width, 1};
    if (read == boost::locale::utf::illegal || read == boost::locale::utf::incomplete) {
      diagnostics.error(where,
                        text("byte 0x{:02X} is not UTF-8; save the file as UTF-8", static_cast<unsigned char>(*start)));
      return false;
    }
    const bool ends_line = read == '\n';
    if (read == '\r' && at != end && *at == '\n') continue;
    if (read == '\r') {
      diagnostics.error(where, text("a carriage return without a line feed; end lines with a line feed"));
      return false;
    }
    if ((read < 0x20 && !ends_line && read != '\t') || (read >= 0x7F && read < 0xA0 && read != 0x85)) {
      diagnostics.error(where, text("control character U+{:04X}; remove it", static_cast<unsigned>(read)));
      return false;
    }
    line_width = ends_line ? 1 : line_width + 1;
    if (line_width > longest_line) {
      diagnostics.error({file, line, 1, 1}, text("a line of more than {} characters; break it", longest_line));
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
    diagnostics.error({file, line_number, static_cast<int>(tab) + 1, 1},
                      text("a tab in the indentation; write blanks"));
    return false;
  }
  return true;
}

// Whether there can be too many values: the parser reads a bracket to its end before it hands anything on, and a few bytes of text
// are some hundred bytes of its memory.
bool has_few_marks(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  constexpr std::string_view marks = "[{,:?&*!\"'";
  constexpr std::size_t most_marks = 4 * most_values;  // two quotes, a colon and a comma each
  std::size_t count = 0;
  int line = 1;
  for (const char letter : bytes) {
    line += letter == '\n' ? 1 : 0;
    if (marks.find(letter) == std::string_view::npos || ++count <= most_marks) continue;
    diagnostics.error({file, line, 1, 1},
                      text("more than {} values in one file; divide it and use `extends`", most_values));
    return false;
  }
  return true;
}

std::vector<std::string> notes_on(const std::string& message) {
  if (message == "illegal map value" || message == "illegal map key")
    return {text("a text with `: ` in it needs quotes; the keys of one map stand in one column")};
  if (message == "end of map not found" || message == "end of sequence not found")
    return {text("the keys of one map and the dashes of one list stand in one column")};
  if (message == "end of map flow not found") return {text("a `{{` needs its `}}`")};
  if (message == "end of sequence flow not found") return {text("a `[` needs its `]`")};
  if (message == "illegal EOF in scalar") return {text("a quote that opens needs one that closes")};
  if (message == "unknown token")
    return {text("a text that starts with a mark such as `%`, `@` or `` ` `` needs quotes")};
  return {};
}

std::optional<Node> read(const std::string& file, std::string_view bytes, int line, int column,
                         Diagnostics& diagnostics) {
  std::istringstream stream{std::string(bytes)};
  Builder builder(file, bytes, line, column, diagnostics);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      Node nothing;
      nothing.where.file = file;
      return nothing;
    }
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    std::string message = fault.msg;
    if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z' && !message.starts_with("YAML"))
      message[0] = static_cast<char>(message[0] - 'A' + 'a');
    if (message.starts_with("the referenced anchor is not defined"))  // 0.8 adds its name
      message = for_catalogue("anchors and aliases are not read here; write the value out");
    diagnostics.error(builder.where(fault.mark), shown(translated(message)), notes_on(message));
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

std::optional<Node> read_document(const std::string& file, std::string_view bytes, Diagnostics& diagnostics) {
  if (!has_clean_bytes(file, bytes, 1, 1, diagnostics) || !has_clean_indentation(file, bytes, diagnostics) ||
      !has_few_marks(file, bytes, diagnostics))
    return std::nullopt;
  return read(file, bytes, 1, 1, diagnostics);
}

std::optional<Node> read_value(const std::string& file, std::string_view bytes, int line, int column,
                               Diagnostics& diagnostics) {
  if (!has_clean_bytes(file, bytes, line, column, diagnostics)) return std::nullopt;
  if (bytes.find('\n') != std::string_view::npos) {
    diagnostics.error({file, line, column, 1}, text("a value of several lines; write it on one"));
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

std::string shown(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    if (clean.size() >= longest_shown && starts_a_character(c)) return clean + " …";
    clean += is_control(c) ? ' ' : c;
  }
  return clean;
}

int characters_in(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), starts_a_character));
}

}  // namespace muster::scenarios
