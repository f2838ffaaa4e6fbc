// The study behind `muster explain`: what holds targets back and where the spread comes from, or which change
// contributed how much.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

struct ExplainQuestion {
  ScenarioChoice scenario;           // its strategy applies if `from` is empty
  std::vector<std::string> targets;  // their ids; empty: all of them
  std::string from, to;              // the difference between these strategies is attributed; empty: none
  std::string constraints;           // a constraints file; empty: the one shipped with the program
  std::size_t replications = 200;    // of each scenario
  bool whole = false;                // relaxes only over the whole time simulated, not also in each year
};

/// @throws InputError with every error in the scenario, and if there is no difference to attribute or there are too
///         many changes
[[nodiscard]] std::unique_ptr<Experiment> explain_of(ExplainQuestion question);

}  // namespace muster::experiments
