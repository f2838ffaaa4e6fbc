// Rows of cells, aligned in columns for a terminal; blanks between columns, none at the end of a line.
#pragma once

#include "output/words.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

class TerminalTable {
 public:
  /// @param right  which columns are aligned to the right
  explicit TerminalTable(std::vector<bool> right) : right_(std::move(right)) {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  [[nodiscard]] std::string text() const {
    std::vector<std::size_t> widths(right_.size(), 0);
    for (const auto& row : rows_)
      for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
    std::string text;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (widths[c] == 0) continue;
        if (c > 0) line += "  ";
        line += right_[c] ? pad_left(row[c], widths[c]) : pad_right(row[c], widths[c]);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    return text;
  }

 private:
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace muster::output
