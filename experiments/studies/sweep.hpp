// The study behind `muster sweep`: one scenario at many points of its parameters, all with the same random numbers.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

struct SweepQuestion {
  ScenarioChoice scenario;
  Seed seed{};  // also of a sample of points
  std::vector<std::string>
      axes;  // `a.b=1..5`; empty: the scenario's own `sweep` section with its conditions and design
  std::vector<std::string> where;     // conditions that points must meet: `a.b<=c.d`
  std::string design = "grid";        // or lhs, sobol
  std::optional<std::size_t> points;  // size of a sample
  bool lockstep = false;              // the first values together, then the second, and so on
  std::size_t replications = 100;     // at each point
};

/// The question, completed from the scenario's `sweep` section. @throws InputError if neither names anything to vary
[[nodiscard]] SweepQuestion with_axes_of_scenario(SweepQuestion question);

/// @throws InputError with every error in the scenario at any of the points
[[nodiscard]] std::unique_ptr<Experiment> sweep_of(SweepQuestion question);

/// A table of the points; nothing is simulated. @throws InputError as sweep_of
[[nodiscard]] output::Document points_document(const SweepQuestion& question);

}  // namespace muster::experiments
