// Count, mean and variance of observations in one pass, mergeable.
//
// Contract: numerically stable for any number of observations. Merging gives the same moments, up to rounding, as
// adding all observations to one object; merge in a fixed order where the bytes must agree. Leaves out: higher
// moments and weights.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace muster {

/// The value of a statistic without observations.
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Source: B. P. Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4
/// (1962); merging: T. Chan, G. Golub, R. LeVeque, Updating formulae and a pairwise algorithm for computing sample
/// variances (1979).
class Moments {
 public:
  void add(double value) {
    ++count_;
    const double before = value - mean_;
    mean_ += before / static_cast<double>(count_);
    squares_ += before * (value - mean_);
  }

  void merge(const Moments& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    const double a = static_cast<double>(count_);
    const double b = static_cast<double>(other.count_);
    const double gap = other.mean_ - mean_;
    mean_ += gap * (b / (a + b));
    squares_ += other.squares_ + gap * gap * (a * b / (a + b));
    count_ += other.count_;
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// NaN without observations.
  [[nodiscard]] double mean() const { return count_ > 0 ? mean_ : nan; }

  /// The unbiased sample variance (divisor n - 1); NaN for fewer than two observations.
  [[nodiscard]] double variance() const { return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : nan; }
  [[nodiscard]] double sd() const { return std::sqrt(variance()); }

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // sum of squared deviations from the mean
};

}  // namespace muster
