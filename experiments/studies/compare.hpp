// The study behind `muster compare`: a place as planned and strategies for it under the same luck.
#pragma once

#include "experiments/experiment.hpp"
#include "experiments/studies/saved.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

/// How many replications of each scenario a comparison makes unless told.
inline constexpr std::size_t compared_replications = 400;

struct CompareQuestion {
  ScenarioChoice scenario;              // without a strategy
  std::vector<std::string> strategies;  // as they are named
  std::size_t replications = compared_replications;
  std::shared_ptr<const SavedStates> saved;  // states to go on from; null: from the start
};

/// @throws InputError with every fault of the strategies, and for one that moves dates, areas or targets
[[nodiscard]] std::unique_ptr<Experiment> compare_of(CompareQuestion question);

/// @throws InputError with every strategy that is not there or is named twice
void check_strategies(const std::vector<std::string>& written, scenarios::InputFiles& files);

}  // namespace muster::experiments
