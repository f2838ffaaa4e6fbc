#include "engine/statistics/quantile_sketch.hpp"

#include "engine/statistics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

namespace muster {

void QuantileSketch::add(std::span<const float> values, FloatSorter& sorter) {
  if (values.empty()) return;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  lowest_ = std::min(lowest_, *low);
  highest_ = std::max(highest_, *high);
  count_ += values.size();
  if (!counts_.empty()) return count_in(values);
  if (count_ <= most_kept) {
    points_.reserve(count_);  // exactly as much memory as they need
    points_.insert(points_.end(), values.begin(), values.end());
    return;
  }
  std::vector<float> all(points_);
  all.insert(all.end(), values.begin(), values.end());
  sorter.sort(all);
  keep_points(all);
  count_in(all);
}

void QuantileSketch::keep_points(const std::vector<float>& sorted) {
  std::vector<float> points;
  for (std::size_t i = 0; i < sorted.size() && points.size() <= most_points; ++i)
    if (points.empty() || points.back() != sorted[i]) points.push_back(sorted[i]);
  if (points.size() > most_points) {  // too many: a selection, which includes the smallest and the largest
    points.clear();
    for (std::size_t i = 0; i < most_points; ++i) {
      const double sine = std::sin(std::numbers::pi / 2 * static_cast<double>(i) / (most_points - 1));
      const auto rank = static_cast<std::size_t>(std::llround(sine * sine * static_cast<double>(sorted.size() - 1)));
      if (points.empty() || points.back() != sorted[rank]) points.push_back(sorted[rank]);
    }
  }
  points_ = std::vector<float>(points.begin(), points.end());
  counts_.assign(2 * points_.size() + 1, 0);
}

void QuantileSketch::count_in(std::span<const float> values) {
  for (const float value : values) {
    // Finds the first point that is not below the value, without a branch that could be mispredicted.
    const float* at = points_.data();
    for (std::size_t left = points_.size(); left > 1;) {
      const std::size_t half = left / 2;
      at += at[half - 1] < value ? half : 0;
      left -= half;
    }
    const bool above = *at < value;
    const std::size_t slot = 2 * static_cast<std::size_t>(at - points_.data()) + (above ? 2 : *at == value ? 1 : 0);
    ++counts_[slot];
  }
}

QuantileSketch::Position QuantileSketch::find(std::uint64_t nth) const {
  for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
    if (nth < counts_[slot]) return {slot, nth, counts_[slot]};
    nth -= counts_[slot];
  }
  throw std::logic_error("the counts of a quantile sketch sum to fewer values than were added");
}

double QuantileSketch::value_at(std::uint64_t nth) const {
  const Position position = find(nth);
  const std::size_t point = position.slot / 2;
  if (position.slot % 2 == 1) return static_cast<double>(points_[point]);
  const bool first = point == 0, last = point == points_.size();
  const double low = static_cast<double>(first ? lowest_ : points_[point - 1]);
  const double high = static_cast<double>(last ? highest_ : points_[point]);
  // The values in an inner gap exclude both points. Those in an outer gap include the lowest or the highest value.
  const std::uint64_t step = position.nth + (first ? 0 : 1), steps = position.of + (first || last ? 0 : 1);
  return std::lerp(low, high, static_cast<double>(step) / static_cast<double>(steps));
}

double QuantileSketch::position_of(double p) const {
  if (count_ == 0) throw std::invalid_argument("a quantile needs at least one value");
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("a quantile at " + std::to_string(p) + "; it must be in [0, 1]");
  return p * static_cast<double>(count_ - 1);
}

double QuantileSketch::quantile(double p) const {
  const double position = position_of(p);
  if (counts_.empty()) {
    std::vector<double> sorted(points_.begin(), points_.end());
    std::sort(sorted.begin(), sorted.end());
    return muster::quantile(sorted, p);
  }
  const auto below = static_cast<std::uint64_t>(position);
  const std::uint64_t above = std::min(below + 1, count_ - 1);
  return std::lerp(value_at(below), value_at(above), position - static_cast<double>(below));
}

double QuantileSketch::rank_error(double p) const {
  const auto below = static_cast<std::uint64_t>(position_of(p));
  if (counts_.empty()) return 0;
  std::uint64_t most = 0;
  for (const std::uint64_t nth : {below, std::min(below + 1, count_ - 1)})
    if (const Position position = find(nth); position.slot % 2 == 0) most = std::max(most, position.of);
  return static_cast<double>(most) / static_cast<double>(count_);
}

}  // namespace muster
