#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <fmt/format.h>
#include <numeric>
#include <tuple>
#include <utility>

namespace muster {

namespace {

constexpr std::size_t longest_line_shown = 160;  // bytes; a file may be one line of a megabyte

bool starts_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// Columns count characters, as editors do, so the caret line copies the width of what stands before it: a tab stays a tab
// and a wide (East Asian) character takes two blanks.
std::string blanks_before(const std::string& line, int column) {
  std::string blanks;
  int characters = 0;
  for (std::size_t i = 0; i < line.size() && characters < column - 1; ++i) {
    if (!starts_a_character(line[i])) continue;
    ++characters;
    const bool wide = static_cast<unsigned char>(line[i]) >= 0xE3U;
    blanks += line[i] == '\t' ? "\t" : wide ? "  " : " ";
  }
  return blanks;
}

// What a terminal may be shown of a line: characters that would steer it, and bytes that are none, are replaced.
std::string clipped(const std::string& line) {
  using Utf8 = boost::locale::utf::utf_traits<char>;
  std::string clean;
  const char* at = line.data();
  const char* const end = at + line.size();
  while (at != end) {
    const char* const start = at;
    const boost::locale::utf::code_point read = Utf8::decode(at, end);
    const bool readable = read != boost::locale::utf::illegal && read != boost::locale::utf::incomplete;
    const bool control = (read < 0x20 && read != '\t') || (read >= 0x7F && read < 0xA0);
    if (clean.size() + static_cast<std::size_t>(at - start) > longest_line_shown) return clean + " …";
    if (readable && !control) {
      clean.append(start, at);
    } else {
      clean += "\uFFFD";
      if (!readable) at = start + 1;
    }
  }
  return clean;
}

}  // namespace

std::string to_string(const Where& where) {
  if (where.line == 0) return where.file;
  return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

void Diagnostics::error(Where where, std::string message, std::vector<std::string> notes) {
  errors_.push_back({std::move(where), std::move(message), std::move(notes)});
}

void Diagnostics::warning(Where where, std::string message, std::vector<std::string> notes) {
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
  std::string shown = d.severity == Severity::error ? text("{}: error: {}", where, d.message)
                                                    : text("{}: warning: {}", where, d.message);
  shown += "\n";
  const auto lines = lines_.find(d.where.file);
  if (lines != lines_.end() && d.where.line >= 1 && static_cast<std::size_t>(d.where.line) <= lines->second.size()) {
    const std::string& line = lines->second[static_cast<std::size_t>(d.where.line) - 1];
    shown += fmt::format("{:5} | {}\n", d.where.line, clipped(line));
    if (static_cast<std::size_t>(d.where.column) <= longest_line_shown)
      shown += fmt::format("      | {}^{}\n", blanks_before(line, d.where.column),
                           std::string(static_cast<std::size_t>(std::clamp(d.where.width, 1, 60) - 1), '~'));
  }
  for (const std::string& note : d.notes) shown += "  " + text("note: {}", note) + "\n";
  return shown;
}

std::string Diagnostics::to_string() const {
  std::string shown;
  const std::vector<Diagnostic> all = sorted();
  for (const Diagnostic& d : all) shown += to_string(d);
  shown +=
      all.size() == 1 ? text("1 error; nothing was simulated") : text("{} errors; nothing was simulated", all.size());
  return shown + "\n";
}

std::string nearest(std::string_view written, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
  std::vector<std::size_t> row, above, two_above;
  for (const std::string& candidate : known) {
    const std::size_t longer = std::max(written.size(), candidate.size());
    if (longer - std::min(written.size(), candidate.size()) >= best_distance) continue;  // a word may be a megabyte
    // Levenshtein's distance with neighbours that changed places as one step, because fingers do that.
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
      if (*std::min_element(row.begin(), row.end()) >= best_distance) break;  // no later row has a smaller one
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
  return near.empty() ? std::string{} : text("; nearest is `{}`", near);
}

}  // namespace muster
