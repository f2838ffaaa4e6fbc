#include "bench/same.hpp"

#include "engine/random/distribution.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <tuple>

namespace muster::bench {

namespace {

[[noreturn]] void refuse(const std::string& name, std::size_t line, const std::string& what) {
  throw std::invalid_argument(name + ":" + std::to_string(line) + ": error: " + what);
}

// The ids of areas, series and units contain no commas, so fields are never quoted.
std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

// NaN for an empty field, nothing for a field that is not a number.
std::optional<double> number(std::string_view text) {
  if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// `p05` → 0.05
std::optional<double> probability(std::string_view column) {
  if (column.size() != 3 || column[0] != 'p') return std::nullopt;
  const std::optional<double> percent = number(column.substr(1));
  if (!percent || !(*percent > 0 && *percent < 100)) return std::nullopt;
  return *percent / 100;
}

using Key = std::tuple<std::string, std::string, std::string>;
Key key_of(const Cell& cell) { return {cell.date, cell.area, cell.series}; }

nlohmann::json words(const Cell& before, const Cell& after) {
  const auto numbers = [](const Cell& cell) {
    return nlohmann::json{{"replications", cell.replications}, {"mean", cell.mean}, {"sd", cell.sd}};
  };
  return {{"date", before.date},
          {"area", before.area},
          {"series", before.series},
          {"old", numbers(before)},
          {"new", numbers(after)}};
}

/// The results of many tests of one kind.
class Tests {
 public:
  void add(double z, const Cell& before, const Cell& after) {
    const double size = std::abs(z);
    ++count_;
    above_2_ += size > 1.96;
    above_4_ += size > 4;
    if (count_ > 1 && !(size > std::abs(largest_))) return;
    largest_ = z;
    before_ = &before;
    after_ = &after;
  }

  [[nodiscard]] nlohmann::json words() const {
    nlohmann::json result = {{"tests", count_}};
    if (count_ == 0) return result;
    const auto n = static_cast<double>(count_);
    result["share_above_1.96"] = static_cast<double>(above_2_) / n;
    result["share_above_4"] = static_cast<double>(above_4_) / n;
    result["expected_above_1.96"] = 2 * normal_cdf(-1.96);
    result["expected_above_4"] = 2 * normal_cdf(-4);
    result["largest_z"] = largest_;
    result["largest_z_cell"] = bench::words(*before_, *after_);
    return result;
  }

 private:
  std::uint64_t count_ = 0, above_2_ = 0, above_4_ = 0;
  double largest_ = 0;
  const Cell* before_ = nullptr;
  const Cell* after_ = nullptr;
};

constexpr double fewest = 30;        // values from which on the mean of a cell is nearly normally distributed
constexpr double near_normal = 0.3;  // standard deviations
constexpr double known_to_relative = 0.01;

bool same_number(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool constant(const Cell& cell) { return std::isnan(cell.mean) || cell.sd == 0; }

double mean_error(const Cell& cell) { return cell.sd / std::sqrt(cell.replications); }

bool is_known(const Cell& cell) { return mean_error(cell) <= known_to_relative * std::abs(cell.mean); }

/// Whether the two cells together are distributed nearly normally, as the tests of sds and quantiles require.
/// Their averages are used, which do not depend on the differences to be tested.
bool are_near_normal(const Cell& a, const Cell& b, const std::vector<double>& probabilities) {
  const double mean = (a.mean + b.mean) / 2, sd = (a.sd + b.sd) / 2;
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (!(std::abs(((a.quantiles[i] + b.quantiles[i]) / 2 - mean) / sd - normal_quantile(probabilities[i])) <=
          near_normal))
      return false;
  return true;
}

/// The standard error of a quantile of n normally distributed values, in units of their standard deviation.
/// Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed., sec. 10.2.
double quantile_error(double p, double n) {
  const double at = normal_quantile(p);
  const double density = std::exp(-at * at / 2) / std::sqrt(2 * std::numbers::pi);
  return std::sqrt(p * (1 - p) / n) / density;
}

}  // namespace

Trajectories read_trajectories(std::istream& table, const std::string& name) {
  std::string line;
  std::getline(table, line);
  const std::vector<std::string_view> header = fields_of(line);
  const auto find = [&](std::string_view column) {
    for (std::size_t i = 0; i < header.size(); ++i)
      if (header[i] == column) return i;
    refuse(name, 1, "there is no column `" + std::string(column) + "`");
  };
  const std::size_t date = find("date"), area = find("area"), series = find("series"),
                    replications = find("replications"), mean = find("mean"), sd = find("sd");
  Trajectories read;
  std::vector<std::size_t> quantiles;
  for (std::size_t i = 0; i < header.size(); ++i)
    if (const std::optional<double> p = probability(header[i])) {
      quantiles.push_back(i);
      read.probabilities.push_back(*p);
    }
  const std::size_t columns = header.size();

  std::map<Key, std::size_t> lines;
  std::string row;
  for (std::size_t at = 2; std::getline(table, row); ++at) {
    const std::vector<std::string_view> fields = fields_of(row);
    if (fields.size() != columns)
      refuse(name, at,
             "it has " + std::to_string(fields.size()) + " fields, but the header has " + std::to_string(columns));
    const auto value = [&](std::size_t column) {
      const std::optional<double> found = number(fields[column]);
      if (!found) refuse(name, at, "`" + std::string(fields[column]) + "` is not a number");
      return *found;
    };
    Cell cell{std::string(fields[date]),
              std::string(fields[area]),
              std::string(fields[series]),
              value(replications),
              value(mean),
              value(sd),
              {}};
    for (const std::size_t column : quantiles) cell.quantiles.push_back(value(column));
    if (const auto [first, is_new] = lines.emplace(key_of(cell), at); !is_new)
      refuse(name, at, "it is the same cell as in line " + std::to_string(first->second));
    read.cells.push_back(std::move(cell));
  }
  return read;
}

nlohmann::json same(const Trajectories& before, const Trajectories& after) {
  if (before.probabilities != after.probabilities)
    throw std::invalid_argument(
        "the two tables have different quantiles: " + std::to_string(before.probabilities.size()) + " and " +
        std::to_string(after.probabilities.size()));
  std::map<Key, const Cell*> old_cells;
  for (const Cell& cell : before.cells) old_cells.emplace(key_of(cell), &cell);

  Tests means, sds, quantiles;
  std::uint64_t both = 0, constants = 0, unequal = 0, too_few = 0;
  nlohmann::json first_unequal, furthest;
  double largest_relative = -1;
  for (const Cell& b : after.cells) {
    const auto found = old_cells.find(key_of(b));
    if (found == old_cells.end()) continue;
    const Cell& a = *found->second;
    ++both;
    if (const double relative = std::abs(b.mean / a.mean - 1);
        a.area == "all" && is_known(a) && is_known(b) && relative > largest_relative) {
      largest_relative = relative;
      furthest = words(a, b);
    }
    const double fewer = std::min(a.replications, b.replications), more = std::max(a.replications, b.replications);
    if (constant(a) && constant(b) && same_number(a.mean, b.mean)) {
      ++constants;
      continue;
    }
    if (fewer < fewest && !(fewer == 0 && more >= fewest)) {
      ++too_few;  // where values are rare, even whether there is one is random
      continue;
    }
    if ((constant(a) && constant(b)) || fewer == 0) {
      if (++unequal == 1) first_unequal = words(a, b);
      continue;
    }
    means.add((b.mean - a.mean) / std::hypot(mean_error(a), mean_error(b)), a, b);
    if (!are_near_normal(a, b, before.probabilities)) continue;
    // The logarithm of a normal sample's standard deviation has a variance of about 1 / (2 (n - 1)).
    if (a.sd > 0 && b.sd > 0)
      sds.add(std::log(b.sd / a.sd) / std::sqrt(0.5 / (a.replications - 1) + 0.5 / (b.replications - 1)), a, b);
    for (std::size_t i = 0; i < before.probabilities.size(); ++i) {
      const double p = before.probabilities[i];
      const double error =
          std::hypot(a.sd * quantile_error(p, a.replications), b.sd * quantile_error(p, b.replications));
      quantiles.add((b.quantiles[i] - a.quantiles[i]) / error, a, b);
    }
  }

  nlohmann::json result = {{"cells", both},
                           {"only_in_old", before.cells.size() - both},
                           {"only_in_new", after.cells.size() - both},
                           {"constant_equal", constants},
                           {"constant_unequal", unequal},
                           {"too_few", too_few},
                           {"means", means.words()},
                           {"sds", sds.words()},
                           {"quantiles", quantiles.words()}};
  if (unequal > 0) result["first_unequal"] = first_unequal;
  if (largest_relative >= 0) {
    result["largest_relative_difference"] = largest_relative;
    result["largest_relative_difference_cell"] = furthest;
  }
  return result;
}

}  // namespace muster::bench
