// Statistical checks with stated error rates.
//
// Each check states its false alarm rate (the probability that a correct program fails) and the smallest effect it
// must detect (a wrong program passes with probability at most `miss`), and rejects a sample that is too small for
// both error rates. Contract: observations are independent. Leaves out: retries and tolerances; the seed is fixed, so
// a check that passes once always passes.
#pragma once

#include "tests/support/catch.hpp"

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace muster::test {

struct Stated {
  double false_alarm;
  double must_detect;  // in the unit of the quantity checked
  double miss = 1e-3;
};

/// Independent observations; when a check fails, their number is printed, not each of them.
struct Sample {
  Sample(std::vector<double> observed) : values(std::move(observed)) {}  // NOLINT: implicit from a vector on purpose
  std::vector<double> values;
  friend std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << "a sample of " << sample.values.size();
  }
};

struct Counts {
  Counts(std::vector<std::uint64_t> counted) : cells(std::move(counted)) {}  // NOLINT: implicit on purpose
  std::vector<std::uint64_t> cells;
  friend std::ostream& operator<<(std::ostream& out, const Counts& counts) {
    return out << "counts of " << counts.cells.size() << " cells";
  }
};

/// The mean of a sample, by Student's t.
class MeanIs : public Catch::Matchers::MatcherBase<Sample> {
 public:
  MeanIs(double expected, Stated stated) : expected_(expected), stated_(stated) {}

  bool match(const Sample& sample) const override;

  std::string describe() const override;

 private:
  double expected_;
  Stated stated_;
  mutable std::string said_;
};

/// The variance of observations whose mean is known: the mean of their squared deviations from it.
inline Sample squared_deviations(std::vector<double> values, double known_mean) {
  for (double& value : values) value = (value - known_mean) * (value - known_mean);
  return values;
}

/// Counts per cell against known probabilities, by Pearson's chi-square; must_detect is Cohen's w, the root of the
/// sum of (p - p0)^2 / p0. Every cell must expect at least 5.
class CellsAre : public Catch::Matchers::MatcherBase<Counts> {
 public:
  CellsAre(std::vector<double> probabilities, Stated stated)
      : probabilities_(std::move(probabilities)), stated_(stated) {}

  bool match(const Counts& counted) const override;

  std::string describe() const override;

 private:
  std::vector<double> probabilities_;
  Stated stated_;
  mutable std::string said_;
};

inline CellsAre equal_cells(std::size_t cells, Stated stated) {
  return {std::vector<double>(cells, 1 / static_cast<double>(cells)), stated};
}

}  // namespace muster::test
