// Statistical checks that say how often they are wrong.
//
// Each check states its false alarm rate (a right program fails) and the smallest effect it must detect (a wrong one
// passes at most with probability `miss`), and refuses a sample too small to keep both promises. Contract:
// observations are independent. Leaves out: retries and tolerances; a seed is fixed, so a check that passes once
// passes always.
#pragma once

#include "tests/support/catch.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace muster::test {

struct Stated {
  double false_alarm;
  double must_detect;  // in the unit of what is checked
  double miss = 1e-3;
};

/// Independent observations; a failed check prints how many there are, not each of them.
struct Sample {
  Sample(std::vector<double> observed) : values(std::move(observed)) {}  // NOLINT: a vector is a sample
  std::vector<double> values;
  friend std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << "a sample of " << sample.values.size();
  }
};

struct Counts {
  Counts(std::vector<std::uint64_t> counted) : cells(std::move(counted)) {}  // NOLINT: so are counts
  std::vector<std::uint64_t> cells;
  friend std::ostream& operator<<(std::ostream& out, const Counts& counts) {
    return out << "counts of " << counts.cells.size() << " cells";
  }
};

/// The mean of a sample, by Student's t.
class MeanIs : public Catch::Matchers::MatcherBase<Sample> {
 public:
  MeanIs(double expected, Stated stated) : expected_(expected), stated_(stated) {}

  bool match(const Sample& sample) const override {
    const std::vector<double>& values = sample.values;
    std::ostringstream said;
    const auto n = static_cast<double>(values.size());
    if (values.size() < 2) {
      said_ = "a sample of " + std::to_string(values.size()) + " is refused";
      return false;
    }
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double error = std::sqrt(squares / (n - 1) / n);
    const boost::math::students_t student(n - 1);
    const double critical = boost::math::quantile(boost::math::complement(student, stated_.false_alarm / 2));
    const double detects = (critical + boost::math::quantile(boost::math::complement(student, stated_.miss))) * error;
    said << "mean " << mean << ", standard error " << error << ", z " << (mean - expected_) / error << "; detects "
         << detects;
    const bool refused = !(detects <= stated_.must_detect);
    if (refused) said << ", so a sample of " << values.size() << " is refused";
    said_ = said.str();
    return !refused && std::abs(mean - expected_) <= critical * error;
  }

  std::string describe() const override {
    std::ostringstream text;
    text << "has mean " << expected_ << " (false alarm " << stated_.false_alarm << ", must detect "
         << stated_.must_detect << "): " << said_;
    return text.str();
  }

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

  bool match(const Counts& counted) const override {
    const std::vector<std::uint64_t>& counts = counted.cells;
    if (counts.size() != probabilities_.size() || counts.size() < 2) {
      said_ = std::to_string(counts.size()) + " counts for " + std::to_string(probabilities_.size()) + " cells";
      return false;
    }
    const auto n = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
    double statistic = 0;
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
      const double expected = n * probabilities_[cell];
      if (!(expected >= 5)) {
        said_ = "cell " + std::to_string(cell) + " expects " + std::to_string(expected) + ", less than 5: refused";
        return false;
      }
      const double gap = static_cast<double>(counts[cell]) - expected;
      statistic += gap * gap / expected;
    }
    const auto freedom = static_cast<double>(counts.size() - 1);
    const boost::math::chi_squared law(freedom);
    const double critical = boost::math::quantile(boost::math::complement(law, stated_.false_alarm));
    const boost::math::non_central_chi_squared wrong(freedom, n * stated_.must_detect * stated_.must_detect);
    const double missed = boost::math::cdf(wrong, critical);
    std::ostringstream said;
    said << "chi-square " << statistic << " with " << freedom << " degrees of freedom, critical " << critical;
    const bool refused = !(missed <= stated_.miss);
    if (refused) said << "; misses with probability " << missed << ", so a sample of " << n << " is refused";
    said_ = said.str();
    return !refused && statistic <= critical;
  }

  std::string describe() const override {
    std::ostringstream text;
    text << "fits " << probabilities_.size() << " cells (false alarm " << stated_.false_alarm << ", must detect "
         << stated_.must_detect << "): " << said_;
    return text.str();
  }

 private:
  std::vector<double> probabilities_;
  Stated stated_;
  mutable std::string said_;
};

inline CellsAre equal_cells(std::size_t cells, Stated stated) {
  return {std::vector<double>(cells, 1 / static_cast<double>(cells)), stated};
}

}  // namespace muster::test
