#include "output/terminal/layout.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace muster::output {

namespace {

constexpr std::string_view sequences[] = {"\x1b[1m", "\x1b[32m", "\x1b[33m", "\x1b[31m"};  // in the order of TextStyle
constexpr std::string_view plain_again = "\x1b[0m";

struct Letter {
  std::string bytes;  // with the SGR sequences around it
  char32_t code = 0;
  std::size_t width = 0;
  bool after_blank = false;
  bool may_begin = false;  // whether a line may end before it
};

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  std::string before;
  bool blank = false;
  while (!text.empty()) {
    if (const std::size_t length = length_of_style(text)) {
      const std::string_view sequence = text.substr(0, length);
      text.remove_prefix(length);
      if (sequence == plain_again && !letters.empty() && before.empty())
        letters.back().bytes += sequence;
      else
        before += sequence;
      continue;
    }
    const std::string_view from = text;
    const Character one = take_character(text);
    if (one.code == ' ') {
      blank = true;
      continue;
    }
    const std::string bytes(from.substr(0, from.size() - text.size()));
    letters.push_back({std::exchange(before, {}) + bytes, one.code, display_width(bytes), blank, false});
    blank = false;
  }
  if (!letters.empty()) letters.back().bytes += before;
  return letters;
}

bool is_one_of(char32_t code, std::u32string_view set) { return set.find(code) != std::u32string_view::npos; }
bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }
bool closes(char32_t code) { return is_one_of(code, U"，。、；：！？）》」』】”’％…～,.;:!?)]%"); }
bool opens(char32_t code) { return is_one_of(code, U"（《「『【“‘([≥≤～"); }

// Units that follow a number in Chinese and are longer than one character. Of any other unit only the first
// character is kept on the number's line; the rest may follow on the next one.
constexpr std::array<std::u32string_view, 12> long_units = {U"个百分点", U"个社工站", U"个地区", U"万人次",
                                                            U"万人",     U"万元",     U"亿元",   U"亿人",
                                                            U"人次",     U"个月",     U"个人",   U"个站"};

// The length of the unit that starts at a letter, which follows a digit without a space.
std::size_t unit_from(const std::vector<Letter>& letters, std::size_t at) {
  for (const std::u32string_view unit : long_units) {
    if (at + unit.size() > letters.size()) continue;
    bool same = true;
    for (std::size_t k = 0; k < unit.size(); ++k) same = same && letters[at + k].code == unit[k];
    if (same) return unit.size();
  }
  return 1;
}

void find_breaks(std::vector<Letter>& letters) {
  constexpr std::string_view large[] = {"million", "billion", "thousand"};  // stays with the unit after it
  std::size_t unit_until = 0, word_from = 0;
  for (std::size_t i = 1; i < letters.size(); ++i) {
    const Letter &last = letters[i - 1], &next = letters[i];
    const bool digit = is_digit(last.code), wide = last.width > 1 || next.width > 1;
    if (next.after_blank) {
      std::string word;
      for (std::size_t k = word_from; k < i; ++k) word += letters[k].bytes;
      const bool after_number =
          word_from > 0 && letters[word_from].after_blank && is_digit(letters[word_from - 1].code);
      const bool of_number = digit && !opens(next.code);
      const bool large_number =
          after_number && std::find(std::begin(large), std::end(large), without_style(word)) != std::end(large);
      next.code == U'±' || last.code == U'±' || opens(last.code) || of_number || large_number
          ? void()
          : void(letters[i].may_begin = true);
      word_from = i;
    } else if (wide) {
      if (digit && next.width > 1 && !closes(next.code)) unit_until = i + unit_from(letters, i);
      const bool in_date =
          is_digit(next.code) && is_one_of(last.code, U"年月") && i >= 2 && is_digit(letters[i - 2].code);
      letters[i].may_begin = i >= unit_until && !in_date && !closes(next.code) && !opens(last.code);
      if (letters[i].may_begin) word_from = i;
    }
  }
}

