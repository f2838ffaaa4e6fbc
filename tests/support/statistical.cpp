#include "tests/support/statistical.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <numeric>
#include <sstream>

namespace muster::test {

bool MeanIs::match(const Sample& sample) const {
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

std::string MeanIs::describe() const {
  std::ostringstream text;
  text << "has mean " << expected_ << " (false alarm " << stated_.false_alarm << ", must detect "
       << stated_.must_detect << "): " << said_;
  return text.str();
}

bool CellsAre::match(const Counts& counted) const {
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

std::string CellsAre::describe() const {
  std::ostringstream text;
  text << "fits " << probabilities_.size() << " cells (false alarm " << stated_.false_alarm << ", must detect "
       << stated_.must_detect << "): " << said_;
  return text.str();
}

}  // namespace muster::test
