#include "engine/statistics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace muster {

double quantile(std::span<const double> sorted, double p) {
  if (sorted.empty()) throw std::invalid_argument("a quantile needs at least one value");
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("a quantile at " + std::to_string(p) + "; it must be in [0, 1]");
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

}  // namespace muster
