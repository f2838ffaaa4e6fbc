// How far a value is from the rank it should have among other values.
#pragma once

#include <algorithm>
#include <vector>

namespace muster::test {

/// The distance from p to the nearest rank of `value` among the sorted values, as a share of their number; 0 if p
/// is one of its ranks. A value that occurs among them has all ranks from its first to its last occurrence; a value
/// between two has the ranks of both.
[[nodiscard]] inline double rank_error(const std::vector<double>& sorted, double value, double p) {
  const auto place = p * static_cast<double>(sorted.size() - 1);
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
  const auto low = static_cast<double>(first - sorted.begin()) - (first == last ? 1 : 0);
  const auto high = static_cast<double>(last - sorted.begin()) - (first == last ? 0 : 1);
  return std::max({0.0, low - place, place - high}) / static_cast<double>(sorted.size());
}

}  // namespace muster::test
