#include "output/formats/csv.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace muster::output {

namespace {

constexpr std::size_t bytes_at_once = std::size_t{1} << 16;

// Formats cells as fields. It reuses the last number and the last date it formatted, because many fields repeat:
// all statistics of a cell are equal if the replications agree, and a thousand rows have the same date.
class Fields {
 public:
  void append(fmt::memory_buffer& to, const Cell& cell) {
    switch (cell.kind) {
      case Cell::Kind::number:
        if (std::isnan(cell.number)) return;
        if (!has_number_ || cell.number != number_) {  // -0 equals 0 and is written like it
          number_ = cell.number;
          has_number_ = true;
          digits_.clear();
          append_number(digits_, number_);
        }
        to.append(digits_.data(), digits_.data() + digits_.size());
        return;
      case Cell::Kind::date:
        if (day_.empty() || cell.date != date_) day_ = iso(date_ = cell.date);
        to.append(day_);
        return;
      case Cell::Kind::words:
      case Cell::Kind::named:
        append_text(to, cell.id);
        return;
      case Cell::Kind::nothing:
      case Cell::Kind::withheld:
        return;
    }
  }

 private:
  double number_ = 0;
  bool has_number_ = false;
  fmt::memory_buffer digits_;
  Date date_{};
  std::string day_;
};

}  // namespace

void write_csv(std::ostream& out, const Table& table) {
  fmt::memory_buffer buffer;
  const auto flush = [&] {
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    buffer.clear();
  };
  for (const Column& column : table.columns) {
    if (&column != table.columns.data()) buffer.push_back(',');
    append_text(buffer, column.id);
  }
  buffer.push_back('\n');
  Fields fields;
  table.each([&](std::span<const Cell> row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) buffer.push_back(',');
      fields.append(buffer, row[c]);
    }
    buffer.push_back('\n');
    if (buffer.size() >= bytes_at_once) flush();
  });
  flush();
}

void write_csv(TableFiles& files, const std::vector<Table>& tables) {
  for (const Table& table : tables) files.write(table.id + ".csv", [&](std::ostream& out) { write_csv(out, table); });
}

void write_csv(const std::filesystem::path& folder, const std::vector<Table>& tables) {
  TableFiles files(folder);
  write_csv(files, tables);
}

void append_text(fmt::memory_buffer& to, std::string_view text) {
  const auto needs_quotes = [](char letter) {
    return letter == ',' || letter == '"' || letter == '\n' || letter == '\r';
  };
  if (std::none_of(text.begin(), text.end(), needs_quotes)) return to.append(text);
  to.push_back('"');
  for (const char letter : text) {
    if (letter == '"') to.push_back('"');
    to.push_back(letter);
  }
  to.push_back('"');
}

void append_number(fmt::memory_buffer& to, double value) {
  if (std::isnan(value)) return;
  constexpr double exact = 9007199254740992;  // 2^53: up to here a double holds every whole number
  const auto append_whole = [&](std::int64_t whole) {
    const fmt::format_int digits(whole);
    to.append(digits.data(), digits.data() + digits.size());
  };
  const double size = std::abs(value);
  if (value == std::trunc(value) && size <= exact) {
    append_whole(static_cast<std::int64_t>(value));
  } else if (size >= 1e6 && size <= exact) {
    append_whole(std::llround(value));  // seven digits or more before the point
  } else if (size >= 1e-4 || size < 1e-12 || std::isinf(value)) {
    fmt::format_to(std::back_inserter(to), "{:.7g}", value);
  } else {
    std::string fixed = fmt::format("{:.{}f}", value, 6 - static_cast<int>(std::floor(std::log10(size))));
    fixed.erase(fixed.find_last_not_of('0') + 1);
    to.append(fixed);
  }
}

double as_in_tables(double value) {
  if (std::isnan(value)) return nan;
  fmt::memory_buffer buffer;
  append_number(buffer, value);
  return std::strtod(fmt::to_string(buffer).c_str(), nullptr);
}

}  // namespace muster::output
