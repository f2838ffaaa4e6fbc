// The study behind `muster solve`: the smallest turn of a lever, or the cheapest mix of several, that meets a target with a wanted
// probability.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

struct SolveQuestion {
  ScenarioChoice scenario;
  std::string target;               // its id
  double probability = 0.9;         // with which it is to be met
  std::vector<std::string> levers;  // `a.b=10%..50%`
  std::string minimise;             // a series whose mean to keep low, of several levers; empty: the money spent
  std::optional<std::size_t> replications;  // at most of each value; of each mix
  std::size_t most = 20'000;                // in all
};

/// @throws InputError with every fault of the scenario, and for levers that cannot be turned as they are to be
[[nodiscard]] std::unique_ptr<Experiment> solve_of(SolveQuestion question);

}  // namespace muster::experiments
