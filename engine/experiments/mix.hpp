// The cheapest mix of several levers that meets a target with a wanted probability.
//
// Contract: every mix is tried on the same replications (sample average under common random numbers), so the search is
// deterministic; a mix counts as meeting when the lower end of its one-sided 95 % interval does, for the best of many tries looks
// better than it is; the mix chosen is then judged on replications that the search never saw. The optimum is that of the
// sample, up to the number of mixes. Leaves out: what a lever is, and several targets.
// Source: A. Shapiro, D. Dentcheva, A. Ruszczyński, Lectures on Stochastic Programming, 3rd ed., ch. 5 (sample average).
#pragma once

#include "engine/experiments/solve.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace muster {

/// What one mix of levers came to.
struct Judged {
  Met seen;
  double cost = 0;  // to be made small: the mean over the replications
};

/// Runs replications first … first + count − 1 with the levers at these values.
using MixTrial = std::function<Judged(const std::vector<double>& levers, std::size_t first, std::size_t count)>;

struct MixSearch {
  double probability = 0.9;
  std::size_t replications = 200;  // of each mix
  std::size_t mixes = 100;         // at most, corners included
  std::size_t check = 1000;        // fresh replications of the mix chosen
};

/// How many of so many replications must meet for a mix to count as meeting; more than there are if none can.
[[nodiscard]] std::uint64_t met_enough(double probability, std::size_t replications);

struct TriedMix {
  std::vector<double> levers;
  Judged judged;
  bool meets = false;
};

struct MixSolution {
  bool found = false;
  TriedMix chosen;              // the cheapest that meets; if none does, the one with the highest probability seen
  Judged checked;               // on fresh replications
  Interval interval;            // of the probability there, 95 %, Wilson
  std::vector<TriedMix> tried;  // in the order tried, each mix once
  std::size_t replications = 0;
};

constexpr std::size_t most_levers = 5;  // each doubles the number of corners

/// Tries the corners, then the whole space by DIRECT (locally biased), then around the best by COBYLA.
/// @param levers  2 to most_levers
/// @throws std::invalid_argument for another number of them
/// Source: J. Gablonsky, C. Kelley, J. Global Optimization 21 (2001); M. Powell, in: Advances in Optimization and Numerical
/// Analysis (1994); both as in NLopt.
[[nodiscard]] MixSolution cheapest_mix(const std::vector<LeverRange>& levers, const MixSearch& search,
                                       const MixTrial& trial);

}  // namespace muster
