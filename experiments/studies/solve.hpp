// The study behind `muster solve`: the smallest adjustment of one lever, or the cheapest combination of several,
// that meets a target with the required probability.
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
  double probability = 0.9;         // required probability of meeting the target, 0 to 1
  std::vector<std::string> levers;  // `a.b=10%..50%`
  // with several levers: a series whose mean is minimised; empty: money spent
  std::string minimise;
  std::optional<std::size_t> replications;  // at most for each value; for each combination
  std::size_t most = 20'000;                // replications in all
};

/// @throws InputError with every error in the scenario, and for levers that cannot be varied as asked
[[nodiscard]] std::unique_ptr<Experiment> solve_of(SolveQuestion question);

}  // namespace muster::experiments
