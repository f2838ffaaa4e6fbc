// The value of one lever from which a target is met with a wanted probability, with the noise of the replications respected.
//
// Contract: halves the lever's range with few replications at each value, then spends what is left at the values nearest to the edge
// that so many replications are likely to tell from it. Replications are added until the interval of the probability lies on one
// side of the one wanted, so the answer is an interval: the last value known to fail, the first known to meet; and between them where
// the probability seen reaches the one wanted. Every value is tried under the same luck. The probability must not turn back
// along the lever: the two ends say whether it rises or falls. Leaves out: several levers (mix.hpp) and what a lever is.
#pragma once

#include "engine/experiments/point_result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace muster {

/// What a lever may be: low, low + step, … and high, which need not be a whole number of steps away.
struct LeverRange {
  double low = 0;
  double high = 0;                          // above low
  double step = 1;                          // above 0
  [[nodiscard]] std::size_t steps() const;  // from low to high, at least 1
  [[nodiscard]] double value(std::size_t k) const;
  [[nodiscard]] double nearest(double value) const;
};

/// The largest of 1, 2 and 5 times a power of ten that is not above a number, which is above 0.
[[nodiscard]] double round_step(double at_most);

/// Runs replications first … first + count − 1 with the lever at a value; fewer come back if some stopped.
using Trial = std::function<Met(double value, std::size_t first, std::size_t count)>;

struct Search {
  double probability = 0.9;           // wanted, in (0, 1)
  double confidence = 0.95;           // that all intervals, of every value at every look, hold
  std::size_t first_look = 100;       // replications; the next looks are at four times as many each time …
  std::size_t per_value = 1'000'000;  // … and the last one here
  std::size_t most = 20'000;          // in all
};

/// The coverage probability of a single interval, such that all of them hold with the search's confidence: the error is divided
/// evenly over all values that may be tried and all looks (Bonferroni). With the same luck at every value, and replications
/// that never turn back along the lever, a wrong verdict anywhere implies one at the edge, so this errs on the safe side.
[[nodiscard]] double level_of(const Search& search, const LeverRange& range);

enum class Verdict : std::uint8_t { fails, meets, open };

struct Tried {
  double value = 0;
  Met seen;
  Interval interval;  // of the probability, at level_of()
  Verdict verdict = Verdict::open;
};

enum class Answer : std::uint8_t {
  between,         // the edge lies between `fails` and `meets`
  met_everywhere,  // at both ends
  met_nowhere,     // at neither
  open,            // the better end could not be told from the wanted probability
  nothing_to_judge,
};

struct Solution {
  Answer answer = Answer::open;
  bool rising = true;            // the probability, with the lever
  std::optional<double> fails;   // the value nearest to the edge that is known to fail; none if the worse end is open
  std::optional<double> meets;   // the one that is known to meet
  std::optional<double> edge;    // between the two: from where on the probabilities seen are as wanted
  std::vector<Tried> tried;      // by value
  std::size_t replications = 0;  // run in all
  bool used_up = false;          // more than `most` would have told more
  double level = 0;              // of each interval
  double best = 0;               // the value with the highest probability seen
};

/// @throws std::invalid_argument for a range or probability that is none
/// Source: the stochastic root finding of R. Pasupathy, S. Kim, ACM TOMACS 21 (2011), with a sequential test in
/// place of each evaluation; the probabilities between the values tried: R. Barlow et al., Statistical Inference under Order
/// Restrictions (1972), sec. 1.2 (pool adjacent violators); intervals: Wilson (intervals.hpp).
[[nodiscard]] Solution solve(const LeverRange& range, const Search& search, const Trial& trial);

/// What was seen at a value that was tried.
[[nodiscard]] const Tried& at(const Solution& solution, double value);

/// The fewest replications that can show a probability at all: if all of them meet, its interval lies above; if none, below.
[[nodiscard]] std::size_t fewest_to_decide(double probability, double level);

/// Runs replications of a scenario and counts those that met one of its targets.
/// @param stopped  receives those that did not come to their end
/// @throws Interrupted
[[nodiscard]] Met count_met(const RunSetup& setup, const Variant& variant, std::size_t target, std::size_t first,
                            std::size_t count, const std::atomic<bool>& interrupted, std::vector<PairFailure>& stopped);

}  // namespace muster