std::vector<std::string> lines_of_one(std::string_view text, std::size_t width) {
  std::vector<Letter> letters = letters_of(text);
  find_breaks(letters);
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for (std::size_t i = 0; i < letters.size();) {
    std::size_t end = i + 1, length = letters[i].width;  // of the letters that must stay on one line
    for (; end < letters.size() && !letters[end].may_begin; ++end)
      length += letters[end].width + (letters[end].after_blank ? 1 : 0);
    const std::size_t blank = used > 0 && letters[i].after_blank ? 1 : 0;
    if (used > 0 && used + blank + length > width) {
      lines.emplace_back();
      used = 0;
    }
    for (std::size_t k = i; k < end; ++k) {
      const std::size_t gap = used > 0 && letters[k].after_blank ? 1 : 0;
      if (used > 0 && used + gap + letters[k].width > width) {  // wider than a line: broken anywhere
        lines.emplace_back();
        used = 0;
      } else if (gap > 0) {
        lines.back() += ' ';
        ++used;
      }
      lines.back() += letters[k].bytes;
      used += letters[k].width;
    }
    i = end;
  }
  return lines;
}

// The widest part of a cell that stays together.
std::size_t widest_piece(std::string_view text) {
  std::size_t widest = 0;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::vector<Letter> letters = letters_of(text.substr(0, end));
    find_breaks(letters);
    std::size_t length = 0;
    for (const Letter& letter : letters) {
      length = letter.may_begin ? letter.width : length + letter.width + (letter.after_blank && length > 0 ? 1 : 0);
      widest = std::max(widest, length);
    }
    if (end == text.size()) return widest;
    text.remove_prefix(end + 1);
  }
}

std::size_t natural_width(std::string_view text) {
  std::size_t widest = 0;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    widest = std::max(widest, display_width(text.substr(0, end)));
    if (end == text.size()) return widest;
    text.remove_prefix(end + 1);
  }
}

constexpr std::size_t between_columns = 2;

}  // namespace

std::string styled(std::string words, TextStyle ink, const Screen& screen) {
  if (!screen.colours || words.empty()) return words;
  return std::string(sequences[static_cast<std::size_t>(ink)]) + words + std::string(plain_again);
}

std::size_t length_of_style(std::string_view text) {
  if (text.starts_with(plain_again)) return plain_again.size();
  for (const std::string_view sequence : sequences)
    if (text.starts_with(sequence)) return sequence.size();
  return 0;
}

std::string without_style(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t length = length_of_style(text);
    if (length == 0) plain += text.front();
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return plain;
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (std::string& line : lines_of_one(text.substr(0, end), std::max<std::size_t>(width, 1)))
      lines.push_back(std::move(line));
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string paragraph(const std::string& text, const Screen& screen, std::size_t first, std::size_t rest) {
  const std::size_t widest = std::max(first, rest);
  std::string said;
  for (const std::string& line : lines_of(text, screen.width > widest ? screen.width - widest : 1))
    said += (line.empty() ? "" : std::string(said.empty() ? first : rest, ' ')) + line + "\n";
  return said;
}

TerminalTable::TerminalTable(std::vector<TerminalColumn> columns, std::size_t indent)
    : columns_(std::move(columns)), indent_(indent) {}

void TerminalTable::add(std::vector<std::string> row) {
  row.resize(columns_.size());
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> TerminalTable::shown_columns() const {
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return !row[c].empty(); })) shown.push_back(c);
  return shown;
}

