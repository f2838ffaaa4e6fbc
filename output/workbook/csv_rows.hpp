// The rows of a table that this program wrote as CSV (output/tables/csv.hpp), field by field.
//
// Contract: fields are given unquoted, in the order of the file, and live as long as the row is looked at. Leaves out: CSV of
// other programs, whose dialects are many.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

class CsvRows {
 public:
  /// @throws OutputError if the file cannot be read
  explicit CsvRows(const std::filesystem::path& file);

  /// The index of a column by its name. @throws std::out_of_range if there is none
  [[nodiscard]] std::size_t column(std::string_view name) const;

  /// Every row from the first, the heading left out.
  void each(const std::function<void(const std::vector<std::string>&)>& look) const;

 private:
  bool next(std::size_t& at, std::vector<std::string>& fields) const;

  std::string bytes_;
  std::vector<std::string> heading_;
  std::size_t first_ = 0;  // where the rows begin
};

/// A number as the tables have it; NaN for an empty field.
[[nodiscard]] double number_of(const std::string& field);

}  // namespace muster::output
