#include "output/workbook/csv_rows.hpp"

#include "output/file.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <stdexcept>

namespace muster::output {

CsvRows::CsvRows(const std::filesystem::path& file) : bytes_(read_file(file)) { next(first_, heading_); }

std::size_t CsvRows::column(std::string_view name) const {
  const auto found = std::find(heading_.begin(), heading_.end(), name);
  if (found == heading_.end()) throw std::out_of_range("no column " + std::string(name));
  return static_cast<std::size_t>(found - heading_.begin());
}

bool CsvRows::next(std::size_t& at, std::vector<std::string>& fields) const {
  if (at >= bytes_.size()) return false;
  std::size_t count = 0;
  const auto start_field = [&]() -> std::string& {
    if (count == fields.size()) fields.emplace_back();
    fields[count].clear();
    return fields[count++];
  };
  for (bool more = true; more;) {
    std::string& field = start_field();
    if (at < bytes_.size() && bytes_[at] == '"') {
      for (++at; at < bytes_.size(); ++at) {
        if (bytes_[at] == '"') {
          if (at + 1 >= bytes_.size() || bytes_[at + 1] != '"') break;
          ++at;  // a quote written twice
        }
        field += bytes_[at];
      }
      ++at;
    } else {
      const std::size_t end = std::min(bytes_.find_first_of(",\n", at), bytes_.size());
      field.assign(bytes_, at, end - at);
      at = end;
    }
    more = at < bytes_.size() && bytes_[at] == ',';
    ++at;
  }
  fields.resize(count);
  return true;
}

void CsvRows::each(const std::function<void(const std::vector<std::string>&)>& look) const {
  std::vector<std::string> fields;
  for (std::size_t at = first_; next(at, fields);) look(fields);
}

double number_of(const std::string& field) {
  return field.empty() ? std::numeric_limits<double>::quiet_NaN() : std::strtod(field.c_str(), nullptr);
}

}  // namespace muster::output
