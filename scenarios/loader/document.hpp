// A YAML file as a small tree in which every key and value has its position in the file.
//
// Contract: reads the part of YAML that scenarios need: one document of maps, lists and scalars. Everything else
// (anchors, aliases, tags, several documents, keys that are not words) is reported with its position, and so are
// faults of the text itself: bytes that are not UTF-8, hidden characters (written out or as escapes), tabs in the
// indentation, broken syntax, and look-alike characters (such as full-width ones) that broke the syntax. Limits: 4
// MB, 200 000 values, 100 levels.
// Leaves out: what the values mean; a scalar is the text that was written.
#pragma once

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::scenarios {

inline constexpr std::size_t largest_file = 4 * 1024 * 1024;  // bytes
inline constexpr std::size_t most_values = 200'000;           // in one file
inline constexpr int longest_line = 10'000;                   // characters
inline constexpr int deepest_level = 100;

struct Entry;

struct Node {
  enum class Kind : std::uint8_t { nothing, scalar, map, list, faulty };  // faulty: already reported

  Kind kind = Kind::nothing;
  std::string text;     // of a scalar, without its quotes
  bool quoted = false;  // in quotes, or a block of text
  SourceLocation where;
  std::vector<Entry> entries;  // of a map, in the order written, no key twice
  std::vector<Node> items;     // of a list

  bool incomplete = false;  // of a list: some items could not be used and were reported

  // Of a map that is merged from several files: the keys that a later file removes, and where it does so.
  std::vector<std::pair<std::string, SourceLocation>> removed;

  // Set for an item that was added to the list of an earlier file: the ids of that list, one of which may have been
  // meant.
  std::shared_ptr<const std::vector<std::string>> earlier_ids;

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }

  /// The value of a key of a map, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
};

struct Entry {
  std::string key;
  SourceLocation key_where;
  Node value;
};

/// The bytes of a file without the byte order mark that some editors put in front.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view bytes);

/// Reads a text.
/// @param file  the name for messages; the diagnostics must already have the text
/// @return      the root, of any kind but faulty; nothing if the text cannot be read, which has then been reported
[[nodiscard]] std::optional<Node> read_document(const std::string& file, std::string_view bytes,
                                                Diagnostics& diagnostics);

/// Reads one value given on the command line.
/// @param line, column  where the value stands among the texts given there, as the diagnostics show them
[[nodiscard]] std::optional<Node> read_value(const std::string& file, std::string_view bytes, int line, int column,
                                             Diagnostics& diagnostics);

/// A node as one line of YAML, as a user could have written it.
[[nodiscard]] std::string to_line(const Node& node);

/// The path of an entry of a map: `posts.hires` for `posts` and `hires`; at the top, the name alone.
[[nodiscard]] std::string joined(const std::string& path, std::string_view name);

/// Text for a message: on one line, hidden characters by their names, cut after about 80 characters.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace muster::scenarios
