// The study behind `muster compare`: a place as planned and strategies for it, simulated with the same random
// numbers.
#pragma once

#include "experiments/experiment.hpp"
#include "experiments/studies/saved.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

/// How many replications of each scenario a comparison simulates by default.
inline constexpr std::size_t compared_replications = 400;

struct CompareQuestion {
  ScenarioChoice scenario;              // without a strategy
  std::vector<std::string> strategies;  // as the user names them
  std::size_t replications = compared_replications;
  std::shared_ptr<const SavedStates> saved;  // states to start from; null: from the place's start
};

/// @throws InputError with every error in the strategies, and for one that changes dates, areas or targets
[[nodiscard]] std::unique_ptr<Experiment> compare_of(CompareQuestion question);

/// @throws InputError with every strategy that does not exist or is named twice
void check_strategies(const std::vector<std::string>& written, scenarios::InputFiles& files);

}  // namespace muster::experiments
