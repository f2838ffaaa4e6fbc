// How far a value lies from the rank it should have among others.
#pragma once

#include <algorithm>
#include <vector>

namespace muster::test {

/// The distance, as a share of the values, from p to the ranks that a value has among sorted ones; 0 if p is one of them.
/// A value of theirs has the ranks from that of the first like it to that of the last, one between two has both of theirs.
[[nodiscard]] inline double rank_error(const std::vector<double>& sorted, double value, double p) {
  const auto place = p * static_cast<double>(sorted.size() - 1);
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
  const auto low = static_cast<double>(first - sorted.begin()) - (first == last ? 1 : 0);
  const auto high = static_cast<double>(last - sorted.begin()) - (first == last ? 0 : 1);
  return std::max({0.0, low - place, place - high}) / static_cast<double>(sorted.size());
}

}  // namespace muster::test
