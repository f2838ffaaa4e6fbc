#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tuple>
#include <utility>

namespace muster {

namespace {

constexpr int widest_shown = 160;       // terminal cells; a file may be a single line of a megabyte
constexpr std::size_t most_shown = 50;  // errors; a file may have a hundred thousand
constexpr char32_t first_wide = 0x3000;

struct Excerpt {
  std::string line;    // the part of the source line, safe to print
  std::string blanks;  // the blanks before the caret
  int room;            // terminal cells from the caret to the end
};

// The part of a line around a column, counted in characters as editors do. Hidden characters, and bytes that are
// not part of a character, are replaced. The blanks before the caret are as wide as the text above them: a tab
// stays a tab, and a wide (East Asian) character takes two blanks.
Excerpt excerpt_of(std::string_view line, int column) {
  struct Piece {
    std::string_view bytes;
    int cells;
  };
  std::vector<Piece> pieces;
  int total = 0;
  while (!line.empty()) {
    const std::string_view before = line;
    const Character one = take_character(line);
    const bool clean = one.readable && !is_hidden(one.code);
    const bool wide = clean && one.code >= first_wide;
    pieces.push_back(
        {clean ? before.substr(0, before.size() - line.size()) : std::string_view("\uFFFD"), wide ? 2 : 1});
    total += pieces.back().cells;
  }
  const std::size_t marked = std::min(pieces.size(), static_cast<std::size_t>(std::max(column, 1)) - 1);
  std::size_t first = 0, last = pieces.size();
  if (total > widest_shown) {
    int to_marked = 0;
    for (std::size_t i = 0; i < marked; ++i) to_marked += pieces[i].cells;
    int cut = to_marked > widest_shown * 3 / 4 ? std::min(to_marked - widest_shown / 2, total - widest_shown) : 0;
    for (; cut > 0; ++first) cut -= pieces[first].cells;
    int cells = 0;
    for (last = first; last < pieces.size() && cells + pieces[last].cells <= widest_shown; ++last)
      cells += pieces[last].cells;
  }
  Excerpt excerpt{first > 0 ? "… " : "", first > 0 ? "  " : "", 0};
  for (std::size_t i = first; i < last; ++i) {
    excerpt.line += pieces[i].bytes;
    if (i >= marked) excerpt.room += pieces[i].cells;
    if (i < marked)
      excerpt.blanks += pieces[i].bytes == "\t" ? "\t" : std::string(static_cast<std::size_t>(pieces[i].cells), ' ');
  }
  if (last < pieces.size()) excerpt.line += " …";
  return excerpt;
}

// `width` characters, beginning at a column.
std::string_view part_of(std::string_view line, int column, int width) {
  for (int skipped = 1; skipped < column && !line.empty(); ++skipped) take_character(line);
  std::string_view rest = line;
  for (int taken = 0; taken < width && !rest.empty(); ++taken) take_character(rest);
  return line.substr(0, line.size() - rest.size());
}

bool is_ascii_word(char32_t code) {
  return code < 0x80 && ((code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                         (code >= 'a' && code <= 'z') || code == '_' || code == '%' || code == '.');
}

// Chinese text has its own punctuation; next to a keyboard letter or digit, it stands for the keyboard character.
bool is_out_of_place(const std::vector<char32_t>& codes, std::size_t at) {
  const auto form = keyboard_form(codes[at]);
  if (!form) return false;
  if (*form == ' ' || is_ascii_word(static_cast<unsigned char>(*form))) return true;
  const auto is_word = [](char32_t code) {
    const auto plain = keyboard_form(code);
    return is_ascii_word(plain ? static_cast<unsigned char>(*plain) : code);
  };
  return (at > 0 && is_word(codes[at - 1])) || (at + 1 < codes.size() && is_word(codes[at + 1]));
}

}  // namespace

std::string to_string(const SourceLocation& where) {
  const bool is_option = where.file.starts_with("--");  // its text is a single line, which is shown
  if (where.line == 0 || is_option) return where.file;
  return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

std::optional<std::size_t> find_out_of_place(std::string_view text) {
  std::vector<char32_t> codes;
  while (!text.empty()) codes.push_back(take_character(text).code);
  for (std::size_t at = 0; at < codes.size(); ++at)
    if (is_out_of_place(codes, at)) return at;
  return std::nullopt;
}

std::string remedy_for(char32_t code, std::string_view correct) {
  return tr("{}; write `{}`", name_of(code), correct);
}

void Diagnostics::error(SourceLocation where, std::string message, std::vector<std::string> notes) {
  constexpr std::size_t longest_corrected = 60;  // bytes
  const auto lines = lines_.find(where.file);
  if (lines != lines_.end() && where.line >= 1 && static_cast<std::size_t>(where.line) <= lines->second.size()) {
    const std::string& line = lines->second[static_cast<std::size_t>(where.line) - 1];
    std::string_view marked = part_of(line, where.column, where.width);
    const bool of_many = marked.starts_with('{') || marked.starts_with('[');  // its elements are checked separately
    const bool said = message.starts_with("U+");                              // the caller has named the character
    if (const auto at = of_many || said ? std::nullopt : find_out_of_place(marked)) {
      std::string_view from_there = part_of(marked, static_cast<int>(*at) + 1, where.width);
      const char32_t code = take_character(from_there).code;
      const bool one = !find_out_of_place(from_there) || marked.size() > longest_corrected;
      notes.insert(notes.begin(),
                   remedy_for(code, one ? std::string(1, *keyboard_form(code)) : in_keyboard_form(marked)));
      where.column += static_cast<int>(*at);
      where.width = 1;
    }
  }
  errors_.push_back({std::move(where), std::move(message), std::move(notes)});
}

void Diagnostics::warning(SourceLocation where, std::string message, std::vector<std::string> notes) {
  warnings_.push_back({std::move(where), std::move(message), std::move(notes), Severity::warning});
}

void Diagnostics::remember_text(const std::string& file, std::string_view text) {
  if (lines_.contains(file)) return;
  file_order_.push_back(file);
  std::vector<std::string>& lines = lines_[file];
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

std::vector<Diagnostic> Diagnostics::sorted(Severity severity) const {
  const auto rank = [this](const Diagnostic& d) {
    const auto file = std::find(file_order_.begin(), file_order_.end(), d.where.file);
    return std::tuple(file - file_order_.begin(), d.where.line, d.where.column);
  };
  std::vector<Diagnostic> sorted = severity == Severity::error ? errors_ : warnings_;
  std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.where == b.where && a.message == b.message;
  };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  return sorted;
}

std::string Diagnostics::to_string(const Diagnostic& d) const {
  const std::string where = muster::to_string(d.where);
  std::string shown =
      d.severity == Severity::error ? tr("{}: error: {}", where, d.message) : tr("{}: warning: {}", where, d.message);
  shown += "\n";
  const auto lines = lines_.find(d.where.file);
  if (lines != lines_.end() && d.where.line >= 1 && static_cast<std::size_t>(d.where.line) <= lines->second.size()) {
    const std::string& line = lines->second[static_cast<std::size_t>(d.where.line) - 1];
    const Excerpt excerpt = excerpt_of(line, d.where.column);
    const int width = std::clamp(d.where.width, 1, std::clamp(excerpt.room, 1, 60));
    shown += fmt::format("{:5} | {}\n      | {}^{}\n", d.where.line, excerpt.line, excerpt.blanks,
                         std::string(static_cast<std::size_t>(width) - 1, '~'));
  }
  for (const std::string& note : d.notes) shown += "  " + tr("note: {}", note) + "\n";
  return shown;
}

std::string Diagnostics::to_string() const {
  std::string shown;
  const std::vector<Diagnostic> all = sorted();
  for (std::size_t i = 0; i < std::min(all.size(), most_shown); ++i) shown += to_string(all[i]);
  if (all.size() > most_shown) shown += tr("… and {} more errors", all.size() - most_shown) + "\n";
  shown += all.size() == 1 ? tr("1 error; nothing was simulated") : tr("{} errors; nothing was simulated", all.size());
  return shown + "\n";
}

std::string nearest(std::string_view written, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
  std::vector<std::size_t> row, above, two_above;
  for (const std::string& candidate : known) {
    const std::size_t longer = std::max(written.size(), candidate.size());
    if (longer - std::min(written.size(), candidate.size()) >= best_distance) continue;  // words may be long
    // Levenshtein distance in which a swap of neighbours counts as one step, because it is a common typing error.
    row.resize(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < written.size(); ++i) {
      two_above = std::exchange(above, row);
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        row[j + 1] = std::min({above[j] + (written[i] == candidate[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1});
        if (i > 0 && j > 0 && written[i] == candidate[j - 1] && written[i - 1] == candidate[j])
          row[j + 1] = std::min(row[j + 1], two_above[j - 1] + 1);
      }
      if (*std::min_element(row.begin(), row.end()) >= best_distance)
        break;  // no later row can have a smaller distance
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

std::string nearest_hint(std::string_view written, const std::vector<std::string>& known) {
  const std::string near = nearest(written, known);
  return near.empty() ? std::string{} : tr("; nearest is `{}`", near);
}

}  // namespace muster
