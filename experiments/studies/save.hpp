// The study behind `muster save`: simulates a place up to a date and saves the state of each replication, for
// strategies to start from.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <string>

namespace muster::experiments {

struct SaveQuestion {
  ScenarioChoice scenario;  // without a strategy
  Seed seed{};
  std::string on;  // the states are saved at the end of this date
  std::size_t replications = 0;
};

/// @throws InputError with every error in the scenario, and for a date that it does not simulate
[[nodiscard]] std::unique_ptr<Experiment> save_of(SaveQuestion question);

}  // namespace muster::experiments