std::vector<std::size_t> TerminalTable::widths(const std::vector<std::size_t>& columns, std::size_t width) const {
  constexpr std::size_t least = 16, least_head = 8;  // width of a column with long texts, of one with a long head
  std::vector<std::size_t> widest, narrowest;
  for (const std::size_t c : columns) {
    std::size_t natural = 0, piece = 0;
    for (const auto& row : rows_) {
      natural = std::max(natural, natural_width(row[c]));
      piece = std::max(piece, widest_piece(row[c]));
    }
    widest.push_back(std::max(natural, natural_width(columns_[c].head)));
    narrowest.push_back(
        std::max(columns_[c].wraps ? std::max(piece, std::min(natural, least)) : natural,
                 std::max(widest_piece(columns_[c].head), std::min(natural_width(columns_[c].head), least_head))));
  }
  const std::size_t between = indent_ + between_columns * (columns.empty() ? 0 : columns.size() - 1);
  std::size_t used = std::accumulate(narrowest.begin(), narrowest.end(), between);
  if (used > width) return {};
  for (bool grown = true; used < width && grown;) {  // the rest is shared evenly by the columns that can still grow
    grown = false;
    for (std::size_t k = 0; k < columns.size() && used < width; ++k)
      if (narrowest[k] < widest[k]) ++narrowest[k], ++used, grown = true;
  }
  return narrowest;
}

bool TerminalTable::fits(std::size_t width) const { return !widths(shown_columns(), width).empty() || rows_.empty(); }

std::string TerminalTable::blocks(const std::vector<std::size_t>& columns, const Screen& screen) const {
  std::string said;
  for (const auto& row : rows_) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      std::string cell = row[columns[k]];
      if (cell.empty()) continue;
      if (const std::size_t end = cell.find('\n'); end != std::string::npos) {  // further lines go into brackets
        std::string below = cell.substr(end + 1);
        std::replace(below.begin(), below.end(), '\n', ' ');
        cell = tr("{} ({})", cell.substr(0, end), below);
      }
      const std::string& head = columns_[columns[k]].head;
      if (k == 0)
        said += paragraph(styled(cell, TextStyle::bold, screen), screen, indent_, indent_ + 2);
      else
        said += paragraph(head.empty() ? cell : tr("{}: {}", head, cell), screen, indent_ + 2, indent_ + 4);
    }
  }
  return said;
}

std::string TerminalTable::text(const Screen& screen) const {
  std::vector<std::size_t> columns = shown_columns();
  const std::vector<std::size_t> all = columns;
  if (columns.empty()) return {};
  std::vector<std::size_t> wide = widths(columns, screen.width);
  while (wide.empty()) {
    const auto last =
        std::find_if(columns.rbegin(), columns.rend(), [&](std::size_t c) { return !columns_[c].needed; });
    if (last == columns.rend()) return blocks(all, screen);
    columns.erase(std::next(last).base());
    wide = widths(columns, screen.width);
  }
  std::string said;
  const auto add_row = [&](const auto& cell_of, bool head) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      cells.push_back(lines_of(cell_of(columns[k]), wide[k]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t l = 0; l < height; ++l) {
      std::string line;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        // Headings of several lines are aligned at their last line, so that they end just above the first row.
        const std::size_t from = head ? height - cells[k].size() : 0;
        const std::string part = l >= from && l - from < cells[k].size() ? cells[k][l - from] : std::string{};
        line += std::string(k == 0 ? 0 : between_columns, ' ') +
                (columns_[columns[k]].right ? pad_left(part, wide[k]) : pad_right(part, wide[k]));
      }
      line.erase(line.find_last_not_of(' ') + 1);
      if (head) line = styled(line, TextStyle::bold, screen);
      said += (line.empty() ? "" : std::string(indent_, ' ')) + line + "\n";
    }
  };
  if (std::any_of(columns.begin(), columns.end(), [&](std::size_t c) { return !columns_[c].head.empty(); }))
    add_row([&](std::size_t c) -> const std::string& { return columns_[c].head; }, true);
  for (const auto& row : rows_) add_row([&](std::size_t c) -> const std::string& { return row[c]; }, false);
  return said;
}

}  // namespace muster::output
