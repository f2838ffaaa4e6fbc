// The entries of a catalogue as texts, for tests of the translations.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace muster::testing {

struct Entry {
  std::string text;
  std::string translation;
};

// Reads the quoted text of a line of a .po file.
[[nodiscard]] inline std::string unquoted(const std::string& line) {
  std::string read;
  const std::size_t from = line.find('"') + 1, to = line.rfind('"');
  for (std::size_t i = from; i < to; ++i) {
    const bool escaped = line[i] == '\\' && ++i < to;
    read += escaped && line[i] == 'n' ? '\n' : escaped && line[i] == 't' ? '\t' : line[i];
  }
  return read;
}

// The entries of a .po file of plain messages, without its header; obsolete entries are comments.
[[nodiscard]] inline std::vector<Entry> entries_of(const std::filesystem::path& file) {
  std::vector<Entry> entries;
  std::ifstream in(file);
  std::string* into = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("msgid ")) into = &entries.emplace_back().text;
    if (line.starts_with("msgstr ")) into = &entries.back().translation;
    if (into && (line.starts_with("msg") || line.starts_with('"'))) *into += unquoted(line);
  }
  std::erase_if(entries, [](const Entry& entry) { return entry.text.empty(); });
  return entries;
}

}  // namespace muster::testing
