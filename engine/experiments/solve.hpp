// Finds the value of one lever from which on a target is met with a required probability, taking into account the
// sampling error of the replications.
//
// Contract: bisects the lever's range with few replications at each value, then spends the remaining replications
// on the values nearest to the edge that they are likely to distinguish from it. Replications are added at a value
// until the interval of the probability lies on one side of the required one, so the answer is an interval: the
// last value known to fail and the first known to meet; and between them the value at which the observed
// probability reaches the required one. Every value is tried with the same random numbers. The probability must be
// monotone in the lever; its values at the two ends determine whether it rises or falls. Leaves out: several
// levers (mix.hpp) and what a lever is.
#pragma once

#include "engine/experiments/point_result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace muster {

/// The values that a lever may take: low, low + step, … and high; high need not be a whole number of steps from
/// low.
struct LeverRange {
  double low = 0;
  double high = 0;                          // above low
  double step = 1;                          // above 0
  [[nodiscard]] std::size_t steps() const;  // number of steps from low to high, at least 1
  [[nodiscard]] double value(std::size_t k) const;
  [[nodiscard]] double nearest(double value) const;
};

/// The largest number of the form 1, 2 or 5 times a power of ten that does not exceed `at_most`, which must be
/// above 0.
[[nodiscard]] double round_step(double at_most);

/// Runs replications first … first + count − 1 with the lever set to `value`; returns fewer if some stopped.
using MetAt = std::function<Met(double value, std::size_t first, std::size_t count)>;

struct Search {
  double probability = 0.9;           // required probability of meeting the target, in (0, 1)
  double confidence = 0.95;           // with which all intervals, of every value at every look, hold jointly
  std::size_t first_look = 100;       // replications; each further look has four times as many …
  std::size_t per_value = 1'000'000;  // … up to this many at the last look
  std::size_t most = 20'000;          // replications in all
};

/// The confidence level of a single interval, such that all of them hold jointly with the search's confidence: the
/// error is divided evenly over all values that may be tried and all looks (Bonferroni). With the same random
/// numbers at every value, and replications that are monotone in the lever, a wrong verdict at any value implies
/// one at the edge, so the bound is conservative.
[[nodiscard]] double level_of(const Search& search, const LeverRange& range);

enum class Verdict : std::uint8_t { fails, meets, open };

struct Tried {
  double value = 0;
  Met seen;
  Interval interval;  // of the probability, at the level of level_of()
  Verdict verdict = Verdict::open;
};

enum class Answer : std::uint8_t {
  between,         // the edge lies between `fails` and `meets`
  met_everywhere,  // met at both ends
  met_nowhere,     // met at neither end
  open,            // the better end could not be distinguished from the required probability
  nothing_to_judge,
};

struct Solution {
  Answer answer = Answer::open;
  bool rising = true;  // whether the probability rises with the lever
  // the value nearest to the edge that is known to fail; none if the worse end is undecided
  std::optional<double> fails;
  std::optional<double> meets;  // the value nearest to the edge that is known to meet
  // between the two: the value from which on the observed probabilities reach the required one
  std::optional<double> edge;
  std::vector<Tried> tried;      // sorted by value
  std::size_t replications = 0;  // total number run
  bool used_up = false;          // more than `most` replications would have narrowed the answer further
  double level = 0;              // confidence level of each interval
  double best = 0;               // the value with the highest observed probability
};

/// @throws std::invalid_argument if the range or the probability is invalid
/// Source: the stochastic root finding of R. Pasupathy, S. Kim, ACM TOMACS 21 (2011), with a sequential test in
/// place of each evaluation; the probabilities between the values tried: R. Barlow et al., Statistical Inference
/// under Order Restrictions (1972), sec. 1.2 (pool adjacent violators); intervals: Wilson (intervals.hpp).
[[nodiscard]] Solution solve(const LeverRange& range, const Search& search, const MetAt& met_at);

/// The result at a value that was tried.
[[nodiscard]] const Tried& at(const Solution& solution, double value);

/// The smallest number of replications that can decide on a probability at all: if all of them meet the target,
/// the interval lies above it; if none do, below it.
[[nodiscard]] std::size_t fewest_to_decide(double probability, double level);

/// Runs replications of a scenario and counts those that met one of its targets.
/// @param stopped  receives the replications that did not finish
/// @throws Interrupted
[[nodiscard]] Met count_met(const RunSetup& setup, const Variant& variant, std::size_t target, std::size_t first,
                            std::size_t count, const std::atomic<bool>& interrupted,
                            std::vector<PairFailure>& stopped);

}  // namespace muster
