// Quantiles of many values in little memory: values are counted at and between fixed points, which are quantiles
// of the first values.
//
// Contract: takes at most 800 bytes besides the object, for any number of values. The first 192 values are all
// kept and give exact quantiles. Once the points are fixed, the counts do not depend on the order in which values
// arrive, because they are whole numbers. Every quantile lies between the two points that enclose the exact one,
// so the error of its rank is at most the share of the values between these points, and this share is known. If
// there are no more than 64 different values and the first call contains all of them, as with small counts, the
// quantiles are exact. Leaves out: NaN.
// Source: A. Krieger, J. Gastwirth, Interpolation from grouped data for unimodal densities, Econometrica 52
// (1984). The ranks of the points are evenly spaced on the arcsine scale, with small steps towards both ends: T.
// Dunning, O. Ertl, Computing extremely accurate quantiles using t-digests (2019).
#pragma once

#include "engine/statistics/float_sorter.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace muster {

class QuantileSketch {
 public:
  static constexpr std::size_t most_points = 64;
  static constexpr std::size_t most_kept = 192;  // these take no more memory than 64 points and their counts

  /// Adds values, in any order. The values available at the start should be added in one call, because the points
  /// are chosen when a call first brings the total above most_kept.
  void add(std::span<const float> values, FloatSorter& sorter);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// The p quantile, type 7 (see quantile.hpp), with the values between two points taken as evenly spread over
  /// that gap.
  /// @throws std::invalid_argument if there are no values or p is not in [0, 1]
  [[nodiscard]] double quantile(double p) const;

  /// The largest possible error of the rank of quantile(p), as a share of the values: the share in the gap in
  /// which the quantile lies; 0 if it lies at a point.
  [[nodiscard]] double rank_error(double p) const;

  /// The memory used besides the object itself.
  [[nodiscard]] std::size_t bytes() const {
    return points_.capacity() * sizeof(float) + counts_.capacity() * sizeof(std::uint32_t);
  }

 private:
  // The position of the nth smallest value (from 0): in `slot`, where it is number `nth` (from 0) of `of` values.
  struct Position {
    std::size_t slot;
    std::uint64_t nth, of;
  };

  void keep_points(const std::vector<float>& sorted);
  void count_in(std::span<const float> values);
  [[nodiscard]] Position find(std::uint64_t nth) const;
  [[nodiscard]] double value_at(std::uint64_t nth) const;
  [[nodiscard]] double position_of(double p) const;

  std::vector<float> points_;  // ascending and distinct; while all values are kept: the values, in any order
  // The numbers of values below the first point, at it, between it and the second, …, above the last.
  std::vector<std::uint32_t> counts_;
  std::uint64_t count_ = 0;
  float lowest_ = std::numeric_limits<float>::infinity();
  float highest_ = -std::numeric_limits<float>::infinity();
};

}  // namespace muster
