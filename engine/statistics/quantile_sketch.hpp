// The quantiles of many values in little memory: values are counted at and between fixed points, which are quantiles of the
// values that came first.
//
// Contract: at most 800 bytes beside the object, however many values; the first 192 are kept as they are and give exact
// quantiles. Counts are whole numbers: which values they hold depends on no order, once the points stand. Every quantile lies
// between the two points that enclose the exact one, so the error of its rank is at most the share of the values between
// them, and that is known. Where no more than 64 different values occur and the first call has them all, as in small counts, nothing is lost. Leaves out: NaN.
// Source: A. Krieger, J. Gastwirth, Interpolation from grouped data for unimodal densities, Econometrica 52 (1984). The ranks
// of the points are even on the arcsine scale, small steps towards both ends: T. Dunning, O. Ertl, Computing extremely
// accurate quantiles using t-digests (2019).
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
  static constexpr std::size_t most_kept = 192;  // as many values take no more room than 64 points and their counts

  /// Adds values, in any order; all at once what is there at the start, for the points come from the first call that brings
  /// more than are kept.
  void add(std::span<const float> values, FloatSorter& sorter);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// The p quantile, type 7 (see quantile.hpp), of the values with those between two points spread evenly over the gap.
  /// @throws std::invalid_argument if there are no values or p is not in [0, 1]
  [[nodiscard]] double quantile(double p) const;

  /// By how much, as a share of the values, the rank of quantile(p) may be off: those in the gap it lies in; 0 if at a point.
  [[nodiscard]] double rank_error(double p) const;

  /// Beside the object itself.
  [[nodiscard]] std::size_t bytes() const {
    return points_.capacity() * sizeof(float) + counts_.capacity() * sizeof(std::uint32_t);
  }

 private:
  // Where the nth smallest value (from 0) lies: in a slot, as the nth of so many.
  struct Position {
    std::size_t slot;
    std::uint64_t nth, of;
  };

  void keep_points(const std::vector<float>& sorted);
  void count_in(std::span<const float> values);
  [[nodiscard]] Position find(std::uint64_t nth) const;
  [[nodiscard]] double value_at(std::uint64_t nth) const;
  [[nodiscard]] double position_of(double p) const;

  std::vector<float> points_;  // ascending and different; the values themselves, in any order, as long as all are kept
  std::vector<std::uint32_t> counts_;  // below the first point, at it, between it and the second, … , above the last
  std::uint64_t count_ = 0;
  float lowest_ = std::numeric_limits<float>::infinity();
  float highest_ = -std::numeric_limits<float>::infinity();
};

}  // namespace muster
