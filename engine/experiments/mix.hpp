// Finds the cheapest mix of several levers that meets a target with a required probability.
//
// Contract: every mix is tried on the same replications (sample average under common random numbers), so the
// search is deterministic. A mix counts as meeting only if the lower end of its one-sided 95 % interval does,
// because the best of many tries looks better than it is; the chosen mix is then evaluated on replications that
// the search did not use. The optimum is that of the sample, as far as the limit on the number of mixes allows.
// Leaves out: what a lever is, and several targets.
// Source: A. Shapiro, D. Dentcheva, A. Ruszczyński, Lectures on Stochastic Programming, 3rd ed., ch. 5 (sample
// average).
#pragma once

#include "engine/experiments/solve.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace muster {

/// The results of one mix of levers.
struct Judged {
  Met seen;
  double cost = 0;  // to be minimised: the mean over the replications
};

/// Runs replications first … first + count − 1 with the levers set to these values.
using MixMetAt = std::function<Judged(const std::vector<double>& levers, std::size_t first, std::size_t count)>;

struct MixSearch {
  double probability = 0.9;
  std::size_t replications = 200;  // for each mix
  std::size_t mixes = 100;         // upper limit, including the corners
  std::size_t check = 1000;        // fresh replications for the chosen mix
};

/// The number of replications, out of `replications`, that must meet the target for a mix to count as meeting;
/// more than `replications` if no number suffices.
[[nodiscard]] std::uint64_t met_enough(double probability, std::size_t replications);

struct TriedMix {
  std::vector<double> levers;
  Judged judged;
  bool meets = false;
};

struct MixSolution {
  bool found = false;
  // the cheapest mix that meets; if none does, the one with the highest observed probability
  TriedMix chosen;
  Judged checked;               // on fresh replications
  Interval interval;            // of the probability on fresh replications, 95 %, Wilson
  std::vector<TriedMix> tried;  // in the order tried; each mix appears once
  std::size_t replications = 0;
};

constexpr std::size_t most_levers = 5;  // each lever doubles the number of corners

/// Tries the corners, then searches the whole space by DIRECT (locally biased), then around the best mix by
/// COBYLA.
/// @param levers  2 to most_levers
/// @throws std::invalid_argument if there are fewer or more levers
/// Source: J. Gablonsky, C. Kelley, J. Global Optimization 21 (2001); M. Powell, in: Advances in Optimization
/// and Numerical Analysis (1994); both as in NLopt.
[[nodiscard]] MixSolution cheapest_mix(const std::vector<LeverRange>& levers, const MixSearch& search,
                                       const MixMetAt& met_at);

}  // namespace muster
