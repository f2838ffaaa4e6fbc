// The study behind `muster save`: a place up to a date, its replications kept as they are then, for strategies to go on from.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <string>

namespace muster::experiments {

struct SaveQuestion {
  ScenarioChoice scenario;  // without a strategy
  Seed seed{};
  std::string on;  // the date at whose end they are kept
  std::size_t replications = 0;
};

/// @throws InputError with every fault of the scenario, and for a date that it does not simulate
[[nodiscard]] std::unique_ptr<Experiment> save_of(SaveQuestion question);

}  // namespace muster::experiments
