// The study behind `muster explain`: what holds targets back and what the spread is made of, or which change did what.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

struct ExplainQuestion {
  ScenarioChoice scenario;           // its strategy is laid over the place where there is no `from`
  std::vector<std::string> targets;  // their ids; empty: all of them
  std::string from, to;              // strategies whose difference is attributed to changes; empty: none is
  std::string constraints;           // a file of them; empty: those that came with the program
  std::size_t replications = 200;    // of each scenario
  bool whole = false;                // relaxes over the whole horizon alone, not in each year too
};

/// @throws InputError with every fault of the scenario, and for a difference of nothing or of too many changes
[[nodiscard]] std::unique_ptr<Experiment> explain_of(ExplainQuestion question);

}  // namespace muster::experiments
